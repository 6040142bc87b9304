//! Amounts, quantities and times as people read them.

use types::{LocalDateTime, Money, Quantity};

use crate::Locale;

/// No-break space between groups of digits and before a unit.
pub const NO_BREAK_SPACE: char = '\u{a0}';

/// An amount with two decimals and grouped digits: `1 234,50` in Russian and Kazakh, `1,234.50` in English.
#[must_use]
pub fn money(amount: Money, locale: Locale) -> String {
    let minor = amount.minor().unsigned_abs();
    let whole = grouped(minor / 100, locale);
    let sign = if amount.is_negative() { "\u{2212}" } else { "" };
    format!("{sign}{whole}{}{:02}", decimal_mark(locale), minor % 100)
}

/// A quantity without trailing zeros: `1,5`.
#[must_use]
pub fn quantity(amount: Quantity, locale: Locale) -> String {
    let (mantissa, scale) = amount.to_decimal();
    let divisor = 10_u64.pow(u32::from(scale));
    let whole = grouped(mantissa / divisor, locale);
    if scale == 0 {
        return whole;
    }
    let width = usize::from(scale);
    format!("{whole}{}{:0width$}", decimal_mark(locale), mantissa % divisor)
}

/// A whole number with grouped digits.
#[must_use]
pub fn count(number: u64, locale: Locale) -> String {
    grouped(number, locale)
}

/// Date and time to the minute, as receipts print it: `22.11.2026 10:05`.
#[must_use]
pub fn moment(at: LocalDateTime) -> String {
    at.format("%d.%m.%Y %H:%M")
}

/// The date alone: `22.11.2026`.
#[must_use]
pub fn date(at: LocalDateTime) -> String {
    at.format("%d.%m.%Y")
}

/// A fiscal sign as printed: ten digits with leading zeros. Source: RU-FFD/1077.
#[must_use]
pub fn fiscal_sign(sign: u32) -> String {
    format!("{sign:010}")
}

const fn decimal_mark(locale: Locale) -> char {
    match locale {
        Locale::Ru | Locale::Kk => ',',
        Locale::En => '.',
    }
}

fn grouped(number: u64, locale: Locale) -> String {
    let mark = match locale {
        Locale::Ru | Locale::Kk => NO_BREAK_SPACE,
        Locale::En => ',',
    };
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_the_readers_habit() {
        let table = [
            (0, "0,00", "0.00"),
            (5, "0,05", "0.05"),
            (123_450, "1\u{a0}234,50", "1,234.50"),
            (
                -100_000_001,
                "\u{2212}1\u{a0}000\u{a0}000,01",
                "\u{2212}1,000,000.01",
            ),
        ];
        for (minor, ru, en) in table {
            assert_eq!(money(Money::from_minor(minor), Locale::Ru), ru);
            assert_eq!(money(Money::from_minor(minor), Locale::En), en);
        }
    }

    #[test]
    fn quantities_drop_trailing_zeros() {
        assert_eq!(quantity(Quantity::from_millionths(1_500_000), Locale::Kk), "1,5");
        assert_eq!(
            quantity(Quantity::from_millionths(1_234_000_001), Locale::En),
            "1,234.000001"
        );
        assert_eq!(quantity(Quantity::ONE, Locale::Ru), "1");
    }
}
