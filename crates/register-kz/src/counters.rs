//! Counters of a register: a fold over its documents, the same at the register and at the operator.

mod difference;
mod fold;

use receipt::kz::{PaymentKind, SectionCode, VatRate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::Money;

use crate::ByOperation;

pub use difference::{CounterPart, CounterValue, Difference};
pub use fold::{Annulled, CashMovementKind, Counted, CounterError};

/// Largest count of a report: unsigned numbers stay in the signed range. Source: KZ-OFD/numbers.
pub const COUNT_MAX: u32 = 2_147_483_647;

/// Everything that a report shows, and what runs on through shifts. Source: KZ-OFD/counters.
///
/// A shift's own counters are those since the last closing: money that is moved while no shift is open is
/// therefore counted in the shift that opens next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Non-resettable totals as the shift began.
    pub start: ByOperation<Money>,
    /// Non-resettable totals: never set back. Law: KZ-626/non-resettable.
    pub non_resettable: ByOperation<Money>,
    /// Receipts of all shifts.
    pub receipts_ever: ByOperation<u32>,
    /// Cash movements of all shifts.
    pub movements_ever: ByMovement<u32>,
    /// Annulled receipts of all shifts.
    #[serde(default)]
    pub annulled_ever: u32,
    /// Cash in the drawer; below zero only at an operator that took autonomous documents as they came.
    pub cash_in_drawer: Money,
    /// Counters of the shift.
    pub shift: ShiftCounters,
}

/// Sections of a shift that are counted one by one: a report has to fit a frame of 64 KiB, whatever a register calls
/// its sections. Source: ours.
pub const SECTIONS_MAX: usize = 200;

/// Rates of VAT of a shift that are counted one by one, for the same reason; the law knows five at a time. VAT of
/// further rates is left out of the counters. Source: ours.
pub const VAT_RATES_MAX: usize = 16;

/// Counters that begin anew with each shift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftCounters {
    /// Positions and their sums without discounts, by section; beyond [`SECTIONS_MAX`] all in [`SectionCode::rest`].
    pub sections: BTreeMap<SectionCode, ByOperation<Tally>>,
    /// Discounts.
    pub discounts: ByOperation<Tally>,
    /// Markups.
    pub markups: ByOperation<Tally>,
    /// VAT by rate, of [`VAT_RATES_MAX`] rates.
    pub vat: BTreeMap<VatRate, ByOperation<VatCounters>>,
    /// Receipts.
    pub receipts: ByOperation<ReceiptCounters>,
    /// Annulled receipts: they stay in every other counter of receipts, since the non-resettable totals are never set
    /// back; drawer and revenue are without them. Law: KZ-626/non-resettable.
    #[serde(default)]
    pub annulled: ByOperation<Tally>,
    /// Cash deposits and withdrawals.
    pub movements: ByMovement<MovementCounters>,
    /// Sales and returned purchases, less purchases and returned sales.
    pub revenue: Money,
}

/// How many and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub count: u32,
    /// How much.
    pub sum: Money,
}

/// VAT of one rate and operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatCounters {
    /// What was taxed, VAT included.
    pub turnover: Money,
    /// What was taxed, without the VAT.
    pub turnover_without_vat: Money,
    /// VAT, the sum of rounded lines. Source: KZ-OFD/vat-sums.
    pub amount: Money,
}

/// Receipts of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptCounters {
    /// How many.
    pub count: u32,
    /// What was due.
    pub total: Money,
    /// By payment, cash without the change.
    pub paid: BTreeMap<PaymentKind, Tally>,
    /// How many were issued without the operator.
    pub autonomous: u32,
    /// Discounts.
    pub discount: Money,
    /// Markups.
    pub markup: Money,
    /// Cash given back.
    pub change: Money,
}

/// One value for deposits and one for withdrawals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByMovement<T> {
    /// Cash put in.
    pub deposit: T,
    /// Cash taken out.
    pub withdrawal: T,
}

/// Cash movements of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementCounters {
    /// How many.
    pub count: u32,
    /// How much.
    pub sum: Money,
    /// How many were made without the operator.
    pub autonomous: u32,
}

impl<T> ByMovement<T> {
    /// The value of one kind.
    #[must_use]
    pub const fn of(&self, kind: CashMovementKind) -> &T {
        match kind {
            CashMovementKind::Deposit => &self.deposit,
            CashMovementKind::Withdrawal => &self.withdrawal,
        }
    }

    /// The value of one kind, to change it.
    #[must_use]
    pub const fn of_mut(&mut self, kind: CashMovementKind) -> &mut T {
        match kind {
            CashMovementKind::Deposit => &mut self.deposit,
            CashMovementKind::Withdrawal => &mut self.withdrawal,
        }
    }
}

impl ShiftCounters {
    /// Positions of all sections; `None` when a sum leaves the range.
    #[must_use]
    pub fn operations(&self) -> Option<ByOperation<Tally>> {
        let mut all = ByOperation::<Tally>::default();
        for section in self.sections.values() {
            for (operation, tally) in section.iter() {
                let sum = all.of_mut(operation);
                sum.count = sum.count.checked_add(tally.count)?;
                sum.sum = sum.sum.checked_add(tally.sum)?;
            }
        }
        Some(all)
    }

    /// Positions with what was due for them, after discounts and markups.
    #[must_use]
    pub fn total_result(&self) -> Option<ByOperation<Tally>> {
        let mut all = self.operations()?;
        for (operation, receipts) in self.receipts.iter() {
            all.of_mut(operation).sum = receipts.total;
        }
        Some(all)
    }
}
