//! What a correction says about the settlement that it corrects.

use super::Subject;
use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use crate::tags;
use crate::tree::{Elements, FfdVersion};

/// By order of the tax authority.
const BY_ORDER: u64 = 1;

/// Checks tags 1173 and 1174.
pub(super) fn check(subject: &Subject<'_>, correction: &Group<'_>, report: &mut Report) {
    let kind = correction.uint(tags::CORRECTION_KIND);
    if kind.is_none() && !correction.has(tags::CORRECTION_KIND) {
        let message = "the correction does not say whether it was ordered; on own initiative is 0".to_owned();
        report.raise(
            RuleId::CorrectionKindMissing,
            correction.path_of(tags::CORRECTION_KIND),
            message,
        );
    }
    if let Some(operation) = correction.uint(tags::OPERATION)
        && subject.version == FfdVersion::V1_05
        && [2, 4].contains(&operation)
    {
        let message = format!("the operation is {operation}; corrections of FFD 1.05 are 1 or 3");
        report.raise(
            RuleId::CorrectionOperation,
            correction.path_of(tags::OPERATION),
            message,
        );
    }
    for basis in correction.groups(tags::CORRECTION_BASIS) {
        check_basis(subject, &basis, kind, report);
    }
}

fn check_basis(subject: &Subject<'_>, basis: &Group<'_>, kind: Option<u64>, report: &mut Report) {
    let order = basis
        .text(tags::CORRECTION_ORDER_NUMBER)
        .unwrap_or_default()
        .trim();
    // FFD 1.05 has the number among its mandatory tags.
    let order_due = kind == Some(BY_ORDER) && subject.version != FfdVersion::V1_05;
    if order_due && order.is_empty() {
        let message = "the correction was ordered, but the order has no number".to_owned();
        report.raise(
            RuleId::CorrectionOrderMissing,
            basis.path_of(tags::CORRECTION_ORDER_NUMBER),
            message,
        );
    }
    let path = || basis.path_of(tags::CORRECTED_SETTLEMENT_DATE);
    let Some(date) = basis.elements.time(tags::CORRECTED_SETTLEMENT_DATE) else {
        if !basis.has(tags::CORRECTED_SETTLEMENT_DATE) {
            let message = "the date of the corrected settlement is missing".to_owned();
            report.raise(RuleId::CorrectionDateMissing, path(), message);
        }
        return;
    };
    if date.wall_seconds().rem_euclid(super::value::DAY_S) != 0 {
        let message = format!("the date of the corrected settlement is {date}; midnight is right");
        report.raise(RuleId::CorrectionDateTime, path(), message);
    }
    if let Some(at) = subject.document.elements.time(tags::DATE_TIME)
        && date > at
    {
        let message = format!("the corrected settlement is of {date}; the correction is of {at}");
        report.raise(RuleId::CorrectionDateAhead, path(), message);
    }
}
