//! Tickets of other programs: what is taken, and what is named when it is not.

use ofd_kz::Version;
use ofd_kz::messages::{
    ExtensionOptions, ItemType, Operator, TicketItem, TicketModifier, TicketPayment, TicketRequest, TicketTax,
};
use receipt::kz::{ModifierKind, Operation, ParentRule, PaymentKind, VatPlacement, VatRate};
use register_kz::{DocumentBody, DocumentNumber, Issue};

use super::sample::{
    SELLER, cash, context, day, faults, line, modifier, priced, read, recorded, sale, tenge, ticket, vat,
    wire,
};
use crate::kz::{FaultKind, ticket_to_document};

/// A sale of one good for 100.00 with 16 % inside, paid in cash.
fn simple() -> TicketRequest {
    ticket(
        &priced(sale(vec![line("Нан", "100", "1")], vec![cash("100")])),
        Version::V203,
    )
}

fn changed(change: impl FnOnce(&mut TicketRequest)) -> TicketRequest {
    let mut wire = simple();
    change(&mut wire);
    wire
}

fn item(kind: ItemType, amount: &str) -> TicketItem {
    let part = Some(Box::new(TicketModifier {
        sum: wire(amount),
        ..TicketModifier::default()
    }));
    let mut item = TicketItem {
        r#type: kind.number(),
        ..TicketItem::default()
    };
    match kind {
        ItemType::Discount => item.discount = part,
        ItemType::StornoDiscount => item.storno_discount = part,
        ItemType::Markup => item.markup = part,
        ItemType::StornoMarkup => item.storno_markup = part,
        ItemType::Commodity | ItemType::StornoCommodity => panic!("a modifier"),
    }
    item
}

fn tax(percent: u32, sum: &str, is_in_total_sum: bool) -> TicketTax {
    TicketTax {
        tax_type: 100,
        taxation_type: None,
        percent,
        sum: wire(sum),
        is_in_total_sum,
    }
}

/// Whether the registers of the first vector's maker are read.
#[test]
fn a_recorded_sale_of_cashcore_has_its_figures() {
    let request = recorded("sell_cash_1160");
    let document = ticket_to_document(&request.ticket.unwrap(), &context(ParentRule::Optional)).unwrap();
    assert_eq!(document.head.number, Some(DocumentNumber::new(1)));
    assert_eq!(document.head.issue, Issue::Online);
    let DocumentBody::Receipt(receipt) = document.body else {
        panic!("a receipt");
    };
    assert_eq!(receipt.operation(), Operation::Sell);
    assert_eq!(receipt.issued_at().to_string(), "2026-11-22T19:53:25");
    let figures = receipt.figures();
    assert_eq!((figures.total, figures.change), (tenge("1160"), tenge("0")));
    assert_eq!(figures.paid_by(PaymentKind::Cash), tenge("1160"));
    let [vat] = figures.vat.as_slice() else {
        panic!("one rate");
    };
    assert_eq!(
        (vat.rate, vat.amount),
        (VatRate::from_percent(16).unwrap(), tenge("160"))
    );
    assert_eq!(
        (vat.turnover, vat.turnover_without_vat()),
        (tenge("1160"), Some(tenge("1000")))
    );
}

#[test]
fn cash_is_taken_with_its_change_or_without() {
    let wire_of = |paid: &str, taken: Option<&str>, change: Option<&str>| {
        changed(|ticket| {
            ticket.payments[0].sum = wire(paid);
            ticket.amounts.taken = taken.map(wire);
            ticket.amounts.change = change.map(wire);
        })
    };
    for (paid, taken, change, tendered) in [
        ("100", Some("100"), Some("0"), "100"),
        ("100", Some("500"), Some("400"), "500"),
        ("500", Some("500"), Some("400"), "500"),
        ("100", None, Some("400"), "500"),
        ("100", None, None, "100"),
    ] {
        let receipt = read(&wire_of(paid, taken, change));
        let figures = receipt.figures();
        assert_eq!(
            figures.paid_by(PaymentKind::Cash),
            tenge("100"),
            "{paid} {taken:?}"
        );
        assert_eq!(figures.tendered, tenge(tendered), "{paid} {taken:?}");
        assert_eq!(figures.change.minor(), tenge(tendered).minor() - 10_000);
    }
    for (paid, taken, change, path) in [
        ("90", Some("90"), Some("0"), "ticket.payments"),
        ("100", Some("90"), Some("0"), "ticket.amounts.taken"),
        ("500", Some("600"), Some("400"), "ticket.amounts.change"),
        ("100", Some("500"), Some("300"), "ticket.amounts.change"),
    ] {
        let told = faults(&wire_of(paid, taken, change));
        assert!(told[0].starts_with(path), "{paid} {taken:?} {change:?}: {told:?}");
    }
}

