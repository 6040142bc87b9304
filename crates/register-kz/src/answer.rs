//! What the operator answers, without bytes.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::{DocumentNumber, FiscalSign, OfdToken, ShiftNumber, ShiftReport};

/// An answer of the operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The token to speak with from now on.
    pub token: OfdToken,
    /// The result.
    pub result: ResultCode,
    /// What the cashier is told.
    pub text: String,
    /// What comes with it.
    pub body: AnswerBody,
}

/// What comes with an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnswerBody {
    /// Nothing.
    Empty,
    /// A receipt's sign and link.
    Receipt {
        /// Its sign.
        sign: FiscalSign,
        /// Its link, for the QR code.
        link: Option<String>,
    },
    /// A report, of a closing or an X report.
    Report(Box<ShiftReport>),
    /// Counters and the newest document that the operator has.
    Info {
        /// X report of the open shift, or the last Z; `None` for a register that is new.
        report: Option<Box<ShiftReport>>,
        /// The newest document.
        last_document: Option<LastDocumentInfo>,
    },
}

/// The newest document that the operator has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDocumentInfo {
    /// Its shift.
    pub shift: ShiftNumber,
    /// Its through number.
    pub number: Option<DocumentNumber>,
}

/// Result of a request. Source: KZ-OFD/result-codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResultCode(pub u32);

/// What a register does about a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AnswerClass {
    /// Goes on.
    Accepted,
    /// Repeats within the transaction time, then works without the operator.
    RetryLater,
    /// Works without the operator at once.
    Autonomous,
    /// Closes the shift before anything else.
    ShiftExpired,
    /// Corrects the document; nothing was counted.
    Correct,
    /// Stops until a token is typed in.
    InvalidToken,
    /// Stops until id and token are typed in.
    UnknownId,
    /// Stops and polls until the operator lifts the block.
    Blocked,
    /// Stops until it is repaired.
    ProtocolFault,
}

impl ResultCode {
    /// 0: done.
    pub const OK: Self = Self(0);
    /// 1: no register has this id.
    pub const UNKNOWN_ID: Self = Self(1);
    /// 2: not the register's token.
    pub const INVALID_TOKEN: Self = Self(2);
    /// 7: the connection is encrypted and may not be.
    pub const ENCRYPTION_NOT_ALLOWED: Self = Self(7);
    /// 8: the request's number was used with another token.
    pub const INVALID_REQUEST_NUMBER: Self = Self(8);
    /// 9: the repeat is of another command.
    pub const INVALID_RETRY: Self = Self(9);
    /// 10: the last receipt is not annulled.
    pub const CANNOT_ANNUL: Self = Self(10);
    /// 11: the shift is open for more than 24 hours.
    pub const SHIFT_EXPIRED: Self = Self(11);
    /// 13: the content is wrong.
    pub const INCORRECT_DATA: Self = Self(13);
    /// 14: the drawer does not hold the cash.
    pub const NOT_ENOUGH_CASH: Self = Self(14);
    /// 15: blocked at the operator.
    pub const BLOCKED: Self = Self(15);
    /// 17: buyer and seller are the same.
    pub const BUYER_IS_SELLER: Self = Self(17);
    /// 254: try again later.
    pub const UNAVAILABLE: Self = Self(254);
    /// 255: something is wrong at the operator.
    pub const UNKNOWN_ERROR: Self = Self(255);

    /// What a register does about it. A code of no table is a refusal of the document.
    #[must_use]
    pub const fn class(self) -> AnswerClass {
        match self.0 {
            0 => AnswerClass::Accepted,
            1 => AnswerClass::UnknownId,
            2 => AnswerClass::InvalidToken,
            3..=5 => AnswerClass::ProtocolFault,
            7 => AnswerClass::Autonomous,
            11 => AnswerClass::ShiftExpired,
            15 => AnswerClass::Blocked,
            254 | 255 => AnswerClass::RetryLater,
            _ => AnswerClass::Correct,
        }
    }
}

impl fmt::Display for ResultCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
