//! The way out of each state, and what survives on it.

use receipt::kz::Operation;
use register_kz::{
    AnswerBody, BlockReason, CONTROL_SIGN, CashMovementKind, CashRegisterError, Command, DocumentBody,
    DocumentNumber, DrawerAtClosing, Event, Issue, LastDocumentInfo, LinkChange, Mode, OfdToken,
    OutgoingBody, Purpose, RequestNumber, Rollover, SET_ASIDE_MAX, SettingsChange, Shift,
};

use crate::matrix::{autonomous, closed, opened, pending, set_aside};
use crate::support::{Desk, at, draft, ok, result, signed, tenge};

#[test]
fn a_repeat_has_the_same_number_and_token() {
    let mut desk = pending();
    let first = desk.begin(at(0, 2)).unwrap();
    let again = desk.begin(at(0, 2)).unwrap();
    assert_eq!(
        (first.request_number, first.token),
        (again.request_number, again.token)
    );
    assert_ne!(first.attempt, again.attempt);
    desk.give_up(at(0, 2));
    // Also from the queue, and after a restart.
    let json = serde_json::to_string(&desk.register).unwrap();
    desk.register = serde_json::from_str(&json).unwrap();
    let events = desk.register.begin_session();
    desk.apply(&events);
    let queued = desk.begin(at(0, 5)).unwrap();
    assert_eq!(
        (first.request_number, first.token),
        (queued.request_number, queued.token)
    );
    let OutgoingBody::Queued(number) = queued.body else {
        panic!()
    };
    let document = &desk.archive[&number.get()];
    assert!(matches!(document.head.issue, Issue::Autonomous { sign: Some(sign) } if sign.get() == 1001));
    let outage = queued.outage.unwrap();
    assert_eq!((outage.began, outage.ended), (at(0, 2), at(0, 5)));
    let answer = signed("77");
    let events = desk.register.answered(queued.attempt, &answer, at(0, 5)).unwrap();
    desk.apply(&events);
    let signature = desk.register.last_receipt().unwrap().signature.as_ref().unwrap();
    assert_eq!(signature.sign.to_string(), "77");
    // The outage is over: INFO is asked, with the next number and the new token.
    let info = desk.begin(at(0, 5)).unwrap();
    assert_eq!(info.body, OutgoingBody::Info);
    assert_eq!(
        info.request_number,
        RequestNumber::new(first.request_number.get() + 1)
    );
    assert_eq!(info.token.get(), 2);
}

#[test]
fn the_queue_goes_out_in_its_order() {
    let mut desk = autonomous(Rollover::Manual);
    for minute in 3..6 {
        desk.issue(draft(Operation::Sell, tenge("10.00")), at(0, minute))
            .unwrap();
    }
    let mut sent = Vec::new();
    while let Some(Purpose::Document(number)) = desk.register.wants_to_send(at(1, 0)) {
        sent.push(number.get());
        desk.exchange(&signed("1"), at(1, 0));
        if sent.len() == 2 {
            // What is issued meanwhile goes to the end.
            desk.issue(draft(Operation::Sell, tenge("11.00")), at(1, 0))
                .unwrap();
        }
    }
    assert_eq!(sent, [2, 3, 4, 5, 6]);
    assert_eq!(desk.register.mode(at(1, 0)), Mode::Online);
    let signs: Vec<u32> = desk
        .archive
        .values()
        .filter_map(|document| match document.head.issue {
            Issue::Autonomous { sign } => sign.map(register_kz::AutonomousSign::get),
            Issue::Online => None,
        })
        .collect();
    assert_eq!(signs, [1001, 1002, 1003, 1004, 1005]);
}

#[test]
fn a_token_that_is_typed_in_ends_the_block() {
    let mut desk = pending();
    desk.exchange(&result(2), at(0, 3));
    assert!(
        desk.archive.len() == 1 && desk.register.pending().is_none(),
        "the receipt never was"
    );
    desk.handle(Command::EnterToken(OfdToken::new(9)), at(0, 4))
        .unwrap();
    assert_eq!(desk.register.mode(at(0, 4)), Mode::Online);
    assert_eq!(desk.begin(at(0, 4)).unwrap().token.get(), 9);
}

#[test]
fn a_receipt_that_may_have_arrived_is_not_taken_back() {
    let mut desk = pending();
    desk.begin(at(0, 3)).unwrap();
    let events = desk.exchange(&result(2), at(0, 3));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::DocumentIssued(_)))
    );
    desk.handle(Command::EnterToken(OfdToken::new(9)), at(0, 4))
        .unwrap();
    assert_eq!(desk.register.mode(at(0, 4)), Mode::Autonomous { since: at(0, 2) });
    assert_eq!(desk.archive.len(), 2);
}

