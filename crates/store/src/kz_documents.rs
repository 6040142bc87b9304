//! Documents that Kazakh registers sent to their operator: append-only.

use types::{DocumentId, LocalDateTime, Money, OrganizationId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

macro_rules! kz_document_columns {
    () => {
        "id, device_id, organization_id, registration_number, kind, version, shift_number, document_number, \
         operation, is_autonomous, total_minor, issued_at_local_s, received_at_us, fiscal_sign, autonomous_sign, \
         issued_day, annuls_document_id, content_hash, flags, payload, answer"
    };
}

macro_rules! narrowing {
    () => {
        "
           and (cast($4 as text) is null or kind = $4)
           and (cast($5 as bigint) is null or shift_number = $5)
           and issued_at_local_s >= $6 and issued_at_local_s < $7
         order by id desc limit $8"
    };
}

mod page;

pub use page::{KzDocumentOperation, KzIssue, KzPageFilter, KzPageKey, count_up_to, page, page_sql};

column_enum! {
    /// What a document is.
    KzDocumentKind {
        /// A receipt.
        Receipt => "receipt",
        /// The closing of a shift.
        ShiftClosing => "shift_closing",
        /// Cash put in or taken out.
        CashMovement => "cash_movement",
        /// The annulment of a receipt, while the law allowed it.
        Annulment => "annulment",
    }
}

/// A document as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KzDocument {
    /// Register.
    pub device_id: u32,
    /// Its owner.
    pub organization: OrganizationId,
    /// Number of the tax authority for the register.
    pub registration_number: String,
    /// What it is.
    pub kind: KzDocumentKind,
    /// Version of the protocol, such as 203.
    pub version: u16,
    /// Shift in which it was counted.
    pub shift_number: u32,
    /// Through number, when the register told it.
    pub document_number: Option<i64>,
    /// Operation in the words of [`KzDocumentOperation`].
    pub operation: Option<String>,
    /// Issued without the operator.
    pub is_autonomous: bool,
    /// Total of a receipt, or amount of a movement.
    pub total: Option<Money>,
    /// Wall clock of the register.
    pub issued_at: LocalDateTime,
    /// When it came.
    pub received_at: Timestamp,
    /// Fiscal sign of a receipt.
    pub fiscal_sign: Option<u32>,
    /// Number that the register printed without the operator.
    pub autonomous_sign: Option<u32>,
    /// The receipt that an annulment takes back.
    pub annuls: Option<DocumentId>,
    /// SHA-256 of what makes two documents the same.
    pub content_hash: Vec<u8>,
    /// JSON: what is odd about it.
    pub flags: String,
    /// Request, byte for byte.
    pub payload: Vec<u8>,
    /// Whole answer, byte for byte.
    pub answer: Vec<u8>,
}

/// What a search is narrowed to; `None` narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KzDocumentFilter {
    /// Owner of the register.
    pub organization: Option<OrganizationId>,
    /// Register.
    pub device_id: Option<u32>,
    /// Kind.
    pub kind: Option<KzDocumentKind>,
    /// Shift.
    pub shift_number: Option<u32>,
    /// Issued at this time or later.
    pub from: Option<LocalDateTime>,
    /// Issued before this time.
    pub to: Option<LocalDateTime>,
}

/// Keeps a document.
///
/// # Errors
/// [`StoreError`]; of constraint `kz_documents_sign_unique` or `kz_documents_autonomous_unique` when a sign is taken.
pub fn insert(tx: &mut Tx<'_>, document: &KzDocument) -> Result<DocumentId, StoreError> {
    tx.only(
        "-- kz_documents.insert
         insert into kz_documents (device_id, organization_id, registration_number, kind, version, shift_number,
                                    document_number, operation, is_autonomous, total_minor, issued_at_local_s,
                                    received_at_us, fiscal_sign, autonomous_sign, issued_day, annuls_document_id,
                                    content_hash, flags, payload, answer)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
         returning id",
        params![
            document.device_id,
            document.organization,
            &document.registration_number,
            document.kind,
            document.version,
            document.shift_number,
            document.document_number,
            document.operation.as_deref(),
            document.is_autonomous,
            document.total,
            document.issued_at,
            document.received_at,
            document.fiscal_sign,
            document.autonomous_sign,
            day_of(document.issued_at),
            document.annuls,
            &document.content_hash,
            &document.flags,
            &document.payload,
            &document.answer,
        ],
    )?
    .get("id")
}

/// `true` when a receipt of the register has this fiscal sign.
///
/// # Errors
/// [`StoreError`].
pub fn is_sign_taken(tx: &mut Tx<'_>, device_id: u32, sign: u32) -> Result<bool, StoreError> {
    let found = tx.one(
        "-- kz_documents.is_sign_taken
         select id from kz_documents where device_id = $1 and fiscal_sign = $2",
        params![device_id, sign],
    )?;
    Ok(found.is_some())
}

/// The autonomous receipt of a register with this sign of this day.
///
/// # Errors
/// [`StoreError`].
pub fn autonomous(
    tx: &mut Tx<'_>,
    device_id: u32,
    sign: u32,
    issued_at: LocalDateTime,
) -> Result<Option<(DocumentId, KzDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_documents.autonomous\nselect ",
        kz_document_columns!(),
        " from kz_documents where device_id = $1 and autonomous_sign = $2 and issued_day = $3"
    );
    tx.one(SQL, params![device_id, sign, day_of(issued_at)])?
        .map(|row| read(&row))
        .transpose()
}

