//! When nothing goes wrong.

use agent::{AgentError, Driver};
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::device::{Power, SERIAL, STORAGE, Shift};
use crate::world::{World, sale};

#[tokio::test]
async fn a_task_is_sealed_once_and_reported() {
    let world = World::new().await;
    world.give(sale(7, "950.10"));
    let mut agent = world.agent();
    agent.step().await.unwrap();
    assert_eq!(
        (world.sealed(), world.reports().len()),
        (0, 0),
        "a task of this beat is sealed in the next"
    );
    agent.step().await.unwrap();
    assert_eq!(world.sealed(), 1);
    let report = world.reports().remove(0);
    let expected = json!({
        "id": 7, "inn": "7700000016", "kkt_serial_number": SERIAL, "kkt_reg_number": "0000000042012345",
        "fiscal_drive_id": STORAGE, "ofd_url": "ofd.example", "organisation": "ООО Ромашка",
        "organisation_address": "Примерная, 1", "sno": "1", "cashier": "Cashier", "cashier_inn": null,
        "fiscal_document_number": 2, "sum": 950.10, "fiscal_id": 3_000_000_002_u32, "time": "2026-01-12T12:00:00",
        "session": 4, "session_check": 2,
    });
    assert_eq!(report, expected);
    agent.step().await.unwrap();
    assert_eq!(world.reports().len(), 1, "an accepted report is not repeated");
    let printer = world.cloud.lock().unwrap().printers.last().unwrap().clone();
    let expected = json!({
        "serial_number": SERIAL, "fiscal_id": STORAGE, "reg_till": "2027-02-26T00:00:00+03:00", "fn_state": 10,
        "rent_station": null,
    });
    assert_eq!(printer, expected);
}

#[tokio::test]
async fn many_tasks_are_sealed_in_order_until_the_stop() {
    let world = World::new().await;
    for id in 0..5 {
        world.give(sale(id, "100"));
    }
    let mut agent = world.agent();
    let stop = async {
        while world.reports().len() < 5 {
            tokio::task::yield_now().await;
        }
    };
    agent.run(stop).await.unwrap();
    let ids: Vec<i64> = world
        .reports()
        .iter()
        .map(|report| report["id"].as_i64().unwrap())
        .collect();
    assert_eq!(ids, [0, 1, 2, 3, 4]);
    assert_eq!((world.sealed(), world.cloud.lock().unwrap().activations), (5, 1));
}

#[tokio::test]
async fn an_expired_shift_is_closed_and_another_opened() {
    let world = World::new().await;
    world.device.lock().unwrap().shift = Shift::Expired;
    world.give(sale(7, "100"));
    let mut agent = world.agent();
    agent.step().await.unwrap();
    agent.step().await.unwrap();
    let kinds: Vec<Value> = world
        .device
        .lock()
        .unwrap()
        .documents
        .iter()
        .map(|document| document["fiscalDocumentType"].clone())
        .collect();
    assert_eq!(kinds, ["closeShift", "openShift", "receipt"]);
    assert_eq!(world.reports()[0]["fiscal_document_number"], 3);
}

#[tokio::test]
async fn a_task_that_comes_again_is_reported_again_and_not_sealed() {
    let world = World::new().await;
    world.give(sale(7, "100"));
    world.give(sale(8, "200"));
    world.give(sale(7, "100"));
    let mut agent = world.agent();
    for _ in 0..5 {
        agent.step().await.unwrap();
    }
    let reports = world.reports();
    assert_eq!((world.sealed(), reports.len()), (2, 3));
    assert_eq!(reports[0], reports[2]);
}

#[tokio::test]
async fn an_activation_that_the_cloud_refuses_ends_the_agent() {
    let world = World::new().await;
    world.cloud.lock().unwrap().refusal = Some(StatusCode::UNPROCESSABLE_ENTITY);
    let ended = world.agent().run(std::future::pending()).await;
    let Err(AgentError::ActivationRefused {
        status: 422,
        description,
    }) = ended
    else {
        panic!("{ended:?}")
    };
    assert_eq!(description, "another device is bound");
}

#[tokio::test]
async fn a_silent_register_takes_no_task_and_says_so() {
    let world = World::new().await;
    world.device.lock().unwrap().off = Power::Off;
    world.give(sale(7, "100"));
    let mut agent = world.agent();
    agent.step().await.unwrap();
    let printer = world.cloud.lock().unwrap().printers.last().unwrap().clone();
    assert!(
        printer["error_description"]
            .as_str()
            .unwrap()
            .contains("the register does not answer"),
        "{printer}"
    );
    assert_eq!(printer.get("serial_number"), None);
    assert_eq!(world.cloud.lock().unwrap().tasks.len(), 1);
    world.device.lock().unwrap().off = Power::On;
    agent.step().await.unwrap();
    agent.step().await.unwrap();
    assert_eq!((world.sealed(), world.reports().len()), (1, 1));
}

#[tokio::test]
async fn tells_how_the_exchange_with_the_operator_stands() {
    let world = World::new().await;
    let config = world.config();
    let rng = std::sync::Arc::new(types::SeededRng::new(1));
    let driver = agent::AtolDriver::new(config.device, rng).unwrap();
    assert_eq!(driver.exchange().await.unwrap().unsent, 3);
}
