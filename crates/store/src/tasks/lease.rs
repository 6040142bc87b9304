//! A task belongs to one register at a time.

use types::{OrganizationId, QueueId, RegisterId, ShopId, TaskId, Timestamp};

use crate::{StoreError, Tx, params};

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

/// Leases the oldest waiting tasks of the active queues of a register, at most `tasks_max`.
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
    let rows = tx.all(
        "-- tasks.lease
         update tasks set state = 'processing', register_id = $1, leased_at_us = $3, lease_until_us = $4,
                sealing_at_us = null, attempt = attempt + 1
         where state = 'new' and id in (
           select t.id from tasks t
           join queue_registers qr on qr.queue_id = t.queue_id and qr.register_id = $1
           join receipt_queues q on q.id = t.queue_id and q.state = 'active'
           where t.state = 'new'
           order by t.id
           limit $2
         )
         returning id, organization_id, shop_id, queue_id, external_id, door, body, receipt, attempt",
        params![register, tasks_max, now, until],
    )?;
    let mut tasks = rows
        .iter()
        .map(|row| {
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
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    // The engines return rows in any order; registers work them off by number.
    tasks.sort_by_key(|task| task.id);
    if !tasks.is_empty() {
        let count = i64::try_from(tasks.len()).unwrap_or(i64::MAX);
        tx.execute(
            "-- registers.count_handed_out
             update registers set handed_out = handed_out + $2, last_seen_at_us = $3 where id = $1",
            params![register, count, now],
        )?;
    }
    Ok(tasks)
}

/// Notes that the register is about to seal: from now on only it may tell what became of the task.
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

/// Puts a leased task back into its queue. `false`: it is not leased to this register any more.
///
/// # Errors
/// [`StoreError`].
pub fn requeue(tx: &mut Tx<'_>, id: TaskId, register: RegisterId) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.requeue
         update tasks set state = 'new', register_id = null, lease_until_us = null, sealing_at_us = null
         where id = $1 and register_id = $2 and state = 'processing'",
        params![id, register],
    )?;
    Ok(changed == 1)
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

/// Tasks that a register has and did not report.
///
/// # Errors
/// [`StoreError`].
pub fn outstanding(tx: &mut Tx<'_>, register: RegisterId) -> Result<Vec<TaskId>, StoreError> {
    let rows = tx.all(
        "-- tasks.outstanding
         select id from tasks where state = 'processing' and register_id = $1 order by id limit 1000",
        params![register],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}
