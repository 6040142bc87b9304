//! Rules of taxes.

use types::{LocalDateTime, Money};

use super::report::Report;
use super::rule::RuleId;
use super::{Subject, ticket};
use crate::messages::{TaxType, TaxationType, TicketItem, TicketModifier, TicketRequest, TicketTax};
use crate::values;
use crate::version::Version;

pub(super) fn check(subject: &Subject<'_>, receipt: &TicketRequest, report: &mut Report) {
    let rates = Rates {
        subject,
        at: ticket::rate_time(receipt),
    };
    let mut at_lines = false;
    for (index, item) in receipt.items.iter().enumerate() {
        for part in parts(item) {
            at_lines |= !part.taxes.is_empty();
            let path = format!("ticket.items[{index}].{}", part.name);
            rates.check_place(part.taxes, &path, report);
            for (number, tax) in part.taxes.iter().enumerate() {
                check_sum(tax, part.sum, 1, &format!("{path}.taxes[{number}]"), report);
            }
        }
    }
    for (name, modifier) in whole_modifiers(receipt) {
        rates.check_place(&modifier.taxes, &format!("ticket.amounts.{name}"), report);
    }
    rates.check_place(&receipt.taxes, "ticket", report);
    if at_lines && !receipt.taxes.is_empty() {
        let message = "taxes stand at lines and at the receipt".to_owned();
        report.raise(RuleId::TaxesInTwoPlaces, "ticket.taxes", message);
    }
    // What several rates were taken of, the receipt does not tell.
    if let [tax] = receipt.taxes.as_slice() {
        let lines = i64::try_from(receipt.items.len()).unwrap_or(i64::MAX).max(1);
        check_sum(tax, receipt.amounts.total, lines, "ticket.taxes[0]", report);
    }
}

/// Taxes that come on top of the lines' sums; those that a storno takes away are negative.
pub(super) fn on_top(receipt: &TicketRequest) -> Option<Money> {
    let mut sum = Money::ZERO;
    for part in receipt.items.iter().flat_map(parts) {
        for tax in part.taxes.iter().filter(|tax| !tax.is_in_total_sum) {
            let amount = Money::try_from(tax.sum).ok()?;
            sum = match part.sign {
                Sign::Adds => sum.checked_add(amount)?,
                Sign::TakesAway => sum.checked_sub(amount)?,
            };
        }
    }
    for tax in receipt.taxes.iter().filter(|tax| !tax.is_in_total_sum) {
        sum = sum.checked_add(Money::try_from(tax.sum).ok()?)?;
    }
    Some(sum)
}

/// Markup and discount on the whole receipt.
pub(super) fn whole_modifiers(
    receipt: &TicketRequest,
) -> impl Iterator<Item = (&'static str, &TicketModifier)> {
    let amounts = &receipt.amounts;
    let both = [
        ("markup", amounts.markup.as_ref()),
        ("discount", amounts.discount.as_ref()),
    ];
    both.into_iter()
        .filter_map(|(name, modifier)| Some((name, modifier?)))
}

/// Where taxes of a line stand.
struct TaxedPart<'a> {
    name: &'static str,
    taxes: &'a [TicketTax],
    sum: crate::messages::Money,
    sign: Sign,
}

#[derive(Clone, Copy)]
enum Sign {
    Adds,
    TakesAway,
}

fn parts(item: &TicketItem) -> impl Iterator<Item = TaxedPart<'_>> {
    let commodity = item.commodity.as_deref().map(|part| TaxedPart {
        name: "commodity",
        taxes: &part.taxes,
        sum: part.sum,
        sign: Sign::Adds,
    });
    let storno = item.storno_commodity.as_deref().map(|part| TaxedPart {
        name: "storno_commodity",
        taxes: &part.taxes,
        sum: part.sum,
        sign: Sign::TakesAway,
    });
    let modifiers = [
        ("markup", item.markup.as_deref(), Sign::Adds),
        ("storno_markup", item.storno_markup.as_deref(), Sign::TakesAway),
        ("discount", item.discount.as_deref(), Sign::TakesAway),
        ("storno_discount", item.storno_discount.as_deref(), Sign::Adds),
    ];
    let modifiers = modifiers.into_iter().filter_map(|(name, part, sign)| {
        let part = part?;
        Some(TaxedPart {
            name,
            taxes: &part.taxes,
            sum: part.sum,
            sign,
        })
    });
    commodity.into_iter().chain(storno).chain(modifiers)
}

/// What rates and codes are judged by.
struct Rates<'a> {
    subject: &'a Subject<'a>,
    at: Option<LocalDateTime>,
}

impl Rates<'_> {
    /// Taxes that stand in one place.
    fn check_place(&self, taxes: &[TicketTax], path: &str, report: &mut Report) {
        for (index, tax) in taxes.iter().enumerate() {
            let path = format!("{path}.taxes[{index}]");
            let same = |one: &&TicketTax| (one.tax_type, one.percent) == (tax.tax_type, tax.percent);
            if taxes.iter().take(index).any(|one| same(&one)) {
                let message = format!("{} % stands here twice", values::percent_text(tax.percent));
                report.raise(RuleId::TaxRepeated, path.as_str(), message);
            }
            self.check_codes(tax, &path, report);
        }
    }

    fn check_codes(&self, tax: &TicketTax, path: &str, report: &mut Report) {
        let vat_code = u32::try_from(TaxType::Vat.number()).unwrap_or_default();
        if tax.tax_type != vat_code {
            let message = format!("tax {} has no name; VAT is {vat_code}", tax.tax_type);
            report.raise(RuleId::TaxCode, format!("{path}.tax_type"), message);
        } else if self
            .subject
            .context
            .vat
            .is_some_and(|is_law| !is_law(tax.percent, self.at))
        {
            let rate = values::percent_text(tax.percent);
            let message = match self.at {
                Some(at) => format!("{rate} % is no rate of VAT at {at}"),
                None => format!("{rate} % was never a rate of VAT"),
            };
            report.raise(RuleId::VatRate, format!("{path}.percent"), message);
        }
        let Some(number) = tax.taxation_type else {
            return;
        };
        let regime = i32::try_from(number).ok().and_then(TaxationType::known);
        let gone = regime == Some(TaxationType::Trbp) && self.subject.version == Version::V204;
        if regime.is_none() || gone {
            let message = format!("taxation regime {number} has no name in {}", self.subject.version);
            report.raise(RuleId::TaxCode, format!("{path}.taxation_type"), message);
        }
    }
}

/// The tax is its rate of `base`, within `tolerance` tiyn. On top, `base` may be with the tax or without.
fn check_sum(tax: &TicketTax, base: crate::messages::Money, tolerance: i64, path: &str, report: &mut Report) {
    let (Ok(base), Ok(sum)) = (Money::try_from(base), Money::try_from(tax.sum)) else {
        return;
    };
    let inside = values::tax_inside(base, tax.percent);
    let on_top = values::tax_on_top(base, tax.percent).filter(|_| !tax.is_in_total_sum);
    let is_near = |wanted: Option<Money>| {
        let apart = wanted.and_then(|wanted| sum.checked_sub(wanted));
        apart.is_some_and(|apart| apart.minor().unsigned_abs() <= tolerance.unsigned_abs())
    };
    if is_near(inside) || is_near(on_top) {
        return;
    }
    let wanted = on_top
        .or(inside)
        .map_or_else(|| "more than can be counted".to_owned(), |one| one.to_string());
    let rate = values::percent_text(tax.percent);
    let message = format!("the tax is {sum}; {rate} % of {base} is {wanted}");
    report.raise(RuleId::TaxSum, format!("{path}.sum"), message);
}
