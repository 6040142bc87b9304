//! Russian registers on their way through the tax service.
//!
//! There is no transport to the tax service: its answers are entered by whoever got them, and the number is checked
//! against taxpayer and register before it is believed.

mod view;

use enrollment::russian::{
    RegisterParticulars, ReportFacts, RussianDeregistrationReason, RussianEnrollment, RussianEvent,
    RussianReRegistrationReasons, RussianTaxpayer,
};
use enrollment::{Addressee, Application, ApplicationDocument, ContentHash};
use serde::{Deserialize, Serialize};
use store::Tx;
use store::russian_enrollments::{
    self as rows, NewRussianApplication, RussianApplicationRow, RussianFacts, RussianProgress, RussianRow,
};
use types::{
    ApplicationId, LocalDateTime, OrganizationId, RegisterId, RegistrationNumber, Timestamp, UtcOffset,
};

use super::{EnrollmentFailure, read, written};
use crate::App;

pub use view::{RussianApplicationView, RussianView, application, card, register, registers};

/// What is applied for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum RussianRequest {
    /// To be registered.
    Registration {
        /// What the register is.
        particulars: RegisterParticulars,
    },
    /// To have the registration changed, after the register made its report.
    ReRegistration {
        /// What the register is from now on.
        particulars: RegisterParticulars,
        /// Why.
        reasons: RussianReRegistrationReasons,
        /// The report of the change.
        report: ReportFacts,
        /// The report on the closing of the storage that was replaced.
        closing: Option<ReportFacts>,
    },
    /// To be taken off the books.
    Deregistration {
        /// Why.
        reason: RussianDeregistrationReason,
        /// The report on the closing of the storage.
        closing: Option<ReportFacts>,
    },
}

impl RussianRequest {
    /// Code, as it is stored and listed.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Registration { .. } => "registration",
            Self::ReRegistration { .. } => "re_registration",
            Self::Deregistration { .. } => "deregistration",
        }
    }

    fn signed(self, application: ApplicationId) -> RussianEvent {
        match self {
            Self::Registration { particulars } => RussianEvent::RegistrationSigned {
                application,
                particulars,
            },
            Self::ReRegistration {
                particulars,
                reasons,
                report,
                closing,
            } => RussianEvent::ReRegistrationSigned {
                application,
                particulars,
                reasons,
                report,
                closing,
            },
            Self::Deregistration { reason, closing } => RussianEvent::DeregistrationSigned {
                application,
                reason,
                closing,
            },
        }
    }
}

/// What the tax service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RussianAnswer {
    /// It gave the number.
    Number {
        /// The number.
        number: RegistrationNumber,
        /// Wall-clock time in its zone.
        at: LocalDateTime,
    },
    /// It made the card.
    Card {
        /// Day of registration.
        registered_on: LocalDateTime,
    },
    /// It did what was applied for.
    Accepted,
    /// It refused.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Keeps a draft.
pub async fn draft(
    app: &App,
    organization: OrganizationId,
    name: &str,
    taxpayer: &RussianTaxpayer,
) -> Result<RegisterId, EnrollmentFailure> {
    let mut facts = RussianFacts {
        name: name.to_owned(),
        taxpayer: written("taxpayer", taxpayer)?,
        state: String::new(),
        body: String::new(),
        registration_number: None,
    };
    put_state(&mut facts, &RussianEnrollment::draft())?;
    let now = app.now();
    app.db()
        .write("draft_russian_register", move |tx| {
            Ok(rows::create(tx, organization, &facts, now)?)
        })
        .await
}

/// Prepares an application: its document waits for a signature. What the state forbids is refused now and again when
/// it is signed.
pub async fn prepare(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
    request: &RussianRequest,
) -> Result<ApplicationId, EnrollmentFailure> {
    let (now, request) = (app.now(), request.clone());
    app.db()
        .write("prepare_russian_application", move |tx| {
            let row = register_row(tx, organization, id)?;
            let state: RussianEnrollment = read("state of a register", &row.facts.body)?;
            let event = request.clone().signed(ApplicationId::new(0));
            let next = state.on(event, now)?;
            let taxpayer: RussianTaxpayer = read("taxpayer", &row.facts.taxpayer)?;
            let document = document(&taxpayer, &request, &next, now)?;
            let application = NewRussianApplication {
                register: id,
                kind: request.code().to_owned(),
                request: written("request", &request)?,
                content_hash: *document.hash().bytes(),
                body: written("application", &Application::prepared(document.hash()))?,
                document: written("document", &document)?,
            };
            Ok(rows::add_application(tx, &application, now)?)
        })
        .await
}

