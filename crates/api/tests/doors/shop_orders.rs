//! `/api/shop/{version}/orders`, `…/employees`, `…/couriers`

use api::cloud::{OrderState, Permission};

use crate::client::{Client, assert_problem};
use crate::fake::FOREIGN;

fn order(external_id: &str) -> String {
    format!(
        r#"{{"external_id": "{external_id}", "is_pay_to_courier": true, "prepayment": 0, "payment_type": "card", "description": "",
        "company": {{"sno": 1, "payment_address": "shop.example"}}, "client": {{"address": "Street 1", "phone": "+79991234567"}},
        "date_start": "08.12.2026 10:00", "date_end": "08.12.2026 12:00", "items": [{{"name": "Mug", "measure": 0, "price": 100,
        "quantity": 2, "total": 200, "vat": "no"}}]}}"#
    )
}

const EMPLOYEE: &str = r#"{"type": "courier", "name": "Ivan", "login": "ivan", "password": "s3cret!", "pos_id": "POS",
    "is_manager": true}"#;

#[tokio::test]
async fn an_order_lives_from_creation_to_deletion() {
    let client = Client::new();
    let created = client.shop("POST", "/api/shop/v2/orders", &order("A")).await;
    assert_eq!(created.status, 200);
    assert_eq!(
        (&created.json()["id"], &created.json()["amount"]),
        (&1.into(), &200.into())
    );
    let changed = order("A").replace("Street 1", "Street 2");
    let changed = client.shop("PUT", "/api/shop/v2/orders/1", &changed).await;
    assert_eq!(
        (changed.status.as_u16(), &changed.json()["client"]["address"]),
        (200, &"Street 2".into())
    );
    assert_eq!(
        client.shop("GET", "/api/shop/v2/orders/1", "").await.json(),
        changed.json()
    );
    let flat = client.shop("GET", "/api/shop/v1/orders/1", "").await.json();
    assert_eq!(
        (&flat["client_address"], &flat["date_start"]),
        (&"Street 2".into(), &"2026-12-08 10:00".into())
    );
    let deleted = client.shop("DELETE", "/api/shop/v2/orders/1", "").await;
    assert_eq!((deleted.status.as_u16(), deleted.body.len()), (200, 0));
    assert_eq!(deleted.headers["content-type"], "application/json");
    assert_problem(
        &client.shop("GET", "/api/shop/v2/orders/1", "").await,
        404,
        "NTF00",
    );
}

#[tokio::test]
async fn orders_are_listed_by_offset() {
    let client = Client::new();
    for id in 0..12 {
        client
            .shop("POST", "/api/shop/v2/orders", &order(&id.to_string()))
            .await;
    }
    let page = client
        .shop("GET", "/api/shop/v2/orders?start=10&limit=10", "")
        .await
        .json();
    assert_eq!(page["meta"], serde_json::json!({"total": 12, "total_pages": 2}));
    assert_eq!(page["orders"].as_array().unwrap().len(), 2);
    let default = client.shop("GET", "/api/shop/v1/orders", "").await.json();
    assert_eq!(default["orders"].as_array().unwrap().len(), 10);
    let wrong = client
        .shop(
            "GET",
            "/api/shop/v2/orders?start=-1&courier_id=x&date_start=soon",
            "",
        )
        .await;
    assert_problem(&wrong, 422, "VLD00");
    assert_eq!(wrong.json()["errors"].as_array().unwrap().len(), 3);
}

