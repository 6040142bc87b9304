use super::*;
use crate::field::FieldErrorKind;
use crate::json::to_bytes;
use receipt::Operation;
use types::{LocalDateTime, Money, QueueId, TaskId};

fn new_task() -> Task {
    Task {
        id: TaskId::new(7),
        uuid: "018f8f2e-0000-7000-8000-000000000000".into(),
        external_id: ExternalId {
            text: "order-17".into(),
            spelling: Spelling::Text,
        },
        queue: QueueId::new(3),
        state: TaskState::New,
        error_description: None,
        fiscal_data: None,
        receipt_url: None,
    }
}

fn done_task() -> Task {
    Task {
        external_id: ExternalId {
            text: "17".into(),
            spelling: Spelling::Integer,
        },
        state: TaskState::Done,
        receipt_url: Some("https://kassa.example/r/018f8f2e".into()),
        fiscal_data: Some(FiscalData {
            document_number: 12,
            fiscal_storage: "9999078900001341".into(),
            settled_at: LocalDateTime::parse("22.11.2026 10:05:59", "%d.%m.%Y %H:%M:%S").unwrap(),
            operation: Operation::SellReturn,
            fiscal_sign: 409_871_234,
            total: Money::from_minor(95_000),
            shift_number: 4,
            receipt_number: 2,
            registration_number: "0000000001006989".into(),
        }),
        ..new_task()
    }
}

fn written(value: &Value<'_>) -> String {
    String::from_utf8(to_bytes(value)).unwrap()
}

#[test]
fn a_new_task_has_every_key_that_clients_read() {
    insta::assert_snapshot!(written(&task(&new_task())), @r#"{"id":7,"uuid":"018f8f2e-0000-7000-8000-000000000000","external_id":"order-17","print_queue_id":3,"state":"new","error_description":null,"fiscal_data":null,"receipt_url":null}"#);
}

#[test]
fn a_done_task_has_the_parameters_of_the_qr_code() {
    insta::assert_snapshot!(written(&task(&done_task())), @r#"{"id":7,"uuid":"018f8f2e-0000-7000-8000-000000000000","external_id":17,"print_queue_id":3,"state":"done","error_description":null,"fiscal_data":{"i":"12","fn":"9999078900001341","t":"20261122T1005","n":2,"fp":"409871234","s":"950.00","sh":"4","shn":"2","rn":"0000000001006989"},"receipt_url":"https://kassa.example/r/018f8f2e"}"#);
}

#[test]
fn why_a_task_waits_is_no_error() {
    let waiting = Task {
        error_description: Some("the fiscal storage is exhausted".into()),
        ..new_task()
    };
    assert_eq!(written(&task(&waiting)), written(&task(&new_task())));
}

#[test]
fn a_canceled_task_is_an_error_that_says_so() {
    let canceled = Task {
        state: TaskState::Canceled,
        ..new_task()
    };
    let answer = written(&task(&canceled));
    assert!(
        answer.contains(r#""state":"error","error_description":"canceled before"#),
        "{answer}"
    );
}

#[test]
fn a_batch_answers_by_external_id() {
    let answer = written(&tasks(&[new_task(), done_task()]));
    let parsed: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(parsed["order-17"]["state"], "new");
    assert_eq!(parsed["17"]["state"], "done");
}

#[test]
fn a_queue_is_active_or_passive() {
    let passive = Queue {
        id: QueueId::new(3),
        name: "Main".into(),
        state: QueueState::Passive,
    };
    insta::assert_snapshot!(written(&queue(&passive)), @r#"{"id":3,"name":"Main","state":"passive"}"#);
}

#[test]
fn pages_are_counted_by_the_limit() {
    let pages = |total, limit| written(&meta(total, Window { start: 0, limit }));
    assert_eq!(pages(0, 10), r#"{"total":0,"total_pages":0}"#);
    assert_eq!(pages(21, 10), r#"{"total":21,"total_pages":3}"#);
    assert_eq!(pages(5, 0), r#"{"total":5,"total_pages":5}"#);
}

#[test]
fn a_path_has_its_pointer() {
    for (path, written) in [
        ("", ""),
        ("intent", "/intent"),
        ("[3].positions[0].vat", "/3/positions/0/vat"),
    ] {
        assert_eq!(pointer(path), written);
    }
}

#[test]
fn a_refusal_lists_every_fault_and_the_known_task() {
    let fault = |path: &str, kind| FieldError {
        path: path.into(),
        value: Some("`18`".into()),
        kind,
    };
    let vat = fault("positions[0].vat", FieldErrorKind::NotAllowed(vec!["no", "22"]));
    let price = fault(
        "positions[0].price",
        FieldErrorKind::FractionOfKopeck {
            nearest: Money::from_minor(1),
        },
    );
    assert_eq!(
        Problem::of_fields(vec![price.clone()]).code,
        Code::FractionOfKopeck
    );
    let problem = Problem::of_fields(vec![vat, price]);
    insta::assert_snapshot!(written(&problem.body()), @r#"{"title":"Fraction of a kopeck","code":"VLD12","description":"positions[0].vat: must be one of: no, 22; got `18`; positions[0].price: has a fraction of a kopeck; the nearest amount is 0.01; got `18`","errors":[{"path":"positions[0].vat","pointer":"/positions/0/vat","code":"not_allowed","message":"must be one of: no, 22","value":"`18`","allowed":["no","22"]},{"path":"positions[0].price","pointer":"/positions/0/price","code":"fraction_of_kopeck","message":"has a fraction of a kopeck; the nearest amount is 0.01","value":"`18`","allowed":null}]}"#);
    let known = Problem {
        task: Some(Box::new(new_task())),
        ..Problem::new(Code::ExternalIdTaken, "taken")
    };
    let body = written(&known.body());
    assert!(
        body.starts_with(
            r#"{"title":"External id is taken","code":"VLD11","description":"taken","task":{"id":7,"#
        ),
        "{body}"
    );
}
