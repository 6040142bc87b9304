//! From a draft to figures, naming everything that is wrong on the way.

mod lines;
mod parties;
mod payments;
mod totals;

#[cfg(test)]
pub(super) use totals::distribute;

use types::Money;

use super::draft::{Draft, VatRate};
use super::figures::Figures;
use super::finding::{Finding, Rule};
use super::numbers::TaxpayerNumber;
use super::vat::VatTable;
use super::{AMOUNT_MAX, CODE_LENGTH_MAX, NAME_LENGTH_MAX};
use crate::lint::Path;
use crate::{Operation, RateStatus, RateUse};

/// Whether a return has to name the receipt that it undoes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParentRule {
    /// As since 2.0.3 of the protocol.
    Required,
    /// As in 2.0.2, which has no place for it.
    Optional,
}

/// Whether a marking code may stand twice in one receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkingRule {
    /// Each once: what a register of our own issues.
    Once,
    /// As scanned: parts of one package are sold on several lines, and codes are checked by the marking operator, not
    /// by the operator of fiscal data. Source: KZ-OFD/marking.
    AsScanned,
}

/// What a draft is checked against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricingContext {
    /// Rates by date; `None` takes any, as an operator must with a register's receipts of another day.
    pub vat: Option<VatTable>,
    /// The seller, who may not be the buyer; `None` is not checked.
    pub seller: Option<TaxpayerNumber>,
    /// Whether returns name their parents.
    pub parent: ParentRule,
    /// Whether a marking code may stand twice.
    pub marking: MarkingRule,
}

impl PricingContext {
    /// Sums and texts alone: no dates, no seller.
    #[must_use]
    pub const fn sums_only() -> Self {
        Self {
            vat: None,
            seller: None,
            parent: ParentRule::Optional,
            marking: MarkingRule::AsScanned,
        }
    }

    /// What a register of this seller checks before it issues.
    #[must_use]
    pub fn of_seller(seller: TaxpayerNumber) -> Self {
        Self {
            vat: Some(VatTable::default()),
            seller: Some(seller),
            parent: ParentRule::Required,
            marking: MarkingRule::Once,
        }
    }
}

/// Prices a draft; see [`super::Receipt::price`].
pub(super) fn price(draft: &Draft, context: &PricingContext) -> Result<Figures, Vec<Finding>> {
    let mut pricer = Pricer {
        draft,
        context,
        findings: Vec::new(),
    };
    let lines = pricer.lines();
    pricer.business();
    let figures = lines
        .and_then(|lines| pricer.totals(lines))
        .and_then(|figures| pricer.payments(figures));
    pricer.cashier();
    pricer.buyer();
    pricer.parent(figures.as_ref());
    match figures {
        Some(figures) if pricer.findings.is_empty() => Ok(figures),
        _ => Err(pricer.findings),
    }
}

struct Pricer<'a> {
    draft: &'a Draft,
    context: &'a PricingContext,
    findings: Vec<Finding>,
}

impl Pricer<'_> {
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a value or a reference, whatever the caller holds"
    )]
    fn find(&mut self, path: Path, rule: Rule, value: impl ToString, message: impl Into<String>) {
        self.findings.push(Finding {
            path,
            rule,
            value: value.to_string(),
            message: message.into(),
        });
    }

    /// The amount when it is between zero and [`AMOUNT_MAX`].
    fn amount(&mut self, path: Path, amount: Money) -> Option<Money> {
        if amount.is_negative() {
            self.find(path, Rule::AmountNegative, amount, "zero or more");
            return None;
        }
        if amount > AMOUNT_MAX {
            self.find(
                path,
                Rule::AmountTooLarge,
                amount,
                format!("at most {AMOUNT_MAX}"),
            );
            return None;
        }
        Some(amount)
    }

    /// A result that left the range of amounts.
    fn in_range(&mut self, path: Path, amount: Option<Money>) -> Option<Money> {
        if let Some(amount) = amount {
            return self.amount(path, amount);
        }
        let message = format!("at most {AMOUNT_MAX}");
        self.find(path, Rule::AmountTooLarge, "out of range", message);
        None
    }

    fn name(&mut self, path: Path, text: &str) {
        self.text(path, text, NAME_LENGTH_MAX);
    }

    /// A code that must have characters when it is there; controls, such as group separators, are its own.
    fn code(&mut self, path: Path, text: Option<&str>) {
        let Some(text) = text else { return };
        if text.trim().is_empty() {
            self.find(path, Rule::TextEmpty, text, "characters, or nothing at all");
        } else if text.chars().count() > CODE_LENGTH_MAX {
            self.find(
                path,
                Rule::TextTooLong,
                text.chars().count(),
                format!("at most {CODE_LENGTH_MAX} characters"),
            );
        }
    }

    fn text(&mut self, path: Path, text: &str, length_max: usize) {
        let length = text.chars().count();
        if length > length_max {
            self.find(
                path.clone(),
                Rule::TextTooLong,
                length,
                format!("at most {length_max} characters"),
            );
        }
        if text.chars().any(char::is_control) {
            self.find(
                path,
                Rule::TextControl,
                text.escape_debug(),
                "no control characters",
            );
        }
    }

    /// A return takes the rates of its parent's day. Law: KZ-NK/vat-of-returns.
    fn rate(&mut self, path: Path, rate: VatRate) {
        let Some(table) = &self.context.vat else { return };
        let is_return = matches!(self.draft.operation, Operation::SellReturn | Operation::BuyReturn);
        let (day, usage) = match &self.draft.parent {
            Some(parent) if is_return => (parent.issued_at, RateUse::Settlement),
            None if is_return => (self.draft.issued_at, RateUse::ReturnOrCorrection),
            Some(_) | None => (self.draft.issued_at, RateUse::Settlement),
        };
        let known = || {
            let rates: Vec<String> = table.rates_on(day).iter().map(ToString::to_string).collect();
            rates.join(", ")
        };
        let message = match table.rate_in_force(rate, day, usage) {
            RateStatus::InForce | RateStatus::EndedForNewSettlements => return,
            RateStatus::NotYet { from, source } => {
                format!("law from {} ({source})", from.format("%Y-%m-%d"))
            }
            RateStatus::Ended { on, source } => {
                format!(
                    "not law since {} ({source}); now {}",
                    on.format("%Y-%m-%d"),
                    known()
                )
            }
            RateStatus::Unknown => format!("one of {}", known()),
        };
        self.find(path, Rule::VatRateNotInForce, rate, message);
    }
}
