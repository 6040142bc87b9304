//! A register dies at the worst moments: before it sealed, after it sealed, after it reported.

use app::fiscalization;
use app::register_door::{self, Beat, Memory, Readiness, Reported};
use store::tasks::{self, TaskDocument, TaskState};
use testkit::TestDb;
use types::{LocalDateTime, TaskId};

use crate::stage::{LEASE_S, Stage};

fn beat(ready: Readiness, report: Option<(TaskId, Reported)>) -> Beat {
    Beat {
        device_report: "{}".to_owned(),
        ready,
        memory: Memory::Unknown,
        report,
    }
}

fn a_document(number: i64) -> TaskDocument {
    TaskDocument {
        registration_number: "0000000001012345".to_owned(),
        fiscal_storage_number: "9999000100000003".to_owned(),
        document_number: number,
        fiscal_sign: 7,
        shift_number: 1,
        receipt_number: number,
        settled_at: LocalDateTime::from_wall_seconds(1_700_000_000),
    }
}

testkit::on_both_engines! {
    async fn a_register_that_died_before_sealing_loses_its_tasks_to_another_after_the_lease(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("before", 4).await;
        assert_eq!(stage.lease(stage.first, 4).await.len(), 4);
        // within the lease nobody else gets them
        stage.clock.advance_s(i64::from(LEASE_S) - 1);
        assert_eq!(fiscalization::recovery::run(&stage.app).await, Ok(0));
        assert!(stage.lease(stage.second, 4).await.is_empty());
        assert_eq!(stage.recover().await, 4);
        assert_eq!(stage.work(stage.second, 4).await, 4);
        stage.assert_each_has_one_document(&sold).await;
        for id in sold {
            assert_eq!(stage.task(id).await.register, Some(stage.second));
        }
    }

    async fn a_register_that_died_after_sealing_keeps_its_tasks_and_nothing_is_sealed_again(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("after", 4).await;
        let leased = stage.lease(stage.first, 4).await;
        stage.seal(stage.first, &leased).await;
        let before = stage.sealed().await;
        // sealed, and nobody was told: the storage is asked when the lease ends
        assert!(stage.lease(stage.second, 4).await.is_empty());
        assert_eq!(stage.recover().await, 4);
        assert!(stage.lease(stage.second, 4).await.is_empty());
        stage.assert_each_has_one_document(&sold).await;
        for id in sold {
            assert_eq!(stage.task(id).await.register, Some(stage.first));
        }
        assert_eq!(stage.sealed().await, before);
    }

    async fn a_register_that_died_after_its_report_changes_nothing(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("reported", 4).await;
        let leased = stage.lease(stage.first, 4).await;
        let sealings = stage.seal(stage.first, &leased).await;
        fiscalization::report(&stage.app, stage.first, sealings.clone()).await.unwrap();
        let before = stage.sealed().await;
        assert_eq!(stage.recover().await, 0);
        // it comes back and does everything again
        let again = stage.seal(stage.first, &leased).await;
        assert!(again.is_empty(), "a lease is sealed once: {again:?}");
        fiscalization::report(&stage.app, stage.first, sealings).await.unwrap();
        assert_eq!(stage.sealed().await, before);
        stage.assert_each_has_one_document(&sold).await;
    }

    async fn a_slow_register_that_wakes_after_its_lease_seals_nothing_twice(test: TestDb) {
        let stage = Stage::set(test).await;
        let sold = stage.sell("slow", 4).await;
        let leased = stage.lease(stage.first, 4).await;
        assert_eq!(stage.recover().await, 4);
        assert_eq!(stage.work(stage.second, 4).await, 4);
        // the first one goes on as if nothing had happened
        let late = fiscalization::seal(&stage.app, stage.first, leased, 0).await;
        if let Ok(sealings) = late {
            fiscalization::report(&stage.app, stage.first, sealings).await.unwrap();
        }
        stage.assert_each_has_one_document(&sold).await;
        for id in sold {
            assert_eq!(stage.task(id).await.register, Some(stage.second));
        }
    }

    async fn a_device_that_began_to_seal_keeps_its_task_until_it_tells(test: TestDb) {
        let stage = Stage::set(test).await;
        let queue = stage.facts.external.id;
        let task = stage.sell_into(queue, "device", 1).await[0];
        let handed = register_door::beat(&stage.app, stage.agents, beat(Readiness::Ready, None)).await.unwrap();
        assert_eq!(handed.map(|handed| handed.task.id), Some(task));
        let (agents, now) = (stage.agents, stage.app.now());
        let marked = stage.app.db().write("mark", move |tx| tasks::mark_sealing(tx, task, agents, now)).await;
        assert_eq!(marked, Ok(true));
        // many leases later nobody else has it: the device may have sealed
        for _ in 0..5 {
            stage.recover().await;
            let row = stage.task(task).await;
            assert_eq!((row.state, row.register, row.attempt), (TaskState::Processing, Some(agents), 1));
        }
        let report = Some((task, Reported::Sealed(a_document(9))));
        register_door::beat(&stage.app, agents, beat(Readiness::NotReady, report.clone())).await.unwrap();
        register_door::beat(&stage.app, agents, beat(Readiness::NotReady, report)).await.unwrap();
        let row = stage.task(task).await;
        assert_eq!((row.state, row.document), (TaskState::Done, Some(a_document(9))));
    }
}
