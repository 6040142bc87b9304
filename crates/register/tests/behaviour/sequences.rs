//! Random days: whatever is asked in whatever order, the invariants hold.

use std::collections::BTreeMap;

use ofd_ru::{FfdVersion, Form};
use proptest::prelude::*;
use receipt::Operation;
use register::{
    Counters, Effect, Phase, ReRegistrationReason, ReRegistrationReasons, ReceiptForm, RegisterCommand,
    SHIFT_MAX_S, Shift, StorageProfile, UNSENT_MAX_S, UnsentQueue, VirtualRegister,
};
use types::LocalDateTime;

use crate::support::{Desk, FFDS, at, read, receipt, registration};

#[derive(Clone, Copy, Debug)]
enum Step {
    Open,
    Close,
    Receipt {
        form: ReceiptForm,
        operation: Operation,
        total: u64,
    },
    Status,
    ReRegister,
    Confirm {
        times: u8,
    },
    Wait {
        minutes: i64,
    },
    ClockBack {
        minutes: i64,
    },
    CloseArchive,
}

fn step() -> impl Strategy<Value = Step> {
    let form = prop_oneof![
        4 => Just(ReceiptForm::Receipt),
        1 => Just(ReceiptForm::StrictReportingForm),
        1 => Just(ReceiptForm::CorrectionReceipt),
        1 => Just(ReceiptForm::CorrectionStrictReportingForm),
    ];
    let operation = prop_oneof![
        Just(Operation::Sell),
        Just(Operation::SellReturn),
        Just(Operation::Buy),
        Just(Operation::BuyReturn),
    ];
    let receipts = (form, operation, 1_u64..10_000_000).prop_map(|(form, operation, total)| Step::Receipt {
        form,
        operation,
        total,
    });
    prop_oneof![
        3 => Just(Step::Open),
        3 => Just(Step::Close),
        12 => receipts,
        1 => Just(Step::Status),
        1 => Just(Step::ReRegister),
        4 => (1_u8..20).prop_map(|times| Step::Confirm { times }),
        5 => (0_i64..600).prop_map(|minutes| Step::Wait { minutes }),
        2 => (600_i64..3000).prop_map(|minutes| Step::Wait { minutes }),
        1 => (20_000_i64..50_000).prop_map(|minutes| Step::Wait { minutes }),
        1 => (1_i64..100).prop_map(|minutes| Step::ClockBack { minutes }),
        1 => Just(Step::CloseArchive),
    ]
}

fn take(desk: &mut Desk, step: Step, now: LocalDateTime) {
    let command = match step {
        Step::Open => RegisterCommand::OpenShift,
        Step::Close => RegisterCommand::CloseShift,
        Step::Receipt {
            form,
            operation,
            total,
        } => RegisterCommand::Seal(receipt(desk.ffd(), form, operation, total, now)),
        Step::Status => RegisterCommand::ReportStatus,
        Step::ReRegister => RegisterCommand::ReRegister {
            registration: Box::new(desk.register.registration().clone()),
            reasons: ReRegistrationReasons::new(ReRegistrationReason::Other),
        },
        Step::CloseArchive => RegisterCommand::CloseArchive,
        Step::Confirm { times } => {
            for _ in 0..times {
                desk.confirm(now);
            }
            return;
        }
        Step::Wait { .. } | Step::ClockBack { .. } => return,
    };
    let blocked =
        desk.register.storage().unsent().is_some_and(|unsent| {
            now.wall_seconds() / 60 * 60 - unsent.first_at.wall_seconds() > UNSENT_MAX_S
        });
    let outcome = desk.handle(command, now);
    assert!(
        !(blocked && outcome.is_ok()),
        "sealed although the operator was silent for 30 days"
    );
}

