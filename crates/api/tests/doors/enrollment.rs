//! `/api/v1`: trade points, dictionaries, registers on their way, applications, keys

use api::cloud::{HandAnswer, RegisterFilter};
use app::enrollment::application::Wish;
use enrollment::{DeregistrationReason, EnrollmentRoute, PlanCode, Request, StateKind, WriteOffReason};
use serde_json::json;
use types::{RegisterId, TradePointId};

use crate::client::{Client, assert_failure};
use crate::fake::{CASHIER, OPERATOR, PROGRAM, SIGNER};
use crate::fake_enrollment::{application, scan};

#[tokio::test]
async fn a_trade_point_is_read_with_all_its_faults() {
    let client = Client::new();
    let whole = json!({
        "name": "Магазин", "tax_office": "6004", "activity": "47111",
        "address": {"region": "750000000", "settlement": "751410000", "street": "ул. Первая", "house": "9"},
        "position": {"latitude": "43.238949", "longitude": "76.5"},
    });
    let made = client
        .owner("POST", "/api/v1/trade-points", &whole.to_string())
        .await;
    assert_eq!(made.status, 200, "{}", made.json());
    let made = made.json();
    assert_eq!(
        made["position"],
        json!({"latitude": "43.238949", "longitude": "76.500000"})
    );
    assert!(
        made["address"]["line"]
            .as_str()
            .unwrap()
            .ends_with("ул. Первая, 9")
    );
    let wrong = json!({"name": "", "address": {"region": "750000000", "settlement": "111010000"}});
    let wrong = client
        .owner("PUT", "/api/v1/trade-points/1", &wrong.to_string())
        .await;
    assert_failure(&wrong, 422, "invalid_fields");
    let fields = wrong.json()["fields"].clone();
    let paths: Vec<_> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "name",
            "address.settlement",
            "address.street",
            "address.house",
            "tax_office"
        ]
    );
    let used = client.owner("DELETE", "/api/v1/trade-points/1", "").await;
    assert_failure(&used, 409, "trade_point_in_use");
}

