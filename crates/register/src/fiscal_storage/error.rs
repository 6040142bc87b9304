//! Why a fiscal storage refuses.

use ofd_ru::{FfdVersion, Tag};
use types::{FiscalStorageNumber, Inn, LocalDateTime, RegistrationNumber};

use super::command::CommandKind;
use super::phase::PhaseKind;
use super::sealing::SealingError;
use crate::counters::CounterError;
use crate::numbering::{FiscalDocumentNumber, ShiftNumber};
use crate::receipt_amounts::AmountsError;

/// A refusal; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FiscalStorageError {
    /// The phase of life does not allow the command.
    #[error("{command} is not possible in phase `{phase}`")]
    WrongPhase {
        /// The command.
        command: CommandKind,
        /// The phase.
        phase: PhaseKind,
    },
    /// The clock is outside the range that a document can have.
    #[error("the clock shows {now}, which no document can have")]
    ClockOutOfRange {
        /// The time given.
        now: LocalDateTime,
    },
    /// The clock stands before the newest document.
    #[error("the clock shows {now}, before document {last} of {last_at}")]
    ClockBehind {
        /// The time given.
        now: LocalDateTime,
        /// The newest document.
        last: FiscalDocumentNumber,
        /// Its time.
        last_at: LocalDateTime,
    },
    /// Too much time, or less than none, between beginning and sealing of a document.
    #[error("the document was begun at {begun_at} and sealed at {now}: more than five minutes apart")]
    TimeGap {
        /// When the register began the document.
        begun_at: LocalDateTime,
        /// The time given.
        now: LocalDateTime,
    },
    /// The validity is over.
    #[error("the fiscal storage was valid until {valid_until}; it is {now}")]
    Expired {
        /// End of the validity.
        valid_until: LocalDateTime,
        /// The time given.
        now: LocalDateTime,
    },
    /// No room for the document and the closing reports after it.
    #[error("the memory takes {capacity} documents; only closing is possible after {last}")]
    MemoryFull {
        /// Documents that fit.
        capacity: u32,
        /// The newest document.
        last: FiscalDocumentNumber,
    },
    /// The oldest unsent document is older than the law allows.
    #[error("document {first} of {first_at} has waited for the operator for more than 30 days; it is {now}")]
    UnsentTooOld {
        /// The oldest unsent document.
        first: FiscalDocumentNumber,
        /// Its time.
        first_at: LocalDateTime,
        /// The time given.
        now: LocalDateTime,
    },
    /// No shift is open.
    #[error("no shift is open")]
    ShiftNotOpen,
    /// A shift is open already, or must be closed first.
    #[error("shift {number} is open")]
    ShiftOpen {
        /// The open shift.
        number: ShiftNumber,
    },
    /// The shift is older than 24 hours; only its closing is possible.
    #[error("shift {number} has been open since {opened_at}, more than 24 hours before {now}")]
    ShiftExpired {
        /// The open shift.
        number: ShiftNumber,
        /// When it opened.
        opened_at: LocalDateTime,
        /// The time given.
        now: LocalDateTime,
    },
    /// The body holds a tag that the storage adds itself.
    #[error("tag {} is added by the fiscal storage and may not be in the body", .tag.0)]
    ReservedTag {
        /// The tag.
        tag: Tag,
    },
    /// The receipt has no readable amounts.
    #[error("the receipt cannot be counted")]
    Amounts(#[source] AmountsError),
    /// A counter would leave its range.
    #[error("the receipt does not fit into the counters")]
    Counter(#[source] CounterError),
    /// The taxation regime of the receipt is not among the registered ones.
    #[error("taxation regime {applied:#04x} is not among the registered ones {registered:#04x}")]
    TaxationNotRegistered {
        /// Mask of tag 1055.
        applied: u64,
        /// Mask of tag 1062.
        registered: u8,
    },
    /// The format is read but never written.
    #[error("documents of format {version:?} are not written")]
    FormatNotWritten {
        /// The version.
        version: FfdVersion,
    },
    /// A registration may not go back to an older format.
    #[error("the registered format {registered:?} cannot go back to {wanted:?}")]
    FormatDowngrade {
        /// The version in force.
        registered: FfdVersion,
        /// The version wanted.
        wanted: FfdVersion,
    },
    /// A storage serves one taxpayer with one registration number for life.
    #[error("the fiscal storage belongs to {registration_number} of {inn}")]
    ForeignRegistration {
        /// The registration number in force.
        registration_number: RegistrationNumber,
        /// The taxpayer in force.
        inn: Inn,
    },
    /// The reasons of a re-registration do not fit: the replacement of the storage is possible with a new
    /// storage alone, and is the only reason for one.
    #[error("re-registration with reasons {mask:#010x} is not possible in phase `{phase}`")]
    ReasonsDoNotFit {
        /// Mask of tag 1205.
        mask: u32,
        /// The phase.
        phase: PhaseKind,
    },
    /// Documents must be sent before the transfer ends.
    #[error("{count} documents wait for the operator")]
    UnsentDocuments {
        /// How many.
        count: u32,
    },
    /// A confirmation came although nothing waits.
    #[error("no document waits for a confirmation")]
    NothingUnsent,
    /// A confirmation of another document, or of another storage.
    #[error("a confirmation of document {number} of storage {storage} came; document {expected} waits")]
    ForeignConfirmation {
        /// Number in the answer.
        number: u32,
        /// Storage in the answer.
        storage: FiscalStorageNumber,
        /// The oldest unsent document.
        expected: FiscalDocumentNumber,
    },
    /// A sign of the operator is wrong, or nobody here has the key to it.
    #[error("the operator's sign under the confirmation of document {expected} is wrong")]
    WrongOfdSign {
        /// The oldest unsent document.
        expected: FiscalDocumentNumber,
    },
    /// The archive gave another document than the one that waits.
    #[error("the archive gave another document than {expected}")]
    ForeignDocument {
        /// The document that was needed.
        expected: FiscalDocumentNumber,
    },
    /// The archive did not give the document behind the confirmed one.
    #[error("document {expected} waits next; the archive did not give it")]
    FollowingMissing {
        /// The document that was needed.
        expected: FiscalDocumentNumber,
    },
    /// Bytes could not be written or read, or a signature is wrong.
    #[error("sealing or reading failed")]
    Sealing(#[from] SealingError),
}

impl FiscalStorageError {
    /// Error code of the storage's own protocol. Source: RU-OFD/storage-errors.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::WrongPhase { .. }
            | Self::ShiftNotOpen
            | Self::ShiftOpen { .. }
            | Self::UnsentDocuments { .. } => 0x02,
            Self::Expired { .. } => 0x05,
            Self::MemoryFull { .. } => 0x06,
            Self::ClockOutOfRange { .. } | Self::ClockBehind { .. } => 0x07,
            Self::NothingUnsent | Self::ForeignDocument { .. } | Self::FollowingMissing { .. } => 0x08,
            Self::ReservedTag { .. }
            | Self::Amounts(_)
            | Self::Counter(_)
            | Self::TaxationNotRegistered { .. }
            | Self::FormatNotWritten { .. }
            | Self::FormatDowngrade { .. }
            | Self::ForeignRegistration { .. }
            | Self::ReasonsDoNotFit { .. } => 0x09,
            Self::UnsentTooOld { .. } => 0x15,
            Self::ShiftExpired { .. } => 0x16,
            Self::TimeGap { .. } => 0x17,
            Self::ForeignConfirmation { .. } | Self::WrongOfdSign { .. } => 0x20,
            Self::Sealing(error) => error.code(),
        }
    }
}
