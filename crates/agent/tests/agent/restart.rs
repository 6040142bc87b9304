//! Restarts at every point: at every exchange with device and cloud, before and after it was handled.

use agent::{Agent, AtolDriver, Attempt, Held, Journal, Record, Work};
use serde_json::json;
use types::{Clock, TaskId};
use uuid::Uuid;

use crate::device::{STORAGE, Shift, Trouble};
use crate::world::{Side, World, sale};

/// Beats until so many reports have come.
async fn until_reported(world: &World, agent: &mut Agent<AtolDriver>, reports: usize) {
    for _ in 0..30 {
        if world.reports().len() >= reports {
            return;
        }
        agent.step().await.unwrap();
    }
    panic!("no report: {:?}", world.reports());
}

/// One life: the agent dies at the exchange with this index, another takes over. `false` when it never came so far.
async fn one_life(index: usize, side: Side, trouble: Option<Trouble>) -> bool {
    let world = World::new().await;
    world.device.lock().unwrap().troubles.extend(trouble);
    world.give(sale(7, "100.50"));
    world.fuse.arm(index, side);
    let mut first = world.agent_seeded(1);
    let died = tokio::select! {
        () = until_reported(&world, &mut first, 1) => false,
        () = world.fuse.blown() => true,
    };
    drop(first);
    world.fuse.disarm();
    if !died {
        return false;
    }
    let before = world.present();
    // The cloud hands the task out again when the agent never had it.
    let had_it = before.is_some() || !world.reports().is_empty();
    if !had_it && world.cloud.lock().unwrap().tasks.is_empty() {
        world.give(sale(7, "100.50"));
    }
    let mut second = world.agent_seeded(2);
    let reports = world.reports().len();
    let is_reported = reports > 0 && before.is_none();
    until_reported(
        &world,
        &mut second,
        if is_reported { reports } else { reports + 1 },
    )
    .await;
    drop(second);
    let context = format!("exchange {index}, {side:?}, {trouble:?}, {before:?}");
    assert_eq!(world.sealed(), 1, "{context}");
    for report in world.reports() {
        assert_eq!(report["fiscal_document_number"], 2, "{context}");
        assert_eq!(report["id"], 7, "{context}");
    }
    true
}

#[tokio::test]
async fn a_restart_at_any_exchange_seals_exactly_once() {
    for trouble in [
        None,
        Some(Trouble::CutAfterSealing),
        Some(Trouble::SealedAndForgotten),
    ] {
        for side in [Side::Before, Side::After] {
            let mut index = 0;
            while one_life(index, side, trouble).await {
                index += 1;
            }
            assert!(index > 8, "the agent died at {index} exchanges only");
        }
    }
}

fn held(world: &World) -> Held {
    Held {
        task: TaskId::new(7),
        at: world.clock.now(),
        body: sale(7, "100.50").to_string(),
    }
}

fn attempt() -> Attempt {
    let request = json!([{"type": "sell", "total": 100.5}]).to_string();
    Attempt {
        uuid: Uuid::from_u128(42),
        storage: STORAGE.to_owned(),
        newest: 0,
        request,
    }
}

/// A world whose journal holds these records.
async fn with_journal(records: impl Fn(&World) -> Vec<Record>) -> World {
    let world = World::new().await;
    world.device.lock().unwrap().shift = Shift::Opened;
    let mut journal = Journal::open(&world.journal_path()).unwrap();
    for record in records(&world) {
        journal.append(&record).unwrap();
    }
    drop(journal);
    world
}

fn sending(world: &World) -> Vec<Record> {
    vec![
        Record::Received(held(world)),
        Record::Sending {
            task: TaskId::new(7),
            attempt: attempt(),
        },
    ]
}

#[tokio::test]
async fn a_settled_task_is_reported_as_it_was_written() {
    let world = with_journal(|world| {
        let report = "{\"id\":7,\"error_description\":\"as written\"}".to_owned();
        vec![
            Record::Received(held(world)),
            Record::Settled {
                task: TaskId::new(7),
                report,
            },
        ]
    })
    .await;
    world.agent().step().await.unwrap();
    assert_eq!(
        world.reports(),
        [json!({"id": 7, "error_description": "as written"})]
    );
    assert_eq!((world.sealed(), world.present()), (0, None));
}

#[tokio::test]
async fn an_old_request_that_never_arrived_is_dropped_not_sent() {
    let world = with_journal(sending).await;
    world.clock.advance_s(3600);
    world.agent().step().await.unwrap();
    assert_eq!(
        (world.sealed(), world.reports().len(), world.present()),
        (0, 0, None)
    );
}

#[tokio::test]
async fn a_dropped_request_that_arrives_late_is_found_when_its_task_comes_again() {
    for arrives in [true, false] {
        let world = with_journal(sending).await;
        world.clock.advance_s(3600);
        let mut agent = world.agent();
        agent.step().await.unwrap();
        drop(agent);
        if arrives {
            let Attempt { uuid, request, .. } = attempt();
            world.device.lock().unwrap().take_late(uuid, &request);
        }
        world.give(sale(7, "100.50"));
        // The journal tells it to the next process.
        let mut agent = world.agent();
        until_reported(&world, &mut agent, 1).await;
        assert_eq!(world.sealed(), 1, "{arrives}");
        assert_eq!(world.reports()[0]["fiscal_document_number"], 1, "{arrives}");
    }
}

#[tokio::test]
async fn an_old_request_that_was_sealed_is_reported_as_sealed() {
    let world = with_journal(sending).await;
    world.device.lock().unwrap().seal("receipt", 1, &json!(100.5));
    world.clock.advance_s(30 * 86_400);
    world.agent().step().await.unwrap();
    assert_eq!(world.reports()[0]["fiscal_document_number"], 1);
    assert_eq!(world.sealed(), 1);
}

#[tokio::test]
async fn an_unknown_outcome_waits_for_the_device_and_takes_no_other_task() {
    let world = with_journal(sending).await;
    world.device.lock().unwrap().off = crate::device::Power::Off;
    world.give(sale(8, "1"));
    let mut agent = world.agent();
    for _ in 0..3 {
        agent.step().await.unwrap();
    }
    assert_eq!(
        (world.reports().len(), world.cloud.lock().unwrap().tasks.len()),
        (0, 1)
    );
    drop(agent);
    assert!(matches!(world.present(), Some(Work::Sending(..))));
}

#[tokio::test]
async fn a_replaced_storage_is_left_to_a_person() {
    let world = with_journal(|world| {
        let attempt = Attempt {
            storage: "9999078900009999".to_owned(),
            newest: 500,
            ..attempt()
        };
        vec![
            Record::Received(held(world)),
            Record::Sending {
                task: TaskId::new(7),
                attempt,
            },
        ]
    })
    .await;
    world.agent().step().await.unwrap();
    let reason = world.reports()[0]["error_description"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(
        reason.contains("look for the receipt there before it is repeated"),
        "{reason}"
    );
    assert_eq!(world.sealed(), 0);
}
