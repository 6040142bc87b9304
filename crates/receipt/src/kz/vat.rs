//! Which rates of VAT are law on which day.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::VatRate;
use crate::{RateStatus, RateUse};

/// From when to when a rate is law for a purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRow {
    /// The rate.
    pub rate: VatRate,
    /// First day, at midnight; `None` for longer than fiscal documents exist.
    pub from: Option<LocalDateTime>,
    /// First day on which it is no longer law, at midnight; `None` while no end is known.
    pub ends: Option<LocalDateTime>,
    /// What it is for.
    pub purpose: String,
    /// The law that says so.
    pub source: String,
}

/// The rates by date: the one place to change when the law does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatTable {
    /// One row for each period and purpose of a rate.
    pub rows: Vec<RateRow>,
}

/// The table as the law stands. Source: KZ-NK/vat-rates, KZ-NK/vat-reduced.
impl Default for VatTable {
    fn default() -> Self {
        let new_year = |year| LocalDateTime::from_calendar(year, 1, 1, 0, 0, 0);
        let row = |percent, from, ends, purpose: &str, source: &str| {
            Some(RateRow {
                rate: VatRate::from_percent(percent)?,
                from,
                ends,
                purpose: purpose.to_owned(),
                source: source.to_owned(),
            })
        };
        let (general, reduced) = ("KZ-NK/vat-rates", "KZ-NK/vat-reduced");
        let medicine = "medicines and medical services";
        let rows = [
            row(
                12,
                None,
                new_year(2026),
                "general rate to the end of 2025",
                general,
            ),
            row(16, new_year(2026), None, "general rate from 2026", general),
            row(5, new_year(2026), new_year(2027), medicine, reduced),
            row(10, new_year(2027), None, medicine, reduced),
            row(10, new_year(2026), None, "periodicals", reduced),
            row(0, None, None, "exports", general),
        ];
        Self {
            rows: rows.into_iter().flatten().collect(),
        }
    }
}

impl VatTable {
    /// Whether a rate is law on a day, for any purpose.
    #[must_use]
    pub fn rate_in_force(&self, rate: VatRate, date: LocalDateTime, usage: RateUse) -> RateStatus {
        let mut status = RateStatus::Unknown;
        for row in self.rows.iter().filter(|row| row.rate == rate) {
            status = match (row.from, row.ends) {
                (Some(from), _) if date < from => RateStatus::NotYet {
                    from,
                    source: row.source.clone(),
                },
                (_, Some(ends)) if date >= ends => match usage {
                    RateUse::ReturnOrCorrection => RateStatus::EndedForNewSettlements,
                    RateUse::Settlement => RateStatus::Ended {
                        on: ends,
                        source: row.source.clone(),
                    },
                },
                _ => return RateStatus::InForce,
            };
        }
        status
    }

    /// Whether a rate of so many thousandths of a percent is law at a time; at an unknown time, whether it ever was.
    #[must_use]
    pub fn is_law(&self, percent_thousandths: u32, at: Option<LocalDateTime>) -> bool {
        let Some(rate) = VatRate::from_thousandths(percent_thousandths) else {
            return false;
        };
        match at {
            None => self.rows.iter().any(|row| row.rate == rate),
            Some(at) => self.rate_in_force(rate, at, RateUse::Settlement) == RateStatus::InForce,
        }
    }

    /// The rates that a new sale may have on a day, largest first.
    #[must_use]
    pub fn rates_on(&self, date: LocalDateTime) -> Vec<VatRate> {
        let mut rates: Vec<VatRate> = self
            .rows
            .iter()
            .filter(|row| row.from.is_none_or(|from| date >= from) && row.ends.is_none_or(|ends| date < ends))
            .map(|row| row.rate)
            .collect();
        rates.sort_unstable_by(|left, right| right.cmp(left));
        rates.dedup();
        rates
    }
}
