use bytes::Bytes;
use serde_json::json;
use types::{Inn, LocalDateTime, RegistrationNumber, SerialNumber};

use super::*;
use crate::cli::ReceiptDoor;

fn answer(kind: NumberKind, value: &str) -> Answer {
    look_at(kind, value, &Owner::default())
}

#[test]
fn tells_what_would_be_right() {
    let answer = answer(NumberKind::Inn, "7700000001");
    assert!(!answer.valid);
    assert_eq!(answer.parts, None);
    assert!(answer.reason.unwrap().contains("should be `9`"));
}

#[test]
fn each_kind_is_taken_apart() {
    let cases = [
        (
            NumberKind::Inn,
            "7700000009",
            json!({"holder": "organization", "region": "77", "tax_office": "7700"}),
        ),
        (
            NumberKind::Ogrn,
            "1027700132195",
            json!({"holder": "organization", "year": "2002", "region": "77"}),
        ),
        (
            NumberKind::Snils,
            "112-233-445 95",
            json!({"digits": "11223344595", "written": "112-233-445 95"}),
        ),
        (
            NumberKind::Fn,
            "9999078900005488",
            json!({"series": "9999", "test": true}),
        ),
        (
            NumberKind::Rnm,
            "0000000005008570",
            json!({"sequence": "0000000005", "check": "008570", "check_digits_verified": false}),
        ),
        (
            NumberKind::Iin,
            "900101300007",
            json!({"born": "1990-01-01", "sex": "male"}),
        ),
        (
            NumberKind::IbanKz,
            "kz86 125k zt50 0410 0100",
            json!({
                "iban": "KZ86125KZT5004100100", "written": "KZ86 125K ZT50 0410 0100",
                "bank_code": "125", "account": "KZT5004100100",
            }),
        ),
        (
            NumberKind::QrRu,
            "t=20240917T1801&s=1285.21&fn=9999440500751551&i=30526&fp=1168453787&n=1",
            json!({
                "at": "2024-09-17T18:01:00", "total": "1285.21", "fiscal_storage": "9999440500751551",
                "document_number": 30526, "fiscal_sign": 1_168_453_787, "operation": 1, "operation_name": "sale",
            }),
        ),
        (
            NumberKind::QrKz,
            "https://consumer.oofd.kz/?&i=849825692&f=010100000001&s=1160.0&t=20261122T195254",
            json!({
                "at": "2026-11-22T19:52:54", "total": "1160.00", "fiscal_sign": "849825692",
                "registration_number": "010100000001", "operator": "kazakhtelecom",
                "base": "https://consumer.oofd.kz/",
                "written": "https://consumer.oofd.kz/?i=849825692&f=010100000001&s=1160.00&t=20261122T195254",
            }),
        ),
    ];
    for (kind, value, parts) in cases {
        let answer = answer(kind, value);
        assert_eq!(answer.parts, Some(parts), "{answer:?}");
        assert!(answer.valid);
        assert_eq!(answer.value, value);
    }
}

#[test]
fn checks_a_registration_number_against_its_owner() {
    let inn = Inn::parse("7700000009").unwrap();
    let serial = SerialNumber::parse("QASSA0000001").unwrap();
    let number = RegistrationNumber::compute(42, &inn, &serial).to_string();
    let owner = |serial: &str| Owner {
        inn: Some("7700000009".into()),
        serial: Some(serial.into()),
    };
    let right = look_at(NumberKind::Rnm, &number, &owner("QASSA0000001"));
    assert_eq!(right.parts.unwrap()["check_digits_verified"], true);
    let wrong = look_at(NumberKind::Rnm, &number, &owner("QASSA0000002"));
    assert!(wrong.reason.unwrap().contains("should be"));
}

