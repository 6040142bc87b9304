//! `/api/shop/{version}/queues/…` and `/api/shop/{version}/tasks/…`

use crate::client::{Client, assert_problem};
use crate::fake::{ACTIVE, BROKEN, BUSY, PANICS, PASSIVE, SHOP};

fn receipt(external_id: &str, total: &str) -> String {
    format!(
        r#"{{"external_id": {external_id}, "intent": "sell", "client": {{"email": "b@example.com"}},
        "company": {{"sno": 1, "payment_address": "https://shop.example"}},
        "positions": [{{"name": "Mug", "price": {total}, "quantity": 1, "total": {total}, "measure": 0, "vat": "22",
        "payment_method": "full_payment", "payment_object": "product"}}], "payments": [{{"type": "card", "sum": {total}}}]}}"#
    )
}

fn task_path(queue: i64) -> String {
    format!("/api/shop/v2/queues/{queue}/task")
}

#[tokio::test]
async fn a_queue_tells_its_state() {
    let client = Client::new();
    let active = client.shop("GET", "/api/shop/v1/queues/1", "").await;
    assert_eq!(active.status, 200);
    assert_eq!(
        active.json(),
        serde_json::json!({"id": 1, "name": "Main", "state": "active"})
    );
    assert_eq!(
        client.shop("GET", "/api/shop/v2/queues/2", "").await.json()["state"],
        "passive"
    );
}

#[tokio::test]
async fn a_receipt_becomes_a_task_with_every_key() {
    let client = Client::new();
    let answer = client
        .shop("POST", &task_path(ACTIVE), &receipt("17", "950"))
        .await;
    assert_eq!(answer.status, 200);
    let expected = serde_json::json!({"id": 1, "uuid": "018f8f2e-0000-7000-8000-000000000000", "external_id": 17,
        "print_queue_id": 1, "state": "new", "error_description": null, "fiscal_data": null, "receipt_url": null});
    assert_eq!(answer.json(), expected);
    assert_eq!(
        client.shop("GET", "/api/shop/v2/tasks/1", "").await.json(),
        expected
    );
}

#[tokio::test]
async fn a_repeat_gets_the_first_task() {
    let client = Client::new();
    client
        .shop("POST", &task_path(ACTIVE), &receipt("\"a\"", "950"))
        .await;
    let same = client
        .shop("POST", &task_path(ACTIVE), &receipt("\"a\"", "950.00"))
        .await;
    assert_problem(&same, 422, "VLD11");
    assert_eq!(same.json()["task"]["id"], 1);
    assert!(
        same.json()["description"]
            .as_str()
            .unwrap()
            .ends_with("with the same content")
    );
    let other = client
        .shop("POST", &task_path(ACTIVE), &receipt("\"a\"", "951"))
        .await;
    assert_problem(&other, 422, "VLD11");
    assert_eq!(other.json()["task"]["id"], 1);
    let description = other.json()["description"].as_str().unwrap().to_owned();
    assert!(
        description.contains("`positions[0].price` was different"),
        "{description}"
    );
}

#[tokio::test]
async fn refusals_have_the_status_that_clients_know() {
    let client = Client::new();
    let body = receipt("\"a\"", "950");
    assert_problem(
        &client.shop("POST", &task_path(PASSIVE), &body).await,
        422,
        "SRV00",
    );
    assert_problem(
        &client.shop("POST", &task_path(PANICS), &body).await,
        500,
        "SYS00",
    );
    let broken = client.shop("POST", &task_path(BROKEN), &body).await;
    assert_problem(&broken, 500, "SYS00");
    assert!(!String::from_utf8_lossy(&broken.body).contains("secret detail"));
    let busy = client.shop("POST", &task_path(BUSY), &body).await;
    assert_problem(&busy, 503, "SRV00");
    assert_eq!(busy.headers["retry-after"], "7");
}

