//! Payments, lines and the total of a receipt.

use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use crate::tags;
use crate::tree::Tag;

/// A rouble: the rounding that the law leaves to the seller is less than this.
const ROUBLE: u64 = 100;

/// Kinds of payment that add up to the total.
const PAYMENTS: [Tag; 5] = [
    tags::CASH_PAYMENT,
    tags::ELECTRONIC_PAYMENT,
    tags::PREPAID_PAYMENT,
    tags::POSTPAID_PAYMENT,
    tags::IN_KIND_PAYMENT,
];

/// Checks tag 1020 against payments and lines.
pub(super) fn check(receipt: &Group<'_>, report: &mut Report) {
    let Some(total) = receipt.uint(tags::RECEIPT_TOTAL) else {
        return;
    };
    let paid = PAYMENTS
        .iter()
        .map(|tag| u128::from(receipt.uint_or_zero(*tag)))
        .sum::<u128>();
    if paid != u128::from(total) {
        let message = format!(
            "the payments 1031 + 1081 + 1215 + 1216 + 1217 are {} together; the total is {}",
            Roubles(paid),
            Roubles(total.into())
        );
        report.raise(RuleId::PaymentsSum, receipt.path_of(tags::RECEIPT_TOTAL), message);
    }
    check_electronic_parts(receipt, report);
    let Some(sum) = sum_of_lines(receipt) else { return };
    let difference = sum.abs_diff(u128::from(total));
    if difference == 0 {
        return;
    }
    let rule = if difference < u128::from(ROUBLE) {
        RuleId::LinesSumRounding
    } else {
        RuleId::LinesSum
    };
    let message = format!(
        "the lines are {} together; the total is {}",
        Roubles(sum),
        Roubles(total.into())
    );
    report.raise(rule, receipt.path_of(tags::RECEIPT_TOTAL), message);
}

/// Sum of the lines; `None` when there is no line or one of them has no total.
fn sum_of_lines(receipt: &Group<'_>) -> Option<u128> {
    let mut sum = None;
    for line in receipt.groups(tags::LINE) {
        sum = Some(sum.unwrap_or(0) + u128::from(line.uint(tags::LINE_TOTAL)?));
    }
    sum
}

/// Kopecks between the sum of the lines and the total, which the seller rounded away; 0 when unknown.
pub(super) fn rounded_away(receipt: &Group<'_>) -> u64 {
    let difference = sum_of_lines(receipt)
        .zip(receipt.uint(tags::RECEIPT_TOTAL))
        .map_or(0, |(sum, total)| sum.abs_diff(u128::from(total)));
    u64::try_from(difference).unwrap_or(0).min(ROUBLE - 1)
}

fn check_electronic_parts(receipt: &Group<'_>, report: &mut Report) {
    for details in receipt.groups(tags::ELECTRONIC_PAYMENT_DETAILS) {
        let parts = details.groups(tags::ELECTRONIC_PAYMENT_PART);
        let sum = parts
            .map(|part| u128::from(part.uint_or_zero(tags::ELECTRONIC_PAYMENT_PART_SUM)))
            .sum::<u128>();
        let electronic = receipt.uint_or_zero(tags::ELECTRONIC_PAYMENT);
        if sum != u128::from(electronic) {
            let message = format!(
                "the single electronic payments are {} together; tag 1081 is {}",
                Roubles(sum),
                Roubles(electronic.into())
            );
            report.raise(RuleId::ElectronicPartsSum, details.place.path(), message);
        }
    }
}

/// Kopecks shown as roubles: `12.34`.
pub(super) struct Roubles(pub(super) u128);

impl std::fmt::Display for Roubles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
