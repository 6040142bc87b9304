//! Answers that come when somebody else has the task, or has sealed it.

use app::fiscalization::{self, Sealing};
use app::task;
use store::queues;
use store::tasks::TaskState;
use testkit::TestDb;
use types::TaskId;

use crate::register_door::incidents;
use crate::world::{World, reported, sealed};

fn refusal(id: TaskId) -> Vec<(TaskId, Sealing)> {
    vec![(id, Sealing::Refused("the sum does not add up".to_owned()))]
}

/// A task that an agent had, and that a virtual register sealed after a person had released it.
async fn sealed_after_a_release(world: &World) -> (TaskId, Vec<(TaskId, Sealing)>) {
    let (agent, register, queue) = (world.agents[0], world.virtuals[0], world.external);
    world
        .app
        .db()
        .write("attach", move |tx| queues::attach_register(tx, queue, register))
        .await
        .unwrap();
    let id = world.sell(queue, "order-1").await;
    world.hand_out(agent, id).await;
    world.expire().await;
    task::release(&world.app, world.organization, id).await.unwrap();
    let sealings = world.seal(register).await;
    assert_eq!(sealings.len(), 1);
    (id, sealings)
}

testkit::on_both_engines! {
    async fn a_stale_refusal_does_not_end_what_another_register_seals(test: TestDb) {
        let world = World::new(test).await;
        let [one, two] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        fiscalization::lease(&world.app, one, 1).await.unwrap();
        world.expire().await;
        fiscalization::report(&world.app, one, refusal(id)).await.unwrap();
        assert_eq!(world.state(id).await, TaskState::New, "nobody has it");
        let sealings = world.seal(two).await;
        fiscalization::report(&world.app, one, refusal(id)).await.unwrap();
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.task.register), (TaskState::Processing, Some(two)));
        assert_eq!(task.messages.len(), 0, "the shop hears of no failure");
        fiscalization::report(&world.app, two, sealings).await.unwrap();
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.messages.len()), (TaskState::Done, 2));
        fiscalization::report(&world.app, two, refusal(id)).await.unwrap();
        assert_eq!(world.state(id).await, TaskState::Done);
        assert_eq!(world.sealed(two).await, 1);
    }

    async fn a_sealed_document_makes_a_task_done_that_had_ended_in_an_error(test: TestDb) {
        let world = World::new(test).await;
        let [one, _] = world.virtuals;
        let id = world.sell(world.queue, "order-1").await;
        let sealings = world.seal(one).await;
        fiscalization::report(&world.app, one, refusal(id)).await.unwrap();
        assert_eq!(world.state(id).await, TaskState::Error);
        for _ in 0..2 {
            fiscalization::report(&world.app, one, sealings.clone()).await.unwrap();
        }
        let task = world.task(id).await;
        let Some((_, Sealing::Document(document))) = sealings.first() else {
            panic!("{sealings:?}");
        };
        assert_eq!((task.task.state, task.task.document.as_ref()), (TaskState::Done, Some(document)));
        assert_eq!((task.task.error_description, task.messages.len()), (None, 3), "failure, success, mail");
        assert_eq!(world.count(id, "late_report").await, 1);
        assert!(incidents(&world).await.is_empty());
    }

    async fn a_virtual_document_after_the_late_report_of_an_agent_is_an_incident(test: TestDb) {
        let world = World::new(test).await;
        let (id, sealings) = sealed_after_a_release(&world).await;
        world.poll(world.agents[0], sealed(id, 77)).await;
        for _ in 0..2 {
            fiscalization::report(&world.app, world.virtuals[0], sealings.clone()).await.unwrap();
        }
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.task.document), (TaskState::Done, Some(reported(77))));
        assert_eq!(task.messages.len(), 2);
        assert_eq!(incidents(&world).await, ["second_document"]);
    }

    async fn a_virtual_document_whose_report_never_comes_is_an_incident_too(test: TestDb) {
        let world = World::new(test).await;
        let (id, _) = sealed_after_a_release(&world).await;
        world.poll(world.agents[0], sealed(id, 77)).await;
        assert_eq!(world.task(id).await.task.document, Some(reported(77)));
        assert_eq!(incidents(&world).await, ["second_document"]);
    }
}