#[test]
fn without_cash_nothing_is_handed_over_whatever_is_stated() {
    let receipt = read(&changed(|ticket| {
        ticket.payments[0].r#type = 1;
        ticket.amounts.taken = Some(wire("100"));
    }));
    assert_eq!(receipt.figures().paid_by(PaymentKind::Card), tenge("100"));
    assert_eq!(receipt.figures().tendered, tenge("0"));
}

#[test]
fn a_tiyn_of_rounding_is_taken_and_two_are_not() {
    let off = |sum: &str, vat: &str| {
        changed(|ticket| {
            let commodity = ticket.items[0].commodity.as_mut().unwrap();
            commodity.sum = wire(sum);
            commodity.taxes[0].sum = wire(vat);
            ticket.payments[0].sum = wire(sum);
            ticket.amounts.total = wire(sum);
            ticket.amounts.taken = Some(wire(sum));
        })
    };
    for (sum, vat) in [
        ("100.01", "13.79"),
        ("99.99", "13.79"),
        ("100", "13.80"),
        ("100", "13.78"),
    ] {
        let receipt = read(&off(sum, vat));
        assert_eq!(receipt.figures().total, tenge(sum));
        assert_eq!(receipt.figures().vat[0].amount, tenge(vat));
    }
    assert_eq!(
        faults(&off("100.02", "13.80")),
        ["ticket.items[0].commodity.sum: 100.02; 100.00 would be right"]
    );
    assert_eq!(
        faults(&off("100", "13.81")),
        ["ticket.items[0].commodity.taxes[0].sum: 13.81; 13.79 would be right"]
    );
}

#[test]
fn taxes_of_the_receipt_are_taken_for_one_rate_and_for_several() {
    let with = |taxes: Vec<TicketTax>| {
        changed(|ticket| {
            ticket.items[0].commodity.as_mut().unwrap().taxes.clear();
            ticket.taxes = taxes;
        })
    };
    let figures = |taxes| read(&with(taxes)).figures().clone();
    let one = figures(vec![tax(16_000, "13.79", true)]);
    assert_eq!((one.vat[0].turnover, one.total), (tenge("100"), tenge("100")));
    // Part of the receipt is taxed: 4.00 is the VAT of 29.00.
    let part = figures(vec![tax(16_000, "4.00", true)]);
    assert_eq!(
        (part.vat[0].turnover, part.vat[0].amount),
        (tenge("29"), tenge("4"))
    );
    let several = figures(vec![
        tax(0, "0", true),
        tax(16_000, "4.00", true),
        tax(5_000, "1.00", true),
    ]);
    let turnovers: Vec<_> = several.vat.iter().map(|vat| vat.turnover).collect();
    assert_eq!(turnovers, [tenge("50"), tenge("21"), tenge("29")]);
    let told = faults(&changed(|ticket| ticket.taxes = vec![tax(16_000, "13.79", true)]));
    assert!(told[0].starts_with("ticket.taxes: "), "{told:?}");
}

