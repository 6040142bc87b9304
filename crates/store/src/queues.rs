//! Receipt queues: which shops fill them, which registers empty them.

use types::{OrganizationId, QueueId, RegisterId, ShopId, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// Whether a queue works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QueueState {
    /// Takes tasks and hands them out.
    Active,
    /// Takes no tasks and hands none out.
    Passive,
}

impl QueueState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Passive => "passive",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Passive]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A receipt queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Its number.
    pub id: QueueId,
    /// Its owner.
    pub organization: OrganizationId,
    /// Name in the portal.
    pub name: String,
    /// Whether it works.
    pub state: QueueState,
}

/// Adds an active queue.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<QueueId, StoreError> {
    let row = tx.one(
        "-- queues.create
         insert into receipt_queues (organization_id, created_at_us, name, state)
         values ($1, $2, $3, 'active') returning id",
        params![organization, now, name],
    )?;
    row.ok_or(StoreError::Contended {
        unit: "queues.create",
        attempts: 1,
    })?
    .get("id")
}

/// The queue with this number.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: QueueId) -> Result<Option<QueueRow>, StoreError> {
    let row = tx.one(
        "-- queues.find
         select id, organization_id, name, state from receipt_queues where id = $1",
        params![id],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// Lets a queue work, or rest. `false`: there is no such queue.
///
/// # Errors
/// [`StoreError`].
pub fn set_state(tx: &mut Tx<'_>, id: QueueId, state: QueueState) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- queues.set_state
         update receipt_queues set state = $2 where id = $1",
        params![id, state.as_str()],
    )?;
    Ok(changed == 1)
}

/// Lets a shop fill a queue.
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

/// Lets a register empty a queue.
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

/// Queues that a shop fills; at most 1,000.
///
/// # Errors
/// [`StoreError`].
pub fn of_shop(tx: &mut Tx<'_>, shop: ShopId) -> Result<Vec<QueueRow>, StoreError> {
    let rows = tx.all(
        "-- queues.of_shop
         select q.id, q.organization_id, q.name, q.state
         from queue_shops qs join receipt_queues q on q.id = qs.queue_id
         where qs.shop_id = $1 order by q.id limit 1000",
        params![shop],
    )?;
    rows.iter().map(read).collect()
}

/// Queues of an organization; at most 1,000.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<QueueRow>, StoreError> {
    let rows = tx.all(
        "-- queues.of_organization
         select id, organization_id, name, state from receipt_queues
         where organization_id = $1 order by id limit 1000",
        params![organization],
    )?;
    rows.iter().map(read).collect()
}

/// Every active pair of a virtual register and a queue that it empties.
///
/// # Errors
/// [`StoreError`].
pub fn of_virtual_registers(tx: &mut Tx<'_>) -> Result<Vec<(RegisterId, QueueId)>, StoreError> {
    let rows = tx.all(
        "-- queues.of_virtual_registers
         select qr.register_id, qr.queue_id
         from queue_registers qr
         join registers r on r.id = qr.register_id and r.kind = 'virtual' and r.state = 'active'
         join receipt_queues q on q.id = qr.queue_id and q.state = 'active'
         order by qr.register_id, qr.queue_id
         limit 65536",
        params![],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("register_id")?, row.get("queue_id")?)))
        .collect()
}

/// Registers that empty a queue; at most 1,000.
///
/// # Errors
/// [`StoreError`].
pub fn registers_of(tx: &mut Tx<'_>, queue: QueueId) -> Result<Vec<RegisterId>, StoreError> {
    let rows = tx.all(
        "-- queues.registers_of
         select register_id from queue_registers where queue_id = $1 order by register_id limit 1000",
        params![queue],
    )?;
    rows.iter().map(|row| row.get("register_id")).collect()
}

fn read(row: &Row) -> Result<QueueRow, StoreError> {
    Ok(QueueRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        name: row.get("name")?,
        state: row.parsed("state", QueueState::parse)?,
    })
}
