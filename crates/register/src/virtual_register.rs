//! A virtual register: its registration and its fiscal storage under one roof.

mod batch;
mod shift_policy;

use ofd_ru::Form;
use serde::{Deserialize, Serialize};
use types::{FiscalStorageNumber, LocalDateTime, NumberError};

use crate::fiscal_storage::{
    Command, Confirmation, Event, EventOutOfPlace, FiscalStorage, FiscalStorageError, NotATestNumber,
    PhaseKind, ReceiptBody, SealedDocument, StorageKeys, StorageProfile,
};
use crate::registration::Registration;
use crate::usage::{ReRegistrationReason, ReRegistrationReasons};

pub use batch::Batch;
pub use shift_policy::{ShiftOpening, ShiftPolicy, ShiftRenewal};

/// A virtual register: its whole state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualRegister {
    registration: Registration,
    storage: FiscalStorage,
}

/// A wish of whoever drives the register.
#[derive(Clone, Debug, PartialEq)]
pub enum RegisterCommand {
    /// Changes the registration (form 11).
    ReRegister {
        /// The registration from now on.
        registration: Box<Registration>,
        /// Why.
        reasons: ReRegistrationReasons,
    },
    /// Opens a shift (form 2).
    OpenShift,
    /// Seals a receipt (forms 3, 4, 31, 41); what the registration knows is filled in.
    Seal(ReceiptBody),
    /// Closes the shift (form 5).
    CloseShift,
    /// Reports the state of settlements (form 21).
    ReportStatus,
    /// Closes the fiscal storage (form 6).
    CloseArchive,
    /// Stores the operator's confirmation.
    AcceptConfirmation(Confirmation),
    /// Takes a new storage in place of one that is closed and sent (form 11).
    ReplaceStorage {
        /// Number of the new storage, of the test series.
        number: FiscalStorageNumber,
        /// What its maker decided.
        profile: StorageProfile,
    },
}

/// Why a register refuses; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The registration number does not belong to taxpayer and serial number.
    #[error("the registration number does not fit")]
    RegistrationNumber(#[source] NumberError),
    /// The new storage is no emulated one.
    #[error("the storage cannot be used")]
    Storage(#[from] NotATestNumber),
    /// The storage in use must be closed and sent before it is replaced.
    #[error("the storage in use is in phase `{phase}`; it must be closed and sent before it is replaced")]
    StorageInUse {
        /// Its phase.
        phase: PhaseKind,
    },
    /// The storage refused.
    #[error(transparent)]
    Refused(#[from] FiscalStorageError),
    /// The state does not take its own event: the stored state is broken.
    #[error("the state of the fiscal storage is broken")]
    Broken(#[from] EventOutOfPlace),
}

impl VirtualRegister {
    /// A register with a new storage, registered: the events hold the registration report (form 1).
    ///
    /// # Errors
    /// [`RegisterError`]: the numbers do not fit, or a text does not.
    pub fn register(
        registration: Registration,
        storage: FiscalStorageNumber,
        profile: StorageProfile,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<(Self, Vec<Event>), RegisterError> {
        registration
            .check_number()
            .map_err(RegisterError::RegistrationNumber)?;
        let mut register = Self {
            storage: FiscalStorage::new(storage, profile)?,
            registration,
        };
        let mut events = register.command(Command::Prepare, now, keys)?;
        let command = Command::Register {
            registration: register.registration.for_storage(),
            body: register.registration.report_body(Form::Registration),
        };
        events.extend(register.command(command, now, keys)?);
        Ok((register, events))
    }

    /// Its registration.
    #[must_use]
    pub const fn registration(&self) -> &Registration {
        &self.registration
    }

    /// Its fiscal storage.
    #[must_use]
    pub const fn storage(&self) -> &FiscalStorage {
        &self.storage
    }

    /// Carries a command out: the state has changed and the events say how. The caller persists both together.
    ///
    /// # Errors
    /// [`RegisterError`]; the state is as before.
    pub fn handle(
        &mut self,
        command: RegisterCommand,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, RegisterError> {
        let body = |form| self.registration.report_body(form);
        let command = match command {
            RegisterCommand::OpenShift => Command::OpenShift {
                body: body(Form::ShiftOpening),
            },
            RegisterCommand::CloseShift => Command::CloseShift {
                body: body(Form::ShiftClosing),
            },
            RegisterCommand::ReportStatus => Command::ReportStatus {
                body: body(Form::SettlementStatus),
            },
            RegisterCommand::CloseArchive => Command::CloseArchive {
                body: body(Form::StorageClosing),
            },
            RegisterCommand::AcceptConfirmation(confirmation) => Command::AcceptConfirmation(confirmation),
            RegisterCommand::Seal(receipt) => {
                return Ok(vec![Event::DocumentSealed(self.seal(receipt, now, keys)?)]);
            }
            RegisterCommand::ReRegister {
                registration,
                reasons,
            } => {
                return self.re_register(*registration, reasons, now, keys);
            }
            RegisterCommand::ReplaceStorage { number, profile } => {
                return self.replace_storage(number, profile, now, keys);
            }
        };
        self.command(command, now, keys)
    }

    /// Seals a receipt: [`RegisterCommand::Seal`] with the document itself as the answer.
    ///
    /// # Errors
    /// [`RegisterError`]; the state is as before.
    pub fn seal(
        &mut self,
        mut receipt: ReceiptBody,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, RegisterError> {
        self.registration.complete(&mut receipt.elements);
        let document = self.storage.decide_receipt(receipt, now, keys)?;
        self.storage.apply_document(&document)?;
        Ok(document)
    }

    fn re_register(
        &mut self,
        registration: Registration,
        reasons: ReRegistrationReasons,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, RegisterError> {
        registration
            .check_number()
            .map_err(RegisterError::RegistrationNumber)?;
        let command = Command::ReRegister {
            registration: registration.for_storage(),
            reasons,
            body: registration.report_body(Form::ReRegistration),
        };
        let events = self.command(command, now, keys)?;
        self.registration = registration;
        Ok(events)
    }

    fn replace_storage(
        &mut self,
        number: FiscalStorageNumber,
        profile: StorageProfile,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, RegisterError> {
        match self.storage.phase().kind() {
            PhaseKind::Archive => {}
            phase @ (PhaseKind::Setup | PhaseKind::Ready | PhaseKind::Fiscal | PhaseKind::PostFiscal) => {
                return Err(RegisterError::StorageInUse { phase });
            }
        }
        let mut renewed = Self {
            registration: self.registration.clone(),
            storage: FiscalStorage::new(number, profile)?,
        };
        let mut events = renewed.command(Command::Prepare, now, keys)?;
        let command = Command::ReRegister {
            registration: renewed.registration.for_storage(),
            reasons: ReRegistrationReasons::new(ReRegistrationReason::StorageReplaced),
            body: renewed.registration.report_body(Form::ReRegistration),
        };
        events.extend(renewed.command(command, now, keys)?);
        *self = renewed;
        Ok(events)
    }

    fn command(
        &mut self,
        command: Command,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, RegisterError> {
        let events = self.storage.decide(command, now, keys)?;
        for event in &events {
            self.storage.apply(event)?;
        }
        Ok(events)
    }
}
