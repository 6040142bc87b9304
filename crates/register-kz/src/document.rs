//! What a register issues and the operator gets, without bytes.

use receipt::kz::{Cashier, IssueMode, Receipt};
use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

use crate::{AutonomousSign, CashMovementKind, DocumentNumber, NumberInShift, ShiftNumber, ShiftReport};

/// A fiscal document of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its numbers.
    pub head: DocumentHead,
    /// What it is.
    pub body: DocumentBody,
}

/// Numbers of a document. Older registers leave some out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHead {
    /// The shift that it belongs to; of the next one when none is open.
    pub shift: Option<ShiftNumber>,
    /// Its number in the shift.
    pub in_shift: Option<NumberInShift>,
    /// Its through number.
    pub number: Option<DocumentNumber>,
    /// When it was issued, at the register's wall clock.
    pub issued_at: LocalDateTime,
    /// Who issued it.
    pub cashier: Option<Cashier>,
    /// Whether the operator answered, and what stands for its sign if not.
    pub issue: Issue,
}

/// How a document was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issue {
    /// With the operator's answer.
    Online,
    /// Without it.
    Autonomous {
        /// Stands for the fiscal sign. Wires have it on receipts alone.
        sign: Option<AutonomousSign>,
    },
}

impl Issue {
    /// Without the sign.
    #[must_use]
    pub const fn mode(self) -> IssueMode {
        match self {
            Self::Online => IssueMode::Online,
            Self::Autonomous { .. } => IssueMode::Autonomous,
        }
    }
}

/// What a document is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentBody {
    /// A receipt.
    Receipt(Box<Receipt>),
    /// Cash put in or taken out.
    Movement {
        /// Which way.
        kind: CashMovementKind,
        /// How much.
        amount: Money,
    },
    /// The closing of a shift.
    ShiftClosing {
        /// What happens to the cash.
        drawer: DrawerAtClosing,
        /// The register's own Z report.
        report: Option<Box<ShiftReport>>,
    },
}

/// What happens to the cash when a shift is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DrawerAtClosing {
    /// It stays.
    #[default]
    Kept,
    /// It is taken out, as a withdrawal of the shift.
    Withdrawn,
}

/// The operator's outage, as it is told with each document of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// When the first document failed.
    pub began: LocalDateTime,
    /// When the document is sent.
    pub ended: LocalDateTime,
}
