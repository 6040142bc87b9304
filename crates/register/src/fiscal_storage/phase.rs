//! The life of a fiscal storage: phases that carry their facts.

use ofd_ru::FfdVersion;
use serde::{Deserialize, Serialize};
use std::fmt;
use types::{Inn, LocalDateTime, RegistrationNumber};

use super::operator::{OfdLink, Unsent, UnsentQueue};
use crate::counters::Counters;
use crate::numbering::{FiscalDocumentNumber, FiscalSign, ReceiptNumberInShift, ShiftNumber};
use crate::usage::{AgentSet, TaxationSet, UsageConditions};

/// Phase of life. Source: RU-OFD/storage-phases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// As it leaves the factory (code 0).
    Setup,
    /// Ready for its registration (code 1).
    Ready,
    /// Seals documents (code 3).
    Fiscal(Box<FiscalMode>),
    /// Closed; the operator does not have all documents yet (code 7).
    PostFiscal(Box<Sending>),
    /// Closed and sent; only the archive can be read (code 15).
    Archive(Box<Archive>),
}

/// Facts of a storage that seals documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiscalMode {
    /// What every registered storage remembers.
    pub record: StorageRecord,
    /// Its current or last shift.
    pub shift: Shift,
    /// Documents that the operator does not have yet.
    pub unsent: UnsentQueue,
}

/// Facts of a closed storage that still sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// What every registered storage remembers.
    pub record: StorageRecord,
    /// Documents that the operator does not have yet; at least the closing report.
    pub unsent: Unsent,
}

/// Facts of a storage whose life is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// What every registered storage remembers.
    pub record: StorageRecord,
}

/// What every registered storage remembers, whatever its phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageRecord {
    /// The registration in force.
    pub registration: StorageRegistration,
    /// When the first registration report was sealed: the validity counts from here.
    pub registered_at: LocalDateTime,
    /// The newest document.
    pub last: LastDocument,
    /// Counters of all documents: tag 1157.
    pub totals: Counters,
    /// What is known from the operator.
    pub ofd: OfdLink,
}

/// What a storage keeps of its registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageRegistration {
    /// Version of the format of its documents: tag 1209.
    #[serde(with = "crate::format_version")]
    pub ffd: FfdVersion,
    /// Tag 1037.
    pub registration_number: RegistrationNumber,
    /// Taxpayer: tag 1018.
    pub inn: Inn,
    /// Whether documents go to an operator: tag 1002.
    pub transfer: Transfer,
    /// Taxation regimes: tag 1062; an empty set allows all.
    pub taxation: TaxationSet,
    /// Agent roles: tag 1057.
    pub agents: AgentSet,
    /// Conditions of use: tag 1290.
    pub conditions: UsageConditions,
}

/// Transfer mode of a registration: tag 1002.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Transfer {
    /// Documents go to an operator.
    Ofd,
    /// Documents stay in the storage (автономный режим).
    None,
}

/// The newest document of a storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDocument {
    /// Its number.
    pub number: FiscalDocumentNumber,
    /// Its fiscal sign.
    pub sign: FiscalSign,
    /// Its time.
    pub at: LocalDateTime,
}

/// The current or last shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shift {
    /// No shift since the registration.
    NeverOpened,
    /// Receipts are taken.
    Open(Box<OpenShift>),
    /// Receipts are refused until the next opening.
    Closed {
        /// Its number.
        number: ShiftNumber,
        /// When it opened.
        opened_at: LocalDateTime,
        /// When it closed.
        closed_at: LocalDateTime,
    },
}

/// Facts of an open shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenShift {
    /// Its number.
    pub number: ShiftNumber,
    /// When it opened.
    pub opened_at: LocalDateTime,
    /// Documents of the shift so far, its opening included.
    pub documents: u32,
    /// Number of its last receipt; 0 before the first.
    pub last_receipt: ReceiptNumberInShift,
    /// Counters of the shift: tag 1194.
    pub counters: Counters,
}

/// A phase without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PhaseKind {
    /// [`Phase::Setup`].
    Setup,
    /// [`Phase::Ready`].
    Ready,
    /// [`Phase::Fiscal`].
    Fiscal,
    /// [`Phase::PostFiscal`].
    PostFiscal,
    /// [`Phase::Archive`].
    Archive,
}

impl Phase {
    /// The phase without its facts.
    #[must_use]
    pub const fn kind(&self) -> PhaseKind {
        match self {
            Self::Setup => PhaseKind::Setup,
            Self::Ready => PhaseKind::Ready,
            Self::Fiscal(_) => PhaseKind::Fiscal,
            Self::PostFiscal(_) => PhaseKind::PostFiscal,
            Self::Archive(_) => PhaseKind::Archive,
        }
    }

    /// What a registered storage remembers; `None` before the registration.
    #[must_use]
    pub fn record(&self) -> Option<&StorageRecord> {
        match self {
            Self::Setup | Self::Ready => None,
            Self::Fiscal(mode) => Some(&mode.record),
            Self::PostFiscal(sending) => Some(&sending.record),
            Self::Archive(archive) => Some(&archive.record),
        }
    }

    /// The oldest document that the operator does not have, and those behind it.
    #[must_use]
    pub fn unsent(&self) -> Option<&Unsent> {
        match self {
            Self::Setup | Self::Ready | Self::Archive(_) => None,
            Self::Fiscal(mode) => match &mode.unsent {
                UnsentQueue::NotKept | UnsentQueue::Empty => None,
                UnsentQueue::Waiting(unsent) => Some(unsent),
            },
            Self::PostFiscal(sending) => Some(&sending.unsent),
        }
    }
}

impl PhaseKind {
    /// Code of the phase in the storage's own protocol.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Setup => 0,
            Self::Ready => 1,
            Self::Fiscal => 3,
            Self::PostFiscal => 7,
            Self::Archive => 15,
        }
    }
}

impl fmt::Display for PhaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Setup => "setup",
            Self::Ready => "ready for registration",
            Self::Fiscal => "fiscal mode",
            Self::PostFiscal => "closed, sending",
            Self::Archive => "archive",
        })
    }
}

impl Shift {
    /// Number of the open or last shift.
    #[must_use]
    pub const fn number(&self) -> Option<ShiftNumber> {
        match self {
            Self::NeverOpened => None,
            Self::Open(open) => Some(open.number),
            Self::Closed { number, .. } => Some(*number),
        }
    }
}
