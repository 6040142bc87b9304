//! Every field wrong: its path and what is allowed, all at once.

use super::*;
use std::fmt::Write as _;

/// What each wrong value of each field is answered, as a table.
fn answers(fields: &[(&str, &[&str])], read: impl Fn(&str, &str) -> Result<NewTask, Vec<String>>) -> String {
    let mut answers = String::new();
    for (key, values) in fields {
        for value in *values {
            let faults = read(key, value).unwrap_err().join(" | ");
            let _ = writeln!(answers, "{key} = {value}\n    {faults}");
        }
    }
    answers
}

#[test]
fn all_faults_of_a_receipt_come_at_once() {
    let body = r#"{
        "external_id": true, "intent": "give", "client": {"inn": "7707083894", "email": "no address"},
        "company": {"sno": 9}, "print": "yes", "timezone": 12, "callback_url": "shop.example",
        "positions": [
            {"name": "", "price": 10.005, "quantity": 0, "total": "x", "measure": 7, "vat": "18",
             "payment_method": null, "payment_object": "good", "excise": {}, "country_code": "RU"},
            {"name": "Mug", "price": 1, "quantity": 1, "total": 2, "measure": 0, "vat": "no",
             "payment_method": "full_payment", "payment_object": "service"}
        ],
        "payments": [{"type": "gold", "sum": 1}]
    }"#;
    insta::assert_snapshot!(v2(body).unwrap_err().join("\n"));
}

const ROOT_V2: [(&str, &[&str]); 14] = [
    ("external_id", &["", "null", "1.5", "\"\"", "[]"]),
    ("intent", &["", "null", "\"sel\"", "1", "{}"]),
    (
        "company",
        &[
            "",
            "null",
            "\"x\"",
            "{\"sno\": 1}",
            "{\"payment_address\": \"x\", \"sno\": \"6\"}",
        ],
    ),
    ("positions", &["", "null", "{}", "[]", "[1]"]),
    ("payments", &["", "null", "{}", "[]", "[{\"type\": \"card\"}]"]),
    (
        "client",
        &[
            "7",
            "[1]",
            "{\"inn\": \"1\"}",
            "{\"birthdate\": \"1990\"}",
            "{\"email\": 5}",
        ],
    ),
    (
        "callback_url",
        &["7", "\"ftp://x\"", "\"http:///x\"", "\"https://a b\"", "\"/x\""],
    ),
    (
        "cashier",
        &[
            "7",
            "{}",
            "{\"name\": \"\"}",
            "{\"name\": \"x\", \"inn\": \"12\"}",
            "{\"name\": null}",
        ],
    ),
    ("timezone", &["0", "12", "\"x\"", "1.5", "{}"]),
    ("internet", &["1", "\"true\"", "[]", "{}", "0"]),
    (
        "operating_check_props",
        &[
            "7",
            "{}",
            "{\"name\": \"300\"}",
            "{\"timestamp\": \"2023\"}",
            "{\"value\": \"\"}",
        ],
    ),
    (
        "sectoral_check_props",
        &["7", "{}", "[7]", "[{}]", "[{\"date\": \"1.1.2023\"}]"],
    ),
    (
        "cashless_payments",
        &[
            "7",
            "{}",
            "[7]",
            "[{}]",
            "[{\"sum\": 1.001, \"method\": 256, \"id\": 1}]",
        ],
    ),
    (
        "additional_user_props",
        &["7", "\"x\"", "{}", "{\"name\": \"x\"}", "[1]"],
    ),
];

#[test]
fn each_field_of_version_2_is_refused_by_its_path() {
    insta::assert_snapshot!(answers(&ROOT_V2, |key, value| v2(&minimal_v2(key, value))));
}

const POSITION_V2: [(&str, &[&str]); 14] = [
    ("name", &["", "null", "5", "\" \"", "[]"]),
    ("price", &["", "null", "\"a\"", "1.001", "1e30"]),
    ("quantity", &["", "null", "-1", "0.1234567", "\"\""]),
    ("total", &["", "null", "[]", "950.001", "true"]),
    ("measure", &["", "null", "256", "\"kg\"", "1.5"]),
    ("vat", &["", "null", "\"18\"", "20.5", "{\"number\": 18}"]),
    ("payment_method", &["", "null", "\"full\"", "4", "{}"]),
    ("payment_object", &["", "null", "\"goods\"", "1", "{}"]),
    ("excise", &["\"x\"", "1.001", "{}", "[]", "true"]),
    (
        "agent_info",
        &[
            "7",
            "{}",
            "{\"type\": \"boss\"}",
            "{\"type\": null}",
            "{\"type\": \"agent\", \"paying_agent\": 1}",
        ],
    ),
    (
        "supplier_info",
        &[
            "7",
            "{\"inn\": \"1\"}",
            "{\"phones\": 7}",
            "{\"phones\": [true]}",
            "{\"name\": 7}",
        ],
    ),
    (
        "mark_code",
        &[
            "7",
            "{}",
            "{\"qr\": \"x\"}",
            "{\"ean8\": \"1\", \"ean13\": \"1\"}",
            "{\"ean8\": \"\"}",
        ],
    ),
    ("wholesale", &["1", "\"true\"", "[]", "{}", "0"]),
    ("sectoral_item_props", &["7", "{}", "[7]", "[{}]", "\"x\""]),
];

