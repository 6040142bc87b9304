//! Rates of VAT and when they were in force. Law: KZ-NK/vat-rates.

use types::LocalDateTime;

/// A rate within its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatRate {
    /// Thousandths of a percent.
    pub percent_thousandths: u32,
    /// First year; every change so far came with a new year.
    pub first_year: Option<u32>,
    /// Last year.
    pub last_year: Option<u32>,
}

/// All rates.
pub type VatTable = [VatRate];

/// The rates of the Tax Code: 12 % until the end of 2025; 16 %, reduced 5 % and 10 % from 2026; 0 % always.
///
/// A rate outside of the table is told, never refused: rates are the law's, and laws change faster than programs.
/// Law: KZ-NK/vat-rates.
pub const PUBLISHED: &VatTable = &[
    VatRate {
        percent_thousandths: 0,
        first_year: None,
        last_year: None,
    },
    VatRate {
        percent_thousandths: 12_000,
        first_year: Some(2009),
        last_year: Some(2025),
    },
    VatRate {
        percent_thousandths: 16_000,
        first_year: Some(2026),
        last_year: None,
    },
    VatRate {
        percent_thousandths: 5_000,
        first_year: Some(2026),
        last_year: None,
    },
    VatRate {
        percent_thousandths: 10_000,
        first_year: Some(2026),
        last_year: None,
    },
];

/// `true` when a rate is in force at a time; at an unknown time, when it ever was.
#[must_use]
pub fn is_in_force(table: &VatTable, percent_thousandths: u32, at: Option<LocalDateTime>) -> bool {
    let year = at.and_then(|at| at.format("%Y").parse::<u32>().ok());
    let fits = |rate: &VatRate| {
        let begun = year
            .zip(rate.first_year)
            .is_none_or(|(year, first)| first <= year);
        let lasting = year.zip(rate.last_year).is_none_or(|(year, last)| year <= last);
        rate.percent_thousandths == percent_thousandths && begun && lasting
    };
    table.iter().any(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_rate_changes_with_the_year_2026() {
        let at = |text| LocalDateTime::parse(text, "%Y-%m-%d %H:%M:%S").ok();
        let old = at("2025-12-31 23:59:59");
        let new = at("2026-01-01 00:00:00");
        for (percent, at, in_force) in [
            (12_000, old, true),
            (12_000, new, false),
            (16_000, old, false),
            (16_000, new, true),
            (5_000, old, false),
            (5_000, new, true),
            (10_000, new, true),
            (0, old, true),
            (0, new, true),
            (12_000, None, true),
            (20_000, None, false),
        ] {
            assert_eq!(
                is_in_force(PUBLISHED, percent, at),
                in_force,
                "{percent} at {at:?}"
            );
        }
    }
}
