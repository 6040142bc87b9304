use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use serde_json::json;
use types::{FiscalStorageNumber, LocalDateTime, Quantity};

use super::*;
use crate::arbitrary::document;
use crate::container::Container;
use crate::signs;
use crate::tags;
use crate::tree::{Document, Element, Form, Tag, Value};

const RECEIPT: &str = concat!(
    r#"{"code":3,"#,
    r#""userInn":"7825706086  ","#,
    r#""kktRegId":"0007795807005569    ","#,
    r#""dateTime":"2024-09-17T18:01:00","#,
    r#""items":[{"name":"Тест \"A\\B\"\u0007","quantity":2.474,"price":9999,"#,
    r#""productCodeNew":{"gs1m":{"rawProductCode":"0104605035006964215OoyE8qxeIOn>","#,
    r#""productIdType":6,"gtin":"04605035006964","sernum":"5OoyE8qxeIOn>"}},"#,
    r#""itemsIndustryDetails":[{"idFoiv":"030"}]},{"quantity":0.05}],"#,
    r#""checkingLabeledProdResult":0,"#,
    r#""transferOperatorAddress":["A","B"],"#,
    r#""amountsReceiptNds":{"amountsNds":[{"nds":11,"ndsSum":14558}]},"#,
    r#""fiscalSign":1168453787,"#,
    r#""unknown":[{"tag":65534,"hex":"CAFE"},{"tag":1054,"hex":"0001"}]}"#,
);

fn receipt() -> Document {
    let line = Element::nested(
        tags::LINE,
        vec![
            Element::text(tags::LINE_NAME, "Тест \"A\\B\"\u{7}"),
            Element::quantity(tags::QUANTITY, Quantity::from_millionths(2_474_000)),
            Element::uint(tags::PRICE, 9999_u32),
            Element::nested(
                tags::PRODUCT_CODE_FORMS,
                vec![Element::text(
                    tags::CODE_GS1_MARKED,
                    "0104605035006964215OoyE8qxeIOn>",
                )],
            ),
            Element::nested(
                tags::LINE_INDUSTRY_REQUISITE,
                vec![Element::text(tags::AUTHORITY_ID, "030")],
            ),
        ],
    );
    let second = Element::nested(
        tags::LINE,
        vec![Element::quantity(
            tags::QUANTITY,
            Quantity::from_millionths(50_000),
        )],
    );
    let vat = Element::nested(
        tags::VAT_TOTAL,
        vec![
            Element::uint(tags::VAT_RATE, 11_u32),
            Element::uint(tags::VAT_TOTAL_SUM, 14_558_u32),
        ],
    );
    Document {
        form: Form::Receipt,
        elements: vec![
            Element::text(tags::ORGANIZATION_INN, "7825706086"),
            Element::text(tags::REGISTRATION_NUMBER, "0007795807005569"),
            Element::time(
                tags::DATE_TIME,
                LocalDateTime::from_calendar(2024, 9, 17, 18, 1, 0).unwrap(),
            ),
            line,
            second,
            Element::uint(tags::MARKED_PRODUCTS_CHECK_RESULT, 0_u32),
            Element::text(tags::TRANSFER_OPERATOR_ADDRESS, "A"),
            Element::text(tags::TRANSFER_OPERATOR_ADDRESS, "B"),
            Element::nested(tags::VAT_TOTALS, vec![vat]),
            signs::document_sign_element(1_168_453_787_u32.to_be_bytes()),
            Element::new(Tag(65_534), Value::Unknown(vec![0xCA, 0xFE])),
            Element::new(tags::OPERATION, Value::Unknown(vec![0, 1])),
        ],
    }
}

