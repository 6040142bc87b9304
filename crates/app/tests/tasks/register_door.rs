//! Agents: hand-out, reports that come once, twice, late or from somebody else.

use app::register_door::{Memory, Reported};
use app::task::{self, TaskError};
use store::ofd_incidents;
use store::queues;
use store::tasks::TaskState;
use testkit::TestDb;

use crate::world::{World, failed, reported, sealed};

pub async fn incidents(world: &World) -> Vec<String> {
    let newest = world
        .app
        .db()
        .read("incidents", |tx| ofd_incidents::newest(tx, 10))
        .await
        .unwrap();
    newest.into_iter().map(|incident| incident.kind).collect()
}

testkit::on_both_engines! {
    async fn a_task_is_handed_out_reported_and_done_once(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        let handed = world.task(id).await.task;
        assert_eq!((handed.state, handed.sealing_at), (TaskState::Processing, Some(world.app.now())));
        assert!(world.poll(agent, None).await.is_none(), "nothing follows before the report");
        assert!(world.poll(other, None).await.is_none());
        for _ in 0..3 {
            assert!(world.poll(agent, sealed(id, 5)).await.is_none());
        }
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.task.document), (TaskState::Done, Some(reported(5))));
        assert_eq!(task.messages.len(), 2, "one callback, one mail");
        assert_eq!(incidents(&world).await, [""; 0]);
    }

    async fn a_late_report_of_the_holder_is_taken(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        assert_eq!(world.expire().await, 1);
        assert_eq!(world.recover().await, 0, "it is looked at once");
        assert!(world.poll(other, None).await.is_none(), "no other register gets it");
        assert!(world.poll(agent, None).await.is_none(), "it is not told to seal again");
        assert_eq!(world.state(id).await, TaskState::Processing);
        assert_eq!(world.count(id, "report_awaited").await, 1);
        world.clock.advance_s(86_400);
        assert!(world.poll(agent, sealed(id, 77)).await.is_none());
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.document), (TaskState::Done, Some(reported(77))));
    }

    async fn an_agent_that_journals_is_told_its_task_again(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.sell(world.external, "order-2").await;
        let first = world.beat(agent, Memory::Journal, None).await.unwrap();
        let again = world.beat(agent, Memory::Journal, None).await.unwrap();
        world.expire().await;
        let after = world.beat(agent, Memory::Journal, None).await.unwrap();
        assert_eq!([first.task.id, again.task.id, after.task.id], [id; 3]);
        assert_ne!(world.poll(other, None).await.unwrap().task.id, id);
    }

    async fn a_report_of_a_register_that_never_had_the_task_changes_nothing(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.poll(other, sealed(id, 9)).await;
        let state = world.state(id).await;
        assert_eq!(state, TaskState::Processing, "it was handed to the one that polled");
        assert_eq!(world.task(id).await.task.document, None);
        world.poll(agent, failed(id)).await;
        world.poll(agent, sealed(id, 9)).await;
        assert_eq!(world.state(id).await, TaskState::Processing);
        assert_eq!(world.count(id, "foreign_report").await, 3);
    }

    async fn a_person_releases_a_task_only_when_its_time_is_over(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        let release = || task::release(&world.app, world.organization, id);
        assert!(matches!(release().await, Err(TaskError::WrongState(TaskState::New))));
        world.hand_out(agent, id).await;
        assert!(matches!(release().await, Err(TaskError::WrongState(TaskState::Processing))));
        world.expire().await;
        assert_eq!(release().await.unwrap().task.state, TaskState::New);
        world.hand_out(other, id).await;
        world.poll(other, sealed(id, 8)).await;
        assert_eq!(world.state(id).await, TaskState::Done);
    }

    async fn a_late_report_after_the_release_still_counts(test: TestDb) {
        let world = World::new(test).await;
        let [agent, _] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        world.expire().await;
        task::release(&world.app, world.organization, id).await.unwrap();
        assert!(world.poll(agent, sealed(id, 77)).await.is_none());
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.register, task.document), (TaskState::Done, Some(agent), Some(reported(77))));
        assert_eq!(world.count(id, "late_report").await, 1);
    }

    async fn two_documents_of_one_receipt_are_both_kept_and_people_are_told(test: TestDb) {
        let world = World::new(test).await;
        let [agent, other] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        world.expire().await;
        task::release(&world.app, world.organization, id).await.unwrap();
        world.hand_out(other, id).await;
        world.poll(other, sealed(id, 8)).await;
        for _ in 0..3 {
            world.poll(agent, sealed(id, 77)).await;
        }
        let task = world.task(id).await;
        assert_eq!((task.task.state, task.task.document), (TaskState::Done, Some(reported(8))));
        let second = task.timeline.iter().find(|step| step.step.as_str() == "second_document").unwrap();
        assert_eq!(second.register, Some(agent));
        assert!(second.detail.as_deref().unwrap().starts_with("document 77 of storage"), "{second:?}");
        assert_eq!(incidents(&world).await, ["second_document"]);
    }

    async fn a_document_of_a_task_that_failed_makes_it_done(test: TestDb) {
        let world = World::new(test).await;
        let [agent, _] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        world.poll(agent, failed(id)).await;
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.error_description.as_deref()), (TaskState::Error, Some("no paper")));
        world.poll(agent, sealed(id, 6)).await;
        let task = world.task(id).await.task;
        assert_eq!((task.state, task.error_description), (TaskState::Done, None));
    }

    async fn a_document_of_a_canceled_task_is_an_incident(test: TestDb) {
        let world = World::new(test).await;
        let [agent, _] = world.agents;
        let id = world.sell(world.external, "order-1").await;
        world.hand_out(agent, id).await;
        world.expire().await;
        task::release(&world.app, world.organization, id).await.unwrap();
        task::cancel(&world.app, world.organization, id).await.unwrap();
        world.poll(agent, sealed(id, 6)).await;
        assert_eq!(world.state(id).await, TaskState::Canceled);
        assert_eq!(incidents(&world).await, ["document_of_canceled_task"]);
    }

    async fn a_virtual_register_beside_an_agent_never_gets_what_the_agent_may_have_sealed(test: TestDb) {
        let world = World::new(test).await;
        let ([agent, _], [virtual_one, _]) = (world.agents, world.virtuals);
        let queue = world.external;
        world.app.db()
            .write("attach", move |tx| queues::attach_register(tx, queue, virtual_one))
            .await
            .unwrap();
        let id = world.sell(queue, "order-1").await;
        world.hand_out(agent, id).await;
        world.expire().await;
        assert_eq!(world.work(virtual_one).await, []);
        world.poll(agent, Some((id, Reported::Sealed(reported(5))))).await;
        assert_eq!(world.state(id).await, TaskState::Done);
        assert_eq!(world.sealed(virtual_one).await, 0);
    }
}
