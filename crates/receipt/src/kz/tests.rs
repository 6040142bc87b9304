mod amounts;
mod properties;
mod rates;
mod refusals;

use super::*;
use types::Quantity;

pub(super) fn tenge(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

pub(super) fn day(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%d.%m.%Y %H:%M").unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "a line's field")]
pub(super) fn vat(percent: u32) -> Option<LineVat> {
    Some(LineVat {
        rate: VatRate::from_percent(percent).unwrap(),
        placement: VatPlacement::Included,
        regime: Some(TaxationRegime::General),
        amount: None,
    })
}

pub(super) fn line(price: &str, quantity: &str, vat: Option<LineVat>) -> Line {
    Line {
        name: "Қымыз".to_owned(),
        code: None,
        section: SectionCode::parse("1").unwrap(),
        quantity: Quantity::parse(quantity).unwrap(),
        price: tenge(price),
        total: None,
        unit: UnitCode::piece(),
        barcode: None,
        ntin: None,
        product_id: None,
        physical_label: None,
        marking_codes: Vec::new(),
        vat,
        modifiers: Vec::new(),
    }
}

pub(super) fn modifier(kind: ModifierKind, amount: &str) -> Modifier {
    Modifier {
        kind,
        name: None,
        amount: tenge(amount),
        vat: None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a receipt's field")]
pub(super) fn on_receipt(kind: ModifierKind, amount: &str) -> Option<ReceiptModifier> {
    Some(ReceiptModifier {
        kind,
        name: None,
        amount: tenge(amount),
        vat: None,
    })
}

pub(super) fn paid(means: PaymentMeans, amount: &str) -> Payment {
    Payment {
        amount: tenge(amount),
        means,
    }
}

/// A sale of these lines, paid in cash with so much.
pub(super) fn sale(lines: Vec<Line>, cash: &str) -> Draft {
    Draft {
        operation: Operation::Sell,
        issued_at: day("22.11.2026 19:53"),
        cashier: Cashier {
            code: 1,
            name: "Кассир 1".to_owned(),
        },
        business: LineOfBusiness::Trading,
        lines: lines
            .into_iter()
            .map(|line| LineEntry::Line(Box::new(line)))
            .collect(),
        modifier: None,
        vat: Vec::new(),
        payments: vec![paid(PaymentMeans::Cash, cash)],
        tendered: None,
        buyer: Buyer::default(),
        parent: None,
    }
}

pub(super) fn parent(issued_at: &str, total: &str) -> ParentReceipt {
    ParentReceipt {
        sign: "849825692".to_owned(),
        issued_at: day(issued_at),
        registration_number: RegistrationNumber::parse("010100000001").unwrap(),
        total: tenge(total),
        mode: IssueMode::Online,
    }
}

pub(super) fn context() -> PricingContext {
    PricingContext::of_seller(TaxpayerNumber::parse(SELLER).unwrap())
}

/// Synthetic, with a valid check digit.
pub(super) const SELLER: &str = "990440000008";

pub(super) fn priced(draft: Draft) -> Receipt {
    Receipt::price(draft, &context()).unwrap()
}

/// `path rule` of every finding.
pub(super) fn findings(draft: Draft) -> Vec<String> {
    let findings = Receipt::price(draft, &context()).unwrap_err();
    findings
        .iter()
        .map(|finding| format!("{} {}", finding.path, finding.rule))
        .collect()
}
