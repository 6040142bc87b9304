//! Every rounding of the Kazakh receipt, by name.

use types::{Money, Quantity};

use super::VatRate;

/// Thousandths of a percent in the whole.
const WHOLE_THOUSANDTHS: i64 = 100_000;

/// Price × quantity, half a tiyn up. Source: KZ-OFD/rounding.
///
/// `None` when it leaves the range.
#[must_use]
pub fn line_total(price: Money, quantity: Quantity) -> Option<Money> {
    Money::line_total(price, quantity)
}

/// VAT that a sum includes: sum × p / (100 + p), half a tiyn up. Source: KZ-NK/vat-included.
///
/// `None` when it leaves the range.
#[must_use]
pub fn vat_included(sum: Money, rate: VatRate) -> Option<Money> {
    let rate = i64::from(rate.thousandths());
    sum.share(rate, WHOLE_THOUSANDTHS.checked_add(rate)?)
}

/// VAT on top of a sum: sum × p / 100, half a tiyn up. Source: KZ-NK/vat-included.
///
/// `None` when it leaves the range.
#[must_use]
pub fn vat_on_top(sum: Money, rate: VatRate) -> Option<Money> {
    sum.share(i64::from(rate.thousandths()), WHOLE_THOUSANDTHS)
}
