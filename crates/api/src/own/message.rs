//! `/api/v1/messages`: callbacks and mails

use types::{OrderId, OutboxId, TaskId};

use super::{key, limit, optional_id, optional_time, page, time, word};
use crate::call::PersonCall;
use crate::cloud::{Cloud, Message, MessageDetail, MessageFilter, MessageKind, MessageState};
use crate::field::Words;
use crate::json::{Value, array, integer, object, optional_text, text};
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// `state` of a message.
const STATE: Words<MessageState> = Words(&[
    ("pending", MessageState::Pending),
    ("delivered", MessageState::Delivered),
    ("dead", MessageState::Dead),
]);

/// `kind` of a message.
const KIND: Words<MessageKind> = Words(&[
    ("callback", MessageKind::Callback),
    ("order_callback", MessageKind::OrderCallback),
    ("mail", MessageKind::Mail),
]);

pub(super) async fn list<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let filter = MessageFilter {
        state: query.word("state", &STATE),
        kind: query.word("kind", &KIND),
        task: key(&query, "task_id", TaskId::new),
        after: key(&query, "after", OutboxId::new),
        limit: limit(&query),
    };
    query.finish_known()?;
    let found = call.cloud.messages(call.actor, filter).await?;
    Ok(page(&found, message))
}

pub(super) async fn show<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let found = call.cloud.message(call.actor, id(&call)?).await?;
    found
        .map(|found| Reply::json(&detail(&found)))
        .ok_or(Failure::NotFound)
}

pub(super) async fn replay<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let replayed = call.cloud.replay_message(call.actor, id(&call)?).await?;
    replayed
        .map(|replayed| Reply::json(&message(&replayed)))
        .ok_or(Failure::NotFound)
}

fn id<C>(call: &PersonCall<'_, C>) -> Result<OutboxId, Failure> {
    call.input.id("message").map(OutboxId::new)
}

pub(super) fn message(message: &Message) -> Value<'_> {
    object([
        ("id", integer(message.id.get())),
        ("kind", word(&KIND, message.kind)),
        ("task_id", optional_id(message.task.map(TaskId::get))),
        ("order_id", optional_id(message.order.map(OrderId::get))),
        ("target", text(&message.target)),
        ("state", word(&STATE, message.state)),
        ("attempts", integer(message.attempts)),
        ("created_at", time(message.created_at)),
        ("next_attempt_at", optional_time(message.next_attempt_at)),
        ("last_result", optional_text(message.last_result.as_deref())),
    ])
}

fn detail(detail: &MessageDetail) -> Value<'_> {
    let tries = array(detail.tries.iter().map(|attempt| {
        object([
            ("number", integer(attempt.number)),
            ("at", time(attempt.at)),
            ("outcome", text(&attempt.outcome)),
            ("detail", optional_text(attempt.detail.as_deref())),
        ])
    }));
    object([("message", message(&detail.message)), ("tries", tries)])
}
