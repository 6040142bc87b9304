//! X and Z reports.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use crate::{CounterPart, Counters, Difference, ShiftNumber};

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Changes nothing.
    X,
    /// Closes the shift.
    Z,
}

/// An X or Z report. Source: KZ-OFD/report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftReport {
    /// Which report.
    pub kind: ReportKind,
    /// When it was made, at the register's wall clock.
    pub made_at: LocalDateTime,
    /// Number of the shift; of the next one when none is open.
    pub shift: ShiftNumber,
    /// When the shift opened; `None` when it has no receipt.
    pub opened_at: Option<LocalDateTime>,
    /// When it closed: a Z report alone.
    pub closed_at: Option<LocalDateTime>,
    /// The counters.
    pub counters: Counters,
    /// Counters that its maker did not state.
    #[serde(default)]
    pub unstated: Vec<CounterPart>,
}

impl ShiftReport {
    /// Counters that differ from another report's.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Vec<Difference> {
        let unstated: Vec<CounterPart> = [self.unstated.as_slice(), other.unstated.as_slice()].concat();
        self.counters.difference(&other.counters, &unstated)
    }

    /// `true` for the report of a register that has not done anything yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counters.difference(&Counters::default(), &[]).is_empty()
    }
}
