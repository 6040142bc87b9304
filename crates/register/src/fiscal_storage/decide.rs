//! Deciding commands: either a refusal or the events that follow.

use ofd_ru::{Element, Elements, FfdVersion, Form, tags};
use types::LocalDateTime;

use super::admission::admit_clock;
use super::event::{Effect, Event, SealedDocument};
use super::report;
use super::sealing::Draft;
use super::{
    Command, CommandKind, FiscalMode, FiscalStorage, FiscalStorageError, Phase, ReceiptBody, StorageKeys,
    StorageRegistration, TIME_GAP_MAX_S, Transfer, whole_minute,
};
use crate::numbering::{FiscalDocumentNumber, ShiftNumber};
use crate::receipt_amounts::{ReceiptAmounts, SettlementKind};
use crate::usage::{ReRegistrationReason, ReRegistrationReasons, TaxationSet};

impl FiscalStorage {
    /// Decides a command at this time: nothing changes until the events are applied.
    ///
    /// # Errors
    /// [`FiscalStorageError`], one variant a refusal, with the values that caused it.
    pub fn decide(
        &self,
        command: Command,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<Vec<Event>, FiscalStorageError> {
        let now = whole_minute(now);
        let sealed = match command {
            Command::Prepare => return self.decide_preparation(),
            Command::AcceptConfirmation(confirmation) => {
                return self.decide_confirmation(&confirmation, keys);
            }
            Command::Register { registration, body } => {
                self.decide_registration(&registration, body, now, keys)
            }
            Command::ReRegister {
                registration,
                reasons,
                body,
            } => self.decide_re_registration(&registration, reasons, body, now, keys),
            Command::OpenShift { body } => self.decide_opening(body, now, keys),
            Command::Seal(receipt) => self.decide_receipt(receipt, now, keys),
            Command::CloseShift { body } => self.decide_closing(body, now, keys),
            Command::ReportStatus { body } => self.decide_status(body, now, keys),
            Command::CloseArchive { body } => self.decide_archive(body, now, keys),
        }?;
        Ok(vec![Event::DocumentSealed(sealed)])
    }

    fn decide_preparation(&self) -> Result<Vec<Event>, FiscalStorageError> {
        match self.phase {
            Phase::Setup => Ok(vec![Event::Prepared]),
            Phase::Ready | Phase::Fiscal(_) | Phase::PostFiscal(_) | Phase::Archive(_) => {
                Err(self.wrong_phase(CommandKind::Prepare))
            }
        }
    }

    fn decide_registration(
        &self,
        registration: &StorageRegistration,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        self.admit_first(CommandKind::Register, registration, now)?;
        let own = report::registration(registration, self.profile.model.days_for(registration));
        let draft = self.first_draft(Form::Registration, registration, now);
        draft.seal(
            body,
            own,
            Effect::Registered(Box::new(registration.clone())),
            keys,
        )
    }

    fn decide_re_registration(
        &self,
        registration: &StorageRegistration,
        reasons: ReRegistrationReasons,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let replaces = reasons.contains(ReRegistrationReason::StorageReplaced);
        let does_not_fit = || FiscalStorageError::ReasonsDoNotFit {
            mask: reasons.mask(),
            phase: self.phase.kind(),
        };
        match &self.phase {
            Phase::Ready if !replaces => Err(does_not_fit()),
            Phase::Ready => {
                self.admit_first(CommandKind::ReRegister, registration, now)?;
                let mut own = report::registration(registration, self.profile.model.days_for(registration));
                own.extend(report::re_registration(registration.ffd, reasons, None));
                let draft = self.first_draft(Form::ReRegistration, registration, now);
                draft.seal(
                    body,
                    own,
                    Effect::Registered(Box::new(registration.clone())),
                    keys,
                )
            }
            Phase::Fiscal(_) => {
                let mode = self.admit(CommandKind::ReRegister, now)?;
                if replaces {
                    return Err(does_not_fit());
                }
                mode.admit_re_registration(registration)?;
                let days = u32::try_from(self.days_left(&mode.record, now)).unwrap_or(0);
                let mut own = report::registration(registration, days);
                own.extend(report::re_registration(
                    registration.ffd,
                    reasons,
                    Some(&mode.record.totals),
                ));
                let draft = Draft {
                    registration,
                    ..self.draft(mode, Form::ReRegistration, now)
                };
                draft.seal(
                    body,
                    own,
                    Effect::ReRegistered(Box::new(registration.clone())),
                    keys,
                )
            }
            Phase::Setup | Phase::PostFiscal(_) | Phase::Archive(_) => {
                Err(self.wrong_phase(CommandKind::ReRegister))
            }
        }
    }

    fn decide_opening(
        &self,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let mode = self.admit(CommandKind::OpenShift, now)?;
        mode.no_open_shift()?;
        let shift = mode.shift.number().map_or(ShiftNumber::new(1), ShiftNumber::next);
        let own = self.shift_opening(mode, shift, now);
        let draft = self.draft(mode, Form::ShiftOpening, now);
        draft.seal(body, own, Effect::ShiftOpened { shift }, keys)
    }

    /// [`FiscalStorage::decide`] of [`Command::Seal`], without the event around the document.
    pub(crate) fn decide_receipt(
        &self,
        body: ReceiptBody,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let now = whole_minute(now);
        let mode = self.admit(CommandKind::Seal, now)?;
        let open = mode.open_shift()?;
        open.admit_receipt(now)?;
        let begun_at = whole_minute(body.begun_at);
        if !(0..=TIME_GAP_MAX_S).contains(&now.since_s(begun_at)) {
            return Err(FiscalStorageError::TimeGap { begun_at, now });
        }
        mode.admit_taxation(&body.elements)?;
        let form = Form::from(body.form);
        let amounts = ReceiptAmounts::of_elements(SettlementKind::from(body.form), &body.elements)
            .map_err(FiscalStorageError::Amounts)?;
        mode.record
            .totals
            .admits(&amounts)
            .map_err(FiscalStorageError::Counter)?;
        let (shift, receipt) = (open.number, open.last_receipt.next());
        let own = report::receipt(shift, receipt);
        let draft = self.draft(mode, form, now);
        draft.seal(
            body.elements,
            own,
            Effect::ReceiptCounted {
                shift,
                receipt,
                amounts,
            },
            keys,
        )
    }

    fn decide_closing(
        &self,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let mode = self.admit(CommandKind::CloseShift, now)?;
        let open = mode.open_shift()?;
        let own = self.shift_closing(mode, open, now);
        let draft = self.draft(mode, Form::ShiftClosing, now);
        draft.seal(body, own, Effect::ShiftClosed { shift: open.number }, keys)
    }

    fn decide_status(
        &self,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let mode = self.admit(CommandKind::ReportStatus, now)?;
        let shift = mode.open_shift().ok().map(|open| open.number);
        let own = self.settlement_status(mode, now);
        let draft = self.draft(mode, Form::SettlementStatus, now);
        draft.seal(body, own, Effect::StatusReported { shift }, keys)
    }

    fn decide_archive(
        &self,
        body: Vec<Element>,
        now: LocalDateTime,
        keys: &dyn StorageKeys,
    ) -> Result<SealedDocument, FiscalStorageError> {
        let mode = self.admit(CommandKind::CloseArchive, now)?;
        mode.no_open_shift()?;
        let own = report::storage_closing(mode);
        let draft = self.draft(mode, Form::StorageClosing, now);
        draft.seal(
            body,
            own,
            Effect::ArchiveClosed {
                shift: mode.shift.number(),
            },
            keys,
        )
    }

    /// Admits the first document of a storage.
    fn admit_first(
        &self,
        command: CommandKind,
        registration: &StorageRegistration,
        now: LocalDateTime,
    ) -> Result<(), FiscalStorageError> {
        match self.phase {
            Phase::Ready => {}
            Phase::Setup | Phase::Fiscal(_) | Phase::PostFiscal(_) | Phase::Archive(_) => {
                return Err(self.wrong_phase(command));
            }
        }
        admit_clock(now)?;
        admit_format(registration.ffd)
    }

    fn first_draft<'a>(
        &'a self,
        form: Form,
        registration: &'a StorageRegistration,
        at: LocalDateTime,
    ) -> Draft<'a> {
        Draft {
            storage: self,
            registration,
            form,
            number: FiscalDocumentNumber::new(1),
            at,
        }
    }

    fn draft<'a>(&'a self, mode: &'a FiscalMode, form: Form, at: LocalDateTime) -> Draft<'a> {
        Draft {
            storage: self,
            registration: &mode.record.registration,
            form,
            number: mode.record.last.number.next(),
            at,
        }
    }
}

