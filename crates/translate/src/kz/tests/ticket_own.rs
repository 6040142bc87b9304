//! What we write, we read as it was.

use ofd_kz::Version;
use ofd_kz::messages::ItemType;
use proptest::prelude::*;
use receipt::kz::{
    CardDetails, Draft, Figures, Line, LineEntry, LineOfBusiness, MobileDetails, ModifierKind, Operation,
    Payment, PaymentKind, PaymentMeans, Receipt, ReceiptModifier, ReceiptVat, TaxiRide, VatPlacement,
    VatRate, line_total,
};
use types::{Money, Quantity};

use super::sample::{self, cash, day, head, line, modifier, parent, priced, read, sale, tenge, ticket, vat};
use crate::kz::{FaultKind, receipt_to_ticket};

fn again(draft: Draft) {
    let receipt = priced(draft);
    for version in [Version::V203, Version::V204] {
        assert_eq!(read(&ticket(&receipt, version)), receipt, "{version}");
    }
}

#[test]
fn a_receipt_with_everything_is_read_as_it_was_written() {
    let mut good = line("Сүт", "450.50", "1.5");
    good.code = Some(17);
    good.barcode = Some("4870001234567".to_owned());
    good.ntin = Some("0200000000017".to_owned());
    good.product_id = Some("sku-1".to_owned());
    good.physical_label = Some("A1".to_owned());
    good.marking_codes = vec!["01\u{1d}21".to_owned(), "01\u{1d}22".to_owned()];
    good.modifiers = vec![
        modifier(ModifierKind::Discount, "10.00"),
        modifier(ModifierKind::Markup, "0.75"),
    ];
    let mut draft = sale(vec![good, line("Нан", "120", "3")], Vec::new());
    draft.lines.push(LineEntry::Storno { undoes: 0 });
    draft
        .lines
        .push(LineEntry::Line(Box::new(line("Шай", "900", "1"))));
    draft.modifier = Some(ReceiptModifier {
        kind: ModifierKind::Discount,
        name: Some("Акция".to_owned()),
        amount: tenge("60.00"),
        vat: None,
    });
    let card = PaymentMeans::Card(CardDetails {
        terminal_id: Some("T1".to_owned()),
        card_type: Some("VISA".to_owned()),
        authorization_code: Some(123_456),
        reference_number: Some(987_654_321_012),
        slip_number: Some(17),
    });
    let mobile = PaymentMeans::Mobile(MobileDetails {
        qr_type: Some("kaspi".to_owned()),
        qr_id: Some("42".to_owned()),
    });
    draft.payments = vec![
        Payment {
            amount: tenge("500"),
            means: card,
        },
        cash("500"),
        Payment {
            amount: tenge("200"),
            means: mobile,
        },
    ];
    draft.tendered = Some(tenge("1000"));
    draft.buyer.number = Some(sample::BUYER.to_owned());
    draft.buyer.email = Some("buyer@example.org".to_owned());
    draft.buyer.phone = Some("+77010000001".to_owned());
    again(draft);
}

#[test]
fn every_line_of_business_and_every_operation_is_read_as_it_was_written() {
    let businesses = [
        LineOfBusiness::Trading,
        LineOfBusiness::Hotel,
        LineOfBusiness::Services {
            account: "A-1".to_owned(),
        },
        LineOfBusiness::GasStation {
            correction_number: Some("5".to_owned()),
            correction_sum: Some(tenge("1.10")),
            card_number: None,
        },
        LineOfBusiness::Taxi {
            car_number: "001AAA02".to_owned(),
            ride: TaxiRide::Ordered,
            fare: tenge("900"),
        },
        LineOfBusiness::Taxi {
            car_number: "001AAA02".to_owned(),
            ride: TaxiRide::Hailed,
            fare: tenge("0"),
        },
        LineOfBusiness::Parking {
            from: day("22.11.2026 18:00"),
            until: day("22.11.2026 19:00"),
        },
    ];
    let operations = [
        Operation::Sell,
        Operation::SellReturn,
        Operation::Buy,
        Operation::BuyReturn,
    ];
    for business in businesses {
        for operation in operations {
            let mut draft = sale(vec![line("Қызмет", "10", "1")], vec![cash("10")]);
            draft.business = business.clone();
            draft.operation = operation;
            if matches!(operation, Operation::SellReturn | Operation::BuyReturn) {
                draft.parent = Some(parent("20"));
            }
            again(draft);
        }
    }
}

