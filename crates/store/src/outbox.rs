//! Messages to the outside: written in the transaction that causes them, delivered afterwards, at least once.

use types::{OrderId, OrganizationId, OutboxId, TaskId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! message_columns {
    () => {
        "id, organization_id, kind, task_id, order_id, target, created_at_us, state, \
         attempts, next_attempt_at_us, finished_at_us, last_result"
    };
}

mod delivery;

pub use delivery::{Attempt, attempts_of, delivered, due, failed, lease_due, pull_pauses, replay};

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// A task's end, to the shop.
    Callback,
    /// An order's end, to the shop.
    OrderCallback,
    /// The receipt, to the buyer.
    Mail,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// Waits, or is tried again later.
    Pending,
    /// Arrived.
    Delivered,
    /// Given up; can be replayed.
    Dead,
}

macro_rules! column_text {
    ($kind:ident { $($variant:ident => $text:literal),* }) => {
        impl $kind {
            /// The column's text.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// From the column's text.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
column_text!(MessageKind { Callback => "callback", OrderCallback => "order_callback", Mail => "mail" });
column_text!(MessageState { Pending => "pending", Delivered => "delivered", Dead => "dead" });

/// A message as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// What it is.
    pub kind: MessageKind,
    /// Task that it tells of.
    pub task: Option<TaskId>,
    /// Order that it tells of.
    pub order: Option<OrderId>,
    /// URL or e-mail address.
    pub target: String,
}

/// A message with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// Its number: the same in every try.
    pub id: OutboxId,
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// What it is.
    pub kind: MessageKind,
    /// Task that it tells of.
    pub task: Option<TaskId>,
    /// Order that it tells of.
    pub order: Option<OrderId>,
    /// URL or e-mail address.
    pub target: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Where it stands.
    pub state: MessageState,
    /// Tries so far.
    pub attempts: u32,
    /// When it is tried next.
    pub next_attempt_at: Timestamp,
    /// When it arrived or was given up.
    pub finished_at: Option<Timestamp>,
    /// Outcome of the last try.
    pub last_result: Option<String>,
}

/// Writes a message; it is due at once.
///
/// # Errors
/// [`StoreError`].
pub fn enqueue(tx: &mut Tx<'_>, message: &NewMessage, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "-- outbox.enqueue
         insert into outbox (organization_id, kind, task_id, order_id, target, created_at_us, state,
                             next_attempt_at_us)
         values ($1, $2, $3, $4, $5, $6, 'pending', $6)",
        params![
            message.organization,
            message.kind.as_str(),
            message.task,
            message.order,
            &message.target,
            now,
        ],
    )?;
    Ok(())
}

/// Messages that tell of a task, in order.
///
/// # Errors
/// [`StoreError`].
pub fn of_task(tx: &mut Tx<'_>, task: TaskId) -> Result<Vec<MessageRow>, StoreError> {
    const SQL: &str = concat!(
        "-- outbox.of_task\nselect ",
        message_columns!(),
        " from outbox where task_id = $1 order by id limit 100"
    );
    tx.all(SQL, params![task])?.iter().map(read).collect()
}

/// Which messages; `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// In this state.
    pub state: Option<MessageState>,
    /// Of this kind.
    pub kind: Option<MessageKind>,
    /// About this task.
    pub task: Option<TaskId>,
}

/// Messages of an organization, newest first, with ids below `before`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    filter: &MessageFilter,
    before: Option<OutboxId>,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    const SQL: &str = concat!(
        "-- outbox.list\nselect ",
        message_columns!(),
        " from outbox
          where organization_id = $1 and id < $2
            and (cast($3 as text) is null or state = $3)
            and (cast($4 as text) is null or kind = $4)
            and (cast($5 as bigint) is null or task_id = $5)
          order by id desc limit $6"
    );
    let params = params![
        organization,
        before.map_or(i64::MAX, OutboxId::get),
        filter.state.map(MessageState::as_str),
        filter.kind.map(MessageKind::as_str),
        filter.task,
        limit,
    ];
    tx.all(SQL, params)?.iter().map(read).collect()
}

/// One message of an organization.
///
/// # Errors
/// [`StoreError`].
pub fn find(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: OutboxId,
) -> Result<Option<MessageRow>, StoreError> {
    const SQL: &str = concat!(
        "-- outbox.find\nselect ",
        message_columns!(),
        " from outbox where id = $1 and organization_id = $2"
    );
    tx.one(SQL, params![id, organization])?
        .map(|row| read(&row))
        .transpose()
}

pub(crate) fn read(row: &Row) -> Result<MessageRow, StoreError> {
    Ok(MessageRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        kind: row.parsed("kind", MessageKind::parse)?,
        task: row.get("task_id")?,
        order: row.get("order_id")?,
        target: row.get("target")?,
        created_at: row.get("created_at_us")?,
        state: row.parsed("state", MessageState::parse)?,
        attempts: row.get("attempts")?,
        next_attempt_at: row.get("next_attempt_at_us")?,
        finished_at: row.get("finished_at_us")?,
        last_result: row.get("last_result")?,
    })
}