#[test]
fn a_marking_code_is_told_although_something_is_wrong_with_it() {
    let sound = answer(NumberKind::Marking, "0104601234567893215abcde\u{1d}93test");
    assert!(sound.valid, "{sound:?}");
    let parts = sound.parts.unwrap();
    assert_eq!((&parts["kind"], &parts["tag"]), (&json!("gs1m"), &json!(1305)));
    assert_eq!(parts["gtin"], "04601234567893");
    assert_eq!(parts["elements"][2], json!({"identifier": "93", "value": "test"}));
    let lost = answer(NumberKind::Marking, "0104601234567893215abcde93test");
    assert!(!lost.valid);
    assert!(lost.reason.unwrap().contains("group separator"));
    assert_eq!(lost.parts.unwrap()["serial"], "5abcde");
}

#[test]
fn answers_are_one_line_each() {
    let answers = [
        answer(NumberKind::Inn, "7700000009"),
        answer(NumberKind::Inn, "x"),
    ];
    let text = lines(&answers);
    let read: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        (&read[0]["valid"], &read[1]["valid"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(read[1]["kind"], "inn");
}

fn now() -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap()
}

/// A receipt of version 2, with one field replaced.
fn receipt_v2(pointer: &str, value: Json) -> Json {
    let mut receipt = json!({
        "external_id": "1", "intent": "sell",
        "client": {"email": "buyer@example.com"},
        "company": {"sno": 0, "payment_address": "shop.example.com", "inn": "7700000009"},
        "positions": [{
            "name": "Тест", "price": 100, "quantity": 2, "total": 200, "vat": "22", "measure": 0,
            "payment_method": "full_payment", "payment_object": "product",
        }],
        "payments": [{"type": "card", "sum": 200}],
    });
    if !pointer.is_empty() {
        *receipt.pointer_mut(pointer).unwrap() = value;
    }
    receipt
}

fn lint(body: &Json) -> receipt::Report {
    receipt::lint_body(ReceiptDoor::KomtetV2, &Bytes::from(body.to_string()), now())
}

#[test]
fn a_sound_receipt_is_taken() {
    let report = lint(&receipt_v2("", Json::Null));
    assert!(report.valid, "{report:?}");
    assert_eq!((report.kind, report.door), ("receipt", "komtet-v2"));
}

#[test]
fn findings_speak_the_language_of_the_door() {
    let mut body = receipt_v2("/positions/0/total", json!(300));
    body["intent"] = json!("sale");
    let report = lint(&body);
    assert!(!report.valid);
    let intent = report
        .findings
        .iter()
        .find(|finding| finding.path == "intent")
        .unwrap();
    assert_eq!(
        (intent.rule, intent.value.as_deref()),
        ("not_allowed", Some("`sale`"))
    );
    let total = report
        .findings
        .iter()
        .find(|finding| finding.path == "positions[0].total")
        .unwrap();
    assert_eq!(
        (total.rule, total.severity.as_str(), total.value.as_deref()),
        ("total-above-price", "error", Some("300"))
    );
}

#[test]
fn warnings_alone_leave_a_receipt_valid() {
    let report = lint(&receipt_v2("/positions/0/vat", json!("18")));
    let severities: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.severity.as_str())
        .collect();
    assert_eq!(report.valid, !severities.contains(&"error"), "{report:?}");
}

#[test]
fn a_batch_is_linted_receipt_by_receipt() {
    let mut second = receipt_v2("/positions/0/total", json!(300));
    second["external_id"] = json!("2");
    let report = lint(&json!([receipt_v2("", Json::Null), second]));
    assert!(!report.valid);
    assert!(
        report
            .findings
            .iter()
            .all(|finding| finding.path.starts_with("[1].")),
        "{report:?}"
    );
}

#[test]
fn what_is_no_json_is_one_finding() {
    let report = receipt::lint_body(ReceiptDoor::KomtetV1, &Bytes::from_static(b"{\"a\":"), now());
    assert_eq!((report.valid, report.findings.len()), (false, 1));
    assert_eq!(report.findings[0].rule, "json");
}
