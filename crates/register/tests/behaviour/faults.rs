//! Scripted faults and how an unknown outcome is resolved.

use ofd_ru::FfdVersion;
use receipt::Operation;
use register::{
    Attempt, CommandKind, FAULT_RULES_MAX, Fault, FaultPlan, FaultRule, FaultTarget, FiscalStorageError,
    ReceiptForm, RegisterCommand, RegisterError, Resolution, Sender, Simulated, Told,
};

use crate::support::{Desk, at, receipt};

fn opened() -> Desk {
    let mut desk = Desk::new(FfdVersion::V1_2);
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    desk
}

fn plan(fault: Fault) -> FaultPlan {
    let mut plan = FaultPlan::default();
    let target = FaultTarget::Command(CommandKind::Seal);
    plan.add(FaultRule {
        target,
        skip: 0,
        times: 1,
        fault,
    })
    .unwrap();
    plan
}

fn sell_under(desk: &mut Desk, plan: &mut FaultPlan) -> Simulated {
    let body = receipt(desk.ffd(), ReceiptForm::Receipt, Operation::Sell, 100, at(0, 2));
    desk.register
        .simulate(RegisterCommand::Seal(body), plan, at(0, 2), &desk.keys)
}

#[test]
fn an_unknown_outcome_is_resolved_by_the_newest_document() {
    let table = [
        (Fault::NoAnswer, 0, Sender::Lives),
        (Fault::AnswerLost, 1, Sender::Lives),
        (Fault::CrashBeforeReport, 1, Sender::Dies),
    ];
    for (fault, sealed, sender) in table {
        let mut desk = opened();
        let attempt = Attempt::upon(desk.register.storage());
        let simulated = sell_under(&mut desk, &mut plan(fault));
        assert_eq!(
            (simulated.told, simulated.events.len(), simulated.sender),
            (Told::Unknown, sealed, sender)
        );
        let newest = desk.register.storage().last_document();
        let expected = if sealed == 1 {
            Resolution::Done(newest.unwrap())
        } else {
            Resolution::NotDone
        };
        assert_eq!(attempt.resolve(newest), expected, "{fault:?}");
    }
}

#[test]
fn a_foreign_document_in_between_is_not_taken_for_ours() {
    let mut desk = opened();
    let attempt = Attempt::upon(desk.register.storage());
    desk.sell(1, at(0, 2)).unwrap();
    desk.sell(2, at(0, 2)).unwrap();
    let resolution = attempt.resolve(desk.register.storage().last_document());
    assert!(
        matches!(resolution, Resolution::Inconsistent { .. }),
        "{resolution:?}"
    );
    assert!(matches!(attempt.resolve(None), Resolution::Inconsistent { .. }));
}

#[test]
fn slow_exhausted_and_wrong_clock_are_told() {
    let mut desk = opened();
    let slow = sell_under(&mut desk, &mut plan(Fault::Slow { delay_ms: 700 }));
    assert_eq!(
        (slow.told, slow.delay_ms, slow.events.len()),
        (Told::Done, 700, 1)
    );
    let full = sell_under(&mut desk, &mut plan(Fault::Exhausted));
    let Told::NotDone(RegisterError::Refused(FiscalStorageError::MemoryFull { .. })) = full.told else {
        panic!("{full:?}")
    };
    let behind = sell_under(&mut desk, &mut plan(Fault::ClockWrong { offset_s: -600 }));
    let Told::NotDone(RegisterError::Refused(FiscalStorageError::ClockBehind { .. })) = behind.told else {
        panic!("{behind:?}")
    };
    let ahead = sell_under(&mut desk, &mut plan(Fault::ClockWrong { offset_s: 600 }));
    assert_eq!(ahead.told, Told::Done);
    assert_eq!(desk.register.storage().last_document().unwrap().at, at(0, 12));
}

#[test]
fn rules_skip_count_down_and_go() {
    let mut plan = FaultPlan::default();
    let target = FaultTarget::Command(CommandKind::Seal);
    plan.add(FaultRule {
        target,
        skip: 1,
        times: 2,
        fault: Fault::NoAnswer,
    })
    .unwrap();
    plan.add(FaultRule {
        target: FaultTarget::Any,
        skip: 0,
        times: 0,
        fault: Fault::Exhausted,
    })
    .unwrap();
    assert_eq!(plan.strike(CommandKind::OpenShift), None);
    let struck: Vec<bool> = (0..4).map(|_| plan.strike(CommandKind::Seal).is_some()).collect();
    assert_eq!(struck, [false, true, true, false]);
    assert!(plan.rules().is_empty());
    let rule = FaultRule {
        target,
        skip: 0,
        times: 1,
        fault: Fault::NoAnswer,
    };
    for _ in 0..FAULT_RULES_MAX {
        plan.add(rule).unwrap();
    }
    assert!(plan.add(rule).is_err());
}
