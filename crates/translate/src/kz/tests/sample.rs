//! Receipts and messages to test with. All numbers are synthetic.

use ofd_kz::Version;
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::messages::{Request, TicketRequest};
use ofd_kz::payload::decode_request;
use receipt::kz::{
    Buyer, Cashier, Draft, IssueMode, Line, LineEntry, LineOfBusiness, LineVat, Modifier, ModifierKind,
    Operation, ParentReceipt, ParentRule, Payment, PaymentMeans, PricingContext, Receipt, RegistrationNumber,
    SectionCode, TaxationRegime, TaxpayerNumber, UnitCode, VatPlacement, VatRate,
};
use register_kz::{
    AutonomousSign, DocumentBody, DocumentHead, DocumentNumber, Issue, NumberInShift, ShiftNumber,
};
use types::{LocalDateTime, Money, Quantity};

use crate::kz::{receipt_to_ticket, ticket_to_document};

/// Synthetic, with a valid check digit.
pub(super) const SELLER: &str = "990440000008";

/// Another one.
pub(super) const BUYER: &str = "120440000008";

pub(super) fn tenge(text: &str) -> Money {
    Money::parse_major(text).unwrap()
}

pub(super) fn day(text: &str) -> LocalDateTime {
    LocalDateTime::parse(text, "%d.%m.%Y %H:%M").unwrap()
}

pub(super) fn wire(text: &str) -> ofd_kz::messages::Money {
    tenge(text).try_into().unwrap()
}

/// What an operator checks: sums, the seller, and parents since 2.0.3.
pub(super) fn context(parent: ParentRule) -> PricingContext {
    PricingContext {
        seller: Some(TaxpayerNumber::parse(SELLER).unwrap()),
        parent,
        ..PricingContext::sums_only()
    }
}

pub(super) fn vat(percent: u32, placement: VatPlacement) -> LineVat {
    LineVat {
        rate: VatRate::from_percent(percent).unwrap(),
        placement,
        regime: Some(TaxationRegime::General),
        amount: None,
    }
}

pub(super) fn line(name: &str, price: &str, quantity: &str) -> Line {
    Line {
        name: name.to_owned(),
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
        vat: Some(vat(16, VatPlacement::Included)),
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

pub(super) fn cash(amount: &str) -> Payment {
    Payment {
        amount: tenge(amount),
        means: PaymentMeans::Cash,
    }
}

pub(super) fn cashier() -> Cashier {
    Cashier {
        code: 1,
        name: "Кассир 1".to_owned(),
    }
}

pub(super) fn sale(lines: Vec<Line>, payments: Vec<Payment>) -> Draft {
    Draft {
        operation: Operation::Sell,
        issued_at: day("22.11.2026 19:53"),
        cashier: cashier(),
        business: LineOfBusiness::Trading,
        lines: lines
            .into_iter()
            .map(|line| LineEntry::Line(Box::new(line)))
            .collect(),
        modifier: None,
        vat: Vec::new(),
        payments,
        tendered: None,
        buyer: Buyer::default(),
        parent: None,
    }
}

pub(super) fn parent(total: &str) -> ParentReceipt {
    ParentReceipt {
        sign: "849825692".to_owned(),
        issued_at: day("21.11.2026 10:00"),
        registration_number: RegistrationNumber::parse("010100000001").unwrap(),
        total: tenge(total),
        mode: IssueMode::Online,
    }
}

pub(super) fn head(issued_at: LocalDateTime) -> DocumentHead {
    DocumentHead {
        shift: Some(ShiftNumber::new(7)),
        in_shift: Some(NumberInShift::new(3)),
        number: Some(DocumentNumber::new(1234)),
        issued_at,
        cashier: Some(cashier()),
        issue: Issue::Autonomous {
            sign: Some(AutonomousSign::new(1001)),
        },
    }
}

pub(super) fn priced(draft: Draft) -> Receipt {
    Receipt::price(draft, &PricingContext::sums_only()).unwrap()
}

/// The receipt's ticket in a version.
pub(super) fn ticket(receipt: &Receipt, version: Version) -> TicketRequest {
    receipt_to_ticket(receipt, &head(receipt.issued_at()), version).unwrap()
}

/// The receipt of a ticket that is in order.
pub(super) fn read(ticket: &TicketRequest) -> Receipt {
    let document = ticket_to_document(ticket, &context(ParentRule::Optional)).unwrap();
    let DocumentBody::Receipt(receipt) = document.body else {
        panic!("a receipt");
    };
    *receipt
}

/// `path: message` of all faults.
pub(super) fn faults(ticket: &TicketRequest) -> Vec<String> {
    let faults = ticket_to_document(ticket, &context(ParentRule::Required)).unwrap_err();
    faults.iter().map(ToString::to_string).collect()
}

/// A request of the recorded vectors of the wire.
pub(super) fn recorded(name: &str) -> Request {
    const CASHCORE: &str = include_str!("../../../../ofd-kz/tests/vectors/cashcore_requests_v202.json");
    let vectors: serde_json::Value = serde_json::from_str(CASHCORE).unwrap();
    let vectors = vectors["messages"].as_array().unwrap();
    let vector = vectors.iter().find(|vector| vector["name"] == name).unwrap();
    let bytes = hex::decode(vector["hex"].as_str().unwrap()).unwrap();
    let Ok(Decoded::Message { frame, .. }) = Frame::decode(&bytes) else {
        panic!("a whole message");
    };
    decode_request(Version::V202, frame.payload).unwrap().message
}
