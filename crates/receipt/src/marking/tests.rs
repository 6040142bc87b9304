use super::*;
use proptest::prelude::*;
use types::Gtin;

/// Made up, with right check digits; the shapes are those of real goods.
const SHOES: &str = "010460123456789321abcDEF1234567\u{1d}91ffd0\u{1d}92dGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0IHRlc3QgdGVzdA==";
const MILK: &str = "0104601234567893215abcde\u{1d}93dGVz";
const CLOTHES_44: &str =
    "010460123456789321abcDEF1234567\u{1d}91EE06\u{1d}92dGVzdCB0ZXN0IHRlc3QgdGVzdCB0ZXN0IHRlc3QgdA==";

fn gtin(body: &str) -> String {
    format!("{body}{}", Gtin::check_digit(body).unwrap())
}

#[test]
fn the_made_up_codes_have_right_check_digits() {
    assert_eq!(gtin("0460123456789"), "04601234567893");
}

#[test]
fn recognizes_every_kind() {
    use MarkingKind::{Ean8, Ean13, Egais2, Egais3, Fur, Gs1, Gs1Marked, Itf14, Short};
    let pack = format!("{}abcdefgAAAAtest", gtin("0460620308462"));
    let block = "010460123456789321abcdefg\u{1d}8005123456\u{1d}93test\u{1d}24010000";
    let stamp68 = format!("12N0000ABCDEFGHIJKLMNOPQRSTUVWX{}", "Z".repeat(37));
    let stamp150 = format!("136222000058810918{}", "W".repeat(132));
    let sign = "RU-401301-AAA0277031";
    let shoes = "010460123456789321abcDEF1234567";
    let table: [(&str, &str, MarkingKind, &str, u8); 12] = [
        ("shoes, 88", SHOES, Gs1Marked, shoes, 2),
        ("clothes, 44", CLOTHES_44, Gs1Marked, shoes, 3),
        ("milk, 4", MILK, Gs1Marked, "0104601234567893215abcde", 5),
        ("block", block, Gs1Marked, "010460123456789321abcdefg", 5),
        ("tobacco pack", &pack, Short, &pack[..21], 1),
        ("no serial", "0104601234567893", Gs1, "0104601234567893", 0),
        ("EAN-8", "96385074", Ean8, "96385074", 0),
        ("EAN-13", "4601234567893", Ean13, "4601234567893", 0),
        ("ITF-14", "04601234567893", Itf14, "04601234567893", 0),
        ("fur", sign, Fur, sign, 0),
        ("stamp of 68", &stamp68, Egais2, &stamp68[8..31], 0),
        ("stamp of 150", &stamp150, Egais3, "13622200005881", 0),
    ];
    for (name, code, kind, product_code, code_type) in table {
        let parsed = recognize(code);
        assert_eq!(parsed.kind, kind, "{name}");
        assert_eq!(parsed.product_code, product_code, "{name}");
        assert_eq!(parsed.code_type.number(), code_type, "{name}");
        assert_eq!(parsed.issues, [], "{name}");
        assert_eq!(read_as(kind, code), parsed, "{name}");
    }
}

#[test]
fn takes_a_code_apart() {
    let parsed = recognize(SHOES);
    assert_eq!(parsed.gtin.as_deref(), Some("04601234567893"));
    assert_eq!(parsed.serial.as_deref(), Some("abcDEF1234567"));
    assert_eq!(parsed.check_key.as_deref(), Some("ffd0"));
    assert_eq!(parsed.control_code.as_deref(), Some("dA=="));
    assert_eq!(parsed.full_code, SHOES);
    let identifiers: Vec<_> = parsed
        .elements
        .iter()
        .map(|element| element.identifier.as_str())
        .collect();
    assert_eq!(identifiers, ["01", "21", "91", "92"]);
    let json = serde_json::to_value(&parsed).unwrap();
    assert_eq!(json["kind"], "Gs1Marked");
    assert_eq!(json["issues"], serde_json::json!([]));
}

#[test]
fn forgives_what_scanners_do() {
    let expected = recognize(SHOES);
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, SHOES);
    let wrapped = [
        ("symbology", format!("]d2{SHOES}")),
        ("symbology and FNC1", format!("]d2\u{1d}{SHOES}")),
        ("FNC1 as group separator", format!("\u{1d}{SHOES}")),
        ("FNC1 as è", format!("è{SHOES}")),
        ("blanks and line end", format!(" {SHOES}\r\n")),
        ("visible separator", SHOES.replace('\u{1d}', "␝")),
        ("escaped separator", SHOES.replace('\u{1d}', "\\u001d")),
        ("base64", base64.clone()),
        ("base64 without padding", base64.trim_end_matches('=').to_owned()),
    ];
    for (name, scan) in wrapped {
        assert_eq!(recognize(&scan), expected, "{name}");
    }
}

