//! Value added tax: arithmetic, and which rates the law knows on which day.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use types::{LocalDateTime, Money};

use crate::VatRate;

impl VatRate {
    /// The percentage, of the plain and of the calculated rate.
    #[must_use]
    pub const fn percent(self) -> Option<u8> {
        match self {
            Self::NotSubject | Self::Zero => None,
            Self::Percent(percent) | Self::Calculated(percent) => Some(percent),
        }
    }

    /// `true` when the format has a code for this rate: 5, 7, 10, 20, 22 and their calculated forms.
    #[must_use]
    pub const fn has_code(self) -> bool {
        match self.percent() {
            None => true,
            Some(percent) => matches!(percent, 5 | 7 | 10 | 20 | 22),
        }
    }

    /// VAT that a sum includes: sum × p / (100 + p), rounded half up. Source: RU-FFD/rounding.
    ///
    /// The same for the plain and the calculated rate, zero for no VAT and the zero rate; `None` when out of
    /// range.
    #[must_use]
    pub fn included_in(self, sum: Money) -> Option<Money> {
        match self.percent() {
            None => Some(Money::ZERO),
            Some(percent) => sum.share(i64::from(percent), 100 + i64::from(percent)),
        }
    }
}

/// `22 %`, `22/122`, `0 %`, `no VAT`.
impl fmt::Display for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSubject => f.write_str("no VAT"),
            Self::Zero => f.write_str("0 %"),
            Self::Percent(percent) => write!(f, "{percent} %"),
            Self::Calculated(percent) => write!(f, "{percent}/{}", 100 + u16::from(*percent)),
        }
    }
}

/// Turnover and VAT of one rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatTotal {
    /// Sum of the lines at this rate.
    pub turnover: Money,
    /// VAT that the turnover includes.
    pub vat: Money,
}

/// Turnover and VAT by rate, in the order of [`VatRate`]; only rates that occur.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VatTotals(BTreeMap<VatRate, VatTotal>);

impl VatTotals {
    /// Adds up the lines at each rate and takes the VAT of that sum, not the sum of rounded lines.
    ///
    /// Source: RU-FFD/vat-totals, seen on real receipts. `None` when a sum leaves the range.
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = (VatRate, Money)>) -> Option<Self> {
        let mut totals = BTreeMap::<VatRate, VatTotal>::new();
        for (rate, sum) in lines {
            let total = totals.entry(rate).or_default();
            total.turnover = total.turnover.checked_add(sum)?;
        }
        for (rate, total) in &mut totals {
            total.vat = rate.included_in(total.turnover)?;
        }
        Some(Self(totals))
    }

    /// The total of one rate, when it occurs.
    #[must_use]
    pub fn get(&self, rate: VatRate) -> Option<VatTotal> {
        self.0.get(&rate).copied()
    }

    /// All rates that occur.
    pub fn iter(&self) -> impl Iterator<Item = (VatRate, VatTotal)> + '_ {
        self.0.iter().map(|(rate, total)| (*rate, *total))
    }
}

/// From when to when a percentage is law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRule {
    /// The percentage; its calculated form follows it.
    pub percent: u8,
    /// First day, at midnight; `None` for longer than fiscal documents exist.
    pub from: Option<LocalDateTime>,
    /// First day on which it is no longer law, at midnight; `None` while no end is known.
    pub ends: Option<LocalDateTime>,
    /// The law that says so.
    pub source: String,
}

/// What a rate is used for: an ended rate stays right where an older settlement is undone or corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RateUse {
    /// A settlement of the day.
    Settlement,
    /// A return, or a correction of an earlier day.
    ReturnOrCorrection,
}

/// Whether a rate is law on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RateStatus {
    /// It is.
    InForce,
    /// No longer, but the older settlement had it.
    EndedForNewSettlements,
    /// Not yet.
    NotYet {
        /// First day.
        from: LocalDateTime,
        /// The law that says so.
        source: String,
    },
    /// No longer.
    Ended {
        /// First day without it.
        on: LocalDateTime,
        /// The law that says so.
        source: String,
    },
    /// The table does not know this percentage.
    Unknown,
}

/// The rates by date: the one place to change when the law does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatTable {
    /// One row for each period of a percentage.
    pub rules: Vec<RateRule>,
}

/// The table as the law stands. Source: RU-NK/164.
impl Default for VatTable {
    fn default() -> Self {
        let day = |year, month, day| LocalDateTime::from_calendar(year, month, day, 0, 0, 0);
        let rule = |percent, from, ends, source: &str| RateRule {
            percent,
            from,
            ends,
            source: source.to_owned(),
        };
        Self {
            rules: vec![
                rule(
                    5,
                    day(2025, 1, 1),
                    None,
                    "RU-NK/164: special rate of the simplified regime (176-FZ of 2024)",
                ),
                rule(
                    7,
                    day(2025, 1, 1),
                    None,
                    "RU-NK/164: special rate of the simplified regime (176-FZ of 2024)",
                ),
                rule(10, None, None, "RU-NK/164: reduced rate"),
                rule(
                    20,
                    day(2019, 1, 1),
                    day(2026, 1, 1),
                    "RU-NK/164: general rate of 2019 to 2025 (303-FZ of 2018)",
                ),
                rule(
                    22,
                    day(2026, 1, 1),
                    None,
                    "RU-NK/164: general rate from 2026 (425-FZ of 2025)",
                ),
            ],
        }
    }
}

