//! `/api/pos/v1`

use api::cloud::{DeviceReport, Door, HandedOutTask, TaskReport, Wanted};
use api::komtet::receipt::read_task;
use api::komtet::signature::SigningKey;
use receipt::{FormatVersion, LintContext};
use types::{LocalDateTime, Secret, TaskId};

use crate::client::{Client, assert_problem};
use crate::fake::{POS_KEY, POS_SECRET, seller};

const PRINTER: &str = r#"{"printer": {"serial_number": "00101", "fiscal_id": "9999078900001341", "reg_till": "2027-01-31",
    "fn_state": 0, "rent_station": null}, "check": null, "version": "kkl-6.0.1"}"#;

const RECEIPT: &str = r#"{"external_id": "x", "intent": "sell", "company": {"sno": 1, "payment_address": "shop.example"},
    "positions": [{"name": "Mug", "price": 1, "quantity": 1, "total": 1, "measure": 0, "vat": "no",
    "payment_method": "full_payment", "payment_object": "product"}], "payments": [{"type": "cash", "sum": 1}]}"#;

#[tokio::test]
async fn a_register_is_activated_with_its_own_serial_number() {
    let client = Client::new();
    let right = client
        .agent(
            "/api/pos/v1/pos/activate",
            r#"{"hwid": "00101", "rent_station": null}"#,
        )
        .await;
    assert_eq!(right.status, 200);
    let wrong = client
        .agent(
            "/api/pos/v1/pos/activate",
            r#"{"hwid": "00102", "rent_station": null}"#,
        )
        .await;
    assert_problem(&wrong, 422, "VLD00");
    assert!(wrong.json()["description"].as_str().unwrap().contains("00102"));
    assert_problem(
        &client.agent("/api/pos/v1/pos/activate", "{}").await,
        422,
        "VLD00",
    );
    assert_eq!(client.agent("/api/pos/v1/pos/deactivate", "").await.status, 200);
}

#[tokio::test]
async fn tasks_are_signed_with_the_serial_number_alone() {
    let client = Client::new();
    let bare = SigningKey::new(&Secret::new(POS_SECRET));
    let answer = client
        .signed(POS_KEY, bare, "POST", "/api/pos/v1/tasks?limit=1", PRINTER)
        .await;
    assert_problem(&answer, 403, "AUT00");
    let answer = client.agent("/api/pos/v1/tasks?limit=1", PRINTER).await;
    assert_eq!(answer.json(), serde_json::json!({"checks": []}));
}

#[tokio::test]
async fn a_poll_hands_out_one_task_and_takes_the_report_of_the_last() {
    let client = Client::new();
    let context = LintContext::new(
        FormatVersion::V1_2,
        LocalDateTime::from_wall_seconds(1_795_000_000),
    );
    let read = read_task(Door::KomtetV2, &RECEIPT.into(), &context).unwrap();
    client.fake.state.lock().unwrap().hand_out = Some(HandedOutTask {
        task: TaskId::new(5),
        uuid: "u".into(),
        external_id: "x".into(),
        door: Door::KomtetV2,
        receipt: read.receipt,
        seller: seller(),
    });
    let first = client.agent("/api/pos/v1/tasks?limit=1", PRINTER).await.json();
    assert_eq!(
        (&first["checks"][0]["id"], &first["checks"][0]["version"]),
        (&5.into(), &"v2".into())
    );
    assert_eq!(first["checks"][0]["company"]["inn"], "7707083893");
    let report = PRINTER.replace(
        "\"check\": null",
        r#""check": {"id": 5, "fiscal_document_number": 1, "fiscal_id": 7}"#,
    );
    let second = client.agent("/api/pos/v1/tasks?limit=0", &report).await.json();
    assert_eq!(second, serde_json::json!({"checks": []}));
    let state = client.fake.state.lock().unwrap();
    assert_eq!(
        (state.beats[0].wanted, state.beats[1].wanted),
        (Wanted::OneTask, Wanted::Nothing)
    );
    assert!(matches!(&state.beats[1].report, Some(TaskReport::Sealed { task, .. }) if task.get() == 5));
    assert!(
        matches!(&state.beats[0].device, DeviceReport::Present { serial_number, .. } if serial_number == "00101")
    );
}
