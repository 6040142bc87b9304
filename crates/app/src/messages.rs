//! Messages to shops and buyers: what is due, and what became of it. The network is the worker's business.

use outbound::retry;
use store::outbox::{self, MessageFilter, MessageRow};
use store::shops::{self, ShopRow};
use store::tasks::{self, TaskRow};
use store::{StoreError, task_events};
use types::{OrganizationId, OutboxId, Timestamp};

use crate::App;

/// Time that a try may take before the message is due again, seconds.
const TRY_S: i64 = 120;

/// A message that is due, with what it tells of.
#[derive(Clone, Debug)]
pub struct DueMessage {
    /// The message.
    pub message: MessageRow,
    /// The task that it tells of.
    pub task: Option<TaskRow>,
    /// The shop of that task.
    pub shop: Option<ShopRow>,
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// It arrived.
    Delivered(String),
    /// It did not, or nobody knows; another try may help.
    Failed(String),
    /// It never can.
    Hopeless(String),
}

/// Takes messages that are due.
pub async fn lease(app: &App, limit: u32) -> Result<Vec<DueMessage>, StoreError> {
    let now = app.now();
    app.db()
        .write("lease_messages", move |tx| {
            let leased = outbox::lease_due(tx, now, now.plus_s(TRY_S), limit)?;
            leased.into_iter().map(|message| load(tx, message)).collect()
        })
        .await
}

fn load(tx: &mut store::Tx<'_>, message: MessageRow) -> Result<DueMessage, StoreError> {
    let task = message
        .task
        .map(|id| tasks::find_any(tx, id))
        .transpose()?
        .flatten();
    let shop = task
        .as_ref()
        .map(|task| shops::by_id(tx, task.shop))
        .transpose()?
        .flatten();
    Ok(DueMessage { message, task, shop })
}

/// Notes what became of tries; those that failed are due again later, for 24 hours.
pub async fn record(app: &App, outcomes: Vec<(MessageRow, Delivery)>) -> Result<(), StoreError> {
    let now = app.now();
    app.db()
        .write("record_deliveries", move |tx| {
            outcomes
                .iter()
                .try_for_each(|(message, outcome)| note(tx, message, outcome, now))
        })
        .await
}

fn note(
    tx: &mut store::Tx<'_>,
    message: &MessageRow,
    outcome: &Delivery,
    now: Timestamp,
) -> Result<(), StoreError> {
    match outcome {
        Delivery::Delivered(detail) => outbox::delivered(tx, message.id, detail, now),
        Delivery::Failed(detail) => {
            let next = next_try(message, now);
            outbox::failed(tx, message.id, "failed", detail, next, now)
        }
        Delivery::Hopeless(detail) => outbox::failed(tx, message.id, "forbidden", detail, None, now),
    }
}

fn next_try(message: &MessageRow, now: Timestamp) -> Option<Timestamp> {
    let waited_us = u64::try_from(now.since_us(message.created_at)).unwrap_or(0);
    let seed = message.id.get().unsigned_abs();
    let pause = retry::next_attempt(
        message.attempts.saturating_add(1),
        std::time::Duration::from_micros(waited_us),
        seed,
    )?;
    Some(now.plus_s(i64::try_from(pause.as_secs()).unwrap_or(i64::MAX)))
}

/// Messages of an organization, newest first.
pub async fn list(
    app: &App,
    organization: OrganizationId,
    filter: MessageFilter,
    before: Option<OutboxId>,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    let limit = limit.clamp(1, crate::task::PAGE_MAX);
    app.db()
        .read("list_messages", move |tx| {
            outbox::list(tx, organization, &filter, before, limit)
        })
        .await
}

/// Sends a message again, whatever became of it. `None`: the organization has no such message.
pub async fn replay(
    app: &App,
    organization: OrganizationId,
    id: OutboxId,
) -> Result<Option<MessageRow>, StoreError> {
    let now = app.now();
    let replayed = app
        .db()
        .write("replay_message", move |tx| {
            if !outbox::replay(tx, organization, id, now)? {
                return Ok(None);
            }
            let message = outbox::find(tx, organization, id)?;
            if let Some(task) = message.as_ref().and_then(|message| message.task) {
                let event = task_events::TaskEvent {
                    at: now,
                    step: "message_replayed".to_owned(),
                    register: None,
                    detail: Some(id.to_string()),
                };
                task_events::add(tx, task, &event)?;
            }
            Ok::<_, StoreError>(message)
        })
        .await?;
    app.signals().message_waiting.notify_one();
    Ok(replayed)
}

/// A message of an organization with every try.
pub async fn detail(
    app: &App,
    organization: OrganizationId,
    id: OutboxId,
) -> Result<Option<(MessageRow, Vec<outbox::Attempt>)>, StoreError> {
    app.db()
        .read("message_detail", move |tx| {
            let Some(message) = outbox::find(tx, organization, id)? else {
                return Ok(None);
            };
            let attempts = outbox::attempts_of(tx, id)?;
            Ok(Some((message, attempts)))
        })
        .await
}
