//! Tries to deliver a message.

use types::{OrganizationId, OutboxId, Timestamp};

use super::{MessageRow, read};
use crate::{StoreError, Tx, params};

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// From 1 on.
    pub attempt: u32,
    /// When.
    pub at: Timestamp,
    /// In one word: `delivered`, `refused`, `failed`, `forbidden`.
    pub outcome: String,
    /// More about it.
    pub detail: Option<String>,
}

/// Number of messages that are due now, counted up to `most`.
///
/// # Errors
/// [`StoreError`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, most: u32) -> Result<u64, StoreError> {
    let row = tx.one(
        "-- outbox.due
         select cast(count(*) as bigint) as due from (
           select 1 as one from outbox where state = 'pending' and next_attempt_at_us <= $1 limit $2
         ) waiting",
        params![now, most],
    )?;
    row.map_or(Ok(0), |row| row.get("due"))
}

/// Makes due what is to wait beyond `latest`: no pause is longer, so the clock was put back.
///
/// # Errors
/// [`StoreError`].
pub fn pull_pauses(tx: &mut Tx<'_>, latest: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "-- outbox.pull_pauses
         update outbox set next_attempt_at_us = $2 where state = 'pending' and next_attempt_at_us > $1",
        params![latest, now],
    )
}

/// Takes messages that are due; nobody else takes them before `until`.
///
/// # Errors
/// [`StoreError`].
pub fn lease_due(
    tx: &mut Tx<'_>,
    now: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    const SQL: &str = concat!(
        "-- outbox.lease_due
         with picked as materialized (
           select id from outbox where state = 'pending' and next_attempt_at_us <= $1
           order by next_attempt_at_us, id limit $3 $SKIP_LOCKED
         )
         update outbox set lease_until_us = $2, next_attempt_at_us = $2
         where state = 'pending' and id in (select id from picked)
         returning ",
        message_columns!(),
        ""
    );
    let mut messages = tx
        .all(SQL, params![now, until, limit])?
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    messages.sort_by_key(|message| message.id);
    Ok(messages)
}

/// The message arrived.
///
/// # Errors
/// [`StoreError`].
pub fn delivered(tx: &mut Tx<'_>, id: OutboxId, detail: &str, now: Timestamp) -> Result<(), StoreError> {
    log_attempt(tx, id, "delivered", detail, now)?;
    tx.execute(
        "-- outbox.delivered
         update outbox set state = 'delivered', attempts = attempts + 1, finished_at_us = $2, last_result = $3,
                lease_until_us = null
         where id = $1 and state = 'pending'",
        params![id, now, detail],
    )?;
    Ok(())
}

/// The try failed: the message is due again at `next`, or given up when there is no next time.
///
/// # Errors
/// [`StoreError`].
pub fn failed(
    tx: &mut Tx<'_>,
    id: OutboxId,
    outcome: &str,
    detail: &str,
    next: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    log_attempt(tx, id, outcome, detail, now)?;
    match next {
        Some(next) => tx.execute(
            "-- outbox.failed
             update outbox set attempts = attempts + 1, next_attempt_at_us = $2, last_result = $3, lease_until_us = null
             where id = $1 and state = 'pending'",
            params![id, next, detail],
        )?,
        None => tx.execute(
            "-- outbox.dead
             update outbox set state = 'dead', attempts = attempts + 1, finished_at_us = $2, last_result = $3,
                    lease_until_us = null
             where id = $1 and state = 'pending'",
            params![id, now, detail],
        )?,
    };
    Ok(())
}

/// Sends a message again, whatever became of it. `false`: the organization has no such message.
///
/// # Errors
/// [`StoreError`].
pub fn replay(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: OutboxId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- outbox.replay
         update outbox set state = 'pending', next_attempt_at_us = $3, finished_at_us = null, created_at_us = $3
         where id = $2 and organization_id = $1",
        params![organization, id, now],
    )?;
    Ok(changed == 1)
}

/// Tries of a message, in order; at most 200.
///
/// # Errors
/// [`StoreError`].
pub fn attempts_of(tx: &mut Tx<'_>, id: OutboxId) -> Result<Vec<Attempt>, StoreError> {
    let rows = tx.all(
        "-- outbox.attempts_of
         select attempt, at_us, outcome, detail from outbox_attempts where outbox_id = $1 order by attempt limit 200",
        params![id],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Attempt {
                attempt: row.get("attempt")?,
                at: row.get("at_us")?,
                outcome: row.get("outcome")?,
                detail: row.get("detail")?,
            })
        })
        .collect()
}

fn log_attempt(
    tx: &mut Tx<'_>,
    id: OutboxId,
    outcome: &str,
    detail: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- outbox.log_attempt
         insert into outbox_attempts (outbox_id, attempt, at_us, outcome, detail)
         select id, attempts + 1, $2, $3, $4 from outbox where id = $1
         on conflict (outbox_id, attempt) do nothing",
        params![id, now, outcome, detail],
    )?;
    Ok(())
}
