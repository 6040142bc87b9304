//! Every document of every format version, as the operator sees it.

use ofd_ru::container::Container;
use ofd_ru::signs::{MessageVerifier, SignVerdict, printed_sign};
use ofd_ru::{Elements, FfdVersion, Form, tags};
use receipt::Operation;
use register::{Counters, ReRegistrationReason, ReRegistrationReasons, ReceiptForm, RegisterCommand};

use crate::support::{Desk, FFDS, at, read, receipt};

/// A day with every kind of document.
fn busy_day(ffd: FfdVersion) -> Desk {
    let mut desk = Desk::new(ffd);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    let forms = [
        (ReceiptForm::Receipt, Operation::Sell, 11_900),
        (ReceiptForm::StrictReportingForm, Operation::Sell, 5_001),
        (ReceiptForm::Receipt, Operation::SellReturn, 900),
        (ReceiptForm::Receipt, Operation::Buy, 30_000),
        (ReceiptForm::Receipt, Operation::BuyReturn, 7),
        (ReceiptForm::CorrectionReceipt, Operation::Sell, 1_200),
        (ReceiptForm::CorrectionStrictReportingForm, Operation::Buy, 4_300),
    ];
    for (form, operation, total) in forms {
        let body = receipt(ffd, form, operation, total, at(0, 2));
        desk.handle(RegisterCommand::Seal(body), at(0, 3)).unwrap();
    }
    desk.handle(RegisterCommand::ReportStatus, at(0, 4)).unwrap();
    desk.handle(RegisterCommand::CloseShift, at(0, 5)).unwrap();
    let reasons = ReRegistrationReasons::new(ReRegistrationReason::PlaceChanged);
    let mut registration = desk.register.registration().clone();
    registration.settlement_place = "https://new.example".to_owned();
    let registration = Box::new(registration);
    desk.handle(
        RegisterCommand::ReRegister {
            registration,
            reasons,
        },
        at(0, 6),
    )
    .unwrap();
    desk.confirm_all(at(0, 7));
    desk.handle(RegisterCommand::CloseArchive, at(0, 8)).unwrap();
    desk
}

#[test]
fn every_form_of_every_version_passes_the_operators_control() {
    for ffd in FFDS {
        let desk = busy_day(ffd);
        let forms: Vec<u8> = desk.sealed.iter().map(|document| document.form.code()).collect();
        assert_eq!(forms, [1, 2, 3, 4, 3, 3, 3, 31, 41, 21, 5, 11, 6], "{ffd}");
    }
}

#[test]
fn signs_verify_and_are_the_printed_ones() {
    let desk = busy_day(FfdVersion::V1_2);
    for document in &desk.sealed {
        let container = Container::decode(&document.container).unwrap();
        let verdict = desk
            .keys
            .verify_message(container.body, container.trailer.unwrap());
        assert_eq!(verdict, SignVerdict::Valid);
        assert_eq!(printed_sign(&read(document)), Some(document.sign.get()));
    }
}

#[test]
fn counters_are_the_fold_of_documents() {
    for ffd in FFDS {
        let desk = busy_day(ffd);
        let documents: Vec<_> = desk.sealed.iter().map(read).collect();
        let totals = &desk.register.storage().record().unwrap().totals;
        assert_eq!(Counters::fold(&documents).as_ref(), Ok(totals));
        assert_eq!(totals.receipts(), 7);
        assert_eq!(totals.sell.settlements.total.minor(), 16_901);
    }
}

#[test]
fn shift_closing_tells_counts_and_counters() {
    let desk = busy_day(FfdVersion::V1_2);
    let closing = desk
        .sealed
        .iter()
        .find(|document| document.form == Form::ShiftClosing)
        .unwrap();
    let tree = read(closing);
    let body = tree.body();
    assert_eq!(body.uint(tags::SHIFT_DOCUMENTS_COUNT), Some(10));
    assert_eq!(body.uint(tags::SHIFT_RECEIPTS_COUNT), Some(7));
    assert_eq!(body.uint(tags::UNSENT_DOCUMENTS_COUNT), Some(10));
    assert_eq!(body.time(tags::FIRST_UNSENT_DATE_TIME), Some(at(0, 0)));
    assert_eq!(body.nested(tags::SHIFT_TOTALS), body.nested(tags::STORAGE_TOTALS));
    assert_eq!(body.element(tags::STORAGE_EXHAUSTED), None);
}

#[test]
fn a_receipt_gets_what_it_does_not_tell_and_keeps_what_it_tells() {
    let mut desk = Desk::new(FfdVersion::V1_2);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    let mut body = receipt(desk.ffd(), ReceiptForm::Receipt, Operation::Sell, 100, at(0, 1));
    body.elements
        .push(ofd_ru::Element::text(tags::CASHIER, "Иванова"));
    desk.handle(RegisterCommand::Seal(body), at(0, 1)).unwrap();
    let tree = read(desk.sealed.last().unwrap());
    assert_eq!(tree.body().text(tags::CASHIER), Some("Иванова"));
    assert_eq!(
        tree.body().text(tags::SETTLEMENT_PLACE),
        Some("https://shop.example")
    );
    assert_eq!(tree.body().elements_of(tags::CASHIER).count(), 1);
}
