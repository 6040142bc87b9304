//! Every state against every command and every answer, as tables that are read in review.

use std::fmt::Write;
use std::path::Path;

use receipt::kz::Operation;
use register_kz::{
    Answer, AnswerBody, BlockReason, CashMovementKind, CashRegisterError, Command, DocumentNumber,
    DrawerAtClosing, Event, LinkChange, Mode, OfdDeviceId, OfdToken, Permission, Purpose, Role, Rollover,
    SettingsChange, Shift,
};
use types::LocalDateTime;

use crate::support::{Desk, at, draft, ok, result, setup, signed, tenge};

struct State {
    name: &'static str,
    desk: Desk,
    now: LocalDateTime,
}

fn sale() -> Command {
    Command::IssueReceipt(Box::new(draft(Operation::Sell, tenge("1160.00"))))
}

fn closing() -> Command {
    Command::CloseShift {
        drawer: DrawerAtClosing::Kept,
    }
}

/// An open shift with one sale.
pub fn opened(rollover: Rollover) -> Desk {
    let mut desk = Desk::informed(rollover);
    desk.handle(sale(), at(0, 1)).unwrap();
    desk.exchange(&signed("1"), at(0, 1));
    desk
}

pub fn closed() -> Desk {
    let mut desk = opened(Rollover::Manual);
    desk.handle(closing(), at(0, 2)).unwrap();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 2));
    desk
}

pub fn pending() -> Desk {
    let mut desk = opened(Rollover::Manual);
    desk.handle(sale(), at(0, 2)).unwrap();
    desk
}

/// One document in the queue.
pub fn autonomous(rollover: Rollover) -> Desk {
    let mut desk = opened(rollover);
    desk.handle(sale(), at(0, 2)).unwrap();
    desk.begin(at(0, 2)).unwrap();
    desk.give_up(at(0, 2));
    desk
}

/// № 2 was refused and set aside.
pub fn set_aside() -> Desk {
    let mut desk = answered(autonomous(Rollover::Manual), &result(13));
    let command = Command::SetAside {
        number: DocumentNumber::new(2),
        reason: "wrong".to_owned(),
    };
    desk.handle(command, at(0, 3)).unwrap();
    desk
}

/// № 2 was set aside and is to be sent again.
fn sent_again() -> Desk {
    let mut desk = set_aside();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 3));
    let number = DocumentNumber::new(2);
    desk.handle(Command::SendAgain { number }, at(0, 3)).unwrap();
    desk
}

fn answered(mut desk: Desk, answer: &Answer) -> Desk {
    desk.exchange(answer, at(0, 3));
    desk
}

fn states() -> Vec<State> {
    let of = |name, desk, now| State { name, desk, now };
    let fresh = Desk {
        register: register_kz::CashRegister::new(),
        archive: std::collections::BTreeMap::new(),
    };
    let mut ahead = Desk::new(Rollover::Manual);
    let mut z = closed().register.last_z().unwrap().clone();
    z.closed_at = Some(at(5, 0));
    let info = AnswerBody::Info {
        report: Some(Box::new(z)),
        last_document: None,
    };
    ahead.exchange(&ok(info), at(0, 1));
    vec![
        of("setup", fresh, at(0, 0)),
        of("online, before INFO", Desk::new(Rollover::Manual), at(0, 4)),
        of("online, no shift yet", Desk::informed(Rollover::Manual), at(0, 4)),
        of("online, receipt waits", pending(), at(0, 4)),
        of("online, shift open", opened(Rollover::Manual), at(0, 4)),
        of("online, shift open for 24 h", opened(Rollover::Manual), at(24, 1)),
        of(
            "online, shift open for longer",
            opened(Rollover::Manual),
            at(24, 2),
        ),
        of(
            "online, shift open for longer, rollover",
            opened(Rollover::Automatic),
            at(24, 2),
        ),
        of("online, shift closed", closed(), at(0, 4)),
        of("online, clock behind the last document", closed(), at(0, 1)),
        of("online, clock behind the operator", ahead, at(4, 0)),
        of("autonomous, shift open", autonomous(Rollover::Manual), at(0, 4)),
        of(
            "autonomous, shift open for longer, rollover",
            autonomous(Rollover::Automatic),
            at(24, 2),
        ),
        of("autonomous for 72 h", autonomous(Rollover::Manual), at(72, 2)),
        of("autonomous for longer", autonomous(Rollover::Manual), at(72, 3)),
        of("blocked: id unknown", answered(pending(), &result(1)), at(0, 4)),
        of(
            "blocked: token invalid",
            answered(pending(), &result(2)),
            at(0, 4),
        ),
        of(
            "blocked: protocol fault",
            answered(pending(), &result(3)),
            at(0, 4),
        ),
        of(
            "blocked by the operator",
            answered(pending(), &result(15)),
            at(0, 4),
        ),
        of(
            "blocked: queue refused",
            answered(autonomous(Rollover::Manual), &result(13)),
            at(0, 4),
        ),
        of("online, one set aside", set_aside(), at(0, 4)),
    ]
}

