//! Details that both versions write alike: sectoral, operational, of the user, of electronic payments.

use receipt::{CashlessPayment, NamedDetail, OperationalDetail, Payments, SectoralDetail};
use types::{LocalDateTime, Money};

use super::enumeration::PAYMENT;
use crate::cloud::PaymentKind;
use crate::field::{FieldErrorKind, Node, TimeForms};
use crate::limits::PAYMENTS_MAX;

/// Dates: what the README says, what the tests of the SDKs say, and what a live client sends.
pub(super) const DATE: TimeForms = TimeForms {
    patterns: &[("%d.%m.%Y", 10), ("%Y-%m-%d", 10), ("%Y/%m/%d", 10)],
    shown: "dd.mm.yyyy",
};

/// Time of an operational detail.
const SECOND: TimeForms = TimeForms {
    patterns: &[
        ("%d.%m.%Y %H:%M:%S", 19),
        ("%Y-%m-%d %H:%M:%S", 19),
        ("%Y-%m-%dT%H:%M:%S", 19),
    ],
    shown: "dd.mm.yyyy HH:MM:SS",
};

/// What stands for a time that could not be read; it never leaves the door, since the fault is noted.
pub(super) const NO_TIME: LocalDateTime = LocalDateTime::from_wall_seconds(0);

/// Most sectoral details, cashless payments and the like of one list.
const DETAILS_MAX: usize = 100;

pub(super) fn sectoral(node: Node<'_>) -> Vec<SectoralDetail> {
    let items = node.optional_items(DETAILS_MAX);
    let details = items.iter().filter_map(|item| {
        let detail = item.object()?;
        Some(SectoralDetail {
            federal_id: owned(detail.key("federal_id").text_or_integer()),
            date: detail.key("date").time(&DATE).unwrap_or(NO_TIME),
            number: owned(detail.key("number").text_or_integer()),
            value: owned(detail.key("value").text()),
        })
    });
    details.collect()
}

pub(super) fn operational(node: Node<'_>) -> Option<OperationalDetail> {
    let detail = node.given()?.object()?;
    let id = detail.key("name").integer(0, 255, "0 to 255");
    Some(OperationalDetail {
        id: id.and_then(|id| u8::try_from(id).ok()).unwrap_or_default(),
        value: owned(detail.key("value").text()),
        at: detail.key("timestamp").time(&SECOND).unwrap_or(NO_TIME),
    })
}

pub(super) fn user_detail(node: Node<'_>) -> Option<NamedDetail> {
    let detail = node.given()?.object()?;
    Some(NamedDetail {
        name: owned(detail.key("name").text()),
        value: owned(detail.key("value").text()),
    })
}

pub(super) fn cashless(node: Node<'_>) -> Vec<CashlessPayment> {
    let items = node.optional_items(DETAILS_MAX);
    let payments = items.iter().filter_map(|item| {
        let payment = item.object()?;
        let method = payment.key("method").integer(0, 255, "0 to 255");
        Some(CashlessPayment {
            sum: payment.key("sum").money().unwrap_or_default(),
            method: method
                .and_then(|method| u8::try_from(method).ok())
                .unwrap_or_default(),
            id: owned(payment.key("id").text_or_integer()),
            additional: payment
                .key_of("additional_info", ["additionalInfo"])
                .optional_text(),
        })
    });
    payments.collect()
}

pub(super) fn payments(node: Node<'_>) -> Payments {
    let mut sums = Payments::default();
    let Some(items) = node.items(PAYMENTS_MAX) else {
        return sums;
    };
    if items.is_empty() {
        node.fault(FieldErrorKind::TooFew);
    }
    for item in items.iter().filter_map(|item| item.object()) {
        let kind = item.key("type").word(&PAYMENT);
        let sum = item.key("sum").money();
        if let (Some(kind), Some(sum)) = (kind, sum) {
            let total = sum_of(&mut sums, kind);
            match total.checked_add(sum).filter(|_| !sum.is_negative()) {
                Some(more) => *total = more,
                None => item
                    .key("sum")
                    .fault(FieldErrorKind::OutOfRange { range: "0 or more" }),
            }
        }
    }
    sums
}

fn sum_of(sums: &mut Payments, kind: PaymentKind) -> &mut Money {
    match kind {
        PaymentKind::Cash => &mut sums.cash,
        PaymentKind::Electronic => &mut sums.electronic,
        PaymentKind::Prepaid => &mut sums.prepaid,
        PaymentKind::Postpaid => &mut sums.postpaid,
        PaymentKind::InKind => &mut sums.in_kind,
    }
}

/// The text, or nothing in place of a text that is a fault.
pub(super) fn owned(text: Option<&str>) -> String {
    text.map(str::to_owned).unwrap_or_default()
}
