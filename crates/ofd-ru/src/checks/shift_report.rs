//! Reports of shift closing and of the settlement status.

use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use crate::tags;
use crate::tree::{Elements, Tag};

/// Checks a shift closing report.
pub(super) fn check_closing(closing: &Group<'_>, report: &mut Report) {
    check_unsent(closing, &[tags::FIRST_UNSENT_DATE_TIME], report);
    let Some(receipts) = closing.uint(tags::SHIFT_RECEIPTS_COUNT) else {
        return;
    };
    // The opening and the closing count beside the receipts.
    if let Some(documents) = closing.uint(tags::SHIFT_DOCUMENTS_COUNT)
        && documents < receipts.saturating_add(1)
    {
        let message = format!("the shift has {documents} documents, of which {receipts} are receipts");
        report.raise(
            RuleId::ShiftDocumentsCount,
            closing.path_of(tags::SHIFT_DOCUMENTS_COUNT),
            message,
        );
    }
    let counters = closing.elements.nested(tags::SHIFT_TOTALS);
    if let Some(counted) = counters.and_then(|counters| counters.uint(tags::RECEIPTS_COUNT_TOTAL))
        && counted != receipts
    {
        let message = format!("the shift has {receipts} receipts; its counters have {counted}");
        report.raise(
            RuleId::ShiftReceiptsCount,
            closing.path_of(tags::SHIFT_RECEIPTS_COUNT),
            message,
        );
    }
}

/// Checks a settlement status report.
pub(super) fn check_status(status: &Group<'_>, report: &mut Report) {
    let since = [tags::FIRST_UNSENT_DATE_TIME, tags::FIRST_UNSENT_DOCUMENT_NUMBER];
    check_unsent(status, &since, report);
}

fn check_unsent(group: &Group<'_>, since: &[Tag], report: &mut Report) {
    let unsent = group.uint_or_zero(tags::UNSENT_DOCUMENTS_COUNT);
    if unsent == 0 {
        return;
    }
    for tag in since {
        if !group.has(*tag) {
            let message = format!("{unsent} documents are not sent; tag {tag} says since when");
            report.raise(RuleId::UnsentFields, group.path_of(*tag), message);
        }
    }
}
