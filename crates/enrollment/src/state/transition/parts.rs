//! Takers apart and builders of states.

use types::Timestamp;

use crate::number::KgdRegistrationNumber;
use crate::request::Place;
use crate::state::event::{Effect, EnrollmentError, EventKind, Moved};
use crate::state::{Enrollment, Registered, Standing, Tariff};

impl Enrollment {
    pub(super) fn wrong(&self, event: EventKind) -> EnrollmentError {
        EnrollmentError::WrongState {
            state: self.kind(),
            event,
        }
    }

    pub(super) fn wrong_answer(&self, event: EventKind) -> EnrollmentError {
        EnrollmentError::WrongAnswer {
            state: self.kind(),
            event,
        }
    }

    pub(super) fn draft_only(&self, event: EventKind) -> Result<(), EnrollmentError> {
        match self {
            Self::Draft { .. } => Ok(()),
            Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(self.wrong(event)),
        }
    }

    /// The books and the service of a register that no application is pending for.
    pub(super) fn active(self, event: EventKind) -> Result<(Registered, Standing), EnrollmentError> {
        let wrong = self.wrong(event);
        match self {
            Self::Enrolled {
                registered,
                suspension_from,
            } => Ok((registered, Standing::Running { suspension_from })),
            Self::Suspended { registered, from } => Ok((registered, Standing::Paused { from })),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    /// The books of a register that may work, also while its move is at the tax authority.
    pub(super) const fn working(&self) -> Option<&Registered> {
        match self {
            Self::Enrolled { registered, .. }
            | Self::Suspended { registered, .. }
            | Self::ReEnrollmentSubmitted { registered, .. } => Some(registered),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => None,
        }
    }

    /// The service of a register that may work.
    pub(super) const fn service(&self) -> Option<Standing> {
        match self {
            Self::Enrolled { suspension_from, .. } => Some(Standing::Running {
                suspension_from: *suspension_from,
            }),
            Self::Suspended { from, .. } => Some(Standing::Paused { from: *from }),
            Self::ReEnrollmentSubmitted { standing, .. } => Some(*standing),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => None,
        }
    }

    pub(super) fn paused(&self) -> Option<Timestamp> {
        match self.service() {
            Some(Standing::Paused { from }) => Some(from),
            Some(Standing::Running { .. }) | None => None,
        }
    }

    /// When an ordered pause of the service begins.
    #[must_use]
    pub fn suspension_ordered(&self) -> Option<Timestamp> {
        match self.service() {
            Some(Standing::Running { suspension_from }) => suspension_from,
            Some(Standing::Paused { .. }) | None => None,
        }
    }

    /// The same register with another service; states without one stay as they are.
    pub(super) fn with_standing(self, next: Standing) -> Self {
        match self {
            Self::Enrolled { registered, .. } | Self::Suspended { registered, .. } => {
                Self::standing(registered, next)
            }
            Self::ReEnrollmentSubmitted {
                registered,
                application,
                target,
                submitted_at,
                ..
            } => Self::ReEnrollmentSubmitted {
                registered,
                standing: next,
                application,
                target,
                submitted_at,
            },
            same @ (Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. }) => same,
        }
    }

    pub(super) const fn standing(registered: Registered, standing: Standing) -> Self {
        match standing {
            Standing::Running { suspension_from } => Self::Enrolled {
                registered,
                suspension_from,
            },
            Standing::Paused { from } => Self::Suspended { registered, from },
        }
    }
}

pub(super) const fn quiet(enrollment: Enrollment) -> Moved {
    Moved {
        enrollment,
        effects: Vec::new(),
    }
}

pub(super) fn numbered(number: KgdRegistrationNumber, place: Place, now: Timestamp) -> Moved {
    Moved {
        enrollment: Enrollment::Enrolled {
            registered: Registered {
                number: number.clone(),
                place,
                enrolled_at: now,
                tariff: Tariff::Absent,
                refusal: None,
            },
            suspension_from: None,
        },
        effects: vec![Effect::Enrolled { number }],
    }
}
