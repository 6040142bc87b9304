//! What the positions of both versions have in common.

use receipt::{LineSubject, MeasureUnit, ReceiptLine, SettlementMethod, VatRate};
use types::{Money, Quantity};

use super::detail::owned;
use super::enumeration::{METHOD, SUBJECT, VAT, measure_of_words};
use super::{agent, detail, marking};
use crate::field::{FieldErrorKind, Node};
use crate::limits::POSITIONS_MAX;

/// Reads a position of version 1.
pub(super) fn position_v1(node: &Node<'_>) -> ReceiptLine {
    let words = node.key("measure_name").optional_text();
    let method = node
        .key("calculation_method")
        .given()
        .and_then(|node| node.word(&METHOD));
    let subject = node
        .key("calculation_subject")
        .given()
        .and_then(|node| node.word(&SUBJECT));
    ReceiptLine {
        measure: words.as_deref().map_or(MeasureUnit::PIECE, measure_of_words),
        measure_name: words,
        method: method.unwrap_or(SettlementMethod::FullPayment),
        subject: subject.unwrap_or(LineSubject::GOOD),
        marking: marking::nomenclature(node.key("nomenclature_code")),
        ..either(node)
    }
}

/// Reads a position of version 2.
pub(super) fn position_v2(node: &Node<'_>) -> ReceiptLine {
    ReceiptLine {
        measure: measure(node),
        method: node
            .key("payment_method")
            .word(&METHOD)
            .unwrap_or(SettlementMethod::FullPayment),
        subject: node
            .key("payment_object")
            .word(&SUBJECT)
            .unwrap_or(LineSubject::GOOD),
        ..marked_v2(node)
    }
}

/// Reads what positions and order items of version 2 share beyond [`either`].
pub(super) fn marked_v2(node: &Node<'_>) -> ReceiptLine {
    let wholesale = node.key("wholesale").given().and_then(|node| node.boolean());
    ReceiptLine {
        marking: marking::marked_item(node),
        sectoral: detail::sectoral(node.key("sectoral_item_props")),
        wholesale: wholesale.unwrap_or_default(),
        ..either(node)
    }
}

/// Reads `measure`; a number of no table is left to the lint.
pub(super) fn measure(node: &Node<'_>) -> MeasureUnit {
    let number = node.key("measure").integer(0, 255, "0 to 255");
    MeasureUnit(
        number
            .and_then(|number| u8::try_from(number).ok())
            .unwrap_or_default(),
    )
}

/// Reads what every position has.
pub(super) fn either(node: &Node<'_>) -> ReceiptLine {
    let number = |key| node.key(key).optional_text_or_integer();
    ReceiptLine {
        name: owned(node.key("name").text()),
        price: node.key("price").money().unwrap_or(Money::ZERO),
        quantity: node.key("quantity").quantity().unwrap_or(ONE),
        total: node.key("total").money().unwrap_or(Money::ZERO),
        vat: vat(node),
        item_id: number("id"),
        additional_detail: node.key("user_data").optional_text(),
        excise: node.key("excise").given().and_then(|node| node.money()),
        country_code: number("country_code"),
        declaration_number: node.key("declaration_number").optional_text(),
        agent: agent::agent(node.key("agent_info")),
        supplier: agent::supplier(node.key("supplier_info")),
        ..stand_in()
    }
}

/// Reads the positions; there must be one at least.
pub(super) fn positions(node: &Node<'_>, read: impl Fn(&Node<'_>) -> ReceiptLine) -> Vec<ReceiptLine> {
    let Some(items) = node.items(POSITIONS_MAX) else {
        return Vec::new();
    };
    if items.is_empty() {
        node.fault(FieldErrorKind::TooFew);
    }
    let line = |item: &Node<'_>| item.object().map_or_else(stand_in, |node| read(&node));
    items.iter().map(line).collect()
}

/// What stands for a position that is no object.
pub(super) fn stand_in() -> ReceiptLine {
    ReceiptLine {
        name: String::new(),
        price: Money::ZERO,
        quantity: ONE,
        total: Money::ZERO,
        measure: MeasureUnit::PIECE,
        measure_name: None,
        vat: VatRate::NotSubject,
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

const ONE: Quantity = Quantity::from_millionths(1_000_000);

/// Reads `vat`: a word, a number, or `{number, sum}` of old clients.
fn vat(node: &Node<'_>) -> VatRate {
    let vat = node.key("vat");
    let number = vat.key("number");
    let rate = if number.is_given() { number } else { vat };
    rate.word_or_number(&VAT).unwrap_or(VatRate::NotSubject)
}
