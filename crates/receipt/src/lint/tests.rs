use std::collections::BTreeSet;

use super::*;
use crate::*;
use types::{Money, Quantity};

mod table;

const MILK: &str = "0104601234567893215abcde\u{1d}93dGVz";

fn day(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%d.%m.%Y").unwrap()
}

fn money(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

fn line() -> ReceiptLine {
    ReceiptLine {
        name: "Кружка".into(),
        price: money("500"),
        quantity: Quantity::from_whole(2).unwrap(),
        total: money("950"),
        measure: MeasureUnit::PIECE,
        measure_name: None,
        vat: VatRate::Percent(22),
        method: SettlementMethod::FullPayment,
        subject: LineSubject::GOOD,
        item_id: None,
        additional_detail: None,
        excise: None,
        country_code: None,
        declaration_number: None,
        agent: None,
        supplier: None,
        marking: None,
        sectoral: Vec::new(),
        wholesale: false,
    }
}

fn marked() -> ReceiptLine {
    ReceiptLine {
        name: "Молоко".into(),
        price: money("50"),
        quantity: Quantity::ONE,
        total: money("50"),
        vat: VatRate::Percent(10),
        subject: LineSubject::GOOD_MARKED,
        marking: Some(MarkedItem {
            kind: MarkingKind::Gs1Marked,
            code: MILK.into(),
            fraction: None,
            planned_status: Some(1),
        }),
        sectoral: vec![SectoralDetail {
            federal_id: "030".into(),
            date: day("21.11.2023"),
            number: "1944".into(),
            value: "UUID=8a1f0c9e-3b7d-4c52-9f60-1d2e3c4b5a69&Time=1764000000000".into(),
        }],
        ..line()
    }
}

fn agent() -> Agent {
    Agent {
        role: AgentRole::Commissioner,
        paying_agent_operation: None,
        paying_agent_phones: Vec::new(),
        receiver_phones: Vec::new(),
        transfer_operator: TransferOperator::default(),
    }
}

fn receipt() -> Receipt {
    Receipt {
        operation: Operation::Sell,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: TaxationRegime::General,
        seller: Seller::default(),
        buyer: Buyer {
            email: Some("b@example.com".into()),
            ..Buyer::default()
        },
        lines: vec![line(), marked()],
        payments: Payments {
            electronic: money("1000"),
            ..Payments::default()
        },
        cashier: None,
        additional_detail: None,
        user_detail: None,
        sectoral: Vec::new(),
        operational: None,
        cashless: Vec::new(),
        internet: None,
        time_zone: Some(2),
        print: false,
    }
}

fn context() -> LintContext {
    LintContext::new(FormatVersion::V1_2, day("22.11.2026"))
}

fn shown(receipt: &Receipt, context: &LintContext) -> Vec<String> {
    let findings = lint(receipt, context);
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.path, finding.rule))
        .collect()
}

#[test]
fn a_sound_receipt_has_no_findings() {
    assert_eq!(lint(&receipt(), &context()), []);
    assert!(is_sealable(&lint(&receipt(), &context())));
}

#[test]
fn shows_the_arithmetic_of_a_wrong_sum() {
    let mut receipt = receipt();
    receipt.payments = Payments {
        cash: money("100"),
        electronic: money("850"),
        ..Payments::default()
    };
    let findings = lint(&receipt, &context());
    assert_eq!(
        findings[0].to_string(),
        "error payments sum-mismatch: lines 950.00 + 50.00 = 1000.00; \
         payments cash 100.00 + electronic 850.00 = 950.00: 50.00 are not paid"
    );
    assert!(!is_sealable(&findings));
    receipt.payments.cash = money("200.01");
    assert!(
        lint(&receipt, &context())[0]
            .message
            .ends_with("= 1050.01: 50.01 are paid too much")
    );
    let json = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(json["path"], "payments");
    assert_eq!(json["rule"], "sum-mismatch");
    assert_eq!(json["severity"], "error");
}

#[test]
fn finds_everything_at_once() {
    let mut receipt = receipt();
    receipt.lines[0].name = String::new();
    receipt.lines[1].total = money("51");
    receipt.buyer.email = Some("nobody".into());
    let mut findings = shown(&receipt, &context());
    findings.sort();
    assert_eq!(
        findings,
        [
            "buyer.email email-format",
            "lines[0].name text-empty",
            "lines[1].total total-above-price",
            "payments sum-mismatch",
        ]
    );
}

