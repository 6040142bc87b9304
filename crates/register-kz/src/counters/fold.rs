//! How documents change counters. Source: KZ-OFD/counters.

use receipt::Operation;
use receipt::kz::{IssueMode, ModifierKind, PaymentKind, Receipt, SectionCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use types::Money;

use super::{COUNT_MAX, Counters, SECTIONS_MAX, ShiftCounters, Tally, VAT_RATES_MAX};

/// Which way cash goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CashMovementKind {
    /// Into the drawer.
    Deposit,
    /// Out of the drawer.
    Withdrawal,
}

/// What counters count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// A receipt was issued.
    Receipt(Box<Receipt>, IssueMode),
    /// Cash was moved.
    Movement(CashMovementKind, Money, IssueMode),
    /// A receipt was annulled.
    Annulled(Annulled),
    /// The shift was closed.
    ShiftClosed,
}

/// What is taken back with an annulled receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annulled {
    /// What the receipt was.
    pub operation: Operation,
    /// What was due.
    pub total: Money,
    /// Cash, without the change.
    pub cash: Money,
}

impl Annulled {
    /// What would be taken back with a receipt.
    #[must_use]
    pub fn of(receipt: &Receipt) -> Self {
        let figures = receipt.figures();
        Self {
            operation: receipt.operation(),
            total: figures.total,
            cash: figures.paid_by(PaymentKind::Cash),
        }
    }

    /// What the annulment takes out of the drawer; zero when it puts in.
    #[must_use]
    pub const fn cash_taken(&self) -> Money {
        if brings_money(self.operation) {
            self.cash
        } else {
            Money::ZERO
        }
    }
}

/// A counter that cannot take what was to be added; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("counter `{counter}` leaves its range")]
pub struct CounterError {
    /// Name of the counter.
    pub counter: &'static str,
}

impl Counters {
    /// Counts from nothing.
    ///
    /// # Errors
    /// [`CounterError`] names the counter that left its range.
    pub fn fold<'a>(counted: impl IntoIterator<Item = &'a Counted>) -> Result<Self, CounterError> {
        let mut counters = Self::default();
        for one in counted {
            counters.count(one)?;
        }
        Ok(counters)
    }

    /// Counts one thing.
    ///
    /// # Errors
    /// [`CounterError`]; nothing has changed then.
    pub fn count(&mut self, counted: &Counted) -> Result<(), CounterError> {
        match counted {
            Counted::Receipt(receipt, mode) => self.add_receipt(receipt, *mode),
            Counted::Movement(kind, amount, mode) => self.add_movement(*kind, *amount, *mode),
            Counted::Annulled(annulled) => self.annul(annulled),
            Counted::ShiftClosed => {
                self.close_shift();
                Ok(())
            }
        }
    }

    /// Counts a receipt.
    ///
    /// # Errors
    /// [`CounterError`]; nothing has changed then.
    pub fn add_receipt(&mut self, receipt: &Receipt, mode: IssueMode) -> Result<(), CounterError> {
        let mut next = self.clone();
        let operation = receipt.operation();
        let figures = receipt.figures();
        next.shift.add_receipt(receipt, mode)?;
        let total = next.non_resettable.of_mut(operation);
        *total = sum("non_resettable", *total, figures.total)?;
        increase("receipts_ever", next.receipts_ever.of_mut(operation))?;
        let cash = figures.paid_by(PaymentKind::Cash);
        next.cash_in_drawer = if brings_money(operation) {
            sum("cash_in_drawer", next.cash_in_drawer, cash)?
        } else {
            difference("cash_in_drawer", next.cash_in_drawer, cash)?
        };
        *self = next;
        Ok(())
    }

    /// Counts a cash movement.
    ///
    /// # Errors
    /// [`CounterError`]; nothing has changed then.
    pub fn add_movement(
        &mut self,
        kind: CashMovementKind,
        amount: Money,
        mode: IssueMode,
    ) -> Result<(), CounterError> {
        let mut next = self.clone();
        let counters = next.shift.movements.of_mut(kind);
        increase("movements.count", &mut counters.count)?;
        counters.sum = sum("movements.sum", counters.sum, amount)?;
        if mode == IssueMode::Autonomous {
            increase("movements.autonomous", &mut counters.autonomous)?;
        }
        increase("movements_ever", next.movements_ever.of_mut(kind))?;
        next.cash_in_drawer = match kind {
            CashMovementKind::Deposit => sum("cash_in_drawer", next.cash_in_drawer, amount)?,
            CashMovementKind::Withdrawal => difference("cash_in_drawer", next.cash_in_drawer, amount)?,
        };
        *self = next;
        Ok(())
    }

    /// Counts the annulment of a receipt of the running shift.
    ///
    /// # Errors
    /// [`CounterError`]; nothing has changed then.
    pub fn annul(&mut self, annulled: &Annulled) -> Result<(), CounterError> {
        let mut next = self.clone();
        increase("annulled_ever", &mut next.annulled_ever)?;
        let tally = next.shift.annulled.of_mut(annulled.operation);
        add("annulled", tally, annulled.total)?;
        let (drawer, revenue) = (next.cash_in_drawer, next.shift.revenue);
        (next.cash_in_drawer, next.shift.revenue) = if brings_money(annulled.operation) {
            (
                difference("cash_in_drawer", drawer, annulled.cash)?,
                difference("revenue", revenue, annulled.total)?,
            )
        } else {
            (
                sum("cash_in_drawer", drawer, annulled.cash)?,
                sum("revenue", revenue, annulled.total)?,
            )
        };
        *self = next;
        Ok(())
    }

    /// Whether the VAT of a receipt finds its place; see [`VAT_RATES_MAX`].
    #[must_use]
    pub fn has_room_for_vat_of(&self, receipt: &Receipt) -> bool {
        let known = &self.shift.vat;
        let rates = receipt.figures().vat.iter().map(|vat| vat.rate);
        let new: BTreeSet<_> = rates.filter(|rate| !known.contains_key(rate)).collect();
        known.len().saturating_add(new.len()) <= VAT_RATES_MAX
    }

    /// Begins the counters of the next shift; the drawer and what runs through shifts stay.
    pub fn close_shift(&mut self) {
        self.start = self.non_resettable;
        self.shift = ShiftCounters::default();
    }

    /// What a receipt takes out of the drawer; zero when it puts in.
    #[must_use]
    pub fn cash_taken_by(receipt: &Receipt) -> Money {
        if brings_money(receipt.operation()) {
            Money::ZERO
        } else {
            receipt.figures().paid_by(PaymentKind::Cash)
        }
    }
}

