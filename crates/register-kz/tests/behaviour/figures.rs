//! The figures that the acceptance of other people's registers expects, and the requests of CashCore.

use receipt::kz::{LineEntry, Operation, PaymentKind};
use register_kz::{
    AnswerBody, BooksEvent, BooksPolicy, CashMovementKind, Command, Counters, Document, DocumentBody,
    DrawerAtClosing, OperatorBooks, OutgoingBody, ReportKind, Request, Rollover, Tally,
};
use types::{LocalDateTime, Money};

use crate::support::{Desk, SELLER, at, by_card, draft, number, ok, signed, tenge};

/// The day: 5000.00 put in, sales of 1160.00 in cash (the request `sell_cash_1160` of CashCore's encoder,
/// Apache-2.0) and 435.84 by card, a return of 160.00, 1000.00 taken out. The composition is ours.
fn day() -> Vec<Command> {
    let receipt = |operation, amount| Command::IssueReceipt(Box::new(draft(operation, tenge(amount))));
    let movement = |kind, amount| Command::MoveCash {
        kind,
        amount: tenge(amount),
    };
    vec![
        movement(CashMovementKind::Deposit, "5000.00"),
        receipt(Operation::Sell, "1160.00"),
        Command::IssueReceipt(Box::new(by_card(draft(Operation::Sell, tenge("435.84"))))),
        receipt(Operation::SellReturn, "160.00"),
        movement(CashMovementKind::Withdrawal, "1000.00"),
        Command::CloseShift {
            drawer: DrawerAtClosing::Kept,
        },
    ]
}

fn assert_figures(counters: &Counters) {
    assert_eq!(counters.cash_in_drawer, tenge("5000.00"));
    assert_eq!(counters.shift.revenue, tenge("1435.84"));
    assert_eq!(counters.non_resettable.sell, tenge("1595.84"));
    assert_eq!(counters.non_resettable.sell_return, tenge("160.00"));
    assert_eq!(counters.start, register_kz::ByOperation::default());
    let sell = &counters.shift.receipts.sell;
    assert_eq!((sell.count, sell.total), (2, tenge("1595.84")));
    assert_eq!(
        sell.paid[&PaymentKind::Card],
        Tally {
            count: 1,
            sum: tenge("435.84")
        }
    );
    let vat = counters.shift.vat.values().next().unwrap();
    // 160.00 and 60.12 (60.1158…), each rounded.
    assert_eq!(vat.sell.amount, tenge("220.12"));
    assert_eq!(vat.sell.turnover_without_vat, tenge("1375.72"));
    assert_eq!(vat.sell_return.amount, tenge("22.07"));
    assert_eq!(counters.shift.movements.deposit.sum, tenge("5000.00"));
    assert_eq!(counters.shift.movements.withdrawal.sum, tenge("1000.00"));
    let positions = counters.shift.operations().unwrap();
    assert_eq!(
        positions.sell,
        Tally {
            count: 2,
            sum: tenge("1595.84")
        }
    );
    assert_eq!(
        counters.shift.total_result().unwrap().sell_return.sum,
        tenge("160.00")
    );
}

fn admit(books: &mut OperatorBooks, document: Document, now: LocalDateTime) -> Vec<BooksEvent> {
    let events = books
        .admit(
            &Request::Document(Box::new(document)),
            &BooksPolicy::default(),
            now,
        )
        .unwrap();
    for event in &events {
        books.apply(event).unwrap();
    }
    events
}

