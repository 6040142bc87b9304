//! Registers that cannot seal: the receipts wait, and say why.

use app::{fiscalization, task};
use store::tasks::TaskState;
use testkit::TestDb;

use crate::world::{GIVE_UP_AFTER_S, World};

testkit::on_both_engines! {
    async fn unready_registers_use_up_no_attempts(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        for _ in 0..50 {
            world.be_unready(one, "the fiscal storage is exhausted").await;
            world.be_unready(two, "the clock is wrong").await;
            world.clock.advance_s(60);
        }
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.messages.len()), (TaskState::New, 0));
        assert_eq!(task.task.error_description.as_deref(), Some("the clock is wrong"));
        assert_eq!(world.count(id, "register_unready").await, 2, "each is told once");
        world.work(one).await;
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.error_description), (TaskState::Done, None));
    }

    async fn leases_that_end_without_a_seal_use_up_no_attempts(test: TestDb) {
        let world = World::new(test).await;
        let [one, _] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        for _ in 0..10 {
            fiscalization::lease(&world.app, one, 10).await.unwrap();
            world.expire().await;
        }
        assert_eq!(world.state(id).await, TaskState::New);
    }

    async fn waiting_ends_by_time_and_begins_anew_when_a_person_says_so(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let description = "no register could seal the receipt in 2 h; the last said: no link";
        for round in 1..=2 {
            world.be_unready(one, "no link").await;
            world.clock.advance_s(i64::from(GIVE_UP_AFTER_S) - 1);
            world.be_unready(one, "no link").await;
            assert_eq!(world.state(id).await, TaskState::New);
            world.clock.advance_s(1);
            world.be_unready(two, "no link").await;
            let task = world.task(id).await;
            assert_eq!((task.task.state, task.task.error_description.as_deref()), (TaskState::Error, Some(description)));
            assert_eq!(task.messages.len(), round);
            task::retry(&world.app, world.organization, id).await.unwrap();
        }
        world.be_unready(one, "no link").await;
        assert_eq!(world.state(id).await, TaskState::New);
        world.work(two).await;
        assert_eq!(world.state(id).await, TaskState::Done);
    }

    async fn time_in_which_no_register_was_tried_does_not_count(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        world.clock.advance_s(2 * i64::from(GIVE_UP_AFTER_S));
        fiscalization::lease(&world.app, one, 10).await.unwrap();
        // The clock jumps over the lease, too.
        world.clock.advance_s(2 * i64::from(GIVE_UP_AFTER_S));
        assert_eq!(world.recover().await, 1);
        assert_eq!(world.state(id).await, TaskState::New);
        world.work(two).await;
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.messages.len()), (TaskState::Done, 2));
    }

    async fn a_stale_complaint_does_not_touch_the_task_of_another_register(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        fiscalization::lease(&world.app, one, 1).await.unwrap();
        world.clock.advance_s(i64::from(GIVE_UP_AFTER_S) / 2);
        world.recover().await;
        fiscalization::lease(&world.app, two, 1).await.unwrap();
        world.clock.advance_s(i64::from(GIVE_UP_AFTER_S));
        let unready = vec![(id, fiscalization::Sealing::Unready("no link".to_owned()))];
        fiscalization::report(&world.app, one, unready).await.unwrap();
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.register), (TaskState::Processing, Some(two)));
    }
}
