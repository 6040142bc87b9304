//! X and Z reports.

use ::receipt::Operation;
use register_kz::{
    ByOperation, CashMovementKind, CounterPart, Counters, ReceiptCounters, ReportKind, ShiftReport,
};
use types::Money;

use super::{ReportSlip, sections};
use crate::kz::card::RegisterCard;
use crate::kz::slip::Slip;
use crate::kz::{Wording, moment, operation_name};
use crate::{PrintedForm, TextId};

/// The X or Z report. Counters that its maker did not state are left out, never shown as zero.
#[must_use]
pub fn shift_report(card: &RegisterCard, of: &ReportSlip<'_>, wording: Wording) -> PrintedForm {
    let report = of.report;
    let title = match report.kind {
        ReportKind::X => "kz-x",
        ReportKind::Z => "kz-z",
    };
    let mut slip = Slip::begin(card, wording, title);
    head(&mut slip, of);
    let counters = &report.counters;
    totals(&mut slip, "kz-start-totals", &counters.start);
    slip.rule();
    for (operation, receipts) in counters.shift.receipts.iter() {
        operation_of(&mut slip, report, operation, receipts);
    }
    slip.rule();
    let group = slip.wording.title("kz-by-section");
    slip.group(group);
    sections(&mut slip, &counters.shift.sections);
    slip.rule();
    vat(&mut slip, report);
    movements(&mut slip, report);
    slip.rule();
    slip.pair("kz-drawer", wording.money(counters.cash_in_drawer));
    slip.pair("kz-revenue", wording.money(counters.shift.revenue));
    let label = match report.kind {
        ReportKind::X => "kz-now-totals",
        ReportKind::Z => "kz-end-totals",
    };
    totals(&mut slip, label, &counters.non_resettable);
    slip.rule();
    if let Some(checksum) = of.checksum {
        slip.fact("kz-checksum", checksum, None);
    }
    slip.register();
    slip.ofd("kz-made-by-ofd");
    slip.finish()
}

fn head(slip: &mut Slip<'_>, of: &ReportSlip<'_>) {
    let shift = format!("{} № {}", slip.text("kz-shift"), of.report.shift);
    let document = of
        .document_number
        .map(|number| format!("{} № {number}", slip.text("kz-document")));
    slip.labelled(shift, document.unwrap_or_default());
    slip.cashier(of.cashier, &moment(of.report.made_at));
    let times = [
        ("kz-opened", of.report.opened_at),
        ("kz-closed", of.report.closed_at),
    ];
    for (label, at) in times {
        if let Some(at) = at {
            slip.pair(label, moment(at));
        }
    }
    slip.rule();
}

/// The four sums that are never set back. Law: KZ-626/non-resettable.
fn totals(slip: &mut Slip<'_>, label: &'static str, sums: &ByOperation<Money>) {
    let group = slip.wording.title(label);
    slip.group(group);
    for (operation, sum) in sums.iter() {
        let sum = slip.wording.money(*sum);
        slip.pair(operation_name(operation), sum);
    }
}

fn operation_of(slip: &mut Slip<'_>, report: &ShiftReport, operation: Operation, receipts: &ReceiptCounters) {
    let wording = slip.wording;
    let counters: &Counters = &report.counters;
    let states = |part: CounterPart| !report.unstated.contains(&part);
    let group = slip.text(operation_name(operation));
    slip.group(group);
    slip.pair("kz-receipts", slip.count(receipts.count));
    slip.pair(
        "kz-receipts-ever",
        slip.count(*counters.receipts_ever.of(operation)),
    );
    if states(CounterPart::AutonomousCounts) {
        nonzero_count(slip, "kz-without-operator", receipts.autonomous);
    }
    slip.pair("kz-amount", wording.money(receipts.total));
    for (kind, paid) in &receipts.paid {
        let label = wording.payment(*kind);
        let label = if states(CounterPart::PaymentCounts) {
            format!("{label}: {}", slip.count(paid.count))
        } else {
            label
        };
        slip.labelled(label, wording.money(paid.sum));
    }
    let modifiers = [
        ("kz-discount", counters.shift.discounts.of(operation)),
        ("kz-markup", counters.shift.markups.of(operation)),
    ];
    for (label, tally) in modifiers {
        if tally.count > 0 {
            let label = format!("{}: {}", slip.text(label), slip.count(tally.count));
            slip.labelled(label, wording.money(tally.sum));
        }
    }
    if states(CounterPart::ReceiptSums) && receipts.change != Money::ZERO {
        slip.pair("kz-change", wording.money(receipts.change));
    }
}

fn nonzero_count(slip: &mut Slip<'_>, label: &'static str, count: u32) {
    if count > 0 {
        slip.pair(label, slip.count(count));
    }
}

/// VAT by rate: sums of rounded lines. Source: KZ-OFD/vat-sums.
fn vat(slip: &mut Slip<'_>, report: &ShiftReport) {
    let wording = slip.wording;
    for (rate, operations) in &report.counters.shift.vat {
        let group = format!("{} {}", slip.text("kz-vat"), wording.rate(*rate));
        slip.group(group);
        for (operation, vat) in operations.iter() {
            if vat.turnover == Money::ZERO && vat.amount == Money::ZERO {
                continue;
            }
            let name = slip.text(operation_name(operation));
            slip.labelled(name, "");
            slip.pair("kz-turnover", wording.money(vat.turnover));
            if !report.unstated.contains(&CounterPart::TurnoverWithoutVat) {
                slip.pair("kz-turnover-without-vat", wording.money(vat.turnover_without_vat));
            }
            slip.pair("kz-vat-amount", wording.money(vat.amount));
        }
        slip.rule();
    }
}

fn movements(slip: &mut Slip<'_>, report: &ShiftReport) {
    let counters = &report.counters;
    let kinds = [
        ("kz-deposits", CashMovementKind::Deposit),
        ("kz-withdrawals", CashMovementKind::Withdrawal),
    ];
    for (label, kind) in kinds {
        let movement = counters.shift.movements.of(kind);
        let label = format!("{}: {}", slip.text(TextId(label)), slip.count(movement.count));
        slip.labelled(label, slip.wording.money(movement.sum));
        slip.pair("kz-movements-ever", slip.count(*counters.movements_ever.of(kind)));
        if !report.unstated.contains(&CounterPart::AutonomousCounts) {
            nonzero_count(slip, "kz-without-operator", movement.autonomous);
        }
    }
}
