//! Rules of lines, and what the lines add up to.

use std::collections::BTreeMap;

use types::Money;

use super::Subject;
use super::report::Report;
use super::rule::RuleId;
use crate::messages::{Commodity, ItemType, StornoCommodity, TicketItem, TicketModifier, TicketRequest};
use crate::values;
use crate::version::Version;

/// What the lines of a receipt come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinesSum {
    /// All lines counted, below zero too.
    Known(Money),
    /// Some line cannot be counted; that is told already.
    Unknown,
}

/// Name, section and price: what a storno repeats of the line that it takes away.
type LineKey<'a> = (Option<&'a str>, &'a str, (u64, u32));

/// What may still be taken away.
#[derive(Default)]
struct Standing<'a> {
    thousandths: BTreeMap<LineKey<'a>, u64>,
    markups: u64,
    discounts: u64,
}

pub(super) fn check(subject: &Subject<'_>, receipt: &TicketRequest, report: &mut Report) -> LinesSum {
    if receipt.items.is_empty() {
        report.raise(
            RuleId::LinesMissing,
            "ticket.items",
            "the receipt has no lines".to_owned(),
        );
    }
    let mut standing = Standing::default();
    let mut sum = Some(Money::ZERO);
    for (index, item) in receipt.items.iter().enumerate() {
        let path = format!("ticket.items[{index}]");
        let part = check_part(item, &path, report);
        let amount = part.and_then(|part| part.check(subject.version, &path, &mut standing, report));
        sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
    }
    sum.map_or(LinesSum::Unknown, LinesSum::Known)
}

