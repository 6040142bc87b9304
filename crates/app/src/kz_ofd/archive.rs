//! Transactions of a register as one file.

use std::sync::Arc;

use print::Columns;
use receipt::kz::PaymentKind;
use register_kz::{ByOperation, DocumentBody, ShiftReport};
use store::StoreError;
use types::{Money, OrganizationId, Timestamp};

use super::paper::{self, Paper};
use super::transactions::{self, Transaction, TransactionFilter, TransactionKey, transactions};
use super::{KzDocumentView, register};
use crate::App;
use crate::archive::{
    self, ArchiveRefusal, Cell, DOCUMENTS_MAX, FileForm, FormError, Leaf, Parts, Source, Wanted,
};

/// Transactions of a register that match, as one file; `None` when the register is not of this organization.
pub async fn file(
    app: &App,
    organization: Option<OrganizationId>,
    device_id: u32,
    filter: TransactionFilter,
    wanted: Wanted,
) -> Result<Option<Parts>, ArchiveRefusal> {
    let Some(view) = register(app, organization, device_id).await? else {
        return Ok(None);
    };
    let place = app.archives().take(organization).ok_or(ArchiveRefusal::NoPlace)?;
    if transactions::count(app, device_id, filter, DOCUMENTS_MAX + 1).await? > DOCUMENTS_MAX {
        return Err(ArchiveRefusal::TooMany);
    }
    let list = List {
        app: app.clone(),
        organization,
        device_id,
        filter,
        after: None,
        paper: Arc::new(Paper::of(app, &view).await?),
    };
    Ok(Some(archive::file(list, wanted, place)))
}

struct List {
    app: App,
    organization: Option<OrganizationId>,
    device_id: u32,
    filter: TransactionFilter,
    after: Option<TransactionKey>,
    paper: Arc<Paper>,
}

struct Entry {
    transaction: Transaction,
    paper: Arc<Paper>,
}

impl Source for List {
    type Leaf = Entry;

    const COLUMNS: &'static [&'static str] = &[
        "source",
        "id",
        "kind",
        "shift_number",
        "document_number",
        "issued_at",
        "received_at",
        "autonomous",
        "fiscal_sign",
        "autonomous_sign",
        "annuls",
        "cashier",
        "total",
        "vat",
        "cash",
        "card",
        "credit",
        "tare",
        "mobile",
        "sell_total",
        "sell_return_total",
        "buy_total",
        "buy_return_total",
        "cash_in_drawer",
        "revenue",
        "flags",
    ];

    async fn page(&mut self, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let page = transactions(
            &self.app,
            self.organization,
            self.device_id,
            self.filter,
            self.after,
            limit,
        );
        let page = page.await?.ok_or_else(|| StoreError::Damaged {
            detail: format!("register {} is gone while its documents are read", self.device_id),
        })?;
        self.after = page.last().map(Transaction::key).or(self.after);
        let entries = page.into_iter().map(|transaction| Entry {
            transaction,
            paper: Arc::clone(&self.paper),
        });
        Ok(entries.collect())
    }
}

impl Leaf for Entry {
    fn name(&self) -> String {
        let (shift, at, id) = match &self.transaction {
            Transaction::Document(view) => (view.row.shift_number, view.row.issued_at, view.id.get()),
            Transaction::Report { id, row } => (row.shift_number, row.made_at, *id),
        };
        let kind = self.transaction.kind().as_str().replace('_', "-");
        format!("shift-{shift:05}/{}-{kind}-{id}", at.format("%Y%m%dT%H%M%S"))
    }

    fn received_at(&self) -> Timestamp {
        match &self.transaction {
            Transaction::Document(view) => view.row.received_at,
            Transaction::Report { row, .. } => row.received_at,
        }
    }