fn change(link: LinkChange) -> Command {
    Command::ChangeSettings(SettingsChange {
        rollover: Rollover::Automatic,
        returns_name_parents: true,
        link,
    })
}

fn commands() -> Vec<(&'static str, Command)> {
    let movement = |kind, amount| Command::MoveCash {
        kind,
        amount: tenge(amount),
    };
    vec![
        ("set up", Command::SetUp(Box::new(setup(Rollover::Manual)))),
        ("enter token", Command::EnterToken(OfdToken::new(7))),
        (
            "enter id and token",
            Command::EnterLink {
                device_id: OfdDeviceId::new(7),
                token: OfdToken::new(7),
            },
        ),
        ("resume", Command::Resume),
        (
            "set № 2 aside",
            Command::SetAside {
                number: DocumentNumber::new(2),
                reason: "the buyer's number is the seller's".to_owned(),
            },
        ),
        (
            "send № 2 again",
            Command::SendAgain {
                number: DocumentNumber::new(2),
            },
        ),
        ("change the server", change(LinkChange::Server)),
        ("change the version", change(LinkChange::Version)),
        ("change the rollover", change(LinkChange::Kept)),
        ("sell", sale()),
        (
            "return a sale",
            Command::IssueReceipt(Box::new(draft(Operation::SellReturn, tenge("160.00")))),
        ),
        (
            "buy for more than the drawer holds",
            Command::IssueReceipt(Box::new(draft(Operation::Buy, tenge("99999.00")))),
        ),
        ("sell nothing", {
            let mut nothing = draft(Operation::Sell, tenge("1.00"));
            nothing.lines.clear();
            Command::IssueReceipt(Box::new(nothing))
        }),
        ("put cash in", movement(CashMovementKind::Deposit, "10.00")),
        ("take cash out", movement(CashMovementKind::Withdrawal, "10.00")),
        ("move no cash", movement(CashMovementKind::Deposit, "0.00")),
        ("report X", Command::ReportX),
        ("close shift", closing()),
        (
            "close shift, empty the drawer",
            Command::CloseShift {
                drawer: DrawerAtClosing::Withdrawn,
            },
        ),
        ("report sections", Command::ReportSections),
        ("report cashiers", Command::ReportCashiers),
        (
            "control receipt",
            Command::MakeControlReceipt(Box::new(draft(Operation::Sell, tenge("1.00")))),
        ),
        ("copy last receipt", Command::CopyLastReceipt),
    ]
}

fn name(debug: &str) -> &str {
    debug.split([' ', '(', '{']).next().unwrap()
}

fn refusal(error: &CashRegisterError) -> String {
    match error {
        CashRegisterError::Blocked { reason } => format!("Blocked: {}", name(&format!("{reason:?}"))),
        error => name(&format!("{error:?}")).to_owned(),
    }
}

fn told(events: &[Event]) -> String {
    let names: Vec<String> = events
        .iter()
        .map(|event| match event {
            Event::DocumentPending(document)
            | Event::DocumentIssued(document)
            | Event::PendingAccepted { document, .. } => {
                let kind = document.content();
                let number = document.head.number.unwrap();
                format!("{} № {number} ({kind})", name(&format!("{event:?}")))
            }
            event => name(&format!("{event:?}")).to_owned(),
        })
        .collect();
    names.join(", ")
}

fn position(desk: &Desk, now: LocalDateTime) -> String {
    let register = &desk.register;
    let mode = match register.mode(now) {
        Mode::Setup => return "setup".to_owned(),
        Mode::Online => "online".to_owned(),
        Mode::Autonomous { .. } => "autonomous".to_owned(),
        Mode::Blocked { reason } => format!("blocked ({})", name(&format!("{reason:?}"))),
    };
    let shift = match register.shift() {
        Shift::Open { number, .. } => format!("shift {number} open"),
        Shift::Closed { last } => format!("shift {last} closed"),
    };
    let waits = if register.pending().is_some() {
        ", one waits"
    } else {
        ""
    };
    let unsent = register.unsent().map_or(0, |unsent| unsent.count);
    let next = match register.wants_to_send(now) {
        None => "nothing".to_owned(),
        Some(Purpose::Document(number)) => format!("№ {number}"),
        Some(purpose) => format!("{purpose:?}"),
    };
    format!("{mode}, {shift}{waits}, {unsent} unsent; sends {next}")
}

