use super::*;
use crate::cloud::{Order, OrderState, Settlement};
use crate::json::to_bytes;
use types::{EmployeeId, OrderId};

const NOW: LocalDateTime = LocalDateTime::from_wall_seconds(1_795_000_000);

const PYTHON_V1: &str = r#"{"order_id": "ORD-1", "is_paid": false, "description": "", "items": [
    {"order_item_id": "1", "name": "Mug", "price": 500, "quantity": 2, "total": 950, "vat": "20", "measure_name": "шт",
     "type": "product", "nomenclature_code": "0104601234567893215abcd", "is_need_nomenclature_code": false}],
    "payment_type": "card", "prepayment": 200, "sno": 1, "state": "new", "client_address": "Street 1",
    "client_phone": "+79991234567", "client_email": "b@example.com", "client_name": "Buyer",
    "client_coordinate": {"latitude": "52.6", "longitude": 39.5}, "date_start": "2026-12-08 10:00",
    "date_end": "2026-12-08 12:00", "callback_url": "https://shop.example/callback", "courier_id": 5}"#;

const PHP_V2: &str = r#"{"external_id": 17, "is_pay_to_courier": true, "prepayment": 0, "payment_type": "cash",
    "company": {"sno": 1, "payment_address": "shop.example", "inn": "7707083893", "place_address": "Moscow"},
    "client": {"address": "Street 1", "phone": "+79991234567", "name": "Buyer", "coordinate": {"latitude": 52.6, "longitude": 39.5},
               "requisites": {"name": "OOO", "inn": "7707083893"}},
    "date_start": "08.12.2026 10:00", "date_end": null, "description": "call", "sectoral_check_props": [],
    "items": [{"order_item_id": 3, "name": "Milk", "measure": 0, "price": 80.5, "quantity": 1, "total": 80.5, "vat": "10",
               "type": "tm", "is_need_mark_code": true, "sectoral_item_props": [], "agent_info": {"type": "agent"},
               "supplier_info": {"phones": [null]}}]}"#;

fn saved(door: Door, body: &str) -> Order {
    let draft = match read_order(
        door,
        body.as_bytes(),
        &LintContext::new(receipt::FormatVersion::V1_2, NOW),
    ) {
        Ok(draft) => draft,
        Err(Refusal::Json(error)) => panic!("{error}"),
        Err(Refusal::Fields(list)) => panic!("{list:#?}"),
    };
    Order {
        id: OrderId::new(4),
        state: OrderState::New,
        courier_name: draft.courier.map(|_| "Courier".to_owned()),
        task: None,
        draft,
    }
}

fn pretty(value: &crate::json::Value<'_>) -> String {
    let parsed: serde_json::Value = serde_json::from_slice(&to_bytes(value)).unwrap();
    serde_json::to_string_pretty(&parsed).unwrap()
}

fn faults(door: Door, body: &str) -> Vec<String> {
    match read_order(
        door,
        body.as_bytes(),
        &LintContext::new(receipt::FormatVersion::V1_2, NOW),
    ) {
        Err(Refusal::Fields(list)) => list.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_order_of_version_1_comes_back_flat() {
    let saved = saved(Door::KomtetV1, PYTHON_V1);
    assert_eq!(saved.draft.courier, Some(EmployeeId::new(5)));
    insta::assert_snapshot!(pretty(&order(Door::KomtetV1, &saved)));
}

#[test]
fn an_order_of_version_2_comes_back_nested() {
    let saved = saved(Door::KomtetV2, PHP_V2);
    assert_eq!(saved.draft.settlement, Settlement::ToCourier);
    insta::assert_snapshot!(pretty(&order(Door::KomtetV2, &saved)));
}

#[test]
fn a_list_of_version_2_has_the_flat_names_too() {
    let saved = saved(Door::KomtetV2, PHP_V2);
    let listed: serde_json::Value =
        serde_json::from_slice(&to_bytes(&order_in_list(Door::KomtetV2, &saved))).unwrap();
    assert_eq!(
        (&listed["client_name"], &listed["client"]["name"]),
        (&"Buyer".into(), &"Buyer".into())
    );
}

#[test]
fn an_order_of_one_version_is_readable_in_the_other() {
    let saved = saved(Door::KomtetV1, PYTHON_V1);
    let shown: serde_json::Value = serde_json::from_slice(&to_bytes(&order(Door::KomtetV2, &saved))).unwrap();
    assert_eq!(shown["items"][0]["measure"], 0);
    assert_eq!(shown["client"]["address"], "Street 1");
}

#[test]
fn both_spellings_of_the_sdks_are_read() {
    for (ids, scan) in [
        ("external_id", "is_need_nomenclature_code"),
        ("order_item_id", "is_need_mark_code"),
    ] {
        let body = PHP_V2
            .replace("order_item_id", ids)
            .replace("is_need_mark_code", scan);
        let line = saved(Door::KomtetV2, &body).draft.lines.remove(0);
        assert_eq!(line.external_id.unwrap().text, "3", "{ids}");
        assert_eq!(line.scan, crate::cloud::MarkingScan::Required, "{scan}");
    }
    for date in ["08.12.2026 10:00", "2026-12-08 10:00"] {
        let body = PHP_V2.replace("08.12.2026 10:00", date);
        let start = saved(Door::KomtetV2, &body).draft.deliver_from.unwrap();
        assert_eq!(start.to_string(), "2026-12-08T10:00:00", "{date}");
    }
    let old = PYTHON_V1.replace("order_id\"", "external_id\"");
    assert_eq!(saved(Door::KomtetV1, &old).draft.external_id.text, "ORD-1");
}

#[test]
fn an_order_lists_all_its_faults() {
    let wrong = r#"{"state": "gone", "items": [7, {"name": "", "price": 1, "quantity": 1, "total": 2, "vat": "no", "measure": 0}],
        "payment_type": "gold", "prepayment": -1, "date_start": "tomorrow", "courier_id": "x"}"#;
    insta::assert_snapshot!(
        [faults(Door::KomtetV1, wrong), faults(Door::KomtetV2, wrong)]
            .concat()
            .join("\n")
    );
    assert_eq!(
        faults(Door::KomtetV2, "[]").len(),
        faults(Door::KomtetV2, "{}").len()
    );
    assert_eq!(faults(Door::KomtetV2, "7"), ["body: must be an object; got 7"]);
}

#[test]
fn a_prepayment_is_at_most_the_sum() {
    let body = PYTHON_V1.replace("\"prepayment\": 200", "\"prepayment\": 951");
    assert_eq!(
        faults(Door::KomtetV1, &body),
        ["prepayment: must be at most the sum of the items; got 951"]
    );
}

#[test]
fn a_code_that_is_to_be_scanned_may_be_missing_now() {
    assert!(
        read_order(
            Door::KomtetV2,
            PHP_V2.as_bytes(),
            &LintContext::new(receipt::FormatVersion::V1_2, NOW)
        )
        .is_ok()
    );
}
