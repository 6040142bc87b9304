//! Transitions: each consumes the state.

use types::{ApplicationId, Inn, LocalDateTime, RegistrationNumber, Timestamp};

use super::{RussianEnrollment, RussianEnrollmentError, RussianEvent, RussianEventKind, RussianStateKind};
use crate::answer::Refusal;
use crate::russian::{
    RegisterParticulars, ReportFacts, RussianCard, RussianDeregistrationReason, RussianReRegistrationReason,
    RussianReRegistrationReasons,
};

type Outcome = Result<RussianEnrollment, RussianEnrollmentError>;

/// What a change tells.
struct Change {
    application: ApplicationId,
    particulars: RegisterParticulars,
    reasons: RussianReRegistrationReasons,
    report: ReportFacts,
    closing: Option<ReportFacts>,
}

impl RussianEnrollment {
    /// A register that was just filled in.
    #[must_use]
    pub const fn draft() -> Self {
        Self::Draft { refusal: None }
    }

    /// The state without its facts.
    #[must_use]
    pub const fn kind(&self) -> RussianStateKind {
        match self {
            Self::Draft { .. } => RussianStateKind::Draft,
            Self::Submitted { .. } => RussianStateKind::Submitted,
            Self::NumberAssigned { .. } => RussianStateKind::NumberAssigned,
            Self::ReportSubmitted { .. } => RussianStateKind::ReportSubmitted,
            Self::Registered { .. } => RussianStateKind::Registered,
            Self::ReRegistrationSubmitted { .. } => RussianStateKind::ReRegistrationSubmitted,
            Self::DeregistrationSubmitted { .. } => RussianStateKind::DeregistrationSubmitted,
            Self::Deregistered { .. } => RussianStateKind::Deregistered,
        }
    }

    /// The card, while the register is on the books.
    #[must_use]
    pub const fn card(&self) -> Option<&RussianCard> {
        match self {
            Self::Registered { card, .. }
            | Self::ReRegistrationSubmitted { card, .. }
            | Self::DeregistrationSubmitted { card, .. } => Some(card),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::NumberAssigned { .. }
            | Self::ReportSubmitted { .. }
            | Self::Deregistered { .. } => None,
        }
    }

    /// Moves the register; `now` is the time of the event.
    ///
    /// # Errors
    /// [`RussianEnrollmentError`] says what stands in the way. The caller keeps the state it had.
    pub fn on(self, event: RussianEvent, now: Timestamp) -> Outcome {
        match event {
            RussianEvent::RegistrationSigned {
                application,
                particulars,
            } => self.register(application, particulars, now),
            RussianEvent::NumberAssigned { number, inn, at } => self.assign(number, &inn, at),
            RussianEvent::ReportMade { report } => self.report(report),
            RussianEvent::CardMade { registered_on } => self.make_card(registered_on),
            RussianEvent::ReRegistrationSigned {
                application,
                particulars,
                reasons,
                report,
                closing,
            } => self.change(Change {
                application,
                particulars,
                reasons,
                report,
                closing,
            }),
            RussianEvent::DeregistrationSigned {
                application,
                reason,
                closing,
            } => self.deregister(application, reason, closing),
            RussianEvent::Accepted => self.accept(now),
            RussianEvent::Refused { reason } => self.refuse(Refusal { reason, at: now }),
        }
    }

