//! Receipt queues: which shops fill them, which registers empty them, and whether they are in use.

use store::organizations::Holding;
use store::queues::{self, QueueRow, QueueState};
use store::{StoreError, Tx, registers};
use types::{OrganizationId, QueueId, RegisterId, ShopId, Timestamp};

use super::{NAME_LENGTH_MAX, Reach, Reading, SetupError, Thing, organizations, shops};
use crate::App;

/// A queue with what is attached to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// The queue.
    pub queue: QueueRow,
    /// Shops that fill it.
    pub shops: Vec<ShopId>,
    /// Registers that empty it.
    pub registers: Vec<RegisterId>,
}

/// What is attached to a queue, or taken from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A shop that fills it.
    Shop(ShopId),
    /// A register that empties it.
    Register(RegisterId),
}

/// What is done with an end of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is attached; nothing happens when it is already.
    Attach,
    /// It is taken from the queue; nothing happens when it is not there.
    Detach,
}

/// Creates an active queue.
pub async fn create(app: &App, organization: OrganizationId, name: &str) -> Result<Attached, SetupError> {
    let (name, now) = (name.to_owned(), app.now());
    app.db()
        .write("create_queue", move |tx| {
            let queue = add(tx, organization, &name, now)?;
            Ok(attached(tx, queue)?)
        })
        .await
}

pub(crate) fn add(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    name: &str,
    now: Timestamp,
) -> Result<QueueRow, SetupError> {
    let mut reading = Reading::default();
    let name = reading.text("name", name, NAME_LENGTH_MAX);
    let name = reading.finish(name)?;
    organizations::with_room(tx, organization, Holding::Queues)?;
    let id = queues::create(tx, organization, &name, now)?;
    load(tx, Reach::Organization(organization), id)
}

/// Attaches shops and registers to a queue of the same organization, or takes them away: all or none.
pub async fn change(
    app: &App,
    reach: Reach,
    queue: QueueId,
    change: Change,
    ends: Vec<End>,
) -> Result<Attached, SetupError> {
    let changed = app
        .db()
        .write("change_queue", move |tx| {
            let row = load(tx, reach, queue)?;
            for end in &ends {
                connect(tx, &row, change, *end)?;
            }
            look(tx, reach, queue)
        })
        .await;
    app.directory().forget();
    changed
}

pub(crate) fn connect(tx: &mut Tx<'_>, queue: &QueueRow, change: Change, end: End) -> Result<(), SetupError> {
    let own = Reach::Organization(queue.organization);
    match end {
        End::Shop(shop) => {
            shops::load(tx, own, shop)?;
            match change {
                Change::Attach => queues::attach_shop(tx, queue.id, shop)?,
                Change::Detach => queues::detach_shop(tx, queue.id, shop)?,
            }
        }
        End::Register(register) => {
            let found = registers::find(tx, register)?;
            if found.is_none_or(|row| !own.covers(row.organization)) {
                return Err(SetupError::unknown(Thing::Register, register.get()));
            }
            match change {
                Change::Attach => queues::attach_register(tx, queue.id, register)?,
                Change::Detach => queues::detach_register(tx, queue.id, register)?,
            }
        }
    }
    Ok(())
}

/// Puts a queue in or out of use; `state` is `active` or `passive`.
pub async fn set_state(app: &App, reach: Reach, queue: QueueId, state: &str) -> Result<Attached, SetupError> {
    let wanted = state.to_owned();
    let changed = app
        .db()
        .write("set_queue_state", move |tx| {
            load(tx, reach, queue)?;
            let state = QueueState::parse(&wanted)
                .ok_or_else(|| SetupError::fault("state", &wanted, "must be one of: active, passive"))?;
            queues::set_state(tx, queue, state)?;
            look(tx, reach, queue)
        })
        .await;
    app.directory().forget();
    changed
}

/// Queues of an organization with numbers above `after`, oldest first.
pub async fn list(
    app: &App,
    organization: OrganizationId,
    after: Option<QueueId>,
    limit: u32,
) -> Result<Vec<Attached>, StoreError> {
    app.db()
        .read("list_queues", move |tx| {
            let rows = queues::of_organization(tx, organization, after, limit)?;
            rows.into_iter().map(|queue| attached(tx, queue)).collect()
        })
        .await
}

fn look(tx: &mut Tx<'_>, reach: Reach, id: QueueId) -> Result<Attached, SetupError> {
    let queue = load(tx, reach, id)?;
    Ok(attached(tx, queue)?)
}

fn attached(tx: &mut Tx<'_>, queue: QueueRow) -> Result<Attached, StoreError> {
    Ok(Attached {
        shops: queues::shops_of(tx, queue.id)?,
        registers: queues::registers_of(tx, queue.id)?,
        queue,
    })
}

fn load(tx: &mut Tx<'_>, reach: Reach, id: QueueId) -> Result<QueueRow, SetupError> {
    queues::find(tx, id)?
        .filter(|queue| reach.covers(queue.organization))
        .ok_or_else(|| SetupError::unknown(Thing::Queue, id.get()))
}
