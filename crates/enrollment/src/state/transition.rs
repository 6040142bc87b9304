//! Transitions: each consumes the state.

mod answering;
mod parts;
mod service;
mod signing;

use types::Timestamp;

use super::Enrollment;
use super::event::{EnrollmentError, EnrollmentEvent, Moved};

type Outcome = Result<Moved, EnrollmentError>;

impl Enrollment {
    /// Moves the register; `now` is the time of the event.
    ///
    /// # Errors
    /// [`EnrollmentError`] says what stands in the way. The caller keeps the state it had.
    pub fn on(self, event: EnrollmentEvent, now: Timestamp) -> Outcome {
        match event {
            EnrollmentEvent::Signed {
                application,
                request,
                facts,
            } => self.sign(application, request, facts, now),
            EnrollmentEvent::Answered { application, answer } => self.answer(application, answer, now),
            EnrollmentEvent::CardUploaded { card } => self.upload(card, now),
            EnrollmentEvent::Reviewed { verdict } => self.review(verdict, now),
            EnrollmentEvent::TokenIssued => self.issue_token(),
            EnrollmentEvent::FiscalTransaction => self.transact(now),
            EnrollmentEvent::TimePassed => Ok(self.pass_time(now)),
        }
    }
}
