//! `/api/v1/russian-enrollments`

use api::cloud::HandAnswer;
use app::enrollment::russian::{RussianAnswer, RussianRequest};
use enrollment::russian::{DocumentDestination, RussianReRegistrationReason};
use serde_json::{Value, json};
use types::LocalDateTime;

use crate::client::{Client, assert_failure};

fn particulars() -> Value {
    json!({
        "model": "Виртуальная касса", "serial_number": "00000000000000000042",
        "storage": {"model": "Эмулятор ФН", "number": "9999078900000001"},
        "address": "101000, г. Москва, ул. Первая, 1", "place": "https://shop.example", "usage": ["Интернет"],
        "ofd": {"name": "Qassa", "inn": "7700000009"},
    })
}

fn report(number: u32) -> Value {
    json!({"document_number": number, "fiscal_sign": 1_234_567_890, "made_at": "2026-11-20T12:00:00"})
}

#[tokio::test]
async fn a_draft_needs_numbers_that_hold() {
    let client = Client::new();
    let wrong =
        json!({"name": "Касса", "taxpayer": {"name": "ООО «Пример»", "inn": "7700000008", "ogrn": "1"}});
    let answer = client
        .owner("POST", "/api/v1/russian-enrollments", &wrong.to_string())
        .await;
    assert_failure(&answer, 422, "invalid_fields");
    let answer = answer.json();
    let paths: Vec<_> = answer["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| &field["path"])
        .collect();
    assert_eq!(paths, ["taxpayer.inn", "taxpayer.ogrn"]);
}

#[tokio::test]
async fn every_russian_application_is_read() {
    let client = Client::new();
    let path = "/api/v1/russian-enrollments/1/applications";
    for body in [
        json!({"kind": "registration", "particulars": particulars()}),
        json!({"kind": "re_registration", "particulars": particulars(), "reasons": ["ofd_changed", "place_changed"],
            "report": report(7)}),
        json!({"kind": "deregistration", "reason": "other", "closing": report(9)}),
    ] {
        let answer = client.owner("POST", path, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
    }
    let requests = client.fake.state.lock().unwrap().russian_requests.clone();
    let [
        RussianRequest::Registration { particulars: told },
        RussianRequest::ReRegistration {
            reasons,
            report,
            closing,
            ..
        },
        RussianRequest::Deregistration {
            closing: Some(closed),
            ..
        },
    ] = requests.as_slice()
    else {
        panic!("{requests:?}");
    };
    assert!(matches!(&told.destination, DocumentDestination::Ofd { name, .. } if name == "Qassa"));
    assert_eq!(
        reasons.as_slice(),
        [
            RussianReRegistrationReason::PlaceChanged,
            RussianReRegistrationReason::OfdChanged
        ]
    );
    assert_eq!(
        (report.document_number, *closing, closed.document_number),
        (7, None, 9)
    );
    for (body, fields) in [
        (json!({"kind": "registration"}), 6),
        (
            json!({"kind": "re_registration", "particulars": particulars(), "reasons": []}),
            4,
        ),
        (json!({"kind": "deregistration", "reason": "sold"}), 1),
    ] {
        let wrong = client.owner("POST", path, &body.to_string()).await;
        assert_failure(&wrong, 422, "invalid_fields");
        let wrong = wrong.json();
        assert_eq!(wrong["fields"].as_array().unwrap().len(), fields, "{wrong}");
    }
}

#[tokio::test]
async fn the_sandbox_answers_russian_applications_by_hand() {
    let client = Client::new();
    let path = "/api/v1/russian-applications/1/answer";
    for body in [
        r#"{"answer": "accept"}"#,
        r#"{"answer": "refuse", "reason": "адрес"}"#,
    ] {
        assert_eq!(client.owner("POST", path, body).await.status, 200, "{body}");
    }
    let silent = client.owner("POST", path, r#"{"answer": "refuse"}"#).await;
    assert_failure(&silent, 422, "invalid_fields");
    let refused = HandAnswer::Refuse {
        reason: "адрес".into(),
    };
    assert_eq!(
        client.fake.state.lock().unwrap().answers,
        [HandAnswer::Accept, refused]
    );
}

#[tokio::test]
async fn answers_of_the_tax_service_are_read() {
    let client = Client::new();
    let path = "/api/v1/russian-enrollments/1/answer";
    for body in [
        json!({"answer": "card", "registered_on": "2026-11-23"}),
        json!({"answer": "accept"}),
        json!({"answer": "refuse", "reason": "адрес"}),
    ] {
        assert_eq!(
            client.owner("POST", path, &body.to_string()).await.status,
            200,
            "{body}"
        );
    }
    let wrong = json!({"answer": "number", "number": "123", "at": "yesterday"}).to_string();
    let wrong = client.owner("POST", path, &wrong).await;
    assert_eq!(wrong.json()["fields"].as_array().unwrap().len(), 2);
    let day = LocalDateTime::from_calendar(2026, 11, 23, 0, 0, 0).unwrap();
    assert_eq!(
        client.fake.state.lock().unwrap().russian_answers,
        [
            RussianAnswer::Card { registered_on: day },
            RussianAnswer::Accepted,
            RussianAnswer::Refused {
                reason: "адрес".into()
            }
        ]
    );
    let taken = client
        .owner(
            "POST",
            "/api/v1/russian-enrollments/1/report",
            &report(1).to_string(),
        )
        .await;
    assert_eq!(taken.json()["state"], "draft");
}
