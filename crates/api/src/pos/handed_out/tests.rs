use super::*;
use crate::cloud::SellerOfRecord;
use crate::json::to_bytes;
use crate::komtet::receipt::read_task;
use bytes::Bytes;
use receipt::{FormatVersion, LintContext};
use types::{Inn, LocalDateTime, TaskId};

fn handed_out(door: Door, body: &'static str) -> HandedOutTask {
    let version = match door {
        Door::KomtetV1 => FormatVersion::V1_05,
        Door::KomtetV2 => FormatVersion::V1_2,
    };
    let context = LintContext::new(version, LocalDateTime::from_wall_seconds(1_795_000_000));
    let read = match read_task(door, &Bytes::from_static(body.as_bytes()), &context) {
        Ok(read) => read,
        Err(refusal) => panic!("{refusal:#?}"),
    };
    HandedOutTask {
        task: TaskId::new(5),
        uuid: "018f8f2e-0000-7000-8000-000000000000".into(),
        external_id: read.external_id.text,
        door,
        receipt: read.receipt,
        seller: SellerOfRecord {
            inn: Inn::parse("7707083893").unwrap(),
            name: "OOO Shop".into(),
            settlement_address: "Registered address".into(),
            settlement_place: "Registered place".into(),
            cashier_name: "Registered cashier".into(),
            cashier_inn: None,
        },
    }
}

fn parsed(task: &HandedOutTask) -> serde_json::Value {
    serde_json::from_slice(&to_bytes(&super::task(task))).unwrap()
}

#[test]
fn a_task_of_version_2_has_everything_that_agents_read() {
    let body = include_str!("../../komtet/receipt/tests/data/full_v2.json");
    insta::assert_json_snapshot!(parsed(&handed_out(Door::KomtetV2, body)));
}

#[test]
fn a_task_of_version_1_has_everything_that_agents_read() {
    let body = include_str!("../../komtet/receipt/tests/data/full_v1.json");
    insta::assert_json_snapshot!(parsed(&handed_out(Door::KomtetV1, body)));
}

const MINIMAL: &str = r#"{"external_id": "x", "intent": "sellCorrection", "company": {"sno": 1, "payment_address": "shop.example"},
    "correction_info": {"type": "self", "base_date": "2024-02-29"},
    "positions": [{"name": "Mug", "price": 0.5, "quantity": 0.5, "total": 0.25, "measure": 0, "vat": "no",
        "payment_method": "full_payment", "payment_object": "service", "agent_info": {"type": "agent"}}],
    "payments": [{"type": "cash", "sum": 0.25}]}"#;

#[test]
fn what_the_shop_left_out_comes_from_the_registration() {
    let task = parsed(&handed_out(Door::KomtetV2, MINIMAL));
    let company = serde_json::json!({"inn": "7707083893", "name": "OOO Shop", "sno": 1,
        "payment_address": "shop.example", "place_address": "Registered address"});
    assert_eq!(task["company"], company);
    assert_eq!(
        task["cashier"],
        serde_json::json!({"name": "Registered cashier", "inn": null})
    );
    assert_eq!(task["correction_info"]["base_date"], "29.02.2024");
    assert_eq!(task["client"], serde_json::json!({}));
}

#[test]
fn an_agent_always_has_a_supplier_with_every_key() {
    let task = parsed(&handed_out(Door::KomtetV2, MINIMAL));
    let supplier = serde_json::json!({"name": null, "phones": [], "inn": null});
    assert_eq!(task["positions"][0]["supplier_info"], supplier);
}

#[test]
fn the_operational_detail_has_both_names() {
    let body = include_str!("../../komtet/receipt/tests/data/full_v2.json");
    let task = parsed(&handed_out(Door::KomtetV2, body));
    assert_eq!(task["operation_check_props"], task["operating_check_props"]);
    assert_eq!(task["operation_check_props"]["timestamp"], "03.11.2023 10:11:12");
}

#[test]
fn amounts_and_quantities_are_exact_numbers() {
    let bytes = to_bytes(&task(&handed_out(Door::KomtetV2, MINIMAL)));
    let text = String::from_utf8(bytes).unwrap();
    assert!(
        text.contains(r#""price":0.5,"quantity":0.5,"total":0.25"#),
        "{text}"
    );
}
