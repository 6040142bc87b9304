//! Sums of a priced receipt.

use serde::{Deserialize, Serialize};
use types::Money;

use super::draft::{PaymentKind, VatRate};

/// Sums of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// One for each entry of the list; a storno has those of the line that it undoes.
    pub lines: Vec<LineFigures>,
    /// Price × quantity of the standing lines, before any discount.
    pub gross: Money,
    /// Discounts of the standing lines and of the receipt.
    pub discount: Money,
    /// Markups of the standing lines and of the receipt.
    pub markup: Money,
    /// What is due.
    pub total: Money,
    /// VAT by rate, in the order of the rates; only rates that occur.
    pub vat: Vec<VatFigure>,
    /// VAT by rate of the discount or markup on the receipt; empty without one.
    pub modifier_vat: Vec<VatFigure>,
    /// Sums paid by kind, cash without the change; zeros are left out.
    pub payments: Vec<PaidFigure>,
    /// Cash handed over; zero without cash.
    pub tendered: Money,
    /// Cash given back: of cash alone.
    pub change: Money,
}

/// Sums of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFigures {
    /// Price × quantity.
    pub gross: Money,
    /// VAT of price × quantity alone.
    pub gross_vat: Money,
    /// Discounts on the line.
    pub discount: Money,
    /// Markups on the line.
    pub markup: Money,
    /// VAT of the line after its discounts and markups.
    pub vat: Money,
    /// What the line adds to the receipt, VAT on top included.
    pub payable: Money,
}

/// VAT of one rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatFigure {
    /// The rate.
    pub rate: VatRate,
    /// What is taxed, VAT included.
    pub turnover: Money,
    /// The VAT.
    pub amount: Money,
}

/// Sum paid by one kind of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidFigure {
    /// By what.
    pub kind: PaymentKind,
    /// How much, without the change.
    pub amount: Money,
}

impl Figures {
    /// Paid by one kind, without the change.
    #[must_use]
    pub fn paid_by(&self, kind: PaymentKind) -> Money {
        let mut found = self.payments.iter().filter(|paid| paid.kind == kind);
        found.next().map_or(Money::ZERO, |paid| paid.amount)
    }

    /// VAT of all rates; `None` only when it leaves the range, which priced receipts never do.
    #[must_use]
    pub fn vat_total(&self) -> Option<Money> {
        Money::sum(self.vat.iter().map(|one| one.amount))
    }
}

impl VatFigure {
    /// What is taxed, without the VAT.
    #[must_use]
    pub fn turnover_without_vat(&self) -> Option<Money> {
        self.turnover.checked_sub(self.amount)
    }
}