#[test]
fn a_block_of_the_operator_is_polled() {
    let mut desk = pending();
    desk.exchange(&result(15), at(0, 3));
    assert!(matches!(
        desk.register.mode(at(0, 4)),
        Mode::Blocked { reason: BlockReason::Operator { text } } if text == "because"
    ));
    desk.exchange(&result(15), at(0, 4));
    assert_eq!(desk.register.wants_to_send(at(0, 5)), Some(Purpose::System));
    desk.exchange(&result(0), at(0, 5));
    assert_eq!(desk.register.mode(at(0, 5)), Mode::Online);
}

#[test]
fn after_72_hours_only_sending_helps() {
    let mut desk = autonomous(Rollover::Manual);
    assert!(matches!(desk.register.mode(at(72, 2)), Mode::Autonomous { .. }));
    assert!(matches!(desk.register.mode(at(72, 3)), Mode::Blocked { .. }));
    desk.exchange(&signed("5"), at(73, 0));
    assert_eq!(desk.register.mode(at(73, 0)), Mode::Online);
}

#[test]
fn a_queue_that_was_refused_is_sent_again_when_somebody_says_so() {
    let mut desk = autonomous(Rollover::Manual);
    let first = desk.begin(at(0, 3)).unwrap();
    desk.exchange(&result(13), at(0, 3));
    assert_eq!(desk.begin(at(0, 4)), None);
    desk.handle(Command::Resume, at(0, 5)).unwrap();
    let again = desk.begin(at(0, 5)).unwrap();
    assert!(
        again.request_number > first.request_number,
        "a refusal was an answer"
    );
    assert_eq!(again.body, first.body);
}

#[test]
fn a_document_that_is_refused_for_good_is_set_aside_and_the_queue_goes_on_behind_it() {
    let mut desk = autonomous(Rollover::Manual);
    desk.issue(draft(Operation::Sell, tenge("10.00")), at(0, 3))
        .unwrap();
    let aside = |number| Command::SetAside {
        number: DocumentNumber::new(number),
        reason: "wrong".to_owned(),
    };
    // Nobody sets aside what the operator has not refused, nor another document than that one.
    let refused = desk.handle(aside(2), at(0, 3)).unwrap_err();
    assert!(
        matches!(refused, CashRegisterError::NotRefused { first: None, .. }),
        "{refused}"
    );
    desk.exchange(&result(13), at(0, 3));
    let refused = desk.handle(aside(3), at(0, 3)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "document 3 is not the one that the operator refuses, which is 2"
    );
    let counters = desk.register.counters().clone();
    desk.handle(aside(2), at(0, 3)).unwrap();
    assert_eq!(desk.register.counters(), &counters, "it stays counted");
    assert_eq!(desk.archive.len(), 3, "it stays in the archive");
    assert_eq!(
        desk.register.wants_to_send(at(0, 4)),
        Some(Purpose::Document(DocumentNumber::new(3)))
    );
    desk.exchange(&signed("7"), at(0, 4));
    assert_eq!(desk.register.mode(at(0, 4)), Mode::Online);
    assert_eq!(desk.register.set_aside().len(), 1);
    // It is sent again when somebody says so, with the time of its outage, after INFO.
    let number = DocumentNumber::new(2);
    let unknown = Command::SendAgain {
        number: DocumentNumber::new(3),
    };
    assert!(desk.handle(unknown, at(0, 5)).is_err());
    desk.handle(Command::SendAgain { number }, at(0, 5)).unwrap();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 5));
    let outgoing = desk.begin(at(0, 6)).unwrap();
    assert_eq!(outgoing.body, OutgoingBody::Queued(number));
    assert_eq!(outgoing.outage.unwrap().began, at(0, 2));
    let events = desk
        .register
        .answered(outgoing.attempt, &result(13), at(0, 6))
        .unwrap();
    desk.apply(&events);
    assert_eq!(
        desk.register.mode(at(0, 6)),
        Mode::Online,
        "a second refusal stops nothing"
    );
    desk.handle(Command::SendAgain { number }, at(0, 7)).unwrap();
    desk.exchange(&signed("8"), at(0, 7));
    assert_eq!(desk.register.set_aside(), []);
    assert_eq!(desk.register.wants_to_send(at(0, 7)), Some(Purpose::Info));
}

