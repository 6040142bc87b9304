//! One row for each rule and place: what is changed in a sound receipt, and what is found.

use super::*;

mod lines;

type Row = (&'static str, fn(&mut Receipt, &mut LintContext));

/// Each row breaks one thing; its name is the finding that must be the only one of its rule.
const ROWS: &[Row] = &[
    ("lines lines-missing", |r, _| r.lines.clear()),
    ("lines too-many-lines", |r, _| r.lines = vec![line(); 171]),
    ("lines document-too-large", |r, _| {
        r.lines = vec![
            ReceiptLine {
                name: "ж".repeat(128),
                ..line()
            };
            140
        ];
    }),
    ("payments sum-mismatch", |r, _| r.payments.cash = money("1")),
    ("lines amount-too-large", |r, _| {
        r.lines = vec![
            ReceiptLine {
                price: money("99999999"),
                total: money("99999999"),
                quantity: Quantity::ONE,
                ..line()
            };
            2
        ];
    }),
    ("payments.cash amount-negative", |r, _| {
        r.payments.cash = money("-1");
    }),
    ("payments.electronic amount-too-large", |r, _| {
        r.payments.electronic = money("100000000");
    }),
    ("seller.settlement_address text-too-long", |r, _| {
        r.seller.settlement_address = Some("x".repeat(257));
    }),
    ("seller.settlement_place text-empty", |r, _| {
        r.seller.settlement_place = Some(String::new());
    }),
    ("buyer.name text-too-long", |r, _| {
        r.buyer.name = Some("x".repeat(257));
    }),
    ("buyer.document_data text-too-long", |r, _| {
        r.buyer.document_data = Some("x".repeat(65));
    }),
    ("buyer.address text-too-long", |r, _| {
        r.buyer.address = Some("x".repeat(257));
    }),
    ("cashier.name text-too-long", |r, _| {
        r.cashier = Some(Cashier {
            name: "x".repeat(65),
            inn: None,
        });
    }),
    ("additional_detail text-too-long", |r, _| {
        r.additional_detail = Some("x".repeat(17));
    }),
    ("user_detail.name text-too-long", |r, _| {
        r.user_detail = Some(NamedDetail {
            name: "x".repeat(65),
            value: "y".into(),
        });
    }),
    ("user_detail.value text-empty", |r, _| {
        r.user_detail = Some(NamedDetail {
            name: "x".into(),
            value: String::new(),
        });
    }),
    ("user_detail group-too-large", |r, _| {
        r.user_detail = Some(NamedDetail {
            name: "x".repeat(64),
            value: "y".repeat(256),
        });
    }),
    ("operational.value text-too-long", |r, _| {
        r.operational = Some(OperationalDetail {
            id: 1,
            value: "x".repeat(65),
            at: day("01.01.2026"),
        });
    }),
    ("cashless cashless-sum-mismatch", |r, _| {
        r.cashless = vec![cashless("999")];
    }),
    ("cashless[0].sum amount-negative", |r, _| {
        r.cashless = vec![cashless("-1")];
    }),
    ("cashless[0].id text-too-long", |r, _| {
        r.cashless = vec![CashlessPayment {
            id: "x".repeat(257),
            ..cashless("1000")
        }];
    }),
    ("cashless dropped-by-format", |r, c| {
        c.version = FormatVersion::V1_05;
        r.lines[1] = ReceiptLine {
            total: money("50"),
            ..line()
        };
        r.cashless = vec![cashless("1000")];
    }),
    ("taxation regime-not-registered", |_, c| {
        c.regimes = vec![TaxationRegime::Patent];
    }),
    ("taxation regime-abolished", |r, _| {
        r.taxation = TaxationRegime::ImputedIncome;
    }),
    ("seller.inn seller-foreign", |r, c| {
        r.seller.inn = Some(Inn::parse("7707083893").unwrap());
        c.taxpayer = Some(Inn::parse("7736207543").unwrap());
    }),
    ("buyer.citizenship country-code", |r, _| {
        r.buyer.citizenship = Some("64".into());
    }),
    ("buyer.phone phone-format", |r, _| {
        r.buyer = Buyer {
            phone: Some("12".into()),
            ..Buyer::default()
        };
    }),
    ("buyer.email email-format", |r, _| {
        r.buyer.email = Some("b".into());
    }),
    ("buyer.email buyer-contact-missing", |r, c| {
        r.buyer.email = None;
        c.register_use = RegisterUse::InternetOnly;
    }),
    ("buyer.email internet-contact-missing", |r, _| {
        r.buyer.email = None;
        r.internet = Some(true);
    }),
    ("buyer.document_code buyer-document-code", |r, _| {
        r.buyer.document_code = Some("20".into());
        r.buyer.document_data = Some("1".into());
    }),
    ("buyer.document_data buyer-document-incomplete", |r, _| {
        r.buyer.document_code = Some("21".into());
    }),
    ("buyer.birth_date birth-date-in-future", |r, _| {
        r.buyer.birth_date = Some(day("23.11.2026"));
    }),
    ("buyer dropped-by-format", |r, c| {
        c.version = FormatVersion::V1_1;
        r.lines[1] = ReceiptLine {
            total: money("50"),
            ..line()
        };
        r.buyer.address = Some("Москва".into());
    }),
    ("cashier.inn cashier-number", |r, _| {
        r.cashier = Some(Cashier {
            name: "Кассир".into(),
            inn: Some(Inn::parse("7707083893").unwrap()),
        });
    }),
    ("correction.order_number correction-order-missing", |r, _| {
        r.correction = Some(Correction {
            kind: CorrectionKind::ByOrder,
            ..correction()
        });
    }),
    ("correction.order_number text-too-long", |r, _| {
        r.correction = Some(Correction {
            order_number: Some("1".repeat(33)),
            ..correction()
        });
    }),
    ("correction.date correction-date-in-future", |r, _| {
        r.correction = Some(Correction {
            date: day("23.11.2026"),
            ..correction()
        });
    }),
    ("operation correction-of-return", |r, c| {
        c.version = FormatVersion::V1_05;
        r.operation = Operation::SellReturn;
        r.correction = Some(correction());
    }),
    ("time_zone time-zone", |r, _| r.time_zone = Some(12)),
];

fn cashless(sum: &str) -> CashlessPayment {
    CashlessPayment {
        sum: money(sum),
        method: 1,
        id: "payment-1".into(),
        additional: None,
    }
}

fn correction() -> Correction {
    Correction {
        kind: CorrectionKind::OwnInitiative,
        date: day("01.11.2026"),
        order_number: None,
    }
}

fn code(receipt: &mut Receipt) -> &mut MarkedItem {
    receipt.lines[1].marking.as_mut().unwrap()
}

#[test]
fn each_breach_is_found_at_its_place() {
    for (expected, change) in ROWS.iter().chain(lines::ROWS) {
        let (mut receipt, mut context) = (receipt(), context());
        change(&mut receipt, &mut context);
        let found = shown(&receipt, &context);
        assert!(
            found.iter().any(|found| found == expected),
            "expected {expected}, found {found:?}"
        );
    }
}

#[test]
fn every_rule_has_a_row() {
    let named: BTreeSet<_> = ROWS
        .iter()
        .chain(lines::ROWS)
        .filter_map(|(expected, _)| expected.split(' ').next_back())
        .collect();
    let missing: Vec<_> = Rule::ALL
        .iter()
        .filter(|rule| !named.contains(rule.id()))
        .collect();
    assert_eq!(missing, Vec::<&Rule>::new());
}
