//! A simulator of the tax authority that enrolls registers.

use types::{ApplicationId, Rng, SeededRng, Timestamp};

use super::{
    EnrollmentAnswer, EnrollmentAuthority, EnrollmentAuthorityError, EnrollmentSubmission, EnrollmentWish,
};
use crate::Pending;
use crate::journal::Journal;

/// Shortest time of an answer: 15 minutes. Source: seeds S1 and S2.
pub const ANSWER_DELAY_MIN_S: i64 = 15 * 60;
/// Longest time of an answer: 3 days. Source: seeds S1 and S2.
pub const ANSWER_DELAY_MAX_S: i64 = 3 * 86_400;

/// Words of a refusal that nobody scripted.
const REASON: &str = "the serial number is not in the state register of this model";

/// What the simulator does with one application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrollmentScript {
    /// Draws answer and time from the seed: one of eight is refused.
    Drawn,
    /// Does what is applied for after so many seconds.
    AcceptAfter {
        /// Seconds on the sandbox's clock.
        seconds: i64,
    },
    /// Refuses after so many seconds.
    RefuseAfter {
        /// Seconds on the sandbox's clock.
        seconds: i64,
        /// Words of the refusal.
        reason: String,
    },
    /// Is not reached at all.
    Silent,
}

/// Answers by a script, otherwise draws; all it knows of an application stands in the reference that it gave, so that
/// it answers after a restart too.
#[derive(Debug)]
pub struct ScriptedEnrollmentAuthority {
    seed: u64,
    journal: Journal<EnrollmentSubmission, EnrollmentScript>,
}

impl ScriptedEnrollmentAuthority {
    /// A simulator; the seed decides what is not scripted.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            journal: Journal::new(EnrollmentScript::Drawn),
        }
    }

    /// Puts what happens to one application at the end of the script.
    pub fn then(&self, script: EnrollmentScript) {
        self.journal.then(script);
    }

    /// What happens once the script is at its end.
    pub fn otherwise(&self, script: EnrollmentScript) {
        self.journal.otherwise(script);
    }

    /// The applications so far, oldest first, repeated ones again.
    #[must_use]
    pub fn sent(&self) -> Vec<EnrollmentSubmission> {
        self.journal.seen()
    }

    fn reference(
        &self,
        submission: &EnrollmentSubmission,
        now: Timestamp,
    ) -> Result<String, EnrollmentAuthorityError> {
        let (seconds, refusal) = match self.journal.next(submission.clone()) {
            EnrollmentScript::Silent => {
                let detail = "the simulator was told to be silent".to_owned();
                return Err(EnrollmentAuthorityError::Silent { detail });
            }
            EnrollmentScript::AcceptAfter { seconds } => (seconds, None),
            EnrollmentScript::RefuseAfter { seconds, reason } => (seconds, Some(reason)),
            EnrollmentScript::Drawn => self.drawn(submission),
        };
        let due = now.plus_s(seconds).micros();
        Ok(match refusal {
            None => format!("sandbox/accept/{due}/"),
            Some(reason) => format!("sandbox/refuse/{due}/{reason}"),
        })
    }

    /// The same application draws the same, however often it is sent.
    fn drawn(&self, submission: &EnrollmentSubmission) -> (i64, Option<String>) {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        let id = submission.application.get().unsigned_abs();
        let rng = SeededRng::new(self.seed.wrapping_add(id.wrapping_mul(STEP)));
        let draw = |below: u64| {
            let mut bytes = [0; 8];
            rng.fill(&mut bytes);
            u64::from_le_bytes(bytes) % below
        };
        let span = (ANSWER_DELAY_MAX_S - ANSWER_DELAY_MIN_S).unsigned_abs() + 1;
        let delay = ANSWER_DELAY_MIN_S + i64::try_from(draw(span)).unwrap_or(0);
        (delay, (draw(8) == 0).then(|| REASON.to_owned()))
    }
}

fn answer(
    submission: &EnrollmentSubmission,
    reference: &str,
    now: Timestamp,
) -> Result<EnrollmentAnswer, EnrollmentAuthorityError> {
    let (refusal, due) = read(reference).ok_or_else(|| EnrollmentAuthorityError::UnknownReference {
        reference: reference.to_owned(),
    })?;
    if now < due {
        return Ok(EnrollmentAnswer::Waiting);
    }
    if let Some(reason) = refusal {
        return Ok(EnrollmentAnswer::Refused { reason });
    }
    Ok(match submission.kind {
        EnrollmentWish::Enrollment => EnrollmentAnswer::Numbered {
            number: sandbox_number(&submission.tax_office, submission.application),
        },
        EnrollmentWish::ReEnrollment | EnrollmentWish::Deregistration => EnrollmentAnswer::Accepted,
    })
}

/// The registration number that the simulator gives: code of the tax office and number of the application, 12 digits,
/// never given twice. Source: KZ-RNM.
#[must_use]
pub fn sandbox_number(tax_office: &str, application: ApplicationId) -> String {
    let id = application.get().unsigned_abs() % 100_000_000;
    format!("{tax_office}{id:08}")
}

