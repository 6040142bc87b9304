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
        /// What took a receipt back.
        Annulment => "annulment",
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
    let order = match Lead::of(filter) {
        Lead::Sign | Lead::Number => "+issued_at_local_s desc, +id desc",
        Lead::Shift | Lead::Autonomous | Lead::Operation | Lead::Time => "issued_at_local_s desc, id desc",
    };
    format!(
        "-- kz_documents.page
         select {columns} from kz_documents {}
         order by {order} limit $10",
        narrowed(filter)
    )
}

/// Which index is to lead: the one that leaves the fewest rows. An engine without statistics would guess.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// A handful of rows, sorted afterwards.
    Sign,
    /// A handful of rows, sorted afterwards.
    Number,
    Shift,
    Autonomous,
    Operation,
    Time,
}

impl Lead {
    const fn of(filter: &KzPageFilter) -> Self {
        match filter {
            KzPageFilter { sign: Some(_), .. } => Self::Sign,
            KzPageFilter {
                document_number: Some(_),
                ..
            } => Self::Number,
            KzPageFilter {
                shift_number: Some(_),
                ..
            } => Self::Shift,
            KzPageFilter {
                issue: Some(KzIssue::Autonomous),
                ..
            } => Self::Autonomous,
            KzPageFilter {
                operation: Some(_), ..
            } => Self::Operation,
            KzPageFilter { .. } => Self::Time,
        }
    }
}

/// A range of an index that has the order of the page.
macro_rules! ranged {
    ($index:literal) => {
        concat!(
            $index,
            "
             where device_id = $1 and (issued_at_local_s, id) < ($2, $3) and issued_at_local_s >= $4"
        )
    };
}

/// The columns of the leading index are compared plainly, all others so that no index can serve them. The text has
/// all parameters whatever is asked for.
fn narrowed(filter: &KzPageFilter) -> String {
    let lead = Lead::of(filter);
    let place = match lead {
        Lead::Sign => {
            "
             where +device_id = $1
               and id in (select signed.id from kz_documents as signed
                          where signed.device_id = $1 and signed.fiscal_sign = $8
                          union all
                          select printed.id from kz_documents as printed
                          where printed.device_id = $1 and printed.autonomous_sign = $8)
               and (+issued_at_local_s, +id) < ($2, $3) and +issued_at_local_s >= $4"
        }
        Lead::Number => {
            "$LED_BY_NUMBER
             where device_id = $1 and document_number = $9
               and (+issued_at_local_s, +id) < ($2, $3) and +issued_at_local_s >= $4"
        }
        Lead::Shift => ranged!("$LED_BY_SHIFT"),
        Lead::Autonomous => ranged!("$LED_BY_AUTONOMOUS"),
        Lead::Operation => ranged!("$LED_BY_OPERATION"),
        Lead::Time => ranged!("$LED_BY_TIME"),
    };
    let operation = match (filter.operation, lead) {
        (Some(_), Lead::Operation) => "operation = $5",
        (Some(_), _) => "coalesce(operation, '') = $5",
        (None, _) => "cast($5 as text) is null and coalesce(operation, '') <> 'z'",
    };
    let shift = match (filter.shift_number, lead) {
        (Some(_), Lead::Shift) => "shift_number = $6",
        (Some(_), _) => "+shift_number = $6",
        (None, _) => "cast($6 as bigint) is null",
    };
    let issue = match (filter.issue, lead) {
        (Some(_), Lead::Autonomous) => "is_autonomous = 1 and is_autonomous = $7",
        (Some(_), _) => "+is_autonomous = $7",
        (None, _) => "cast($7 as bigint) is null",
    };
    let sign = match filter.sign {
        Some(_) => "(+fiscal_sign = $8 or +autonomous_sign = $8)",
        None => "cast($8 as bigint) is null",
    };
    let number = match filter.document_number {
        Some(_) => "+document_number = $9",
        None => "cast($9 as bigint) is null",
    };
    format!(
        "{place}
           and {operation}
           and {shift}
           and {issue}
           and {sign}
           and {number}"
    )
}
