//! `/api/v1/tasks`

use types::{QueueId, RegisterId, ShopId, TaskId};

use super::{key, limit, moment, optional_id, optional_time, page, time, word};
use crate::call::PersonCall;
use crate::cloud::{Cloud, FiscalData, TaskDetail, TaskFilter, TaskState, TaskSummary};
use crate::field::Words;
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// `state` of a task.
const STATE: Words<TaskState> = Words(&[
    ("new", TaskState::New),
    ("processing", TaskState::Processing),
    ("done", TaskState::Done),
    ("error", TaskState::Error),
    ("canceled", TaskState::Canceled),
]);

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let filter = TaskFilter {
        external_id: query.text("external_id").map(str::to_owned),
        state: query.word("state", &STATE),
        shop: key(&query, "shop_id", ShopId::new),
        queue: key(&query, "queue_id", QueueId::new),
        register: key(&query, "register_id", RegisterId::new),
        accepted_from: moment(&query, "accepted_from"),
        accepted_before: moment(&query, "accepted_before"),
        after: key(&query, "after", TaskId::new),
        limit: limit(&query),
    };
    query.finish_known()?;
    let found = call.cloud.find_tasks(call.actor, filter).await?;
    Ok(page(&found, |row| Value::Object(summary(row))))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.task_detail(call.actor, id(&call)?).await?;
    found
        .map(|found| Reply::json(&detail(&found)))
        .ok_or(Failure::NotFound)
}

pub(super) async fn cancel<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    changed(call.cloud.cancel_task(call.actor, id(&call)?).await?)
}

pub(super) async fn retry<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    changed(call.cloud.retry_task(call.actor, id(&call)?).await?)
}

pub(super) async fn release<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    changed(call.cloud.release_task(call.actor, id(&call)?).await?)
}

fn id<C>(call: &PersonCall<'_, C>) -> Result<TaskId, Failure> {
    call.input.id("task").map(TaskId::new)
}

fn changed(outcome: Option<Result<TaskDetail, TaskState>>) -> Answered {
    match outcome.ok_or(Failure::NotFound)? {
        Ok(found) => Ok(Reply::json(&detail(&found))),
        Err(state) => Err(Failure::WrongState {
            state: STATE.word(state),
        }),
    }
}

type Fields<'a> = crate::komtet::part::Fields<'a>;

fn summary(row: &TaskSummary) -> Fields<'_> {
    let task = &row.task;
    let fields = [
        ("id", integer(task.id.get())),
        ("uuid", text(&task.uuid)),
        ("external_id", text(&task.external_id.text)),
        ("shop_id", integer(row.shop.get())),
        ("queue_id", integer(task.queue.get())),
        ("register_id", optional_id(row.register.map(RegisterId::get))),
        ("intent", text(&row.intent)),
        ("total_minor", integer(row.total.minor())),
        ("state", word(&STATE, task.state)),
        (
            "error_description",
            optional_text(task.error_description.as_deref()),
        ),
        ("accepted_at", time(row.accepted_at)),
        ("finished_at", optional_time(row.finished_at)),
        (
            "fiscal_document",
            task.fiscal_data.as_ref().map_or(Value::Null, fiscal_document),
        ),
        ("receipt_url", optional_text(task.receipt_url.as_deref())),
    ];
    fields
        .into_iter()
        .map(|(key, value)| (key.into(), value))
        .collect()
}

fn fiscal_document(data: &FiscalData) -> Value<'_> {
    object([
        ("document_number", integer(data.document_number)),
        ("fiscal_storage", text(&data.fiscal_storage)),
        ("fiscal_sign", integer(data.fiscal_sign)),
        ("settled_at", text(data.settled_at.to_string())),
        ("shift_number", integer(data.shift_number)),
        ("receipt_number", integer(data.receipt_number)),
        ("registration_number", text(&data.registration_number)),
    ])
}

fn detail(detail: &TaskDetail) -> Value<'_> {
    let mut fields = summary(&detail.summary);
    let timeline = array(detail.timeline.iter().map(|step| {
        object([
            ("at", time(step.at)),
            ("step", text(&step.step)),
            ("register_id", optional_id(step.register.map(RegisterId::get))),
            ("detail", optional_text(step.detail.as_deref())),
        ])
    }));
    fields.push(("timeline".into(), timeline));
    fields.push((
        "messages".into(),
        array(detail.messages.iter().map(super::message::message)),
    ));
    Value::Object(fields)
}
