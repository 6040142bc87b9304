//! What becomes of a task when its register's program dies at any moment, or the clock is moved. Virtual registers are
//! asked what they sealed.

use app::fiscalization::{self, Sealing, recovery};
use store::outbox;
use store::tasks::TaskState;
use testkit::{START, TestDb};

use crate::world::{LEASE_S, World};

testkit::on_both_engines! {
    async fn a_death_before_sealing_gives_the_task_to_another_register(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let leased = fiscalization::lease(&world.app, one, 10).await.unwrap();
        assert_eq!(leased.len(), 1);
        assert_eq!(world.recover().await, 0, "its time is not over");
        assert_eq!(world.expire().await, 1);
        assert_eq!(world.state(id).await, TaskState::New);
        world.work(two).await;
        assert_eq!(world.state(id).await, TaskState::Done);
        assert_eq!((world.sealed(one).await, world.sealed(two).await), (0, 1));
        // the first one was only slow: what it leased is no longer its own
        let late = fiscalization::seal(&world.app, one, leased.into(), 0).await.unwrap();
        assert_eq!(late, []);
        assert_eq!(world.sealed(one).await, 0);
    }

    async fn a_slow_register_does_not_seal_under_an_older_lease_of_its_own(test: TestDb) {
        let world = World::new(test).await;
        let [one, _] = world.virtuals;
        world.sell(world.queue, "order-1").await;
        let stale = fiscalization::lease(&world.app, one, 10).await.unwrap();
        world.expire().await;
        let fresh = fiscalization::lease(&world.app, one, 10).await.unwrap();
        assert_eq!((stale.len(), fresh.len()), (1, 1));
        assert_eq!(fiscalization::seal(&world.app, one, stale.into(), 0).await.unwrap(), []);
        assert_eq!(fiscalization::seal(&world.app, one, fresh.into(), 0).await.unwrap().len(), 1);
        assert_eq!(world.sealed(one).await, 1);
    }

    async fn a_death_between_sealing_and_report_is_found_and_not_sealed_again(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let sealings = world.seal(one).await;
        let Some((_, Sealing::Document(document))) = sealings.first() else {
            panic!("{sealings:?}");
        };
        assert_eq!(world.state(id).await, TaskState::Processing);
        assert_eq!(world.expire().await, 1);
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.task.document.as_ref()), (TaskState::Done, Some(document)));
        assert_eq!(task.messages.len(), 2);
        assert_eq!(world.work(two).await, []);
        assert_eq!((world.sealed(one).await, world.sealed(two).await), (1, 0));
        assert_eq!(world.count(id, "found_sealed").await, 1);
    }

    async fn a_death_after_the_report_changes_nothing(test: TestDb) {
        let world = World::new(test).await;
        let [one, _] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let sealings = world.work(one).await;
        let before = world.task(id).await;
        assert_eq!(world.expire().await, 0);
        fiscalization::report(&world.app, one, sealings).await.unwrap();
        let after = world.task(id).await;
        assert_eq!((after.task.finished_at, after.messages.len()), (before.task.finished_at, 2));
        assert_eq!(world.sealed(one).await, 1);
    }

    async fn a_clock_put_back_does_not_freeze_leases(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        world.clock.advance_s(86_400);
        let id = world.sell(world.queue, "order-1").await;
        fiscalization::lease(&world.app, one, 10).await.unwrap();
        world.clock.set(START);
        assert_eq!(world.recover().await, 0, "it has all of its time again, and no more");
        world.clock.advance_s(i64::from(LEASE_S));
        assert_eq!(world.recover().await, 0);
        world.clock.advance_s(1);
        assert_eq!(world.recover().await, 1);
        world.work(two).await;
        assert_eq!(world.state(id).await, TaskState::Done);
    }

    async fn a_clock_put_forward_seals_nothing_twice(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let leased = fiscalization::lease(&world.app, one, 10).await.unwrap();
        world.clock.advance_s(3600);
        world.recover().await;
        world.work(two).await;
        assert_eq!(fiscalization::seal(&world.app, one, leased.into(), 0).await.unwrap(), []);
        assert_eq!(world.state(id).await, TaskState::Done);
        assert_eq!((world.sealed(one).await, world.sealed(two).await), (0, 1));
    }

    async fn a_clock_put_back_does_not_freeze_messages(test: TestDb) {
        let world = World::new(test).await;
        let id = world.sell(world.queue, "order-1").await;
        world.clock.advance_s(86_400);
        world.work(world.virtuals[0]).await;
        world.clock.set(START);
        let due = || world.app.db().read("due", |tx| outbox::due(tx, START, 10));
        assert_eq!(due().await, Ok(0));
        world.recover().await;
        assert_eq!(due().await, Ok(2));
        assert_eq!(world.state(id).await, TaskState::Done);
    }

    async fn a_receipt_that_breaks_the_program_ends_as_an_error_after_a_few_times(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        for (register, state) in [(one, TaskState::New), (two, TaskState::New), (one, TaskState::Error)] {
            fiscalization::lease(&world.app, register, 10).await.unwrap();
            recovery::after_a_panic(&world.app, register).await.unwrap();
            assert_eq!(world.state(id).await, state);
        }
        let task = world.task(id).await;
        assert_eq!(task.task.error_description.as_deref(), Some("the program broke over this receipt 3 times"));
        assert_eq!(task.messages.len(), 1, "the shop is told");
    }

    async fn a_panic_after_sealing_is_found_and_not_sealed_again(test: TestDb) {
        let world = World::new(test).await;
        let [one, _] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        world.seal(one).await;
        recovery::after_a_panic(&world.app, one).await.unwrap();
        assert_eq!(world.state(id).await, TaskState::Done);
        assert_eq!(world.sealed(one).await, 1);
    }
}