#[test]
fn a_correction_of_the_oldest_format_needs_no_lines() {
    let mut receipt = receipt();
    receipt.lines.clear();
    receipt.correction = Some(Correction {
        kind: CorrectionKind::OwnInitiative,
        date: day("01.11.2026"),
        order_number: None,
    });
    let old = LintContext::new(FormatVersion::V1_05, day("22.11.2026"));
    assert_eq!(shown(&receipt, &old), Vec::<String>::new());
    assert_eq!(shown(&receipt, &context()), ["lines lines-missing"]);
}

#[test]
fn the_rate_of_a_correction_is_that_of_the_corrected_day() {
    let mut receipt = receipt();
    receipt.lines[0].vat = VatRate::Percent(20);
    assert_eq!(
        shown(&receipt, &context()),
        ["lines[0].vat vat-rate-not-in-force"]
    );
    receipt.operation = Operation::SellReturn;
    assert_eq!(shown(&receipt, &context()), Vec::<String>::new());
    receipt.operation = Operation::Sell;
    receipt.correction = Some(Correction {
        kind: CorrectionKind::OwnInitiative,
        date: day("31.12.2025"),
        order_number: None,
    });
    assert_eq!(shown(&receipt, &context()), Vec::<String>::new());
    receipt.lines[0].vat = VatRate::Percent(22);
    assert_eq!(
        shown(&receipt, &context()),
        ["lines[0].vat vat-rate-not-in-force"]
    );
}

#[test]
fn the_answer_to_a_flood_of_lines_is_bounded() {
    let mut receipt = receipt();
    receipt.lines = vec![
        ReceiptLine {
            name: String::new(),
            ..line()
        };
        20_000
    ];
    let findings = lint(&receipt, &context());
    assert!(findings.len() <= LINES_MAX + 10, "{}", findings.len());
    assert!(findings.iter().any(|finding| finding.rule == Rule::TooManyLines));
}

#[test]
fn as_many_lines_with_long_names_as_registers_take_pass() {
    let mut receipt = receipt();
    let line = ReceiptLine {
        name: "ж".repeat(80),
        ..line()
    };
    receipt.lines = vec![line; LINES_MAX];
    receipt.payments.electronic = Money::sum(receipt.lines.iter().map(|line| line.total)).unwrap();
    assert_eq!(lint(&receipt, &context()), []);
}

#[test]
fn ids_of_rules_are_unique() {
    let ids: BTreeSet<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
    assert_eq!(ids.len(), Rule::ALL.len());
}

/// A wrong check digit, details that do not add up, an agent without a supplier: shops send such receipts, and
/// registers seal them.
#[test]
fn what_registers_seal_is_a_warning() {
    let mut receipt = receipt();
    let line = &mut receipt.lines[1];
    line.subject = LineSubject::GOOD;
    line.method = SettlementMethod::FullPrepayment;
    line.excise = Some(line.total);
    line.agent = Some(Agent {
        role: AgentRole::Other,
        paying_agent_phones: vec!["+79998887766".into()],
        ..agent()
    });
    line.marking = Some(MarkedItem {
        kind: MarkingKind::Ean13,
        code: "1234567890123".into(),
        fraction: Some(Fraction {
            numerator: 1,
            denominator: 2,
        }),
        planned_status: Some(6),
    });
    receipt.cashless = vec![CashlessPayment {
        sum: money("2000"),
        method: 2,
        id: "transaction_1".into(),
        additional: None,
    }];
    receipt.internet = Some(true);
    let findings = lint(&receipt, &context());
    assert!(!findings.is_empty() && is_sealable(&findings), "{findings:?}");
}

proptest::proptest! {
    #[test]
    fn no_figures_make_it_panic(
        price in proptest::prelude::any::<i64>(),
        total in proptest::prelude::any::<i64>(),
        quantity in proptest::prelude::any::<u64>(),
        paid in proptest::prelude::any::<i64>(),
        excise in proptest::prelude::any::<i64>(),
    ) {
        let mut receipt = receipt();
        for line in &mut receipt.lines {
            line.price = Money::from_minor(price);
            line.total = Money::from_minor(total);
            line.quantity = Quantity::from_millionths(quantity);
            line.excise = Some(Money::from_minor(excise));
        }
        receipt.payments.cash = Money::from_minor(paid);
        receipt.payments.in_kind = Money::from_minor(paid);
        let findings = lint(&receipt, &context());
        proptest::prop_assert!(!findings.is_empty());
        let totals = [Money::from_minor(total), Money::from_minor(price)];
        let _ = distribute_discount(&totals, Money::from_minor(paid));
        let _ = receipt.vat_totals();
    }
}
