//! Prices, discounts and sums of a receipt.

use serde::{Deserialize, Serialize};
use types::{Money, Quantity};

use crate::{Payments, Receipt, ReceiptLine, VatTotals};

/// Why figures do not make a line or a sum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArithmeticError {
    /// A price below zero.
    #[error("the price {0} is below zero")]
    NegativePrice(Money),
    /// A line total below zero.
    #[error("the total {0} is below zero")]
    NegativeTotal(Money),
    /// Nothing is sold.
    #[error("the quantity is zero")]
    ZeroQuantity,
    /// The result does not fit the range of amounts.
    #[error("the result for {price} × {quantity} is out of range")]
    OutOfRange {
        /// Price of one unit.
        price: Money,
        /// How many units.
        quantity: Quantity,
    },
    /// A discount that is negative or larger than what it is taken from.
    #[error("a discount of {discount} cannot be taken from {total}")]
    Discount {
        /// The discount.
        discount: Money,
        /// The sum of the lines.
        total: Money,
    },
    /// Payments other than cash exceed the receipt's total.
    #[error("{paid} are paid without cash, more than the total {total}, and cannot be given back")]
    PaidTooMuch {
        /// Sum of the payments other than cash.
        paid: Money,
        /// What is due.
        total: Money,
    },
    /// The tendered cash does not cover the rest.
    #[error("{tendered} in cash do not cover the {due} that are left to pay")]
    NotEnoughTendered {
        /// What the buyer gave.
        tendered: Money,
        /// What is left to pay in cash.
        due: Money,
    },
}

/// Price, quantity and sum of one fiscal line: tags 1079, 1023 and 1043.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineFigures {
    /// Price of one unit after discount.
    pub price: Money,
    /// How many units.
    pub quantity: Quantity,
    /// Price × quantity, rounded half up.
    pub total: Money,
}

/// One line of a shop as one or two fiscal lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SplitLine {
    /// The discount divides evenly.
    Whole(LineFigures),
    /// All units but one at the same price, and the last one with what is left.
    WithRemainder(LineFigures, LineFigures),
}

impl SplitLine {
    /// The fiscal lines in the order of the receipt.
    pub fn figures(self) -> impl Iterator<Item = LineFigures> {
        let (first, rest) = match self {
            Self::Whole(first) => (first, None),
            Self::WithRemainder(first, rest) => (first, Some(rest)),
        };
        std::iter::once(first).chain(rest)
    }
}

/// Turns a shop's price, quantity and total into fiscal lines. Source: KOMTET/line-splitting.
///
/// The discount of one unit is `(price × quantity − total) / quantity`, rounded half up to a kopeck, and is
/// taken from the price. When the new price × quantity, rounded as RU-FFD/rounding does, is not the total and
/// there is more than one unit, one unit becomes a line of its own that carries the remainder.
///
/// - A fraction of a unit (quantity ≤ 1) never needs a remainder: half a kopeck of the price is at most half
///   a kopeck of the total.
/// - A fractional quantity above one, such as 2.5, is split into 1.5 and 1. Registers that compare without
///   rounding split every weighed line; here a weighed line whose rounded product is the total stays whole.
/// - Where rounding the price up would make the remainder negative, the price is one kopeck lower, so that
///   no line falls below zero.
/// - A total of zero gives one line at the price of zero.
///
/// # Errors
/// [`ArithmeticError`] for a negative price or total, a zero quantity, and results out of range.
pub fn split_line(price: Money, quantity: Quantity, total: Money) -> Result<SplitLine, ArithmeticError> {
    if price.is_negative() {
        return Err(ArithmeticError::NegativePrice(price));
    }
    if total.is_negative() {
        return Err(ArithmeticError::NegativeTotal(total));
    }
    if quantity.millionths() == 0 {
        return Err(ArithmeticError::ZeroQuantity);
    }
    let out_of_range = || ArithmeticError::OutOfRange { price, quantity };
    let discounted = discounted_price(price, quantity, total).ok_or_else(out_of_range)?;
    if Money::line_total(discounted, quantity).ok_or_else(out_of_range)? == total {
        let whole = LineFigures {
            price: discounted,
            quantity,
            total,
        };
        return Ok(SplitLine::Whole(whole));
    }
    with_remainder(discounted, quantity, total).ok_or_else(out_of_range)
}

/// Price of one unit after the discount that the total implies; `None` when out of range.
fn discounted_price(price: Money, quantity: Quantity, total: Money) -> Option<Money> {
    let quantity = i128::from(quantity.millionths());
    let full = i128::from(price.minor()).checked_mul(quantity)?;
    let discount = full.checked_sub(i128::from(total.minor()).checked_mul(1_000_000)?)?;
    let unit_discount = round_half_up(discount, quantity)?;
    let minor = i128::from(price.minor()).checked_sub(unit_discount)?;
    i64::try_from(minor).ok().map(Money::from_minor)
}