#[test]
fn a_document_that_is_sent_again_and_may_have_arrived_is_repeated_before_a_sale() {
    let mut desk = set_aside();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 4));
    let number = DocumentNumber::new(2);
    desk.handle(Command::SendAgain { number }, at(0, 4)).unwrap();
    let first = desk.begin(at(0, 4)).unwrap();
    desk.issue(draft(Operation::Sell, tenge("10.00")), at(0, 5))
        .unwrap();
    let again = desk.begin(at(0, 5)).unwrap();
    assert_eq!(again.body, OutgoingBody::Queued(number));
    assert_eq!(
        (first.request_number, first.token),
        (again.request_number, again.token)
    );
    // Its answer is not taken for the sale's.
    let events = desk
        .register
        .answered(again.attempt, &signed("8"), at(0, 5))
        .unwrap();
    desk.apply(&events);
    assert!(desk.register.pending().is_some());
    let sale = desk.begin(at(0, 5)).unwrap();
    assert!(matches!(sale.body, OutgoingBody::Pending(_)));
    assert_eq!(sale.token.get(), 2);
    // The sale does not wait for ever: it is issued without the operator, and the repeat still goes first.
    let mut lost = set_aside();
    lost.exchange(&ok(AnswerBody::Empty), at(0, 4));
    lost.handle(Command::SendAgain { number }, at(0, 4)).unwrap();
    lost.begin(at(0, 4)).unwrap();
    lost.issue(draft(Operation::Sell, tenge("10.00")), at(0, 5))
        .unwrap();
    lost.give_up(at(0, 5));
    assert_eq!(lost.begin(at(0, 6)).unwrap().body, OutgoingBody::Queued(number));
    lost.exchange(&signed("8"), at(0, 6));
    let next = lost.begin(at(0, 6)).unwrap();
    assert_eq!(next.body, OutgoingBody::Queued(DocumentNumber::new(3)));
}

#[test]
fn no_more_than_a_hundred_documents_are_set_aside() {
    let mut desk = autonomous(Rollover::Manual);
    for _ in 0..SET_ASIDE_MAX {
        desk.issue(draft(Operation::Sell, tenge("10.00")), at(0, 3))
            .unwrap();
    }
    for count in 0..=SET_ASIDE_MAX {
        desk.exchange(&result(13), at(0, 4));
        let number = desk.register.unsent().unwrap().first;
        let reason = "wrong".to_owned();
        let outcome = desk.handle(Command::SetAside { number, reason }, at(0, 4));
        assert_eq!(outcome.is_ok(), count < SET_ASIDE_MAX, "{count}");
    }
}

#[test]
fn another_server_begins_with_info_and_a_repeat_goes_on_with_its_number() {
    let change = |link| {
        Command::ChangeSettings(SettingsChange {
            rollover: Rollover::Automatic,
            returns_name_parents: true,
            link,
        })
    };
    let mut desk = opened(Rollover::Manual);
    desk.handle(change(LinkChange::Kept), at(0, 2)).unwrap();
    assert_eq!(desk.register.wants_to_send(at(0, 2)), None);
    desk.handle(change(LinkChange::Server), at(0, 2)).unwrap();
    assert_eq!(desk.register.wants_to_send(at(0, 2)), Some(Purpose::Info));
    assert_eq!(desk.register.setup().unwrap().rollover, Rollover::Automatic);
    // A token that the wrong server refused is no reason to stop at the right one.
    desk.exchange(&result(2), at(0, 3));
    assert!(matches!(desk.register.mode(at(0, 3)), Mode::Blocked { .. }));
    desk.handle(change(LinkChange::Server), at(0, 4)).unwrap();
    assert_eq!(desk.register.mode(at(0, 4)), Mode::Online);
    assert!(pending().handle(change(LinkChange::Server), at(0, 4)).is_err());
    let mut queued = autonomous(Rollover::Manual);
    let first = queued.begin(at(0, 3)).unwrap();
    queued.handle(change(LinkChange::Server), at(0, 4)).unwrap();
    let again = queued.begin(at(0, 4)).unwrap();
    assert_eq!(
        (first.request_number, first.token),
        (again.request_number, again.token)
    );
}

#[test]
fn another_version_lifts_no_block_that_the_operator_laid() {
    let command = Command::ChangeSettings(SettingsChange {
        rollover: Rollover::Manual,
        returns_name_parents: false,
        link: LinkChange::Version,
    });
    for (code, goes_on) in [(1, false), (2, false), (15, false), (3, true), (13, true)] {
        let mut desk = autonomous(Rollover::Manual);
        desk.exchange(&result(code), at(0, 3));
        assert!(matches!(desk.register.mode(at(0, 3)), Mode::Blocked { .. }));
        desk.handle(command.clone(), at(0, 4)).unwrap();
        let is_blocked = matches!(desk.register.mode(at(0, 4)), Mode::Blocked { .. });
        assert_eq!(is_blocked, !goes_on, "{code}");
    }
}

