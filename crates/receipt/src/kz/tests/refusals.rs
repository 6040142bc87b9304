use super::*;

fn one_line() -> Vec<Line> {
    vec![line("1160.00", "1", vat(16))]
}

#[test]
fn every_finding_is_told_at_once() {
    let mut wrong = line("-1.00", "0", vat(17));
    wrong.name = " ".to_owned();
    let mut draft = sale(vec![wrong], "1.00");
    draft.cashier.name = String::new();
    draft.buyer.number = Some("123".to_owned());
    draft.buyer.email = Some("nobody".to_owned());
    draft.buyer.phone = Some("call me".to_owned());
    draft.business = LineOfBusiness::Parking {
        from: day("22.11.2026 10:00"),
        until: day("22.11.2026 09:00"),
    };
    draft.parent = Some(parent("23.11.2026 10:00", "1.00"));
    assert_eq!(
        findings(draft),
        [
            "lines[0].name name-missing",
            "lines[0].quantity quantity-zero",
            "lines[0].vat.rate vat-rate-not-in-force",
            "lines[0].price amount-negative",
            "business.until period-order",
            "cashier.name text-empty",
            "buyer.number buyer-number",
            "buyer.email email-format",
            "buyer.phone phone-format",
            "parent parent-unexpected",
            "parent.issued_at parent-time",
        ]
    );
}

