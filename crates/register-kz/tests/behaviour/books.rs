//! What the operator refuses, what it takes and flags.

use receipt::kz::{Draft, LineEntry, Operation, VatRate};
use receipt::kz::{PricingContext, Receipt};
use register_kz::{
    AutonomousKey, AutonomousSign, BlockCause, BooksEvent, BooksPolicy, BooksShift, CashMovementKind,
    Document, DocumentBody, DocumentHead, DocumentNumber, DrawerAtClosing, Flag, Issue, NumberInShift,
    OperatorBooks, Refusal, ReportKind, ReportOrigin, Request, ShiftNumber, Standing, Tariff,
};
use types::LocalDateTime;

use crate::support::{OTHER, SELLER, at, cashier, draft, number, tenge};

fn document(body: DocumentBody, issued_at: LocalDateTime, issue: Issue) -> Document {
    Document {
        head: DocumentHead {
            shift: None,
            in_shift: None,
            number: None,
            issued_at,
            cashier: Some(cashier()),
            issue,
        },
        body,
    }
}

fn receipt_of(draft: Draft) -> DocumentBody {
    DocumentBody::Receipt(Box::new(
        Receipt::price(draft, &PricingContext::sums_only()).unwrap(),
    ))
}

fn online(operation: Operation, amount: &str, at: LocalDateTime) -> Document {
    document(receipt_of(draft(operation, tenge(amount))), at, Issue::Online)
}

fn autonomous(operation: Operation, amount: &str, at: LocalDateTime, sign: u32) -> Document {
    let sign = Some(AutonomousSign::new(sign));
    document(
        receipt_of(draft(operation, tenge(amount))),
        at,
        Issue::Autonomous { sign },
    )
}

fn movement(kind: CashMovementKind, amount: &str, at: LocalDateTime, issue: Issue) -> Document {
    let amount = tenge(amount);
    document(DocumentBody::Movement { kind, amount }, at, issue)
}

fn closing(at: LocalDateTime, issue: Issue) -> Document {
    let drawer = DrawerAtClosing::Kept;
    document(DocumentBody::ShiftClosing { drawer, report: None }, at, issue)
}

fn in_shift(mut document: Document, shift: u32) -> Document {
    document.head.shift = Some(ShiftNumber::new(shift));
    document
}

const ALONE: Issue = Issue::Autonomous { sign: None };

fn books() -> OperatorBooks {
    OperatorBooks::new(Some(number(SELLER)))
}

fn ask(
    books: &mut OperatorBooks,
    document: Document,
    now: LocalDateTime,
) -> Result<Vec<BooksEvent>, Refusal> {
    let before = books.clone();
    let events = books.admit(
        &Request::Document(Box::new(document)),
        &BooksPolicy::default(),
        now,
    )?;
    assert_eq!(*books, before, "admitting changes nothing");
    for event in &events {
        books.apply(event).unwrap();
    }
    Ok(events)
}

fn take(books: &mut OperatorBooks, document: Document, now: LocalDateTime) -> Vec<Flag> {
    let events = ask(books, document, now).unwrap();
    match events.last().unwrap() {
        BooksEvent::Counted { flags, .. } | BooksEvent::ShiftClosed { flags, .. } => flags.clone(),
        other => panic!("{other:?}"),
    }
}

fn code(books: &mut OperatorBooks, document: Document, now: LocalDateTime) -> u32 {
    ask(books, document, now).unwrap_err().code().0
}

/// A shift with one sale of 1160.00 in cash.
fn opened() -> OperatorBooks {
    let mut books = books();
    assert_eq!(
        take(&mut books, online(Operation::Sell, "1160.00", at(0, 1)), at(0, 1)),
        []
    );
    books
}

