//! Counters of a fiscal storage: sums over documents, kept running and always equal to a recount.

mod totals;

use ofd_ru::{Document, Element, Tag, tags};
use receipt::Operation;
use serde::{Deserialize, Serialize};
use types::Money;

pub use totals::{SettlementTotals, VatTotals};

use crate::receipt_amounts::{AmountsError, ReceiptAmounts, SettlementKind};

/// Largest sum that a counter can show: six bytes. Source: RU-FFD/counters.
pub const COUNTER_MAX_MINOR: i64 = (1 << 48) - 1;

/// Sums over receipts: the contents of tags 1157, 1158 and 1194. Source: RU-FFD/counters.
///
/// VAT of rates without a tag of their own (5, 7, 22 %) is in no counter: the order gives it none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Sales: tag 1129.
    pub sell: OperationCounters,
    /// Returns of sales: tag 1130.
    pub sell_return: OperationCounters,
    /// Purchases: tag 1131.
    pub buy: OperationCounters,
    /// Returns of purchases: tag 1132.
    pub buy_return: OperationCounters,
    /// Corrections: tag 1133.
    pub corrections: CorrectionCounters,
}

/// Counters of one operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationCounters {
    /// Count and payments.
    pub settlements: SettlementTotals,
    /// VAT by rate.
    pub vat: VatTotals,
}

/// Counters of corrections, by operation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionCounters {
    /// Tag 1145.
    pub sell: SettlementTotals,
    /// Tag 1232.
    pub sell_return: SettlementTotals,
    /// Tag 1146.
    pub buy: SettlementTotals,
    /// Tag 1233.
    pub buy_return: SettlementTotals,
}

/// A counter that left its range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CounterError {
    /// A sum would no longer fit into the six bytes of its tag, or would go below zero.
    #[error("counter {counter} of {sum} cannot take {added}: it must stay between 0 and 2^48 − 1 kopecks", counter = .tag.0)]
    OutOfRange {
        /// Tag of the counter.
        tag: Tag,
        /// The counter before.
        sum: Money,
        /// What was to be added; negative when it was to be taken away.
        added: Money,
    },
    /// The count of receipts would leave its range.
    #[error("the count of {count} receipts cannot change further")]
    Count {
        /// The count before.
        count: u32,
    },
}

/// Why documents could not be recounted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecountError {
    /// A receipt has no readable amounts.
    #[error("document at index {index} has no readable amounts")]
    Amounts {
        /// Its index among the documents given.
        index: usize,
        /// Why.
        source: AmountsError,
    },
    /// A counter left its range.
    #[error("document at index {index} overflows a counter")]
    Counter {
        /// Its index among the documents given.
        index: usize,
        /// Which counter.
        source: CounterError,
    },
}

#[derive(Clone, Copy)]
enum Change {
    Add,
    Take,
}

impl Counters {
    /// Recounts documents from nothing: receipts and corrections count, reports do not.
    ///
    /// # Errors
    /// [`RecountError`] names the document.
    pub fn fold(documents: &[Document]) -> Result<Self, RecountError> {
        let mut counters = Self::default();
        for (index, document) in documents.iter().enumerate() {
            let amounts = ReceiptAmounts::of_document(document)
                .map_err(|source| RecountError::Amounts { index, source })?;
            if let Some(amounts) = amounts {
                counters
                    .add(&amounts)
                    .map_err(|source| RecountError::Counter { index, source })?;
            }
        }
        Ok(counters)
    }

    /// Adds one receipt; nothing changes on an error.
    ///
    /// # Errors
    /// [`CounterError`] names the counter.
    pub fn add(&mut self, amounts: &ReceiptAmounts) -> Result<(), CounterError> {
        self.change(amounts, Change::Add)
    }

    /// Whether one receipt could be added.
    ///
    /// # Errors
    /// [`CounterError`] names the counter.
    pub fn admits(&self, amounts: &ReceiptAmounts) -> Result<(), CounterError> {
        self.clone().add(amounts)
    }