/// What must hold after every step, judged from the documents alone.
fn assert_invariants(desk: &Desk, confirmed: usize) {
    let mut open: Option<LocalDateTime> = None;
    let mut receipts = 0;
    let mut newest: BTreeMap<u32, u32> = BTreeMap::new();
    for (index, document) in desk.sealed.iter().enumerate() {
        assert_eq!(document.number.get() as usize, index + 1, "numbers have no gap");
        match &document.effect {
            Effect::ShiftOpened { shift } => {
                assert!(open.is_none());
                open = Some(document.at);
                receipts = 0;
                newest.insert(shift.get(), 0);
            }
            Effect::ReceiptCounted { shift, receipt, .. } => {
                let opened_at = open.expect("no receipt outside a shift");
                assert!(
                    document.at.since_s(opened_at) <= SHIFT_MAX_S,
                    "no receipt after 24 hours"
                );
                receipts += 1;
                assert_eq!(receipt.get(), receipts, "receipt numbers have no gap");
                newest.insert(shift.get(), receipts);
            }
            Effect::ShiftClosed { .. } => open = None,
            Effect::Registered(_)
            | Effect::ReRegistered(_)
            | Effect::StatusReported { .. }
            | Effect::ArchiveClosed { .. } => {}
        }
    }
    let shifts: Vec<u32> = newest.keys().copied().collect();
    assert_eq!(
        shifts,
        (1..=u32::try_from(shifts.len()).unwrap()).collect::<Vec<_>>()
    );
    let storage = desk.register.storage();
    let waiting = storage.unsent().map_or(0, |unsent| unsent.count as usize);
    assert_eq!(waiting, desk.sealed.len() - confirmed);
    if let Phase::Fiscal(mode) = storage.phase() {
        assert_eq!(matches!(mode.shift, Shift::Open(_)), open.is_some());
        assert_ne!(mode.unsent, UnsentQueue::NotKept);
    }
}

fn assert_counters(desk: &Desk, confirmed: usize) {
    let documents: Vec<_> = desk.sealed.iter().map(read).collect();
    let storage = desk.register.storage();
    let record = storage.record().unwrap();
    assert_eq!(Counters::fold(&documents).as_ref(), Ok(&record.totals));
    if let Some(unsent) = storage.unsent() {
        assert_eq!(
            Counters::fold(&documents[confirmed..]).as_ref(),
            Ok(&unsent.counters)
        );
        assert_eq!(unsent.first_at, desk.sealed[confirmed].at);
    }
    if let Some(open) = storage.open_shift() {
        let opening = documents
            .iter()
            .rposition(|document| document.form == Form::ShiftOpening)
            .unwrap();
        assert_eq!(Counters::fold(&documents[opening..]).as_ref(), Ok(&open.counters));
        assert_eq!(open.documents as usize, documents.len() - opening);
    }
    let json = serde_json::to_string(&desk.register).unwrap();
    assert_eq!(
        serde_json::from_str::<VirtualRegister>(&json).unwrap(),
        desk.register
    );
    assert!(json.len() < 6 * 1024, "state of {} bytes", json.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_after_any_sequence(
        ffd in prop::sample::select(FFDS.to_vec()),
        capacity in prop::sample::select(vec![12_u32, 230_000]),
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let profile = StorageProfile { capacity, ..StorageProfile::default() };
        let mut desk = Desk::with(registration(ffd), profile, at(0, 0));
        let mut now = at(0, 0);
        let mut confirmed = 0;
        for step in steps {
            let time = match step {
                Step::Wait { minutes } => {
                    now = now.plus_s(minutes * 60 + 13);
                    now
                }
                Step::ClockBack { minutes } => now.plus_s(-minutes * 60),
                _ => now,
            };
            let waited = desk.register.storage().unsent().map_or(0, |unsent| unsent.count as usize);
            let sealed = desk.sealed.len();
            take(&mut desk, step, time);
            let waits = desk.register.storage().unsent().map_or(0, |unsent| unsent.count as usize);
            confirmed += waited + (desk.sealed.len() - sealed) - waits;
            assert_invariants(&desk, confirmed);
        }
        assert_counters(&desk, confirmed);
    }
}

#[test]
fn the_format_only_goes_up() {
    let mut desk = Desk::new(FfdVersion::V1_1);
    let reasons = ReRegistrationReasons::new(ReRegistrationReason::FormatChanged);
    for (ffd, admitted) in [
        (FfdVersion::V1_05, false),
        (FfdVersion::V1_0, false),
        (FfdVersion::V1_2, true),
    ] {
        let mut wanted = desk.register.registration().clone();
        wanted.ffd = ffd;
        let command = RegisterCommand::ReRegister {
            registration: Box::new(wanted),
            reasons,
        };
        let before = desk.clone();
        let outcome = desk.register.handle(command, at(0, 1), &desk.keys);
        assert_eq!(outcome.is_ok(), admitted, "{ffd}");
        if !admitted {
            assert_eq!(desk.register, before.register);
        }
    }
    assert_eq!(desk.ffd(), FfdVersion::V1_2);
}
