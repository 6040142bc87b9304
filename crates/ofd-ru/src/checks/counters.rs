//! Counters in reports: totals are the sums of their parts. Source: RU-FFD/counters.

use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::sums::Roubles;
use crate::tags;
use crate::tree::{Element, Elements, Tag};

const OPERATIONS: [Tag; 4] = [
    tags::SELL_COUNTERS,
    tags::SELL_RETURN_COUNTERS,
    tags::BUY_COUNTERS,
    tags::BUY_RETURN_COUNTERS,
];
const CORRECTIONS: [Tag; 4] = [
    tags::SELL_CORRECTION_COUNTERS,
    tags::SELL_RETURN_CORRECTION_COUNTERS,
    tags::BUY_CORRECTION_COUNTERS,
    tags::BUY_RETURN_CORRECTION_COUNTERS,
];
const PAYMENTS: [Tag; 5] = [
    tags::CASH_SUM,
    tags::ELECTRONIC_SUM,
    tags::PREPAID_SUM,
    tags::POSTPAID_SUM,
    tags::IN_KIND_SUM,
];
const VAT_AND_TURNOVERS: [Tag; 6] = [
    tags::VAT_20_SUM,
    tags::VAT_10_SUM,
    tags::VAT_20_120_SUM,
    tags::VAT_10_110_SUM,
    tags::TURNOVER_VAT_0_SUM,
    tags::TURNOVER_WITHOUT_VAT_SUM,
];

/// Checks the counters of any report that has them.
pub(super) fn check(document: &Group<'_>, report: &mut Report) {
    for tag in [tags::STORAGE_TOTALS, tags::SHIFT_TOTALS] {
        for counters in document.groups(tag) {
            check_totals(&counters, report);
        }
    }
    for unsent in document.groups(tags::UNSENT_TOTALS) {
        check_corrections(&unsent, report);
    }
    let shift = document.groups(tags::SHIFT_TOTALS).next();
    let storage = document.elements.nested(tags::STORAGE_TOTALS);
    if let (Some(shift), Some(storage)) = (shift, storage) {
        check_shift(&shift, storage, report);
    }
}

fn check_totals(counters: &Group<'_>, report: &mut Report) {
    let mut count = 0_u128;
    for operation in OPERATIONS.iter().flat_map(|tag| counters.groups(*tag)) {
        count += u128::from(operation.uint_or_zero(tags::RECEIPTS_COUNT));
        check_payments(&operation, report);
        check_vat(&operation, report);
    }
    for corrections in counters.groups(tags::CORRECTION_COUNTERS) {
        count += u128::from(corrections.uint_or_zero(tags::CORRECTIONS_COUNT));
        check_corrections(&corrections, report);
    }
    compare_count(counters, tags::RECEIPTS_COUNT_TOTAL, count, report);
}

/// Checks 1133, and 1158 that is built like it.
fn check_corrections(corrections: &Group<'_>, report: &mut Report) {
    let mut count = 0_u128;
    for operation in CORRECTIONS.iter().flat_map(|tag| corrections.groups(*tag)) {
        count += u128::from(operation.uint_or_zero(tags::RECEIPTS_COUNT));
        check_payments(&operation, report);
    }
    compare_count(corrections, tags::CORRECTIONS_COUNT, count, report);
}

fn compare_count(counters: &Group<'_>, tag: Tag, parts: u128, report: &mut Report) {
    if let Some(count) = counters.uint(tag)
        && u128::from(count) != parts
    {
        let message = format!("tag {tag} is {count}; the operations below have {parts} together");
        report.raise(RuleId::CountersCount, counters.path_of(tag), message);
    }
}

fn check_payments(operation: &Group<'_>, report: &mut Report) {
    let Some(total) = operation.uint(tags::TOTAL_SUM) else {
        return;
    };
    let paid = sum(operation, &PAYMENTS);
    if paid != u128::from(total) {
        let message = format!(
            "the total is {}; the kinds of payment are {} together",
            Roubles(total.into()),
            Roubles(paid)
        );
        report.raise(RuleId::CountersTotal, operation.path_of(tags::TOTAL_SUM), message);
    }
}

fn check_vat(operation: &Group<'_>, report: &mut Report) {
    let Some(total) = operation.uint(tags::TOTAL_SUM) else {
        return;
    };
    let told = sum(operation, &VAT_AND_TURNOVERS);
    if told > u128::from(total) {
        let message = format!(
            "the total is {}; VAT and turnovers without it are {} together",
            Roubles(total.into()),
            Roubles(told)
        );
        report.raise(RuleId::CountersVat, operation.path_of(tags::TOTAL_SUM), message);
    }
}

fn sum(group: &Group<'_>, tags: &[Tag]) -> u128 {
    tags.iter().map(|tag| u128::from(group.uint_or_zero(*tag))).sum()
}

/// Whatever the shift counted, the storage has counted too.
fn check_shift(shift: &Group<'_>, storage: &[Element], report: &mut Report) {
    for operation in OPERATIONS
        .iter()
        .flat_map(|tag| shift.groups(*tag).map(move |group| (*tag, group)))
    {
        let (tag, of_shift) = operation;
        let of_storage = storage.nested(tag).unwrap_or_default();
        let counted = PAYMENTS.iter().chain(&[tags::RECEIPTS_COUNT, tags::TOTAL_SUM]);
        for counter in counted {
            let (part, whole) = (
                of_shift.uint_or_zero(*counter),
                of_storage.uint(*counter).unwrap_or(0),
            );
            if part > whole {
                let message = format!("tag {counter} is {part} in the shift, but {whole} in the storage");
                report.raise(RuleId::CountersShift, of_shift.path_of(*counter), message);
            }
        }
    }
}
