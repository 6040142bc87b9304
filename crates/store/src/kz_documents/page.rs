//! Pages of one register's documents, newest first by the wall clock of the register.

use types::{DocumentId, LocalDateTime};

use super::{KzDocument, read};
use crate::column_enum::column_enum;
use crate::{StoreError, Tx, params};

column_enum! {
    /// What a register did with a document.
    KzDocumentOperation {
        /// Sale.
        Sell => "sell",
        /// Return of a sale.
        SellReturn => "sell_return",
        /// Purchase.
        Buy => "buy",
        /// Return of a purchase.
        BuyReturn => "buy_return",
        /// Cash put in.
        Deposit => "deposit",
        /// Cash taken out.
        Withdrawal => "withdrawal",
        /// The closing of a shift: its Z report stands for it in lists.
        Closing => "z",
        /// A closing that closed nothing, kept all the same.
        IdleClosing => "idle_closing",
    }
}

/// How a document was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KzIssue {
    /// With the operator's answer.
    Online,
    /// Without it.
    Autonomous,
}

/// What a page of a register is narrowed to; `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KzPageFilter {
    /// Operation; without one every document but the closings that have a Z report.
    pub operation: Option<KzDocumentOperation>,
    /// Shift in which it was counted.
    pub shift_number: Option<u32>,
    /// Issued at this time or later.
    pub from: Option<LocalDateTime>,
    /// Issued before this time.
    pub to: Option<LocalDateTime>,
    /// How it was issued.
    pub issue: Option<KzIssue>,
    /// Fiscal or autonomous sign.
    pub sign: Option<u32>,
    /// Through number.
    pub document_number: Option<i64>,
}

/// Place in a list: the row itself is before it, newer ones too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KzPageKey {
    /// Wall clock of the register.
    pub at: LocalDateTime,
    /// Id among what has the same time.
    pub id: i64,
}

impl KzPageKey {
    /// Before every row.
    pub const START: Self = Self {
        at: LocalDateTime::from_wall_seconds(i64::MAX),
        id: i64::MAX,
    };

    /// The later place of the two: what a filter ends at, and where the page before stopped.
    pub(crate) fn within(self, to: Option<LocalDateTime>) -> Self {
        match to {
            Some(at) if at <= self.at => Self { at, id: i64::MIN },
            Some(_) | None => self,
        }
    }
}

/// Documents of a register after `key`, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn page(
    tx: &mut Tx<'_>,
    device_id: u32,
    filter: &KzPageFilter,
    key: KzPageKey,
    limit: u32,
) -> Result<Vec<(DocumentId, KzDocument)>, StoreError> {
    let key = key.within(filter.to);
    let rows = tx.all_built(
        &page_sql(filter),
        params![
            device_id,
            key.at,
            key.id,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            filter.operation.map(KzDocumentOperation::as_str),
            filter.shift_number,
            filter.issue.map(|issue| issue == KzIssue::Autonomous),
            filter.sign,
            filter.document_number,
            limit,
        ],
    )?;
    rows.iter().map(read).collect()
}

/// How many documents match, counted up to `limit`.
///
/// # Errors
/// [`StoreError`].
pub fn count_up_to(
    tx: &mut Tx<'_>,
    device_id: u32,
    filter: &KzPageFilter,
    limit: u32,
) -> Result<u32, StoreError> {
    let key = KzPageKey::START.within(filter.to);
    let sql = format!(
        "-- kz_documents.count_up_to
         select count(*) as documents from (select id from kz_documents {} limit $10) as found",
        narrowed(filter)
    );
    let rows = tx.all_built(
        &sql,
        params![
            device_id,
            key.at,
            key.id,
            filter.from.map_or(i64::MIN, LocalDateTime::wall_seconds),
            filter.operation.map(KzDocumentOperation::as_str),
            filter.shift_number,
            filter.issue.map(|issue| issue == KzIssue::Autonomous),
            filter.sign,
            filter.document_number,
            limit,
        ],
    )?;
    rows.first().map_or(Ok(0), |row| row.get("documents"))
}

/// The text of [`page`] for a filter, so that its plan can be looked at.
#[must_use]
pub fn page_sql(filter: &KzPageFilter) -> String {
    let columns = kz_document_columns!();
    format!(
        "-- kz_documents.page
         select {columns} from kz_documents {}
         order by issued_at_local_s desc, id desc limit $10",
        narrowed(filter)
    )
}

/// Columns that are asked for are compared plainly, so that an index leads; the text has all parameters whatever is
/// asked for.
fn narrowed(filter: &KzPageFilter) -> String {
    let plain = |given: bool, compared: &str, absent: &str| {
        if given {
            compared.to_owned()
        } else {
            absent.to_owned()
        }
    };
    let operation = match filter.operation {
        Some(_) => "operation = $5",
        None => "cast($5 as text) is null and coalesce(operation, '') <> 'z'",
    };
    let issue = match filter.issue {
        Some(KzIssue::Autonomous) => "is_autonomous = 1 and is_autonomous = $7",
        Some(KzIssue::Online) => "is_autonomous = $7",
        None => "cast($7 as bigint) is null",
    };
    format!(
        "where device_id = $1 and (issued_at_local_s, id) < ($2, $3) and issued_at_local_s >= $4
           and {operation}
           and {}
           and {issue}
           and {}
           and {}",
        plain(
            filter.shift_number.is_some(),
            "shift_number = $6",
            "cast($6 as bigint) is null"
        ),
        plain(
            filter.sign.is_some(),
            "(fiscal_sign = $8 or autonomous_sign = $8)",
            "cast($8 as bigint) is null"
        ),
        plain(
            filter.document_number.is_some(),
            "document_number = $9",
            "cast($9 as bigint) is null"
        ),
    )
}
