//! What is known beside the document itself.

use types::{FiscalStorageNumber, Inn, LocalDateTime, RegistrationNumber, SerialNumber};

/// What is known beside the document itself; a rule whose facts are unknown is silent.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckContext<'a> {
    /// Present wall-clock time at the place of settlement.
    pub now: Option<LocalDateTime>,
    /// How the register is registered.
    pub register: RegisterFacts<'a>,
    /// The last document of the same fiscal storage.
    pub previous: Option<PreviousDocument>,
}

/// How a register is registered, as far as known.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegisterFacts<'a> {
    /// Taxpayer: tag 1018.
    pub inn: Option<&'a Inn>,
    /// Registration number: tag 1037.
    pub registration_number: Option<&'a RegistrationNumber>,
    /// Serial number of the register: tag 1013.
    pub serial_number: Option<&'a SerialNumber>,
    /// Fiscal storage in use: tag 1041.
    pub storage_number: Option<&'a FiscalStorageNumber>,
    /// Taxation regimes of the registration: tag 1062.
    pub taxation: Option<TaxationSet>,
    /// Agent roles of the registration: tag 1057.
    pub agents: Option<AgentSet>,
    /// Where the register may be used: tag 1108, or bit 5 of 1290.
    pub place: Option<UsePlace>,
}

/// Bits of tag 1062.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaxationSet(pub u8);

/// Bits of tag 1057.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgentSet(pub u8);

/// Where a register may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsePlace {
    /// For settlements in the Internet alone: it has no printer.
    InternetOnly,
    /// Anywhere.
    Anywhere,
}

/// The last document of a fiscal storage, as far as the sequence rules need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreviousDocument {
    /// Fiscal document number: tag 1040.
    pub number: u32,
    /// Its time: tag 1012.
    pub at: LocalDateTime,
    /// State of the shift after it.
    pub shift: ShiftPosition,
}

/// State of the shift after a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftPosition {
    /// No shift is open.
    Closed {
        /// Number of the last shift; 0 when there was none.
        last_number: u32,
    },
    /// A shift is open.
    Open {
        /// Its number: tag 1038.
        number: u32,
        /// When it was opened.
        opened_at: LocalDateTime,
        /// Number of its last receipt: tag 1042; 0 when there is none.
        last_receipt: u32,
    },
}