impl FiscalMode {
    fn admit_re_registration(&self, wanted: &StorageRegistration) -> Result<(), FiscalStorageError> {
        self.no_open_shift()?;
        let current = &self.record.registration;
        if (&wanted.registration_number, &wanted.inn) != (&current.registration_number, &current.inn) {
            return Err(FiscalStorageError::ForeignRegistration {
                registration_number: current.registration_number.clone(),
                inn: current.inn.clone(),
            });
        }
        admit_format(wanted.ffd)?;
        if wanted.ffd < current.ffd {
            return Err(FiscalStorageError::FormatDowngrade {
                registered: current.ffd,
                wanted: wanted.ffd,
            });
        }
        match (wanted.transfer, self.unsent.count()) {
            (Transfer::None, Some(count)) if count > 0 => Err(FiscalStorageError::UnsentDocuments { count }),
            (Transfer::None | Transfer::Ofd, _) => Ok(()),
        }
    }

    fn admit_taxation(&self, elements: &[Element]) -> Result<(), FiscalStorageError> {
        let registered = self.record.registration.taxation;
        let Some(applied) = elements.uint(tags::TAXATION_REGIME) else {
            return Ok(());
        };
        let fits = u8::try_from(applied)
            .is_ok_and(|mask| mask.is_power_of_two() && registered.contains(TaxationSet::from_mask(mask)));
        if fits || registered == TaxationSet::default() {
            return Ok(());
        }
        Err(FiscalStorageError::TaxationNotRegistered {
            applied,
            registered: registered.mask(),
        })
    }
}

fn admit_format(version: FfdVersion) -> Result<(), FiscalStorageError> {
    match version {
        FfdVersion::V1_0 => Err(FiscalStorageError::FormatNotWritten { version }),
        FfdVersion::V1_05 | FfdVersion::V1_1 | FfdVersion::V1_2 => Ok(()),
    }
}
