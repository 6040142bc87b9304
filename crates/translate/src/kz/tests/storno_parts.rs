//! Stornos of a part of a line, and of several lines at once. Source: KZ-OFD/storno.

use ofd_kz::Version;
use ofd_kz::messages::{ItemType, StornoCommodity, TicketItem, TicketRequest, TicketTax};
use receipt::kz::{IssueMode, Line, LineEntry, PricingContext, Receipt};
use register_kz::DocumentBody;

use super::sample::{cash, line, priced, sale, tenge, ticket, wire};
use crate::kz::{FaultKind, ticket_to_document, ticket_to_taken_document};

/// Takes away thousandths of «Сүт» at this price, for this sum, with these marking codes.
fn storno(thousandths: u64, price: &str, sum: &str, codes: &[&str]) -> TicketItem {
    TicketItem {
        r#type: ItemType::StornoCommodity.number(),
        storno_commodity: Some(Box::new(StornoCommodity {
            name: Some("Сүт".to_owned()),
            section_code: "1".to_owned(),
            quantity: thousandths,
            price: wire(price),
            sum: wire(sum),
            list_excise_stamp: codes.iter().map(|code| (*code).to_owned()).collect(),
            ..StornoCommodity::default()
        })),
        ..TicketItem::default()
    }
}

fn with(lines: Vec<Line>, paid: &str, stornos: Vec<TicketItem>) -> TicketRequest {
    let whole: types::Money = lines
        .iter()
        .map(|line| receipt::kz::line_total(line.price, line.quantity).unwrap())
        .fold(types::Money::ZERO, |sum, one| sum.checked_add(one).unwrap());
    let mut ticket = ticket(
        &priced(sale(lines, vec![cash(&whole.to_string())])),
        Version::V203,
    );
    ticket.items.extend(stornos);
    ticket.amounts.total = wire(paid);
    ticket.amounts.taken = Some(wire(paid));
    ticket.payments[0].sum = wire(paid);
    ticket
}

fn taken(ticket: &TicketRequest) -> Receipt {
    let (document, corrected) =
        ticket_to_taken_document(ticket, &PricingContext::sums_only(), IssueMode::Online).unwrap();
    assert_eq!(corrected, [], "nothing had to be put right");
    match document.body {
        DocumentBody::Receipt(receipt) => *receipt,
        other => panic!("a receipt: {other:?}"),
    }
}

/// Quantity, sum and VAT of each line that stands.
fn standing(receipt: &Receipt) -> Vec<(String, String, String)> {
    let lines = receipt.standing_lines();
    lines
        .map(|(line, figures)| {
            (
                line.quantity.to_string(),
                figures.gross.to_string(),
                figures.vat.to_string(),
            )
        })
        .collect()
}

fn row(quantity: &str, sum: &str, vat: &str) -> (String, String, String) {
    (quantity.to_owned(), sum.to_owned(), vat.to_owned())
}

#[test]
fn a_part_of_a_line_is_taken_away_and_the_rest_stands() {
    let milk = line("Сүт", "116", "3");
    let receipt = taken(&with(vec![milk], "232", vec![storno(1_000, "116", "116", &[])]));
    assert_eq!(receipt.figures().total, tenge("232"));
    assert_eq!(standing(&receipt), [row("2", "232.00", "32.00")]);
}

#[test]
fn parts_add_up_to_the_line_and_no_further() {
    let milk = || line("Сүт", "100", "1");
    let bread = || line("Нан", "100", "1");
    let parts = vec![storno(400, "100", "40", &[]), storno(600, "100", "60", &[])];
    let receipt = taken(&with(vec![milk(), bread()], "100", parts));
    assert_eq!(standing(&receipt), [row("1", "100.00", "13.79")]);
    let too_much = vec![storno(400, "100", "40", &[]), storno(700, "100", "70", &[])];
    let ticket = with(vec![milk(), bread()], "90", too_much);
    let faults = ticket_to_document(&ticket, &PricingContext::sums_only()).unwrap_err();
    assert_eq!(faults[0].path, "ticket.items[3].storno_commodity");
    assert!(matches!(
        faults[0].kind,
        FaultKind::Rule(receipt::kz::Rule::StornoTarget)
    ));
}

#[test]
fn a_part_that_costs_more_than_the_line_is_refused() {
    let ticket = with(
        vec![line("Сүт", "100", "2"), line("Нан", "300", "1")],
        "200",
        vec![storno(1_000, "100", "300", &[])],
    );
    let faults = ticket_to_document(&ticket, &PricingContext::sums_only()).unwrap_err();
    assert_eq!(faults[0].path, "ticket.items[2].storno_commodity.sum");
}

#[test]
fn one_storno_takes_several_lines_alike() {
    let milk = || line("Сүт", "100", "1");
    let receipt = taken(&with(
        vec![milk(), milk(), milk()],
        "50",
        vec![storno(2_500, "100", "250", &[])],
    ));
    assert_eq!(receipt.figures().total, tenge("50"));
    assert_eq!(standing(&receipt), [row("0.5", "50.00", "6.89")]);
}

#[test]
fn the_vat_that_the_storno_states_is_taken_off() {
    // 99.99 with 13.79 inside; a third states 4.59, computed 4.60, so that 9.20 stay, computed 9.19.
    let mut part = storno(1_000, "33.33", "33.33", &[]);
    part.storno_commodity.as_mut().unwrap().taxes = vec![TicketTax {
        tax_type: 100,
        percent: 16_000,
        sum: wire("4.59"),
        is_in_total_sum: true,
        ..TicketTax::default()
    }];
    let receipt = taken(&with(vec![line("Сүт", "33.33", "3")], "66.66", vec![part]));
    assert_eq!(standing(&receipt), [row("2", "66.66", "9.20")]);
}

#[test]
fn marking_codes_go_with_their_part_and_may_stand_twice() {
    let mut milk = line("Сүт", "100", "3");
    milk.marking_codes = ["A", "B", "C"].map(str::to_owned).into();
    let receipt = taken(&with(
        vec![milk.clone()],
        "200",
        vec![storno(1_000, "100", "100", &["B"])],
    ));
    let (rest, _) = receipt.standing_lines().next().unwrap();
    assert_eq!(rest.marking_codes, ["A", "C"]);
    // Parts of one package are sold on two lines, both with its code.
    let half = || Line {
        marking_codes: vec!["A".to_owned()],
        ..line("Сүт", "100", "0.5")
    };
    let mut wire = with(vec![half(), line("Нан", "50", "1")], "100", Vec::new());
    let first = wire.items[0].clone();
    wire.items[1] = first;
    let receipt = taken(&wire);
    assert_eq!(receipt.standing_lines().count(), 2);
    let LineEntry::Line(second) = &receipt.content().lines[1] else {
        panic!("a line")
    };
    assert_eq!(second.marking_codes, ["A"]);
}