fn with_remainder(price: Money, quantity: Quantity, total: Money) -> Option<SplitLine> {
    let most = Quantity::from_millionths(quantity.millionths().checked_sub(Quantity::ONE.millionths())?);
    let at = |price: Money| {
        let sum = Money::line_total(price, most)?;
        let rest = total.checked_sub(sum)?;
        Some((price, sum, rest))
    };
    let (price, sum, rest) = match at(price)? {
        (_, _, rest) if rest.is_negative() => at(price.checked_sub(Money::from_minor(1))?)?,
        figures => figures,
    };
    let first = LineFigures {
        price,
        quantity: most,
        total: sum,
    };
    let last = LineFigures {
        price: rest,
        quantity: Quantity::ONE,
        total: rest,
    };
    Some(SplitLine::WithRemainder(first, last))
}

/// Rounds `numerator / denominator` to the nearest integer, halves up; the denominator is positive.
fn round_half_up(numerator: i128, denominator: i128) -> Option<i128> {
    let doubled = numerator.checked_mul(2)?.checked_add(denominator)?;
    doubled.checked_div_euclid(denominator.checked_mul(2)?)
}

/// Shares of a discount, one for each line, in proportion to the line totals. Source: KOMTET/apply-discount.
///
/// Every share but the last is rounded half up, the last takes the remainder. Where the remainder would exceed
/// its line, or fall below zero, the excess moves to the lines before it, so that no line falls below zero.
/// The shares add up to the discount exactly.
///
/// # Errors
/// [`ArithmeticError::Discount`] when the discount is negative or larger than the sum of the lines, or a line
/// is negative.
pub fn distribute_discount(totals: &[Money], discount: Money) -> Result<Vec<Money>, ArithmeticError> {
    let total = Money::sum(totals.iter().copied()).unwrap_or(Money::from_minor(i64::MAX));
    let refused = ArithmeticError::Discount { discount, total };
    if discount.is_negative() || discount > total || totals.iter().any(|total| total.is_negative()) {
        return Err(refused);
    }
    if total == Money::ZERO {
        return Ok(vec![Money::ZERO; totals.len()]);
    }
    let mut left = discount;
    let mut shares = Vec::with_capacity(totals.len());
    for line in totals {
        let fair = discount
            .share(line.minor(), total.minor())
            .ok_or_else(|| refused.clone())?;
        let share = fair.min(*line).min(left);
        left = left.checked_sub(share).ok_or_else(|| refused.clone())?;
        shares.push(share);
    }
    for (share, line) in shares.iter_mut().zip(totals).rev() {
        let room = line.checked_sub(*share).ok_or_else(|| refused.clone())?;
        let moved = left.min(room);
        *share = share.checked_add(moved).ok_or_else(|| refused.clone())?;
        left = left.checked_sub(moved).ok_or_else(|| refused.clone())?;
    }
    Ok(shares)
}

/// What is given back of the tendered cash.
///
/// `paid` is the sum of the payments other than cash: those cannot be given back.
///
/// # Errors
/// [`ArithmeticError::PaidTooMuch`] and [`ArithmeticError::NotEnoughTendered`] show the sums.
pub fn change(total: Money, paid: Money, tendered: Money) -> Result<Money, ArithmeticError> {
    let due = total
        .checked_sub(paid)
        .filter(|due| !due.is_negative())
        .ok_or(ArithmeticError::PaidTooMuch { paid, total })?;
    tendered
        .checked_sub(due)
        .filter(|change| !change.is_negative())
        .ok_or(ArithmeticError::NotEnoughTendered { tendered, due })
}

impl Payments {
    /// Sum of all kinds; `None` when it leaves the range.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        Money::sum([
            self.cash,
            self.electronic,
            self.prepaid,
            self.postpaid,
            self.in_kind,
        ])
    }
}

impl ReceiptLine {
    /// The fiscal lines of this line.
    ///
    /// # Errors
    /// Those of [`split_line`].
    pub fn split(&self) -> Result<SplitLine, ArithmeticError> {
        split_line(self.price, self.quantity, self.total)
    }
}

impl Receipt {
    /// Sum of the line totals (tag 1020); of a correction without lines, the sum of the payments.
    ///
    /// `None` when it leaves the range.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        if self.lines.is_empty() {
            return self.payments.total();
        }
        Money::sum(self.lines.iter().map(|line| line.total))
    }

    /// Turnover and VAT by rate; `None` when a sum leaves the range.
    #[must_use]
    pub fn vat_totals(&self) -> Option<VatTotals> {
        VatTotals::of(self.lines.iter().map(|line| (line.vat, line.total)))
    }
}

#[cfg(test)]
mod tests;
