//! Delivery orders. Source: KOMTET/orders.

mod answer;
mod item;
mod v1;
mod v2;

pub use answer::{order, order_in_list};

use receipt::{
    DocumentForm, Finding, LintContext, Operation, Payments, Receipt, Rule, Seller, Severity, lint,
};
use types::{LocalDateTime, Money};

use super::path;
use super::receipt::Refusal;
use crate::cloud::{Door, ExternalId, OrderDraft, PaymentKind, Spelling};
use crate::field::{Faults, FieldError, FieldErrorKind, Node, TimeForms};
use crate::json::read;
use crate::limits::RECEIPT_BOUNDS;

/// Times of a delivery: what the README and PHP write, and what Python writes.
pub const DELIVERY_TIME: TimeForms = TimeForms {
    patterns: &[
        ("%d.%m.%Y %H:%M", 16),
        ("%Y-%m-%d %H:%M", 16),
        ("%d.%m.%Y %H:%M:%S", 19),
        ("%Y-%m-%d %H:%M:%S", 19),
        ("%Y-%m-%dT%H:%M:%S", 19),
        ("%d.%m.%Y", 10),
        ("%Y-%m-%d", 10),
    ],
    shown: "dd.mm.yyyy HH:MM or yyyy-mm-dd HH:MM",
};

/// Reads an order and checks the receipt that it will become, as far as `context` knows the registers.
///
/// # Errors
/// [`Refusal`] names every field that is wrong.
pub fn read_order(door: Door, body: &[u8], context: &LintContext) -> Result<OrderDraft, Refusal> {
    let value = read(body, RECEIPT_BOUNDS).map_err(Refusal::Json)?;
    let faults = Faults::default();
    let Some(root) = Node::root(&value, &faults).object() else {
        return Err(Refusal::Fields(faults.into_list()));
    };
    let draft = match door {
        Door::KomtetV1 => v1::read(&root),
        Door::KomtetV2 => v2::read(&root),
    };
    let total = Money::sum(draft.lines.iter().map(|line| line.line.total));
    let prepaid_too_much = total.is_none_or(|total| draft.prepayment > total);
    if prepaid_too_much && !faults.touches("items") {
        root.key("prepayment").fault(FieldErrorKind::OutOfRange {
            range: "at most the sum of the items",
        });
    }
    for fault in findings(door, &draft, context) {
        if !faults.touches(&fault.path) {
            faults.push(fault);
        }
    }
    if faults.is_empty() {
        Ok(draft)
    } else {
        Err(Refusal::Fields(faults.into_list()))
    }
}

/// What would be wrong with the receipt that the courier makes. What can still be mended then, such as a
/// marking code to be scanned, is no fault now.
fn findings(door: Door, draft: &OrderDraft, context: &LintContext) -> Vec<FieldError> {
    let findings = lint(&receipt_of(draft), context).into_iter();
    let faults = findings
        .filter(is_lasting)
        .map(|finding| path::fault(Door::KomtetV2, finding));
    faults
        .map(|fault| FieldError {
            path: item::renamed(door, &fault.path),
            ..fault
        })
        .collect()
}

fn is_lasting(finding: &Finding) -> bool {
    let can_be_mended = matches!(
        finding.rule,
        Rule::MarkingCodeMissing
            | Rule::MarkingQuantity
            | Rule::MarkingFraction
            | Rule::SumMismatch
            | Rule::LinesMissing
    );
    finding.severity == Severity::Error && !can_be_mended
}

fn receipt_of(draft: &OrderDraft) -> Receipt {
    let total = Money::sum(draft.lines.iter().map(|line| line.line.total)).unwrap_or_default();
    let rest = total
        .checked_sub(draft.prepayment)
        .unwrap_or_default()
        .max(Money::ZERO);
    let mut payments = Payments {
        prepaid: draft.prepayment,
        ..Payments::default()
    };
    match draft.payment {
        PaymentKind::Cash => payments.cash = rest,
        PaymentKind::Electronic => payments.electronic = rest,
        PaymentKind::Prepaid => payments.prepaid = total,
        PaymentKind::Postpaid => payments.postpaid = rest,
        PaymentKind::InKind => payments.in_kind = rest,
    }
    Receipt {
        operation: Operation::Sell,
        form: DocumentForm::Receipt,
        correction: None,
        taxation: draft.taxation,
        seller: Seller {
            inn: draft.seller_inn.clone(),
            settlement_address: draft.settlement_address.clone(),
            settlement_place: draft.settlement_place.clone(),
        },
        buyer: receipt::Buyer {
            email: draft.buyer.email.clone(),
            phone: Some(draft.buyer.phone.clone()).filter(|phone| !phone.is_empty()),
            name: draft.buyer.receipt_name.clone(),
            inn: draft.buyer.receipt_inn.clone(),
            ..receipt::Buyer::default()
        },
        lines: draft.lines.iter().map(|line| line.line.clone()).collect(),
        payments,
        cashier: None,
        additional_detail: draft.additional_detail.clone(),
        user_detail: draft.user_detail.clone(),
        sectoral: draft.sectoral.clone(),
        operational: draft.operational.clone(),
        cashless: Vec::new(),
        internet: None,
        time_zone: None,
        print: false,
    }
}

/// A number of the shop that stands for something, as text or integer.
fn number(node: &Node<'_>) -> Option<ExternalId> {
    let text = node.optional_text_or_integer()?;
    let spelling = if node.value()?.as_number().is_some() {
        Spelling::Integer
    } else {
        Spelling::Text
    };
    Some(ExternalId { text, spelling })
}

fn courier(node: &Node<'_>) -> Option<types::EmployeeId> {
    node.optional_text_or_integer()?;
    node.integer(1, i64::MAX, "1 or more").map(types::EmployeeId::new)
}

fn delivery_time(node: &Node<'_>) -> Option<LocalDateTime> {
    node.optional_text()?;
    node.time(&DELIVERY_TIME)
}

fn required_number(node: &Node<'_>) -> String {
    node.text_or_integer().map(str::to_owned).unwrap_or_default()
}

fn coordinate(node: Node<'_>) -> Option<crate::cloud::Coordinate> {
    let point = node.given()?.object()?;
    let degrees = |key| point.key(key).decimal().map(str::to_owned).unwrap_or_default();
    Some(crate::cloud::Coordinate {
        latitude: degrees("latitude"),
        longitude: degrees("longitude"),
    })
}

fn nobody_external() -> ExternalId {
    ExternalId {
        text: String::new(),
        spelling: Spelling::Text,
    }
}

fn requisites(node: Node<'_>) -> (Option<String>, Option<types::Inn>) {
    let Some(requisites) = node.given().and_then(Node::object) else {
        return (None, None);
    };
    (
        requisites.key("name").optional_text(),
        requisites.key("inn").optional_inn(),
    )
}

#[cfg(test)]
mod tests;
