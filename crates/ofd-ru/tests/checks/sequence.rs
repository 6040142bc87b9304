//! Documents after the previous one.

use super::good;
use super::rules::found;
use ofd_ru::checks::{CheckContext, PreviousDocument, ShiftPosition};
use ofd_ru::{FfdVersion, Form};

use FfdVersion::V1_2;

fn after(change: impl FnOnce(&mut PreviousDocument)) -> CheckContext<'static> {
    let mut previous = good::previous();
    change(&mut previous);
    CheckContext {
        previous: Some(previous),
        ..good::context()
    }
}

fn closed() -> CheckContext<'static> {
    after(|previous| previous.shift = ShiftPosition::Closed { last_number: 2 })
}

#[test]
fn the_next_document_fits() {
    let open = after(|_| {});
    for form in [
        Form::Receipt,
        Form::StrictReportingForm,
        Form::CorrectionReceipt,
        Form::ShiftClosing,
        Form::SettlementStatus,
    ] {
        assert_eq!(found(&good(form, V1_2), &open), [""; 0], "{form:?}");
    }
    for form in [
        Form::ShiftOpening,
        Form::ReRegistration,
        Form::StorageClosing,
        Form::SettlementStatus,
    ] {
        assert_eq!(found(&good(form, V1_2), &closed()), [""; 0], "{form:?}");
    }
}

#[test]
fn numbers_have_no_gap_and_do_not_go_back() {
    let receipt = good(Form::Receipt, V1_2);
    assert_eq!(
        found(&receipt, &after(|p| p.number = 7)),
        ["document-number-gap 3/1040"]
    );
    assert_eq!(
        found(&receipt, &after(|p| p.number = 10)),
        ["document-number-back 3/1040"]
    );
    assert_eq!(
        found(&receipt, &after(|p| p.number = 11)),
        ["document-number-back 3/1040"]
    );
}

#[test]
fn time_does_not_go_back() {
    assert_eq!(
        found(&good(Form::Receipt, V1_2), &after(|p| p.at = good::NOW.plus_s(1))),
        ["time-back 3/1012"]
    );
}

#[test]
fn a_receipt_belongs_into_its_open_shift() {
    let receipt = good(Form::Receipt, V1_2);
    assert_eq!(found(&receipt, &closed()), ["receipt-outside-shift 3"]);
    let shift = |number, since_s: i64, last_receipt| {
        after(|p| {
            p.shift = ShiftPosition::Open {
                number,
                opened_at: good::NOW.plus_s(-since_s),
                last_receipt,
            };
        })
    };
    assert_eq!(found(&receipt, &shift(3, 60, 4)), ["shift-number 3/1038"]);
    assert_eq!(found(&receipt, &shift(2, 60, 3)), ["receipt-number 3/1042"]);
    assert_eq!(found(&receipt, &shift(2, 24 * 3600, 4)), [""; 0]);
    assert_eq!(
        found(&receipt, &shift(2, 24 * 3600 + 1, 4)),
        ["shift-too-long 3/1012"]
    );
    assert_eq!(
        found(&good(Form::ShiftClosing, V1_2), &shift(2, 24 * 3600 + 1, 4)),
        ["shift-closed-late 5/1012"]
    );
}

#[test]
fn shifts_open_and_close_by_turns() {
    assert_eq!(
        found(&good(Form::ShiftOpening, V1_2), &after(|_| {})),
        ["shift-already-open 2"]
    );
    assert_eq!(
        found(&good(Form::ShiftClosing, V1_2), &closed()),
        ["shift-not-open 5"]
    );
    for form in [Form::ReRegistration, Form::StorageClosing] {
        let expected = format!("report-in-shift {}", form.code());
        assert_eq!(found(&good(form, V1_2), &after(|_| {})), [expected]);
    }
}

#[test]
fn after_a_gap_the_shift_is_nobodys_guess() {
    let mut context = closed();
    context.previous.as_mut().unwrap().number = 5;
    assert_eq!(
        found(&good(Form::Receipt, V1_2), &context),
        ["document-number-gap 3/1040"]
    );
}

#[test]
fn messages_of_marking_stand_outside_the_row() {
    for form in [
        Form::MarkingRequest,
        Form::MarkingAnswer,
        Form::OfdAcknowledgement,
    ] {
        assert_eq!(
            found(&good(form, V1_2), &after(|p| p.number = 100)),
            [""; 0],
            "{form:?}"
        );
    }
}