#[test]
fn vat_that_is_said_to_be_outside_of_the_sum_is_taken_added_or_not() {
    let on_top = |total: &str| {
        changed(|ticket| {
            let tax = &mut ticket.items[0].commodity.as_mut().unwrap().taxes[0];
            (tax.is_in_total_sum, tax.sum) = (false, wire(if total == "100" { "13.79" } else { "16" }));
            ticket.amounts.total = wire(total);
            ticket.amounts.taken = Some(wire(total));
            ticket.payments[0].sum = wire(total);
        })
    };
    let added = read(&on_top("116"));
    assert_eq!(
        (added.figures().total, added.figures().vat[0].amount),
        (tenge("116"), tenge("16"))
    );
    let total = faults(&on_top("117"));
    assert!(
        total[0].starts_with("ticket.amounts.total: 117.00; 116.00"),
        "{total:?}"
    );
}

#[test]
fn a_discount_belongs_to_the_line_before_it_and_can_be_taken_away_alone() {
    let receipt = read(&changed(|ticket| {
        ticket.items.push(item(ItemType::Discount, "30"));
        ticket.items.push(item(ItemType::Markup, "5"));
        ticket.items.push(item(ItemType::StornoDiscount, "30"));
        ticket.amounts.total = wire("105");
        ticket.amounts.taken = Some(wire("105"));
        ticket.payments[0].sum = wire("105");
    }));
    let (line, _) = receipt.standing_lines().next().unwrap();
    assert_eq!(line.modifiers.len(), 1);
    assert_eq!(line.modifiers[0].kind, ModifierKind::Markup);
    assert_eq!(line.modifiers[0].vat, Some(tenge("0")), "no VAT is stated");
    let first = faults(&changed(|ticket| {
        ticket.items.insert(0, item(ItemType::Discount, "30"));
        ticket.items.push(item(ItemType::StornoMarkup, "5"));
    }));
    assert_eq!(first[0], "ticket.items[0].discount: no line stands before it");
}

#[test]
fn of_two_lines_alike_the_storno_means_the_one_whose_discount_goes_too() {
    let mut cheap = line("Сүт", "100", "1");
    cheap.modifiers = vec![modifier(ModifierKind::Discount, "10")];
    let dear = line("Сүт", "100", "1");
    for (undoes, total) in [(0, "100"), (1, "90")] {
        let mut draft = sale(vec![cheap.clone(), dear.clone()], vec![cash(total)]);
        draft.lines.push(receipt::kz::LineEntry::Storno { undoes });
        let receipt = priced(draft);
        assert_eq!(read(&ticket(&receipt, Version::V202)), receipt);
    }
}

#[test]
fn what_a_receipt_can_do_without_is_left_out() {
    let receipt = read(&changed(|ticket| {
        ticket.operator = Operator { code: 12, name: None };
        ticket.domain = None;
        ticket.extension_options = Some(ExtensionOptions {
            customer_email: Some("none".to_owned()),
            customer_phone: Some("-".to_owned()),
            customer_iin_or_bin: Some(String::new()),
            ..ExtensionOptions::default()
        });
        let commodity = ticket.items[0].commodity.as_mut().unwrap();
        commodity.name = Some("Нан\tақ".to_owned());
        commodity.barcode = Some(" ".to_owned());
        ticket.amounts.discount = Some(TicketModifier::default());
        ticket.amounts.markup = Some(TicketModifier::default());
    }));
    let content = receipt.content();
    assert_eq!(content.cashier.name, "12");
    assert_eq!(content.buyer, receipt::kz::Buyer::default());
    let (line, _) = receipt.standing_lines().next().unwrap();
    assert_eq!((line.name.as_str(), &line.barcode), ("Нан ақ", &None));
}

#[test]
fn the_old_field_of_the_document_number_is_read() {
    let wire = changed(|ticket| {
        ticket.printed_document_number = None;
        ticket.printed_document_number_old = Some("0042".to_owned());
    });
    let document = ticket_to_document(&wire, &context(ParentRule::Required)).unwrap();
    assert_eq!(document.head.number, Some(DocumentNumber::new(42)));
}