/// The refusal, if it is one, and when the answer is due.
fn read(reference: &str) -> Option<(Option<String>, Timestamp)> {
    let mut parts = reference.splitn(4, '/');
    let (maker, verdict, due) = (parts.next()?, parts.next()?, parts.next()?);
    let reason = parts.next()?;
    let due = Timestamp::from_micros(due.parse().ok()?);
    match (maker, verdict) {
        ("sandbox", "accept") => Some((None, due)),
        ("sandbox", "refuse") => Some((Some(reason.to_owned()), due)),
        _other => None,
    }
}

impl EnrollmentAuthority for ScriptedEnrollmentAuthority {
    fn send<'a>(
        &'a self,
        submission: &'a EnrollmentSubmission,
        now: Timestamp,
    ) -> Pending<'a, Result<String, EnrollmentAuthorityError>> {
        Box::pin(async move { self.reference(submission, now) })
    }

    fn ask<'a>(
        &'a self,
        submission: &'a EnrollmentSubmission,
        reference: &'a str,
        now: Timestamp,
    ) -> Pending<'a, Result<EnrollmentAnswer, EnrollmentAuthorityError>> {
        Box::pin(async move { answer(submission, reference, now) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::NoEnrollmentTransport;
    use super::*;

    fn submission(id: i64, kind: EnrollmentWish) -> EnrollmentSubmission {
        EnrollmentSubmission {
            application: ApplicationId::new(id),
            kind,
            tax_office: "6004".to_owned(),
            document: "{}".to_owned(),
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(0).plus_s(seconds)
    }

    #[tokio::test]
    async fn answers_come_when_their_time_has_come() {
        let authority = ScriptedEnrollmentAuthority::new(1);
        authority.then(EnrollmentScript::AcceptAfter { seconds: 900 });
        let one = submission(42, EnrollmentWish::Enrollment);
        let reference = authority.send(&one, at(0)).await.unwrap();
        let early = authority.ask(&one, &reference, at(899)).await;
        assert_eq!(early, Ok(EnrollmentAnswer::Waiting));
        let number = "600400000042".to_owned();
        let expected = Ok(EnrollmentAnswer::Numbered { number });
        assert_eq!(authority.ask(&one, &reference, at(900)).await, expected);
        let restarted = ScriptedEnrollmentAuthority::new(9);
        assert_eq!(restarted.ask(&one, &reference, at(900)).await, expected);
        assert_eq!(authority.sent(), [one]);
    }

    #[tokio::test]
    async fn a_refusal_keeps_its_words() {
        let authority = ScriptedEnrollmentAuthority::new(1);
        let reason = "адрес / неверен".to_owned();
        authority.then(EnrollmentScript::RefuseAfter {
            seconds: 5,
            reason: reason.clone(),
        });
        authority.then(EnrollmentScript::Silent);
        authority.otherwise(EnrollmentScript::AcceptAfter { seconds: 0 });
        let one = submission(1, EnrollmentWish::Deregistration);
        let reference = authority.send(&one, at(0)).await.unwrap();
        let answer = authority.ask(&one, &reference, at(5)).await;
        assert_eq!(answer, Ok(EnrollmentAnswer::Refused { reason }));
        let silent = authority.send(&one, at(5)).await;
        assert!(matches!(silent, Err(EnrollmentAuthorityError::Silent { .. })));
        let reference = authority.send(&one, at(6)).await.unwrap();
        let answer = authority.ask(&one, &reference, at(6)).await;
        assert_eq!(answer, Ok(EnrollmentAnswer::Accepted));
    }

    #[tokio::test]
    async fn what_is_drawn_stays_between_fifteen_minutes_and_three_days_and_repeats() {
        let authority = ScriptedEnrollmentAuthority::new(7);
        let mut refused = 0;
        let (mut shortest, mut longest) = (i64::MAX, 0);
        for id in 1..=400 {
            let one = submission(id, EnrollmentWish::Enrollment);
            let reference = authority.send(&one, at(0)).await.unwrap();
            assert_eq!(authority.send(&one, at(0)).await.unwrap(), reference);
            let (refusal, due) = read(&reference).unwrap();
            refused += usize::from(refusal.is_some());
            shortest = shortest.min(due.seconds());
            longest = longest.max(due.seconds());
        }
        assert!((25..=80).contains(&refused), "{refused}");
        assert!((ANSWER_DELAY_MIN_S..8 * 3600).contains(&shortest), "{shortest}");
        assert!((2 * 86_400..=ANSWER_DELAY_MAX_S).contains(&longest), "{longest}");
    }

    #[tokio::test]
    async fn a_foreign_reference_is_told() {
        let authority = ScriptedEnrollmentAuthority::new(1);
        let one = submission(1, EnrollmentWish::ReEnrollment);
        for reference in [
            "",
            "sandbox/accept",
            "sandbox/accept/x/",
            "sandbox/maybe/1/",
            "other/accept/1/",
        ] {
            let answer = authority.ask(&one, reference, at(0)).await;
            assert!(
                matches!(answer, Err(EnrollmentAuthorityError::UnknownReference { .. })),
                "{reference}"
            );
        }
        let refused = NoEnrollmentTransport.send(&one, at(0)).await;
        assert_eq!(refused, Err(EnrollmentAuthorityError::NotConfigured));
    }
}
