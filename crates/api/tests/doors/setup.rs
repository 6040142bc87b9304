//! What owners and the operator set up.

use app::setup::queues::{Change, End};
use types::{RegisterId, ShopId};

use crate::client::{Client, assert_failure};
use crate::fake::{OPERATOR, OWNER, PROGRAM, SIGNER, STAFF_PROGRAM};

#[tokio::test]
async fn the_operator_creates_an_organization_and_its_owner() {
    let client = Client::new();
    let body = r#"{"inn": "7727000006", "name": "Shop"}"#;
    let made = client
        .bearer(OPERATOR, "POST", "/api/v1/organizations", body)
        .await;
    assert_eq!((made.status.as_u16(), &made.json()["id"]), (200, &2.into()));
    let list = client.bearer(OPERATOR, "GET", "/api/v1/organizations", "").await;
    assert_eq!(list.json()["rows"][0]["inn"], "7727000006");
    let owners = "/api/v1/organizations/2/owners";
    let owner = client
        .bearer(OPERATOR, "POST", owners, r#"{"login": "anna"}"#)
        .await
        .json();
    assert_eq!(
        (&owner["role"], &owner["password"]),
        (&"owner".into(), &"made".into())
    );
    let given = r#"{"login": "anna", "password": "correct horse"}"#;
    let owner = client.bearer(OPERATOR, "POST", owners, given).await.json();
    assert!(owner.get("password").is_none(), "{owner}");
}

#[tokio::test]
async fn a_refusal_names_field_value_and_what_would_be_right() {
    let client = Client::new();
    let answer = client
        .bearer(OPERATOR, "POST", "/api/v1/organizations", "{}")
        .await;
    assert_failure(&answer, 422, "invalid_fields");
    let field = &answer.json()["fields"][0];
    assert_eq!(field["path"], "inn", "{field}");
    assert!(
        field["message"].as_str().unwrap().contains("must not be empty"),
        "{field}"
    );
    let wrong = r#"{"login": "x", "role": "owner", "password": 918273}"#;
    let answer = client.owner("POST", "/api/v1/users", wrong).await;
    assert_failure(&answer, 422, "invalid_fields");
    assert!(!String::from_utf8_lossy(&answer.body).contains("918273"));
}

#[tokio::test]
async fn an_owner_makes_no_staff_of_the_operator() {
    let client = Client::new();
    let body = r#"{"login": "eve", "role": "operator"}"#;
    assert_failure(
        &client.owner("POST", "/api/v1/users", body).await,
        422,
        "invalid_fields",
    );
    let cashier = client
        .owner("POST", "/api/v1/users", r#"{"login": "ira", "role": "cashier"}"#)
        .await;
    assert_eq!(cashier.json()["role"], "cashier");
    assert_eq!(
        client.owner("GET", "/api/v1/users", "").await.json()["rows"][0]["login"],
        "owner"
    );
}

#[tokio::test]
async fn a_key_makes_no_account_and_revokes_no_key() {
    let client = Client::new();
    let calls = [
        ("POST", "/api/v1/users", r#"{"login": "eve", "role": "owner"}"#),
        ("POST", "/api/v1/users", r#"{"login": "eve", "role": "cashier"}"#),
        ("POST", "/api/v1/organizations/1/owners", r#"{"login": "eve"}"#),
        (
            "POST",
            "/api/v1/api-keys",
            r#"{"name": "1C", "signing": "allowed"}"#,
        ),
        ("DELETE", "/api/v1/api-keys/1", ""),
    ];
    // The right to sign is not a right to the account either, and staff's key is a key too.
    for key in [PROGRAM, SIGNER, STAFF_PROGRAM] {
        for (method, path, body) in calls {
            assert_failure(&client.bearer(key, method, path, body).await, 403, "forbidden");
        }
    }
    for (method, path, body) in calls {
        let token = if path.ends_with("/owners") {
            OPERATOR
        } else {
            OWNER
        };
        let answer = client.bearer(token, method, path, body).await;
        assert_eq!(answer.status, 200, "{method} {path}");
    }
}

#[tokio::test]
async fn a_shop_shows_its_secret_once_and_hears_at_its_addresses() {
    let client = Client::new();
    let shop = client
        .owner("POST", "/api/v1/shops", r#"{"name": "Mugs"}"#)
        .await
        .json();
    assert_eq!(
        (&shop["public_id"], &shop["secret"]),
        (&"shop02".into(), &"secret0002".into())
    );
    let listed = client.owner("GET", "/api/v1/shops", "").await;
    assert!(listed.json()["rows"][0].get("secret").is_none());
    let urls = r#"{"success_url": "https://shop.example/ok"}"#;
    assert_eq!(
        client
            .owner("PUT", "/api/v1/shops/1/callback-urls", urls)
            .await
            .status,
        200
    );
    let kept = client.fake.state.lock().unwrap().urls.clone().unwrap();
    assert_eq!(
        (kept.success.as_deref(), kept.failure),
        (Some("https://shop.example/ok"), None)
    );
}

#[tokio::test]
async fn shops_and_registers_come_to_a_queue_and_go() {
    let client = Client::new();
    let queue = client
        .owner("POST", "/api/v1/queues", r#"{"name": "Main"}"#)
        .await
        .json();
    assert_eq!((&queue["id"], &queue["waiting"]), (&1.into(), &3.into()));
    for (method, end) in [
        ("PUT", "shops/1"),
        ("PUT", "registers/2"),
        ("DELETE", "shops/1"),
        ("DELETE", "registers/2"),
    ] {
        let path = format!("/api/v1/queues/1/{end}");
        assert_eq!(
            client.owner(method, &path, "").await.status,
            200,
            "{method} {path}"
        );
    }
    let (shop, register) = (End::Shop(ShopId::new(1)), End::Register(RegisterId::new(2)));
    let changes = client.fake.state.lock().unwrap().changes.clone();
    assert_eq!(
        changes,
        [
            (Change::Attach, shop),
            (Change::Attach, register),
            (Change::Detach, shop),
            (Change::Detach, register)
        ]
    );
    let passive = client
        .owner("PUT", "/api/v1/queues/1/state", r#"{"state": "passive"}"#)
        .await;
    assert_eq!(passive.status, 200);
}

#[tokio::test]
async fn every_field_of_a_register_arrives() {
    let client = Client::new();
    let body = r#"{"kind": "virtual", "settlement_address": "Moscow", "settlement_place": "shop.example",
        "taxation": ["general", "patent"], "conditions": ["internet_only"], "cashier": "Ira", "ffd": "1.05",
        "machine_number": "7"}"#;
    let register = client.owner("POST", "/api/v1/registers", body).await.json();
    assert_eq!(
        (&register["pos_key"], &register["pos_secret"]),
        (&"key".into(), &"pos-secret-2".into())
    );
    let draft = client.fake.state.lock().unwrap().register.clone().unwrap();
    assert_eq!(
        (draft.kind.as_str(), draft.taxation.as_slice()),
        ("virtual", ["general", "patent"].map(String::from).as_slice())
    );
    assert_eq!(
        (
            draft.ffd.as_deref(),
            draft.machine_number.as_deref(),
            draft.serial_number
        ),
        (Some("1.05"), Some("7"), None)
    );
    assert_eq!(draft.conditions, ["internet_only"]);
}

#[tokio::test]
async fn a_misspelt_field_is_refused_and_changes_nothing() {
    let client = Client::new();
    for (method, path, body, wrong) in [
        (
            "POST",
            "/api/v1/shops",
            r#"{"name": "Mugs", "succes_url": "https://a.example"}"#,
            "succes_url",
        ),
        (
            "PUT",
            "/api/v1/shops/1/callback-urls",
            r#"{"succes_url": "https://a.example"}"#,
            "succes_url",
        ),
        (
            "POST",
            "/api/v1/queues",
            r#"{"name": "Main", "state": "passive"}"#,
            "state",
        ),
        (
            "POST",
            "/api/v1/registers",
            r#"{"kind": "virtual", "adress": "Moscow"}"#,
            "adress",
        ),
    ] {
        let answer = client.owner(method, path, body).await;
        assert_failure(&answer, 422, "invalid_fields");
        let answer = answer.json();
        let fields = answer["fields"].as_array().unwrap();
        let named = fields.iter().find(|field| field["path"] == wrong);
        let message = named.unwrap_or_else(|| panic!("{answer}"))["message"]
            .as_str()
            .unwrap();
        assert!(message.starts_with("is not known; there are: "), "{message}");
    }
    assert!(client.fake.state.lock().unwrap().urls.is_none());
}
