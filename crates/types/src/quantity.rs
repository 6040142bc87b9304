//! Amounts of goods, and the one decimal parser of the house.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of goods in millionths of the unit of measure: one piece is `1_000_000`.
///
/// FFD 1.2 allows six decimals (RU-FFD/1023), the Kazakh wire three; millionths hold both exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Quantity(u64);

/// Why a text is not a quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number, or below zero.
    #[error("`{0}` is not a decimal quantity of zero or more")]
    NotDecimal(String),
    /// More than six decimals.
    #[error("`{0}` has more than six digits after the point")]
    TooPrecise(String),
    /// Beyond the range of the type.
    #[error("`{0}` is out of range")]
    OutOfRange(String),
}

impl Quantity {
    /// One whole unit.
    pub const ONE: Self = Self(1_000_000);

    /// From millionths of the unit.
    #[must_use]
    pub const fn from_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    /// From whole units; `None` when out of range.
    #[must_use]
    pub const fn from_whole(units: u64) -> Option<Self> {
        match units.checked_mul(1_000_000) {
            Some(millionths) => Some(Self(millionths)),
            None => None,
        }
    }

    /// In millionths of the unit.
    #[must_use]
    pub const fn millionths(self) -> u64 {
        self.0
    }

    /// Whole units, when there is no fraction.
    #[must_use]
    pub const fn whole(self) -> Option<u64> {
        if self.0.is_multiple_of(1_000_000) {
            Some(self.0 / 1_000_000)
        } else {
            None
        }
    }

    /// Mantissa and number of decimals, without trailing zeros: 1.5 is `(15, 1)`.
    #[must_use]
    pub const fn to_decimal(self) -> (u64, u8) {
        let (mut mantissa, mut scale) = (self.0, 6_u8);
        while scale > 0 && mantissa.is_multiple_of(10) {
            mantissa /= 10;
            scale -= 1;
        }
        (mantissa, scale)
    }

    /// From mantissa and number of decimals; `None` when it needs more than six decimals or leaves the range.
    #[must_use]
    pub fn from_decimal(mantissa: u64, scale: u8) -> Option<Self> {
        if let Some(missing) = 6_u8.checked_sub(scale) {
            return mantissa
                .checked_mul(10_u64.checked_pow(u32::from(missing))?)
                .map(Self);
        }
        let divisor = 10_u64.checked_pow(u32::from(scale - 6))?;
        mantissa.is_multiple_of(divisor).then(|| Self(mantissa / divisor))
    }

    /// Parses `1`, `0.5`, `1.234567`, `2.50`, `1e-3`.
    ///
    /// # Errors
    /// [`QuantityError`] names the text and the reason.
    pub fn parse(text: &str) -> Result<Self, QuantityError> {
        let millionths = parse_scaled(text, 6).map_err(|error| match error {
            DecimalError::NotDecimal => QuantityError::NotDecimal(text.to_owned()),
            DecimalError::TooPrecise => QuantityError::TooPrecise(text.to_owned()),
            DecimalError::OutOfRange => QuantityError::OutOfRange(text.to_owned()),
        })?;
        u64::try_from(millionths)
            .map(Self)
            .map_err(|_| QuantityError::NotDecimal(text.to_owned()))
    }
}

/// Decimal without trailing zeros: `2`, `0.5`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mantissa, scale) = self.to_decimal();
        if scale == 0 {
            return write!(f, "{mantissa}");
        }
        let divisor = 10_u64.pow(u32::from(scale));
        write!(
            f,
            "{}.{:0width$}",
            mantissa / divisor,
            mantissa % divisor,
            width = usize::from(scale)
        )
    }
}

/// Why a decimal does not fit a scaled integer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalError {
    NotDecimal,
    TooPrecise,
    OutOfRange,
}

/// Longest text that is looked at; no amount of law needs more.
const DECIMAL_TEXT_MAX: usize = 64;

/// Reads a JSON-style decimal as an integer of `scale` decimals, exactly.
pub(crate) fn parse_scaled(text: &str, scale: i32) -> Result<i64, DecimalError> {
    if text.len() > DECIMAL_TEXT_MAX {
        return Err(DecimalError::NotDecimal);
    }
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (
            number,
            exponent.parse::<i32>().map_err(|_| DecimalError::NotDecimal)?,
        ),
        None => (text, 0),
    };
    let (negative, digits) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let point_without_digits = digits.contains('.') && fraction.is_empty();
    if whole.is_empty() || point_without_digits || !is_digits(whole) || !is_digits(fraction) {
        return Err(DecimalError::NotDecimal);
    }
    let mut value: i128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i128::from(byte - b'0')))
            .ok_or(DecimalError::OutOfRange)?;
    }
    let fraction_digits = i32::try_from(fraction.len()).map_err(|_| DecimalError::NotDecimal)?;
    let mut shift = scale.saturating_add(exponent).saturating_sub(fraction_digits);
    while shift > 0 && value != 0 {
        value = value.checked_mul(10).ok_or(DecimalError::OutOfRange)?;
        shift -= 1;
    }
    while shift < 0 && value != 0 {
        if value % 10 != 0 {
            return Err(DecimalError::TooPrecise);
        }
        value /= 10;
        shift += 1;
    }
    let signed = if negative { -value } else { value };
    i64::try_from(signed).map_err(|_| DecimalError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_clients_send() {
        let table = [
            ("1", 1_000_000),
            ("1.0", 1_000_000),
            ("0.5", 500_000),
            ("1e-6", 1),
            ("2.500000", 2_500_000),
        ];
        for (text, millionths) in table {
            assert_eq!(Quantity::parse(text), Ok(Quantity(millionths)), "{text}");
        }
        for text in ["", "-1", "1.", ".5", "1,5", "0x1", "NaN", "1e", "--1", "1.2.3"] {
            assert!(Quantity::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            Quantity::parse("0.0000001"),
            Err(QuantityError::TooPrecise("0.0000001".into()))
        );
        assert_eq!(
            Quantity::parse("1e400"),
            Err(QuantityError::OutOfRange("1e400".into()))
        );
    }

    proptest! {
        #[test]
        fn text_and_decimal_round_trip(millionths in 0_u64..=9_000_000_000_000_000_000) {
            let quantity = Quantity(millionths);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
            let (mantissa, scale) = quantity.to_decimal();
            prop_assert_eq!(Quantity::from_decimal(mantissa, scale), Some(quantity));
        }
    }
}