#[test]
fn vat_of_the_receipt_is_read_as_it_was_written() {
    for placement in [VatPlacement::Included, VatPlacement::OnTop] {
        let mut one = line("Нан", "100.03", "1");
        one.vat = None;
        let paid = match placement {
            VatPlacement::Included => "100.03",
            VatPlacement::OnTop => "116.03",
        };
        let mut draft = sale(vec![one], vec![cash(paid)]);
        draft.vat = vec![ReceiptVat {
            rate: VatRate::from_percent(16).unwrap(),
            placement,
            regime: None,
            turnover: tenge("100.03"),
            amount: None,
        }];
        again(draft);
    }
}

#[test]
fn numbers_of_the_document_are_read_as_they_were_written() {
    let receipt = priced(sale(vec![line("Нан", "100", "1")], vec![cash("100")]));
    let wire = ticket(&receipt, Version::V203);
    let context = sample::context(receipt::kz::ParentRule::Required);
    let document = crate::kz::ticket_to_document(&wire, &context).unwrap();
    assert_eq!(document.head, head(receipt.issued_at()));
    assert_eq!(wire.offline_ticket_number, Some(1001));
    assert_eq!(
        (
            wire.fr_shift_number,
            wire.shift_document_number,
            wire.printed_document_number
        ),
        (Some(7), Some(3), Some(1234))
    );
    assert_eq!(ticket(&receipt, Version::V204).shift_document_number, None);
}

#[test]
fn each_version_gets_what_it_has_a_place_for() {
    let mut marked = line("Су", "100", "2");
    marked.marking_codes = vec!["01A".to_owned()];
    marked.ntin = Some("0200000000017".to_owned());
    let mut draft = sale(vec![marked], Vec::new());
    draft.payments = vec![Payment {
        amount: tenge("200"),
        means: PaymentMeans::Card(CardDetails {
            terminal_id: Some("T1".to_owned()),
            ..CardDetails::default()
        }),
    }];
    draft.operation = Operation::SellReturn;
    draft.parent = Some(parent("200"));
    let receipt = priced(draft.clone());
    let old = ticket(&receipt, Version::V202);
    let commodity = old.items[0].commodity.as_deref().unwrap();
    assert_eq!(commodity.excise_stamp.as_deref(), Some("01A"));
    assert!(commodity.list_excise_stamp.is_empty() && commodity.ntin.is_none());
    assert!(old.parent_ticket.is_none() && old.payments[0].card_payment_fields.is_none());
    assert_eq!(read(&old).figures(), receipt.figures());

    let new = ticket(&receipt, Version::V203);
    let commodity = new.items[0].commodity.as_deref().unwrap();
    assert_eq!(commodity.excise_stamp, None);
    assert_eq!(commodity.list_excise_stamp, ["01A"]);
    assert!(new.parent_ticket.is_some() && new.payments[0].card_payment_fields.is_some());

    let LineEntry::Line(line) = &mut draft.lines[0] else {
        panic!("a line");
    };
    line.marking_codes.push("01B".to_owned());
    line.vat.as_mut().unwrap().regime = Some(receipt::kz::TaxationRegime::Patent);
    draft.payments[0].means = PaymentMeans::Credit;
    let receipt = priced(draft);
    let refused = |version| {
        let faults = receipt_to_ticket(&receipt, &head(receipt.issued_at()), version).unwrap_err();
        assert!(faults.iter().all(|fault| fault.kind == FaultKind::Version));
        faults.into_iter().map(|fault| fault.path).collect::<Vec<_>>()
    };
    assert_eq!(refused(Version::V202), ["ticket.items[0].excise_stamp"]);
    assert_eq!(
        refused(Version::V204),
        ["ticket.items[0].taxation_type", "ticket.payments[0].type"]
    );
}