#[test]
fn every_state_against_every_command_is_as_in_the_golden_table() {
    let mut table = String::from(
        "# Cash register: state × command\n\nGenerated by the test `matrix`, as an administrator (the control receipt as an inspector).\n",
    );
    for state in states() {
        write!(
            table,
            "\n## {}\n\n{}\n\n",
            state.name,
            position(&state.desk, state.now)
        )
        .unwrap();
        table.push_str("| command | outcome |\n|---|---|\n");
        for (name, command) in commands() {
            let mut desk = state.desk.clone();
            let outcome = match desk.handle(command, state.now) {
                Err(error) => refusal(&error),
                Ok(events) => format!("**{}** → {}", told(&events), position(&desk, state.now)),
            };
            writeln!(table, "| {name} | {outcome} |").unwrap();
        }
    }
    compare("cash_register_commands.md", &table);
}

/// A register that has sent something, and the attempt.
fn waiting() -> Vec<(&'static str, Desk, u32)> {
    let now = at(0, 4);
    let sent = |name, mut desk: Desk, now| {
        let outgoing = desk.begin(now).unwrap();
        (name, desk, outgoing.attempt)
    };
    let repeated = |mut desk: Desk| {
        desk.begin(now).unwrap();
        desk
    };
    let mut closing_waits = opened(Rollover::Automatic);
    closing_waits.handle(sale(), at(24, 2)).unwrap();
    let mut report = opened(Rollover::Manual);
    report.handle(Command::ReportX, now).unwrap();
    vec![
        sent("a receipt waits, first try", pending(), now),
        sent("a receipt waits, second try", repeated(pending()), now),
        sent(
            "a closing waits, and a receipt behind it",
            closing_waits,
            at(24, 2),
        ),
        sent("the queue is sent", autonomous(Rollover::Manual), now),
        sent(
            "the queue is sent after 72 h",
            autonomous(Rollover::Manual),
            at(72, 3),
        ),
        sent("a document that was set aside is sent again", sent_again(), now),
        sent("INFO", Desk::new(Rollover::Manual), now),
        sent("X report", report, now),
        sent(
            "poll of a blocked register",
            answered(pending(), &result(15)),
            now,
        ),
    ]
}

#[test]
fn every_state_against_every_answer_is_as_in_the_golden_table() {
    let mut table = String::from("# Cash register: state × answer\n\nGenerated by the test `matrix`.\n");
    for (name, desk, attempt) in waiting() {
        let now = if name.contains("72 h") {
            at(72, 3)
        } else if name.contains("behind") {
            at(24, 2)
        } else {
            at(0, 4)
        };
        write!(table, "\n## {name}\n\n| answer | outcome |\n|---|---|\n").unwrap();
        let codes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 15, 17, 18, 19, 254, 255];
        for code in codes {
            let events = desk.register.answered(attempt, &result(code), now).unwrap();
            line(&mut table, &code.to_string(), &desk, &events, now);
        }
        let events = desk.register.given_up(now).unwrap();
        line(&mut table, "none", &desk, &events, now);
        let late = desk.register.answered(attempt.wrapping_sub(1), &result(0), now);
        writeln!(table, "| late | {} |", refusal(&late.unwrap_err())).unwrap();
    }
    compare("cash_register_answers.md", &table);
}

fn line(table: &mut String, answer: &str, before: &Desk, events: &[Event], now: LocalDateTime) {
    let mut desk = before.clone();
    desk.apply(events);
    let told = told(events)
        .replace("TokenStored, ", "")
        .replace("TokenStored", "");
    let told = if told.is_empty() {
        "nothing".to_owned()
    } else {
        told
    };
    writeln!(table, "| {answer} | **{told}** → {} |", position(&desk, now)).unwrap();
}

#[test]
fn roles_are_as_in_the_golden_table() {
    let all = [
        Permission::Receipts,
        Permission::Returns,
        Permission::CashMovements,
        Permission::Reports,
        Permission::ShiftClosing,
        Permission::ControlReceipts,
        Permission::Administration,
    ];
    let mut table = String::from(
        "# Roles × permissions\n\n| permission | cashier | senior cashier | administrator | inspector |\n|---|---|---|---|---|\n",
    );
    for permission in all {
        let may = Role::ALL.map(|role| if role.may(permission) { "yes" } else { "–" });
        writeln!(table, "| {permission} | {} |", may.join(" | ")).unwrap();
    }
    compare("roles.md", &table);
    let desk = opened(Rollover::Manual);
    for role in Role::ALL {
        for (_, command) in commands() {
            let permission = command.permission();
            let decided = desk
                .register
                .decide(command, &crate::support::actor(role), at(0, 4));
            let is_refused = matches!(decided, Err(CashRegisterError::NotPermitted { .. }));
            assert_eq!(is_refused, !role.may(permission), "{role} {permission}");
        }
    }
}

#[test]
fn a_block_tells_its_way_out() {
    for state in states() {
        if let Mode::Blocked { reason } = state.desk.register.mode(state.now) {
            assert!(!reason.to_string().is_empty());
            let polls = matches!(
                reason,
                BlockReason::Operator { .. } | BlockReason::AutonomousTooLong { .. }
            );
            assert_eq!(
                state.desk.register.wants_to_send(state.now).is_some(),
                polls,
                "{}",
                state.name
            );
        }
    }
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
