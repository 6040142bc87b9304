//! Counters: overflow by name, differences by name, sections and discounts.

use receipt::kz::{IssueMode, Modifier, ModifierKind, Operation};
use register_kz::{
    COUNT_MAX, CashMovementKind, Counted, CounterError, CounterPart, Counters, OPERATIONS, Tally,
};
use types::Money;

use crate::support::{draft, line, priced, tenge};

/// Name of a counter, and how to fill it.
type Full = (&'static str, fn(&mut Counters));

#[test]
fn a_counter_that_overflows_is_told_by_name_and_nothing_changes() {
    let receipt = priced(draft(Operation::Sell, tenge("1160.00")));
    let table: [Full; 5] = [
        ("non_resettable", |one| {
            one.non_resettable.sell = Money::from_minor(i64::MAX)
        }),
        ("cash_in_drawer", |one| {
            one.cash_in_drawer = Money::from_minor(i64::MAX)
        }),
        ("revenue", |one| one.shift.revenue = Money::from_minor(i64::MAX)),
        ("receipts.count", |one| one.shift.receipts.sell.count = COUNT_MAX),
        ("receipts_ever", |one| one.receipts_ever.sell = COUNT_MAX),
    ];
    for (counter, fill) in table {
        let mut counters = Counters::default();
        fill(&mut counters);
        let before = counters.clone();
        assert_eq!(
            counters.add_receipt(&receipt, IssueMode::Online),
            Err(CounterError { counter })
        );
        assert_eq!(counters, before, "{counter}");
    }
}

#[test]
fn sections_count_positions_without_discounts() {
    let mut sale = draft(Operation::Sell, tenge("0.00"));
    let mut dear = line(tenge("1000.00"), "2");
    dear.modifiers = vec![Modifier {
        kind: ModifierKind::Discount,
        name: None,
        amount: tenge("100.00"),
        vat: None,
    }];
    sale.lines = [line(tenge("200.00"), "1"), dear]
        .into_iter()
        .map(|line| receipt::kz::LineEntry::Line(Box::new(line)))
        .collect();
    sale.payments[0].amount = tenge("2000.00");
    let mut counters = Counters::default();
    counters
        .add_receipt(&priced(sale), IssueMode::Autonomous)
        .unwrap();
    let shift = &counters.shift;
    let sums: Vec<(&str, Tally)> = shift
        .sections
        .iter()
        .map(|(code, one)| (code.as_str(), one.sell))
        .collect();
    let tally = |count, sum| Tally {
        count,
        sum: tenge(sum),
    };
    assert_eq!(sums, [("1", tally(1, "200.00")), ("2", tally(1, "1000.00"))]);
    assert_eq!(shift.discounts.sell, tally(1, "100.00"));
    assert_eq!(shift.total_result().unwrap().sell, tally(2, "1100.00"));
    let receipts = &shift.receipts.sell;
    assert_eq!((receipts.count, receipts.autonomous), (1, 1));
    assert_eq!(
        (receipts.total, receipts.change),
        (tenge("1100.00"), tenge("900.00"))
    );
    assert_eq!(counters.cash_in_drawer, tenge("1100.00"));
}

#[test]
fn each_operation_moves_drawer_and_revenue_its_own_way() {
    let mut counters = Counters::default();
    counters
        .add_movement(CashMovementKind::Deposit, tenge("10000.00"), IssueMode::Online)
        .unwrap();
    let mut expected = [("10000.00", "0.00"); 4];
    expected[0] = ("10100.00", "100.00");
    expected[1] = ("10000.00", "0.00");
    expected[2] = ("9900.00", "-100.00");
    expected[3] = ("10000.00", "0.00");
    for (operation, (drawer, revenue)) in OPERATIONS.into_iter().zip(expected) {
        let receipt = priced(draft(operation, tenge("100.00")));
        counters.add_receipt(&receipt, IssueMode::Online).unwrap();
        assert_eq!(counters.cash_in_drawer.to_string(), drawer, "{operation:?}");
        assert_eq!(counters.shift.revenue.to_string(), revenue, "{operation:?}");
        assert_eq!(*counters.non_resettable.of(operation), tenge("100.00"));
    }
}

#[test]
fn differences_name_the_counter_and_both_values() {
    let sale = |amount, mode| Counted::Receipt(Box::new(priced(draft(Operation::Sell, tenge(amount)))), mode);
    let ours = Counters::fold(&[sale("100.00", IssueMode::Online)]).unwrap();
    let theirs = Counters::fold(&[sale("100.00", IssueMode::Autonomous)]).unwrap();
    let told: Vec<String> = ours
        .difference(&theirs, &[])
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(told, ["receipts.sell.autonomous: ours 0, theirs 1"]);
    assert_eq!(ours.difference(&theirs, &[CounterPart::AutonomousCounts]), []);
    let nothing = Counters::fold(&[]).unwrap();
    let told: Vec<String> = ours
        .difference(&nothing, &[])
        .iter()
        .map(|one| one.counter.clone())
        .collect();
    assert_eq!(
        told,
        [
            "cash_in_drawer",
            "non_resettable.sell",
            "receipts.sell.count",
            "receipts.sell.paid.cash.count",
            "receipts.sell.paid.cash.sum",
            "receipts.sell.total",
            "receipts_ever.sell",
            "revenue",
            "sections[1].sell.count",
            "sections[1].sell.sum",
            "vat[16 %].sell.amount",
            "vat[16 %].sell.turnover",
            "vat[16 %].sell.turnover_without_vat",
        ]
    );
}

#[test]
fn a_closing_keeps_the_drawer_and_what_runs_on() {
    let sale = Counted::Receipt(
        Box::new(priced(draft(Operation::Sell, tenge("100.00")))),
        IssueMode::Online,
    );
    let after = Counted::Movement(CashMovementKind::Deposit, tenge("5.00"), IssueMode::Online);
    let counters = Counters::fold(&[sale, Counted::ShiftClosed, after]).unwrap();
    assert_eq!(counters.start.sell, tenge("100.00"));
    assert_eq!(counters.cash_in_drawer, tenge("105.00"));
    assert_eq!(counters.receipts_ever.sell, 1);
    assert_eq!(counters.shift.receipts.sell.count, 0);
    // Money that is moved with a closed shift is counted in the next.
    assert_eq!(counters.shift.movements.deposit.sum, tenge("5.00"));
    let json = serde_json::to_string(&counters).unwrap();
    assert_eq!(serde_json::from_str::<Counters>(&json).unwrap(), counters);
}
