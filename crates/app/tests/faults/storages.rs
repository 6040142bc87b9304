//! Fiscal storages that are full, whose term is over, or whose documents nobody confirms.

use app::fiscalization;
use register::Warning;
use store::fiscal_storages;
use store::tasks::TaskState;
use testkit::TestDb;
use types::{RegisterId, TaskId};

use crate::stage::Stage;

/// Makes a storage that takes so many documents in all.
async fn limit(stage: &Stage, number: usize, capacity: u32) {
    let storage = stage.facts.queue.registers[number].fiscal_storage.clone();
    let now = stage.app.now();
    let limited = stage.app.db().write("limit_storage", move |tx| {
        let row = fiscal_storages::load(tx, &storage)?.unwrap();
        let mut state: serde_json::Value = serde_json::from_str(&row.state).unwrap();
        let known = set_capacity(&mut state, capacity);
        assert!(known, "the state has no capacity: {state}");
        fiscal_storages::save(tx, &storage, row.version, &state.to_string(), now)
    });
    limited.await.unwrap();
}

fn set_capacity(state: &mut serde_json::Value, capacity: u32) -> bool {
    let serde_json::Value::Object(fields) = state else {
        return false;
    };
    if let Some(found) = fields.get_mut("capacity") {
        *found = capacity.into();
        return true;
    }
    fields.values_mut().any(|field| set_capacity(field, capacity))
}

async fn warnings(stage: &Stage, register: RegisterId) -> Vec<Warning> {
    let local = stage.app.now().to_local(stage.app.settings().offset);
    let (_, register) = fiscalization::look(&stage.app, register).await.unwrap();
    register.storage().warnings(local).iter().collect()
}

/// How many tasks are done, wait, and ended as errors; those that were tried say why.
async fn tally(stage: &Stage, tasks: &[TaskId]) -> (usize, usize, usize) {
    let (mut tally, mut reasons) = ((0, 0, 0), 0);
    for id in tasks {
        let task = stage.task(*id).await;
        match task.state {
            TaskState::Done => tally.0 += 1,
            TaskState::New => tally.1 += 1,
            TaskState::Error => tally.2 += 1,
            state => panic!("{state:?}"),
        }
        let says_why = task
            .error_description
            .is_some_and(|reason| reason.contains("memory") || reason.contains("full"));
        reasons += usize::from(says_why);
        assert!(
            task.state != TaskState::Error || says_why,
            "a task ended without a reason"
        );
    }
    assert!(reasons > 0, "nobody says why tasks wait");
    tally
}

testkit::on_both_engines! {
    async fn tasks_of_a_full_storage_move_to_another(test: TestDb) {
        let stage = Stage::set(test).await;
        // registration, opening of the shift, and the last two are kept for closing shift and archive
        limit(&stage, 0, 20).await;
        let sold = stage.sell("full", 40).await;
        assert_eq!(stage.work(stage.first, 15).await, 15);
        assert!(warnings(&stage, stage.first).await.is_empty());
        assert_eq!(stage.work(stage.first, 15).await, 15);
        assert_eq!(warnings(&stage, stage.first).await, [Warning::MemoryNearlyFull]);
        assert!(warnings(&stage, stage.second).await.is_empty());
        while stage.work(stage.second, 8).await > 0 {}
        stage.assert_each_has_one_document(&sold).await;
        let sealed = stage.sealed().await;
        let counts: Vec<_> = sealed.values().map(Vec::len).collect();
        assert_eq!(counts, [18, 2 + 24]);
    }

    async fn when_all_storages_are_full_tasks_wait_say_why_and_end_in_time(test: TestDb) {
        let stage = Stage::set(test).await;
        limit(&stage, 0, 5).await;
        limit(&stage, 1, 5).await;
        let sold = stage.sell("full", 10).await;
        stage.work_in_vain().await;
        assert_eq!(tally(&stage, &sold).await, (2, 8, 0));
        stage.work_until_given_up(4).await;
        assert_eq!(tally(&stage, &sold).await, (2, 0, 8));
    }

    async fn a_storage_whose_term_is_over_seals_nothing_and_says_so(test: TestDb) {
        let stage = Stage::set(test).await;
        stage.clock.advance_s(4 * 366 * 86_400);
        let sold = stage.sell("term", 2).await;
        stage.work_in_vain().await;
        assert_eq!(stage.states(&sold).await, ["new"].into());
        assert!(warnings(&stage, stage.first).await.contains(&Warning::CriticalFailure));
        assert!(stage.task(sold[0]).await.error_description.is_some());
    }

    async fn thirty_days_without_a_confirmation_stop_the_storage(test: TestDb) {
        let stage = Stage::set(test).await;
        let before = stage.sell("before", 2).await;
        stage.work_off(4).await;
        stage.assert_each_has_one_document(&before).await;
        stage.clock.advance_s(29 * 86_400);
        assert!(warnings(&stage, stage.first).await.contains(&Warning::OfdOverdue));
        let within = stage.sell("within", 2).await;
        stage.work_off(4).await;
        assert_eq!(stage.states(&within).await, ["done"].into());
        stage.clock.advance_s(2 * 86_400);
        let after = stage.sell("after", 2).await;
        stage.work_in_vain().await;
        assert_eq!(stage.states(&after).await, ["new"].into());
        let reason = stage.task(after[0]).await.error_description.unwrap();
        assert!(reason.contains("30 days"), "{reason}");
    }
}