/// How many receipts and cash movements of a register came after `since` though they were issued by `until`.
///
/// # Errors
/// [`StoreError`].
pub fn arrived_late(
    tx: &mut Tx<'_>,
    device_id: u32,
    since: Timestamp,
    until: LocalDateTime,
) -> Result<u32, StoreError> {
    tx.only(
        "-- kz_documents.arrived_late
         select count(*) as arrived from kz_documents
         where device_id = $1 and received_at_us > $2 and issued_at_local_s <= $3
           and kind in ('receipt', 'cash_movement')",
        params![device_id, since, until],
    )?
    .get("arrived")
}

/// The newest document of a register with this through number.
///
/// # Errors
/// [`StoreError`].
pub fn newest_of_number(
    tx: &mut Tx<'_>,
    device_id: u32,
    number: i64,
) -> Result<Option<(DocumentId, KzDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_documents.newest_of_number\nselect ",
        kz_document_columns!(),
        " from kz_documents where device_id = $1 and document_number = $2 order by id desc limit 1"
    );
    tx.one(SQL, params![device_id, number])?
        .map(|row| read(&row))
        .transpose()
}

/// What a buyer reads on a receipt, all of which together finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintedReceipt<'a> {
    /// Number of the tax authority for the register.
    pub registration_number: &'a str,
    /// Fiscal or autonomous sign.
    pub sign: u32,
    /// Total.
    pub total: Money,
    /// Wall clock of the register.
    pub issued_at: LocalDateTime,
}

/// The receipt that carries all of this: the newest, if a register gave one number to two.
///
/// # Errors
/// [`StoreError`].
pub fn printed(
    tx: &mut Tx<'_>,
    receipt: &PrintedReceipt<'_>,
) -> Result<Option<(DocumentId, KzDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_documents.printed\nselect ",
        kz_document_columns!(),
        " from kz_documents
         where id in (
             select id from kz_documents
             where device_id = (select device_id from kz_registers where registration_number = $2)
               and fiscal_sign = $1
             union all
             select id from kz_documents
             where device_id = (select device_id from kz_registers where registration_number = $2)
               and autonomous_sign = $1 and issued_day = $5
           )
           and total_minor = $3 and issued_at_local_s = $4 and kind = 'receipt'
         order by id desc limit 1"
    );
    let values = params![
        receipt.sign,
        receipt.registration_number,
        receipt.total,
        receipt.issued_at,
        day_of(receipt.issued_at)
    ];
    tx.one(SQL, values)?.map(|row| read(&row)).transpose()
}

/// Whether a receipt was annulled.
///
/// # Errors
/// [`StoreError`].
pub fn is_annulled(tx: &mut Tx<'_>, receipt: DocumentId) -> Result<bool, StoreError> {
    let found = tx.one(
        "-- kz_documents.is_annulled
         select id from kz_documents where annuls_document_id = $1",
        params![receipt],
    )?;
    Ok(found.is_some())
}

/// One document.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: DocumentId) -> Result<Option<(DocumentId, KzDocument)>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_documents.find\nselect ",
        kz_document_columns!(),
        " from kz_documents where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// Documents with ids below `before`, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn search(
    tx: &mut Tx<'_>,
    filter: &KzDocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<(DocumentId, KzDocument)>, StoreError> {
    const OF_ALL: &str = concat!(
        "-- kz_documents.search\nselect ",
        kz_document_columns!(),
        " from kz_documents where id < $1
           and (cast($2 as bigint) is null or organization_id = $2)
           and (cast($3 as bigint) is null or device_id = $3)",
        narrowing!()
    );
    const OF_REGISTER: &str = concat!(
        "-- kz_documents.search_register\nselect ",
        kz_document_columns!(),
        " from kz_documents where id < $1
           and (cast($2 as bigint) is null or organization_id = $2)
           and device_id = $3",
        narrowing!()
    );
    let sql = if filter.device_id.is_some() {
        OF_REGISTER
    } else {
        OF_ALL
    };
    let rows = tx.all(
        sql,
        params![
            before.map_or(i64::MAX, DocumentId::get),
            filter.organization,
            filter.device_id,
            filter.kind.map(KzDocumentKind::as_str),
            filter.shift_number,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            filter.to.map_or(i64::MAX, LocalDateTime::wall_seconds),
            limit,
        ],
    )?;
    rows.iter().map(read).collect()
}

/// Days since 1970 of a wall clock.
const fn day_of(at: LocalDateTime) -> i64 {
    at.wall_seconds().div_euclid(86_400)
}

fn read(row: &Row) -> Result<(DocumentId, KzDocument), StoreError> {
    let document = KzDocument {
        device_id: row.get("device_id")?,
        organization: row.get("organization_id")?,
        registration_number: row.get("registration_number")?,
        kind: row.get("kind")?,
        version: row.get("version")?,
        shift_number: row.get("shift_number")?,
        document_number: row.get("document_number")?,
        operation: row.get("operation")?,
        is_autonomous: row.get("is_autonomous")?,
        total: row.get("total_minor")?,
        issued_at: row.get("issued_at_local_s")?,
        received_at: row.get("received_at_us")?,
        fiscal_sign: row.get("fiscal_sign")?,
        autonomous_sign: row.get("autonomous_sign")?,
        annuls: row.get("annuls_document_id")?,
        content_hash: row.get("content_hash")?,
        flags: row.get("flags")?,
        payload: row.get("payload")?,
        answer: row.get("answer")?,
    };
    Ok((row.get("id")?, document))
}
