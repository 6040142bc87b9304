use receipt::kz::TaxpayerNumber;
use types::{LocalDateTime, Money};

use crate::{CounterError, ResultCode, ShiftNumber, VAT_RATES_MAX};

/// Why the operator refuses a document; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The shift has been open for more than 24 hours. Law: KZ-626/shift.
    #[error("shift {shift} has been open since {opened_at}, for more than 24 hours; it can only be closed")]
    ShiftExpired {
        /// Its number.
        shift: ShiftNumber,
        /// When it opened.
        opened_at: LocalDateTime,
    },
    /// The document names another shift.
    #[error("the document names shift {named}, {due} is due")]
    WrongShift {
        /// The shift that it names.
        named: ShiftNumber,
        /// The shift that is open, or opens next.
        due: ShiftNumber,
    },
    /// No shift is open.
    #[error("no shift is open; the last one was {last}")]
    NothingToClose {
        /// The last shift.
        last: ShiftNumber,
    },
    /// An autonomous sign came twice on one day, with different content.
    #[error("autonomous sign {sign} was used at {used_at} for {used_for}, and now for {now_for}")]
    AutonomousSignReused {
        /// The sign.
        sign: crate::AutonomousSign,
        /// Time of the first document.
        used_at: LocalDateTime,
        /// Kind and sum of the first document.
        used_for: String,
        /// Kind and sum of this one.
        now_for: String,
    },
    /// A counter left its range.
    #[error(transparent)]
    Counter(#[from] CounterError),
    /// The drawer does not hold the cash.
    #[error("{taken} would be taken from a drawer that holds {in_drawer}")]
    NotEnoughCash {
        /// What it holds.
        in_drawer: Money,
        /// What would be taken.
        taken: Money,
    },
    /// The register is blocked.
    #[error("the register is blocked: {reason}")]
    Blocked {
        /// Why.
        reason: String,
    },
    /// The register is off the tax records.
    #[error("the register is off the tax records")]
    Deregistered,
    /// The shift has as many rates of VAT as are counted.
    #[error("a shift has at most {VAT_RATES_MAX} rates of VAT; the receipt would bring one more")]
    TooManyVatRates,
    /// No receipt is annulled.
    #[error("no receipt is annulled: {0}")]
    NotAnnulled(NotAnnulled),
    /// The buyer is the seller.
    #[error("buyer {number} is the seller")]
    BuyerIsSeller {
        /// Their number.
        number: TaxpayerNumber,
    },
}

/// Why no receipt is annulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnnulled {
    /// The law does not allow it any more.
    #[error("since {since} only a return undoes a receipt")]
    Forbidden {
        /// Since when.
        since: LocalDateTime,
    },
    /// The newest document of the running shift is no receipt, or one that is annulled already.
    #[error("no receipt stands at the end of the running shift")]
    NoReceipt,
}

impl Refusal {
    /// The result code of the answer. Source: KZ-OFD/result-codes.
    #[must_use]
    pub const fn code(&self) -> ResultCode {
        match self {
            Self::ShiftExpired { .. } => ResultCode::SHIFT_EXPIRED,
            Self::WrongShift { .. }
            | Self::NothingToClose { .. }
            | Self::AutonomousSignReused { .. }
            | Self::TooManyVatRates
            | Self::Counter(_) => ResultCode::INCORRECT_DATA,
            Self::NotAnnulled(_) => ResultCode::CANNOT_ANNUL,
            Self::NotEnoughCash { .. } => ResultCode::NOT_ENOUGH_CASH,
            Self::Blocked { .. } | Self::Deregistered => ResultCode::BLOCKED,
            Self::BuyerIsSeller { .. } => ResultCode::BUYER_IS_SELLER,
        }
    }
}
