//! What goes wrong at the device and at the cloud.

use agent::MarkingPolicy;
use serde_json::json;

use crate::cloud;
use crate::device::{Power, Shift, Trouble};
use crate::world::{World, sale};

/// Runs a task under a trouble of the device until it is reported.
async fn under(trouble: Trouble) -> World {
    let world = World::new().await;
    world.device.lock().unwrap().troubles.push_back(trouble);
    world.give(sale(7, "100.50"));
    let mut agent = world.agent();
    for _ in 0..4 {
        agent.step().await.unwrap();
    }
    drop(agent);
    world
}

#[tokio::test]
async fn after_a_cut_the_device_is_asked_and_never_seals_twice() {
    for trouble in [
        Trouble::CutAfterSealing,
        Trouble::CutBeforeTaking,
        Trouble::SealedAndForgotten,
    ] {
        let world = under(trouble).await;
        let reports = world.reports();
        assert_eq!((world.sealed(), reports.len()), (1, 1), "{trouble:?}");
        assert_eq!(reports[0]["fiscal_document_number"], 2, "{trouble:?}");
        assert_eq!(reports[0]["fiscal_id"], 3_000_000_002_u32, "{trouble:?}");
    }
}

#[tokio::test]
async fn what_the_device_refuses_is_reported_in_its_words() {
    let table = [
        (Trouble::NoPaper, "Нет бумаги (44)"),
        (Trouble::Refused, "the register refused: Неверное задание (502)"),
        (
            Trouble::Interrupted,
            "the register stopped (`interrupted`); nothing was sealed",
        ),
    ];
    for (trouble, expected) in table {
        let world = under(trouble).await;
        let failed = json!({"id": 7, "error_description": expected});
        assert_eq!(
            (world.sealed(), world.reports()),
            (0, vec![failed]),
            "{trouble:?}"
        );
    }
}

#[tokio::test]
async fn a_forgotten_receipt_is_told_from_those_of_another_program() {
    let world = World::new().await;
    {
        let mut device = world.device.lock().unwrap();
        device.shift = Shift::Opened;
        device.seal("receipt", 1, &json!(100.5));
        device.troubles.push_back(Trouble::CutBeforeTaking);
    }
    world.give(sale(7, "100.50"));
    let mut agent = world.agent();
    for _ in 0..3 {
        agent.step().await.unwrap();
    }
    assert_eq!(world.sealed(), 2, "the older receipt of the same sum is not ours");
    assert_eq!(world.reports()[0]["fiscal_document_number"], 2);
}

#[tokio::test]
async fn a_report_is_repeated_until_the_cloud_takes_it() {
    let world = World::new().await;
    world.give(sale(7, "100"));
    let mut agent = world.agent();
    agent.step().await.unwrap();
    world
        .cloud
        .lock()
        .unwrap()
        .troubles
        .extend([cloud::Trouble::Failed, cloud::Trouble::AnswerLost]);
    for _ in 0..4 {
        agent.step().await.unwrap();
    }
    let reports = world.reports();
    assert_eq!((world.sealed(), reports.len()), (1, 2));
    assert_eq!(reports[0], reports[1]);
}

#[tokio::test]
async fn what_the_agent_refuses_never_reaches_the_device() {
    let mut foreign = sale(1, "100");
    foreign["company"]["inn"] = json!("7700000023");
    let mut broken = sale(2, "100");
    broken["intent"] = json!("steal");
    let mut detailed = sale(3, "100");
    detailed["cashless_payments"] = json!([{"sum": 100, "method": 1, "id": "x"}]);
    let table = [
        (
            foreign,
            "the receipt is of taxpayer 7700000023; the register is of 7700000016",
        ),
        (broken, "field `intent` has `steal`, which is not known"),
        (
            detailed,
            "the register cannot express details of electronic payments",
        ),
    ];
    for (task, expected) in table {
        let world = World::new().await;
        world.give(task);
        let mut agent = world.agent();
        agent.step().await.unwrap();
        agent.step().await.unwrap();
        assert_eq!(world.reports()[0]["error_description"], expected);
        assert!(world.device.lock().unwrap().receipts.is_empty());
    }
}

