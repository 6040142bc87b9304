//! Clocks that jump: a day ahead, three days back, beyond 2038.

use app::{deadlines, fiscalization, messages};
use store::outbox::{self, MessageKind, NewMessage};
use store::tasks::TaskState;
use testkit::{START, TestDb};

use crate::stage::{LEASE_S, Stage};

const DAY_S: i64 = 86_400;

testkit::on_both_engines! {
    async fn a_jump_ahead_between_lease_and_report_seals_once(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("ahead", 4).await;
        let leased = stage.lease(stage.first, 4).await;
        let sealings = stage.seal(stage.first, &leased).await;
        stage.clock.advance_s(25 * 3600);
        // the lease is over by the new clock: the storage is asked, while the register reports too
        assert_eq!(fiscalization::recovery::run(&stage.app).await, Ok(4));
        fiscalization::report(&stage.app, stage.first, sealings).await.unwrap();
        stage.work_off(4).await;
        stage.assert_each_has_one_document(&sold).await;
    }

    async fn a_clock_that_is_set_back_leaves_no_lease_that_outlives_its_length(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("back", 4).await;
        assert_eq!(stage.lease(stage.first, 4).await.len(), 4);
        stage.clock.advance_s(-3 * DAY_S);
        assert_eq!(deadlines::bring_near(&stage.app).await, Ok(4));
        assert_eq!(deadlines::bring_near(&stage.app).await, Ok(0));
        assert_eq!(fiscalization::recovery::run(&stage.app).await, Ok(0));
        stage.clock.advance_s(i64::from(LEASE_S) + 1);
        assert_eq!(fiscalization::recovery::run(&stage.app).await, Ok(4));
        assert_eq!(stage.states(&sold).await, ["new"].into());
    }

    async fn a_register_whose_clock_is_set_back_refuses_and_goes_on_when_it_is_right(test: TestDb) {
        let stage = Stage::set(test).await;
        let first = stage.sell("first", 2).await;
        stage.work_off(3).await;
        stage.clock.advance_s(-3 * DAY_S);
        let behind = stage.sell("behind", 1).await;
        stage.work(stage.first, 1).await;
        let waiting = stage.task(behind[0]).await;
        assert!(matches!(waiting.state, TaskState::New | TaskState::Done), "{:?}", waiting.state);
        stage.clock.set(START.plus_s(100));
        stage.work_off(6).await;
        let all: Vec<_> = first.into_iter().chain(behind).collect();
        stage.assert_each_has_one_document(&all).await;
        for documents in stage.sealed().await.into_values() {
            let times: Vec<_> = documents.iter().map(|document| document.settled_at).collect();
            assert!(times.is_sorted(), "{times:?}");
        }
    }

    async fn messages_do_not_wait_for_a_time_that_was_wrong(test: TestDb) {
        let stage = Stage::set(test).await;
        let (organization, now) = (stage.facts.organization, stage.app.now());
        stage.app.db().write("enqueue", move |tx| {
            let message = |target: &str| NewMessage {
                organization,
                kind: MessageKind::Callback,
                task: None,
                order: None,
                target: target.to_owned(),
            };
            outbox::enqueue(tx, &message("https://shop.example/fresh"), now)?;
            outbox::enqueue(tx, &message("https://shop.example/tried"), now)?;
            let tried = outbox::lease_due(tx, now, now, 9)?.pop().unwrap().id;
            outbox::failed(tx, tried, "failed", "silence", Some(now.plus_s(3600)), now)
        }).await.unwrap();
        assert_eq!(deadlines::bring_near(&stage.app).await, Ok(0));
        stage.clock.advance_s(-3 * DAY_S);
        assert_eq!(deadlines::bring_near(&stage.app).await, Ok(2));
        assert!(messages::lease(&stage.app, 9).await.unwrap().is_empty());
        stage.clock.advance_s(121);
        let due = messages::lease(&stage.app, 9).await.unwrap();
        assert_eq!(due.len(), 1);
        assert!(due[0].message.target.ends_with("fresh"));
        stage.clock.advance_s(3960);
        assert!(messages::lease(&stage.app, 9).await.unwrap().iter().any(|due| due.message.target.ends_with("tried")));
    }

    async fn beyond_2038_everything_is_as_before(test: TestDb) {
        let stage = Stage::set(test).await;
        stage.clock.set(types::Timestamp::parse_rfc3339("2038-01-19T03:14:00Z").unwrap());
        let sold = stage.sell("late", 2).await;
        // the storages of the stage ended long before; leases and their ends do not depend on that
        assert_eq!(stage.lease(stage.first, 2).await.len(), 2);
        stage.clock.advance_s(60);
        assert_eq!(stage.recover().await, 2);
        assert_eq!(stage.states(&sold).await, ["new"].into());
        let accepted = stage.task(sold[0]).await.accepted_at;
        assert_eq!(accepted, types::Timestamp::parse_rfc3339("2038-01-19T03:14:00Z").unwrap());
    }
}