#[tokio::test]
async fn dictionaries_are_searched_by_the_beginning_of_a_word() {
    let client = Client::new();
    let regions = client
        .owner("GET", "/api/v1/dictionaries/regions", "")
        .await
        .json();
    assert_eq!(regions["rows"].as_array().unwrap().len(), 20);
    let path = "/api/v1/dictionaries/regions/750000000/settlements?query=%D0%B1%D0%BE%D1%81&limit=1";
    let found = client.owner("GET", path, "").await.json();
    assert_eq!(found["rows"].as_array().unwrap().len(), 1, "{found}");
    let path = "/api/v1/dictionaries/nearest-settlements";
    let near = client
        .owner(
            "GET",
            &format!("{path}?latitude=52.30&longitude=77.50&limit=1"),
            "",
        )
        .await
        .json();
    assert_eq!(near["rows"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&near["rows"][0]["code"], &near["rows"][0]["region"]),
        (&"551010000".into(), &"550000000".into())
    );
    for wrong in [
        "latitude=52.30",
        "latitude=60&longitude=77",
        "latitude=x&longitude=77",
    ] {
        let wrong = client.owner("GET", &format!("{path}?{wrong}"), "").await;
        assert_failure(&wrong, 422, "invalid_fields");
    }
    let offices = client
        .owner("GET", "/api/v1/dictionaries/regions/750000000/tax-offices", "")
        .await
        .json();
    assert!(
        offices["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|office| office["code"] == "6004")
    );
    let models = client
        .owner("GET", "/api/v1/dictionaries/register-models?query=e-k", "")
        .await
        .json();
    assert!(
        models["rows"]
            .as_array()
            .unwrap()
            .iter()
            .any(|model| model["code"] == "E-KASSA")
    );
}

#[tokio::test]
async fn plans_are_listed_by_country_with_name_price_and_connection() {
    let client = Client::new();
    let path = "/api/v1/dictionaries/tariff-plans";
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        let rows = answer["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let all = client.bearer(CASHIER, "GET", path, "").await.json();
    assert_eq!(ids(&all), ["online-kkm", "online-kkm-gprs", "online-kkt"]);
    let kazakh = client
        .owner("GET", &format!("{path}?country=KZ"), "")
        .await
        .json();
    assert_eq!(ids(&kazakh), ["online-kkm", "online-kkm-gprs"]);
    assert_eq!(
        kazakh["rows"][0],
        json!({
            "id": "online-kkm", "country": "KZ", "connection": "wired", "price_minor": 150_000,
            "name_ru": "Online ККМ", "name_kk": "Online БКМ", "name_en": "Online register",
            "valid_from": "2024-01-01", "valid_to": null,
        })
    );
    let wrong = client.owner("GET", &format!("{path}?country=US"), "").await;
    assert_failure(&wrong, 422, "invalid_fields");
}

#[tokio::test]
async fn the_taxpayer_is_told_with_a_number_that_holds() {
    let client = Client::new();
    let wrong = client
        .owner(
            "PUT",
            "/api/v1/taxpayer",
            r#"{"number": "990140000011", "name": "Пример"}"#,
        )
        .await;
    assert_failure(&wrong, 422, "invalid_fields");
    let right = (0..10).map(|digit| format!("99014000001{digit}"));
    let right = right.filter(|number| enrollment::TaxpayerNumber::parse(number).is_ok());
    for number in right {
        let body = json!({"number": number, "name": "Пример"}).to_string();
        assert_eq!(
            client.owner("PUT", "/api/v1/taxpayer", &body).await.json()["number"],
            number.as_str()
        );
    }
    assert!(client.owner("GET", "/api/v1/taxpayer", "").await.json()["number"].is_null());
}

#[tokio::test]
async fn registers_are_filtered_drafted_and_told_apart() {
    let client = Client::new();
    let path = "/api/v1/enrollments?state=suspended&trade_point_id=3&number=KT&after=9&limit=2";
    let list = client.bearer(CASHIER, "GET", path, "").await.json();
    assert_eq!(
        (&list["rows"][0]["state"], &list["rows"][0]["year"]),
        (&"draft".into(), &2024.into())
    );
    let filter = RegisterFilter {
        state: Some(StateKind::Suspended),
        trade_point: Some(TradePointId::new(3)),
        number: Some("KT".into()),
        after: Some(RegisterId::new(9)),
        limit: 2,
    };
    assert_eq!(client.fake.state.lock().unwrap().register_filter, Some(filter));
    let draft = |serial: &str| json!({"name": "Касса 1", "model": "E-KASSA", "serial_number": serial, "year": 2024, "trade_point_id": 1});
    let made = client
        .owner(
            "POST",
            "/api/v1/enrollments",
            &draft("KTDE1123456789012").to_string(),
        )
        .await
        .json();
    assert_eq!(made["applications"][0]["state"], "awaiting_signature", "{made}");
    let taken = client
        .owner("POST", "/api/v1/enrollments", &draft("TAKEN1").to_string())
        .await;
    assert_failure(&taken, 422, "invalid_fields");
    assert_eq!(taken.json()["fields"][0]["path"], "serial_number");
    let empty = client.owner("PUT", "/api/v1/enrollments/1", "{}").await;
    assert_eq!(empty.json()["fields"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_token_is_in_one_answer_and_in_no_list() {
    let client = Client::new();
    let issued = client
        .owner("POST", "/api/v1/enrollments/1/token", "")
        .await
        .json();
    assert_eq!(issued["ofd_device_id"], 7);
    let token = issued["token"].as_u64().unwrap().to_string();
    for path in ["enrollments", "enrollments/1"] {
        let answer = client.owner("GET", &format!("/api/v1/{path}"), "").await;
        assert!(!String::from_utf8_lossy(&answer.body).contains(&token));
    }
}

#[tokio::test]
async fn every_kind_of_application_is_read() {
    let client = Client::new();
    let path = "/api/v1/enrollments/1/applications";
    for body in [
        json!({"kind": "enrollment"}),
        json!({"kind": "enrollment", "route": "by_card"}),
        json!({"kind": "re_enrollment", "trade_point_id": 2}),
        json!({"kind": "deregistration", "reason": "theft_or_loss"}),
        json!({"kind": "write_off", "reason": "disposed"}),
        json!({"kind": "tariff_choice", "plan_id": "online-kkm"}),
        json!({"kind": "tariff_cancellation"}),
        json!({"kind": "suspension"}),
    ] {
        let answer = client.owner("POST", path, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.json());
    }
    let expected = [
        Wish::Enroll(EnrollmentRoute::Online),
        Wish::Enroll(EnrollmentRoute::ByCard),
        Wish::ReEnroll(TradePointId::new(2)),
        Wish::Other(Request::Deregister {
            reason: DeregistrationReason::TheftOrLoss,
        }),
        Wish::Other(Request::WriteOff {
            reason: WriteOffReason::Disposed,
        }),
        Wish::ChooseTariff(PlanCode::parse("online-kkm").unwrap()),
        Wish::Other(Request::CancelTariff),
        Wish::Other(Request::Suspend),
    ];
    assert_eq!(client.fake.state.lock().unwrap().wishes, expected);
    for (body, fields) in [
        (json!({}), 1),
        (json!({"kind": "sale"}), 1),
        (json!({"kind": "enrollment", "route": "by_mail"}), 1),
        (json!({"kind": "tariff_choice"}), 1),
        (json!({"kind": "tariff_choice", "plan_id": "Online KKM"}), 1),
        (json!({"kind": "deregistration", "reason": "worn_out"}), 1),
    ] {
        let wrong = client.owner("POST", path, &body.to_string()).await;
        assert_failure(&wrong, 422, "invalid_fields");
        assert_eq!(wrong.json()["fields"].as_array().unwrap().len(), fields, "{body}");
    }
}

#[tokio::test]
async fn a_document_is_read_in_three_languages_and_signed_by_its_hash() {
    let client = Client::new();
    let kazakh = client
        .owner("GET", "/api/v1/applications/1/text?lang=kk", "")
        .await;
    assert_eq!(kazakh.body, b"kk");
    assert_failure(
        &client.owner("GET", "/api/v1/applications/1/docx", "").await,
        404,
        "not_found",
    );
    let path = "/api/v1/applications/1/signature";
    let sign = |hash: String| json!({"content_hash": hash}).to_string();
    let signed = client
        .bearer(SIGNER, "POST", path, &sign(application().hash.to_string()))
        .await
        .json();
    assert_eq!(
        (&signed["state"], &signed["signer"]),
        (&"signed".into(), &"1".into())
    );
    let other = client.bearer(SIGNER, "POST", path, &sign("0".repeat(64))).await;
    assert_failure(&other, 409, "other_content");
    let wrong = client.bearer(SIGNER, "POST", path, &sign("A".repeat(64))).await;
    assert_failure(&wrong, 422, "invalid_fields");
    assert_eq!(
        client
            .owner("POST", "/api/v1/applications/1/cancel", "")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_card_is_uploaded_with_its_scan_and_reviewed_by_the_staff() {
    let client = Client::new();
    let path = "/api/v1/enrollments/1/card";
    let pdf = "JVBERi0xLjc=";
    let card = json!({"registration_number": "600400131197", "enrolled_on": "2026-11-20", "scan": pdf});
    let uploaded = client.owner("POST", path, &card.to_string()).await;
    assert_eq!(uploaded.status, 200, "{}", uploaded.json());
    let (facts, kept) = client.fake.state.lock().unwrap().cards.remove(0);
    assert_eq!((facts.number.as_str(), kept), ("600400131197", scan()));
    let wrong =
        json!({"registration_number": "60040013119", "enrolled_on": "20.11.2026", "scan": "PGh0bWw+"});
    let wrong = client.owner("POST", path, &wrong.to_string()).await;
    assert_failure(&wrong, 422, "invalid_fields");
    let wrong = wrong.json();
    let paths: Vec<_> = wrong["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["path"])
        .collect();
    assert_eq!(paths, ["registration_number", "enrolled_on", "scan"]);
    let none = client.owner("POST", path, "{}").await;
    assert_eq!(none.json()["fields"].as_array().unwrap().len(), 3);

    let kazakh = client
        .owner("GET", "/api/v1/enrollments/1/card/text?lang=kk", "")
        .await;
    assert_eq!(kazakh.body, b"kk");
    let own = client.owner("GET", "/api/v1/enrollments/1/card-scan", "").await;
    assert_eq!(own.body, b"%PDF-1.7");

    let waiting = client
        .bearer(OPERATOR, "GET", "/api/v1/registration-cards", "")
        .await
        .json();
    assert_eq!(waiting["rows"][0]["registration_number"], "600400131197");
    assert_eq!(waiting["rows"][0]["serial_number"], "KTDE1123456789012");
    let path = "/api/v1/registration-cards/1/review";
    for (body, status, verdict) in [
        (json!({"verdict": "approve"}), 200, Some("approve")),
        (
            json!({"verdict": "return", "reason": "не видно номера"}),
            200,
            Some("return"),
        ),
        (
            json!({"verdict": "reject", "reason": "чужая карточка"}),
            200,
            Some("reject"),
        ),
        (json!({"verdict": "return"}), 422, None),
        (json!({"verdict": "maybe"}), 422, None),
    ] {
        let reviewed = client.bearer(OPERATOR, "POST", path, &body.to_string()).await;
        assert_eq!(reviewed.status, status, "{body}");
        assert_eq!(reviewed.json()["verdict"].as_str(), verdict, "{body}");
    }
}

#[tokio::test]
async fn many_registers_have_a_result_each() {
    let client = Client::new();
    let body = json!({"enrollment_ids": [1, 99, 1], "application": {"kind": "suspension"}}).to_string();
    let prepared = client.owner("POST", "/api/v1/applications", &body).await.json();
    let rows = prepared["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (&rows[0]["application"]["id"], &rows[0]["failure"]),
        (&1.into(), &serde_json::Value::Null)
    );
    assert_eq!(
        (&rows[1]["enrollment_id"], &rows[1]["failure"]["code"]),
        (&99.into(), &"not_found".into())
    );
    let hash = application().hash.to_string();
    let body = json!({"signatures": [
        {"application_id": 1, "content_hash": hash},
        {"application_id": 1, "content_hash": "0".repeat(64)},
        {"application_id": 99, "content_hash": hash},
    ]});
    let signed = client
        .bearer(SIGNER, "POST", "/api/v1/signatures", &body.to_string())
        .await
        .json();
    let codes: Vec<_> = signed["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["failure"]["code"].as_str())
        .collect();
    assert_eq!(codes, [None, Some("other_content"), Some("not_found")]);
    let many = json!({"enrollment_ids": vec![1; 65], "application": {"kind": "suspension"}}).to_string();
    let refused = client.owner("POST", "/api/v1/applications", &many).await;
    assert_eq!(refused.status, 422);
}

#[tokio::test]
async fn the_sandbox_answers_by_hand() {
    let client = Client::new();
    let path = "/api/v1/applications/1/answer";
    assert_eq!(
        client.owner("POST", path, r#"{"answer": "accept"}"#).await.status,
        200
    );
    let refuse = r#"{"answer": "refuse", "reason": "нет в реестре"}"#;
    assert_eq!(client.owner("POST", path, refuse).await.status, 200);
    assert_failure(
        &client.owner("POST", path, r#"{"answer": "refuse"}"#).await,
        422,
        "invalid_fields",
    );
    let refused = HandAnswer::Refuse {
        reason: "нет в реестре".into(),
    };
    assert_eq!(
        client.fake.state.lock().unwrap().answers,
        [HandAnswer::Accept, refused]
    );
}

#[tokio::test]
async fn a_key_is_made_by_a_person_shown_once_and_revoked() {
    let client = Client::new();
    let body = r#"{"name": "1C", "signing": "allowed"}"#;
    let made = client.owner("POST", "/api/v1/api-keys", body).await.json();
    assert_eq!(made["key"], "key_shown_once");
    let itself = client.bearer(PROGRAM, "POST", "/api/v1/api-keys", body).await;
    assert_failure(&itself, 403, "forbidden");
    let list = client.owner("GET", "/api/v1/api-keys", "").await.json();
    assert_eq!(
        (&list["rows"][0]["signing"], list["rows"][0].get("key")),
        (&"allowed".into(), None)
    );
    let long = json!({"name": "x".repeat(101), "signing": "denied"}).to_string();
    assert_failure(
        &client.owner("POST", "/api/v1/api-keys", &long).await,
        422,
        "invalid_fields",
    );
    assert_eq!(client.owner("DELETE", "/api/v1/api-keys/1", "").await.status, 200);
}
