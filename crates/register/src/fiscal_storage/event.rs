//! What happened in a fiscal storage: enough to apply, and to persist.

use ofd_ru::Form;
use types::LocalDateTime;

use super::StorageRegistration;
use crate::numbering::{FiscalDocumentNumber, FiscalSign, ReceiptNumberInShift, ShiftNumber};
use crate::receipt_amounts::ReceiptAmounts;
use ofd_ru::acknowledgement::OfdMessage;

/// A fact. The caller persists it together with the new state, then tells others.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The storage is ready for its registration.
    Prepared,
    /// A document was sealed; exactly one event a document.
    DocumentSealed(SealedDocument),
    /// The operator has the oldest unsent document.
    ConfirmationAccepted(AcceptedConfirmation),
    /// A closed storage has sent everything: only its archive can be read from now on.
    SendingCompleted,
}

/// A sealed document with everything that a database wants to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SealedDocument {
    /// Kind of the document.
    pub form: Form,
    /// Its number in this storage: tag 1040.
    pub number: FiscalDocumentNumber,
    /// Its fiscal sign: tag 1077.
    pub sign: FiscalSign,
    /// Its time in whole minutes: tag 1012.
    pub at: LocalDateTime,
    /// What it did to the storage.
    pub effect: Effect,
    /// The container as it goes to the operator, header, check sum and trailer included.
    pub container: Vec<u8>,
}

/// What a document does to its storage.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The fiscal mode begins (form 1, or 11 in a new storage).
    Registered(Box<StorageRegistration>),
    /// The registration changes (form 11).
    ReRegistered(Box<StorageRegistration>),
    /// A shift opens (form 2).
    ShiftOpened {
        /// Its number.
        shift: ShiftNumber,
    },
    /// A receipt counts (forms 3, 4, 31, 41).
    ReceiptCounted {
        /// Number of the shift.
        shift: ShiftNumber,
        /// Number in the shift.
        receipt: ReceiptNumberInShift,
        /// What it adds to the counters.
        amounts: ReceiptAmounts,
    },
    /// The shift closes (form 5).
    ShiftClosed {
        /// Its number.
        shift: ShiftNumber,
    },
    /// Nothing but the number (form 21).
    StatusReported {
        /// The open shift, if one is open.
        shift: Option<ShiftNumber>,
    },
    /// The fiscal mode ends (form 6).
    ArchiveClosed {
        /// The last shift, if there ever was one.
        shift: Option<ShiftNumber>,
    },
}

/// A confirmation that the storage stored.
#[derive(Clone, Debug, PartialEq)]
pub struct AcceptedConfirmation {
    /// The confirmed document.
    pub number: FiscalDocumentNumber,
    /// Time of the operator: tag 1012 of the answer.
    pub at: LocalDateTime,
    /// What the operator has to say.
    pub message: OfdMessage,
    /// What the document had added to the counters of the unsent ones.
    pub amounts: Option<ReceiptAmounts>,
    /// Time of the document that is the oldest unsent one now.
    pub following_at: Option<LocalDateTime>,
}

impl SealedDocument {
    /// Number of the shift that the document belongs to: tag 1038.
    #[must_use]
    pub const fn shift_number(&self) -> Option<ShiftNumber> {
        match self.effect {
            Effect::Registered(_) | Effect::ReRegistered(_) => None,
            Effect::ShiftOpened { shift }
            | Effect::ReceiptCounted { shift, .. }
            | Effect::ShiftClosed { shift } => Some(shift),
            Effect::StatusReported { shift } | Effect::ArchiveClosed { shift } => shift,
        }
    }

    /// Number of the receipt in its shift: tag 1042.
    #[must_use]
    pub const fn receipt_number_in_shift(&self) -> Option<ReceiptNumberInShift> {
        match self.effect {
            Effect::ReceiptCounted { receipt, .. } => Some(receipt),
            Effect::Registered(_)
            | Effect::ReRegistered(_)
            | Effect::ShiftOpened { .. }
            | Effect::ShiftClosed { .. }
            | Effect::StatusReported { .. }
            | Effect::ArchiveClosed { .. } => None,
        }
    }

    /// Amounts of a receipt.
    #[must_use]
    pub const fn amounts(&self) -> Option<&ReceiptAmounts> {
        match &self.effect {
            Effect::ReceiptCounted { amounts, .. } => Some(amounts),
            Effect::Registered(_)
            | Effect::ReRegistered(_)
            | Effect::ShiftOpened { .. }
            | Effect::ShiftClosed { .. }
            | Effect::StatusReported { .. }
            | Effect::ArchiveClosed { .. } => None,
        }
    }
}
