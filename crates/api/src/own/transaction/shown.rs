//! Transactions, shifts and figures as JSON.

use app::kz_ofd::paper;
use app::kz_ofd::transactions::Transaction;
use register_kz::{ByOperation, ReceiptCounters, ShiftReport};
use store::kz_documents::KzDocument;
use store::kz_reports::KzReport;
use types::{DocumentId, Money};

use crate::json::{Bounds, Value, array, integer, object, optional_text, read, text};
use crate::own::time;

/// JSON that this platform wrote; it is bounded all the same.
const OWN_JSON: Bounds = Bounds {
    depth_max: 32,
    items_max: 10_000,
    keys_max: 10_000,
    values_max: 100_000,
};

pub(super) fn transaction(of: &Transaction) -> Value<'_> {
    match of {
        Transaction::Document(view) => document(of, view.id, &view.row),
        Transaction::Report { id, row } => report(of, *id, row),
    }
}

fn document<'a>(of: &'a Transaction, id: DocumentId, row: &'a KzDocument) -> Value<'a> {
    object([
        ("source", text("document")),
        ("id", integer(id.get())),
        ("kind", text(of.kind().as_str())),
        ("address", text(format!("/api/v1/kz-documents/{id}"))),
        ("shift_number", integer(row.shift_number)),
        ("document_number", number(row.document_number)),
        ("issued_at", text(row.issued_at.to_string())),
        ("received_at", time(row.received_at)),
        ("autonomous", Value::Boolean(row.is_autonomous)),
        ("fiscal_sign", number(row.fiscal_sign)),
        ("autonomous_sign", number(row.autonomous_sign)),
        ("annuls", number(row.annuls.map(DocumentId::get))),
        ("total_minor", minor(row.total)),
        ("flags", stored(&row.flags)),
        ("difference_count", Value::Null),
        ("figures", Value::Null),
    ])
}

fn report<'a>(of: &'a Transaction, id: i64, row: &'a KzReport) -> Value<'a> {
    object([
        ("source", text("report")),
        ("id", integer(id)),
        ("kind", text(of.kind().as_str())),
        ("address", text(format!("/api/v1/kz-reports/{id}"))),
        ("shift_number", integer(row.shift_number)),
        ("document_number", Value::Null),
        ("issued_at", text(row.made_at.to_string())),
        ("received_at", time(row.received_at)),
        ("autonomous", Value::Null),
        ("fiscal_sign", Value::Null),
        ("autonomous_sign", Value::Null),
        ("annuls", Value::Null),
        ("total_minor", Value::Null),
        ("flags", array([])),
        ("difference_count", integer(row.difference_count)),
        ("figures", figures(paper::figures(row).as_ref())),
    ])
}

/// A closed shift by its Z report.
pub(super) fn shift(of: &(i64, KzReport)) -> Value<'_> {
    let (id, row) = of;
    let report = paper::figures(row);
    let opened_at = report.as_ref().and_then(|report| report.opened_at);
    object([
        ("number", integer(row.shift_number)),
        ("opened_at", optional_text(opened_at.map(|at| at.to_string()))),
        ("closed_at", text(row.made_at.to_string())),
        ("z_report_id", integer(*id)),
        ("difference_count", integer(row.difference_count)),
        ("figures", figures(report.as_ref())),
    ])
}

/// What a shift came to; null when the report does not read any more.
pub(super) fn figures(report: Option<&ShiftReport>) -> Value<'static> {
    let Some(report) = report else {
        return Value::Null;
    };
    let counters = &report.counters;
    let totals = |of: &ByOperation<Money>| operations(of.map(|sum| integer(sum.minor())));
    object([
        ("receipts", operations(counters.shift.receipts.map(receipts))),
        (
            "deposits_minor",
            integer(counters.shift.movements.deposit.sum.minor()),
        ),
        (
            "withdrawals_minor",
            integer(counters.shift.movements.withdrawal.sum.minor()),
        ),
        ("cash_in_drawer_minor", integer(counters.cash_in_drawer.minor())),
        ("revenue_minor", integer(counters.shift.revenue.minor())),
        ("start_totals_minor", totals(&counters.start)),
        ("non_resettable_totals_minor", totals(&counters.non_resettable)),
    ])
}

fn receipts(of: &ReceiptCounters) -> Value<'static> {
    object([
        ("count", integer(of.count)),
        ("autonomous_count", integer(of.autonomous)),
        ("total_minor", integer(of.total.minor())),
        ("discount_minor", integer(of.discount.minor())),
        ("markup_minor", integer(of.markup.minor())),
        ("change_minor", integer(of.change.minor())),
    ])
}

fn operations(of: ByOperation<Value<'static>>) -> Value<'static> {
    object([
        ("sell", of.sell),
        ("sell_return", of.sell_return),
        ("buy", of.buy),
        ("buy_return", of.buy_return),
    ])
}

/// JSON of a column; null when it does not read any more.
pub(super) fn stored(text: &str) -> Value<'_> {
    read(text.as_bytes(), OWN_JSON).unwrap_or(Value::Null)
}

fn number(number: Option<impl Into<i128>>) -> Value<'static> {
    number.map_or(Value::Null, integer)
}

fn minor(amount: Option<Money>) -> Value<'static> {
    number(amount.map(Money::minor))
}
