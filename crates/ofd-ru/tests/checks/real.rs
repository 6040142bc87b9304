//! Documents of real registers, read only where the shared material lies beside the checkout.

use base64::Engine;
use ofd_ru::checks::{CheckContext, Severity, check_document};
use ofd_ru::{Document, FfdVersion, json, tlv};
use serde_json::Value;

#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn receipts() -> Vec<Value> {
    let path = format!(
        "{}/../../../shared/data/ru/fns_receipts.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return Vec::new();
    };
    serde_json::from_str(&text).unwrap()
}

/// Consumers get receipts without the fiscal signs and a few of the register's tags.
const NOT_FOR_CONSUMERS: [&str; 4] = ["3/1077", "3/1042", "3/1209", "3/1037"];

fn assert_no_errors(name: &str, document: &Document, version: FfdVersion) {
    for finding in check_document(document, version, &CheckContext::default()) {
        let withheld = NOT_FOR_CONSUMERS.contains(&finding.path.to_string().as_str());
        assert!(
            finding.severity == Severity::Warning || (finding.rule.as_str() == "tag-missing" && withheld),
            "{name}: {} {}: {}",
            finding.rule,
            finding.path,
            finding.message
        );
    }
}

#[test]
fn receipts_of_consumers_have_no_errors() {
    for receipt in receipts() {
        let name = receipt["id"].as_str().unwrap();
        let document = json::from_value(&receipt["payload"]).unwrap().document;
        let version = document.version().unwrap_or(FfdVersion::V1_05);
        assert_no_errors(name, &document, version);
        if let Some(hex) = receipt["tlv_hex_by_peer"].as_str() {
            let document = tlv::decode_document(&hex::decode(hex).unwrap()).unwrap();
            let version = document.version().unwrap_or(FfdVersion::V1_2);
            assert_no_errors(name, &document, version);
        }
        if let Some(raw) = receipt["payload"]["rawData"].as_str() {
            // Before the document: FF FF, a length, the container's header from its type on.
            let raw = base64::engine::general_purpose::STANDARD.decode(raw).unwrap();
            let (document, _) = tlv::decode_prefix(&raw[32..]).unwrap();
            assert_no_errors(name, &document, document.version().unwrap());
            println!(
                "{:?}",
                super::brief(&check_document(
                    &document,
                    document.version().unwrap(),
                    &CheckContext::default()
                ))
            );
        }
    }
}

/// The one message of the whole set that is public with all its bytes. Source: yandex/ofd, Apache-2.0.
#[test]
fn the_published_re_registration_has_no_errors() {
    let message = include_str!("vectors/session_re_registration.hex");
    let bytes = hex::decode(message.trim()).unwrap();
    let (document, _) = tlv::decode_prefix(&bytes[30 + 32..]).unwrap();
    let findings = check_document(&document, FfdVersion::V1_05, &CheckContext::default());
    // The example has a cashier's number made of one digit.
    assert_eq!(super::brief(&findings), ["party-inn-invalid 11/1203"]);
}