/// What is done to a sale of one line for 1160.00, and what is found.
type Case = (&'static str, fn(&mut Draft), &'static [&'static str]);

const CASES: &[Case] = &[
    ("no line", |draft| draft.lines.clear(), &["lines lines-missing"]),
    (
        "too many lines",
        |draft| draft.lines = vec![draft.lines[0].clone(); LINES_MAX + 1],
        &["lines too-many-lines"],
    ),
    (
        "all undone",
        |draft| {
            draft.lines.push(LineEntry::Storno { undoes: 0 });
            draft.payments.clear();
        },
        &["lines lines-missing"],
    ),
    (
        "storno of itself and of a storno",
        |draft| {
            draft.lines.push(LineEntry::Storno { undoes: 1 });
            draft.lines.push(LineEntry::Storno { undoes: 1 });
        },
        &["lines[1].undoes storno-target", "lines[2].undoes storno-target"],
    ),
    (
        "undone twice",
        |draft| {
            let again = draft.lines[0].clone();
            draft.lines.extend([again.clone(), again]);
            draft
                .lines
                .extend([LineEntry::Storno { undoes: 0 }, LineEntry::Storno { undoes: 0 }]);
            draft.payments[0].amount = tenge("2320.00");
        },
        &["lines[4].undoes storno-twice"],
    ),
    (
        "four decimals",
        |draft| of_line(draft, |line| line.quantity = Quantity::from_millionths(1_000_100)),
        &["lines[0].quantity quantity-range"],
    ),
    (
        "more than the wire holds",
        |draft| {
            of_line(draft, |line| {
                line.quantity = Quantity::from_millionths(2_147_483_648_000);
            });
        },
        &["lines[0].quantity quantity-range"],
    ),
    (
        "an amount above the largest",
        |draft| {
            of_line(draft, |line| {
                line.price = AMOUNT_MAX.checked_add(Money::from_minor(1)).unwrap();
            });
        },
        &["lines[0].price amount-too-large"],
    ),
    (
        "out of range",
        |draft| {
            of_line(draft, |line| {
                line.price = AMOUNT_MAX;
                line.quantity = Quantity::from_whole(2).unwrap();
            });
        },
        &["lines[0].total amount-too-large"],
    ),
    (
        "a name too long",
        |draft| of_line(draft, |line| line.name = "x".repeat(NAME_LENGTH_MAX + 1)),
        &["lines[0].name text-too-long"],
    ),
    (
        "control characters",
        |draft| of_line(draft, |line| line.name = "a\u{1b}b".to_owned()),
        &["lines[0].name text-control"],
    ),
    (
        "a bar code too long, an empty one",
        |draft| {
            of_line(draft, |line| {
                line.barcode = Some("1".repeat(CODE_LENGTH_MAX + 1));
                line.ntin = Some(String::new());
            });
        },
        &["lines[0].barcode text-too-long", "lines[0].ntin text-empty"],
    ),
    (
        "marking codes",
        |draft| {
            of_line(draft, |line| {
                line.marking_codes = vec!["01\u{1d}21".to_owned(); 2];
            });
        },
        &[
            "lines[0].marking_codes marking-count",
            "lines[0].marking_codes[1] marking-twice",
        ],
    ),
    (
        "a discount above its line",
        |draft| {
            of_line(draft, |line| {
                line.modifiers = vec![modifier(ModifierKind::Discount, "1160.01")];
            });
        },
        &["lines[0].modifiers discount-too-large"],
    ),
    (
        "a discount above the receipt",
        |draft| draft.modifier = on_receipt(ModifierKind::Discount, "1160.01"),
        &["modifier.amount discount-too-large"],
    ),
    (
        "rates of the receipt's discount",
        |draft| {
            let share = |percent, amount| VatShare {
                rate: VatRate::from_percent(percent).unwrap(),
                amount: tenge(amount),
            };
            draft.modifier = on_receipt(ModifierKind::Discount, "116.00");
            draft.modifier.as_mut().unwrap().vat =
                Some(vec![share(16, "16.02"), share(12, "1.00"), share(16, "1.00")]);
        },
        &[
            "modifier.vat[1].rate vat-rate-foreign",
            "modifier.vat[2].rate vat-rate-twice",
            "modifier.vat[0].amount vat-mismatch",
        ],
    ),
    (
        "stated VAT",
        |draft| {
            of_line(draft, |line| {
                line.vat.as_mut().unwrap().amount = Some(tenge("160.02"));
            });
        },
        &["lines[0].vat.amount vat-mismatch"],
    ),
    (
        "paid twice in cash",
        |draft| draft.payments.push(draft.payments[0].clone()),
        &["payments[1] payment-twice"],
    ),
    (
        "card above the total",
        |draft| draft.payments[0] = paid(PaymentMeans::Mobile(MobileDetails::default()), "1160.01"),
        &["payments paid-too-much"],
    ),
    (
        "not enough",
        |draft| draft.payments[0].amount = tenge("1159.99"),
        &["payments paid-mismatch"],
    ),
    (
        "tendered below",
        |draft| draft.tendered = Some(tenge("1159.99")),
        &["tendered tendered-mismatch"],
    ),
    (
        "tendered without cash",
        |draft| {
            draft.payments[0].means = PaymentMeans::Card(CardDetails::default());
            draft.tendered = Some(tenge("1160.00"));
        },
        &["tendered tendered-mismatch"],
    ),
    (
        "the buyer is the seller",
        |draft| draft.buyer.number = Some(SELLER.to_owned()),
        &["buyer.number buyer-is-seller"],
    ),
    (
        "a return of more than was sold",
        |draft| {
            draft.operation = Operation::SellReturn;
            draft.parent = Some(parent("22.11.2026 10:00", "1159.99"));
        },
        &["parent.total parent-total"],
    ),
];

fn of_line(draft: &mut Draft, change: impl FnOnce(&mut Line)) {
    let LineEntry::Line(line) = &mut draft.lines[0] else {
        panic!()
    };
    change(line);
}

#[test]
fn each_fault_has_its_finding() {
    for (name, change, expected) in CASES {
        let mut draft = sale(one_line(), "1160.00");
        change(&mut draft);
        assert_eq!(findings(draft), *expected, "{name}");
    }
}

#[test]
fn every_rule_is_found_by_some_test() {
    let tests = [
        include_str!("refusals.rs"),
        include_str!("amounts.rs"),
        include_str!("rates.rs"),
    ]
    .concat();
    for rule in Rule::ALL {
        assert!(tests.contains(&format!(" {rule}\"")), "{rule}");
    }
}

#[test]
fn numbers_tell_what_would_be_right() {
    assert!(matches!(
        TaxpayerNumber::parse(SELLER),
        Ok(TaxpayerNumber::Bin(_))
    ));
    assert!(RegistrationNumber::parse("0101").is_err());
    assert!(RegistrationNumber::parse("01010000000A").is_err());
    assert!(SectionCode::parse("").is_err());
    assert_eq!(UnitCode::piece().as_str(), "796");
    assert_eq!(VatRate::from_thousandths(12_500).unwrap().to_string(), "12.5 %");
    assert_eq!(VatRate::from_percent(101), None);
}
