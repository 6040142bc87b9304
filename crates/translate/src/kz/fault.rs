//! What does not fit, with its place in the message.

use std::fmt;

use ofd_kz::KnownResult;
use receipt::kz::Rule;
use types::{LocalDateTime, Money, Quantity};

/// One thing that keeps a message from being read, or a value from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field of the message, in the words of the wire: `ticket.items[2].commodity.sum`.
    pub path: String,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// What stands there and what would be right. English.
    pub message: String,
}

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A part without which there is no document.
    Missing,
    /// A value that means nothing.
    Value,
    /// A version of the protocol has no place for it.
    Version,
    /// A rule of receipts.
    Rule(Rule),
}

/// `ticket.items[2].commodity.sum: 10.00; 9.99 would be right`
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl FaultKind {
    /// The result that a register gets for it. Source: KZ-OFD/result.
    #[must_use]
    pub const fn result(self) -> KnownResult {
        match self {
            Self::Rule(Rule::BuyerIsSeller) => KnownResult::SameTaxpayerAndCustomer,
            Self::Missing | Self::Value | Self::Version | Self::Rule(_) => KnownResult::IncorrectRequestData,
        }
    }
}

/// There is no value, and a fault tells why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told;

/// Collects faults, so that all are told at once.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, path: impl Into<String>, kind: FaultKind, message: impl Into<String>) {
        self.0.push(Fault {
            path: path.into(),
            kind,
            message: message.into(),
        });
    }

    pub(super) fn extend(&mut self, others: Vec<Fault>) {
        self.0.extend(others);
    }

    pub(super) fn missing<T>(&mut self, path: impl Into<String>, expected: &str) -> Option<T> {
        self.add(path, FaultKind::Missing, format!("{expected} is missing"));
        None
    }

    /// The value, or what is wrong with it.
    pub(super) fn value<T, E: fmt::Display>(
        &mut self,
        path: impl Into<String>,
        value: Result<T, E>,
    ) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(path, FaultKind::Value, error.to_string());
                None
            }
        }
    }

    /// The meaning of a number, or that it has none.
    pub(super) fn named<T>(
        &mut self,
        path: impl Into<String>,
        number: impl fmt::Display,
        meaning: Option<T>,
    ) -> Option<T> {
        if meaning.is_none() {
            self.add(path, FaultKind::Value, format!("{number} means nothing here"));
        }
        meaning
    }

    pub(super) fn money(&mut self, path: impl Into<String>, wire: ofd_kz::messages::Money) -> Option<Money> {
        self.value(path, Money::try_from(wire))
    }

    pub(super) fn time(
        &mut self,
        path: impl Into<String>,
        wire: ofd_kz::messages::DateTime,
    ) -> Option<LocalDateTime> {
        self.value(path, LocalDateTime::try_from(wire))
    }

    pub(super) fn quantity(&mut self, path: impl Into<String>, thousandths: u64) -> Option<Quantity> {
        self.value(path, ofd_kz::values::quantity(thousandths))
    }

    /// An amount for the wire; zero stands in for one that does not fit, which is a fault.
    pub(super) fn wire_money(&mut self, path: impl Into<String>, amount: Money) -> ofd_kz::messages::Money {
        self.value(path, amount.try_into()).unwrap_or_default()
    }

    /// The value, unless anything was wrong.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Fault>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => Err(self.0),
        }
    }
}
