//! The Kazakh receipt: what a register issues and an operator counts again.
//!
//! - [`Draft`] is what a shop or a wire says; [`Receipt::price`] prices and checks it and names everything that is
//!   wrong at once. A [`Receipt`] is therefore always right, also when it comes back from storage as JSON.
//! - [`Figures`] are its sums: lines, discounts, VAT by rate, payments, change.
//! - [`VatTable`] says which rate is law on which day.
//! - [`line_total`], [`vat_included`], [`vat_on_top`]: every rounding by name, with its source.

mod draft;
mod figures;
mod finding;
mod numbers;
mod pricing;
mod rounding;
mod stored;
#[cfg(test)]
mod tests;
mod vat;

pub use crate::Operation;
pub use draft::{
    Buyer, CardDetails, Cashier, Draft, IssueMode, Line, LineEntry, LineOfBusiness, LineVat, MobileDetails,
    Modifier, ModifierKind, ParentReceipt, Payment, PaymentKind, PaymentMeans, ReceiptModifier, ReceiptVat,
    TaxationRegime, TaxiRide, VatPlacement, VatRate, VatShare,
};
pub use figures::{Figures, LineFigures, PaidFigure, VatFigure};
pub use finding::{Finding, Rule};
pub use numbers::{RegistrationNumber, SectionCode, TaxpayerNumber, UnitCode};
pub use pricing::{MarkingRule, ParentRule, PricingContext};
pub use rounding::{line_total, vat_included, vat_on_top};
pub use vat::{RateRow, VatTable};

use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

use stored::StoredReceipt;

/// Most lines of a receipt, storno lines included; a frame of 64 KiB holds no more. Source: ours.
pub const LINES_MAX: usize = 500;
/// Largest amount of a receipt: 999 999 999 999.99 tenge. Source: ours; registers show twelve digits.
pub const AMOUNT_MAX: Money = Money::from_minor(99_999_999_999_999);
/// Largest quantity, in thousandths: the wire keeps unsigned numbers in the signed range. Source: KZ-OFD/numbers.
pub const QUANTITY_MAX_THOUSANDTHS: u64 = 2_147_483_647;
/// Longest name of a good, a cashier or a discount, in characters. Source: ours.
pub const NAME_LENGTH_MAX: usize = 512;
/// Longest code, such as a bar code, a marking code or an account, in characters. Source: ours.
pub const CODE_LENGTH_MAX: usize = 256;
/// How far a sum that a wire states may lie from ours, in tiyn. Source: KZ-OFD/tolerance.
pub const TOLERANCE_MINOR: i64 = 1;

/// A priced receipt that is right in itself: sums add up, texts fit, storno lines undo standing lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredReceipt", into = "StoredReceipt")]
pub struct Receipt {
    draft: Draft,
    figures: Figures,
}

impl Receipt {
    /// Prices and checks a draft.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the receipt's parts; never an empty list.
    pub fn price(draft: Draft, context: &PricingContext) -> Result<Self, Vec<Finding>> {
        let figures = pricing::price(&draft, context)?;
        Ok(Self { draft, figures })
    }

    /// What the seller does.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        self.draft.operation
    }

    /// When it was issued, at the register's wall clock.
    #[must_use]
    pub const fn issued_at(&self) -> LocalDateTime {
        self.draft.issued_at
    }

    /// What it says.
    #[must_use]
    pub const fn content(&self) -> &Draft {
        &self.draft
    }

    /// Its sums.
    #[must_use]
    pub const fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The draft again, as for a copy with other details.
    #[must_use]
    pub fn into_content(self) -> Draft {
        self.draft
    }

    /// The buyer's number, parsed.
    #[must_use]
    pub fn buyer_number(&self) -> Option<TaxpayerNumber> {
        let text = self.draft.buyer.number.as_deref()?;
        TaxpayerNumber::parse(text).ok()
    }

    /// Lines that no storno undoes, with their figures.
    pub fn standing_lines(&self) -> impl Iterator<Item = (&Line, &LineFigures)> + '_ {
        let undone: Vec<usize> = self.draft.lines.iter().filter_map(LineEntry::undoes).collect();
        self.draft
            .lines
            .iter()
            .zip(&self.figures.lines)
            .enumerate()
            .filter_map(move |(index, (entry, figures))| match entry {
                LineEntry::Line(line) if !undone.contains(&index) => Some((line.as_ref(), figures)),
                LineEntry::Line(_) | LineEntry::Storno { .. } => None,
            })
    }
}
