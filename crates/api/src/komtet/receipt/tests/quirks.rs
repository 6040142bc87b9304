//! What real clients send: each quirk of docs/quirks-komtet.md by name.

use super::*;
use receipt::marking::recognize;

#[test]
fn php_writes_additional_info_in_camel_case() {
    for key in ["additional_info", "additionalInfo"] {
        let payment = format!(r#"[{{"sum": 950, "method": 1, "id": "p", "{key}": "more"}}]"#);
        let task = v2(&minimal_v2("cashless_payments", &payment)).unwrap();
        assert_eq!(
            task.receipt.cashless[0].additional.as_deref(),
            Some("more"),
            "{key}"
        );
    }
}

#[test]
fn php_sends_empty_lists_where_it_has_nothing() {
    assert!(
        v2(&minimal_v2("sectoral_check_props", "[]"))
            .unwrap()
            .receipt
            .sectoral
            .is_empty()
    );
    assert!(line_v2("sectoral_item_props", "[]").sectoral.is_empty());
    assert_eq!(
        v2(&minimal_v2("client", "[]")).unwrap().receipt.buyer,
        Buyer::default()
    );
    assert_eq!(
        v2(&minimal_v2("client", "{}")).unwrap().receipt.buyer,
        Buyer::default()
    );
}

#[test]
fn php_sends_null_among_phones() {
    let agent = line_v2(
        "agent_info",
        r#"{"type": "agent", "paying_agent": {"phones": [null]}}"#,
    )
    .agent
    .unwrap();
    assert!(agent.paying_agent_phones.is_empty());
    let supplier = line_v2("supplier_info", r#"{"phones": [null, "+79991234567"]}"#)
        .supplier
        .unwrap();
    assert_eq!(supplier.phones, ["+79991234567"]);
}

#[test]
fn python_agents_may_lack_the_supplier() {
    let line = line_v2("agent_info", r#"{"type": "commissionaire"}"#);
    assert_eq!(
        (line.agent.unwrap().role, line.supplier),
        (AgentRole::Commissioner, None)
    );
}

#[test]
fn ids_are_text_or_integer() {
    for (id, text) in [("17", "17"), ("\"17\"", "17"), ("\"A/17\"", "A/17")] {
        assert_eq!(v2(&minimal_v2("external_id", id)).unwrap().external_id.text, text);
        assert_eq!(line_v2("id", id).item_id.as_deref(), Some(text));
    }
}

#[test]
fn numbers_are_integers_floats_or_texts() {
    for price in ["500", "500.0", "5e2", "\"500.00\"", "500.00000000000001"] {
        assert_eq!(
            line_v2("price", price).price,
            Money::from_minor(50_000),
            "{price}"
        );
    }
    assert_eq!(line_v2("price", "510.1").price, Money::from_minor(51_010));
    assert_eq!(
        line_v2("quantity", "2.0").quantity,
        Quantity::from_millionths(2_000_000)
    );
    assert_eq!(line_v2("measure", "\"0\"").measure, MeasureUnit(0));
    for sno in ["1", "\"1\"", "1.0"] {
        let company = format!(r#"{{"sno": {sno}, "payment_address": "x"}}"#);
        let receipt = v2(&minimal_v2("company", &company)).unwrap().receipt;
        assert_eq!(receipt.taxation, TaxationRegime::SimplifiedIncome, "{sno}");
    }
}

#[test]
fn a_price_and_total_out_of_floats_are_read_as_meant() {
    let position = r#"[{"name": "Mug", "price": 33.3, "quantity": 3, "total": 99.89999999999999, "measure": 0,
        "vat": "no", "payment_method": "full_payment", "payment_object": "product"}]"#;
    let body = minimal_v2("positions", position).replace("\"sum\": 950", "\"sum\": 99.89999999999999");
    let receipt = v2(&body).unwrap().receipt;
    assert_eq!(receipt.lines[0].total, Money::from_minor(9990));
    assert_eq!(receipt.payments.electronic, Money::from_minor(9990));
}

#[test]
fn bitrix_sends_null_for_object_and_method_and_is_told_so() {
    let faults = v2(&position_v2("payment_object", "null")).unwrap_err();
    assert_eq!(
        faults,
        ["positions[0].payment_object: is required and must not be null; got null"]
    );
    let faults = v2(&position_v2("payment_method", "null")).unwrap_err();
    assert_eq!(
        faults,
        ["positions[0].payment_method: is required and must not be null; got null"]
    );
}

#[test]
fn null_counts_as_absent_where_a_field_is_optional() {
    let root = [
        "client",
        "print",
        "cashier",
        "additional_check_props",
        "additional_user_props",
        "sectoral_check_props",
        "operating_check_props",
        "cashless_payments",
        "internet",
        "timezone",
        "callback_url",
    ];
    for key in root {
        assert!(v2(&minimal_v2(key, "null")).is_ok(), "{key}");
    }
    let position = [
        "id",
        "user_data",
        "excise",
        "country_code",
        "declaration_number",
        "agent_info",
        "supplier_info",
        "mark_code",
        "mark_quantity",
        "planned_status",
        "wholesale",
        "sectoral_item_props",
    ];
    for key in position {
        assert_eq!(line_v2(key, "null"), line_v2("", ""), "{key}");
    }
    for key in [
        "measure_name",
        "calculation_method",
        "calculation_subject",
        "nomenclature_code",
        "excise",
    ] {
        assert_eq!(line_v1(key, "null"), line_v1("", ""), "{key}");
    }
}

#[test]
fn old_clients_of_version_1_write_task_id_and_vat_as_an_object() {
    let body = minimal_v1("external_id", "").replacen('{', "{\"task_id\": 5, ", 1);
    assert_eq!(v1(&body).unwrap().external_id.text, "5");
    assert_eq!(
        line_v1("vat", r#"{"number": 10, "sum": 5}"#).vat,
        VatRate::Percent(10)
    );
    assert_eq!(line_v1("vat", "20").vat, VatRate::Percent(20));
    assert_eq!(line_v1("discount", "50"), line_v1("", ""));
}

#[test]
fn the_user_of_version_1_is_an_address_or_a_phone() {
    let buyer = |user: &str| v1(&minimal_v1("user", user)).unwrap().receipt.buyer;
    assert_eq!(buyer("\"b@example.com\"").email.as_deref(), Some("b@example.com"));
    assert_eq!(buyer("\"+79991234567\"").phone.as_deref(), Some("+79991234567"));
    assert_eq!(buyer("79991234567").phone.as_deref(), Some("79991234567"));
    assert_eq!(buyer("null"), Buyer::default());
}

#[test]
fn version_1_has_defaults_for_method_and_subject() {
    let line = line_v1("", "");
    assert_eq!(
        (line.method, line.subject),
        (SettlementMethod::FullPayment, LineSubject::GOOD)
    );
}

#[test]
fn words_of_measure_are_kept_and_mapped() {
    let line = line_v1("measure_name", "\"КГ\"");
    assert_eq!(
        (line.measure, line.measure_name.as_deref()),
        (MeasureUnit(11), Some("КГ"))
    );
}

#[test]
fn an_agent_of_the_whole_receipt_stands_for_lines_without_their_own() {
    let body = minimal_v1("agent_info", r#"{"type": "solicitor"}"#);
    assert_eq!(
        v1(&body).unwrap().receipt.lines[0].agent.as_ref().unwrap().role,
        AgentRole::Attorney
    );
    let own = position_v1("agent_info", r#"{"type": "agent"}"#);
    let own = own.replacen('{', r#"{"agent_info": {"type": "solicitor"}, "#, 1);
    assert_eq!(
        v1(&own).unwrap().receipt.lines[0].agent.as_ref().unwrap().role,
        AgentRole::Other
    );
}

#[test]
fn a_marking_code_is_plain_base64_or_hexadecimal() {
    let one_piece = |body: String| {
        body.replace("\"quantity\": 2", "\"quantity\": 1")
            .replace("950", "500")
    };
    let of_v1 = |code: &str| {
        let body = one_piece(position_v1("nomenclature_code", code));
        v1(&body).unwrap().receipt.lines.remove(0).marking
    };
    let of_v2 = |code: &str| {
        let body = one_piece(position_v2("mark_code", code)).replace("\"product\"", "\"tm\"");
        v2(&body).unwrap().receipt.lines.remove(0).marking
    };
    let plain = "0104601234567893215abcd\u{1d}93abcd";
    let base64 = "MDEwNDYwMTIzNDU2Nzg5MzIxNWFiY2QdOTNhYmNk";
    let escaped = plain.replace('\u{1d}', "\\u001d");
    for code in [escaped.as_str(), base64] {
        let item = of_v1(&format!(r#"{{"code": "{code}"}}"#)).unwrap();
        assert_eq!(item.kind, MarkingKind::Gs1Marked, "{code}");
        assert_eq!(recognize(&item.code).full_code, plain);
        let item = of_v2(&format!(r#"{{"gs1m": "{code}"}}"#)).unwrap();
        assert_eq!(item.kind, MarkingKind::Gs1Marked, "{code}");
    }
    for hex in [
        "444D042F1F968DC9353536373839",
        "44 4d 04 2f 1f 96 8d c9 35 35 36 37 38 39",
    ] {
        let item = of_v1(&format!(r#"{{"hex_code": "{hex}"}}"#)).unwrap();
        assert_eq!(
            (item.kind, item.code.as_str()),
            (MarkingKind::Gs1Marked, "010460043993440921556789")
        );
    }
    assert_eq!(of_v1("{}"), None);
}

#[test]
fn dates_of_corrections_come_in_three_forms() {
    let expected = LocalDateTime::parse("29.02.2024", "%d.%m.%Y").unwrap();
    for date in ["29.02.2024", "2024-02-29", "2024/02/29"] {
        let info = format!(r#"{{"correction_info": {{"type": "self", "base_date": "{date}"}}, "#);
        let body = minimal_v2("intent", "\"sellCorrection\"").replacen('{', &info, 1);
        assert_eq!(
            v2(&body).unwrap().receipt.correction.unwrap().date,
            expected,
            "{date}"
        );
        let info = format!(r#"{{"correction": {{"type": "self", "date": "{date}"}}, "#);
        let body = minimal_v1("intent", "\"sellCorrection\"").replacen('{', &info, 1);
        assert_eq!(
            v1(&body).unwrap().receipt.correction.unwrap().date,
            expected,
            "{date}"
        );
    }
}

#[test]
fn the_authorised_person_of_a_correction_is_its_cashier() {
    let body = minimal_v1("authorised_person", r#"{"name": "Boss", "inn": ""}"#);
    assert_eq!(
        v1(&body).unwrap().receipt.cashier.unwrap(),
        Cashier {
            name: "Boss".into(),
            inn: None
        }
    );
}

#[test]
fn the_misspelt_contributions_are_part_of_the_api() {
    assert_eq!(
        line_v2("payment_object", "\"csi_contributins\"").subject,
        LineSubject(25)
    );
    assert!(v2(&position_v2("payment_object", "\"csi_contributions\"")).is_err());
}

#[test]
fn keys_that_nobody_knows_are_passed_over() {
    assert!(v2(&minimal_v2("x_partner", "{\"a\": [1]}")).is_ok());
    assert_eq!(line_v2("x_discount", "5"), line_v2("", ""));
}
