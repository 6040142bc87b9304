//! Lines of a receipt.

use types::Quantity;

use super::place::Group;
use super::receipt::{INDUSTRY_PARTS, list, require_parts};
use super::report::Report;
use super::rule::RuleId;
use super::sums::Roubles;
use super::{Subject, marking, vat};
use crate::tags;
use crate::tree::{Elements, FfdVersion, Tag, Value};

/// Checks one line of a receipt.
pub(super) fn check(subject: &Subject<'_>, receipt: &Group<'_>, line: &Group<'_>, report: &mut Report) {
    if subject.version == FfdVersion::V1_2 {
        check_presence(line, report);
        marking::check_line(subject, line, report);
    }
    check_amounts(line, report);
    vat::check_line(subject, line, report);
    check_agent(subject, receipt, line, report);
    for group in line.groups(tags::LINE_INDUSTRY_REQUISITE) {
        require_parts(&group, &INDUSTRY_PARTS, report);
    }
}

/// What FFD 1.2 demands of all lines but rare ones.
fn check_presence(line: &Group<'_>, report: &mut Report) {
    if !line.has(tags::LINE_NAME) {
        let message = "the line has no name".to_owned();
        report.raise(RuleId::LineNameMissing, line.path_of(tags::LINE_NAME), message);
    }
    if !line.has(tags::MEASURE_UNIT) {
        let message = "the line has no unit of measure; for pieces it is 0".to_owned();
        report.raise(RuleId::MeasureMissing, line.path_of(tags::MEASURE_UNIT), message);
    }
}

/// Checks that the total is price times quantity.
pub(super) fn check_amounts(line: &Group<'_>, report: &mut Report) {
    let Some(Value::Decimal { mantissa, scale }) = line
        .elements
        .element(tags::QUANTITY)
        .map(|element| &element.value)
    else {
        return;
    };
    if *mantissa == 0 {
        let message = "the quantity is 0".to_owned();
        report.raise(RuleId::QuantityZero, line.path_of(tags::QUANTITY), message);
    }
    let (Some(price), Some(total)) = (line.uint(tags::PRICE), line.uint(tags::LINE_TOTAL)) else {
        return;
    };
    let Some(expected) = product(price, *mantissa, *scale) else {
        return;
    };
    if expected != u128::from(total) {
        let message = format!(
            "the line's total is {}; {} × {} makes {}",
            Roubles(total.into()),
            Roubles(price.into()),
            Quantity::from_decimal(*mantissa, *scale).unwrap_or_default(),
            Roubles(expected)
        );
        report.raise(RuleId::LineTotal, line.path_of(tags::LINE_TOTAL), message);
    }
}

/// Price times quantity, rounded half up; `None` beyond any sensible number of decimals.
fn product(price: u64, mantissa: u64, scale: u8) -> Option<u128> {
    let divisor = 10_u128.checked_pow(scale.into())?;
    let exact = u128::from(price) * u128::from(mantissa);
    Some(exact.checked_add(divisor / 2)? / divisor)
}

const BANK_AGENT_BITS: u64 = 0b0011;
const PAYING_AGENT_BITS: u64 = 0b1100;

/// Data that a bank paying agent or subagent gives.
const BANK_AGENT_PARTS: [Tag; 6] = [
    tags::TRANSFER_OPERATOR_ADDRESS,
    tags::TRANSFER_OPERATOR_INN,
    tags::TRANSFER_OPERATOR_NAME,
    tags::PAYMENT_AGENT_OPERATION,
    tags::PAYMENT_AGENT_PHONE,
    tags::TRANSFER_OPERATOR_PHONE,
];
/// Data that a paying agent or subagent gives.
const PAYING_AGENT_PARTS: [Tag; 2] = [tags::PAYMENT_AGENT_PHONE, tags::PAYMENT_OPERATOR_PHONE];

fn check_agent(subject: &Subject<'_>, receipt: &Group<'_>, line: &Group<'_>, report: &mut Report) {
    let Some(role) = line.uint(tags::LINE_AGENT_ROLE) else {
        let of_receipt = subject.version != FfdVersion::V1_2 && receipt.has(tags::AGENT_ROLES);
        let data = [tags::AGENT_DATA, tags::SUPPLIER_DATA, tags::SUPPLIER_INN];
        if let Some(tag) = data.into_iter().find(|tag| line.has(*tag))
            && !of_receipt
        {
            let message = format!("the line has tag {tag}, but no agent's role in 1222");
            report.raise(
                RuleId::AgentRoleMissing,
                line.path_of(tags::LINE_AGENT_ROLE),
                message,
            );
        }
        return;
    };
    if !line.has(tags::SUPPLIER_INN) {
        let message = "an agent sells for a supplier, whose taxpayer number stands in 1226".to_owned();
        report.raise(
            RuleId::AgentSupplierMissing,
            line.path_of(tags::SUPPLIER_INN),
            message,
        );
    }
    let wanted: &[Tag] = if role & BANK_AGENT_BITS != 0 {
        &BANK_AGENT_PARTS
    } else if role & PAYING_AGENT_BITS != 0 {
        &PAYING_AGENT_PARTS
    } else {
        return;
    };
    // Before FFD 1.2 the same data may stand once for the whole receipt.
    let data = line.elements.nested(tags::AGENT_DATA).unwrap_or_default();
    let is_there = |tag: Tag| data.element(tag).is_some() || receipt.has(tag);
    if !wanted.iter().all(|tag| is_there(*tag)) {
        let message = format!("an agent of role {role} gives {} in 1223", list(wanted));
        report.raise(
            RuleId::AgentDataIncomplete,
            line.path_of(tags::AGENT_DATA),
            message,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up_and_never_overflows() {
        assert_eq!(product(11_999, 958, 3), Some(11_495));
        assert_eq!(product(1, 5, 1), Some(1));
        assert_eq!(
            product(u64::MAX, u64::MAX, 0),
            Some(u128::from(u64::MAX) * u128::from(u64::MAX))
        );
        assert_eq!(product(1, 1, 38), Some(0));
        assert_eq!(product(1, 1, 255), None);
    }
}
