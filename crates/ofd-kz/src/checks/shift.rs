//! Rules of closing a shift, reports, cash movements and the catalogue.

use types::Money;

use super::Subject;
use super::report::Report;
use super::rule::RuleId;
use crate::messages::{ReportType, ZxReport};
use crate::version::Version;

pub(super) fn check_closing(subject: &Subject<'_>, report: &mut Report) {
    let Some(closing) = &subject.request.close_shift else {
        return;
    };
    match &closing.z_report {
        Some(own) => check_totals(own, "close_shift.z_report", report),
        None if closing.is_offline == Some(true) => {
            let message = "the shift was closed autonomously without the register's own report".to_owned();
            report.raise(RuleId::OwnReportMissing, "close_shift.z_report", message);
        }
        None => {}
    }
}

pub(super) fn check_report(subject: &Subject<'_>, report: &mut Report) {
    let Some(asked) = &subject.request.report else {
        return;
    };
    if ReportType::known(asked.report) == Some(ReportType::Z) {
        let message = "a Z report comes with the closing of a shift".to_owned();
        report.raise(RuleId::ReportKind, "report.report", message);
    }
    if let Some(own) = &asked.zx_report {
        check_totals(own, "report.zx_report", report);
    }
}

pub(super) fn check_cash_movement(subject: &Subject<'_>, report: &mut Report) {
    let Some(movement) = &subject.request.money_placement else {
        return;
    };
    if movement.operator.is_none() {
        let message = "the cash movement names no cashier".to_owned();
        report.raise(RuleId::CashierMissing, "money_placement.operator", message);
    }
    if Money::try_from(movement.sum) == Ok(Money::ZERO) {
        report.raise(
            RuleId::MovementZero,
            "money_placement.sum",
            "the sum is zero".to_owned(),
        );
    }
}

pub(super) fn check_nomenclature(subject: &Subject<'_>, report: &mut Report) {
    let Some(asked) = &subject.request.nomenclature else {
        return;
    };
    // 2.0.2 does not parse without a version.
    if subject.version >= Version::V203 && asked.current_version.is_none() && asked.barcode.is_none() {
        let message = "neither a version nor a barcode is told".to_owned();
        report.raise(RuleId::CatalogueKey, "nomenclature", message);
    }
}

/// What never resets grows by the shift's receipts, and payments add up to them. Source: KZ-OFD/report.
fn check_totals(own: &ZxReport, path: &str, report: &mut Report) {
    let mut warn = |path: String, message: String| report.raise(RuleId::OwnReportTotals, path, message);
    for (index, receipts) in own.ticket_operations.iter().enumerate() {
        let Ok(sum) = Money::try_from(receipts.tickets_sum) else {
            continue;
        };
        let path = format!("{path}.ticket_operations[{index}]");
        let payments = receipts
            .payments
            .iter()
            .map(|payment| Money::try_from(payment.sum).ok());
        let paid = payments.collect::<Option<Vec<Money>>>().and_then(Money::sum);
        if let Some(paid) = paid.filter(|paid| *paid != sum && !receipts.payments.is_empty()) {
            warn(
                format!("{path}.payments"),
                format!("{paid} is paid for receipts of {sum}"),
            );
        }
        let total = |totals: &[crate::messages::NonNullableSum]| {
            let found = totals.iter().find(|total| total.operation == receipts.operation);
            found.and_then(|total| Money::try_from(total.sum).ok())
        };
        let (start, end) = (
            total(&own.start_shift_non_nullable_sums),
            total(&own.non_nullable_sums),
        );
        if let Some((start, end)) = start.zip(end)
            && end.checked_sub(start) != Some(sum)
        {
            let message = format!("what never resets goes from {start} to {end}; the receipts come to {sum}");
            warn(format!("{path}.tickets_sum"), message);
        }
    }
}
