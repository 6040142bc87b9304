//! Every state against every command, as a table that is read in review.

use std::fmt::Write;
use std::path::Path;

use ofd_ru::acknowledgement::OfdMessage;
use ofd_ru::{FfdVersion, Form};
use receipt::Operation;
use register::{
    Command, Destination, Event, FiscalStorage, FiscalStorageError, Phase, ReRegistrationReason,
    ReRegistrationReasons, ReceiptForm, RegisterCommand, Shift, StorageProfile, UnsentQueue, ValidityModel,
};
use types::LocalDateTime;

use crate::support::{Desk, answer, at, keys, receipt, registration, storage_number};

const FFD: FfdVersion = FfdVersion::V1_2;

/// A state, the time at which it is asked, and the register behind it where there is one.
struct State {
    name: &'static str,
    storage: FiscalStorage,
    desk: Option<Desk>,
    now: LocalDateTime,
}

fn states() -> Vec<State> {
    let fresh = FiscalStorage::new(storage_number(), StorageProfile::default()).unwrap();
    let mut ready = fresh.clone();
    ready.apply(&Event::Prepared).unwrap();
    let of = |name, desk: Desk, now| State {
        name,
        storage: desk.register.storage().clone(),
        desk: Some(desk),
        now,
    };
    let mut states = vec![
        State {
            name: "setup",
            storage: fresh,
            desk: None,
            now: at(0, 0),
        },
        State {
            name: "ready",
            storage: ready,
            desk: None,
            now: at(0, 0),
        },
        of("registered, no shift yet", Desk::new(FFD), at(0, 1)),
        of("shift open", opened(), at(0, 2)),
        of("shift open for 24 h", opened(), at(1, 1)),
        of("shift open for 24 h 1 min", opened(), at(1, 2)),
        of("shift closed", closed(), at(0, 3)),
        of("shift closed, everything sent", sent(), at(0, 3)),
        of("clock behind the last document", closed(), at(0, 1)),
        of(
            "clock in 2010",
            closed(),
            LocalDateTime::from_calendar(2010, 1, 1, 0, 0, 0).unwrap(),
        ),
        of("oldest unsent for 30 days", closed(), at(30, 0)),
        of("oldest unsent for more, shift closed", closed(), at(30, 1)),
        of("oldest unsent for more, shift open", opened(), at(30, 1)),
        of("expired, shift closed", sent(), at(560, 0)),
        of("expired, shift open", opened_and_sent(), at(560, 0)),
        of(
            "memory for 2 documents, shift open",
            small(4, opened_with),
            at(0, 3),
        ),
        of(
            "memory for 1 document, shift closed",
            small(4, closed_with),
            at(0, 4),
        ),
        of("no transfer, shift closed", without_transfer(), at(0, 3)),
    ];
    states.push(of("closed, sending", archived(closed()), at(0, 6)));
    states.push(of("closed, one left to send", archived(sent()), at(0, 6)));
    let mut finished = archived(sent());
    finished.confirm_all(at(0, 6));
    states.push(of("archive", finished, at(0, 7)));
    states
}

fn opened_with(profile: StorageProfile) -> Desk {
    let mut desk = Desk::with(registration(FFD), profile, at(0, 0));
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    desk
}

fn closed_with(profile: StorageProfile) -> Desk {
    let mut desk = opened_with(profile);
    desk.handle(RegisterCommand::CloseShift, at(0, 2)).unwrap();
    desk
}

fn small(capacity: u32, make: fn(StorageProfile) -> Desk) -> Desk {
    make(StorageProfile {
        capacity,
        ..StorageProfile::default()
    })
}

fn opened() -> Desk {
    opened_with(StorageProfile::default())
}

fn closed() -> Desk {
    closed_with(StorageProfile::default())
}

fn sent() -> Desk {
    let mut desk = closed();
    desk.confirm_all(at(0, 3));
    desk
}

fn opened_and_sent() -> Desk {
    let mut desk = opened();
    desk.confirm_all(at(0, 2));
    desk
}

fn without_transfer() -> Desk {
    let mut registration = registration(FFD);
    registration.destination = Destination::Nowhere;
    let profile = StorageProfile {
        model: ValidityModel::Months15,
        ..StorageProfile::default()
    };
    let mut desk = Desk::with(registration, profile, at(0, 0));
    desk.handle(RegisterCommand::OpenShift, at(0, 1)).unwrap();
    desk.handle(RegisterCommand::CloseShift, at(0, 2)).unwrap();
    desk
}

fn archived(mut desk: Desk) -> Desk {
    desk.handle(RegisterCommand::CloseArchive, at(0, 5)).unwrap();
    desk
}