#[test]
fn restores_separators_that_the_scanner_dropped_and_says_so() {
    for code in [SHOES, MILK, CLOTHES_44] {
        let parsed = recognize(&code.replace('\u{1d}', ""));
        assert_eq!(parsed.full_code, code);
        assert_eq!(parsed.product_code, recognize(code).product_code);
        assert_eq!(parsed.issues, [MarkingIssue::SeparatorLost]);
    }
}

#[test]
fn explains_what_is_wrong() {
    let table: [(&str, &str, &str); 9] = [
        ("empty", " ", "the code is empty"),
        (
            "check digit",
            "4601234567890",
            "the check digit of `4601234567890` is wrong; it should be 3",
        ),
        (
            "extract",
            "0104601234567893215abcde",
            "the code has no check code (92 or 93): it is an extract, or the scan was cut",
        ),
        (
            "serial",
            "010460123456789321abcdefgh\u{1d}93test",
            "the serial number `abcdefgh` has 8 characters; known are 6, 7, 13 and 20",
        ),
        (
            "check code",
            "0104601234567893215abcde\u{1d}93tes",
            "the check code has 3 characters; known are 4 (93), 44 and 88 (92)",
        ),
        (
            "element",
            "0104601234567893215abcde\u{1d}93test\u{1d}zz",
            "`zz` at place 33 is not an element of a GS1 code",
        ),
        (
            "nothing known",
            "hello",
            "the structure of the code is not known; it will be sold as an unidentified code",
        ),
        (
            "Russian keyboard",
            "0104601234567893215фbcde",
            "`ф` (U+0444) at place 20 cannot be part of a code; was the keyboard layout Russian, or a symbol lost?",
        ),
        (
            "pack",
            "04606203084624abcdefgAAAAtest",
            "the check digit of `04606203084624` is wrong; it should be 3",
        ),
    ];
    for (name, code, message) in table {
        let messages: Vec<_> = recognize(code).issues.iter().map(ToString::to_string).collect();
        assert_eq!(messages, [message], "{name}");
    }
    let long = recognize(&"1".repeat(300));
    assert_eq!(long.issues, [MarkingIssue::TooLong { length: 300 }]);
}

#[test]
fn keeps_the_kind_that_the_shop_names() {
    use MarkingKind::{Ean8, Ean13, Egais2, Egais3, Gs1, Other, Short, Unknown};
    let long = "0123456789012345678901234567890123";
    let stamp = "ABCDEFGHIJKLMNOPQRSTUVW";
    let table = [
        ("wrong check digit", Ean13, "1234567890123", "1234567890123", true),
        (
            "too short for its tag",
            Ean13,
            "123456789012",
            "123456789012",
            false,
        ),
        ("letters for digits", Ean8, "1234567a", "1234567a", true),
        ("extract of EGAIS 2", Egais2, stamp, stamp, true),
        (
            "extract of EGAIS 3",
            Egais3,
            "13622200005881",
            "13622200005881",
            true,
        ),
        ("own code", Other(1), "ABC", "ABC", true),
        ("too long for the tag", Other(1), long, long, false),
        (
            "unidentified",
            Unknown,
            MILK,
            "0104601234567893215abcde93dGVz",
            true,
        ),
        ("short", Short, "ABC123", "ABC123", true),
        ("marked as unmarked", Gs1, MILK, "0104601234567893215abcde", true),
    ];
    for (name, kind, code, product_code, usable) in table {
        let parsed = read_as(kind, code);
        assert_eq!(
            (parsed.kind, parsed.product_code.as_str()),
            (kind, product_code),
            "{name}"
        );
        assert_eq!(parsed.obstacle().is_none(), usable, "{name}: {:?}", parsed.issues);
    }
    assert_eq!(
        read_as(Gs1, MILK).issues,
        [MarkingIssue::KindDiffers {
            named: Gs1,
            recognized: MarkingKind::Gs1Marked
        }]
    );
}

#[test]
fn writes_and_reads_the_old_product_code() {
    let pack = format!("{}abcdefgAAAAtest", gtin("0460620308462"));
    let hex = |code: &LegacyCode| {
        let digits = code.as_bytes().iter().map(|byte| format!("{byte:02x}"));
        digits.collect::<Vec<_>>().concat()
    };
    let table = [
        ("shoes", SHOES, "444d042f4ef3b2d561626344454631323334353637"),
        ("tobacco pack", &pack, "444d043077193f4f6162636465666741414141"),
        ("EAN-13", "4601234567893", "450d042f4ef3b2d5"),
        ("EAN-8", "96385074", "4508000005beb832"),
        (
            "fur",
            "RU-401301-AAA0277031",
            "524652552d3430313330312d41414130323737303331",
        ),
        ("unknown", "hello", "000068656c6c6f"),
    ];
    for (name, code, expected) in table {
        let parsed = recognize(code);
        let legacy = LegacyCode::new(&parsed).unwrap();
        assert_eq!(hex(&legacy), expected, "{name}");
        let (kind, text) = legacy.decode();
        let again = read_as(kind, &text);
        if parsed.kind != MarkingKind::Short {
            assert_eq!(
                (again.kind, &again.product_code),
                (parsed.kind, &parsed.product_code),
                "{name}"
            );
        }
        assert_eq!(
            LegacyCode::from_bytes(legacy.as_bytes()),
            Ok(legacy.clone()),
            "{name}"
        );
    }
    assert_eq!(LegacyCode::from_bytes(&[0]), Err(LegacyError::TooShort(1)));
    assert!(matches!(
        LegacyCode::from_bytes(&[0; 33]),
        Err(LegacyError::TooLong { length: 33, .. })
    ));
}

