//! What the register's work and the clock do.

use types::Timestamp;

use super::Outcome;
use super::parts::quiet;
use crate::state::event::{Effect, EnrollmentError, EventKind, Moved};
use crate::state::{Enrollment, Standing, Tariff};

impl Enrollment {
    pub(super) fn issue_token(self) -> Outcome {
        let registered = self.working().ok_or_else(|| self.wrong(EventKind::TokenIssued))?;
        match registered.tariff {
            Tariff::Absent => Err(EnrollmentError::TariffAbsent),
            Tariff::Active { .. } => Ok(Moved {
                enrollment: self,
                effects: vec![Effect::TokenDue],
            }),
        }
    }

    /// The first fiscal transaction after the pause began ends it. Source: seed S1.
    pub(super) fn transact(self, now: Timestamp) -> Outcome {
        let registered = self
            .working()
            .ok_or_else(|| self.wrong(EventKind::FiscalTransaction))?;
        match registered.tariff {
            Tariff::Absent => return Err(EnrollmentError::TariffAbsent),
            Tariff::Active { .. } => {}
        }
        let Moved {
            enrollment,
            mut effects,
        } = self.pass_time(now);
        if enrollment.paused().is_none() {
            return Ok(Moved { enrollment, effects });
        }
        effects.push(Effect::Resumed { at: now });
        let running = Standing::Running {
            suspension_from: None,
        };
        Ok(Moved {
            enrollment: enrollment.with_standing(running),
            effects,
        })
    }

    /// A pause that was ordered begins when its day has come.
    pub(super) fn pass_time(self, now: Timestamp) -> Moved {
        match self.suspension_ordered() {
            Some(from) if from <= now => Moved {
                enrollment: self.with_standing(Standing::Paused { from }),
                effects: vec![Effect::Suspended { from }],
            },
            Some(_) | None => quiet(self),
        }
    }
}