#[tokio::test]
async fn a_task_that_waited_too_long_is_dropped_and_taken_again() {
    let world = World::new().await;
    world.give(sale(7, "100"));
    let mut agent = world.agent();
    agent.step().await.unwrap();
    world.clock.advance_s(61);
    agent.step().await.unwrap();
    assert_eq!((world.sealed(), world.reports().len()), (0, 0));
    world.give(sale(7, "100"));
    for _ in 0..3 {
        agent.step().await.unwrap();
    }
    assert_eq!(world.sealed(), 1);
    assert_eq!(world.reports()[0]["fiscal_document_number"], 2);
}

#[tokio::test]
async fn a_device_that_is_off_for_a_while_fails_no_receipt() {
    // Beyond the longest hold the task is dropped, and the cloud hands it out again.
    for (off_s, comes_again) in [(30, false), (3600, true)] {
        let world = World::new().await;
        world.give(sale(7, "100"));
        let mut agent = world.agent();
        agent.step().await.unwrap();
        world.device.lock().unwrap().off = Power::Off;
        agent.step().await.unwrap();
        world.clock.advance_s(off_s);
        agent.step().await.unwrap();
        assert_eq!((world.sealed(), world.reports().len()), (0, 0), "{off_s}");
        world.device.lock().unwrap().off = Power::On;
        if comes_again {
            world.give(sale(7, "100"));
        }
        for _ in 0..3 {
            agent.step().await.unwrap();
        }
        assert_eq!((world.sealed(), world.reports().len()), (1, 1), "{off_s}");
    }
}

#[tokio::test]
async fn a_device_that_goes_off_at_any_exchange_fails_no_receipt() {
    for index in 0..12 {
        let world = World::new().await;
        world.give(sale(7, "100"));
        let mut agent = world.agent();
        world.device.lock().unwrap().off_after = Some(index);
        for _ in 0..3 {
            agent.step().await.unwrap();
        }
        {
            let mut device = world.device.lock().unwrap();
            device.off_after = None;
            device.off = Power::On;
        }
        for _ in 0..4 {
            agent.step().await.unwrap();
        }
        let reports = world.reports();
        assert_eq!(
            (world.sealed(), reports.len()),
            (1, 1),
            "exchange {index}: {reports:?}"
        );
        assert!(
            reports[0]["fiscal_document_number"].is_number(),
            "exchange {index}: {reports:?}"
        );
    }
}

#[tokio::test]
async fn marked_goods_are_checked_before_they_are_sealed() {
    for (marks, policy, sealed) in [
        (15, MarkingPolicy::RefuseUnlessPositive, 1),
        (3, MarkingPolicy::RefuseUnlessPositive, 0),
        (3, MarkingPolicy::SealWithVerdict, 1),
    ] {
        let mut world = World::new().await;
        world.marking = policy;
        world.device.lock().unwrap().marks = marks;
        let mut task = sale(7, "100");
        task["positions"][0]["payment_object"] = json!("tm");
        task["positions"][0]["mark_code"] = json!({"gs1m": "0104601234567893215abcde\u{1d}93dGVz"});
        world.give(task);
        let mut agent = world.agent();
        agent.step().await.unwrap();
        agent.step().await.unwrap();
        assert_eq!(world.sealed(), sealed, "{marks} {policy:?}");
        if sealed == 0 {
            let expected = "marking codes are not confirmed: marked line 1: result 3";
            assert_eq!(world.reports()[0]["error_description"], expected);
            continue;
        }
        let receipt = world.device.lock().unwrap().receipts[0].clone();
        let params = &receipt["items"][0]["imcParams"];
        assert_eq!(params["imc"], "MDEwNDYwMTIzNDU2Nzg5MzIxNWFiY2RlHTkzZEdWeg==");
        assert_eq!(params["itemInfoCheckResult"]["imcStatusInfo"], marks == 15);
    }
}

#[tokio::test]
async fn another_device_at_the_same_place_is_not_driven() {
    let world = World::new().await;
    let mut config = world.config();
    config.cloud.serial_number = types::SerialNumber::parse("00106700000002").unwrap();
    let rng = std::sync::Arc::new(types::SeededRng::new(1));
    let driver = agent::AtolDriver::new(config.device.clone(), rng.clone()).unwrap();
    let mut agent = agent::Agent::open(config, driver, world.clock.clone(), rng).unwrap();
    world.give(sale(7, "100"));
    agent.step().await.unwrap();
    agent.step().await.unwrap();
    assert_eq!((world.sealed(), world.cloud.lock().unwrap().tasks.len()), (0, 1));
}
