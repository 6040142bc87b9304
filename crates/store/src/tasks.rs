//! Fiscalization tasks: taken in once, leased to one register at a time, ended once.

use types::{LocalDateTime, Money, OrganizationId, QueueId, RegisterId, ShopId, TaskId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! task_columns {
    () => {
        "id, uuid, organization_id, shop_id, queue_id, external_id, external_id_spelling, door, intent, content_hash, \
         body, receipt, total_minor, buyer_email, callback_url, accepted_at_us, state, attempt, \
         register_id, leased_at_us, sealing_at_us, finished_at_us, error_description, \
         registration_number, fiscal_storage_number, document_number, fiscal_sign, \
         shift_number, receipt_number, settled_at_local_s"
    };
}

mod lease;
mod list;

pub use lease::{
    ExpiredLease, LeasedTask, expired_leases, extend_lease, held, keep_for_report, lease, mark_sealing,
    pull_leases, release, requeue,
};
pub use list::{TaskFilter, list};

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// Waits in its queue.
    New,
    /// Leased to a register.
    Processing,
    /// Became a fiscal document.
    Done,
    /// Cannot become one.
    Error,
    /// Taken back by the shop while it was new.
    Canceled,
}

impl TaskState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Processing => "processing",
            Self::Done => "done",
            Self::Error => "error",
            Self::Canceled => "canceled",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::New,
            Self::Processing,
            Self::Done,
            Self::Error,
            Self::Canceled,
        ]
        .into_iter()
        .find(|state| state.as_str() == text)
    }
}

/// A task as it comes in.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// `UUIDv7`.
    pub uuid: String,
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// Shop that sent it.
    pub shop: ShopId,
    /// Queue it goes into.
    pub queue: QueueId,
    /// The shop's operation number.
    pub external_id: String,
    /// How the shop wrote it in JSON: `text` or `integer`.
    pub external_id_spelling: String,
    /// API dialect of the body.
    pub door: String,
    /// Intent in the words of the door.
    pub intent: String,
    /// SHA-256 of what the body means.
    pub content_hash: [u8; 32],
    /// As the shop sent it.
    pub body: Vec<u8>,
    /// JSON of the domain receipt.
    pub receipt: String,
    /// Receipt total.
    pub total: Money,
    /// Where the buyer wants the receipt.
    pub buyer_email: Option<String>,
    /// The task's own callback URL.
    pub callback_url: Option<String>,
    /// When it was accepted.
    pub accepted_at: Timestamp,
}

/// What became of a new task.
#[derive(Clone, Debug)]
pub enum Inserted {
    /// It is new.
    Created(TaskId),
    /// The shop used this external id before; the first task stands.
    Exists(Box<TaskRow>),
}

/// A whole task.
#[derive(Clone, Debug)]
pub struct TaskRow {
    /// Its number.
    pub id: TaskId,
    /// `UUIDv7`.
    pub uuid: String,
    /// Owner of the shop.
    pub organization: OrganizationId,
    /// Shop that sent it.
    pub shop: ShopId,
    /// Queue it went into.
    pub queue: QueueId,
    /// The shop's operation number.
    pub external_id: String,
    /// How the shop wrote it in JSON: `text` or `integer`.
    pub external_id_spelling: String,
    /// API dialect of the body.
    pub door: String,
    /// Intent in the words of the door.
    pub intent: String,
    /// SHA-256 of what the body means.
    pub content_hash: Vec<u8>,
    /// As the shop sent it.
    pub body: Vec<u8>,
    /// JSON of the domain receipt.
    pub receipt: String,
    /// Receipt total.
    pub total: Money,
    /// Where the buyer wants the receipt.
    pub buyer_email: Option<String>,
    /// The task's own callback URL.
    pub callback_url: Option<String>,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// Where it stands.
    pub state: TaskState,
    /// Times it was leased.
    pub attempt: u32,
    /// Register that has or had it.
    pub register: Option<RegisterId>,
    /// When that register took it.
    pub leased_at: Option<Timestamp>,
    /// When the register journaled its intention to seal.
    pub sealing_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Why it cannot become a document; while it waits, why the last register did not make one.
    pub error_description: Option<String>,
    /// The document it became.
    pub document: Option<TaskDocument>,
}

