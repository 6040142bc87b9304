//! Everything that one register did: receipts, cash movements, X and Z reports, in the order of its wall clock.
//!
//! Documents and reports are kept apart; a list merges them. A closing is shown by the Z report that it made, and by
//! itself when it closed nothing.

use store::kz_documents::{self, KzDocumentOperation, KzPageFilter, KzPageKey};
use store::kz_incidents::{self, KzIncident, Viewer};
use store::kz_registers;
use store::kz_reports::{self, KzReport, KzReportKind};
use store::{StoreError, Tx};
use types::{LocalDateTime, OrganizationId};

use super::search::{KzDocumentView, KzRegisterView, PAGE_MAX, read, view};
use crate::App;

/// What a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransactionKind {
    /// A document that the register sent.
    Document(KzDocumentOperation),
    /// A report that the operator made.
    Report(KzReportKind),
}

impl TransactionKind {
    /// All that stand in lists: a closing that made a Z report stands by it.
    pub const ALL: [Self; 10] = [
        Self::Document(KzDocumentOperation::Sell),
        Self::Document(KzDocumentOperation::SellReturn),
        Self::Document(KzDocumentOperation::Buy),
        Self::Document(KzDocumentOperation::BuyReturn),
        Self::Document(KzDocumentOperation::Deposit),
        Self::Document(KzDocumentOperation::Withdrawal),
        Self::Document(KzDocumentOperation::IdleClosing),
        Self::Document(KzDocumentOperation::Annulment),
        Self::Report(KzReportKind::X),
        Self::Report(KzReportKind::Z),
    ];

    /// One word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document(operation) => operation.as_str(),
            Self::Report(kind) => kind.as_str(),
        }
    }
}

/// What a list is narrowed to; `None` narrows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    /// Kind.
    pub kind: Option<TransactionKind>,
    /// Everything else; its operation is that of the kind.
    pub page: KzPageFilter,
}

/// One transaction.
#[derive(Clone, Debug)]
pub enum Transaction {
    /// A document that the register sent.
    Document(Box<KzDocumentView>),
    /// A report that the operator made.
    Report {
        /// Its id.
        id: i64,
        /// The row.
        row: Box<KzReport>,
    },
}

/// Place of a transaction in its list: newest first, a report before documents of the same second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TransactionKey {
    /// Wall clock of the register.
    pub at: LocalDateTime,
    /// Where it is kept.
    pub source: TransactionSource,
    /// Its id there.
    pub id: i64,
}

/// Where a transaction is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransactionSource {
    /// Among the documents.
    Document,
    /// Among the reports.
    Report,
}

impl Transaction {
    /// Its place.
    #[must_use]
    pub fn key(&self) -> TransactionKey {
        let (at, source, id) = match self {
            Self::Document(view) => (view.row.issued_at, TransactionSource::Document, view.id.get()),
            Self::Report { id, row } => (row.made_at, TransactionSource::Report, *id),
        };
        TransactionKey { at, source, id }
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> TransactionKind {
        match self {
            Self::Document(view) => {
                let operation = view.row.operation.as_deref();
                let operation = operation.and_then(KzDocumentOperation::parse);
                TransactionKind::Document(operation.unwrap_or(KzDocumentOperation::IdleClosing))
            }
            Self::Report { row, .. } => TransactionKind::Report(row.kind),
        }
    }
}

impl TransactionFilter {
    /// The documents that are looked for; `None`: only reports are.
    fn documents(&self) -> Option<KzPageFilter> {
        match self.kind {
            None => Some(KzPageFilter {
                operation: None,
                ..self.page
            }),
            Some(TransactionKind::Document(operation)) => Some(KzPageFilter {
                operation: Some(operation),
                ..self.page
            }),
            Some(TransactionKind::Report(_)) => None,
        }
    }

    fn reports(&self) -> &'static [KzReportKind] {
        match self.kind {
            None => &[KzReportKind::X, KzReportKind::Z],
            Some(TransactionKind::Report(KzReportKind::X)) => &[KzReportKind::X],
            Some(TransactionKind::Report(KzReportKind::Z)) => &[KzReportKind::Z],
            Some(TransactionKind::Document(_)) => &[],
        }
    }
}

/// Transactions of a register after a place, newest first; `None` when the register is not of this organization.
pub async fn transactions(
    app: &App,
    organization: Option<OrganizationId>,
    device_id: u32,
    filter: TransactionFilter,
    after: Option<TransactionKey>,
    limit: u32,
) -> Result<Option<Vec<Transaction>>, StoreError> {
    let limit = limit.min(PAGE_MAX);
    app.db()
        .read("list_kz_transactions", move |tx| {
            if !is_of(tx, organization, device_id)? {
                return Ok(None);
            }
            page(tx, device_id, &filter, after, limit).map(Some)
        })
        .await
}

