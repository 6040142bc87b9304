//! Batches and the shift policy.

use ofd_ru::{Element, FfdVersion, Form, tags};
use receipt::Operation;
use register::{
    Event, FiscalStorageError, ReceiptBody, ReceiptForm, RegisterCommand, RegisterError, ShiftPolicy,
};
use types::LocalDateTime;

use crate::support::{Desk, at, receipt};

fn receipts(desk: &Desk, count: usize, now: LocalDateTime) -> Vec<ReceiptBody> {
    let one = receipt(desk.ffd(), ReceiptForm::Receipt, Operation::Sell, 100, now);
    vec![one; count]
}

fn forms(desk: &mut Desk, count: usize, policy: &ShiftPolicy, now: LocalDateTime) -> Vec<Form> {
    let receipts = receipts(desk, count, now);
    let keys = desk.keys.clone();
    let batch = desk.register.seal_batch(receipts, policy, now, &keys);
    assert!(batch.outcomes.iter().all(Result::is_ok), "{:?}", batch.outcomes);
    let forms = batch.documents.iter().map(|document| document.form).collect();
    let events: Vec<Event> = batch.documents.into_iter().map(Event::DocumentSealed).collect();
    desk.keep(&events);
    forms
}

#[test]
fn opens_on_the_first_receipt_and_renews_before_the_limit() {
    use Form::{Receipt, ShiftClosing, ShiftOpening};
    let mut desk = Desk::new(FfdVersion::V1_2);
    let policy = ShiftPolicy::default();
    assert_eq!(
        forms(&mut desk, 2, &policy, at(0, 1)),
        [ShiftOpening, Receipt, Receipt]
    );
    assert_eq!(forms(&mut desk, 1, &policy, at(0, 23 * 60)), [Receipt]);
    assert_eq!(desk.register.shift_closes_at(&policy), Some(at(0, 23 * 60 + 51)));
    assert!(!desk.register.shift_is_due(&policy, at(0, 23 * 60 + 50)));
    assert_eq!(
        forms(&mut desk, 1, &policy, at(0, 23 * 60 + 51)),
        [ShiftClosing, ShiftOpening, Receipt]
    );
    assert_eq!(
        forms(&mut desk, 1, &policy, at(9, 0)),
        [ShiftClosing, ShiftOpening, Receipt],
        "an expired shift is no obstacle"
    );
}

#[test]
fn without_a_policy_nothing_opens() {
    let mut desk = Desk::new(FfdVersion::V1_2);
    let receipts = receipts(&desk, 2, at(0, 1));
    let batch = desk
        .register
        .seal_batch(receipts, &ShiftPolicy::MANUAL, at(0, 1), &desk.keys);
    let refused = RegisterError::Refused(FiscalStorageError::ShiftNotOpen);
    assert_eq!(batch.outcomes, [Err(refused.clone()), Err(refused)]);
    assert!(batch.documents.is_empty());
}

#[test]
fn a_refused_receipt_does_not_stop_those_behind_it() {
    let mut desk = Desk::new(FfdVersion::V1_2);
    let mut receipts = receipts(&desk, 4, at(0, 1));
    receipts[0].elements.push(Element::uint(tags::SHIFT_NUMBER, 7_u8));
    receipts[1]
        .elements
        .retain(|element| element.tag != tags::OPERATION);
    receipts[2].begun_at = at(0, -5);
    let batch = desk
        .register
        .seal_batch(receipts, &ShiftPolicy::default(), at(0, 1), &desk.keys);
    let outcomes: Vec<String> = batch
        .outcomes
        .iter()
        .map(|outcome| match outcome {
            Ok(number) => format!("№ {number}"),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "tag 1038 is added by the fiscal storage and may not be in the body",
            "the receipt cannot be counted",
            "the document was begun at 2026-01-12T11:55:00 and sealed at 2026-01-12T12:01:00: more than five minutes apart",
            "№ 3",
        ]
    );
}

#[test]
fn refuses_what_the_registration_does_not_allow_and_what_cannot_be_written() {
    let mut desk = Desk::new(FfdVersion::V1_2);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    let refusal = |desk: &mut Desk, change: fn(&mut ReceiptBody)| {
        let mut body = receipt(desk.ffd(), ReceiptForm::Receipt, Operation::Sell, 100, at(0, 1));
        change(&mut body);
        match desk.handle(RegisterCommand::Seal(body), at(0, 1)) {
            Err(RegisterError::Refused(error)) => error.code(),
            other => panic!("not refused: {other:?}"),
        }
    };
    let taxation = |body: &mut ReceiptBody| {
        body.elements
            .retain(|element| element.tag != tags::TAXATION_REGIME);
        body.elements.push(Element::uint(tags::TAXATION_REGIME, 32_u8));
    };
    assert_eq!(refusal(&mut desk, taxation), 0x09);
    let character = |body: &mut ReceiptBody| {
        body.elements.push(Element::text(tags::CASHIER, "100 ₽"));
    };
    assert_eq!(refusal(&mut desk, character), 0x09);
    let overflow = |body: &mut ReceiptBody| {
        body.elements.retain(|element| element.tag != tags::RECEIPT_TOTAL);
        body.elements
            .push(Element::uint(tags::RECEIPT_TOTAL, 1_u64 << 48));
    };
    assert_eq!(refusal(&mut desk, overflow), 0x09);
}