#[test]
fn online_documents_are_refused_with_their_codes() {
    let sell = |at| online(Operation::Sell, "1.00", at);
    assert_eq!(code(&mut opened(), sell(at(24, 2)), at(24, 2)), 11);
    assert_eq!(
        code(&mut opened(), sell(at(0, 2)), at(24, 2)),
        11,
        "the register's clock stands"
    );
    assert_eq!(code(&mut opened(), in_shift(sell(at(0, 2)), 2), at(0, 2)), 13);
    assert_eq!(code(&mut books(), closing(at(0, 2), Issue::Online), at(0, 2)), 13);
    assert_eq!(
        code(
            &mut opened(),
            online(Operation::Buy, "1160.01", at(0, 2)),
            at(0, 2)
        ),
        14
    );
    let withdrawal = movement(CashMovementKind::Withdrawal, "1160.01", at(0, 2), Issue::Online);
    assert_eq!(code(&mut opened(), withdrawal, at(0, 2)), 14);
    for standing in [
        Standing::InService.blocked_by_staff("look".to_owned(), at(0, 2)),
        Standing::InService.deregistered(at(0, 2)),
    ] {
        let mut books = opened();
        books.apply(&BooksEvent::StandingChanged(standing)).unwrap();
        assert_eq!(code(&mut books, sell(at(0, 2)), at(0, 2)), 15);
        for request in [
            Request::Info,
            Request::System,
            Request::Report(ReportOrigin::Online),
        ] {
            let refused = books.admit(&request, &BooksPolicy::default(), at(0, 2));
            assert_eq!(refused.unwrap_err().code().0, 15);
        }
    }
    let bought = |buyer: &str| {
        let mut made = draft(Operation::Sell, tenge("1.00"));
        made.buyer.number = Some(buyer.to_owned());
        document(receipt_of(made), at(0, 2), Issue::Online)
    };
    assert_eq!(code(&mut opened(), bought(SELLER), at(0, 2)), 17);
    assert_eq!(take(&mut opened(), bought(OTHER), at(0, 2)), []);
}

#[test]
fn autonomous_documents_are_taken_and_flagged() {
    let now = at(30, 0);
    let sell = |at| autonomous(Operation::Sell, "1.00", at, 1001);
    assert_eq!(take(&mut opened(), sell(at(0, 2)), now), [Flag::ShiftExpired]);
    let drawn = autonomous(Operation::Buy, "1160.01", at(0, 2), 1001);
    let short = Flag::NotEnoughCash {
        in_drawer: tenge("1160.00"),
        taken: tenge("1160.01"),
    };
    let mut below = opened();
    assert_eq!(take(&mut below, drawn, at(0, 3)), [short]);
    assert_eq!(below.counters().cash_in_drawer, tenge("-0.01"));
    let mut blocked = opened();
    blocked
        .apply(&BooksEvent::StandingChanged(
            Standing::InService.deregistered(at(0, 2)),
        ))
        .unwrap();
    assert_eq!(take(&mut blocked, sell(at(0, 2)), at(0, 3)), [Flag::NotInService]);
    assert_eq!(
        take(&mut opened(), sell(at(1, 0)), at(0, 3)),
        [Flag::FromTheFuture]
    );
    assert_eq!(
        take(&mut books(), sell(at(0, 0)), at(73, 0)),
        [Flag::TooOld],
        "older than a register may work alone"
    );
    let nothing = take(&mut books(), in_shift(closing(at(0, 2), ALONE), 1), at(0, 3));
    assert_eq!(nothing, [Flag::NothingToClose]);
}