#[test]
fn register_and_operator_reach_the_expected_figures_to_the_tiyn() {
    let mut desk = Desk::informed(Rollover::Manual);
    let mut books = OperatorBooks::new(Some(number(SELLER)));
    for (minute, command) in (1_i64..).zip(day()) {
        let now = at(0, minute);
        desk.handle(command, now).unwrap();
        let outgoing = desk.begin(now).unwrap();
        let OutgoingBody::Pending(document) = outgoing.body else {
            panic!()
        };
        let events = admit(&mut books, *document.clone(), now);
        let answer = match (&document.body, events.last().unwrap()) {
            (
                DocumentBody::ShiftClosing { .. },
                BooksEvent::ShiftClosed {
                    report, differences, ..
                },
            ) => {
                assert_eq!(differences, &[]);
                assert_figures(&report.counters);
                ok(AnswerBody::Report(report.clone()))
            }
            (DocumentBody::Receipt(_), _) => signed("849825692"),
            _ => ok(AnswerBody::Empty),
        };
        let events = desk.register.answered(outgoing.attempt, &answer, now).unwrap();
        desk.apply(&events);
    }
    let z = desk.register.last_z().unwrap();
    assert_figures(&z.counters);
    assert_eq!(z.kind, ReportKind::Z);
    // The next INFO tells the same Z.
    assert_eq!(books.info_report(at(1, 0)).as_ref(), Some(z));
    assert_eq!(books.info_report(at(2, 0)).as_ref(), Some(z));
    assert_eq!(desk.register.counters(), books.counters());
    assert_eq!(books.counters().start.sell, tenge("1595.84"));
    assert_eq!(books.counters().shift.revenue, Money::ZERO);
}

#[test]
fn a_real_z_report_obeys_the_rules() {
    // Figures of a paper Z of 2022: start + sales = end, drawer = deposits + cash − withdrawals.
    let (start, sales, end) = ("2729635710.00", "3132072.00", "2732767782.00");
    let mut counters = Counters::default();
    counters.non_resettable.sell = tenge(start);
    counters.close_shift();
    let split = [("1459243.00", false), ("1672499.00", true), ("330.00", true)];
    for (amount, card) in split {
        let sale = draft(Operation::Sell, tenge(amount));
        let sale = if card { by_card(sale) } else { sale };
        counters
            .add_receipt(&crate::support::priced(sale), receipt::kz::IssueMode::Online)
            .unwrap();
    }
    counters
        .add_movement(
            CashMovementKind::Withdrawal,
            tenge("1459243.00"),
            receipt::kz::IssueMode::Online,
        )
        .unwrap();
    assert_eq!(counters.start.sell, tenge(start));
    assert_eq!(counters.non_resettable.sell, tenge(end));
    assert_eq!(counters.shift.revenue, tenge(sales));
    assert_eq!(counters.cash_in_drawer, Money::ZERO);
}

#[test]
fn a_closing_may_empty_the_drawer() {
    let mut desk = Desk::informed(Rollover::Manual);
    desk.issue(draft(Operation::Sell, tenge("1160.00")), at(0, 1))
        .unwrap();
    desk.exchange(&signed("1"), at(0, 1));
    let drawer = DrawerAtClosing::Withdrawn;
    desk.handle(Command::CloseShift { drawer }, at(0, 2)).unwrap();
    desk.exchange(&ok(AnswerBody::Empty), at(0, 2));
    let z = desk.register.last_z().unwrap();
    assert_eq!(z.counters.shift.movements.withdrawal.sum, tenge("1160.00"));
    assert_eq!(z.counters.cash_in_drawer, Money::ZERO);
    assert_eq!(desk.register.counters().cash_in_drawer, Money::ZERO);
    assert_eq!(desk.register.counters().movements_ever.withdrawal, 1);
}

#[test]
fn the_sale_of_cashcores_encoder_prices_to_what_it_states() {
    // `sell_cash_1160` of the requests written by github Iberica-Group/cashcore (Apache-2.0), as a draft.
    let mut sale = draft(Operation::Sell, tenge("1160.00"));
    let LineEntry::Line(line) = &mut sale.lines[0] else {
        panic!()
    };
    line.total = Some(tenge("1160.00"));
    line.vat.as_mut().unwrap().amount = Some(tenge("160.00"));
    sale.tendered = Some(tenge("1160.00"));
    let receipt = crate::support::priced(sale);
    assert_eq!(receipt.figures().total, tenge("1160.00"));
    assert_eq!(receipt.figures().change, Money::ZERO);
    let mut counters = Counters::default();
    counters
        .add_receipt(&receipt, receipt::kz::IssueMode::Online)
        .unwrap();
    let vat = counters.shift.vat.values().next().unwrap().sell;
    assert_eq!(
        (vat.turnover, vat.turnover_without_vat, vat.amount),
        (tenge("1160.00"), tenge("1000.00"), tenge("160.00"),)
    );
}