impl VatTable {
    /// Whether a rate is law on a day. No VAT and the zero rate always are.
    #[must_use]
    pub fn rate_in_force(&self, rate: VatRate, date: LocalDateTime, usage: RateUse) -> RateStatus {
        let Some(percent) = rate.percent() else {
            return RateStatus::InForce;
        };
        let mut status = RateStatus::Unknown;
        for rule in self.rules.iter().filter(|rule| rule.percent == percent) {
            status = match (rule.from, rule.ends) {
                (Some(from), _) if date < from => RateStatus::NotYet {
                    from,
                    source: rule.source.clone(),
                },
                (_, Some(ends)) if date >= ends => match usage {
                    RateUse::ReturnOrCorrection => RateStatus::EndedForNewSettlements,
                    RateUse::Settlement => RateStatus::Ended {
                        on: ends,
                        source: rule.source.clone(),
                    },
                },
                _ => return RateStatus::InForce,
            };
        }
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> LocalDateTime {
        LocalDateTime::parse(text, "%d.%m.%Y").unwrap()
    }

    #[test]
    fn takes_the_tax_out_of_the_sum() {
        let table = [
            ("5 %", VatRate::Percent(5), 10_500, 500),
            ("7 %", VatRate::Percent(7), 10_700, 700),
            ("10 %", VatRate::Percent(10), 128_521, 11_684),
            ("20 %", VatRate::Percent(20), 12_000, 2_000),
            ("22 %", VatRate::Percent(22), 24_697, 4_454),
            ("5/105", VatRate::Calculated(5), 10_500, 500),
            ("22/122", VatRate::Calculated(22), 12_200, 2_200),
            ("half a kopeck goes up", VatRate::Percent(20), 3, 1),
            ("zero rate", VatRate::Zero, 12_000, 0),
            ("no VAT", VatRate::NotSubject, 12_000, 0),
        ];
        for (name, rate, sum, vat) in table {
            assert_eq!(
                rate.included_in(Money::from_minor(sum)),
                Some(Money::from_minor(vat)),
                "{name}"
            );
        }
    }

    #[test]
    fn totals_tax_the_sum_of_lines_as_a_real_receipt_does() {
        let lines = [11_999, 7_699, 4_999].map(|sum| (VatRate::Percent(22), Money::from_minor(sum)));
        let totals = VatTotals::of(lines).unwrap();
        let total = totals.get(VatRate::Percent(22)).unwrap();
        assert_eq!(total.turnover.to_string(), "246.97");
        assert_eq!(total.vat.to_string(), "44.54");
        assert_eq!(totals.get(VatRate::Percent(20)), None);
    }

    #[test]
    fn knows_the_law_of_each_day() {
        use RateUse::{ReturnOrCorrection as Undo, Settlement as Sale};
        use VatRate::{Calculated, NotSubject, Percent};
        let table = VatTable::default();
        let law = [
            (Percent(20), "31.12.2025", Sale, "InForce"),
            (Percent(20), "01.01.2026", Sale, "Ended"),
            (Percent(20), "01.01.2026", Undo, "EndedForNewSettlements"),
            (Calculated(20), "01.01.2026", Sale, "Ended"),
            (Percent(22), "31.12.2025", Sale, "NotYet"),
            (Percent(22), "01.01.2026", Sale, "InForce"),
            (Percent(5), "31.12.2024", Sale, "NotYet"),
            (Percent(7), "01.01.2025", Sale, "InForce"),
            (Percent(10), "01.01.2017", Sale, "InForce"),
            (Percent(18), "01.01.2026", Sale, "Unknown"),
            (NotSubject, "01.01.2026", Sale, "InForce"),
        ];
        for (rate, date, usage, expected) in law {
            let status = format!("{:?}", table.rate_in_force(rate, day(date), usage));
            let name = status.split(' ').next();
            assert_eq!(name, Some(expected), "{rate} on {date}");
        }
    }

    #[test]
    fn shows_rates_as_people_write_them() {
        let shown = [
            VatRate::NotSubject,
            VatRate::Zero,
            VatRate::Percent(22),
            VatRate::Calculated(22),
        ]
        .map(|rate| rate.to_string());
        assert_eq!(shown, ["no VAT", "0 %", "22 %", "22/122"]);
        assert!(!VatRate::Percent(18).has_code() && VatRate::Calculated(5).has_code());
    }

    proptest! {
        #[test]
        fn tax_and_rest_rebuild_the_sum(sum in 0_i64..9_999_999_999, percent in prop::sample::select(vec![5_u8, 7, 10, 20, 22])) {
            let rate = VatRate::Percent(percent);
            let vat = rate.included_in(Money::from_minor(sum)).unwrap().minor();
            let net = sum - vat;
            let error = (vat * 100 - net * i64::from(percent)).abs();
            prop_assert!(error * 2 <= 100 + i64::from(percent), "{} of {}", vat, sum);
            prop_assert_eq!(VatRate::Calculated(percent).included_in(Money::from_minor(sum)).unwrap().minor(), vat);
        }

        #[test]
        fn the_order_of_lines_does_not_matter(mut sums in proptest::collection::vec(0_i64..1_000_000, 0..20)) {
            let of = |sums: &[i64]| VatTotals::of(sums.iter().map(|sum| (VatRate::Percent(22), Money::from_minor(*sum))));
            let forwards = of(&sums);
            sums.reverse();
            prop_assert_eq!(forwards, of(&sums));
        }
    }
}