#[test]
fn all_that_does_not_parse_is_told_at_once() {
    let told = faults(&changed(|ticket| {
        ticket.operation = 9;
        ticket.date_time.date.month = 13;
        ticket.domain.as_mut().unwrap().r#type = Some(1);
        let commodity = ticket.items[0].commodity.as_mut().unwrap();
        commodity.price.coins = 100;
        commodity.section_code.clear();
        commodity.measure_unit_code = None;
        commodity.taxes[0].percent = 100_001;
        commodity.taxes[0].tax_type = 7;
        ticket.payments[0].r#type = 5;
        ticket.amounts.change = Some(ofd_kz::messages::Money { bills: 0, coins: 100 });
        ticket.items.push(TicketItem {
            r#type: 1,
            ..TicketItem::default()
        });
    }));
    let paths: Vec<&str> = told.iter().map(|one| one.split(": ").next().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "ticket.date_time",
            "ticket.operation",
            "ticket.domain.services",
            "ticket.items[0].commodity.section_code",
            "ticket.items[0].commodity.price",
            "ticket.items[0].commodity.measure_unit_code",
            "ticket.items[0].commodity.taxes[0].tax_type",
            "ticket.items[0].commodity.taxes[0].percent",
            "ticket.items[1].commodity",
            "ticket.payments[0].type",
            "ticket.amounts.change",
        ]
    );
}

#[test]
fn every_broken_rule_is_told_with_the_place_in_the_message() {
    let told = faults(&changed(|ticket| {
        ticket.operation = 3;
        ticket.items.push(ticket.items[0].clone());
        let second = ticket.items[1].commodity.as_mut().unwrap();
        second.name = None;
        second.quantity = 0;
        ticket.items.push(item(ItemType::Discount, "500"));
        ticket.payments.push(TicketPayment {
            r#type: 0,
            ..TicketPayment::default()
        });
        ticket.extension_options = Some(ExtensionOptions {
            customer_iin_or_bin: Some(SELLER.to_owned()),
            ..ExtensionOptions::default()
        });
    }));
    let paths: Vec<&str> = told.iter().map(|one| one.split(": ").next().unwrap()).collect();
    assert_eq!(
        paths,
        [
            "ticket.items[1].commodity.name",
            "ticket.items[1].commodity.quantity",
            "ticket.extension_options.customer_iin_or_bin",
            "ticket.parent_ticket",
        ]
    );
}

#[test]
fn the_seller_as_buyer_has_a_result_of_its_own() {
    let wire = changed(|ticket| {
        ticket.extension_options = Some(ExtensionOptions {
            customer_iin_or_bin: Some(SELLER.to_owned()),
            ..ExtensionOptions::default()
        });
    });
    let faults = ticket_to_document(&wire, &context(ParentRule::Required)).unwrap_err();
    assert_eq!(faults[0].kind.result().code().0, 17);
    assert_eq!(FaultKind::Value.result().code().0, 13);
}

#[test]
fn a_storno_of_nothing_is_named() {
    let told = faults(&changed(|ticket| {
        let receipt = priced(sale(
            vec![line("Нан", "100", "1"), line("Су", "1", "1")],
            vec![cash("101")],
        ));
        let mut draft = receipt.into_content();
        draft.lines.push(receipt::kz::LineEntry::Storno { undoes: 0 });
        draft.payments = vec![cash("1")];
        let other = self::ticket(&priced(draft), Version::V203);
        ticket.items.push(other.items[2].clone());
        ticket.items.push(other.items[2].clone());
    }));
    assert!(
        told[0].starts_with("ticket.items[2].storno_commodity: "),
        "{told:?}"
    );
}

#[test]
fn a_day_and_a_rate_of_any_year_are_taken() {
    let mut draft = sale(vec![line("Нан", "100", "1")], vec![cash("100")]);
    draft.issued_at = day("01.02.2024 10:00");
    let receipt::kz::LineEntry::Line(line) = &mut draft.lines[0] else {
        panic!("a line");
    };
    line.vat = Some(vat(12, VatPlacement::Included));
    let receipt = priced(draft);
    assert_eq!(read(&ticket(&receipt, Version::V202)), receipt);
}