#[test]
fn a_storno_takes_its_discounts_along() {
    let mut good = line("Сүт", "100", "1");
    good.modifiers = vec![modifier(ModifierKind::Discount, "10")];
    let mut draft = sale(vec![good, line("Нан", "50", "1")], vec![cash("50")]);
    draft.lines.push(LineEntry::Storno { undoes: 0 });
    let receipt = priced(draft);
    let types: Vec<i32> = ticket(&receipt, Version::V203)
        .items
        .iter()
        .map(|item| item.r#type)
        .collect();
    let expected = [
        ItemType::Commodity,
        ItemType::Discount,
        ItemType::Commodity,
        ItemType::StornoCommodity,
        ItemType::StornoDiscount,
    ];
    assert_eq!(types, expected.map(ItemType::number));
}

prop_compose! {
    fn any_line()(
        price in 0_i64..2_000_000,
        thousandths in 1_u64..20_000,
        percent in prop_oneof![Just(None), Just(Some(0)), Just(Some(5)), Just(Some(16))],
        on_top in any::<bool>(),
        stated_off in -1_i64..=1,
        vat_off in -1_i64..=1,
        discount_share in 0_i64..=50,
        markup in 0_i64..10_000,
        modifier_vat in prop_oneof![Just(None), Just(Some(Money::ZERO))],
    ) -> Line {
        let mut made = line("", "0.00", "1");
        made.price = Money::from_minor(price);
        made.quantity = Quantity::from_millionths(thousandths * 1000);
        let computed = line_total(made.price, made.quantity).unwrap();
        let gross = Money::from_minor((computed.minor() + stated_off).max(0));
        made.total = Some(gross).filter(|gross| *gross != computed);
        let placement = if on_top { VatPlacement::OnTop } else { VatPlacement::Included };
        made.vat = percent.map(|percent| vat(percent, placement));
        if let Some(vat) = &mut made.vat {
            let computed = match placement {
                VatPlacement::OnTop => receipt::kz::vat_on_top(gross, vat.rate).unwrap(),
                VatPlacement::Included => receipt::kz::vat_included(gross, vat.rate).unwrap(),
            };
            let stated = Money::from_minor((computed.minor() + vat_off).max(0));
            vat.amount = Some(stated).filter(|stated| *stated != computed);
        }
        let discount = modifier(ModifierKind::Discount, "0");
        let markup_line = modifier(ModifierKind::Markup, "0");
        made.modifiers = vec![
            receipt::kz::Modifier { amount: gross.share(discount_share, 100).unwrap(), ..discount },
            receipt::kz::Modifier { amount: Money::from_minor(markup), ..markup_line },
        ];
        // Zero says that no VAT is stated; where the computed one is zero too, it says nothing.
        for one in &mut made.modifiers {
            let taxed = made.vat.and_then(|vat| match vat.placement {
                VatPlacement::OnTop => receipt::kz::vat_on_top(one.amount, vat.rate),
                VatPlacement::Included => receipt::kz::vat_included(one.amount, vat.rate),
            });
            one.vat = modifier_vat.filter(|_| taxed.is_some_and(|taxed| taxed != Money::ZERO));
        }
        made
    }
}

/// Pays a receipt of these figures: by card in part, in cash the rest, with change.
fn pay(draft: &mut Draft, figures: &Figures, card_share: i64, change: i64) {
    let card = figures.total.share(card_share, 100).unwrap();
    let due = figures.total.checked_sub(card).unwrap();
    draft.payments = vec![Payment {
        amount: card,
        means: PaymentMeans::Card(CardDetails::default()),
    }];
    draft.tendered = None;
    if due != Money::ZERO {
        draft.payments.push(Payment {
            amount: due,
            means: PaymentMeans::Cash,
        });
        let tendered = Money::from_minor(due.minor() + change);
        draft.tendered = Some(tendered).filter(|tendered| *tendered != due);
    }
}

prop_compose! {
    fn any_receipt()(
        lines in proptest::collection::vec(any_line(), 1..6),
        undo in proptest::option::of(0_usize..5),
        modifier_amount in proptest::option::of(0_i64..5_000),
        is_markup in any::<bool>(),
        card_share in 0_i64..=100,
        change in 0_i64..100_000,
    ) -> Option<Receipt> {
        let mut draft = sale(lines, vec![cash("999999999")]);
        for (index, entry) in draft.lines.iter_mut().enumerate() {
            if let LineEntry::Line(line) = entry {
                line.name = format!("Тауар {index}");
            }
        }
        draft.modifier = modifier_amount.map(|amount| ReceiptModifier {
            kind: if is_markup { ModifierKind::Markup } else { ModifierKind::Discount },
            name: None,
            amount: Money::from_minor(amount),
            vat: None,
        });
        let count = draft.lines.len();
        if let Some(undoes) = undo.filter(|undoes| *undoes < count && count > 1) {
            draft.lines.push(LineEntry::Storno { undoes });
        }
        let context = receipt::kz::PricingContext::sums_only();
        // The discount on the receipt may be too large for a cheap one.
        let figures = Receipt::price(draft.clone(), &context).ok()?.figures().clone();
        pay(&mut draft, &figures, card_share, change);
        Some(Receipt::price(draft, &context).unwrap())
    }
}

proptest! {
    #[test]
    fn what_we_write_we_read_again(receipt in any_receipt()) {
        let Some(receipt) = receipt else { return Ok(()) };
        for version in [Version::V202, Version::V203] {
            let wire = ticket(&receipt, version);
            let back = read(&wire);
            prop_assert_eq!(&back, &receipt, "{}", version);
            prop_assert_eq!(ticket(&back, version), wire);
        }
        let paid = Money::sum(PaymentKind::ALL.map(|kind| receipt.figures().paid_by(kind)));
        prop_assert_eq!(paid, Some(receipt.figures().total));
    }
}