#[tokio::test]
async fn faults_are_listed_all_at_once() {
    let client = Client::new();
    let body = receipt("null", "950")
        .replace("\"22\"", "\"18\"")
        .replace("card", "gold");
    let answer = client.shop("POST", &task_path(ACTIVE), &body).await;
    assert_problem(&answer, 422, "VLD00");
    let errors = answer.json()["errors"].as_array().unwrap().clone();
    let paths: Vec<_> = errors
        .iter()
        .map(|error| error["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["external_id", "positions[0].vat", "payments[0].type"]);
    assert_eq!(errors[2]["allowed"][0], "card");
    assert!(client.fake.state.lock().unwrap().tasks.is_empty());
}

#[tokio::test]
async fn broken_json_is_told_with_its_place() {
    let client = Client::new();
    let answer = client
        .shop("POST", &task_path(ACTIVE), "{\"external_id\": 1,\n oops}")
        .await;
    assert_problem(&answer, 422, "VLD00");
    let description = answer.json()["description"].as_str().unwrap().to_owned();
    assert!(description.contains("line 2, column 2"), "{description}");
}

#[tokio::test]
async fn a_sum_that_does_not_add_up_is_refused() {
    let client = Client::new();
    let body = receipt("1", "950").replace("\"sum\": 950", "\"sum\": 900");
    assert_problem(
        &client.shop("POST", &task_path(ACTIVE), &body).await,
        422,
        "VLD00",
    );
    let kopecks = client
        .shop("POST", &task_path(ACTIVE), &receipt("1", "9.505"))
        .await;
    assert_problem(&kopecks, 422, "VLD12");
    let cost = receipt("1", "950").replace("\"price\": 950", "\"price\": 900");
    assert_problem(
        &client.shop("POST", &task_path(ACTIVE), &cost).await,
        422,
        "VLD13",
    );
}

#[tokio::test]
async fn a_batch_answers_by_external_id_and_is_all_or_nothing() {
    let client = Client::new();
    let path = "/api/shop/v2/queues/1/multi-tasks";
    let body = format!("[{}, {}]", receipt("0", "10"), receipt("\"b\"", "20"));
    let answer = client.shop("POST", path, &body).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        (&answer.json()["0"]["id"], &answer.json()["b"]["id"]),
        (&1.into(), &2.into())
    );
    assert_eq!(client.shop("POST", path, &body).await.json(), answer.json());
    let other = client
        .shop("POST", path, &format!("[{}]", receipt("\"b\"", "21")))
        .await;
    assert_problem(&other, 422, "VLD11");
    assert_eq!(other.json()["task"]["id"], 2);
    let half = format!("[{}, {}]", receipt("3", "10"), receipt("4", "1.001"));
    let half = client.shop("POST", path, &half).await;
    assert_problem(&half, 422, "VLD12");
    assert_eq!(half.json()["errors"][0]["path"], "[1].positions[0].price");
    assert_eq!(client.fake.state.lock().unwrap().tasks.len(), 2);
}

#[tokio::test]
async fn the_body_is_checked_as_it_was_signed() {
    let client = Client::new();
    let signed = receipt("1", "950");
    let key = api::komtet::signature::SigningKey::new(&types::Secret::new(crate::fake::SHOP_SECRET));
    let url = format!("{}{}", crate::client::BASE, task_path(ACTIVE));
    let signature = key.sign("POST", &url, signed.as_bytes());
    let headers = [
        ("Authorization", SHOP),
        ("X-HMAC-Signature", signature.as_str()),
        ("X-Partner-ID", "7"),
    ];
    let changed = signed.replace("950", "951");
    assert_problem(
        &client.call("POST", &task_path(ACTIVE), &headers, &changed).await,
        403,
        "AUT00",
    );
    assert_eq!(
        client
            .call("POST", &task_path(ACTIVE), &headers, &signed)
            .await
            .status,
        200
    );
}
