//! Receipt queues: which shops fill them, which registers empty them.

use types::{OrganizationId, QueueId, RegisterId, ShopId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

/// Shops or registers of one queue, and queues of one shop or register, that a list holds at most.
const ATTACHED_MAX: u32 = 10_000;

column_enum! {
    /// Whether a queue is in use.
    QueueState {
        /// Takes tasks in and hands them out.
        Active => "active",
        /// Takes no new tasks and hands none out.
        Passive => "passive",
    }
}

/// A receipt queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Its number.
    pub id: QueueId,
    /// Owner.
    pub organization: OrganizationId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What people call it.
    pub name: String,
    /// Whether it is in use.
    pub state: QueueState,
}

/// Creates an active queue.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<QueueId, StoreError> {
    tx.only(
        "-- queues.create
         insert into receipt_queues (organization_id, created_at_us, name, state) values ($1, $2, $3, $4)
         returning id",
        params![organization, now, name, QueueState::Active],
    )?
    .get("id")
}

/// The queue with this number.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<QueueRow>, StoreError> {
    let row = tx.one(
        "-- queues.find
         select id, organization_id, created_at_us, name, state from receipt_queues where id = $1",
        params![id],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// The queue with this number, if the shop may use it.
///
/// # Errors
/// [`StoreError`].
pub fn find_for_shop(tx: &mut Tx<'_>, id: QueueId, shop: ShopId) -> Result<Option<QueueRow>, StoreError> {
    let row = tx.one(
        "-- queues.find_for_shop
         select q.id, q.organization_id, q.created_at_us, q.name, q.state
         from receipt_queues q join queue_shops s on s.queue_id = q.id
         where q.id = $1 and s.shop_id = $2",
        params![id, shop],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// Queues of an organization with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<QueueId>,
    limit: u32,
) -> Result<Vec<QueueRow>, StoreError> {
    let rows = tx.all(
        "-- queues.of_organization
         select id, organization_id, created_at_us, name, state from receipt_queues
         where organization_id = $1 and id > $2 order by id limit $3",
        params![organization, after.map_or(0, QueueId::get), limit],
    )?;
    rows.iter().map(read).collect()
}

/// Queues that the shop may use.
///
/// # Errors
/// [`StoreError`].
pub fn of_shop(tx: &mut Tx<'_>, shop: ShopId) -> Result<Vec<QueueRow>, StoreError> {
    let rows = tx.all(
        "-- queues.of_shop
         select q.id, q.organization_id, q.created_at_us, q.name, q.state
         from receipt_queues q join queue_shops s on s.queue_id = q.id
         where s.shop_id = $1 order by q.id limit $2",
        params![shop, ATTACHED_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// Queues that the register empties.
///
/// # Errors
/// [`StoreError`].
pub fn of_register(tx: &mut Tx<'_>, register: RegisterId) -> Result<Vec<QueueRow>, StoreError> {
    let rows = tx.all(
        "-- queues.of_register
         select q.id, q.organization_id, q.created_at_us, q.name, q.state
         from receipt_queues q join queue_registers r on r.queue_id = q.id
         where r.register_id = $1 order by q.id limit $2",
        params![register, ATTACHED_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// Shops that fill the queue.
///
/// # Errors
/// [`StoreError`].
pub fn shops_of(tx: &mut Tx<'_>, queue: QueueId) -> Result<Vec<ShopId>, StoreError> {
    let rows = tx.all(
        "-- queues.shops_of
         select shop_id from queue_shops where queue_id = $1 order by shop_id limit $2",
        params![queue, ATTACHED_MAX],
    )?;
    rows.iter().map(|row| row.get("shop_id")).collect()
}

/// Registers that empty the queue.
///
/// # Errors
/// [`StoreError`].
pub fn registers_of(tx: &mut Tx<'_>, queue: QueueId) -> Result<Vec<RegisterId>, StoreError> {
    let rows = tx.all(
        "-- queues.registers_of
         select register_id from queue_registers where queue_id = $1 order by register_id limit $2",
        params![queue, ATTACHED_MAX],
    )?;
    rows.iter().map(|row| row.get("register_id")).collect()
}

/// Puts a queue in or out of use. `false`: there is no such queue.
///
/// # Errors
/// [`StoreError`].
pub fn set_state(tx: &mut Tx<'_>, id: QueueId, state: QueueState) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- queues.set_state\nupdate receipt_queues set state = $2 where id = $1",
        params![id, state],
    )?;
    Ok(changed == 1)
}

/// Whether the shop may use the queue.
///
/// # Errors
/// [`StoreError`].
pub fn is_attached(tx: &mut Tx<'_>, queue: QueueId, shop: ShopId) -> Result<bool, StoreError> {
    tx.only(
        "-- queues.is_attached
         select exists (select 1 from queue_shops where queue_id = $1 and shop_id = $2) as attached",
        params![queue, shop],
    )?
    .get("attached")
}

/// Lets a shop use a queue; nothing happens when it may already.
///
/// # Errors
/// [`StoreError`].
pub fn attach_shop(tx: &mut Tx<'_>, queue: QueueId, shop: ShopId) -> Result<(), StoreError> {
    tx.execute(
        "-- queues.attach_shop
         insert into queue_shops (queue_id, shop_id) values ($1, $2) on conflict (queue_id, shop_id) do nothing",
        params![queue, shop],
    )?;
    Ok(())
}

/// Takes a queue from a shop; nothing happens when it has it not.
///
/// # Errors
/// [`StoreError`].
pub fn detach_shop(tx: &mut Tx<'_>, queue: QueueId, shop: ShopId) -> Result<(), StoreError> {
    tx.execute(
        "-- queues.detach_shop\ndelete from queue_shops where queue_id = $1 and shop_id = $2",
        params![queue, shop],
    )?;
    Ok(())
}

/// Lets a register empty a queue; nothing happens when it does already.
///
/// # Errors
/// [`StoreError`].
pub fn attach_register(tx: &mut Tx<'_>, queue: QueueId, register: RegisterId) -> Result<(), StoreError> {
    tx.execute(
        "-- queues.attach_register
         insert into queue_registers (queue_id, register_id) values ($1, $2)
         on conflict (queue_id, register_id) do nothing",
        params![queue, register],
    )?;
    Ok(())
}

/// Takes a queue from a register; nothing happens when it has it not.
///
/// # Errors
/// [`StoreError`].
pub fn detach_register(tx: &mut Tx<'_>, queue: QueueId, register: RegisterId) -> Result<(), StoreError> {
    tx.execute(
        "-- queues.detach_register\ndelete from queue_registers where queue_id = $1 and register_id = $2",
        params![queue, register],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<QueueRow, StoreError> {
    Ok(QueueRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        name: row.get("name")?,
        state: row.get("state")?,
    })
}