impl ShiftCounters {
    fn add_receipt(&mut self, receipt: &Receipt, mode: IssueMode) -> Result<(), CounterError> {
        let operation = receipt.operation();
        let figures = receipt.figures();
        self.add_lines(receipt)?;
        for vat in &figures.vat {
            if self.vat.len() >= VAT_RATES_MAX && !self.vat.contains_key(&vat.rate) {
                continue;
            }
            let counters = self.vat.entry(vat.rate).or_default().of_mut(operation);
            counters.turnover = sum("vat.turnover", counters.turnover, vat.turnover)?;
            counters.amount = sum("vat.amount", counters.amount, vat.amount)?;
            let without = difference("vat.turnover_without_vat", vat.turnover, vat.amount)?;
            counters.turnover_without_vat =
                sum("vat.turnover_without_vat", counters.turnover_without_vat, without)?;
        }
        let receipts = self.receipts.of_mut(operation);
        increase("receipts.count", &mut receipts.count)?;
        receipts.total = sum("receipts.total", receipts.total, figures.total)?;
        receipts.discount = sum("receipts.discount", receipts.discount, figures.discount)?;
        receipts.markup = sum("receipts.markup", receipts.markup, figures.markup)?;
        receipts.change = sum("receipts.change", receipts.change, figures.change)?;
        if mode == IssueMode::Autonomous {
            increase("receipts.autonomous", &mut receipts.autonomous)?;
        }
        for paid in &figures.payments {
            let tally = receipts.paid.entry(paid.kind).or_default();
            add("receipts.paid", tally, paid.amount)?;
        }
        self.revenue = if brings_money(operation) {
            sum("revenue", self.revenue, figures.total)?
        } else {
            difference("revenue", self.revenue, figures.total)?
        };
        Ok(())
    }

    /// Positions by section, discounts and markups one by one.
    fn add_lines(&mut self, receipt: &Receipt) -> Result<(), CounterError> {
        let operation = receipt.operation();
        for (line, figures) in receipt.standing_lines() {
            let is_one_more =
                self.sections.len() >= SECTIONS_MAX && !self.sections.contains_key(&line.section);
            let code = if is_one_more {
                SectionCode::rest()
            } else {
                line.section.clone()
            };
            let section = self.sections.entry(code).or_default();
            add("sections", section.of_mut(operation), figures.gross)?;
            for modifier in &line.modifiers {
                self.add_modifier(operation, modifier.kind, modifier.amount)?;
            }
        }
        match &receipt.content().modifier {
            Some(modifier) => self.add_modifier(operation, modifier.kind, modifier.amount),
            None => Ok(()),
        }
    }

    fn add_modifier(
        &mut self,
        operation: Operation,
        kind: ModifierKind,
        amount: Money,
    ) -> Result<(), CounterError> {
        if amount == Money::ZERO {
            return Ok(());
        }
        match kind {
            ModifierKind::Discount => add("discounts", self.discounts.of_mut(operation), amount),
            ModifierKind::Markup => add("markups", self.markups.of_mut(operation), amount),
        }
    }
}

/// Sales and returned purchases bring money, purchases and returned sales take it.
const fn brings_money(operation: Operation) -> bool {
    matches!(operation, Operation::Sell | Operation::BuyReturn)
}

fn add(counter: &'static str, tally: &mut Tally, amount: Money) -> Result<(), CounterError> {
    increase(counter, &mut tally.count)?;
    tally.sum = sum(counter, tally.sum, amount)?;
    Ok(())
}

fn increase(counter: &'static str, count: &mut u32) -> Result<(), CounterError> {
    if *count >= COUNT_MAX {
        return Err(CounterError { counter });
    }
    *count = count.saturating_add(1);
    Ok(())
}

fn sum(counter: &'static str, left: Money, right: Money) -> Result<Money, CounterError> {
    left.checked_add(right).ok_or(CounterError { counter })
}

fn difference(counter: &'static str, left: Money, right: Money) -> Result<Money, CounterError> {
    left.checked_sub(right).ok_or(CounterError { counter })
}
