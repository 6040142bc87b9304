//! What a fiscal storage knows of the operator: documents not yet sent, and the operator's last word.

use ofd_ru::acknowledgement::OfdMessage;
use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use crate::counters::Counters;
use crate::numbering::FiscalDocumentNumber;

/// Documents that the operator does not have yet. They are without gap, so that their ends say all;
/// their bytes stay in the register's archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnsentQueue {
    /// Registered without transfer: nothing is ever sent.
    NotKept,
    /// The operator has everything.
    Empty,
    /// Some documents wait.
    Waiting(Box<Unsent>),
}

/// Waiting documents, at least one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// The oldest: tag 1116.
    pub first: FiscalDocumentNumber,
    /// Its time: tag 1098.
    pub first_at: LocalDateTime,
    /// How many wait, at least 1: tag 1097.
    pub count: u32,
    /// Counters of the waiting receipts: tag 1158.
    pub counters: Counters,
}

/// The operator's last word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OfdLink {
    /// No confirmation so far.
    #[default]
    Silent,
    /// The last confirmation.
    Confirmed {
        /// Which document.
        number: FiscalDocumentNumber,
        /// Time of the operator.
        at: LocalDateTime,
        /// What the operator had to say.
        #[serde(with = "crate::ofd_message")]
        message: OfdMessage,
    },
}

impl OfdLink {
    /// The message of the last confirmation.
    #[must_use]
    pub const fn message(self) -> OfdMessage {
        match self {
            Self::Silent => OfdMessage(0),
            Self::Confirmed { message, .. } => message,
        }
    }
}

impl UnsentQueue {
    /// How many documents wait; `None` when nothing is ever sent.
    #[must_use]
    pub const fn count(&self) -> Option<u32> {
        match self {
            Self::NotKept => None,
            Self::Empty => Some(0),
            Self::Waiting(unsent) => Some(unsent.count),
        }
    }
}