#[test]
fn each_field_of_a_position_is_refused_by_its_path() {
    insta::assert_snapshot!(answers(&POSITION_V2, |key, value| v2(&position_v2(key, value))));
}

#[test]
fn each_field_of_version_1_is_refused_by_its_path() {
    let root: [(&str, &[&str]); 5] = [
        ("external_id", &["", "null", "1.5"]),
        ("user", &["7.5", "[]", "true"]),
        ("sno", &["", "null", "\"general\""]),
        ("positions", &["", "null", "[[1]]"]),
        ("client", &["7", "[1]", "{\"inn\": \"1\"}"]),
    ];
    let position: [(&str, &[&str]); 5] = [
        ("measure_name", &["7", "[]", "true"]),
        ("calculation_method", &["\"x\"", "4", "{}"]),
        ("calculation_subject", &["\"x\"", "1", "[]"]),
        (
            "nomenclature_code",
            &["7", "{\"hex_code\": \"xyz\"}", "{\"code\": 7}"],
        ),
        ("vat", &["\"19\"", "{}", "{\"number\": \"x\"}"]),
    ];
    insta::assert_snapshot!(
        [
            answers(&root, |key, value| v1(&minimal_v1(key, value))),
            answers(&position, |key, value| v1(&position_v1(key, value))),
        ]
        .concat()
    );
}

#[test]
fn corrections_need_what_they_correct() {
    let v2_correction = |info: &str| {
        let body = minimal_v2("intent", "\"sellCorrection\"");
        v2(&body.replacen('{', &format!("{{{info}"), 1))
    };
    let right = v2_correction(
        r#""correction_info": {"type": "instruction", "base_date": "31.12.2023", "base_number": "1"},"#,
    );
    let correction = right.unwrap().receipt.correction.unwrap();
    assert_eq!(correction.kind, CorrectionKind::ByOrder);
    assert_eq!(
        correction.date,
        LocalDateTime::parse("31.12.2023", "%d.%m.%Y").unwrap()
    );
    let wrong = [
        ("", "correction_info: is required"),
        (
            r#""correction_info": null,"#,
            "correction_info: is required and must not be null; got null",
        ),
        (
            r#""correction_info": {"type": "forced", "base_date": "31.02.2023"},"#,
            "correction_info.type: must be one of: self, instruction; got `forced` | \
             correction_info.base_date: must be of the form dd.mm.yyyy; got `31.02.2023`",
        ),
    ];
    for (info, message) in wrong {
        assert_eq!(v2_correction(info).unwrap_err().join(" | "), message, "{info}");
    }
    let v1_null = minimal_v1("intent", "\"buyReturnCorrection\"").replacen('{', "{\"correction\": null, ", 1);
    assert_eq!(
        v1(&v1_null).unwrap_err(),
        ["correction: is required and must not be null; got null"]
    );
}

#[test]
fn faults_that_stand_ins_would_cause_are_not_reported() {
    let faults = v2(&position_v2("total", "950.001")).unwrap_err();
    assert_eq!(
        faults,
        ["positions[0].total: has a fraction of a kopeck; the nearest amount is 950.00; got 950.001"]
    );
    let faults = v2(&minimal_v2("positions", "[7]")).unwrap_err();
    assert_eq!(faults, ["positions[0]: must be an object; got 7"]);
}

#[test]
fn what_the_lint_finds_is_reported_with_what_the_door_finds() {
    let long = "x".repeat(200);
    let body = position_v2("name", &format!("\"{long}\"")).replacen("\"sell\"", "\"sale\"", 1);
    let faults = v2(&body).unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(
        faults[0].starts_with("intent: must be one of: sell, sellReturn"),
        "{faults:?}"
    );
    assert!(faults[1].starts_with("positions[0].name: "), "{faults:?}");
}

#[test]
fn codes_of_kopecks_and_costs_are_their_own() {
    let codes = |body: String| match read_task(Door::KomtetV2, &Bytes::from(body), &for_door(Door::KomtetV2))
    {
        Err(Refusal::Fields(list)) => list
            .iter()
            .map(|fault| format!("{} {}", fault.path, fault.kind.code().as_str()))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        codes(position_v2("price", "10.005")),
        ["positions[0].price VLD12"]
    );
    assert_eq!(codes(position_v2("vat", "\"18\"")), ["positions[0].vat VLD00"]);
    assert_eq!(
        codes(position_v2("total", "1000.01")),
        ["positions[0].total VLD13", "payments VLD00"]
    );
}
