use receipt::Operation;
use serde::{Deserialize, Serialize};

/// One value for each operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByOperation<T> {
    /// Sales.
    pub sell: T,
    /// Returns of sales.
    pub sell_return: T,
    /// Purchases.
    pub buy: T,
    /// Returns of purchases.
    pub buy_return: T,
}

impl<T> ByOperation<T> {
    /// The value of one operation.
    #[must_use]
    pub const fn of(&self, operation: Operation) -> &T {
        match operation {
            Operation::Sell => &self.sell,
            Operation::SellReturn => &self.sell_return,
            Operation::Buy => &self.buy,
            Operation::BuyReturn => &self.buy_return,
        }
    }

    /// The value of one operation, to change it.
    #[must_use]
    pub const fn of_mut(&mut self, operation: Operation) -> &mut T {
        match operation {
            Operation::Sell => &mut self.sell,
            Operation::SellReturn => &mut self.sell_return,
            Operation::Buy => &mut self.buy,
            Operation::BuyReturn => &mut self.buy_return,
        }
    }

    /// Each operation with its value.
    pub fn iter(&self) -> impl Iterator<Item = (Operation, &T)> {
        OPERATIONS
            .into_iter()
            .map(|operation| (operation, self.of(operation)))
    }

    /// Another value for each operation.
    pub fn map<U>(&self, mut change: impl FnMut(&T) -> U) -> ByOperation<U> {
        ByOperation {
            sell: change(&self.sell),
            sell_return: change(&self.sell_return),
            buy: change(&self.buy),
            buy_return: change(&self.buy_return),
        }
    }
}

/// Every operation.
pub const OPERATIONS: [Operation; 4] = [
    Operation::Sell,
    Operation::SellReturn,
    Operation::Buy,
    Operation::BuyReturn,
];

/// Name of an operation in names of counters.
#[must_use]
pub const fn operation_name(operation: Operation) -> &'static str {
    match operation {
        Operation::Sell => "sell",
        Operation::SellReturn => "sell_return",
        Operation::Buy => "buy",
        Operation::BuyReturn => "buy_return",
    }
}
