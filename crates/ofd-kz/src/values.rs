//! Money, time, quantity and rates between the wire and the words of the house. Source: KZ-OFD/values.

use types::{LocalDateTime, Money, Quantity};

use crate::messages;

/// Tiyn of a tenge.
const COINS_PER_BILL: u64 = 100;

/// Millionths of a unit in a thousandth.
const MILLIONTHS: u64 = 1000;

/// Why a value of the wire is none of ours, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Tiyn of one tenge and more.
    #[error("{coins} tiyn; at most 99 are possible")]
    Coins {
        /// The tiyn.
        coins: u32,
    },
    /// More money than can be counted.
    #[error("{bills} tenge are out of range")]
    Bills {
        /// The tenge.
        bills: u64,
    },
    /// The wire has no sign.
    #[error("{amount} cannot be sent: amounts have no sign")]
    Negative {
        /// The amount.
        amount: Money,
    },
    /// No such day or time.
    #[error("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} does not exist")]
    Time {
        /// Year.
        year: u32,
        /// Month.
        month: u32,
        /// Day.
        day: u32,
        /// Hour.
        hour: u32,
        /// Minute.
        minute: u32,
        /// Second.
        second: u32,
    },
    /// More of a good than can be counted.
    #[error("a quantity of {thousandths} thousandths is out of range")]
    QuantityRange {
        /// The thousandths.
        thousandths: u64,
    },
    /// The wire has three decimals.
    #[error("the quantity {quantity} has more than three decimals")]
    QuantityPrecision {
        /// The quantity.
        quantity: Quantity,
    },
}

impl TryFrom<messages::Money> for Money {
    type Error = ValueError;

    fn try_from(wire: messages::Money) -> Result<Self, ValueError> {
        let messages::Money { bills, coins } = wire;
        if coins > 99 {
            return Err(ValueError::Coins { coins });
        }
        let minor = bills
            .checked_mul(COINS_PER_BILL)
            .and_then(|tiyn| tiyn.checked_add(u64::from(coins)))
            .and_then(|tiyn| i64::try_from(tiyn).ok());
        minor.map(Self::from_minor).ok_or(ValueError::Bills { bills })
    }
}

impl TryFrom<Money> for messages::Money {
    type Error = ValueError;

    fn try_from(amount: Money) -> Result<Self, ValueError> {
        let minor = u64::try_from(amount.minor()).map_err(|_| ValueError::Negative { amount })?;
        let coins = u32::try_from(minor % COINS_PER_BILL).unwrap_or_default();
        Ok(Self {
            bills: minor / COINS_PER_BILL,
            coins,
        })
    }
}

impl TryFrom<messages::DateTime> for LocalDateTime {
    type Error = ValueError;

    fn try_from(wire: messages::DateTime) -> Result<Self, ValueError> {
        let messages::Date { year, month, day } = wire.date;
        let messages::Time { hour, minute, second } = wire.time;
        let second = second.unwrap_or(0);
        let error = ValueError::Time {
            year,
            month,
            day,
            hour,
            minute,
            second,
        };
        let small = |number: u32| i8::try_from(number).map_err(|_| error);
        let year = i16::try_from(year).map_err(|_| error)?;
        let (month, day) = (small(month)?, small(day)?);
        Self::from_calendar(year, month, day, small(hour)?, small(minute)?, small(second)?).ok_or(error)
    }
}

impl From<LocalDateTime> for messages::DateTime {
    fn from(time: LocalDateTime) -> Self {
        let text = time.format("%Y %m %d %H %M %S");
        let mut parts = text
            .split(' ')
            .map(|part| part.parse::<u32>().unwrap_or_default());
        let mut next = || parts.next().unwrap_or_default();
        Self {
            date: messages::Date {
                year: next(),
                month: next(),
                day: next(),
            },
            time: messages::Time {
                hour: next(),
                minute: next(),
                second: Some(next()),
            },
        }
    }
}

/// A quantity of the wire: thousandths of the unit.
///
/// # Errors
/// [`ValueError::QuantityRange`].
pub fn quantity(thousandths: u64) -> Result<Quantity, ValueError> {
    let millionths = thousandths.checked_mul(MILLIONTHS);
    millionths
        .map(Quantity::from_millionths)
        .ok_or(ValueError::QuantityRange { thousandths })
}

/// A quantity for the wire.
///
/// # Errors
/// [`ValueError::QuantityPrecision`] for what three decimals do not hold.
pub fn thousandths(quantity: Quantity) -> Result<u64, ValueError> {
    let millionths = quantity.millionths();
    if millionths.is_multiple_of(MILLIONTHS) {
        Ok(millionths / MILLIONTHS)
    } else {
        Err(ValueError::QuantityPrecision { quantity })
    }
}

/// A rate of the wire, thousandths of a percent, as text: `16`, `5`, `8.5`.
#[must_use]
pub fn percent_text(thousandths: u32) -> String {
    let (whole, part) = (thousandths / 1000, thousandths % 1000);
    if part == 0 {
        return whole.to_string();
    }
    format!("{whole}.{part:03}").trim_end_matches('0').to_owned()
}

/// Tax inside a sum at a rate in thousandths of a percent, rounded half up to a tiyn. `None` when out of range.
///
/// Source: KZ-OFD/rounding.
#[must_use]
pub fn tax_inside(sum: Money, percent_thousandths: u32) -> Option<Money> {
    let rate = i64::from(percent_thousandths);
    sum.share(rate, rate.checked_add(100_000)?)
}

/// Tax on top of a sum, as [`tax_inside`].
#[must_use]
pub fn tax_on_top(sum: Money, percent_thousandths: u32) -> Option<Money> {
    sum.share(i64::from(percent_thousandths), 100_000)
}

#[cfg(test)]
mod tests;
