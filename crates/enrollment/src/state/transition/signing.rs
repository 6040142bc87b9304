//! What a signed application does.

use types::{ApplicationId, Timestamp};

use super::Outcome;
use super::parts::quiet;
use crate::calendar::first_of_next_month;
use crate::request::{DeregistrationReason, EnrollmentRoute, Place, Request, WriteOffReason};
use crate::state::event::{Effect, EnrollmentError, EventKind, Guard, Moved, RegisterFacts, ShiftFact};
use crate::state::{Enrollment, Standing, Tariff};
use crate::tariff_plan::{PlanCountry, TariffPlan};

impl Enrollment {
    pub(super) fn sign(
        self,
        application: ApplicationId,
        request: Request,
        facts: RegisterFacts,
        now: Timestamp,
    ) -> Outcome {
        match request {
            Request::Enroll { route, place } => self.enroll(application, route, place, now),
            Request::ReEnroll { target } => self.re_enroll(application, target, facts, now),
            Request::Deregister { reason } => self.deregister(application, reason, facts, now),
            Request::WriteOff { reason } => self.write_off(reason, now),
            Request::ChooseTariff { plan } => self.choose_tariff(plan, facts, now),
            Request::CancelTariff => self.cancel_tariff(now),
            Request::Suspend => self.suspend(facts, now),
        }
    }

    fn enroll(
        self,
        application: ApplicationId,
        route: EnrollmentRoute,
        place: Place,
        now: Timestamp,
    ) -> Outcome {
        self.draft_only(EventKind::Enroll)?;
        Ok(match route {
            EnrollmentRoute::Online => Moved {
                enrollment: Self::Submitted {
                    application,
                    place,
                    submitted_at: now,
                },
                effects: vec![Effect::SendToTaxAuthority { application }],
            },
            EnrollmentRoute::ByCard => quiet(Self::AwaitingNumber {
                application,
                place,
                since: now,
                returned: None,
            }),
        })
    }

    /// Only the trade point changes, and only within one tax office. Source: seed S1.
    fn re_enroll(
        self,
        application: ApplicationId,
        target: Place,
        facts: RegisterFacts,
        now: Timestamp,
    ) -> Outcome {
        let (mut registered, standing) = self.active(EventKind::ReEnroll)?;
        if target.tax_office != registered.place.tax_office {
            return Err(EnrollmentError::AnotherTaxOffice {
                current: registered.place.tax_office,
                target: target.tax_office,
            });
        }
        if target.trade_point == registered.place.trade_point {
            return Err(EnrollmentError::SameTradePoint);
        }
        guard(shift_guard(facts).into_iter().collect())?;
        registered.refusal = None;
        Ok(Moved {
            enrollment: Self::ReEnrollmentSubmitted {
                registered,
                standing,
                application,
                target,
                submitted_at: now,
            },
            effects: vec![Effect::SendToTaxAuthority { application }],
        })
    }

    fn deregister(
        self,
        application: ApplicationId,
        reason: DeregistrationReason,
        facts: RegisterFacts,
        now: Timestamp,
    ) -> Outcome {
        let (mut registered, _) = self.active(EventKind::Deregister)?;
        let mut guards = Vec::new();
        if !reason.is_out_of_reach() {
            guards.extend(shift_guard(facts));
            let count = facts.unsent_documents;
            guards.extend((count > 0).then_some(Guard::UnsentDocuments { count }));
        }
        match registered.tariff {
            Tariff::Absent => {}
            Tariff::Active { .. } => guards.push(Guard::TariffActive),
        }
        guard(guards)?;
        registered.refusal = None;
        Ok(Moved {
            enrollment: Self::DeregistrationSubmitted {
                registered,
                application,
                reason,
                submitted_at: now,
            },
            effects: vec![Effect::SendToTaxAuthority { application }],
        })
    }

    fn write_off(self, reason: WriteOffReason, now: Timestamp) -> Outcome {
        let wrong = self.wrong(EventKind::WriteOff);
        match self {
            Self::Deregistered { number, .. } => Ok(Moved {
                enrollment: Self::WrittenOff {
                    number,
                    reason,
                    at: now,
                },
                effects: vec![Effect::WrittenOff],
            }),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::WrittenOff { .. } => Err(wrong),
        }
    }

    fn choose_tariff(self, plan: Box<TariffPlan>, facts: RegisterFacts, now: Timestamp) -> Outcome {
        let (mut registered, standing) = self.active(EventKind::ChooseTariff)?;
        if let Tariff::Active { plan, .. } = registered.tariff {
            return Err(EnrollmentError::TariffActive { plan });
        }
        if plan.country != PlanCountry::Kazakhstan || !plan.is_offered(now.to_local(facts.zone)) {
            return Err(EnrollmentError::TariffNotOffered { plan });
        }
        let code = plan.code.clone();
        registered.tariff = Tariff::Active { plan, since: now };
        Ok(Moved {
            enrollment: Self::standing(registered, standing),
            effects: vec![Effect::TariffChosen { plan: code }],
        })
    }

    /// Ends a pause too: without a plan there is nothing to pause.
    fn cancel_tariff(self, now: Timestamp) -> Outcome {
        let Moved {
            enrollment,
            mut effects,
        } = self.pass_time(now);
        let (mut registered, _) = enrollment.active(EventKind::CancelTariff)?;
        let Tariff::Active { plan, .. } = registered.tariff else {
            return Err(EnrollmentError::TariffAbsent);
        };
        registered.tariff = Tariff::Absent;
        effects.push(Effect::TariffCancelled { plan: plan.code });
        let running = Standing::Running {
            suspension_from: None,
        };
        Ok(Moved {
            enrollment: Self::standing(registered, running),
            effects,
        })
    }

    fn suspend(self, facts: RegisterFacts, now: Timestamp) -> Outcome {
        let wrong = self.wrong(EventKind::Suspend);
        let (registered, standing) = self.active(EventKind::Suspend)?;
        match standing {
            Standing::Paused { .. } => Err(wrong),
            Standing::Running {
                suspension_from: Some(from),
            } => Err(EnrollmentError::SuspensionOrdered { from }),
            Standing::Running {
                suspension_from: None,
            } => match registered.tariff {
                Tariff::Absent => Err(EnrollmentError::TariffAbsent),
                Tariff::Active { .. } => Ok(quiet(Self::Enrolled {
                    registered,
                    suspension_from: Some(first_of_next_month(now, facts.zone)),
                })),
            },
        }
    }
}

fn shift_guard(facts: RegisterFacts) -> Option<Guard> {
    match facts.shift {
        ShiftFact::Open { since } => Some(Guard::ShiftOpen { since }),
        ShiftFact::Closed => None,
    }
}

fn guard(guards: Vec<Guard>) -> Result<(), EnrollmentError> {
    if guards.is_empty() {
        return Ok(());
    }
    Err(EnrollmentError::Guarded(guards))
}
