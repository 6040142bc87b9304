//! Tasks: taken in once, leased to one register at a time, ended once.

use std::collections::BTreeSet;

use store::queues::{self, QueueState};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, Inserted, TaskDone, TaskFilter, TaskState};
use store::{StoreError, registers};
use testkit::TestDb;
use types::{OrganizationId, ShopId, TaskId};

use crate::world::{self, a_document, a_task, add_task, later};

testkit::on_both_engines! {
    async fn a_task_comes_back_as_it_went_in(test: TestDb) {
        let world = world::make(&test.db).await;
        let new = a_task(&world, world.queue, 1);
        let sent = new.clone();
        let id = test.db.write("add", move |tx| add_task(tx, &sent)).await.unwrap();
        let found = test.db.read("find", move |tx| tasks::find(tx, world.shop, id)).await.unwrap().unwrap();
        assert_eq!((found.uuid.as_str(), found.external_id.as_str()), (new.uuid.as_str(), new.external_id.as_str()));
        assert_eq!((found.content_hash.as_slice(), found.body.as_slice()), (new.content_hash.as_slice(), new.body.as_slice()));
        assert_eq!((found.total, found.accepted_at, found.buyer_email.as_deref()), (new.total, new.accepted_at, new.buyer_email.as_deref()));
        assert_eq!((found.state, found.attempt, found.register, found.document), (TaskState::New, 0, None, None));
        let uuid = new.uuid.clone();
        assert_eq!(test.db.read("find", move |tx| tasks::find_by_uuid(tx, &uuid)).await.unwrap().unwrap().id, id);
        let foreign = test.db.read("find", move |tx| tasks::find(tx, ShopId::new(99), id)).await.unwrap();
        assert!(foreign.is_none());
        let foreign = test.db
            .read("find", move |tx| tasks::find_in_organization(tx, OrganizationId::new(99), id))
            .await
            .unwrap();
        assert!(foreign.is_none());
    }

    async fn the_same_external_id_gives_the_first_task(test: TestDb) {
        let world = world::make(&test.db).await;
        let sending = (0..50).map(|number| {
            let mut task = a_task(&world, world.queue, number);
            task.external_id = "one".to_owned();
            test.db.write("add", move |tx| tasks::insert(tx, &task))
        });
        let (mut created, mut known) = (BTreeSet::new(), BTreeSet::new());
        for answer in futures::future::join_all(sending).await {
            match answer.unwrap() {
                Inserted::Created(id) => created.insert(id),
                Inserted::Exists(task) => known.insert(task.id),
            };
        }
        assert_eq!(created.len(), 1);
        assert_eq!(created, known);
    }

    async fn the_same_uuid_is_refused(test: TestDb) {
        let world = world::make(&test.db).await;
        let error = test.db.write("add", move |tx| {
            add_task(tx, &a_task(&world, world.queue, 1))?;
            let mut other = a_task(&world, world.queue, 1);
            other.external_id = "other".to_owned();
            add_task(tx, &other)
        }).await.unwrap_err();
        assert!(error.violates("tasks_uuid_unique"), "{error}");
    }

    async fn the_oldest_tasks_of_all_queues_are_leased_first(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = test.db.write("add", move |tx| {
            (1..=9).map(|number| {
                let queue = if number % 2 == 0 { world.queue } else { world.other_queue };
                add_task(tx, &a_task(&world, queue, number))
            }).collect::<Result<Vec<_>, StoreError>>()
        }).await.unwrap();
        let lease = |register, tasks_max| test.db.write("lease", move |tx| {
            let leased = tasks::lease(tx, register, tasks_max, later(100), later(160))?;
            Ok::<_, StoreError>(leased.into_iter().map(|task| (task.id, task.queue, task.attempt)).collect::<Vec<_>>())
        });
        let first = lease(world.register, 3).await.unwrap();
        assert_eq!(first, [
            (ids[0], world.other_queue, 1), (ids[1], world.queue, 1), (ids[2], world.other_queue, 1),
        ]);
        let second: Vec<TaskId> = lease(world.other_register, 10).await.unwrap().iter().map(|task| task.0).collect();
        assert_eq!(second, [ids[3], ids[5], ids[7]]);
        let third: Vec<TaskId> = lease(world.register, 10).await.unwrap().iter().map(|task| task.0).collect();
        assert_eq!(third, [ids[4], ids[6], ids[8]]);
        assert_eq!(lease(world.register, 10).await.unwrap(), []);
        let handed_out = test.db.read("registers", move |tx| {
            Ok::<_, StoreError>((
                registers::find(tx, world.register)?.unwrap().handed_out,
                registers::find(tx, world.other_register)?.unwrap().handed_out,
            ))
        }).await.unwrap();
        assert_eq!(handed_out, (6, 3));
        let held = test.db.read("held", move |tx| tasks::held(tx, world.other_register)).await.unwrap();
        assert_eq!(held, second.iter().map(|id| (*id, 1)).collect::<Vec<_>>());
    }

    async fn two_registers_never_get_one_task(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 60).await;
        let leasing = (0..30).map(|number| {
            let register = if number % 2 == 0 { world.register } else { world.other_register };
            test.db.write("lease", move |tx| tasks::lease(tx, register, 3, later(100), later(160)))
        });
        let mut leased = Vec::new();
        for answer in futures::future::join_all(leasing).await {
            match answer {
                Ok(tasks) => leased.extend(tasks.into_iter().map(|task| task.id)),
                Err(StoreError::Contended { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        let distinct: BTreeSet<TaskId> = leased.iter().copied().collect();
        assert_eq!(distinct.len(), leased.len());
        assert!(distinct.is_subset(&ids.into_iter().collect()));
        assert!(!distinct.is_empty());
    }

    async fn a_passive_queue_hands_nothing_out(test: TestDb) {
        let world = world::make(&test.db).await;
        world::add_tasks(&test.db, world, 2).await;
        let leased = test.db.write("lease", move |tx| {
            queues::set_state(tx, world.queue, QueueState::Passive)?;
            tasks::lease(tx, world.register, 10, later(100), later(160))
        }).await.unwrap();
        assert_eq!(leased.len(), 0);
    }

    async fn a_lease_that_ran_out_is_found_and_given_back(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 3).await;
        let (one, two) = (ids[0], ids[1]);
        test.db.write("lease", move |tx| {
            tasks::lease(tx, world.register, 2, later(0), later(60))?;
            assert!(tasks::mark_sealing(tx, one, world.register, later(1))?);
            assert!(!tasks::mark_sealing(tx, two, world.other_register, later(1))?);
            assert!(tasks::extend_lease(tx, two, world.register, later(90))?);
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let expired = |at| test.db.read("expired", move |tx| tasks::expired_leases(tx, later(at), 10));
        assert_eq!(expired(60).await.unwrap().len(), 0);
        let first = expired(61).await.unwrap();
        assert_eq!((first.len(), first[0].id, first[0].sealing_at), (1, one, Some(later(1))));
        assert_eq!(expired(91).await.unwrap().iter().map(|lease| lease.id).collect::<Vec<_>>(), [one, two]);
        test.db.write("requeue", move |tx| {
            assert!(!tasks::requeue(tx, two, world.other_register, "no link")?);
            assert!(tasks::requeue(tx, two, world.register, "no link")?);
            assert!(!tasks::requeue(tx, two, world.register, "no link")?);
            let again = tasks::lease(tx, world.other_register, 1, later(100), later(160))?;
            assert_eq!((again[0].id, again[0].attempt), (two, 2));
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_task_that_is_kept_for_a_report_is_freed_by_hand_alone(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 2).await;
        let (kept, leased) = (ids[0], ids[1]);
        test.db.write("keep", move |tx| {
            tasks::lease(tx, world.register, 2, later(0), later(60))?;
            assert!(!tasks::keep_for_report(tx, kept, world.other_register, "no report")?);
            assert!(tasks::keep_for_report(tx, kept, world.register, "no report")?);
            let expired = tasks::expired_leases(tx, later(100_000), 10)?;
            assert_eq!(expired.iter().map(|lease| lease.id).collect::<Vec<_>>(), [leased]);
            assert_eq!(tasks::held(tx, world.register)?, [(kept, 1), (leased, 1)]);
            assert!(!tasks::release(tx, leased)?);
            assert!(tasks::release(tx, kept)?);
            assert!(!tasks::release(tx, kept)?);
            assert_eq!(tasks::held(tx, world.register)?, [(leased, 1)]);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_lease_beyond_its_length_is_pulled_back(test: TestDb) {
        let world = world::make(&test.db).await;
        world::add_tasks(&test.db, world, 2).await;
        test.db.write("pull", move |tx| {
            tasks::lease(tx, world.register, 1, later(86_400), later(86_460))?;
            tasks::lease(tx, world.register, 1, later(0), later(60))?;
            assert_eq!(tasks::pull_leases(tx, later(60))?, 1);
            assert_eq!(tasks::pull_leases(tx, later(60))?, 0);
            assert_eq!(tasks::expired_leases(tx, later(61), 10)?.len(), 2);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn an_event_is_added_once_and_a_kind_has_a_limit(test: TestDb) {
        let world = world::make(&test.db).await;
        let task = world::add_tasks(&test.db, world, 1).await[0];
        let event = move |detail: String| TaskEvent {
            at: later(0), step: "register_unready".to_owned(), register: Some(world.register), detail: Some(detail),
        };
        test.db.write("add", move |tx| {
            assert!(task_events::add_once(tx, task, &event("no link".to_owned()))?);
            assert!(!task_events::add_once(tx, task, &event("no link".to_owned()))?);
            for number in 1..task_events::REPEATS_MAX {
                assert!(task_events::add_once(tx, task, &event(number.to_string()))?, "{number}");
            }
            assert!(!task_events::add_once(tx, task, &event("another".to_owned()))?);
            assert!(task_events::was_taken_from(tx, task, world.register)?);
            assert!(!task_events::was_taken_from(tx, task, world.other_register)?);
            assert_eq!(task_events::count_since_retry(tx, task, "register_unready")?, 20);
            let retried = TaskEvent { at: later(9), step: "retried".to_owned(), register: None, detail: None };
            task_events::add(tx, task, &retried)?;
            assert_eq!(task_events::count_since_retry(tx, task, "register_unready")?, 0);
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn the_first_event_since_a_task_was_put_back_is_found(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 2).await;
        let (task, other) = (ids[0], ids[1]);
        test.db.write("events", move |tx| {
            let add = |tx: &mut _, task, step: &str, s| {
                let event = TaskEvent { at: later(s), step: step.to_owned(), register: None, detail: None };
                task_events::add(tx, task, &event)
            };
            let first = |tx: &mut _| task_events::first_since_put_back(tx, task, "register_unready");
            add(tx, other, "register_unready", 1)?;
            add(tx, task, "lease_expired", 2)?;
            assert_eq!(first(tx)?, None);
            add(tx, task, "register_unready", 5)?;
            add(tx, task, "register_unready", 3)?;
            assert_eq!(first(tx)?, Some(later(5)), "a clock that was put back changes no order");
            for (step, at) in [("retried", 6), ("released", 8)] {
                add(tx, task, step, at)?;
                add(tx, other, step, at)?;
                assert_eq!(first(tx)?, None, "{step}");
                add(tx, task, "register_unready", at + 1)?;
                assert_eq!(first(tx)?, Some(later(at + 1)), "{step}");
            }
            Ok::<_, StoreError>(())
        }).await.unwrap();
    }

    async fn a_task_ends_once(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 4).await;
        let (done, failed, canceled) = (ids[0], ids[1], ids[2]);
        test.db.write("end", move |tx| {
            tasks::lease(tx, world.register, 2, later(0), later(60))?;
            let report = TaskDone { id: done, register: world.register, document: a_document(5) };
            assert!(tasks::finish_done(tx, &report, later(2))?);
            assert!(!tasks::finish_done(tx, &report, later(3))?);
            assert!(!tasks::finish_error(tx, done, "late", later(3))?);
            assert!(tasks::finish_error(tx, failed, "нет бумаги", later(3))?);
            assert!(!tasks::cancel(tx, failed, later(4))?);
            assert!(tasks::cancel(tx, canceled, later(4))?);
            assert!(!tasks::retry(tx, canceled)?);
            Ok::<_, StoreError>(())
        }).await.unwrap();
        let find = |id| test.db.read("find", move |tx| tasks::find_any(tx, id));
        let row = find(done).await.unwrap().unwrap();
        assert_eq!((row.state, row.document, row.finished_at), (TaskState::Done, Some(a_document(5)), Some(later(2))));
        let row = find(failed).await.unwrap().unwrap();
        assert_eq!((row.state, row.error_description.as_deref()), (TaskState::Error, Some("нет бумаги")));
        assert_eq!(find(canceled).await.unwrap().unwrap().state, TaskState::Canceled);
        assert!(!test.db.write("reopen", move |tx| tasks::reopen(tx, done)).await.unwrap());
        assert!(test.db.write("retry", move |tx| tasks::retry(tx, failed)).await.unwrap());
        let row = find(failed).await.unwrap().unwrap();
        assert_eq!((row.state, row.attempt, row.error_description), (TaskState::New, 1, None));
        let waiting = test.db.read("waiting", tasks::waiting_by_queue).await.unwrap();
        assert_eq!(waiting, [(world.queue, 2)]);
    }

    async fn a_done_task_without_a_document_cannot_be(test: TestDb) {
        let world = world::make(&test.db).await;
        world::add_tasks(&test.db, world, 1).await;
        let error: StoreError = test.db
            .write("cheat", |tx| tx.execute("-- test.cheat\nupdate tasks set state = 'done'", &[]))
            .await
            .unwrap_err();
        assert!(error.violates("tasks_done_has_document"), "{error}");
    }

    async fn lists_are_narrowed_and_paged_by_key(test: TestDb) {
        let world = world::make(&test.db).await;
        let ids = world::add_tasks(&test.db, world, 7).await;
        let last = ids[6];
        test.db.write("cancel", move |tx| tasks::cancel(tx, last, later(50))).await.unwrap();
        let list = |filter: TaskFilter, before, limit| test.db.read("list", move |tx| {
            let rows = tasks::list(tx, world.organization, &filter, before, limit)?;
            Ok::<_, StoreError>(rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
        });
        let none = TaskFilter::default;
        assert_eq!(list(none(), None, 3).await.unwrap(), [ids[6], ids[5], ids[4]]);
        assert_eq!(list(none(), Some(ids[4]), 3).await.unwrap(), [ids[3], ids[2], ids[1]]);
        let canceled = TaskFilter { state: Some(TaskState::Canceled), ..none() };
        assert_eq!(list(canceled, None, 10).await.unwrap(), [ids[6]]);
        let named = TaskFilter { external_id: Some("order-3".to_owned()), shop: Some(world.shop), ..none() };
        assert_eq!(list(named, None, 10).await.unwrap(), [ids[2]]);
        let timed = TaskFilter { from: Some(later(2)), to: Some(later(4)), queue: Some(world.queue), ..none() };
        assert_eq!(list(timed, None, 10).await.unwrap(), [ids[2], ids[1]]);
        let elsewhere = TaskFilter { queue: Some(world.other_queue), ..none() };
        assert_eq!(list(elsewhere, None, 10).await.unwrap(), []);
    }

    async fn events_of_a_task_stay_in_order(test: TestDb) {
        let world = world::make(&test.db).await;
        let id = world::add_tasks(&test.db, world, 1).await[0];
        let events: Vec<TaskEvent> = ["leased", "requeued"]
            .into_iter()
            .map(|step| TaskEvent { at: later(1), step: step.to_owned(), register: Some(world.register), detail: None })
            .collect();
        let sent = events.clone();
        test.db.write("events", move |tx| {
            sent.iter().try_for_each(|event| task_events::add(tx, id, event))
        }).await.unwrap();
        assert_eq!(test.db.read("events", move |tx| task_events::of_task(tx, id)).await.unwrap(), events);
    }
}
