//! Numbers from public documents; read only where the shared material lies beside the checkout.

use serde_json::Value;
use types::{Inn, RegistrationNumber, SerialNumber};

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn vectors(name: &str) -> Option<Value> {
    let path = format!("{}/../../../shared/data/ru/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

#[test]
fn real_and_mutated_taxpayer_numbers() {
    let Some(table) = vectors("inn.json") else { return };
    let texts = |key: &str| table[key].as_array().unwrap().iter().filter_map(Value::as_str);
    for text in texts("valid") {
        assert!(Inn::parse(text).is_ok(), "{text}");
    }
    for text in texts("invalid") {
        assert!(Inn::parse(text).is_err(), "{text}");
    }
}

#[test]
fn real_and_mutated_registration_numbers() {
    let Some(table) = vectors("rnm.json") else { return };
    for row in table.as_array().unwrap() {
        let text = |key: &str| row[key].as_str().unwrap();
        let number = RegistrationNumber::parse(text("rnm")).unwrap();
        // Some of the made-up taxpayer numbers of the table fail their own check: then nothing is to be shown.
        let Ok(inn) = Inn::parse(text("inn")) else {
            continue;
        };
        let serial = SerialNumber::parse(text("kkt_serial")).unwrap();
        assert_eq!(
            number.belongs_to(&inn, &serial).is_ok(),
            row["valid"].as_bool().unwrap(),
            "{row}"
        );
    }
}
