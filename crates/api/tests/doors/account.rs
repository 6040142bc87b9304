//! `/api/v1`

use api::cloud::TaskState;
use types::{TaskId, Timestamp};

use crate::client::{BASE, Client, assert_failure};
use crate::fake::{CASHIER, OWNER, SHOP, SHOP_SECRET};

async fn with_task() -> Client {
    let client = Client::new();
    let body = r#"{"external_id": "A", "intent": "sell", "company": {"sno": 1, "payment_address": "shop.example"},
        "positions": [{"name": "Mug", "price": 950, "quantity": 1, "total": 950, "measure": 0, "vat": "no",
        "payment_method": "full_payment", "payment_object": "product"}], "payments": [{"type": "cash", "sum": 950}]}"#;
    assert_eq!(
        client
            .shop("POST", "/api/shop/v2/queues/1/task", body)
            .await
            .status,
        200
    );
    client
}

#[tokio::test]
async fn a_session_is_opened_shown_and_closed() {
    let client = Client::new();
    let path = "/api/v1/sessions";
    let wrong = client
        .call("POST", path, &[], r#"{"login": "owner", "password": "wrong"}"#)
        .await;
    assert_failure(&wrong, 401, "unauthenticated");
    let opened = client
        .call("POST", path, &[], r#"{"login": "owner", "password": "right"}"#)
        .await;
    assert_eq!(opened.status, 200);
    assert_eq!(
        (&opened.json()["token"], &opened.json()["user"]["role"]),
        (&OWNER.into(), &"owner".into())
    );
    let current = "/api/v1/sessions/current";
    assert_eq!(
        client.owner("GET", current, "").await.json()["organization_id"],
        1
    );
    assert_eq!(client.owner("DELETE", current, "").await.status, 200);
    assert!(client.fake.state.lock().unwrap().closed);
}

#[tokio::test]
async fn a_password_is_never_repeated() {
    let client = Client::new();
    let answer = client
        .call(
            "POST",
            "/api/v1/sessions",
            &[],
            r#"{"login": "", "password": 918273}"#,
        )
        .await;
    assert_failure(&answer, 422, "invalid_fields");
    assert_eq!(answer.json()["fields"].as_array().unwrap().len(), 2);
    assert!(!String::from_utf8_lossy(&answer.body).contains("918273"));
}

#[tokio::test]
async fn tasks_are_found_by_every_filter() {
    let client = with_task().await;
    let path = "/api/v1/tasks?external_id=A&state=new&queue_id=1&accepted_from=2026-11-22T10:00:00Z&after=9&limit=900";
    let answer = client.owner("GET", path, "").await;
    assert_eq!(
        (
            &answer.json()["rows"][0]["external_id"],
            &answer.json()["next_after"]
        ),
        (&"A".into(), &1.into())
    );
    assert_eq!(answer.json()["rows"][0]["total_minor"], 95_000);
    let filter = client.fake.state.lock().unwrap().task_filter.clone().unwrap();
    assert_eq!(
        (filter.external_id.as_deref(), filter.state),
        (Some("A"), Some(TaskState::New))
    );
    assert_eq!((filter.after, filter.limit), (Some(TaskId::new(9)), 500));
    assert_eq!(
        filter.accepted_from,
        Timestamp::parse_rfc3339("2026-11-22T10:00:00Z").ok()
    );
    let wrong = client
        .owner("GET", "/api/v1/tasks?state=gone&after=x&accepted_from=today", "")
        .await;
    assert_failure(&wrong, 422, "invalid_fields");
    assert_eq!(wrong.json()["fields"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_task_tells_its_timeline_and_messages() {
    let client = with_task().await;
    let task = client.owner("GET", "/api/v1/tasks/1", "").await.json();
    assert_eq!(
        (&task["timeline"][0]["step"], &task["messages"][0]["state"]),
        (&"accepted".into(), &"dead".into())
    );
    assert_eq!(
        client.owner("POST", "/api/v1/tasks/1/cancel", "").await.status,
        200
    );
    let released = client.owner("POST", "/api/v1/tasks/1/release", "").await;
    assert_eq!(released.status, 200);
    assert_eq!(released.json()["id"], 1);
    let retried = client.owner("POST", "/api/v1/tasks/1/retry", "").await;
    assert_failure(&retried, 409, "wrong_state");
    assert!(retried.json()["message"].as_str().unwrap().contains("`new`"));
}

#[tokio::test]
async fn messages_are_listed_shown_and_replayed() {
    let client = Client::new();
    let list = client
        .owner("GET", "/api/v1/messages?state=dead&kind=callback", "")
        .await
        .json();
    assert_eq!(list["rows"][0]["attempts"], 9);
    assert_eq!(
        client.owner("GET", "/api/v1/messages/1", "").await.json()["tries"][0]["outcome"],
        "refused"
    );
    assert_eq!(
        client.owner("POST", "/api/v1/messages/1/replay", "").await.status,
        200
    );
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_and_the_known_ones_are_named() {
    let client = Client::new();
    for list in [
        "documents",
        "tasks",
        "messages",
        "queues",
        "shops",
        "registers",
        "users",
    ] {
        let path = format!("/api/v1/{list}?foo=1");
        let answer = client.owner("GET", &path, "").await;
        assert_failure(&answer, 422, "invalid_fields");
        let field = answer.json()["fields"][0].clone();
        assert_eq!(field["path"], "foo", "{field}");
        assert!(
            field["message"].as_str().unwrap().contains("is not known"),
            "{field}"
        );
    }
    let answer = client.owner("GET", "/api/v1/documents?register=7", "").await;
    let message = answer.json()["fields"][0]["message"].clone();
    assert!(
        message.as_str().unwrap().contains("registration_number"),
        "{message}"
    );
}

#[tokio::test]
async fn a_cashier_may_look() {
    let client = with_task().await;
    for path in [
        "tasks",
        "tasks/1",
        "messages",
        "queues",
        "shops",
        "registers",
        "documents",
        "documents/1/text",
    ] {
        let answer = client
            .bearer(CASHIER, "GET", &format!("/api/v1/{path}"), "")
            .await;
        assert_eq!(answer.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_document_comes_in_the_form_that_is_asked_for() {
    let client = Client::new();
    let pdf = client.owner("GET", "/api/v1/documents/1/pdf", "").await;
    assert_eq!(
        (pdf.headers["content-type"].to_str().unwrap(), pdf.body.as_slice()),
        ("application/pdf", b"document".as_slice())
    );
    assert_failure(
        &client.owner("GET", "/api/v1/documents/1/docx", "").await,
        404,
        "not_found",
    );
    let wrong = "/api/v1/documents?fiscal_storage=1&fiscal_sign=x&settled_from=soon&shift_number=-1";
    let wrong = client.owner("GET", wrong, "").await;
    assert_failure(&wrong, 422, "invalid_fields");
    assert_eq!(wrong.json()["fields"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_signature_is_explained_to_its_owner() {
    let client = Client::new();
    let key = api::komtet::signature::SigningKey::new(&types::Secret::new(SHOP_SECRET));
    let target = "/api/shop/v2/queues/1/task";
    let check = |shop: &str, signature: String| serde_json::json!({"shop_id": shop, "method": "POST", "target": target, "body": "{}", "signature": signature});
    let right = check(SHOP, key.sign("POST", &format!("{BASE}{target}"), b"{}"));
    let right = client
        .owner("POST", "/api/v1/signature-checks", &right.to_string())
        .await
        .json();
    assert_eq!((&right["right"], &right["body_bytes"]), (&true.into(), &2.into()));
    let wrong = check(SHOP, key.sign("POST", &format!("{BASE}{target}"), b""));
    let wrong = client
        .owner("POST", "/api/v1/signature-checks", &wrong.to_string())
        .await
        .json();
    assert!(
        wrong["advice"].as_str().unwrap().contains("sign the body"),
        "{wrong}"
    );
    let foreign = client
        .owner(
            "POST",
            "/api/v1/signature-checks",
            &check("shop02", "00".into()).to_string(),
        )
        .await;
    assert_failure(&foreign, 422, "invalid_fields");
}

#[tokio::test]
async fn a_receipt_is_checked_without_sending_it() {
    let client = Client::new();
    let answer = client
        .owner(
            "POST",
            "/api/v1/receipt-checks?door=komtet-v1",
            r#"{"intent": "sell"}"#,
        )
        .await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["accepted"]),
        (200, &false.into())
    );
    assert_eq!(answer.json()["findings"][0]["severity"], "error");
    assert_failure(
        &client.owner("POST", "/api/v1/receipt-checks", "{").await,
        422,
        "invalid_json",
    );
    assert!(client.fake.state.lock().unwrap().tasks.is_empty());
}

#[tokio::test]
async fn the_description_is_public() {
    let answer = Client::new().call("GET", "/api/v1/openapi.json", &[], "").await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["openapi"]),
        (200, &"3.1.0".into())
    );
}

/// A GIF of these measures and so many bytes.
fn gif_of(width: u16, height: u16, size: usize) -> String {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.resize(size, 0);
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes)
}

fn gif(width: u16, height: u16) -> String {
    gif_of(width, height, 18)
}

#[tokio::test]
async fn a_picture_of_the_largest_size_passes_and_one_byte_more_does_not() {
    let client = Client::new();
    let put = async |size: usize| {
        let picture = gif_of(440, 165, size);
        let body = format!(r#"{{"picture": "{picture}", "link_url": "https://shop.example/sale"}}"#);
        client.owner("PUT", "/api/v1/shops/1/banner", &body).await
    };
    let max = print::banner::SIZE_MAX_BYTES;
    assert_eq!(put(max).await.status, 200);
    let refused = put(max + 1).await;
    assert_failure(&refused, 422, "invalid_fields");
    let message = refused.json()["fields"][0]["message"].to_string();
    assert!(message.contains("262145 bytes"), "{message}");
}

#[tokio::test]
async fn a_banner_is_put_shown_and_taken_away() {
    let client = Client::new();
    let path = "/api/v1/shops/1/banner";
    let body = format!(
        r#"{{"picture": "{}", "link_url": "https://shop.example/sale"}}"#,
        gif(440, 165)
    );
    let put = client.owner("PUT", path, &body).await;
    assert_eq!(
        (put.status.as_u16(), &put.json()["banner_link_url"]),
        (200, &"https://shop.example/sale".into())
    );
    let kept = client.fake.state.lock().unwrap().banner.clone().unwrap();
    assert_eq!(kept.picture.bytes().len(), 18);
    let removed = client.owner("DELETE", path, "").await;
    assert_eq!(
        (removed.status.as_u16(), &removed.json()["banner_link_url"]),
        (200, &serde_json::Value::Null)
    );
}

#[tokio::test]
async fn a_wrong_banner_is_refused_with_the_measures_it_needs() {
    let client = Client::new();
    let wrong = [
        (
            gif(441, 165),
            "the picture is 441 × 165 pixels; it must be 440 × 165",
        ),
        (
            "PHN2Zy8+".to_owned(),
            "the file is not a PNG, JPEG or GIF picture",
        ),
        ("%".to_owned(), "must be base64 with its padding"),
    ];
    for (picture, message) in wrong {
        let body = format!(r#"{{"picture": "{picture}", "link_url": "javascript:alert(1)"}}"#);
        let answer = client.owner("PUT", "/api/v1/shops/1/banner", &body).await;
        assert_failure(&answer, 422, "invalid_fields");
        let fields = answer.json()["fields"].clone();
        assert!(
            fields[0]["message"].as_str().unwrap().contains(message),
            "{fields}"
        );
        assert_eq!(fields[1]["path"], "link_url", "{fields}");
    }
    assert!(client.fake.state.lock().unwrap().banner.is_none());
}
