//! Which counters of two countings differ, by name.

use receipt::kz::PaymentKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use types::Money;

use super::{ByMovement, Counters, MovementCounters, ReceiptCounters, Tally};
use crate::ByOperation;
use crate::by_operation::operation_name;

/// A counter that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Name of the counter, such as `receipts.sell.paid.cash.sum`.
    pub counter: String,
    /// Ours.
    pub ours: CounterValue,
    /// The other's.
    pub theirs: CounterValue,
}

/// `cash_in_drawer: ours 5000.00, theirs 4000.00`
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ours {}, theirs {}", self.counter, self.ours, self.theirs)
    }
}

/// A count or a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterValue {
    /// How many.
    Count(u32),
    /// How much.
    Sum(Money),
}

impl CounterValue {
    const fn zero_like(self) -> Self {
        match self {
            Self::Count(_) => Self::Count(0),
            Self::Sum(_) => Self::Sum(Money::ZERO),
        }
    }
}

impl fmt::Display for CounterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => count.fmt(f),
            Self::Sum(sum) => sum.fmt(f),
        }
    }
}

/// Counters that a report of another program may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CounterPart {
    /// How many payments there were of each kind.
    PaymentCounts,
    /// How many documents were autonomous.
    AutonomousCounts,
    /// Discounts, markups and change on the line of receipts.
    ReceiptSums,
    /// Turnover without VAT.
    TurnoverWithoutVat,
}

impl Counters {
    /// Counters that differ, in the order of their names; parts that the other does not state are passed over.
    #[must_use]
    pub fn difference(&self, other: &Self, unstated: &[CounterPart]) -> Vec<Difference> {
        if self == other {
            return Vec::new();
        }
        let (mut ours, mut theirs) = (Listing::of(self, unstated), Listing::of(other, unstated));
        // Whoever tells of no annulment at all may have no place for it.
        if self.annulled_ever > 0 && other.annulled_ever > 0 {
            ours.annulled(self);
            theirs.annulled(other);
        }
        let zeros = |from: &Listing<'_>| -> BTreeMap<String, CounterValue> {
            let named = from.values.iter();
            named
                .map(|(name, value)| (name.clone(), value.zero_like()))
                .collect()
        };
        let mut all = zeros(&ours);
        all.extend(zeros(&theirs));
        all.into_iter()
            .filter_map(|(counter, zero)| {
                let ours = ours.values.get(&counter).copied().unwrap_or(zero);
                let theirs = theirs.values.get(&counter).copied().unwrap_or(zero);
                (ours != theirs).then_some(Difference {
                    counter,
                    ours,
                    theirs,
                })
            })
            .collect()
    }
}

/// Every counter by name.
struct Listing<'a> {
    unstated: &'a [CounterPart],
    values: BTreeMap<String, CounterValue>,
}

impl<'a> Listing<'a> {
    fn of(counters: &Counters, unstated: &'a [CounterPart]) -> Self {
        let mut listing = Self {
            unstated,
            values: BTreeMap::new(),
        };
        listing.sums("start", &counters.start);
        listing.sums("non_resettable", &counters.non_resettable);
        for (operation, count) in counters.receipts_ever.iter() {
            listing.count(format!("receipts_ever.{}", operation_name(operation)), *count);
        }
        listing.count("movements_ever.deposit", counters.movements_ever.deposit);
        listing.count("movements_ever.withdrawal", counters.movements_ever.withdrawal);
        listing.sum("cash_in_drawer", counters.cash_in_drawer);
        let shift = &counters.shift;
        listing.sum("revenue", shift.revenue);
        for (section, tallies) in &shift.sections {
            listing.tallies(&format!("sections[{section}]"), tallies);
        }
        listing.tallies("discounts", &shift.discounts);
        listing.tallies("markups", &shift.markups);
        for (rate, by_operation) in &shift.vat {
            for (operation, vat) in by_operation.iter() {
                let name = format!("vat[{}].{}", rate, operation_name(operation));
                listing.sum(format!("{name}.turnover"), vat.turnover);
                listing.sum(format!("{name}.amount"), vat.amount);
                if listing.states(CounterPart::TurnoverWithoutVat) {
                    listing.sum(format!("{name}.turnover_without_vat"), vat.turnover_without_vat);
                }
            }
        }
        for (operation, receipts) in shift.receipts.iter() {
            listing.receipts(&format!("receipts.{}", operation_name(operation)), receipts);
        }
        listing.movements(&shift.movements);
        listing
    }

    fn annulled(&mut self, counters: &Counters) {
        self.count("annulled_ever", counters.annulled_ever);
        self.tallies("annulled", &counters.shift.annulled);
    }

    fn states(&self, part: CounterPart) -> bool {
        !self.unstated.contains(&part)
    }

    fn count(&mut self, name: impl Into<String>, count: u32) {
        self.values.insert(name.into(), CounterValue::Count(count));
    }

    fn sum(&mut self, name: impl Into<String>, sum: Money) {
        self.values.insert(name.into(), CounterValue::Sum(sum));
    }

    fn sums(&mut self, name: &str, sums: &ByOperation<Money>) {
        for (operation, sum) in sums.iter() {
            self.sum(format!("{name}.{}", operation_name(operation)), *sum);
        }
    }

    fn tally(&mut self, name: &str, tally: Tally) {
        self.count(format!("{name}.count"), tally.count);
        self.sum(format!("{name}.sum"), tally.sum);
    }

    fn tallies(&mut self, name: &str, tallies: &ByOperation<Tally>) {
        for (operation, tally) in tallies.iter() {
            self.tally(&format!("{name}.{}", operation_name(operation)), *tally);
        }
    }

    fn receipts(&mut self, name: &str, receipts: &ReceiptCounters) {
        self.count(format!("{name}.count"), receipts.count);
        self.sum(format!("{name}.total"), receipts.total);
        for kind in PaymentKind::ALL {
            let tally = receipts.paid.get(&kind).copied().unwrap_or_default();
            self.sum(format!("{name}.paid.{kind}.sum"), tally.sum);
            if self.states(CounterPart::PaymentCounts) {
                self.count(format!("{name}.paid.{kind}.count"), tally.count);
            }
        }
        if self.states(CounterPart::AutonomousCounts) {
            self.count(format!("{name}.autonomous"), receipts.autonomous);
        }
        if self.states(CounterPart::ReceiptSums) {
            self.sum(format!("{name}.discount"), receipts.discount);
            self.sum(format!("{name}.markup"), receipts.markup);
            self.sum(format!("{name}.change"), receipts.change);
        }
    }

    fn movements(&mut self, movements: &ByMovement<MovementCounters>) {
        for (name, one) in [
            ("deposit", &movements.deposit),
            ("withdrawal", &movements.withdrawal),
        ] {
            self.count(format!("movements.{name}.count"), one.count);
            self.sum(format!("movements.{name}.sum"), one.sum);
            if self.states(CounterPart::AutonomousCounts) {
                self.count(format!("movements.{name}.autonomous"), one.autonomous);
            }
        }
    }
}