#[test]
fn reads_the_permit() {
    let online = "UUID=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Time=1764000000000";
    let parsed = PermitMode::parse(online).unwrap();
    assert_eq!(parsed.answered_at_ms, 1_764_000_000_000);
    assert_eq!(parsed.local_module, None);
    assert_eq!(parsed.to_string(), online);
    let local = format!("{online}&Inst=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Ver=112");
    let parsed = PermitMode::parse(&local).unwrap();
    assert_eq!(
        parsed.local_module.as_ref().map(|module| module.version.as_str()),
        Some("112")
    );
    assert_eq!(parsed.to_string(), local);
    let refused = [
        ("", "`` does not belong to `UUID=…&Time=…[&Inst=…&Ver=…]`"),
        (
            "UUID=1&Time=1764000000000",
            "`1` is not a UUID such as 8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69",
        ),
        (
            "Time=1764000000000",
            "`UUID=` is missing; the value is `UUID=…&Time=…[&Inst=…&Ver=…]`",
        ),
        (
            "UUID=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Time=1764000000",
            "`1764000000` is not a time in milliseconds since 1970, such as 1764000000000",
        ),
        (
            "UUID=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Time=1764000000000&Inst=1",
            "`Ver=` is missing; the value is `UUID=…&Time=…[&Inst=…&Ver=…]`",
        ),
        (
            "mode=horeca",
            "`mode=horeca` does not belong to `UUID=…&Time=…[&Inst=…&Ver=…]`",
        ),
    ];
    for (value, message) in refused {
        assert_eq!(PermitMode::parse(value).unwrap_err().to_string(), message);
    }
}

#[test]
fn reads_the_shared_vectors_where_they_are_at_hand() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/ru/marking.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no shared vectors beside the checkout");
        return;
    };
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        match text("kind").as_str() {
            "gs1" | "tobacco_pack_29" => {
                let parsed = recognize(&text("code"));
                assert_eq!(parsed.gtin.as_deref(), row["ai"]["01"].as_str(), "{row}");
                assert_eq!(parsed.serial.as_deref(), row["ai"]["21"].as_str(), "{row}");
            }
            "tag1305" => {
                let parsed = read_as(MarkingKind::Gs1Marked, &text("value"));
                assert_eq!(parsed.product_code, text("value"), "{row}");
                assert_eq!(parsed.serial.as_deref(), row["serial"].as_str(), "{row}");
                assert_eq!(parsed.issues, [MarkingIssue::NoCheckCode], "{row}");
            }
            "tag1162_tobacco_2018" => {
                let hex = text("value_hex");
                let bytes: Vec<_> = (0..hex.len())
                    .step_by(2)
                    .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                    .collect();
                let (kind, code) = LegacyCode::from_bytes(&bytes).unwrap().decode();
                assert_eq!(kind, MarkingKind::Gs1Marked);
                assert_eq!(code, format!("01{}21{}", text("gtin"), text("serial")));
            }
            other => panic!("unknown row {other}"),
        }
    }
}

proptest! {
    #[test]
    fn never_panics_and_never_grows(scan in "\\PC{0,300}") {
        let parsed = recognize(&scan);
        prop_assert!(parsed.product_code.chars().count() <= 64);
        let kinds = [MarkingKind::Ean8, MarkingKind::Gs1, MarkingKind::Gs1Marked, MarkingKind::Fur, MarkingKind::Egais2, MarkingKind::Other(1), MarkingKind::Short];
        for kind in kinds {
            let parsed = read_as(kind, &scan);
            let fits = parsed.product_code.chars().count() <= 38 && parsed.product_code.is_ascii();
            prop_assert!(fits || parsed.obstacle().is_some(), "{:?}", parsed);
        }
    }

    #[test]
    fn finds_the_parts_it_was_made_of(serial in "[!-~]{13}", check in "[!-~]{44}", key in "[0-9A-F]{4}") {
        let code = format!("010460123456789321{serial}\u{1d}91{key}\u{1d}92{check}");
        let parsed = recognize(&code);
        prop_assert_eq!(parsed.serial.as_deref(), Some(serial.as_str()));
        prop_assert_eq!(parsed.check_code.as_deref(), Some(check.as_str()));
        prop_assert_eq!(parsed.issues, []);
    }
}