/// The fiscal document that a task became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDocument {
    /// Of the register.
    pub registration_number: String,
    /// Of the storage; a foreign register may report any text.
    pub fiscal_storage_number: String,
    /// Number of the document.
    pub document_number: i64,
    /// Its sign as printed.
    pub fiscal_sign: i64,
    /// Shift.
    pub shift_number: i64,
    /// Number of the receipt in the shift.
    pub receipt_number: i64,
    /// Time on the receipt.
    pub settled_at: LocalDateTime,
}

/// Keeps a task, unless its shop used the external id before.
///
/// # Errors
/// [`StoreError`], also when shop or queue are not there.
pub fn insert(tx: &mut Tx<'_>, task: &NewTask) -> Result<Inserted, StoreError> {
    let created = tx.one(
        "-- tasks.insert
         insert into tasks (uuid, organization_id, shop_id, queue_id, external_id, external_id_spelling, door, intent,
                            content_hash, body, receipt, total_minor, buyer_email, callback_url, accepted_at_us, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'new')
         on conflict (shop_id, external_id) do nothing
         returning id",
        params![
            &task.uuid,
            task.organization,
            task.shop,
            task.queue,
            &task.external_id,
            &task.external_id_spelling,
            &task.door,
            &task.intent,
            &task.content_hash,
            &task.body,
            &task.receipt,
            task.total,
            task.buyer_email.as_deref(),
            task.callback_url.as_deref(),
            task.accepted_at,
        ],
    )?;
    if let Some(row) = created {
        return Ok(Inserted::Created(row.get("id")?));
    }
    let known = find_by_external_id(tx, task.shop, &task.external_id)?;
    known
        .map(|task| Inserted::Exists(Box::new(task)))
        .ok_or(StoreError::Contended {
            unit: "tasks.insert",
            attempts: 1,
        })
}

/// The task with this number in this shop.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, shop: ShopId, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.find\nselect ",
        task_columns!(),
        " from tasks where id = $1 and shop_id = $2"
    );
    tx.one(SQL, params![id, shop])?.map(|row| read(&row)).transpose()
}

/// The task with this number in this organization.
///
/// # Errors
/// [`StoreError`].
pub fn find_in_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: TaskId,
) -> Result<Option<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.find_in_organization\nselect ",
        task_columns!(),
        " from tasks where id = $1 and organization_id = $2"
    );
    tx.one(SQL, params![id, organization])?
        .map(|row| read(&row))
        .transpose()
}

/// The task with this number, whosever it is.
///
/// # Errors
/// [`StoreError`].
pub fn find_any(tx: &mut Tx<'_>, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.find_any\nselect ",
        task_columns!(),
        " from tasks where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// The task with this UUID.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_uuid(tx: &mut Tx<'_>, uuid: &str) -> Result<Option<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.find_by_uuid\nselect ",
        task_columns!(),
        " from tasks where uuid = $1"
    );
    tx.one(SQL, params![uuid])?.map(|row| read(&row)).transpose()
}

/// The shop's task with this external id.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_external_id(
    tx: &mut Tx<'_>,
    shop: ShopId,
    external_id: &str,
) -> Result<Option<TaskRow>, StoreError> {
    const SQL: &str = concat!(
        "-- tasks.find_by_external_id\nselect ",
        task_columns!(),
        " from tasks where shop_id = $1 and external_id = $2"
    );
    tx.one(SQL, params![shop, external_id])?
        .map(|row| read(&row))
        .transpose()
}

/// What a register reported for a task.
#[derive(Clone, Debug)]
pub struct TaskDone {
    /// The task.
    pub id: TaskId,
    /// Register that sealed it.
    pub register: RegisterId,
    /// The document.
    pub document: TaskDocument,
}

/// Ends a task with its document. `false`: it had ended before, and stays as it was.
///
/// # Errors
/// [`StoreError`].
pub fn finish_done(tx: &mut Tx<'_>, done: &TaskDone, now: Timestamp) -> Result<bool, StoreError> {
    let document = &done.document;
    let changed = tx.execute(
        "-- tasks.finish_done
         update tasks set state = 'done', register_id = $2, finished_at_us = $3, lease_until_us = null,
                error_description = null, registration_number = $4, fiscal_storage_number = $5,
                document_number = $6, fiscal_sign = $7, shift_number = $8, receipt_number = $9,
                settled_at_local_s = $10
         where id = $1 and state in ('processing', 'new')",
        params![
            done.id,
            done.register,
            now,
            &document.registration_number,
            &document.fiscal_storage_number,
            document.document_number,
            document.fiscal_sign,
            document.shift_number,
            document.receipt_number,
            document.settled_at,
        ],
    )?;
    Ok(changed == 1)
}

