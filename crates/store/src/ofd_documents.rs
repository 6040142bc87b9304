//! Fiscal documents as the operator keeps them: append-only, byte for byte.

use types::{DocumentId, LocalDateTime, Money, OrganizationId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! document_columns {
    () => {
        "id, organization_id, fiscal_storage_number, document_number, form, format_version, \
         registration_number, inn, shift_number, receipt_number, operation, total_minor, \
         settled_at_local_s, fiscal_sign, received_at_us, signature, error_count, \
         warning_count, container, confirmation"
    };
}

mod search;

pub use search::{DocumentFilter, count_up_to, search};

/// Whether the operator could check who made a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureState {
    /// Made with a key that is known.
    Verified,
    /// Made with a key that only a certified module knows, or not signed.
    Unverified,
}

impl SignatureState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unverified => "unverified",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Verified, Self::Unverified]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A document and its confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfdDocument {
    /// Client of the operator; `None`: a guest's document.
    pub organization: Option<OrganizationId>,
    /// Storage that sealed it.
    pub fiscal_storage_number: String,
    /// Its number.
    pub document_number: i64,
    /// Form code.
    pub form: u8,
    /// Tag 1209.
    pub format_version: u8,
    /// Tag 1037.
    pub registration_number: Option<String>,
    /// Tag 1018.
    pub inn: Option<String>,
    /// Tag 1038.
    pub shift_number: Option<i64>,
    /// Tag 1042.
    pub receipt_number: Option<i64>,
    /// Tag 1054.
    pub operation: Option<u8>,
    /// Tag 1020.
    pub total: Option<Money>,
    /// Tag 1012.
    pub settled_at: LocalDateTime,
    /// Tag 1077 as printed.
    pub fiscal_sign: u32,
    /// When it came.
    pub received_at: Timestamp,
    /// Whether its maker is verified.
    pub signature: SignatureState,
    /// Errors that the format checks found.
    pub error_count: u32,
    /// Warnings that the format checks found.
    pub warning_count: u32,
    /// Container as received.
    pub container: Vec<u8>,
    /// Message as answered.
    pub confirmation: Vec<u8>,
}

/// What a repeated document is answered with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The document.
    pub id: DocumentId,
    /// Container as received first.
    pub container: Vec<u8>,
    /// Message as answered first.
    pub confirmation: Vec<u8>,
}

/// Appends a document. `None`: the storage's number is taken; see [`confirmed`].
///
/// # Errors
/// [`StoreError`].
pub fn insert(tx: &mut Tx<'_>, document: &OfdDocument) -> Result<Option<DocumentId>, StoreError> {
    let row = tx.one(
        "-- ofd_documents.insert
         insert into ofd_documents (organization_id, fiscal_storage_number, document_number, form, format_version,
                registration_number, inn, shift_number, receipt_number, operation, total_minor, settled_at_local_s,
                fiscal_sign, received_at_us, signature, error_count, warning_count, container, confirmation)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (fiscal_storage_number, document_number) do nothing
         returning id",
        params![
            document.organization,
            &document.fiscal_storage_number,
            document.document_number,
            document.form,
            document.format_version,
            document.registration_number.as_deref(),
            document.inn.as_deref(),
            document.shift_number,
            document.receipt_number,
            document.operation,
            document.total,
            document.settled_at,
            document.fiscal_sign,
            document.received_at,
            document.signature.as_str(),
            document.error_count,
            document.warning_count,
            &document.container,
            &document.confirmation,
        ],
    )?;
    row.map(|row| row.get("id")).transpose()
}

/// The confirmation of a document that is there.
///
/// # Errors
/// [`StoreError`].
pub fn confirmed(tx: &mut Tx<'_>, storage: &str, number: i64) -> Result<Option<Confirmed>, StoreError> {
    let row = tx.one(
        "-- ofd_documents.confirmed
         select id, container, confirmation from ofd_documents
         where fiscal_storage_number = $1 and document_number = $2",
        params![storage, number],
    )?;
    row.map(|row| {
        Ok(Confirmed {
            id: row.get("id")?,
            container: row.get("container")?,
            confirmation: row.get("confirmation")?,
        })
    })
    .transpose()
}

/// One document by its id.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: DocumentId) -> Result<Option<(DocumentId, OfdDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- ofd_documents.find\nselect ",
        document_columns!(),
        " from ofd_documents where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// One document by its storage and number.
///
/// # Errors
/// [`StoreError`].
pub fn find_by_number(
    tx: &mut Tx<'_>,
    storage: &str,
    number: i64,
) -> Result<Option<(DocumentId, OfdDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- ofd_documents.find_by_number
         select ",
        document_columns!(),
        " from ofd_documents where fiscal_storage_number = $1 and document_number = $2"
    );
    tx.one(SQL, params![storage, number])?
        .map(|row| read(&row))
        .transpose()
}

pub(crate) fn read(row: &Row) -> Result<(DocumentId, OfdDocument), StoreError> {
    let document = OfdDocument {
        organization: row.get("organization_id")?,
        fiscal_storage_number: row.get("fiscal_storage_number")?,
        document_number: row.get("document_number")?,
        form: row.get("form")?,
        format_version: row.get("format_version")?,
        registration_number: row.get("registration_number")?,
        inn: row.get("inn")?,
        shift_number: row.get("shift_number")?,
        receipt_number: row.get("receipt_number")?,
        operation: row.get("operation")?,
        total: row.get("total_minor")?,
        settled_at: row.get("settled_at_local_s")?,
        fiscal_sign: row.get("fiscal_sign")?,
        received_at: row.get("received_at_us")?,
        signature: row.parsed("signature", SignatureState::parse)?,
        error_count: row.get("error_count")?,
        warning_count: row.get("warning_count")?,
        container: row.get("container")?,
        confirmation: row.get("confirmation")?,
    };
    Ok((row.get("id")?, document))
}
