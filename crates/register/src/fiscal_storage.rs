//! The emulated fiscal storage: a pure state machine. Commands are decided into events, events are applied.
//!
//! Everything is counted in whole minutes, as the real device does: seconds of the clock are dropped.
//! The emulated storage makes documents of the right structure with signs of its own: they have no legal force.

mod admission;
mod apply;
mod command;
mod confirmation;
mod decide;
mod error;
mod event;
mod operator;
mod phase;
mod report;
mod sealing;
mod warning;

use ofd_ru::signs::{MessageSigner, MessageVerifier};
use serde::{Deserialize, Serialize};
use types::{FiscalStorageNumber, LocalDateTime};

use crate::numbering::FiscalDocumentNumber;
use crate::validity::ValidityModel;

pub use apply::EventOutOfPlace;
pub use command::{Command, CommandKind, Confirmation, ReceiptBody, ReceiptForm};
pub use error::FiscalStorageError;
pub use event::{AcceptedConfirmation, Effect, Event, SealedDocument};
pub use operator::{OfdLink, Unsent, UnsentQueue};
pub use phase::{
    Archive, FiscalMode, LastDocument, OpenShift, Phase, PhaseKind, Sending, Shift, StorageRecord,
    StorageRegistration, Transfer,
};
pub use report::storage_tags;
pub use sealing::SealingError;
pub use warning::{EXHAUSTION_DAYS, MEMORY_WARNING_PERCENT, URGENT_REPLACEMENT_DAYS, Warning, Warnings};

/// Longest shift, in seconds. Law: RU-54FZ/4.3, source: RU-OFD/storage-limits.
pub const SHIFT_MAX_S: i64 = 24 * 3600;
/// Longest wait of a document for the operator, in seconds. Source: RU-OFD/storage-limits.
pub const UNSENT_MAX_S: i64 = 30 * SECONDS_PER_DAY;
/// Longest time between beginning and sealing of a document, in seconds. Source: RU-OFD/storage-errors.
pub const TIME_GAP_MAX_S: i64 = 300;
/// Documents that a storage holds by default. Source: RU-OFD/storage-limits.
pub const CAPACITY_DEFAULT: u32 = 230_000;
/// Silence of the operator after which [`Warning::OfdOverdue`] goes up, in seconds. Source: ours.
pub const OFD_OVERDUE_DEFAULT_S: u32 = 2 * 86_400;

pub(crate) const SECONDS_PER_DAY: i64 = 86_400;

/// An emulated fiscal storage: its whole state. A few kilobytes, however many documents it has sealed, since
/// sealed documents are persisted by the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiscalStorage {
    number: FiscalStorageNumber,
    profile: StorageProfile,
    phase: Phase,
}

/// What the maker decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageProfile {
    /// Months on the label.
    pub model: ValidityModel,
    /// Documents that fit.
    pub capacity: u32,
    /// Silence of the operator after which the warning goes up, in seconds.
    pub ofd_overdue_s: u32,
}

/// Keys of one fiscal storage: signs its documents, knows the operator's signs.
///
/// [`ofd_ru::signs::SandboxKeys`] is the emulation's own; a certified module would be another.
pub trait StorageKeys: MessageSigner + MessageVerifier {}

impl<K: MessageSigner + MessageVerifier> StorageKeys for K {}

/// The number of an emulated storage must be of the test series.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("fiscal storage number `{number}` is not of the test series 9999")]
pub struct NotATestNumber {
    /// The number given.
    pub number: FiscalStorageNumber,
}

impl Default for StorageProfile {
    fn default() -> Self {
        Self {
            model: ValidityModel::Months36,
            capacity: CAPACITY_DEFAULT,
            ofd_overdue_s: OFD_OVERDUE_DEFAULT_S,
        }
    }
}

impl FiscalStorage {
    /// A storage as it leaves the factory.
    ///
    /// # Errors
    /// [`NotATestNumber`]: an emulated storage never takes the number of a real one.
    pub fn new(number: FiscalStorageNumber, profile: StorageProfile) -> Result<Self, NotATestNumber> {
        if !number.is_test() {
            return Err(NotATestNumber { number });
        }
        Ok(Self {
            number,
            profile,
            phase: Phase::Setup,
        })
    }

    /// Its number: tag 1041.
    #[must_use]
    pub const fn number(&self) -> &FiscalStorageNumber {
        &self.number
    }

    /// What the maker decided.
    #[must_use]
    pub const fn profile(&self) -> &StorageProfile {
        &self.profile
    }

    /// Its phase of life with the facts.
    #[must_use]
    pub const fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What a registered storage remembers; `None` before the registration.
    #[must_use]
    pub fn record(&self) -> Option<&StorageRecord> {
        self.phase.record()
    }

    /// The newest document: what a register asks for when it does not know how a command ended.
    #[must_use]
    pub fn last_document(&self) -> Option<LastDocument> {
        self.phase.record().map(|record| record.last)
    }

    /// The open shift.
    #[must_use]
    pub fn open_shift(&self) -> Option<&OpenShift> {
        match &self.phase {
            Phase::Fiscal(mode) => match &mode.shift {
                Shift::Open(open) => Some(open),
                Shift::NeverOpened | Shift::Closed { .. } => None,
            },
            Phase::Setup | Phase::Ready | Phase::PostFiscal(_) | Phase::Archive(_) => None,
        }
    }

    /// The document that the operator should get next; its bytes are in the register's archive.
    #[must_use]
    pub fn next_unsent(&self) -> Option<FiscalDocumentNumber> {
        self.phase.unsent().map(|unsent| unsent.first)
    }

    /// The documents that wait for the operator.
    #[must_use]
    pub fn unsent(&self) -> Option<&Unsent> {
        self.phase.unsent()
    }

    /// End of the validity; `None` before the registration.
    #[must_use]
    pub fn expires_at(&self) -> Option<LocalDateTime> {
        self.phase.record().map(|record| self.valid_until(record))
    }

    /// Documents that still fit.
    #[must_use]
    pub fn free_documents(&self) -> u32 {
        let used = self.phase.record().map_or(0, |record| record.last.number.get());
        self.profile.capacity.saturating_sub(used)
    }

    pub(crate) fn valid_until(&self, record: &StorageRecord) -> LocalDateTime {
        let days = i64::from(self.profile.model.days_for(&record.registration));
        record.registered_at.plus_s(days * SECONDS_PER_DAY)
    }
}

/// The time that documents show: whole minutes.
pub(crate) fn whole_minute(time: LocalDateTime) -> LocalDateTime {
    LocalDateTime::from_wall_seconds(time.wall_seconds().div_euclid(60) * 60)
}
