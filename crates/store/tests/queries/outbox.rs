//! Messages to the outside.

use std::collections::BTreeSet;

use store::StoreError;
use store::outbox::{self, MessageFilter, MessageKind, MessageState, NewMessage};
use testkit::{START, TestDb};
use types::{OrganizationId, OutboxId};

use crate::world::{self, World, later};

fn a_message(world: &World, target: &str) -> NewMessage {
    NewMessage {
        organization: world.organization,
        kind: MessageKind::Callback,
        task: None,
        order: None,
        target: target.to_owned(),
    }
}

async fn enqueue(test: &TestDb, world: World, count: i64) {
    test.db
        .write("enqueue", move |tx| {
            (1..=count).try_for_each(|number| {
                outbox::enqueue(
                    tx,
                    &a_message(&world, &format!("https://shop.example/{number}")),
                    later(number),
                )
            })
        })
        .await
        .unwrap();
}

testkit::on_both_engines! {
    async fn due_messages_are_leased_to_one_worker(test: TestDb) {
        let world = world::make(&test.db).await;
        enqueue(&test, world, 40).await;
        assert_eq!(test.db.read("due", |tx| outbox::due(tx, later(10), 100)).await, Ok(10));
        assert_eq!(test.db.read("due", |tx| outbox::due(tx, later(100), 7)).await, Ok(7));
        let workers = (0..10).map(|_| {
            test.db.write("lease", |tx| outbox::lease_due(tx, later(100), later(160), 6))
        });
        let mut leased = Vec::new();
        for answer in futures::future::join_all(workers).await {
            match answer {
                Ok(messages) => {
                    assert!(messages.len() <= 6, "{}", messages.len());
                    leased.extend(messages.into_iter().map(|message| message.id));
                }
                Err(StoreError::Contended { .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
        let distinct: BTreeSet<OutboxId> = leased.iter().copied().collect();
        assert_eq!(distinct.len(), leased.len());
        // what nobody leased is still due, what was leased comes again when its worker is gone
        let left = 40 - u64::try_from(leased.len()).unwrap();
        assert_eq!(test.db.read("due", |tx| outbox::due(tx, later(159), 100)).await, Ok(left));
        assert_eq!(test.db.read("due", |tx| outbox::due(tx, later(160), 100)).await, Ok(40));
    }

    async fn a_message_is_tried_until_it_arrives_or_dies(test: TestDb) {
        let world = world::make(&test.db).await;
        enqueue(&test, world, 2).await;
        let ids = test.db.write("try", |tx| {
            let leased = outbox::lease_due(tx, later(10), later(20), 10)?;
            let ids: Vec<OutboxId> = leased.iter().map(|message| message.id).collect();
            outbox::failed(tx, ids[0], "refused", "500", Some(later(30)), later(11))?;
            outbox::delivered(tx, ids[0], "200", later(31))?;
            outbox::failed(tx, ids[1], "failed", "no route", Some(later(30)), later(11))?;
            outbox::failed(tx, ids[1], "failed", "no route", None, later(31))?;
            Ok::<_, StoreError>(ids)
        }).await.unwrap();
        let (arrived, dead) = (ids[0], ids[1]);
        let find = |id| test.db.read("find", move |tx| outbox::find(tx, world.organization, id));
        let row = find(arrived).await.unwrap().unwrap();
        assert_eq!((row.state, row.attempts, row.finished_at), (MessageState::Delivered, 2, Some(later(31))));
        let row = find(dead).await.unwrap().unwrap();
        assert_eq!((row.state, row.attempts, row.last_result.as_deref()), (MessageState::Dead, 2, Some("no route")));
        let tries = test.db.read("attempts", move |tx| outbox::attempts_of(tx, arrived)).await.unwrap();
        let tries: Vec<_> = tries.into_iter().map(|a| (a.attempt, a.outcome, a.at)).collect();
        assert_eq!(tries, [(1, "refused".to_owned(), later(11)), (2, "delivered".to_owned(), later(31))]);
        let foreign = test.db.write("replay", move |tx| outbox::replay(tx, OrganizationId::new(99), dead, later(40)));
        assert_eq!(foreign.await, Ok(false));
        let replayed = test.db.write("replay", move |tx| outbox::replay(tx, world.organization, dead, later(40)));
        assert_eq!(replayed.await, Ok(true));
        let row = find(dead).await.unwrap().unwrap();
        assert_eq!((row.state, row.next_attempt_at, row.finished_at), (MessageState::Pending, later(40), None));
        test.db.write("again", move |tx| outbox::delivered(tx, dead, "200", later(41))).await.unwrap();
        assert_eq!(find(dead).await.unwrap().unwrap().attempts, 3);
    }

    async fn messages_are_listed_by_task_and_state(test: TestDb) {
        let world = world::make(&test.db).await;
        let task = world::add_tasks(&test.db, world, 1).await[0];
        enqueue(&test, world, 2).await;
        test.db.write("mail", move |tx| {
            let mail = NewMessage { kind: MessageKind::Mail, task: Some(task), ..a_message(&world, "buyer@example.com") };
            outbox::enqueue(tx, &mail, START)
        }).await.unwrap();
        let of_task = test.db.read("of_task", move |tx| outbox::of_task(tx, task)).await.unwrap();
        assert_eq!((of_task.len(), of_task[0].kind, of_task[0].target.as_str()), (1, MessageKind::Mail, "buyer@example.com"));
        let count = |filter: MessageFilter, before| test.db.read("list", move |tx| {
            Ok::<_, StoreError>(outbox::list(tx, world.organization, &filter, before, 10)?.len())
        });
        let none = MessageFilter::default;
        assert_eq!(count(none(), None).await, Ok(3));
        assert_eq!(count(none(), Some(of_task[0].id)).await, Ok(2));
        assert_eq!(count(MessageFilter { kind: Some(MessageKind::Mail), ..none() }, None).await, Ok(1));
        assert_eq!(count(MessageFilter { task: Some(task), ..none() }, None).await, Ok(1));
        assert_eq!(count(MessageFilter { state: Some(MessageState::Dead), ..none() }, None).await, Ok(0));
    }
}
