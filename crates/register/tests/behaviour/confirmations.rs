//! The operator's confirmations: what is taken, what is refused, what they change.

use ofd_ru::acknowledgement::OfdMessage;
use ofd_ru::{Elements, FfdVersion, tags};
use register::{Confirmation, FiscalStorageError, OfdLink, RegisterCommand, RegisterError, Warning};
use types::FiscalStorageNumber;

use crate::support::{Desk, answer, at, read};

fn refusal(desk: &mut Desk, confirmation: Confirmation) -> FiscalStorageError {
    match desk.handle(RegisterCommand::AcceptConfirmation(confirmation), at(0, 9)) {
        Err(RegisterError::Refused(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

fn three_documents() -> Desk {
    let mut desk = Desk::new(FfdVersion::V1_2);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    desk.sell(100, at(0, 2)).unwrap();
    desk
}

#[test]
fn refuses_a_confirmation_of_another_document_or_storage() {
    let mut desk = three_documents();
    let right = desk.confirmation(at(0, 3), OfdMessage(0)).unwrap();
    let second = answer(&desk.sealed[1].container, desk.ffd(), at(0, 3), OfdMessage(0));
    let error = refusal(
        &mut desk,
        Confirmation {
            answer: second,
            ..right.clone()
        },
    );
    assert!(
        matches!(error, FiscalStorageError::ForeignConfirmation { number: 2, .. }),
        "{error:?}"
    );
    let document = desk.sealed[1].container.clone();
    let error = refusal(
        &mut desk,
        Confirmation {
            document,
            ..right.clone()
        },
    );
    assert!(
        matches!(error, FiscalStorageError::ForeignDocument { .. }),
        "{error:?}"
    );
    let error = refusal(
        &mut desk,
        Confirmation {
            following: None,
            ..right.clone()
        },
    );
    assert!(
        matches!(error, FiscalStorageError::FollowingMissing { .. }),
        "{error:?}"
    );
    let following = Some(desk.sealed[2].container.clone());
    let error = refusal(&mut desk, Confirmation { following, ..right });
    assert!(
        matches!(error, FiscalStorageError::ForeignDocument { .. }),
        "{error:?}"
    );
}

#[test]
fn refuses_a_changed_byte_anywhere_in_the_answer() {
    let mut desk = three_documents();
    let right = desk.confirmation(at(0, 3), OfdMessage(0)).unwrap();
    for index in 0..right.answer.len() {
        let mut broken = right.clone();
        broken.answer[index] ^= 1;
        refusal(&mut desk, broken);
    }
    desk.handle(RegisterCommand::AcceptConfirmation(right), at(0, 3))
        .unwrap();
}

#[test]
fn a_repeated_confirmation_is_refused_as_one_of_another_document() {
    let mut desk = three_documents();
    let right = desk.confirmation(at(0, 3), OfdMessage(0)).unwrap();
    desk.handle(RegisterCommand::AcceptConfirmation(right.clone()), at(0, 3))
        .unwrap();
    let error = refusal(&mut desk, right);
    assert!(
        matches!(error, FiscalStorageError::ForeignDocument { .. }),
        "{error:?}"
    );
}

#[test]
fn the_operators_message_raises_flags_and_stands_in_the_next_shift_report() {
    let mut desk = three_documents();
    let message = OfdMessage::FORMAT_CONTROL_FAILED.with(OfdMessage::OFD_CLOSES);
    while let Some(confirmation) = desk.confirmation(at(0, 3), message) {
        desk.handle(RegisterCommand::AcceptConfirmation(confirmation), at(0, 3))
            .unwrap();
    }
    let storage = desk.register.storage();
    let flags: Vec<_> = storage.warnings(at(0, 4)).iter().collect();
    assert_eq!(flags, [Warning::FormatRefused, Warning::OfdRevoked]);
    assert!(matches!(storage.record().unwrap().ofd, OfdLink::Confirmed { number, .. } if number.get() == 3));
    desk.handle(RegisterCommand::CloseShift, at(0, 4)).unwrap();
    let closing = read(desk.sealed.last().unwrap());
    assert_eq!(closing.body().uint(tags::OFD_MESSAGE), Some(u64::from(message.0)));
    desk.confirm_all(at(0, 5));
    assert_eq!(
        desk.register.storage().warnings(at(0, 5)).mask(),
        0,
        "a clean confirmation clears them"
    );
}

#[test]
fn a_closed_and_sent_storage_is_replaced_by_a_new_one() {
    let mut desk = three_documents();
    let number = FiscalStorageNumber::parse("9999078900005678").unwrap();
    let replace = |number: &FiscalStorageNumber| RegisterCommand::ReplaceStorage {
        number: number.clone(),
        profile: register::StorageProfile::default(),
    };
    desk.handle(RegisterCommand::CloseShift, at(0, 3)).unwrap();
    assert!(matches!(
        desk.handle(replace(&number), at(0, 3)),
        Err(RegisterError::StorageInUse { .. })
    ));
    desk.handle(RegisterCommand::CloseArchive, at(0, 4)).unwrap();
    assert!(matches!(
        desk.handle(replace(&number), at(0, 4)),
        Err(RegisterError::StorageInUse { .. })
    ));
    desk.confirm_all(at(0, 5));
    let real = FiscalStorageNumber::parse("7281440500001234").unwrap();
    assert!(matches!(
        desk.handle(replace(&real), at(0, 6)),
        Err(RegisterError::Storage(_))
    ));
    desk.register
        .handle(replace(&number), at(0, 6), &desk.keys)
        .unwrap();
    assert_eq!(desk.register.storage().number(), &number);
    assert_eq!(desk.register.storage().last_document().unwrap().number.get(), 1);
}