/// Signs an application: `hash` is what the signature covers.
pub async fn sign(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
    hash: ContentHash,
    signer: &str,
) -> Result<(), EnrollmentFailure> {
    let (now, signer) = (app.now(), signer.to_owned());
    app.db()
        .write("sign_russian_application", move |tx| {
            let row = application_row(tx, organization, id)?;
            let before: Application = read("application", &row.progress.body)?;
            let next = before.sign(hash, Addressee::TaxAuthority, now)?;
            let progress = RussianProgress {
                signer: Some(signer.clone()),
                signed_at: Some(now),
                ..progressed(&row, &next)?
            };
            progress_row(tx, &row, &progress)?;
            let request: RussianRequest = read("request", &row.application.request)?;
            let register = register_row(tx, organization, row.application.register)?;
            advance(tx, register, request.signed(id), now)
        })
        .await
}

/// Gives an application up before it is signed.
pub async fn cancel(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<(), EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("cancel_russian_application", move |tx| {
            let row = application_row(tx, organization, id)?;
            let before: Application = read("application", &row.progress.body)?;
            let progress = progressed(&row, &before.cancel(now)?)?;
            progress_row(tx, &row, &progress)
        })
        .await
}

/// The register made its registration report.
pub async fn report_made(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
    report: ReportFacts,
) -> Result<(), EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("take_russian_report", move |tx| {
            let row = register_row(tx, organization, id)?;
            advance(tx, row, RussianEvent::ReportMade { report }, now)
        })
        .await
}

/// The tax service answered; the application that waited for it is done with.
pub async fn answered(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
    answer: RussianAnswer,
) -> Result<(), EnrollmentFailure> {
    let now = app.now();
    app.db()
        .write("take_russian_answer", move |tx| {
            let row = register_row(tx, organization, id)?;
            let state: RussianEnrollment = read("state of a register", &row.facts.body)?;
            let taxpayer: RussianTaxpayer = read("taxpayer", &row.facts.taxpayer)?;
            if let Some(waiting) = pending(&state) {
                let waiting = application_row(tx, organization, waiting)?;
                let before: Application = read("application", &waiting.progress.body)?;
                let next = match &answer {
                    RussianAnswer::Refused { reason } => before.refuse(reason.clone(), now)?,
                    RussianAnswer::Number { .. } | RussianAnswer::Card { .. } | RussianAnswer::Accepted => {
                        before.complete(now)?
                    }
                };
                progress_row(tx, &waiting, &progressed(&waiting, &next)?)?;
            }
            let event = match answer.clone() {
                RussianAnswer::Number { number, at } => RussianEvent::NumberAssigned {
                    number,
                    inn: taxpayer.inn,
                    at,
                },
                RussianAnswer::Card { registered_on } => RussianEvent::CardMade { registered_on },
                RussianAnswer::Accepted => RussianEvent::Accepted,
                RussianAnswer::Refused { reason } => RussianEvent::Refused { reason },
            };
            advance(tx, row, event, now)
        })
        .await
}

/// What the sandbox's button answers in the place of the tax service to whatever it was asked last: a number, a card, or
/// that the application is done; `refusal` is its reason.
pub async fn answer_by_hand(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
    refusal: Option<String>,
) -> Result<(), EnrollmentFailure> {
    let row = app
        .db()
        .read("russian_register_by_hand", move |tx| {
            register_row(tx, organization, id)
        })
        .await?;
    let state: RussianEnrollment = read("state of a register", &row.facts.body)?;
    let taxpayer: RussianTaxpayer = read("taxpayer", &row.facts.taxpayer)?;
    let answer = match refusal {
        Some(reason) => RussianAnswer::Refused { reason },
        None => sandbox_answer(&state, &taxpayer, app.now().to_local(UtcOffset::MOSCOW)),
    };
    answered(app, organization, id, answer).await
}

/// As [`answer_by_hand`], to an application: one that nothing waits for is refused.
pub async fn answer_application_by_hand(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
    refusal: Option<String>,
) -> Result<(), EnrollmentFailure> {
    let register = app
        .db()
        .read("russian_application_by_hand", move |tx| {
            let row = application_row(tx, organization, id)?;
            let stands: Application = read("application", &row.progress.body)?;
            // Only an application that waits for an answer can be completed.
            stands.complete(row.created_at)?;
            Ok::<_, EnrollmentFailure>(row.application.register)
        })
        .await?;
    answer_by_hand(app, organization, register, refusal).await
}

/// What does the next step of this state. A state that waits for nothing refuses it.
fn sandbox_answer(
    state: &RussianEnrollment,
    taxpayer: &RussianTaxpayer,
    now: LocalDateTime,
) -> RussianAnswer {
    match state {
        RussianEnrollment::Submitted {
            application,
            particulars,
            ..
        } => RussianAnswer::Number {
            number: RegistrationNumber::compute(
                application.get().unsigned_abs(),
                &taxpayer.inn,
                &particulars.serial_number,
            ),
            at: now,
        },
        RussianEnrollment::ReportSubmitted { .. } => RussianAnswer::Card {
            registered_on: LocalDateTime::from_wall_seconds(
                now.wall_seconds().div_euclid(86_400).saturating_mul(86_400),
            ),
        },
        RussianEnrollment::Draft { .. }
        | RussianEnrollment::NumberAssigned { .. }
        | RussianEnrollment::Registered { .. }
        | RussianEnrollment::ReRegistrationSubmitted { .. }
        | RussianEnrollment::DeregistrationSubmitted { .. }
        | RussianEnrollment::Deregistered { .. } => RussianAnswer::Accepted,
    }
}