/// Ends a task without a document. `false`: it had ended before, and stays as it was.
///
/// # Errors
/// [`StoreError`].
pub fn finish_error(
    tx: &mut Tx<'_>,
    id: TaskId,
    description: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.finish_error
         update tasks set state = 'error', finished_at_us = $2, lease_until_us = null, error_description = $3
         where id = $1 and state in ('processing', 'new')",
        params![id, now, description],
    )?;
    Ok(changed == 1)
}

/// Takes a task back while no register has it. `false`: too late.
///
/// # Errors
/// [`StoreError`].
pub fn cancel(tx: &mut Tx<'_>, id: TaskId, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.cancel
         update tasks set state = 'canceled', finished_at_us = $2 where id = $1 and state = 'new'",
        params![id, now],
    )?;
    Ok(changed == 1)
}

/// Makes a task that ended in an error one that can still end in a document: its register has sealed it after
/// all. `false`: it did not end in an error.
///
/// # Errors
/// [`StoreError`].
pub fn reopen(tx: &mut Tx<'_>, id: TaskId) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.reopen
         update tasks set state = 'processing', finished_at_us = null where id = $1 and state = 'error'",
        params![id],
    )?;
    Ok(changed == 1)
}

/// Puts a task that ended in an error back into its queue. `false`: it is in another state.
///
/// # Errors
/// [`StoreError`].
pub fn retry(tx: &mut Tx<'_>, id: TaskId) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- tasks.retry
         update tasks set state = 'new', finished_at_us = null, error_description = null, register_id = null,
                sealing_at_us = null
         where id = $1 and state = 'error'",
        params![id],
    )?;
    Ok(changed == 1)
}

/// Waiting tasks of every queue that has any, counted up to `most` each.
///
/// # Errors
/// [`StoreError`].
pub fn waiting_by_queue(tx: &mut Tx<'_>) -> Result<Vec<(QueueId, u64)>, StoreError> {
    let rows = tx.all(
        "-- tasks.waiting_by_queue
         select queue_id, cast(count(*) as bigint) as waiting from tasks where state = 'new' group by queue_id",
        params![],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("queue_id")?, row.get("waiting")?)))
        .collect()
}

pub(crate) fn read(row: &Row) -> Result<TaskRow, StoreError> {
    let document = match row.get::<Option<i64>>("document_number")? {
        None => None,
        Some(document_number) => Some(TaskDocument {
            registration_number: row.get("registration_number")?,
            fiscal_storage_number: row.get("fiscal_storage_number")?,
            document_number,
            fiscal_sign: row.get("fiscal_sign")?,
            shift_number: row.get("shift_number")?,
            receipt_number: row.get("receipt_number")?,
            settled_at: row.get("settled_at_local_s")?,
        }),
    };
    Ok(TaskRow {
        id: row.get("id")?,
        uuid: row.get("uuid")?,
        organization: row.get("organization_id")?,
        shop: row.get("shop_id")?,
        queue: row.get("queue_id")?,
        external_id: row.get("external_id")?,
        external_id_spelling: row.get("external_id_spelling")?,
        door: row.get("door")?,
        intent: row.get("intent")?,
        content_hash: row.get("content_hash")?,
        body: row.get("body")?,
        receipt: row.get("receipt")?,
        total: row.get("total_minor")?,
        buyer_email: row.get("buyer_email")?,
        callback_url: row.get("callback_url")?,
        accepted_at: row.get("accepted_at_us")?,
        state: row.parsed("state", TaskState::parse)?,
        attempt: row.get("attempt")?,
        register: row.get("register_id")?,
        leased_at: row.get("leased_at_us")?,
        sealing_at: row.get("sealing_at_us")?,
        finished_at: row.get("finished_at_us")?,
        error_description: row.get("error_description")?,
        document,
    })
}