/// A line by its type.
enum Part<'a> {
    Commodity(&'a Commodity),
    StornoCommodity(&'a StornoCommodity),
    Markup(&'a TicketModifier),
    StornoMarkup(&'a TicketModifier),
    Discount(&'a TicketModifier),
    StornoDiscount(&'a TicketModifier),
}

/// The part that the type names, when it is the only one.
fn check_part<'a>(item: &'a TicketItem, path: &str, report: &mut Report) -> Option<Part<'a>> {
    let kind = ItemType::known(item.r#type)?;
    let (name, part) = match kind {
        ItemType::Commodity => ("commodity", item.commodity.as_deref().map(Part::Commodity)),
        ItemType::StornoCommodity => (
            "storno_commodity",
            item.storno_commodity.as_deref().map(Part::StornoCommodity),
        ),
        ItemType::Markup => ("markup", item.markup.as_deref().map(Part::Markup)),
        ItemType::StornoMarkup => (
            "storno_markup",
            item.storno_markup.as_deref().map(Part::StornoMarkup),
        ),
        ItemType::Discount => ("discount", item.discount.as_deref().map(Part::Discount)),
        ItemType::StornoDiscount => (
            "storno_discount",
            item.storno_discount.as_deref().map(Part::StornoDiscount),
        ),
    };
    let parts = [
        item.commodity.is_some(),
        item.storno_commodity.is_some(),
        item.markup.is_some(),
        item.storno_markup.is_some(),
        item.discount.is_some(),
        item.storno_discount.is_some(),
    ];
    let count = parts.into_iter().filter(|is_there| *is_there).count();
    if part.is_some() && count == 1 {
        return part;
    }
    let state = if part.is_some() {
        "other parts are there too"
    } else {
        "it is missing"
    };
    let message = format!("type {} wants the part `{name}` alone; {state}", item.r#type);
    report.raise(RuleId::LinePart, path, message);
    None
}

impl<'a> Part<'a> {
    /// What the line adds to the receipt.
    fn check(
        self,
        version: Version,
        path: &str,
        standing: &mut Standing<'a>,
        report: &mut Report,
    ) -> Option<Money> {
        match self {
            Self::Commodity(line) => {
                let path = format!("{path}.commodity");
                check_commodity(version, line, &path, report);
                let key = (
                    line.name.as_deref(),
                    line.section_code.as_str(),
                    (line.price.bills, line.price.coins),
                );
                let place = standing.thousandths.entry(key).or_default();
                *place = place.saturating_add(line.quantity);
                Money::try_from(line.sum).ok()
            }
            Self::StornoCommodity(line) => {
                let path = format!("{path}.storno_commodity");
                check_line_sum(line.price, line.quantity, line.sum, &path, report);
                let key = (
                    line.name.as_deref(),
                    line.section_code.as_str(),
                    (line.price.bills, line.price.coins),
                );
                take_line(standing, key, line.quantity, &path, report);
                negated(line.sum)
            }
            Self::Markup(line) => {
                let amount = Money::try_from(line.sum).ok()?;
                standing.markups = standing.markups.saturating_add(amount.minor().unsigned_abs());
                Some(amount)
            }
            Self::Discount(line) => {
                let amount = negated(line.sum)?;
                standing.discounts = standing.discounts.saturating_add(amount.minor().unsigned_abs());
                Some(amount)
            }
            Self::StornoMarkup(line) => {
                let amount = negated(line.sum)?;
                take_modifier(
                    &mut standing.markups,
                    amount,
                    &format!("{path}.storno_markup"),
                    report,
                );
                Some(amount)
            }
            Self::StornoDiscount(line) => {
                let amount = Money::try_from(line.sum).ok()?;
                take_modifier(
                    &mut standing.discounts,
                    amount,
                    &format!("{path}.storno_discount"),
                    report,
                );
                Some(amount)
            }
        }
    }
}

fn check_commodity(version: Version, line: &Commodity, path: &str, report: &mut Report) {
    if line.code.is_none() && line.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
        let message = "the line has neither a name nor a code".to_owned();
        report.raise(RuleId::LineNameMissing, path, message);
    }
    if line.measure_unit_code.as_deref().is_none_or(str::is_empty) {
        let message = "the line has no unit of measure; a piece is 796".to_owned();
        report.raise(RuleId::MeasureMissing, path, message);
    }
    check_line_sum(line.price, line.quantity, line.sum, path, report);
    if version == Version::V203 && line.excise_stamp.is_some() {
        let message = "2.0.3 has marking codes in `list_excise_stamp`".to_owned();
        report.raise(RuleId::StampDeprecated, format!("{path}.excise_stamp"), message);
    }
    let stamps = u64::try_from(line.list_excise_stamp.len()).unwrap_or(u64::MAX);
    let units = line.quantity.div_ceil(1000);
    if stamps > units {
        let message = format!("{stamps} marking codes for {units} units");
        report.raise(
            RuleId::StampsTooMany,
            format!("{path}.list_excise_stamp"),
            message,
        );
    }
}

/// Price times quantity, within a tiyn.
fn check_line_sum(
    price: crate::messages::Money,
    thousandths: u64,
    sum: crate::messages::Money,
    path: &str,
    report: &mut Report,
) {
    if thousandths == 0 {
        report.raise(
            RuleId::QuantityZero,
            format!("{path}.quantity"),
            "the quantity is zero".to_owned(),
        );
    }
    let (Ok(price), Ok(sum)) = (Money::try_from(price), Money::try_from(sum)) else {
        return;
    };
    let product = values::quantity(thousandths)
        .ok()
        .and_then(|quantity| Money::line_total(price, quantity));
    let apart = product
        .and_then(|product| sum.checked_sub(product))
        .map(|apart| apart.minor().unsigned_abs());
    if apart.is_none_or(|apart| apart > 1) {
        let product = product.map_or_else(
            || "more than can be counted".to_owned(),
            |product| product.to_string(),
        );
        let message = format!("the sum is {sum}; {price} × {thousandths}/1000 is {product}");
        report.raise(RuleId::LineSum, format!("{path}.sum"), message);
    }
}

fn take_line<'a>(
    standing: &mut Standing<'a>,
    key: LineKey<'a>,
    quantity: u64,
    path: &str,
    report: &mut Report,
) {
    let place = standing.thousandths.get_mut(&key);
    let left = place.as_ref().map_or(0, |place| **place);
    if let (Some(place), Some(rest)) = (place, left.checked_sub(quantity)) {
        *place = rest;
    } else {
        let message = format!("{quantity} thousandths are taken away; {left} of this line stand before it");
        report.raise(RuleId::StornoUnmatched, path, message);
    }
}

fn take_modifier(place: &mut u64, amount: Money, path: &str, report: &mut Report) {
    let taken = amount.minor().unsigned_abs();
    if let Some(rest) = place.checked_sub(taken) {
        *place = rest;
    } else {
        let message = format!("{taken} tiyn are taken away; {place} stand before it");
        report.raise(RuleId::StornoUnmatched, path, message);
    }
}

fn negated(wire: crate::messages::Money) -> Option<Money> {
    Money::ZERO.checked_sub(Money::try_from(wire).ok()?)
}
