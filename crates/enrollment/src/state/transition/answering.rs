//! What the answer of the tax authority and the review of a card do.

use types::{ApplicationId, Timestamp, UtcOffset};

use super::Outcome;
use super::parts::{numbered, quiet};
use crate::answer::{Answer, CardFacts, Refusal, Verdict};
use crate::number::KgdRegistrationNumber;
use crate::state::event::{Effect, EnrollmentError, EventKind, Moved};
use crate::state::{Enrollment, Standing};

impl Enrollment {
    pub(super) fn answer(self, got: ApplicationId, answer: Answer, now: Timestamp) -> Outcome {
        let event = EventKind::from(&answer);
        let expected = self.pending().ok_or_else(|| self.wrong(event))?;
        if expected != got {
            return Err(EnrollmentError::AnotherApplication { expected, got });
        }
        match answer {
            Answer::Taken => self.taken(now),
            Answer::Numbered { number } => self.given_number(number, now),
            Answer::Accepted => self.accepted(now),
            Answer::Refused { reason } => self.refused(Refusal { reason, at: now }),
        }
    }

    fn taken(self, now: Timestamp) -> Outcome {
        let wrong = self.wrong_answer(EventKind::Taken);
        match self {
            Self::Submitted {
                application, place, ..
            } => Ok(quiet(Self::AwaitingNumber {
                application,
                place,
                since: now,
                returned: None,
            })),
            Self::Draft { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    fn given_number(self, number: KgdRegistrationNumber, now: Timestamp) -> Outcome {
        let wrong = self.wrong_answer(EventKind::Numbered);
        match self {
            Self::Submitted { place, .. } | Self::AwaitingNumber { place, .. } => {
                Ok(numbered(number, place, now))
            }
            Self::Draft { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    fn accepted(self, now: Timestamp) -> Outcome {
        let wrong = self.wrong_answer(EventKind::Accepted);
        match self {
            Self::ReEnrollmentSubmitted {
                mut registered,
                standing,
                target,
                ..
            } => {
                registered.place = target.clone();
                Ok(Moved {
                    enrollment: Self::standing(registered, standing),
                    effects: vec![Effect::Relocated { place: target }],
                })
            }
            Self::DeregistrationSubmitted {
                registered, reason, ..
            } => Ok(Moved {
                enrollment: Self::Deregistered {
                    number: registered.number,
                    reason,
                    at: now,
                },
                effects: vec![Effect::Deregistered],
            }),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    /// An enrollment goes back to the draft; a register on the books stays as it was.
    fn refused(self, refusal: Refusal) -> Outcome {
        let wrong = self.wrong_answer(EventKind::Refused);
        let refusal = Some(refusal);
        match self {
            Self::Submitted { .. } | Self::AwaitingNumber { .. } | Self::UnderReview { .. } => {
                Ok(quiet(Self::Draft { refusal }))
            }
            Self::ReEnrollmentSubmitted {
                mut registered,
                standing,
                ..
            } => {
                registered.refusal = refusal;
                Ok(quiet(Self::standing(registered, standing)))
            }
            Self::DeregistrationSubmitted { mut registered, .. } => {
                registered.refusal = refusal;
                let running = Standing::Running {
                    suspension_from: None,
                };
                Ok(quiet(Self::standing(registered, running)))
            }
            Self::Draft { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    pub(super) fn upload(self, card: CardFacts, now: Timestamp) -> Outcome {
        let wrong = self.wrong(EventKind::CardUploaded);
        match self {
            Self::AwaitingNumber {
                application, place, ..
            } => Ok(quiet(Self::UnderReview {
                application,
                place,
                card,
                since: now,
            })),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    pub(super) fn review(self, verdict: Verdict, now: Timestamp) -> Outcome {
        let wrong = self.wrong(EventKind::Reviewed);
        let Self::UnderReview {
            application,
            place,
            card,
            ..
        } = self
        else {
            return Err(wrong);
        };
        let refusal = |reason| Some(Refusal { reason, at: now });
        Ok(match verdict {
            Verdict::Approved => {
                let enrolled_at = card.enrolled_on.at(UtcOffset::KAZAKHSTAN);
                numbered(card.number, place, enrolled_at)
            }
            Verdict::Returned { reason } => quiet(Self::AwaitingNumber {
                application,
                place,
                since: now,
                returned: refusal(reason),
            }),
            Verdict::Rejected { reason } => quiet(Self::Draft {
                refusal: refusal(reason),
            }),
        })
    }
}
