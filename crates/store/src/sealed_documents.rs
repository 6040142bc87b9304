//! What the emulated fiscal storages sealed: append-only.

use types::{LocalDateTime, OrganizationId, RegisterId, TaskId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! sealed_columns {
    () => {
        "d.fiscal_storage_number, d.document_number, d.organization_id, d.register_id, d.form, \
         d.task_id, d.fiscal_sign, d.shift_number, d.receipt_number, d.settled_at_local_s, \
         d.sealed_at_us, d.container"
    };
}

/// A sealed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedDocument {
    /// Storage that sealed it.
    pub fiscal_storage_number: String,
    /// Its number.
    pub document_number: i64,
    /// Owner of the register.
    pub organization: OrganizationId,
    /// The register.
    pub register: RegisterId,
    /// Form code.
    pub form: u8,
    /// Task that it fulfils; `None` for reports.
    pub task: Option<TaskId>,
    /// Fiscal sign as printed.
    pub fiscal_sign: u32,
    /// Shift, where it has one.
    pub shift_number: Option<u32>,
    /// Number of the receipt in the shift, where it has one.
    pub receipt_number: Option<u32>,
    /// Time on the document.
    pub settled_at: LocalDateTime,
    /// When it was sealed.
    pub sealed_at: Timestamp,
    /// Container for the operator, byte for byte.
    pub container: Vec<u8>,
}

/// Appends a document.
///
/// # Errors
/// [`StoreError::Constraint`] when the storage used the number before, or the task has a document.
pub fn insert(tx: &mut Tx<'_>, document: &SealedDocument) -> Result<(), StoreError> {
    tx.execute(
        "-- sealed_documents.insert
         insert into sealed_documents (fiscal_storage_number, document_number, organization_id, register_id, form,
                                       task_id, fiscal_sign, shift_number, receipt_number, settled_at_local_s,
                                       sealed_at_us, container)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        params![
            &document.fiscal_storage_number,
            document.document_number,
            document.organization,
            document.register,
            document.form,
            document.task,
            document.fiscal_sign,
            document.shift_number,
            document.receipt_number,
            document.settled_at,
            document.sealed_at,
            &document.container,
        ],
    )?;
    Ok(())
}

/// The document that fulfils a task, if any storage sealed one.
///
/// # Errors
/// [`StoreError`].
pub fn by_task(tx: &mut Tx<'_>, task: TaskId) -> Result<Option<SealedDocument>, StoreError> {
    const SQL: &str = concat!(
        "-- sealed_documents.by_task\nselect ",
        sealed_columns!(),
        " from sealed_documents d where d.task_id = $1"
    );
    tx.one(SQL, params![task])?.map(|row| read(&row)).transpose()
}

/// One document of a storage.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, storage: &str, number: i64) -> Result<Option<SealedDocument>, StoreError> {
    const SQL: &str = concat!(
        "-- sealed_documents.find
         select ",
        sealed_columns!(),
        " from sealed_documents d where d.fiscal_storage_number = $1 and d.document_number = $2"
    );
    tx.one(SQL, params![storage, number])?
        .map(|row| read(&row))
        .transpose()
}

/// Documents of a storage above a number, in order.
///
/// # Errors
/// [`StoreError`].
pub fn after(
    tx: &mut Tx<'_>,
    storage: &str,
    number: i64,
    limit: u32,
) -> Result<Vec<SealedDocument>, StoreError> {
    const SQL: &str = concat!(
        "-- sealed_documents.after
         select ",
        sealed_columns!(),
        " from sealed_documents d
         where d.fiscal_storage_number = $1 and d.document_number > $2
         order by d.document_number
         limit $3"
    );
    tx.all(SQL, params![storage, number, limit])?
        .iter()
        .map(read)
        .collect()
}

/// Documents of a storage without the operator's confirmation, in order.
///
/// # Errors
/// [`StoreError`].
pub fn unconfirmed(tx: &mut Tx<'_>, storage: &str, limit: u32) -> Result<Vec<SealedDocument>, StoreError> {
    const SQL: &str = concat!("-- sealed_documents.unconfirmed
         select ", sealed_columns!(), " from sealed_documents d
         where d.fiscal_storage_number = $1 and d.document_number > (
           select coalesce(max(a.document_number), 0) from acknowledgements a where a.fiscal_storage_number = $1
         )
         order by d.document_number
         limit $2");
    tx.all(SQL, params![storage, limit])?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<SealedDocument, StoreError> {
    Ok(SealedDocument {
        fiscal_storage_number: row.get("fiscal_storage_number")?,
        document_number: row.get("document_number")?,
        organization: row.get("organization_id")?,
        register: row.get("register_id")?,
        form: row.get("form")?,
        task: row.get("task_id")?,
        fiscal_sign: row.get("fiscal_sign")?,
        shift_number: row.get("shift_number")?,
        receipt_number: row.get("receipt_number")?,
        settled_at: row.get("settled_at_local_s")?,
        sealed_at: row.get("sealed_at_us")?,
        container: row.get("container")?,
    })
}
