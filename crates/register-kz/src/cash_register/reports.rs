use receipt::kz::SectionCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::{LocalDateTime, Money};

use super::{CashRegister, CashierCounters, Shift};
use crate::{
    ByOperation, CashMovementKind, CounterError, Counters, DrawerAtClosing, ReportKind, ShiftNumber,
    ShiftReport, Tally,
};
use receipt::kz::IssueMode;

/// What was sold in each section of the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionReport {
    /// The shift; the next one when none is open.
    pub shift: ShiftNumber,
    /// When the report was made.
    pub made_at: LocalDateTime,
    /// Positions and their sums without discounts.
    pub sections: BTreeMap<SectionCode, ByOperation<Tally>>,
}

/// What each cashier did in the shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierReport {
    /// The shift; the next one when none is open.
    pub shift: ShiftNumber,
    /// When the report was made.
    pub made_at: LocalDateTime,
    /// By the cashier's number.
    pub cashiers: BTreeMap<u32, CashierCounters>,
}

impl CashRegister {
    /// An X report at this moment.
    #[must_use]
    pub fn x_report(&self, now: LocalDateTime) -> ShiftReport {
        ShiftReport {
            kind: ReportKind::X,
            made_at: now,
            shift: self.current_shift(),
            opened_at: self.opened_at(),
            closed_at: None,
            counters: self.counters.clone(),
            unstated: Vec::new(),
        }
    }

    /// A report by section at this moment.
    #[must_use]
    pub fn section_report(&self, now: LocalDateTime) -> SectionReport {
        SectionReport {
            shift: self.current_shift(),
            made_at: now,
            sections: self.counters.shift.sections.clone(),
        }
    }

    /// A report by cashier at this moment.
    #[must_use]
    pub fn cashier_report(&self, now: LocalDateTime) -> CashierReport {
        CashierReport {
            shift: self.current_shift(),
            made_at: now,
            cashiers: self.cashiers.clone(),
        }
    }

    /// The Z report of a closing: the drawer is emptied first when it is to be.
    pub(super) fn z_report(
        &self,
        drawer: DrawerAtClosing,
        mode: IssueMode,
        closed_at: LocalDateTime,
    ) -> Result<ShiftReport, CounterError> {
        let mut counters: Counters = self.counters.clone();
        let in_drawer = counters.cash_in_drawer;
        if drawer == DrawerAtClosing::Withdrawn && in_drawer > Money::ZERO {
            counters.add_movement(CashMovementKind::Withdrawal, in_drawer, mode)?;
        }
        Ok(ShiftReport {
            kind: ReportKind::Z,
            made_at: closed_at,
            shift: self.current_shift(),
            opened_at: self.opened_at(),
            closed_at: Some(closed_at),
            counters,
            unstated: Vec::new(),
        })
    }

    const fn opened_at(&self) -> Option<LocalDateTime> {
        match self.shift {
            Shift::Open { opened_at, .. } => Some(opened_at),
            Shift::Closed { .. } => None,
        }
    }
}