fn commands(state: &State) -> Vec<(&'static str, Command)> {
    let registration = registration(FFD);
    let body = |form| registration.report_body(form);
    let re_register = |reason| Command::ReRegister {
        registration: registration.for_storage(),
        reasons: ReRegistrationReasons::new(reason),
        body: body(Form::ReRegistration),
    };
    let mut sale = receipt(FFD, ReceiptForm::Receipt, Operation::Sell, 100, state.now);
    registration.complete(&mut sale.elements);
    vec![
        ("prepare", Command::Prepare),
        (
            "register",
            Command::Register {
                registration: registration.for_storage(),
                body: body(Form::Registration),
            },
        ),
        ("re-register", re_register(ReRegistrationReason::PlaceChanged)),
        (
            "register in place of another",
            re_register(ReRegistrationReason::StorageReplaced),
        ),
        (
            "open shift",
            Command::OpenShift {
                body: body(Form::ShiftOpening),
            },
        ),
        ("seal receipt", Command::Seal(sale)),
        (
            "close shift",
            Command::CloseShift {
                body: body(Form::ShiftClosing),
            },
        ),
        (
            "report status",
            Command::ReportStatus {
                body: body(Form::SettlementStatus),
            },
        ),
        (
            "close archive",
            Command::CloseArchive {
                body: body(Form::StorageClosing),
            },
        ),
        (
            "accept confirmation",
            Command::AcceptConfirmation(confirmation(state)),
        ),
    ]
}

/// The right confirmation where a document waits, else one of some document.
fn confirmation(state: &State) -> register::Confirmation {
    let right = state
        .desk
        .as_ref()
        .and_then(|desk| desk.confirmation(state.now, OfdMessage(0)));
    right.unwrap_or_else(|| {
        let document = Desk::new(FFD).sealed[0].container.clone();
        register::Confirmation {
            answer: answer(&document, FFD, state.now, OfdMessage(0)),
            document,
            following: None,
        }
    })
}

fn outcome(state: &State, command: Command) -> String {
    let mut storage = state.storage.clone();
    match storage.decide(command, state.now, &keys()) {
        Err(error) => format!("{} ({:02X}h)", variant(&error), error.code()),
        Ok(events) => {
            for event in &events {
                storage.apply(event).unwrap();
            }
            let told: Vec<String> = events.iter().map(told).collect();
            format!("**{}** → {}", told.join(", "), position(&storage))
        }
    }
}

fn variant(error: &FiscalStorageError) -> String {
    let text = format!("{error:?}");
    text.split([' ', '(', '{']).next().unwrap().to_owned()
}

fn told(event: &Event) -> String {
    match event {
        Event::Prepared => "prepared".to_owned(),
        Event::DocumentSealed(document) => format!("form {} № {}", document.form.code(), document.number),
        Event::ConfirmationAccepted(confirmation) => format!("confirmed № {}", confirmation.number),
        Event::SendingCompleted => "all sent".to_owned(),
    }
}

fn position(storage: &FiscalStorage) -> String {
    let phase = storage.phase().kind();
    let Phase::Fiscal(mode) = storage.phase() else {
        return phase.to_string();
    };
    let shift = match &mode.shift {
        Shift::NeverOpened => "no shift".to_owned(),
        Shift::Open(open) => format!("shift {} open", open.number),
        Shift::Closed { number, .. } => format!("shift {number} closed"),
    };
    let unsent = match &mode.unsent {
        UnsentQueue::NotKept => "nothing to send".to_owned(),
        UnsentQueue::Empty => "all sent".to_owned(),
        UnsentQueue::Waiting(unsent) => format!("{} unsent", unsent.count),
    };
    format!("{phase}, {shift}, {unsent}")
}

#[test]
fn every_state_against_every_command_is_as_in_the_golden_table() {
    let mut table = String::from(
        "# Fiscal storage: state × command\n\nGenerated by the test `matrix`; a refusal shows its name and the code of the storage's own protocol.\n",
    );
    for state in states() {
        write!(table, "\n## {}\n\n| command | outcome |\n|---|---|\n", state.name).unwrap();
        for (name, command) in commands(&state) {
            writeln!(table, "| {name} | {} |", outcome(&state, command)).unwrap();
        }
    }
    compare("fiscal_storage_matrix.md", &table);
}

/// Compares with a golden file; writes it instead when `UPDATE_GOLDEN=1`.
fn compare(name: &str, got: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, got).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == got,
        "{} differs; UPDATE_GOLDEN=1 writes it anew:\n{got}",
        path.display()
    );
}
