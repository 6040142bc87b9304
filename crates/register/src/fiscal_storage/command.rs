//! What a register can ask of a fiscal storage.

use ofd_ru::{Element, Form};
use serde::{Deserialize, Serialize};
use std::fmt;
use types::LocalDateTime;

use super::StorageRegistration;
use crate::usage::ReRegistrationReasons;

/// A wish of the register. Bodies hold no tag of [`super::storage_tags`]: the storage adds those.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Puts the maker's settings in: the storage becomes ready for its registration.
    Prepare,
    /// Seals the registration report (form 1) and opens the fiscal mode.
    Register {
        /// What the storage keeps of it.
        registration: StorageRegistration,
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Seals a re-registration report (form 11).
    ReRegister {
        /// What the storage keeps of it.
        registration: StorageRegistration,
        /// Why; with [`crate::ReRegistrationReason::StorageReplaced`] it opens the fiscal mode of a new storage.
        reasons: ReRegistrationReasons,
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Seals the opening of a shift (form 2).
    OpenShift {
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Seals a receipt, strict reporting form or correction (forms 3, 4, 31, 41).
    Seal(ReceiptBody),
    /// Seals the closing of the shift (form 5).
    CloseShift {
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Seals a settlement status report (form 21).
    ReportStatus {
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Seals the closing of the storage (form 6), which ends the fiscal mode.
    CloseArchive {
        /// The register's part of the document.
        body: Vec<Element>,
    },
    /// Stores the operator's confirmation of the oldest unsent document.
    AcceptConfirmation(Confirmation),
}

/// A receipt as its register hands it over.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceiptBody {
    /// Kind of the document.
    pub form: ReceiptForm,
    /// The register's part of the document.
    pub elements: Vec<Element>,
    /// When the register began the document; sealing later than [`super::TIME_GAP_MAX_S`] is refused.
    pub begun_at: LocalDateTime,
}

/// The forms that settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReceiptForm {
    /// 3: receipt.
    Receipt,
    /// 4: strict reporting form.
    StrictReportingForm,
    /// 31: correction receipt.
    CorrectionReceipt,
    /// 41: correction strict reporting form.
    CorrectionStrictReportingForm,
}

/// The operator's answer and the documents that it is about, from the register's archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Container of the answer.
    pub answer: Vec<u8>,
    /// Container of the document that was sent.
    pub document: Vec<u8>,
    /// Container of the next unsent document; must be there when more than one waits.
    pub following: Option<Vec<u8>>,
}

/// A command without its contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommandKind {
    /// [`Command::Prepare`].
    Prepare,
    /// [`Command::Register`].
    Register,
    /// [`Command::ReRegister`].
    ReRegister,
    /// [`Command::OpenShift`].
    OpenShift,
    /// [`Command::Seal`].
    Seal,
    /// [`Command::CloseShift`].
    CloseShift,
    /// [`Command::ReportStatus`].
    ReportStatus,
    /// [`Command::CloseArchive`].
    CloseArchive,
    /// [`Command::AcceptConfirmation`].
    AcceptConfirmation,
}

impl Command {
    /// The command without its contents.
    #[must_use]
    pub const fn kind(&self) -> CommandKind {
        match self {
            Self::Prepare => CommandKind::Prepare,
            Self::Register { .. } => CommandKind::Register,
            Self::ReRegister { .. } => CommandKind::ReRegister,
            Self::OpenShift { .. } => CommandKind::OpenShift,
            Self::Seal(_) => CommandKind::Seal,
            Self::CloseShift { .. } => CommandKind::CloseShift,
            Self::ReportStatus { .. } => CommandKind::ReportStatus,
            Self::CloseArchive { .. } => CommandKind::CloseArchive,
            Self::AcceptConfirmation(_) => CommandKind::AcceptConfirmation,
        }
    }
}

impl fmt::Display for CommandKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prepare => "preparation",
            Self::Register => "registration",
            Self::ReRegister => "re-registration",
            Self::OpenShift => "opening of a shift",
            Self::Seal => "sealing of a receipt",
            Self::CloseShift => "closing of the shift",
            Self::ReportStatus => "settlement status report",
            Self::CloseArchive => "closing of the storage",
            Self::AcceptConfirmation => "operator's confirmation",
        })
    }
}

impl From<ReceiptForm> for Form {
    fn from(form: ReceiptForm) -> Self {
        match form {
            ReceiptForm::Receipt => Self::Receipt,
            ReceiptForm::StrictReportingForm => Self::StrictReportingForm,
            ReceiptForm::CorrectionReceipt => Self::CorrectionReceipt,
            ReceiptForm::CorrectionStrictReportingForm => Self::CorrectionStrictReportingForm,
        }
    }
}