    /// Takes one receipt away, as the confirmation of a document does with the unsent ones.
    ///
    /// # Errors
    /// [`CounterError`] names the counter that would go below zero.
    pub fn take(&mut self, amounts: &ReceiptAmounts) -> Result<(), CounterError> {
        self.change(amounts, Change::Take)
    }

    /// Receipts and corrections together: tag 1134.
    #[must_use]
    pub fn receipts(&self) -> u32 {
        [&self.sell, &self.sell_return, &self.buy, &self.buy_return]
            .into_iter()
            .fold(self.corrections.count(), |sum, each| {
                sum.saturating_add(each.settlements.count)
            })
    }

    /// `true` when nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The contents of tag 1157, 1158 or 1194. Operations that never occurred are left out.
    #[must_use]
    pub fn elements(&self) -> Vec<Element> {
        let mut elements = vec![Element::uint(tags::RECEIPTS_COUNT_TOTAL, self.receipts())];
        let operations = [
            (tags::SELL_COUNTERS, &self.sell),
            (tags::SELL_RETURN_COUNTERS, &self.sell_return),
            (tags::BUY_COUNTERS, &self.buy),
            (tags::BUY_RETURN_COUNTERS, &self.buy_return),
        ];
        for (tag, counters) in operations {
            if counters.settlements.count > 0 {
                let mut inner = counters.settlements.elements();
                inner.extend(counters.vat.elements());
                elements.push(Element::nested(tag, inner));
            }
        }
        if self.corrections.count() > 0 {
            elements.push(Element::nested(
                tags::CORRECTION_COUNTERS,
                self.corrections.elements(),
            ));
        }
        elements
    }

    fn change(&mut self, amounts: &ReceiptAmounts, change: Change) -> Result<(), CounterError> {
        match amounts.kind {
            SettlementKind::Correction => {
                let totals = self.corrections.of_mut(amounts.operation);
                *totals = totals.changed(&amounts.settlement, change)?;
            }
            SettlementKind::Receipt => {
                let counters = self.of_mut(amounts.operation);
                let settlements = counters.settlements.changed(&amounts.settlement, change)?;
                counters.vat = counters.vat.changed(&amounts.vat, change)?;
                counters.settlements = settlements;
            }
        }
        Ok(())
    }

    fn of_mut(&mut self, operation: Operation) -> &mut OperationCounters {
        match operation {
            Operation::Sell => &mut self.sell,
            Operation::SellReturn => &mut self.sell_return,
            Operation::Buy => &mut self.buy,
            Operation::BuyReturn => &mut self.buy_return,
        }
    }
}

impl CorrectionCounters {
    fn of_mut(&mut self, operation: Operation) -> &mut SettlementTotals {
        match operation {
            Operation::Sell => &mut self.sell,
            Operation::SellReturn => &mut self.sell_return,
            Operation::Buy => &mut self.buy,
            Operation::BuyReturn => &mut self.buy_return,
        }
    }

    fn count(&self) -> u32 {
        [self.sell, self.sell_return, self.buy, self.buy_return]
            .into_iter()
            .fold(0, |sum, totals| sum.saturating_add(totals.count))
    }

    fn elements(&self) -> Vec<Element> {
        let mut elements = vec![Element::uint(tags::CORRECTIONS_COUNT, self.count())];
        let operations = [
            (tags::SELL_CORRECTION_COUNTERS, &self.sell),
            (tags::SELL_RETURN_CORRECTION_COUNTERS, &self.sell_return),
            (tags::BUY_CORRECTION_COUNTERS, &self.buy),
            (tags::BUY_RETURN_CORRECTION_COUNTERS, &self.buy_return),
        ];
        for (tag, totals) in operations {
            if totals.count > 0 {
                elements.push(Element::nested(tag, totals.elements()));
            }
        }
        elements
    }
}