fn text(document: &Document) -> String {
    let mut out = Vec::new();
    write(document, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn writes_the_fields_of_the_tax_authority() {
    assert_eq!(text(&receipt()), RECEIPT);
}

#[test]
fn reads_the_fields_of_the_tax_authority() {
    let reading = read(RECEIPT.as_bytes()).unwrap();
    assert_eq!(reading.document, receipt());
    assert_eq!(reading.ignored, [""; 0]);
}

#[test]
fn change_reasons_are_codes_in_json_and_bits_on_the_wire() {
    let mut report = Document::new(Form::ReRegistration);
    report
        .elements
        .push(Element::uint(tags::CHANGE_REASONS, 0x8020_0001_u32));
    assert_eq!(
        text(&report),
        r#"{"code":11,"correctionKktReasonCode":[1,22,32]}"#
    );
    assert_eq!(read(text(&report).as_bytes()).unwrap().document, report);
}

#[test]
fn takes_what_others_write() {
    let expected = |element| Document {
        form: Form::CorrectionReceipt,
        elements: vec![element],
    };
    let basis = Element::nested(
        tags::CORRECTION_BASIS,
        vec![Element::time(
            tags::CORRECTED_SETTLEMENT_DATE,
            LocalDateTime::from_wall_seconds(86_400),
        )],
    );
    let sign = |bytes: [u8; 6]| expected(Element::bytes(tags::FISCAL_SIGN, bytes));
    let table = [
        (
            json!({"code": 31, "\u{441}orrectionBase": {"correctionDocumentDate": 86400}}),
            expected(basis.clone()),
        ),
        (
            json!({"receiptCorrection": {"correctionBase": {"correctionDocumentDate": "1970-01-02T00:00:00"}}}),
            expected(basis),
        ),
        (
            json!({"document": {"receiptCorrection": {"taxationType": 1}}}),
            expected(Element::uint(tags::TAXATION_REGIME, 1_u32)),
        ),
        (
            json!({"receiptCode": 31, "totalSum": 100.0}),
            expected(Element::uint(tags::RECEIPT_TOTAL, 100_u32)),
        ),
        (
            json!({"code": 31, "fiscalSign": 36_303_916_791_105_u64}),
            sign([0x21, 0x04, 0xAA, 0x10, 0x75, 0x41]),
        ),
        (
            json!({"code": 31, "fiscalSign": 48_207_649}),
            sign([0x21, 0x04, 0x02, 0xDF, 0x97, 0x21]),
        ),
    ];
    for (json, document) in table {
        assert_eq!(
            from_value(&json).map(|reading| reading.document),
            Ok(document),
            "{json}"
        );
    }
}

#[test]
fn tells_the_fields_that_are_no_elements() {
    let json = json!({"code": 3, "metadata": {"id": 1}, "items": [{"name": "A", "colour": "red"}]});
    let reading = from_value(&json).unwrap();
    assert_eq!(reading.ignored, ["metadata", "items[0].colour"]);
}

#[test]
fn each_wrong_field_is_named() {
    let table = [
        (
            json!([]),
            "neither `code` nor the name of a document tells the kind",
        ),
        (json!({"code": 8}), "form code 8 is unknown"),
        (
            json!({"code": 3, "totalSum": "100"}),
            "`totalSum` is `\"100\"`; a whole number of zero or more is expected",
        ),
        (
            json!({"code": 3, "items": [{}, {"quantity": -1}]}),
            "`items[1].quantity` is `-1`; a decimal number of zero or more is expected",
        ),
        (
            json!({"code": 3, "items": 7}),
            "`items` is `7`; an object is expected",
        ),
        (
            json!({"code": 3, "dateTime": "yesterday"}),
            "`dateTime` is `\"yesterday\"`; a time such as 2026-11-22T10:00:00 is expected",
        ),
        (
            json!({"code": 3, "unknown": [{"tag": 70000, "hex": ""}]}),
            "`unknown` is `{\"tag\":70000,\"hex\":\"\"}`; a list of objects with `tag` and `hex` is expected",
        ),
    ];
    for (json, message) in table {
        assert_eq!(from_value(&json).unwrap_err().to_string(), message);
    }
    assert!(matches!(read(b"{"), Err(JsonError::Syntax(_))));
}

#[test]
fn refuses_nesting_below_the_limit() {
    let deep = (0..8).fold(json!({}), |inner, _| json!({ "items": [inner] }));
    let mut json = deep;
    json["code"] = json!(3);
    assert!(matches!(from_value(&json), Err(JsonError::TooDeep { .. })));
}

#[test]
fn a_submission_carries_sign_and_container() {
    let storage = FiscalStorageNumber::parse("9999078900005488").unwrap();
    let trailer = signs::message_trailer([0xA5, 0x5A, 0xE1, 0x0C, 0x4D, 0x75]);
    let body = [2, 0, 0, 0];
    let container = Container::from_register(Form::ShiftOpening, &storage, 7, &body, trailer);
    let mut out = Vec::new();
    submission(&Document::new(Form::ShiftOpening), &container, &mut out);
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(json["openShift"]["code"], 2);
    assert_eq!(json["openShift"]["messageFiscalSign"], 0x8106_A55A_E10C_4D75_u64);
    let raw = STANDARD.decode(json["openShift"]["rawData"].as_str().unwrap());
    let expected = concat!(
        "FFFF001C",         // 28 bytes of header
        "A502011009",       // to the operator, form 2
        "9999078900005488", // storage
        "000007",           // document 7
        "000000000000000000000004",
        "02000000",         // document
        "8106A55AE10C4D75", // sign
    );
    assert_eq!(hex::encode_upper(raw.unwrap()), expected);
}

/// What JSON does not carry is put into its usual form.
fn normal(elements: &mut [Element]) {
    elements.sort_by_key(|element| {
        let raw = matches!(element.value, Value::Unknown(_));
        (raw, element.tag)
    });
    for element in elements {
        match &mut element.value {
            Value::Decimal { mantissa, scale } => {
                *mantissa %= 1_000_000_000_000_000;
                while *scale > 0 && mantissa.is_multiple_of(10) {
                    *mantissa /= 10;
                    *scale -= 1;
                }
            }
            Value::Bytes(bytes) if element.tag == tags::FISCAL_SIGN => bytes[..2].copy_from_slice(&[0x21, 4]),
            Value::Nested(elements) => normal(elements),
            Value::Text(_) | Value::Uint(_) | Value::Time(_) | Value::Bytes(_) | Value::Unknown(_) => {}
        }
    }
}

proptest! {
    #[test]
    fn a_document_survives_json(mut document in document()) {
        normal(&mut document.elements);
        let mut back = from_value(&to_value(&document)).unwrap();
        prop_assert_eq!(back.ignored, Vec::<String>::new());
        normal(&mut back.document.elements);
        prop_assert_eq!(back.document, document);
    }
}
