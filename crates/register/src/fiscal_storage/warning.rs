//! Warning flags of a fiscal storage. Source: RU-OFD/storage-warnings.

use ofd_ru::{Element, tags};
use std::fmt;
use types::LocalDateTime;

use super::{FiscalStorage, SECONDS_PER_DAY, StorageRecord};
use ofd_ru::acknowledgement::OfdMessage;

/// Days before the end when the replacement becomes urgent.
pub const URGENT_REPLACEMENT_DAYS: i64 = 3;
/// Days before the end when the replacement should be planned.
pub const EXHAUSTION_DAYS: i64 = 30;
/// Share of the memory, in percent, from which on it counts as nearly full.
pub const MEMORY_WARNING_PERCENT: u64 = 90;

/// One flag; the order is the order of the bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Warning {
    /// Bit 0: at most [`URGENT_REPLACEMENT_DAYS`] left; tag 1051.
    UrgentReplacement,
    /// Bit 1: at most [`EXHAUSTION_DAYS`] left; tag 1050.
    NearlyExhausted,
    /// Bit 2: at least [`MEMORY_WARNING_PERCENT`] of the memory used; tag 1052.
    MemoryNearlyFull,
    /// Bit 3: the operator has been silent for too long; tag 1053.
    OfdOverdue,
    /// Bit 4: the operator refused a document by its format-logic control.
    FormatRefused,
    /// Bit 5: the operator asks for other settings.
    SetupRequired,
    /// Bit 6: the operator ends its activity.
    OfdRevoked,
    /// Bit 7: the storage cannot seal any more: expired or full.
    CriticalFailure,
}

/// A set of flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Warnings(u8);

impl Warnings {
    /// The flags as the storage's own protocol shows them.
    #[must_use]
    pub const fn mask(self) -> u8 {
        self.0
    }

    /// `true` when the flag is up.
    #[must_use]
    pub const fn contains(self, warning: Warning) -> bool {
        self.0 & warning.bit() != 0
    }

    /// The flags that are up, in the order of their bits.
    pub fn iter(self) -> impl Iterator<Item = Warning> {
        Warning::ALL
            .into_iter()
            .filter(move |warning| self.contains(*warning))
    }

    /// Tags 1050 to 1053 of shift reports; a flag that is down is left out.
    pub(super) fn elements(self) -> impl Iterator<Item = Element> {
        [
            (tags::STORAGE_EXHAUSTED, Warning::NearlyExhausted),
            (tags::STORAGE_REPLACEMENT_URGENT, Warning::UrgentReplacement),
            (tags::STORAGE_MEMORY_FULL, Warning::MemoryNearlyFull),
            (tags::OFD_ANSWER_OVERDUE, Warning::OfdOverdue),
        ]
        .into_iter()
        .filter(move |(_, warning)| self.contains(*warning))
        .map(|(tag, _)| Element::uint(tag, 1_u8))
    }
}

impl FromIterator<Warning> for Warnings {
    fn from_iter<I: IntoIterator<Item = Warning>>(warnings: I) -> Self {
        Self(warnings.into_iter().fold(0, |mask, warning| mask | warning.bit()))
    }
}

impl Warning {
    /// All flags in the order of their bits.
    pub const ALL: [Self; 8] = [
        Self::UrgentReplacement,
        Self::NearlyExhausted,
        Self::MemoryNearlyFull,
        Self::OfdOverdue,
        Self::FormatRefused,
        Self::SetupRequired,
        Self::OfdRevoked,
        Self::CriticalFailure,
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::UrgentReplacement => 1,
            Self::NearlyExhausted => 1 << 1,
            Self::MemoryNearlyFull => 1 << 2,
            Self::OfdOverdue => 1 << 3,
            Self::FormatRefused => 1 << 4,
            Self::SetupRequired => 1 << 5,
            Self::OfdRevoked => 1 << 6,
            Self::CriticalFailure => 1 << 7,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UrgentReplacement => "replace the fiscal storage at once",
            Self::NearlyExhausted => "the fiscal storage ends soon",
            Self::MemoryNearlyFull => "the memory of the fiscal storage is nearly full",
            Self::OfdOverdue => "the operator has been silent for too long",
            Self::FormatRefused => "the operator refused the format of a document",
            Self::SetupRequired => "the operator asks for other settings",
            Self::OfdRevoked => "the operator ends its activity",
            Self::CriticalFailure => "the fiscal storage cannot seal any more",
        })
    }
}

impl FiscalStorage {
    /// Flags at this time; none before the registration.
    #[must_use]
    pub fn warnings(&self, now: LocalDateTime) -> Warnings {
        let Some(record) = self.phase.record() else {
            return Warnings::default();
        };
        let days_left = self.days_left(record, now);
        let message = record.ofd.message();
        let setup = [
            OfdMessage::SEE_CABINET,
            OfdMessage::UPDATE_FFD,
            OfdMessage::CHANGE_CONNECTION,
        ];
        let overdue_s = i64::from(self.profile.ofd_overdue_s);
        let critical = now >= self.valid_until(record) || record.last.number.get() >= self.profile.capacity;
        [
            (Warning::UrgentReplacement, days_left <= URGENT_REPLACEMENT_DAYS),
            (Warning::NearlyExhausted, days_left <= EXHAUSTION_DAYS),
            (Warning::MemoryNearlyFull, self.memory_nearly_full(record)),
            (
                Warning::OfdOverdue,
                self.phase
                    .unsent()
                    .is_some_and(|unsent| now.since_s(unsent.first_at) >= overdue_s),
            ),
            (
                Warning::FormatRefused,
                message.has(OfdMessage::FORMAT_CONTROL_FAILED),
            ),
            (
                Warning::SetupRequired,
                setup.into_iter().any(|part| message.has(part)),
            ),
            (Warning::OfdRevoked, message.has(OfdMessage::OFD_CLOSES)),
            (Warning::CriticalFailure, critical),
        ]
        .into_iter()
        .filter_map(|(warning, up)| up.then_some(warning))
        .collect()
    }

    /// Whole days until the end of the validity, negative after it.
    pub(super) fn days_left(&self, record: &StorageRecord, now: LocalDateTime) -> i64 {
        self.valid_until(record).since_s(now).div_euclid(SECONDS_PER_DAY)
    }

    fn memory_nearly_full(&self, record: &StorageRecord) -> bool {
        u64::from(record.last.number.get()) * 100 >= u64::from(self.profile.capacity) * MEMORY_WARNING_PERCENT
    }
}