/// The application that waits for the tax service.
const fn pending(state: &RussianEnrollment) -> Option<ApplicationId> {
    match state {
        RussianEnrollment::Submitted { application, .. }
        | RussianEnrollment::ReRegistrationSubmitted { application, .. }
        | RussianEnrollment::DeregistrationSubmitted { application, .. } => Some(*application),
        RussianEnrollment::Draft { .. }
        | RussianEnrollment::NumberAssigned { .. }
        | RussianEnrollment::ReportSubmitted { .. }
        | RussianEnrollment::Registered { .. }
        | RussianEnrollment::Deregistered { .. } => None,
    }
}

/// `next` is the state that the signature leads to: it has the card as it will be.
fn document(
    taxpayer: &RussianTaxpayer,
    request: &RussianRequest,
    next: &RussianEnrollment,
    now: Timestamp,
) -> Result<ApplicationDocument, EnrollmentFailure> {
    let date = now.to_local(UtcOffset::MOSCOW);
    Ok(match (request, next) {
        (
            RussianRequest::ReRegistration { reasons, closing, .. },
            RussianEnrollment::ReRegistrationSubmitted { next, .. },
        ) => ApplicationDocument::russian_re_registration(taxpayer, next, reasons, *closing, date),
        (
            RussianRequest::Deregistration { reason, closing },
            RussianEnrollment::DeregistrationSubmitted { card, .. },
        ) => ApplicationDocument::russian_deregistration(taxpayer, card, *reason, *closing, date),
        (RussianRequest::Registration { particulars }, RussianEnrollment::Submitted { .. }) => {
            ApplicationDocument::russian_registration(taxpayer, particulars, date)
        }
        (
            RussianRequest::Registration { .. }
            | RussianRequest::ReRegistration { .. }
            | RussianRequest::Deregistration { .. },
            next,
        ) => {
            return Err(EnrollmentFailure::Corrupt {
                what: "state that the application leads to",
                detail: next.kind().code().to_owned(),
            });
        }
    })
}

fn advance(
    tx: &mut Tx<'_>,
    row: RussianRow,
    event: RussianEvent,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let state: RussianEnrollment = read("state of a register", &row.facts.body)?;
    let next = state.on(event, now)?;
    let mut facts = row.facts;
    put_state(&mut facts, &next)?;
    if rows::change(tx, row.id, row.revision, &facts)? {
        return Ok(());
    }
    Err(EnrollmentFailure::ChangedMeanwhile)
}

fn put_state(facts: &mut RussianFacts, state: &RussianEnrollment) -> Result<(), EnrollmentFailure> {
    facts.body = written("state of a register", state)?;
    state.kind().code().clone_into(&mut facts.state);
    facts.registration_number = match state {
        RussianEnrollment::NumberAssigned { number, .. }
        | RussianEnrollment::ReportSubmitted { number, .. }
        | RussianEnrollment::Deregistered { number, .. } => Some(number.as_str().to_owned()),
        RussianEnrollment::Draft { .. }
        | RussianEnrollment::Submitted { .. }
        | RussianEnrollment::Registered { .. }
        | RussianEnrollment::ReRegistrationSubmitted { .. }
        | RussianEnrollment::DeregistrationSubmitted { .. } => {
            state.card().map(|card| card.number.as_str().to_owned())
        }
    };
    Ok(())
}

fn register_row(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: RegisterId,
) -> Result<RussianRow, EnrollmentFailure> {
    rows::by_id(tx, organization, id)?.ok_or(EnrollmentFailure::Absent("register"))
}

fn application_row(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<RussianApplicationRow, EnrollmentFailure> {
    rows::application(tx, organization, id)?.ok_or(EnrollmentFailure::Absent("application"))
}

fn progressed(
    row: &RussianApplicationRow,
    stands: &Application,
) -> Result<RussianProgress, EnrollmentFailure> {
    Ok(RussianProgress {
        state: stands.state().code().to_owned(),
        body: written("application", stands)?,
        ..row.progress.clone()
    })
}

fn progress_row(
    tx: &mut Tx<'_>,
    row: &RussianApplicationRow,
    progress: &RussianProgress,
) -> Result<(), EnrollmentFailure> {
    if rows::progress(tx, row.id, &row.progress.state, progress)? {
        return Ok(());
    }
    Err(EnrollmentFailure::ChangedMeanwhile)
}