/// How many transactions match, counted up to `limit`.
pub(crate) async fn count(
    app: &App,
    device_id: u32,
    filter: TransactionFilter,
    limit: u32,
) -> Result<u32, StoreError> {
    app.db()
        .read("count_kz_transactions", move |tx| {
            let mut count = match filter.documents() {
                Some(documents) => kz_documents::count_up_to(tx, device_id, &documents, limit)?,
                None => 0,
            };
            for kind in filter.reports() {
                count += kz_reports::count_up_to(tx, device_id, *kind, &filter.page, limit)?;
            }
            Ok(count.min(limit))
        })
        .await
}

/// One report; `None` when there is none, or not of this organization.
pub async fn find_report(
    app: &App,
    organization: Option<OrganizationId>,
    id: i64,
) -> Result<Option<Transaction>, StoreError> {
    app.db()
        .read("find_kz_report", move |tx| {
            let found = kz_reports::find(tx, id)?;
            let found = found.filter(|(_, row)| organization.is_none_or(|one| row.organization == one));
            Ok(found.map(|(id, row)| Transaction::Report {
                id,
                row: Box::new(row),
            }))
        })
        .await
}

/// A register with its Z reports after a place, newest first: its shifts. `None` when it is not of this organization.
pub async fn shifts(
    app: &App,
    organization: Option<OrganizationId>,
    device_id: u32,
    after: Option<KzPageKey>,
    limit: u32,
) -> Result<Option<(KzRegisterView, Vec<(i64, KzReport)>)>, StoreError> {
    let limit = limit.min(PAGE_MAX);
    app.db()
        .read("list_kz_shifts", move |tx| {
            let row = kz_registers::find(tx, device_id)?;
            let row = row.filter(|row| organization.is_none_or(|one| row.organization == one));
            let Some(row) = row else { return Ok(None) };
            let key = after.unwrap_or(KzPageKey::START);
            let filter = KzPageFilter::default();
            let closed = kz_reports::page(tx, device_id, KzReportKind::Z, &filter, key, limit)?;
            Ok(Some((view(row)?, closed)))
        })
        .await
}

/// Incidents of a register with ids below `before`, newest first; `None` when it is not of this organization.
pub async fn register_incidents(
    app: &App,
    organization: Option<OrganizationId>,
    device_id: u32,
    before: Option<i64>,
    limit: u32,
) -> Result<Option<Vec<(i64, KzIncident)>>, StoreError> {
    let limit = limit.min(PAGE_MAX);
    let viewer = organization.map_or(Viewer::Staff, |_| Viewer::Owner);
    app.db()
        .read("list_kz_register_incidents", move |tx| {
            if !is_of(tx, organization, device_id)? {
                return Ok(None);
            }
            kz_incidents::of_register(tx, device_id, viewer, before, limit).map(Some)
        })
        .await
}

fn is_of(tx: &mut Tx<'_>, organization: Option<OrganizationId>, device_id: u32) -> Result<bool, StoreError> {
    let row = kz_registers::find(tx, device_id)?;
    Ok(row.is_some_and(|row| organization.is_none_or(|one| row.organization == one)))
}

/// Merges what is kept apart: each part gives a whole page, of which the newest are taken.
fn page(
    tx: &mut Tx<'_>,
    device_id: u32,
    filter: &TransactionFilter,
    after: Option<TransactionKey>,
    limit: u32,
) -> Result<Vec<Transaction>, StoreError> {
    let mut found = Vec::new();
    if let Some(documents) = filter.documents() {
        let key = place(after, TransactionSource::Document);
        let rows = kz_documents::page(tx, device_id, &documents, key, limit)?;
        let rows = rows.into_iter().map(|(id, row)| Box::new(read(id, row)));
        found.extend(rows.map(Transaction::Document));
    }
    let key = place(after, TransactionSource::Report);
    for kind in filter.reports() {
        let rows = kz_reports::page(tx, device_id, *kind, &filter.page, key, limit)?;
        found.extend(rows.into_iter().map(|(id, row)| Transaction::Report {
            id,
            row: Box::new(row),
        }));
    }
    found.sort_by_key(|transaction| std::cmp::Reverse(transaction.key()));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// A place of the merged list among the rows of one part.
fn place(after: Option<TransactionKey>, source: TransactionSource) -> KzPageKey {
    let Some(after) = after else {
        return KzPageKey::START;
    };
    let id = match source.cmp(&after.source) {
        std::cmp::Ordering::Equal => after.id,
        // Documents of the second of a report come after it, and reports of the second of a document before it.
        std::cmp::Ordering::Less => i64::MAX,
        std::cmp::Ordering::Greater => i64::MIN,
    };
    KzPageKey { at: after.at, id }
}
