//! What people do to tasks: cancel, retry.

use app::task::{self, TaskError};
use store::outbox::MessageKind;
use store::tasks::TaskState;
use testkit::TestDb;
use types::{OrganizationId, TaskId};

use crate::world::{World, failed, submission};

testkit::on_both_engines! {
    async fn a_canceled_task_says_so_once_and_its_shop_is_told(test: TestDb) {
        let world = World::new(test).await;
        let id = world.sell(world.queue, "order-1").await;
        let canceled = task::cancel(&world.app, world.organization, id).await.unwrap();
        assert_eq!(canceled.task.state, TaskState::Canceled);
        assert_eq!(world.steps(id).await, ["accepted", "canceled"]);
        let messages = world.task(id).await.messages;
        assert_eq!(messages.len(), 1, "no mail: the buyer has no receipt");
        assert_eq!((messages[0].kind, messages[0].target.as_str()), (MessageKind::Callback, "https://shop.example/callback"));
        let again = task::cancel(&world.app, world.organization, id).await;
        assert!(matches!(again, Err(TaskError::WrongState(TaskState::Canceled))));
        assert_eq!(world.task(id).await.messages.len(), 1);
        assert_eq!(world.work(world.virtuals[0]).await, [], "no register gets it");
    }

    async fn a_shop_without_an_address_in_the_receipt_is_told_of_a_cancel_at_its_failure_address(test: TestDb) {
        let world = World::new(test).await;
        let mut plain = submission("order-1");
        plain.callback_url = None;
        world.submit(world.queue, plain).await;
        let id = TaskId::new(1);
        let messages = task::cancel(&world.app, world.organization, id).await.unwrap().messages;
        assert_eq!(messages[0].target, "https://shop.example/failed");
    }

    async fn a_task_that_a_register_has_is_not_canceled(test: TestDb) {
        let world = World::new(test).await;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(world.agents[0], id).await;
        let refused = task::cancel(&world.app, world.organization, id).await;
        assert!(matches!(refused, Err(TaskError::WrongState(TaskState::Processing))));
    }

    async fn a_failed_task_is_tried_again_and_no_other(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        let retry = || task::retry(&world.app, world.organization, id);
        assert!(matches!(retry().await, Err(TaskError::WrongState(TaskState::New))));
        world.hand_out(agent, id).await;
        world.poll(agent, failed(id)).await;
        assert_eq!(retry().await.unwrap().task.state, TaskState::New);
        world.hand_out(other, id).await;
        assert_eq!(world.count(id, "retried").await, 1);
    }

    async fn tasks_of_others_are_absent(test: TestDb) {
        let world = World::new(test).await;
        let id = world.sell(world.queue, "order-1").await;
        let stranger = OrganizationId::new(99);
        assert!(matches!(task::cancel(&world.app, stranger, id).await, Err(TaskError::Unknown)));
        assert!(matches!(task::retry(&world.app, stranger, id).await, Err(TaskError::Unknown)));
        assert!(matches!(task::release(&world.app, stranger, id).await, Err(TaskError::Unknown)));
        assert_eq!(world.state(id).await, TaskState::New);
    }
}
