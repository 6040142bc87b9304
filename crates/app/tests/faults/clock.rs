//! Clocks that jump: a day ahead, three days back, beyond 2038.

use app::fiscalization;
use store::tasks::TaskState;
use testkit::{START, TestDb};

use crate::stage::Stage;

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

    async fn a_storage_seals_beyond_2038(test: TestDb) {
        // seven seconds before a signed number of 32 bits ends
        let start = types::Timestamp::parse_rfc3339("2038-01-19T03:14:00Z").unwrap();
        let stage = Stage::set_at(test, start).await;
        let before = stage.sell("before", 2).await;
        stage.work_off(3).await;
        stage.clock.advance_s(60);
        let after = stage.sell("after", 2).await;
        stage.work_off(3).await;
        let all: Vec<_> = before.into_iter().chain(after).collect();
        stage.assert_each_has_one_document(&all).await;
        let limit = start.plus_s(7).to_local(types::UtcOffset::MOSCOW);
        let sealed = stage.sealed().await;
        let beyond = sealed.values().flatten().filter(|document| document.settled_at > limit);
        assert!(beyond.count() >= 2, "nothing was sealed after the end of 32 bits");
        for documents in sealed.values() {
            let times: Vec<_> = documents.iter().map(|document| document.settled_at).collect();
            assert!(times.is_sorted(), "{times:?}");
        }
    }
}
