//! A document after the previous one of the same fiscal storage. Source: RU-OFD/flk.

use types::LocalDateTime;

use super::Subject;
use super::context::{PreviousDocument, ShiftPosition};
use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::value::DAY_S;
use crate::tags;
use crate::tree::{Elements, Form, Tag};

/// Checks numbers, time and shift against the previous document.
pub(super) fn check(subject: &Subject<'_>, document: &Group<'_>, report: &mut Report) {
    let Some(previous) = &subject.context.previous else {
        return;
    };
    let form = subject.document.form;
    // These are not documents of the storage's own row of numbers.
    if matches!(
        form,
        Form::OfdAcknowledgement
            | Form::MarkingRequest
            | Form::MarkingNotification
            | Form::MarkingAnswer
            | Form::MarkingNotificationReceipt
    ) {
        return;
    }
    let at = subject.document.elements.time(tags::DATE_TIME);
    if let Some(at) = at
        && at < previous.at
    {
        let message = format!("the time is {at}; the previous document is of {}", previous.at);
        report.raise(RuleId::TimeBack, document.path_of(tags::DATE_TIME), message);
    }
    // After a gap nobody knows what became of the shift.
    if check_number(previous, document, report) == Row::Unbroken {
        check_shift(form, at, &previous.shift, document, report);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Row {
    Unbroken,
    Broken,
}

fn check_number(previous: &PreviousDocument, document: &Group<'_>, report: &mut Report) -> Row {
    let Some(number) = document.uint(tags::FISCAL_DOCUMENT_NUMBER) else {
        return Row::Unbroken;
    };
    let expected = u64::from(previous.number) + 1;
    if number == expected {
        return Row::Unbroken;
    }
    let (rule, message) = if number < expected {
        let message = format!(
            "the document number is {number}; the storage has come to {}",
            previous.number
        );
        (RuleId::DocumentNumberBack, message)
    } else {
        let message = format!(
            "the document number is {number}; {expected} comes next, so {} are missing",
            number - expected
        );
        (RuleId::DocumentNumberGap, message)
    };
    report.raise(rule, document.path_of(tags::FISCAL_DOCUMENT_NUMBER), message);
    Row::Broken
}

fn check_shift(
    form: Form,
    at: Option<LocalDateTime>,
    shift: &ShiftPosition,
    document: &Group<'_>,
    report: &mut Report,
) {
    match (form, *shift) {
        (
            Form::Receipt
            | Form::StrictReportingForm
            | Form::CorrectionReceipt
            | Form::CorrectionStrictReportingForm,
            shift,
        ) => check_receipt(at, shift, document, report),
        (Form::ShiftOpening, ShiftPosition::Closed { last_number }) => {
            expect(
                document,
                tags::SHIFT_NUMBER,
                u64::from(last_number) + 1,
                RuleId::ShiftNumber,
                report,
            );
        }
        (Form::ShiftOpening, ShiftPosition::Open { number, .. }) => {
            let message = format!("a shift is opened while shift {number} is open");
            report.raise(RuleId::ShiftAlreadyOpen, document.place.path(), message);
        }
        (
            Form::ShiftClosing,
            ShiftPosition::Open {
                number, opened_at, ..
            },
        ) => {
            expect(
                document,
                tags::SHIFT_NUMBER,
                number.into(),
                RuleId::ShiftNumber,
                report,
            );
            if let Some(open_for) = open_for_too_long(at, opened_at) {
                let message = format!("the shift was open for {open_for}; 24 hours is the most");
                report.raise(
                    RuleId::ShiftClosedLate,
                    document.path_of(tags::DATE_TIME),
                    message,
                );
            }
        }
        (Form::ShiftClosing, ShiftPosition::Closed { last_number }) => {
            let message = format!("a shift is closed, but none is open; the last was {last_number}");
            report.raise(RuleId::ShiftNotOpen, document.place.path(), message);
        }
        (
            Form::Registration | Form::ReRegistration | Form::StorageClosing,
            ShiftPosition::Open { number, .. },
        ) => {
            let message = format!("the report stands inside shift {number}; the shift is closed first");
            report.raise(RuleId::ReportInShift, document.place.path(), message);
        }
        (
            Form::Registration
            | Form::ReRegistration
            | Form::StorageClosing
            | Form::SettlementStatus
            | Form::OfdAcknowledgement
            | Form::MarkingRequest
            | Form::MarkingNotification
            | Form::MarkingAnswer
            | Form::MarkingNotificationReceipt,
            _,
        ) => {}
    }
}

fn check_receipt(at: Option<LocalDateTime>, shift: ShiftPosition, document: &Group<'_>, report: &mut Report) {
    match shift {
        ShiftPosition::Closed { last_number } => {
            let message = format!("a receipt stands outside a shift; the last was {last_number}");
            report.raise(RuleId::ReceiptOutsideShift, document.place.path(), message);
        }
        ShiftPosition::Open {
            number,
            opened_at,
            last_receipt,
        } => {
            expect(
                document,
                tags::SHIFT_NUMBER,
                number.into(),
                RuleId::ShiftNumber,
                report,
            );
            let next = u64::from(last_receipt) + 1;
            expect(
                document,
                tags::RECEIPT_NUMBER_IN_SHIFT,
                next,
                RuleId::ReceiptNumber,
                report,
            );
            if let Some(open_for) = open_for_too_long(at, opened_at) {
                let message = format!("the shift is open for {open_for}; 24 hours is the most");
                report.raise(RuleId::ShiftTooLong, document.path_of(tags::DATE_TIME), message);
            }
        }
    }
}

fn expect(document: &Group<'_>, tag: Tag, expected: u64, rule: RuleId, report: &mut Report) {
    if let Some(given) = document.uint(tag)
        && given != expected
    {
        let message = format!("tag {tag} is {given}; {expected} is right");
        report.raise(rule, document.path_of(tag), message);
    }
}

/// Duration of a shift in words when it is over 24 hours.
fn open_for_too_long(at: Option<LocalDateTime>, opened_at: LocalDateTime) -> Option<String> {
    let open_for = at?.since_s(opened_at);
    (open_for > DAY_S).then(|| format!("{} h {} min", open_for / 3600, open_for % 3600 / 60))
}
