//! A task belongs to one register at a time.

use types::{OrganizationId, QueueId, RegisterId, ShopId, TaskId, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// What a register needs to work on a task.
#[derive(Clone, Debug)]
pub struct LeasedTask {
    /// Its number.
    pub id: TaskId,
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// Shop that sent it.
    pub shop: ShopId,
    /// Queue it waited in.
    pub queue: QueueId,
    /// The shop's operation number.
    pub external_id: String,
    /// API dialect of the body.
    pub door: String,
    /// As the shop sent it.
    pub body: Vec<u8>,
    /// JSON of the domain receipt.
    pub receipt: String,
    /// Times it was leased, this one counted.
    pub attempt: u32,
}

/// A lease that ended without a report.
#[derive(Clone, Debug)]
pub struct ExpiredLease {
    /// The task.
    pub id: TaskId,
    /// Register that had it.
    pub register: RegisterId,
    /// When that register journaled its intention to seal.
    pub sealing_at: Option<Timestamp>,
    /// Times it was leased.
    pub attempt: u32,
}

/// Leases the oldest waiting tasks of the active queues of a register, at most `tasks_max`, by number.
///
/// Row locks and the task's state hold the rule that a task has one register: read committed is enough.
///
/// # Errors
/// [`StoreError`].
pub fn lease(
    tx: &mut Tx<'_>,
    register: RegisterId,
    tasks_max: u32,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<LeasedTask>, StoreError> {
    let waiting = oldest_waiting(tx, register, tasks_max)?;
    let mut leased = Vec::with_capacity(waiting.len());
    for id in waiting {
        let row = tx.one(
            "-- tasks.lease
             update tasks set state = 'processing', register_id = $2, leased_at_us = $3, lease_until_us = $4,
                    sealing_at_us = null, attempt = attempt + 1
             where id = $1 and state = 'new'
             returning id, organization_id, shop_id, queue_id, external_id, door, body, receipt, attempt",
            params![id, register, now, until],
        )?;
        leased.extend(row.map(|row| read(&row)).transpose()?);
    }
    if !leased.is_empty() {
        let count = i64::try_from(leased.len()).unwrap_or(i64::MAX);
        tx.execute(
            "-- registers.count_handed_out
             update registers set handed_out = handed_out + $2, last_seen_at_us = $3 where id = $1",
            params![register, count, now],
        )?;
    }
    Ok(leased)
}

/// Each queue is asked alone: its index gives the oldest without a look at the others, however many wait.
fn oldest_waiting(tx: &mut Tx<'_>, register: RegisterId, tasks_max: u32) -> Result<Vec<TaskId>, StoreError> {
    let queues = tx.all(
        "-- tasks.lease_queues
         select q.id from queue_registers r join receipt_queues q on q.id = r.queue_id
         where r.register_id = $1 and q.state = 'active' order by q.id limit 10000",
        params![register],
    )?;
    let mut waiting = Vec::new();
    for queue in &queues {
        let rows = tx.all(
            "-- tasks.oldest_waiting
             select id from tasks where queue_id = $1 and state = 'new' order by id limit $2 $SKIP_LOCKED",
            params![queue.int("id")?, tasks_max],
        )?;
        for row in &rows {
            waiting.push(row.get::<TaskId>("id")?);
        }
    }
    waiting.sort_unstable();
    waiting.truncate(usize::try_from(tasks_max).unwrap_or(usize::MAX));
    Ok(waiting)
}

fn read(row: &Row) -> Result<LeasedTask, StoreError> {
    Ok(LeasedTask {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        shop: row.get("shop_id")?,
        queue: row.get("queue_id")?,
        external_id: row.get("external_id")?,
        door: row.get("door")?,
        body: row.get("body")?,
        receipt: row.get("receipt")?,
        attempt: row.get("attempt")?,
    })
}

/// Notes that the register may seal from now on: only it can tell what became of the task.
///
/// # Errors
/// [`StoreError`].
pub fn mark_sealing(
    tx: &mut Tx<'_>,
    id: TaskId,
    register: RegisterId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.mark_sealing
         update tasks set sealing_at_us = $3 where id = $1 and register_id = $2 and state = 'processing'",
        params![id, register, now],
    )?;
    Ok(changed == 1)
}

/// Gives the register more time.
///
/// # Errors
/// [`StoreError`].
pub fn extend_lease(
    tx: &mut Tx<'_>,
    id: TaskId,
    register: RegisterId,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.extend_lease
         update tasks set lease_until_us = $3 where id = $1 and register_id = $2 and state = 'processing'",
        params![id, register, until],
    )?;
    Ok(changed == 1)
}

/// Puts a leased task back into its queue and says why. `false`: it is not leased to this register any more.
///
/// # Errors
/// [`StoreError`].
pub fn requeue(tx: &mut Tx<'_>, id: TaskId, register: RegisterId, reason: &str) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.requeue
         update tasks set state = 'new', register_id = null, lease_until_us = null, sealing_at_us = null,
                error_description = $3
         where id = $1 and register_id = $2 and state = 'processing'",
        params![id, register, reason],
    )?;
    Ok(changed == 1)
}

/// Ends the time of a lease but not the lease: only the register's own report, or a person, frees the task.
///
/// # Errors
/// [`StoreError`].
pub fn keep_for_report(
    tx: &mut Tx<'_>,
    id: TaskId,
    register: RegisterId,
    reason: &str,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.keep_for_report
         update tasks set lease_until_us = null, error_description = $3
         where id = $1 and register_id = $2 and state = 'processing'",
        params![id, register, reason],
    )?;
    Ok(changed == 1)
}

/// Puts a task that is kept for a report back into its queue. `false`: no task is kept so.
///
/// # Errors
/// [`StoreError`].
pub fn release(tx: &mut Tx<'_>, id: TaskId) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.release
         update tasks set state = 'new', register_id = null, sealing_at_us = null, error_description = null
         where id = $1 and state = 'processing' and lease_until_us is null",
        params![id],
    )?;
    Ok(changed == 1)
}

/// Tasks that a register has now, each with the number of its lease.
///
/// # Errors
/// [`StoreError`].
pub fn held(tx: &mut Tx<'_>, register: RegisterId) -> Result<Vec<(TaskId, u32)>, StoreError> {
    let rows = tx.all(
        "-- tasks.held
         select id, attempt from tasks where state = 'processing' and register_id = $1 order by id limit 10000",
        params![register],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("id")?, row.get("attempt")?)))
        .collect()
}

/// Brings leases that end after `latest` to that moment: no lease is longer, so the clock was put back.
///
/// # Errors
/// [`StoreError`].
pub fn pull_leases(tx: &mut Tx<'_>, latest: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "-- tasks.pull_leases
         update tasks set lease_until_us = $1 where state = 'processing' and lease_until_us > $1",
        params![latest],
    )
}

/// Leases that ended before `now`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn expired_leases(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<ExpiredLease>, StoreError> {
    let rows = tx.all(
        "-- tasks.expired_leases
         select id, register_id, sealing_at_us, attempt from tasks
         where state = 'processing' and lease_until_us < $1
         order by lease_until_us, id
         limit $2",
        params![now, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(ExpiredLease {
                id: row.get("id")?,
                register: row.get("register_id")?,
                sealing_at: row.get("sealing_at_us")?,
                attempt: row.get("attempt")?,
            })
        })
        .collect()
}
