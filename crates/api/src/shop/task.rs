//! `POST /api/shop/{version}/queues/{queue}/task` and `…/multi-tasks`, `GET /api/shop/{version}/tasks/{task}`

use types::TaskId;

use super::Answered;
use crate::call::ShopCall;
use crate::cloud::{AcceptManyOutcome, AcceptOutcome, Cloud, Task};
use crate::json::{difference, read};
use crate::komtet::answer;
use crate::komtet::receipt::{read_task, read_tasks};
use crate::limits::RECEIPT_BOUNDS;
use crate::reply::{Failure, Reply};

pub(super) async fn put<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let (door, queue) = (call.input.door()?, call.queue()?);
    let context = call
        .cloud
        .lint_context(call.actor, queue)
        .await?
        .ok_or(Failure::NotFound)?;
    let task = read_task(door, &call.input.body, &context)?;
    let (sent, spelling) = (task.content_hash, task.external_id.spelling);
    let outcome = call
        .cloud
        .accept_task(call.actor, queue, task)
        .await?
        .ok_or(Failure::NotFound)?;
    match outcome {
        AcceptOutcome::Accepted(mut task) => {
            task.external_id.spelling = spelling;
            Ok(Reply::json(&answer::task(&task)))
        }
        AcceptOutcome::Known {
            task,
            body,
            content_hash,
        } if sent != content_hash => Err(taken(task, &body, &call.input.body)),
        AcceptOutcome::Known { task, .. } => {
            let description = format!(
                "external_id `{}` was sent before, with the same content",
                task.external_id.text
            );
            Err(Failure::ExternalIdTaken { task, description })
        }
        AcceptOutcome::QueuePassive => Err(Failure::QueuePassive),
    }
}

pub(super) async fn put_many<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    let (door, queue) = (call.input.door()?, call.queue()?);
    let context = call
        .cloud
        .lint_context(call.actor, queue)
        .await?
        .ok_or(Failure::NotFound)?;
    let tasks = read_tasks(door, &call.input.body, &context)?;
    let bodies: Vec<_> = tasks.iter().map(|task| task.body.clone()).collect();
    let outcome = call
        .cloud
        .accept_tasks(call.actor, queue, tasks)
        .await?
        .ok_or(Failure::NotFound)?;
    match outcome {
        AcceptManyOutcome::Accepted(tasks) => Ok(Reply::json(&answer::tasks(&tasks))),
        AcceptManyOutcome::Known { index, task, body } => Err(taken(
            task,
            &body,
            bodies.get(index).map_or(&[], |sent| sent.as_ref()),
        )),
        AcceptManyOutcome::QueuePassive => Err(Failure::QueuePassive),
    }
}

pub(super) async fn show<C: Cloud>(call: ShopCall<'_, C>) -> Answered {
    call.input.door()?;
    let task = TaskId::new(call.input.id("task")?);
    let task = call.cloud.task(call.actor, task).await?;
    task.map(|task| Reply::json(&answer::task(&task)))
        .ok_or(Failure::NotFound)
}

/// Names the field in which a receipt differs from the one that has its external id.
fn taken(task: Box<Task>, first: &[u8], second: &[u8]) -> Failure {
    let bodies = [first, second].map(|body| read(body, RECEIPT_BOUNDS));
    let place = match &bodies {
        [Ok(first), Ok(second)] => difference(first, second),
        [Err(_), _] | [_, Err(_)] => None,
    };
    let id = &task.external_id.text;
    let description = match place {
        Some(place) => format!("external_id `{id}` was sent before, and `{place}` was different then"),
        None => format!("external_id `{id}` was sent before"),
    };
    Failure::ExternalIdTaken { task, description }
}