#[test]
fn shifts_are_placed_by_their_numbers() {
    // The closing of shift 1 never came.
    let mut books = opened();
    let events = ask(
        &mut books,
        in_shift(autonomous(Operation::Sell, "5.00", at(0, 9), 1001), 2),
        at(0, 9),
    )
    .unwrap();
    let [
        BooksEvent::ShiftClosed {
            report,
            flags,
            document: None,
            ..
        },
        BooksEvent::ShiftOpened { number, .. },
        BooksEvent::Counted { flags: counted, .. },
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((report.shift.get(), number.get()), (1, 2));
    assert_eq!(flags.as_slice(), [Flag::ClosingAssumed]);
    assert_eq!(
        counted.as_slice(),
        [Flag::ShiftGap {
            due: ShiftNumber::new(1)
        }]
    );
    assert_eq!(books.counters().start.sell, tenge("1160.00"));
    // A document of the shift before is counted in the running one.
    let late = in_shift(autonomous(Operation::Sell, "6.00", at(0, 8), 1002), 1);
    let named = ShiftNumber::new(1);
    assert_eq!(take(&mut books, late, at(0, 9)), [Flag::LateForShift { named }]);
    assert_eq!(books.counters().shift.receipts.sell.total, tenge("11.00"));
    // A late closing does not close the running shift.
    assert_eq!(
        take(&mut books, in_shift(closing(at(0, 8), ALONE), 1), at(0, 9)),
        [Flag::LateForShift { named }]
    );
    assert!(matches!(books.shift(), BooksShift::Open { number, .. } if number.get() == 2));
}

#[test]
fn the_same_autonomous_document_counts_once() {
    let mut books = opened();
    let first = autonomous(Operation::Sell, "5.00", at(0, 2), 1001);
    take(&mut books, first.clone(), at(0, 3));
    take(
        &mut books,
        autonomous(Operation::Sell, "7.00", at(0, 3), 1002),
        at(0, 3),
    );
    let before = books.clone();
    let events = ask(&mut books, first, at(0, 4)).unwrap();
    assert!(
        matches!(events.as_slice(), [BooksEvent::Repeated { sign: Some(sign), .. }] if sign.get() == 1001)
    );
    assert_eq!(books, before);
    let other = autonomous(Operation::Sell, "6.00", at(0, 2), 1001);
    assert_eq!(code(&mut books, other, at(0, 4)), 13);
    // The sign is free again on another day.
    assert_eq!(
        take(
            &mut books,
            autonomous(Operation::Sell, "6.00", at(15, 0), 1001),
            at(15, 0)
        ),
        []
    );
}

#[test]
fn an_online_document_that_comes_again_from_the_queue_counts_once() {
    let mut books = opened();
    let mut sale = online(Operation::Sell, "5.00", at(0, 2));
    sale.head.number = Some(DocumentNumber::new(2));
    take(&mut books, sale.clone(), at(0, 2));
    sale.head.issue = Issue::Autonomous {
        sign: Some(AutonomousSign::new(1001)),
    };
    let events = ask(&mut books, sale, at(0, 9)).unwrap();
    assert!(matches!(events.as_slice(), [BooksEvent::Repeated { .. }]));
    assert_eq!(books.counters().receipts_ever.sell, 2);
}

#[test]
fn without_a_through_number_the_number_in_the_shift_tells_a_repeat() {
    let mut books = opened();
    let mut sale = online(Operation::Sell, "5.00", at(0, 2));
    (sale.head.number, sale.head.in_shift) = (None, Some(NumberInShift::new(2)));
    take(&mut books, sale.clone(), at(0, 2));
    sale.head.issue = Issue::Autonomous {
        sign: Some(AutonomousSign::new(1001)),
    };
    let events = ask(&mut books, sale.clone(), at(0, 9)).unwrap();
    assert!(matches!(events.as_slice(), [BooksEvent::Repeated { .. }]));
    sale.head.in_shift = Some(NumberInShift::new(3));
    assert_eq!(take(&mut books, sale, at(0, 9)), [], "another receipt");
    assert_eq!(books.counters().receipts_ever.sell, 3);
}

#[test]
fn keys_of_autonomous_documents_are_bounded() {
    let mut books = opened();
    for sign in 0..=u32::try_from(register_kz::AUTONOMOUS_KEYS_MAX).unwrap() {
        take(
            &mut books,
            autonomous(Operation::Sell, "1.00", at(0, 2), 1001 + sign),
            at(0, 3),
        );
    }
    // Older ones the store knows by their unique key, and asks the same rule.
    let oldest = autonomous(Operation::Sell, "1.00", at(0, 2), 1001);
    let key = AutonomousKey::of(&oldest).unwrap();
    assert!(matches!(key.judge(&oldest), Ok(BooksEvent::Repeated { .. })));
    let other = autonomous(Operation::Sell, "2.00", at(0, 2), 1001);
    assert_eq!(key.judge(&other).unwrap_err().code().0, 13);
    assert_eq!(
        take(&mut books, oldest, at(0, 3)),
        [],
        "the books have forgotten it"
    );
    let newer = autonomous(Operation::Sell, "1.00", at(0, 2), 1003);
    assert!(matches!(
        ask(&mut books, newer, at(0, 3)).unwrap()[0],
        BooksEvent::Repeated { .. }
    ));
}

#[test]
fn info_tells_x_of_an_open_shift_and_the_last_z_of_a_closed_one() {
    let mut books = books();
    assert_eq!(books.info_report(at(0, 0)), None);
    let deposit = movement(CashMovementKind::Deposit, "5000.00", at(0, 1), Issue::Online);
    take(&mut books, deposit, at(0, 1));
    assert!(
        matches!(books.shift(), BooksShift::Closed { .. }),
        "money opens no shift"
    );
    take(&mut books, online(Operation::Sell, "1160.00", at(0, 2)), at(0, 2));
    let x = books.info_report(at(0, 3)).unwrap();
    assert_eq!((x.kind, x.shift.get()), (ReportKind::X, 1));
    assert_eq!(x.counters.shift.movements.deposit.sum, tenge("5000.00"));
    take(&mut books, closing(at(0, 4), Issue::Online), at(0, 4));
    let z = books.info_report(at(0, 5)).unwrap();
    assert_eq!((z.kind, z.closed_at), (ReportKind::Z, Some(at(0, 4))));
    let json = serde_json::to_string(&books).unwrap();
    assert_eq!(serde_json::from_str::<OperatorBooks>(&json).unwrap(), books);
}

#[test]
fn differences_of_the_registers_z_are_written_down_and_ours_wins() {
    let mut books = opened();
    let mut own = books.x_report(at(0, 2));
    own.counters.cash_in_drawer = tenge("1.00");
    let body = DocumentBody::ShiftClosing {
        drawer: DrawerAtClosing::Withdrawn,
        report: Some(Box::new(own)),
    };
    let events = ask(&mut books, document(body, at(0, 3), ALONE), at(0, 3)).unwrap();
    let [
        BooksEvent::ShiftClosed {
            report,
            differences,
            withdrawn,
            ..
        },
    ] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!(*withdrawn, Some(tenge("1160.00")));
    assert_eq!(report.counters.cash_in_drawer, tenge("0.00"));
    let told: Vec<String> = differences.iter().map(ToString::to_string).collect();
    assert!(
        told.contains(&"cash_in_drawer: ours 0.00, theirs 1.00".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"movements.withdrawal.sum: ours 1160.00, theirs 0.00".to_owned()),
        "{told:?}"
    );
}

#[test]
fn the_next_document_switches_the_tariff_on() {
    let mut books = opened();
    books.apply(&BooksEvent::TariffChanged(Tariff::Off)).unwrap();
    take(&mut books, online(Operation::Sell, "1.00", at(0, 2)), at(0, 2));
    assert_eq!(books.tariff(), Tariff::On);
    for standing in [
        Standing::InService.blocked_by_staff("look".to_owned(), at(0, 3)),
        Standing::InService.deregistered(at(0, 3)),
    ] {
        let mut books = opened();
        books.apply(&BooksEvent::TariffChanged(Tariff::Off)).unwrap();
        books.apply(&BooksEvent::StandingChanged(standing)).unwrap();
        let late = autonomous(Operation::Sell, "1.00", at(0, 2), 1001);
        assert_eq!(take(&mut books, late, at(0, 4)), [Flag::NotInService]);
        assert_eq!(
            books.tariff(),
            Tariff::Off,
            "it does not work again by a late document"
        );
    }
}

#[test]
fn an_event_that_does_not_follow_is_refused() {
    let mut books = opened();
    let again = BooksEvent::ShiftOpened {
        number: ShiftNumber::new(2),
        at: at(0, 2),
        received_at: at(0, 2),
    };
    assert!(books.apply(&again).is_err());
    let report = Box::new(books.x_report(at(0, 2)));
    let closed = BooksEvent::ShiftClosed {
        report,
        withdrawn: None,
        document: None,
        differences: Vec::new(),
        flags: Vec::new(),
    };
    books.apply(&closed).unwrap();
    assert!(books.apply(&closed).is_err());
}

#[test]
fn blocks_of_the_staff_and_of_the_tariff_are_lifted_each_by_itself() {
    let (staff, tariff) = (|| "look".to_owned(), || "unpaid".to_owned());
    let both = Standing::Blocked {
        reason: staff(),
        cause: BlockCause::StaffAndTariff {
            tariff_reason: tariff(),
        },
        since: at(1, 0),
    };
    let by_staff = Standing::InService.blocked_by_staff(staff(), at(1, 0));
    let by_tariff = Standing::InService.blocked_by_tariff(tariff(), at(1, 0));
    let later = at(2, 0);
    for blocked in [
        by_staff.clone().blocked_by_tariff(tariff(), later),
        by_tariff.clone().blocked_by_staff(staff(), later),
        both.clone().blocked_by_staff(staff(), later),
        both.clone().blocked_by_tariff(tariff(), later),
    ] {
        assert_eq!(blocked, both);
    }
    assert_eq!(both.clone().lifted_by_staff(), by_tariff);
    assert_eq!(both.lifted_by_tariff(), by_staff);
    assert_eq!(by_staff.clone().lifted_by_tariff(), by_staff);
    assert_eq!(by_tariff.clone().lifted_by_staff(), by_tariff);
    assert_eq!(by_staff.clone().lifted_by_staff(), Standing::InService);
    assert_eq!(by_tariff.lifted_by_tariff(), Standing::InService);
    let off = Standing::Deregistered { since: at(1, 0) };
    for gone in [
        off.clone().blocked_by_staff(staff(), later),
        off.clone().blocked_by_tariff(tariff(), later),
        off.clone().lifted_by_staff(),
        off.clone().lifted_by_tariff(),
        off.clone().deregistered(later),
        by_staff.deregistered(later),
    ] {
        assert_eq!(gone, off, "it was out of service since its block");
    }
}

/// State against what comes, and when it was made: `+` taken, `!` taken with a flag, a number the result.
#[test]
fn a_register_out_of_service_is_answered_by_when_its_documents_were_made() {
    let (before, blocked_at, after) = (at(0, 30), at(1, 0), at(1, 30));
    let standings = [
        ("in service", Standing::InService),
        (
            "blocked",
            Standing::InService.blocked_by_staff("look".to_owned(), blocked_at),
        ),
        (
            "no tariff",
            Standing::InService.blocked_by_tariff("unpaid".to_owned(), blocked_at),
        ),
        ("deregistered", Standing::InService.deregistered(blocked_at)),
    ];
    let asked = |made_at| {
        [
            (
                "sale online",
                Request::Document(Box::new(online(Operation::Sell, "1.00", made_at))),
            ),
            (
                "sale",
                Request::Document(Box::new(autonomous(Operation::Sell, "1.00", made_at, 1001))),
            ),
            (
                "deposit",
                Request::Document(Box::new(movement(
                    CashMovementKind::Deposit,
                    "1.00",
                    made_at,
                    ALONE,
                ))),
            ),
            ("closing", Request::Document(Box::new(closing(made_at, ALONE)))),
            ("X report", Request::Report(ReportOrigin::Autonomous { made_at })),
            ("X report online", Request::Report(ReportOrigin::Online)),
        ]
    };
    let lenient = BooksPolicy {
        out_grace_s: 3_600,
        ..BooksPolicy::default()
    };
    let moments = [
        ("before", before, BooksPolicy::default()),
        ("at once", blocked_at, BooksPolicy::default()),
        ("after", after, BooksPolicy::default()),
        ("after, in the grace", after, lenient),
    ];
    let mut told = String::new();
    for (name, standing) in standings {
        let mut books = opened();
        books.apply(&BooksEvent::StandingChanged(standing)).unwrap();
        for (moment, made_at, policy) in moments {
            let outcomes = asked(made_at).map(|(what, request)| {
                let outcome = match books.admit(&request, &policy, at(2, 0)) {
                    Err(refusal) => refusal.code().0.to_string(),
                    Ok(events) => match events.last().unwrap() {
                        BooksEvent::Counted { flags, .. }
                        | BooksEvent::ShiftClosed { flags, .. }
                        | BooksEvent::Reported { flags, .. }
                            if flags.contains(&Flag::NotInService) =>
                        {
                            "!".to_owned()
                        }
                        _ => "+".to_owned(),
                    },
                };
                format!("{what} {outcome}")
            });
            told.push_str(&format!("{name}, made {moment}: {}\n", outcomes.join(", ")));
        }
    }
    let expected = include_str!("../golden/out_of_service.txt");
    assert_eq!(told, expected, "golden/out_of_service.txt:\n{told}");
}

#[test]
fn an_x_report_of_the_queue_is_taken_and_flagged_where_an_online_one_is_refused() {
    let mut books = opened();
    let report = |books: &OperatorBooks, origin, now| {
        books.admit(&Request::Report(origin), &BooksPolicy::default(), now)
    };
    let late = at(25, 0);
    assert_eq!(
        report(&books, ReportOrigin::Online, late).unwrap_err().code().0,
        11
    );
    let made_at = at(0, 5);
    let events = report(&books, ReportOrigin::Autonomous { made_at }, late).unwrap();
    let [BooksEvent::Reported { report: x, flags }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(flags.as_slice(), [Flag::ShiftExpired]);
    assert_eq!((x.kind, x.made_at), (ReportKind::X, late), "the figures of now");
    let before = books.clone();
    books.apply(&events[0]).unwrap();
    assert_eq!(books, before, "a report changes nothing");
    let ahead = ReportOrigin::Autonomous { made_at: at(3, 0) };
    let events = report(&books, ahead, at(1, 0)).unwrap();
    let [BooksEvent::Reported { flags, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(flags.as_slice(), [Flag::FromTheFuture]);
}

/// KZ-626/no-annulment: the policy of a day on which the law still allowed it.
fn allowed() -> BooksPolicy {
    BooksPolicy {
        annulment_ends: Some(at(10, 0)),
        ..BooksPolicy::default()
    }
}

fn annul(books: &mut OperatorBooks, now: LocalDateTime) -> Result<(), u32> {
    let events = books
        .admit(&Request::Annulment, &allowed(), now)
        .map_err(|refusal| refusal.code().0)?;
    for event in &events {
        books.apply(event).unwrap();
    }
    assert!(matches!(events.as_slice(), [BooksEvent::Annulled(_)]));
    Ok(())
}

#[test]
fn the_last_receipt_is_annulled_once_and_leaves_drawer_and_revenue() {
    let mut books = opened();
    take(&mut books, online(Operation::Sell, "40.00", at(0, 2)), at(0, 2));
    let before = books.counters().clone();
    assert_eq!(annul(&mut books, at(0, 3)), Ok(()));
    let counters = books.counters();
    assert_eq!(counters.cash_in_drawer, tenge("1160.00"));
    assert_eq!(counters.shift.revenue, tenge("1160.00"));
    assert_eq!(counters.non_resettable, before.non_resettable, "never set back");
    assert_eq!(counters.shift.receipts, before.shift.receipts);
    assert_eq!(
        (counters.annulled_ever, counters.shift.annulled.sell.count),
        (1, 1)
    );
    assert_eq!(counters.shift.annulled.sell.sum, tenge("40.00"));
    assert_eq!(annul(&mut books, at(0, 3)), Err(10), "it is annulled already");
    let json = serde_json::to_string(&books).unwrap();
    assert_eq!(serde_json::from_str::<OperatorBooks>(&json).unwrap(), books);
    take(&mut books, closing(at(0, 4), Issue::Online), at(0, 4));
    assert_eq!(books.last_z().unwrap().counters.shift.annulled.sell.count, 1);
    assert_eq!(
        (
            books.counters().annulled_ever,
            books.counters().shift.annulled.sell.count
        ),
        (1, 0)
    );
}

#[test]
fn nothing_is_annulled_when_something_followed_or_the_law_ended_it() {
    assert_eq!(annul(&mut books(), at(0, 1)), Err(10), "nothing was sold");
    let mut moved = opened();
    let deposit = movement(CashMovementKind::Deposit, "5.00", at(0, 2), Issue::Online);
    take(&mut moved, deposit, at(0, 2));
    assert_eq!(annul(&mut moved, at(0, 3)), Err(10), "a movement followed");
    let mut closed = opened();
    take(&mut closed, closing(at(0, 2), Issue::Online), at(0, 2));
    assert_eq!(annul(&mut closed, at(0, 3)), Err(10), "the shift is closed");
    assert_eq!(annul(&mut opened(), at(10, 0)), Err(10), "the law ended it");
    let today = opened().admit(&Request::Annulment, &BooksPolicy::default(), at(0, 3));
    assert_eq!(today.unwrap_err().code().0, 10, "2026");
    let mut bought = opened();
    take(&mut bought, online(Operation::Buy, "1160.00", at(0, 2)), at(0, 2));
    assert_eq!(annul(&mut bought, at(0, 3)), Ok(()), "the cash comes back");
    assert_eq!(bought.counters().cash_in_drawer, tenge("1160.00"));
    assert_eq!(bought.counters().shift.revenue, tenge("1160.00"));
    let mut blocked = opened();
    let standing = Standing::InService.blocked_by_staff("look".to_owned(), at(0, 2));
    blocked.apply(&BooksEvent::StandingChanged(standing)).unwrap();
    assert_eq!(annul(&mut blocked, at(0, 3)), Err(15));
}

#[test]
fn rates_of_vat_are_bounded_online_by_a_refusal_and_autonomously_by_a_flag() {
    let with_rate = |thousandths: u32, at, issue| {
        let mut made = draft(Operation::Sell, tenge("116.00"));
        let LineEntry::Line(line) = &mut made.lines[0] else {
            panic!("a line")
        };
        line.vat.as_mut().unwrap().rate = VatRate::from_thousandths(thousandths).unwrap();
        document(receipt_of(made), at, issue)
    };
    let mut books = books();
    for rate in 0..register_kz::VAT_RATES_MAX {
        let rate = u32::try_from(rate).unwrap();
        assert_eq!(
            take(&mut books, with_rate(rate, at(0, 1), Issue::Online), at(0, 1)),
            []
        );
    }
    let one_more = with_rate(16_000, at(0, 2), Issue::Online);
    let refused = ask(&mut books, one_more, at(0, 2)).unwrap_err();
    assert_eq!((refused.code().0, refused), (13, Refusal::TooManyVatRates));
    assert_eq!(
        take(&mut books, with_rate(3, at(0, 2), Issue::Online), at(0, 2)),
        [],
        "a known one"
    );
    let sign = Some(AutonomousSign::new(1001));
    let alone = with_rate(16_000, at(0, 2), Issue::Autonomous { sign });
    assert_eq!(take(&mut books, alone, at(0, 3)), [Flag::VatNotCounted]);
    let counters = books.counters();
    assert_eq!(counters.shift.vat.len(), register_kz::VAT_RATES_MAX);
    assert_eq!(
        counters.shift.receipts.sell.count, 18,
        "the receipt itself is counted"
    );
}

#[test]
fn without_any_number_a_movement_or_a_closing_is_known_by_its_second_and_a_receipt_is_not() {
    let deposit = |at, issue| movement(CashMovementKind::Deposit, "5.00", at, issue);
    let mut books = opened();
    take(&mut books, deposit(at(0, 2), Issue::Online), at(0, 2));
    let events = ask(&mut books, deposit(at(0, 2), ALONE), at(0, 9)).unwrap();
    assert!(matches!(
        events.as_slice(),
        [BooksEvent::Repeated { sign: None, .. }]
    ));
    let second_later = deposit(at(0, 2).plus_s(1), ALONE);
    assert_eq!(take(&mut books, second_later, at(0, 9)), []);
    let mut by_another = deposit(at(0, 2).plus_s(1), ALONE);
    by_another.head.cashier = None;
    assert_eq!(take(&mut books, by_another, at(0, 9)), [], "somebody else's");
    assert_eq!(books.counters().shift.movements.deposit.count, 3);
    take(&mut books, closing(at(0, 10), Issue::Online), at(0, 10));
    let events = ask(&mut books, closing(at(0, 10), ALONE), at(0, 11)).unwrap();
    assert!(matches!(events.as_slice(), [BooksEvent::Repeated { .. }]));
    // A machine may sell the same twice in a second: losing one would be worse than counting it twice.
    let mut books = opened();
    take(&mut books, online(Operation::Sell, "5.00", at(0, 2)), at(0, 2));
    assert_eq!(
        take(
            &mut books,
            autonomous(Operation::Sell, "5.00", at(0, 2), 1001),
            at(0, 3)
        ),
        []
    );
    assert_eq!(books.counters().receipts_ever.sell, 3);
}
