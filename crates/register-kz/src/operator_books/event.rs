use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money};

use super::{Standing, Tariff};
use crate::{Annulled, AutonomousSign, Difference, Document, ShiftNumber, ShiftReport};

/// What the operator wrote down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BooksEvent {
    /// The first receipt of a shift opened it.
    ShiftOpened {
        /// Its number.
        number: ShiftNumber,
        /// Time of the receipt.
        at: LocalDateTime,
        /// When that came in.
        received_at: LocalDateTime,
    },
    /// A receipt or a cash movement was counted, or a closing kept that closes nothing.
    Counted {
        /// The document.
        document: Box<Document>,
        /// What is odd about it.
        flags: Vec<Flag>,
    },
    /// The shift was closed.
    ShiftClosed {
        /// The operator's own Z report: its figures win.
        report: Box<ShiftReport>,
        /// The whole drawer, when it was taken out at the closing.
        withdrawn: Option<Money>,
        /// The document; `None` when the shift was closed because a later one began.
        document: Option<Box<Document>>,
        /// Counters of the register's Z report that differ.
        differences: Vec<Difference>,
        /// What is odd about it.
        flags: Vec<Flag>,
    },
    /// The last receipt was annulled.
    Annulled(Annulled),
    /// An X report was made.
    Reported {
        /// The operator's own figures.
        report: Box<ShiftReport>,
        /// What is odd about it.
        flags: Vec<Flag>,
    },
    /// INFO was answered.
    Informed(Option<Box<ShiftReport>>),
    /// An autonomous document came again: the first answer stands.
    Repeated {
        /// Its sign, when it is known by it.
        sign: Option<AutonomousSign>,
        /// When it was issued.
        issued_at: LocalDateTime,
    },
    /// Somebody blocked, released or deregistered the register.
    StandingChanged(Standing),
    /// The tariff was switched.
    TariffChanged(Tariff),
}

/// What is odd about a document that was taken all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The shift had been open for more than 24 hours.
    ShiftExpired,
    /// The drawer did not hold the cash.
    NotEnoughCash {
        /// What it held.
        in_drawer: Money,
        /// What was taken.
        taken: Money,
    },
    /// The register was blocked or off the tax records.
    NotInService,
    /// The buyer is the seller.
    BuyerIsSeller,
    /// The shift has more rates of VAT than are counted; VAT of further ones is left out of its reports.
    VatNotCounted,
    /// It names a shift that is closed; it was counted in the running one.
    LateForShift {
        /// The shift that it names.
        named: ShiftNumber,
    },
    /// Shifts are missing before it.
    ShiftGap {
        /// The shift that was due.
        due: ShiftNumber,
    },
    /// The shift was closed because a later one began.
    ClosingAssumed,
    /// There was no shift to close.
    NothingToClose,
    /// It is dated after it came in.
    FromTheFuture,
    /// It is older than a register may work without the operator.
    TooOld,
}