    fn cells(&self) -> Vec<Cell> {
        match &self.transaction {
            Transaction::Document(view) => document_cells(&self.transaction, view),
            Transaction::Report { id, row } => {
                let figures = paper::figures(row);
                let mut cells = vec![
                    Cell::Text("report".to_owned()),
                    Cell::Number(*id),
                    Cell::Text(self.transaction.kind().as_str().to_owned()),
                    Cell::Number(i64::from(row.shift_number)),
                    Cell::Empty,
                    Cell::Text(row.made_at.to_string()),
                    Cell::Text(row.received_at.to_string()),
                ];
                cells.extend(std::iter::repeat_n(Cell::Empty, 12));
                cells.extend(report_cells(figures.as_ref()));
                cells.push(Cell::Empty);
                cells
            }
        }
    }

    fn file(&self, form: FileForm) -> Result<Option<Vec<u8>>, FormError> {
        if form == FileForm::Json {
            let json = serde_json::to_vec_pretty(&paper::json(&self.transaction));
            return json.map(Some).map_err(|error| FormError(error.to_string()));
        }
        let Some(printed) = self.paper.form(&self.transaction) else {
            return Ok(None);
        };
        match form {
            FileForm::Text => Ok(Some(printed.text(Columns::Wide48).into_bytes())),
            FileForm::Pdf | FileForm::Json => {
                let pdf = printed.pdf();
                pdf.map(Some).map_err(|error| FormError(error.to_string()))
            }
        }
    }
}

fn document_cells(transaction: &Transaction, view: &KzDocumentView) -> Vec<Cell> {
    let row = &view.row;
    let cashier = view
        .document
        .as_ref()
        .and_then(|document| document.head.cashier.as_ref());
    let mut cells = vec![
        Cell::Text("document".to_owned()),
        Cell::Number(view.id.get()),
        Cell::Text(transaction.kind().as_str().to_owned()),
        Cell::Number(i64::from(row.shift_number)),
        Cell::number(row.document_number),
        Cell::Text(row.issued_at.to_string()),
        Cell::Text(row.received_at.to_string()),
        Cell::Number(i64::from(row.is_autonomous)),
        Cell::number(row.fiscal_sign),
        Cell::number(row.autonomous_sign),
        Cell::number(row.annuls.map(types::DocumentId::get)),
        Cell::text(cashier.map(|cashier| cashier.name.clone())),
        Cell::sum(row.total),
    ];
    let body = view.document.as_ref().map(|document| &document.body);
    if let Some(DocumentBody::Receipt(receipt)) = body {
        let figures = receipt.figures();
        cells.push(Cell::sum(figures.vat_total()));
        cells.extend(PAYMENTS.map(|kind| Cell::Sum(figures.paid_by(kind))));
    } else {
        cells.extend(std::iter::repeat_n(Cell::Empty, 1 + PAYMENTS.len()));
    }
    cells.extend(report_cells(None));
    cells.push(Cell::text(
        Some(row.flags.as_str()).filter(|flags| *flags != "[]"),
    ));
    cells
}

/// Kinds of payment in the order of their columns.
const PAYMENTS: [PaymentKind; 5] = [
    PaymentKind::Cash,
    PaymentKind::Card,
    PaymentKind::Credit,
    PaymentKind::Tare,
    PaymentKind::Mobile,
];

/// What the shift of a report came to.
fn report_cells(report: Option<&ShiftReport>) -> [Cell; 6] {
    let shift = report.map(|report| &report.counters.shift);
    let totals: ByOperation<Option<Money>> = match shift {
        Some(shift) => shift.receipts.map(|receipts| Some(receipts.total)),
        None => ByOperation::default(),
    };
    [
        Cell::sum(totals.sell),
        Cell::sum(totals.sell_return),
        Cell::sum(totals.buy),
        Cell::sum(totals.buy_return),
        Cell::sum(report.map(|report| report.counters.cash_in_drawer)),
        Cell::sum(shift.map(|shift| shift.revenue)),
    ]
}
