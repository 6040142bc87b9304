//! Whether a register of Kazakhstan may work.

use app::kz_ofd::staff::{REASON_LENGTH_MAX, StaffAct};
use serde_json::json;

use crate::client::{Client, assert_failure};
use crate::fake::OPERATOR;

const REGISTER: &str = "/api/v1/kz-registers/1";

#[tokio::test]
async fn the_staff_blocks_releases_and_deregisters_a_register() {
    let client = Client::new();
    let staff = async |method: &str, path: &str, body: &str| {
        let answer = client
            .bearer(OPERATOR, method, &format!("{REGISTER}/{path}"), body)
            .await;
        assert_eq!(answer.status.as_u16(), 200, "{path}");
        answer.json()
    };
    let shown = staff("GET", "service", "").await;
    assert_eq!(
        (&shown["state"], &shown["told"]["programs"][0]["name"]),
        (&json!("active"), &json!("Core"))
    );
    let blocked = staff("POST", "block", r#"{"reason":" Нет оплаты "}"#).await;
    assert_eq!(
        (
            &blocked["state"],
            &blocked["reason"],
            &blocked["blocked_by"],
            &blocked["since"]
        ),
        (
            &json!("blocked"),
            &json!("Нет оплаты"),
            &json!("staff"),
            &json!("1970-01-01T00:00:00Z")
        )
    );
    assert_eq!(staff("POST", "unblock", "{}").await["state"], "active");
    assert_eq!(
        staff("POST", "deregister", r#"{"reason":"by letter"}"#).await["state"],
        "deregistered"
    );
    let acts: Vec<StaffAct> = client
        .fake
        .state
        .lock()
        .unwrap()
        .acts
        .iter()
        .map(|(_, act)| act.clone())
        .collect();
    let expected = [
        StaffAct::Block {
            reason: "Нет оплаты".to_owned(),
        },
        StaffAct::Unblock,
        StaffAct::Deregister {
            reason: "by letter".to_owned(),
        },
    ];
    assert_eq!(acts, expected);
}

#[tokio::test]
async fn an_act_without_a_reason_is_refused_and_does_nothing() {
    let client = Client::new();
    let longest = "x".repeat(REASON_LENGTH_MAX + 1);
    for act in ["block", "deregister"] {
        for body in [
            "{}",
            r#"{"reason":" "}"#,
            &json!({ "reason": longest }).to_string(),
        ] {
            let path = format!("{REGISTER}/{act}");
            let answer = client.bearer(OPERATOR, "POST", &path, body).await;
            assert_failure(&answer, 422, "invalid_fields");
            assert_eq!(answer.json()["fields"][0]["path"], "reason", "{body}");
        }
    }
    assert!(client.fake.state.lock().unwrap().acts.is_empty());
}
