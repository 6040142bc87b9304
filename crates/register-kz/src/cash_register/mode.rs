use serde::{Deserialize, Serialize};
use std::fmt;
use types::LocalDateTime;

use super::{AUTONOMOUS_MAX_S, CashRegister};
use crate::{DocumentNumber, ResultCode};

/// How the register works at a moment. Source: KZ-OFD/modes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Waits for its set-up.
    Setup,
    /// Each document waits for the operator's answer.
    Online,
    /// Documents are issued without the operator and queued.
    Autonomous {
        /// Time of the first document that failed.
        since: LocalDateTime,
    },
    /// Issues nothing.
    Blocked {
        /// Why, which tells the way out.
        reason: BlockReason,
    },
}

/// Why a register issues nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockReason {
    /// Result 2; until a token is typed in.
    InvalidToken,
    /// Result 1; until id and token are typed in.
    UnknownId,
    /// Result 15; until the operator answers a poll with 0.
    Operator {
        /// What the operator said.
        text: String,
    },
    /// Results 3, 4, 5; until an administrator says that it is repaired.
    ProtocolFault {
        /// The result.
        code: ResultCode,
        /// What the operator said.
        text: String,
    },
    /// The first document of the queue is refused; until an administrator lets it be sent again, or sets it aside.
    QueueRefused {
        /// The result.
        code: ResultCode,
        /// The document.
        number: DocumentNumber,
        /// What the operator said.
        text: String,
    },
    /// More than 72 hours without the operator; until everything is sent.
    AutonomousTooLong {
        /// Time of the first document that failed.
        since: LocalDateTime,
    },
}

/// Documents that the operator does not have: numbers without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// The one to send next.
    pub first: DocumentNumber,
    /// How many there are.
    pub count: u32,
    /// Time of the first document that failed: the outage began here.
    pub since: LocalDateTime,
}

impl CashRegister {
    /// How the register works at this moment.
    #[must_use]
    pub fn mode(&self, now: LocalDateTime) -> Mode {
        if self.setup.is_none() {
            return Mode::Setup;
        }
        if let Some(reason) = &self.block {
            return Mode::Blocked {
                reason: reason.clone(),
            };
        }
        match self.unsent {
            None => Mode::Online,
            Some(Unsent { since, .. }) if now.since_s(since) > AUTONOMOUS_MAX_S => Mode::Blocked {
                reason: BlockReason::AutonomousTooLong { since },
            },
            Some(Unsent { since, .. }) => Mode::Autonomous { since },
        }
    }
}

impl fmt::Display for BlockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidToken => f.write_str("the operator does not know the token"),
            Self::UnknownId => f.write_str("the operator does not know the register"),
            Self::Operator { text } => write!(f, "the operator has blocked the register: {text}"),
            Self::ProtocolFault { code, text } => {
                write!(
                    f,
                    "the operator does not understand the register ({code}): {text}"
                )
            }
            Self::QueueRefused { code, number, text } => {
                write!(
                    f,
                    "the operator refuses document {number} of the queue ({code}): {text}"
                )
            }
            Self::AutonomousTooLong { since } => {
                write!(f, "without the operator since {since}, for more than 72 hours")
            }
        }
    }
}
