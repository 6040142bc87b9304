//! Receipts come in once.

use app::intake::{self, Content, IntakeError, Outcome};
use store::queues::{self, QueueState};
use store::tasks::TaskState;
use testkit::TestDb;

use crate::world::{World, submission};

testkit::on_both_engines! {
    async fn the_same_key_with_the_same_content_gets_the_first_task(test: TestDb) {
        let world = World::new(test).await;
        let first = world.sell(world.queue, "order-1").await;
        let Outcome::Known { task, content } = world.submit(world.queue, submission("order-1")).await else {
            panic!("it is known");
        };
        assert_eq!((task.id, task.state, content), (first, TaskState::New, Content::Same));
    }

    async fn the_same_key_with_another_content_is_told_apart(test: TestDb) {
        let world = World::new(test).await;
        let first = world.sell(world.queue, "order-1").await;
        let mut other = submission("order-1");
        other.content_hash = [2; 32];
        let Outcome::Known { task, content } = world.submit(world.queue, other.clone()).await else {
            panic!("it is known");
        };
        assert_eq!((task.id, content), (first, Content::Other));
        let batch = vec![submission("order-2"), other];
        let refused = intake::accept(&world.app, world.shop, world.queue, batch).await.unwrap_err();
        assert!(matches!(refused, IntakeError::OtherContent { index: 1, .. }), "{refused}");
        // nothing of the batch was kept
        assert!(matches!(world.submit(world.queue, submission("order-2")).await, Outcome::Created(_)));
    }

    async fn a_passive_queue_takes_nothing(test: TestDb) {
        let world = World::new(test).await;
        let queue = world.queue;
        world.app.db()
            .write("passive", move |tx| queues::set_state(tx, queue, QueueState::Passive))
            .await
            .unwrap();
        let refused = intake::accept(&world.app, world.shop, queue, vec![submission("order-1")]).await;
        assert!(matches!(refused, Err(IntakeError::PassiveQueue(_))), "{refused:?}");
    }
}