/// The Python SDK signs the blank that its HTTP library sends as `%20`.
#[tokio::test]
async fn a_blank_in_the_query_is_signed_as_written() {
    let client = Client::new();
    let key = api::komtet::signature::SigningKey::new(&types::Secret::new(crate::fake::SHOP_SECRET));
    let written = "/api/shop/v2/orders?start=0&limit=10&date_start=2020-12-08 10:00";
    let signature = key.sign("GET", &format!("{}{written}", crate::client::BASE), b"");
    let headers = [
        ("Authorization", crate::fake::SHOP),
        ("X-HMAC-Signature", signature.as_str()),
    ];
    let answer = client
        .call("GET", &written.replace(' ', "%20"), &headers, "")
        .await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn an_order_is_refused_with_the_field_that_is_wrong() {
    let client = Client::new();
    client.shop("POST", "/api/shop/v2/orders", &order("A")).await;
    let twice = client.shop("POST", "/api/shop/v2/orders", &order("A")).await;
    assert_problem(&twice, 422, "VLD00");
    assert_eq!(twice.json()["errors"][0]["path"], "external_id");
    let courier = order("B").replacen('{', &format!("{{\"courier_id\": {FOREIGN}, "), 1);
    let courier = client.shop("POST", "/api/shop/v2/orders", &courier).await;
    assert_eq!(courier.json()["errors"][0]["path"], "courier_id");
    client.fake.state.lock().unwrap().orders[0].state = OrderState::Done;
    assert_problem(
        &client.shop("PUT", "/api/shop/v2/orders/1", &order("A")).await,
        409,
        "VLD00",
    );
}

#[tokio::test]
async fn an_employee_lives_from_creation_to_deletion() {
    let client = Client::new();
    let created = client.shop("POST", "/api/shop/v1/employees", EMPLOYEE).await;
    assert_eq!(created.status, 200);
    assert_eq!(
        (&created.json()["id"], &created.json()["is_manager"]),
        (&1.into(), &true.into())
    );
    assert!(created.json().get("password").is_none());
    assert_eq!(
        client.fake.state.lock().unwrap().passwords,
        [Some("s3cret!".to_owned())]
    );
    assert_eq!(
        client.fake.state.lock().unwrap().employees[0].permissions,
        [Permission::ManageOrders]
    );
    let changed = EMPLOYEE.replace("Ivan", "Petr");
    let changed = client.shop("PUT", "/api/shop/v2/employees/1", &changed).await;
    assert_eq!(
        (changed.status.as_u16(), &changed.json()["name"]),
        (200, &"Petr".into())
    );
    assert_eq!(
        client.shop("GET", "/api/shop/v2/employees/1", "").await.json()["name"],
        "Petr"
    );
    assert_eq!(
        client.shop("DELETE", "/api/shop/v2/employees/1", "").await.status,
        200
    );
    assert_problem(
        &client.shop("DELETE", "/api/shop/v2/employees/1", "").await,
        404,
        "NTF00",
    );
}

#[tokio::test]
async fn employees_and_couriers_are_listed() {
    let client = Client::new();
    client.shop("POST", "/api/shop/v2/employees", EMPLOYEE).await;
    let cashier = EMPLOYEE
        .replace("courier", "cashier")
        .replace("\"ivan\"", "\"anna\"");
    client.shop("POST", "/api/shop/v2/employees", &cashier).await;
    let all = client
        .shop("GET", "/api/shop/v2/employees?start=0&limit=10", "")
        .await
        .json();
    assert_eq!(all["account_employees"].as_array().unwrap().len(), 2);
    assert_eq!(all["meta"]["total"], 2);
    let some = client
        .shop("GET", "/api/shop/v2/employees?start=0&limit=10&type=cashier", "")
        .await
        .json();
    assert_eq!(some["account_employees"][0]["login"], "anna");
    let couriers = client
        .shop("GET", "/api/shop/v1/couriers?start=0&limit=10", "")
        .await
        .json();
    let expected = serde_json::json!([{"id": 1, "name": "Ivan", "email": null, "phone": null}]);
    assert_eq!(couriers["couriers"], expected);
    assert_problem(
        &client.shop("GET", "/api/shop/v2/employees?type=boss", "").await,
        422,
        "VLD00",
    );
}

#[tokio::test]
async fn an_employee_is_refused_with_the_field_that_is_wrong() {
    let client = Client::new();
    client.shop("POST", "/api/shop/v2/employees", EMPLOYEE).await;
    let twice = client.shop("POST", "/api/shop/v2/employees", EMPLOYEE).await;
    assert_eq!(twice.json()["errors"][0]["path"], "login");
    let register = EMPLOYEE
        .replace("\"POS\"", "\"UNKNOWN\"")
        .replace("\"ivan\"", "\"anna\"");
    let register = client.shop("POST", "/api/shop/v2/employees", &register).await;
    assert_eq!(register.json()["errors"][0]["path"], "pos_id");
}
