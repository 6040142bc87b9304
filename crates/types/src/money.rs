//! Amounts in minor units.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::Quantity;

/// An amount in minor units (kopeck, tiyn) of the document's currency.
///
/// No floats and no operators: every sum is checked, every rounding is a named function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

/// Why a text is not an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a decimal number.
    #[error("`{0}` is not a decimal amount")]
    NotDecimal(String),
    /// More than two digits after the point that are not zeros.
    #[error("`{0}` has a fraction of a minor unit; at most two digits may follow the point")]
    FractionOfMinorUnit(String),
    /// Beyond the range of the type.
    #[error("`{0}` is out of range")]
    OutOfRange(String),
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From minor units.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// In minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// `true` for amounts below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Sum, or `None` when it leaves the range.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or `None` when it leaves the range.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// Sum of many, or `None` when it leaves the range.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Line total: price × quantity, rounded half up to one minor unit.
    ///
    /// Source: observed on real receipts (RU-FFD/rounding).
    #[must_use]
    pub fn line_total(price: Self, quantity: Quantity) -> Option<Self> {
        let millionths = i128::from(price.0).checked_mul(i128::from(quantity.millionths()))?;
        let rounded = millionths.checked_add(500_000)?.div_euclid(1_000_000);
        i64::try_from(rounded).ok().map(Self)
    }

    /// The part `numerator / denominator` of this amount, rounded half up.
    ///
    /// `None` when the denominator is not positive or the result leaves the range.
    #[must_use]
    pub fn share(self, numerator: i64, denominator: i64) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let doubled = i128::from(self.0) * i128::from(numerator) * 2 + i128::from(denominator);
        i64::try_from(doubled.div_euclid(i128::from(denominator) * 2))
            .ok()
            .map(Self)
    }

    /// Parses major units with a decimal point: `12`, `12.3`, `12.34`, `12.3400`, also `1.234e3`.
    ///
    /// # Errors
    /// [`MoneyError`] names the text and the reason.
    pub fn parse_major(text: &str) -> Result<Self, MoneyError> {
        use crate::quantity::{DecimalError, parse_scaled};
        parse_scaled(text, 2).map(Self).map_err(|error| match error {
            DecimalError::NotDecimal => MoneyError::NotDecimal(text.to_owned()),
            DecimalError::TooPrecise => MoneyError::FractionOfMinorUnit(text.to_owned()),
            DecimalError::OutOfRange => MoneyError::OutOfRange(text.to_owned()),
        })
    }
}

/// Major units with two decimals and a point: `-0.05`, `1234.50`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let minor = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / 100, minor % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rounds_half_up_as_registers_do() {
        // 119.99 × 0.958 = 114.95042 → 114.95; 0.01 × 0.5 = 0.005 → 0.01
        let table = [
            (11_999, 958_000, 11_495),
            (1, 500_000, 1),
            (1, 499_999, 0),
            (100_000, 1_000_000, 100_000),
        ];
        for (price, millionths, total) in table {
            let quantity = Quantity::from_millionths(millionths);
            assert_eq!(
                Money::line_total(Money(price), quantity),
                Some(Money(total)),
                "{price} × {millionths}"
            );
        }
    }

    #[test]
    fn refuses_fractions_of_a_kopeck_by_name() {
        assert_eq!(
            Money::parse_major("1.005"),
            Err(MoneyError::FractionOfMinorUnit("1.005".into()))
        );
        assert_eq!(Money::parse_major("1.500"), Ok(Money(150)));
        assert_eq!(Money::parse_major("1e2"), Ok(Money(10_000)));
        assert!(Money::parse_major("").is_err());
        assert!(Money::parse_major("1,5").is_err());
    }

    #[test]
    fn overflow_is_none_not_a_wrap() {
        assert_eq!(Money(i64::MAX).checked_add(Money(1)), None);
        assert_eq!(
            Money::line_total(Money(i64::MAX), Quantity::from_millionths(2_000_000)),
            None
        );
    }

    proptest! {
        #[test]
        fn text_round_trips(minor in -1_000_000_000_000_i64..1_000_000_000_000) {
            prop_assert_eq!(Money::parse_major(&Money(minor).to_string()), Ok(Money(minor)));
        }

        #[test]
        fn a_share_is_within_half_a_unit(minor in 0_i64..1_000_000_000, n in 0_i64..1000, d in 1_i64..1000) {
            let share = Money(minor).share(n, d).unwrap().minor();
            let error = (i128::from(share) * i128::from(d) - i128::from(minor) * i128::from(n)).abs();
            prop_assert!(error * 2 <= i128::from(d));
        }
    }
}