    fn register(
        self,
        application: ApplicationId,
        particulars: RegisterParticulars,
        now: Timestamp,
    ) -> Outcome {
        match self {
            Self::Draft { .. } => Ok(Self::Submitted {
                application,
                particulars,
                submitted_at: now,
            }),
            Self::Submitted { .. }
            | Self::NumberAssigned { .. }
            | Self::ReportSubmitted { .. }
            | Self::Registered { .. }
            | Self::ReRegistrationSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::RegistrationSigned)),
        }
    }

    /// The last six digits of the number must be those of this taxpayer and register. Source: RU-OFD/rnm.
    fn assign(self, number: RegistrationNumber, inn: &Inn, at: LocalDateTime) -> Outcome {
        match self {
            Self::Submitted { particulars, .. } => {
                number.belongs_to(inn, &particulars.serial_number)?;
                Ok(Self::NumberAssigned {
                    number,
                    particulars,
                    assigned_at: at,
                    refusal: None,
                })
            }
            Self::Draft { .. }
            | Self::NumberAssigned { .. }
            | Self::ReportSubmitted { .. }
            | Self::Registered { .. }
            | Self::ReRegistrationSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::NumberAssigned)),
        }
    }

    fn report(self, report: ReportFacts) -> Outcome {
        match self {
            Self::NumberAssigned {
                number,
                particulars,
                assigned_at,
                ..
            } => {
                first_document(report)?;
                Ok(Self::ReportSubmitted {
                    number,
                    particulars,
                    assigned_at,
                    report,
                })
            }
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::ReportSubmitted { .. }
            | Self::Registered { .. }
            | Self::ReRegistrationSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::ReportMade)),
        }
    }

    fn make_card(self, registered_on: LocalDateTime) -> Outcome {
        match self {
            Self::ReportSubmitted {
                number,
                particulars,
                report,
                ..
            } => Ok(Self::Registered {
                card: RussianCard {
                    number,
                    registered_on,
                    particulars,
                    report,
                },
                refusal: None,
            }),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::NumberAssigned { .. }
            | Self::Registered { .. }
            | Self::ReRegistrationSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::CardMade)),
        }
    }

    fn change(self, change: Change) -> Outcome {
        let card = self.registered(RussianEventKind::ReRegistrationSigned)?;
        admit_change(&card, &change)?;
        let next = RussianCard {
            particulars: change.particulars,
            report: change.report,
            ..card.clone()
        };
        Ok(Self::ReRegistrationSubmitted {
            card,
            application: change.application,
            next: Box::new(next),
            reasons: change.reasons,
        })
    }

    fn deregister(
        self,
        application: ApplicationId,
        reason: RussianDeregistrationReason,
        closing: Option<ReportFacts>,
    ) -> Outcome {
        let card = self.registered(RussianEventKind::DeregistrationSigned)?;
        if reason.needs_storage_closing() && closing.is_none() {
            return Err(RussianEnrollmentError::StorageNotClosed);
        }
        if let Some(closing) = closing {
            later_document(closing)?;
        }
        Ok(Self::DeregistrationSubmitted {
            card,
            application,
            reason,
            closing,
        })
    }

    fn accept(self, now: Timestamp) -> Outcome {
        match self {
            Self::ReRegistrationSubmitted { next, .. } => Ok(Self::Registered {
                card: *next,
                refusal: None,
            }),
            Self::DeregistrationSubmitted { card, reason, .. } => Ok(Self::Deregistered {
                number: card.number,
                reason,
                at: now,
            }),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::NumberAssigned { .. }
            | Self::ReportSubmitted { .. }
            | Self::Registered { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::Accepted)),
        }
    }

    /// An application for registration goes back to the draft, a report to the number, a change to the card.
    fn refuse(self, refusal: Refusal) -> Outcome {
        let refusal = Some(refusal);
        match self {
            Self::Submitted { .. } => Ok(Self::Draft { refusal }),
            Self::ReportSubmitted {
                number,
                particulars,
                assigned_at,
                ..
            } => Ok(Self::NumberAssigned {
                number,
                particulars,
                assigned_at,
                refusal,
            }),
            Self::ReRegistrationSubmitted { card, .. } | Self::DeregistrationSubmitted { card, .. } => {
                Ok(Self::Registered { card, refusal })
            }
            Self::Draft { .. }
            | Self::NumberAssigned { .. }
            | Self::Registered { .. }
            | Self::Deregistered { .. } => Err(self.wrong(RussianEventKind::Refused)),
        }
    }

    fn registered(self, event: RussianEventKind) -> Result<RussianCard, RussianEnrollmentError> {
        match self {
            Self::Registered { card, .. } => Ok(card),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::NumberAssigned { .. }
            | Self::ReportSubmitted { .. }
            | Self::ReRegistrationSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. } => Err(self.wrong(event)),
        }
    }

    const fn wrong(&self, event: RussianEventKind) -> RussianEnrollmentError {
        RussianEnrollmentError::WrongState {
            state: self.kind(),
            event,
        }
    }
}

/// A change keeps the register itself, tells every reason, and closes the storage that it replaces, no other.
fn admit_change(card: &RussianCard, change: &Change) -> Result<(), RussianEnrollmentError> {
    let (before, after) = (&card.particulars, &change.particulars);
    if (&before.model, &before.serial_number) != (&after.model, &after.serial_number) {
        return Err(RussianEnrollmentError::AnotherRegister);
    }
    let needed = RussianReRegistrationReasons::between(before, after);
    let missing: Vec<RussianReRegistrationReason> = needed
        .iter()
        .flat_map(RussianReRegistrationReasons::as_slice)
        .filter(|reason| !change.reasons.contains(**reason))
        .copied()
        .collect();
    if !missing.is_empty() {
        return Err(RussianEnrollmentError::MissingReasons { missing });
    }
    let replaced = before.storage.number != after.storage.number;
    match (replaced, change.closing) {
        (true, None) => Err(RussianEnrollmentError::StorageNotClosed),
        (true, Some(closing)) => {
            later_document(closing)?;
            first_document(change.report)
        }
        (false, Some(_)) => Err(RussianEnrollmentError::StorageStaysInUse),
        (false, None) => later_document(change.report),
    }
}

fn first_document(report: ReportFacts) -> Result<(), RussianEnrollmentError> {
    match report.document_number {
        1 => Ok(()),
        got => Err(RussianEnrollmentError::NotFirstDocument { got }),
    }
}

fn later_document(report: ReportFacts) -> Result<(), RussianEnrollmentError> {
    match report.document_number {
        got @ (0 | 1) => Err(RussianEnrollmentError::FirstDocument { got }),
        _later => Ok(()),
    }
}