#[test]
fn after_24_hours_the_register_may_close_and_go_on_by_itself() {
    let mut desk = opened(Rollover::Automatic);
    let sale = draft(Operation::Sell, tenge("500.00"));
    let events = desk.issue(sale.clone(), at(24, 2)).unwrap();
    assert!(matches!(
        events.as_slice(),
        [Event::DocumentPending(_), Event::ReceiptHeld(_)]
    ));
    desk.exchange(&ok(AnswerBody::Empty), at(24, 2));
    let waits = &desk.register.pending().unwrap().document;
    assert!(matches!(waits.body, DocumentBody::Receipt(_)));
    assert_eq!(waits.head.shift.unwrap().get(), 2);
    desk.exchange(&signed("9"), at(24, 2));
    assert!(matches!(desk.register.shift(), Shift::Open { number, .. } if number.get() == 2));

    let mut alone = autonomous(Rollover::Automatic);
    alone.issue(sale, at(24, 2)).unwrap();
    let kinds: Vec<String> = alone
        .archive
        .values()
        .map(register_kz::Document::content)
        .collect();
    assert_eq!(
        kinds,
        ["sell 1160.00", "sell 1160.00", "shift closing", "sell 500.00"]
    );
    let numbers: Vec<u32> = alone
        .archive
        .values()
        .map(|one| one.head.in_shift.unwrap().get())
        .collect();
    assert_eq!(numbers, [1, 2, 3, 1]);
}

#[test]
fn money_that_was_moved_after_the_z_stays_when_the_operator_wins() {
    let mut desk = closed();
    let deposit = Command::MoveCash {
        kind: CashMovementKind::Deposit,
        amount: tenge("5.00"),
    };
    desk.handle(deposit, at(0, 4)).unwrap();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 4));
    assert!(
        matches!(desk.register.shift(), Shift::Closed { .. }),
        "only a receipt opens a shift"
    );
    let events = desk.register.begin_session();
    desk.apply(&events);
    let mut z = desk.register.last_z().unwrap().clone();
    z.counters.cash_in_drawer = tenge("2000.00");
    let info = AnswerBody::Info {
        report: Some(Box::new(z)),
        last_document: Some(LastDocumentInfo {
            shift: register_kz::ShiftNumber::new(1),
            number: Some(register_kz::DocumentNumber::new(40)),
        }),
    };
    let events = desk.exchange(&ok(info), at(0, 5));
    assert!(
        events
            .iter()
            .any(|event| matches!(event, Event::CountersAdopted { differences, .. }
        if differences[0].to_string() == "cash_in_drawer: ours 1160.00, theirs 2000.00"))
    );
    assert_eq!(desk.register.counters().cash_in_drawer, tenge("2005.00"));
    assert_eq!(desk.register.counters().movements_ever.deposit, 1);
    assert_eq!(desk.register.last_number().get(), 40);
}

#[test]
fn a_control_receipt_changes_nothing() {
    let mut desk = opened(Rollover::Manual);
    let before = desk.register.clone();
    let command = Command::MakeControlReceipt(Box::new(draft(Operation::Sell, tenge("1.00"))));
    let events = desk.handle(command, at(0, 4)).unwrap();
    assert!(matches!(events.as_slice(), [Event::ControlReceiptMade(_)]));
    assert_eq!(desk.register, before);
    assert_eq!(CONTROL_SIGN, "1234567890");
}

#[test]
fn reports_by_section_and_cashier_end_with_the_shift() {
    let mut desk = opened(Rollover::Manual);
    desk.issue(draft(Operation::SellReturn, tenge("160.00")), at(0, 3))
        .unwrap();
    desk.exchange(&signed("2"), at(0, 3));
    let report = desk.register.cashier_report(at(0, 4));
    assert_eq!(report.cashiers[&1].cash, tenge("1000.00"));
    assert_eq!(report.cashiers[&1].receipts.sell.count, 1);
    assert_eq!(report.cashiers[&1].name, "Кассир 1");
    assert_eq!(desk.register.section_report(at(0, 4)).sections.len(), 1);
    let drawer = DrawerAtClosing::Kept;
    desk.handle(Command::CloseShift { drawer }, at(0, 5)).unwrap();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 5));
    assert!(desk.register.cashier_report(at(0, 6)).cashiers.is_empty());
    assert!(desk.register.section_report(at(0, 6)).sections.is_empty());
}

#[test]
fn an_event_that_does_not_follow_is_refused() {
    let waiting = pending();
    let (event, _) = waiting.register.begin_request(at(0, 2)).unwrap();
    let mut register = waiting.register.clone();
    register.apply(&event).unwrap();
    let document = Box::new(waiting.register.pending().unwrap().document.clone());
    let mut fresh = Desk::informed(Rollover::Manual).register;
    for event in [
        Event::DocumentIssued(document.clone()),
        Event::PendingAccepted {
            document,
            signature: None,
        },
        Event::QueueAdvanced {
            number: register_kz::DocumentNumber::new(1),
            signature: None,
        },
    ] {
        assert!(fresh.apply(&event).is_err(), "{event:?}");
    }
}
