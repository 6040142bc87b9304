//! Applications: prepared as a document, signed or given up.

use enrollment::{
    Applicant, Application, ApplicationDocument, ApplicationKind, ContentHash, Effect, Enrollment,
    EnrollmentEvent, FieldErrors, FieldProblem, PlanCode, PlanCountry, RegisterCard, RegisterFacts,
    Registered, Request, ShiftFact, Subject, Tariff, TariffPlans, TaxpayerNumber, TradePoint,
};
use std::sync::Arc;
use store::applications::{self, ApplicationProgress, ApplicationRow, NewApplication};
use store::enrollments::{self, EnrollmentRow};
use store::{Tx, kz_registers, organizations, trade_points};
use types::{ApplicationId, LocalDateTime, OrganizationId, RegisterId, Timestamp, TradePointId, UtcOffset};

use super::{EnrollmentEffect, EnrollmentFailure, Told, advance, read, written};
use crate::App;
use crate::kz_ofd;

/// What is applied for, as a caller says it; places and plans are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Enrollment at the trade point of the register.
    Enroll(enrollment::EnrollmentRoute),
    /// Re-enrollment at another trade point.
    ReEnroll(TradePointId),
    /// Service under a plan of the dictionary.
    ChooseTariff(PlanCode),
    /// Anything that needs nothing looked up.
    Other(Request),
}

/// Prepares an application: its document waits for a signature. What the register's state forbids is refused now
/// and again when it is signed.
pub async fn prepare(
    app: &App,
    organization: OrganizationId,
    register: RegisterId,
    wish: &Wish,
) -> Result<(ApplicationId, ApplicationDocument), EnrollmentFailure> {
    let (now, ofd_name, wish) = (app.now(), app.settings().ofd_name.clone(), wish.clone());
    let plans = Arc::clone(&app.settings().kz.tariff_plans);
    app.db()
        .write("prepare_application", move |tx| {
            let row = enrollments::by_id(tx, organization, register)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            let request = request(tx, &row, &wish, &plans, now)?;
            let state: Enrollment = read("state of a register", &row.facts.body)?;
            let facts = facts(tx, &row)?;
            let event = EnrollmentEvent::Signed {
                application: ApplicationId::new(0),
                request: request.clone(),
                facts,
            };
            state.clone().on(event, now)?;
            let document = document(tx, &row, &state, &request, &ofd_name, facts, now)?;
            let hash = document.hash();
            let application = NewApplication {
                organization,
                register,
                kind: ApplicationKind::from(&request).code().to_owned(),
                request: written("request", &request)?,
                document: written("document", &document)?,
                content_hash: *hash.bytes(),
                body: written("application", &Application::prepared(hash))?,
            };
            Ok((applications::create(tx, &application, now)?, document))
        })
        .await
}

/// Signs an application: `hash` is what the signature covers, `signer` who gave it. What the document tells of the
/// register, its places and its taxpayer must still be so.
pub async fn sign(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
    hash: ContentHash,
    signer: &str,
) -> Result<(Enrollment, Vec<EnrollmentEffect>), EnrollmentFailure> {
    let (now, signer) = (app.now(), signer.to_owned());
    let ofd_name = app.settings().ofd_name.clone();
    let plans = Arc::clone(&app.settings().kz.tariff_plans);
    app.db()
        .write("sign_application", move |tx| {
            let row = application(tx, organization, id)?;
            let request: Request = read("request", &row.application.request)?;
            let kind = ApplicationKind::from(&request);
            let before: Application = read("application", &row.progress.body)?;
            let next = before.sign(hash, kind.addressee(), now)?;
            let register = enrollments::of_anybody(tx, row.application.register)?;
            let register = register.ok_or(EnrollmentFailure::Absent("register"))?;
            let facts = facts(tx, &register)?;
            still_says(tx, &row, &register, &request, &ofd_name, facts)?;
            still_offered(&request, &plans, now.to_local(facts.zone))?;
            let event = EnrollmentEvent::Signed {
                application: id,
                request,
                facts,
            };
            let sends = sends(&register, &event, now)?;
            let progress = ApplicationProgress {
                state: next.state().code().to_owned(),
                body: written("application", &next)?,
                signer: Some(signer.clone()),
                signed_at: Some(now),
                next_look_at: sends.then_some(now),
                looks: 0,
                look_result: None,
            };
            if !applications::progress(tx, id, &row.progress.state, &progress)? {
                return Err(EnrollmentFailure::ChangedMeanwhile);
            }
            let told = Told {
                kind: kind.code(),
                detail: Some(&signer),
            };
            advance(tx, register, event, &told, now)
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
        .write("cancel_application", move |tx| {
            let row = application(tx, organization, id)?;
            let before: Application = read("application", &row.progress.body)?;
            let next = before.cancel(now)?;
            let progress = ApplicationProgress {
                state: next.state().code().to_owned(),
                body: written("application", &next)?,
                ..row.progress.clone()
            };
            applications::progress(tx, id, &row.progress.state, &progress)?;
            Ok(())
        })
        .await
}

/// Says what applications tell of the taxpayer; an organization that has an IIN or BIN applies under no other.
pub async fn put_taxpayer(
    app: &App,
    organization: OrganizationId,
    number: &TaxpayerNumber,
    name: &str,
) -> Result<(), EnrollmentFailure> {
    let row = trade_points::TaxpayerRow {
        number: number.as_str().to_owned(),
        name: name.to_owned(),
    };
    app.db()
        .write("put_taxpayer", move |tx| {
            let known = organizations::find(tx, organization)?;
            let own = known
                .map(|known| known.inn)
                .filter(|own| TaxpayerNumber::parse(own).is_ok());
            if own.is_some_and(|own| own != row.number) {
                return Err(EnrollmentFailure::AnotherTaxpayer(row.number.clone()));
            }
            Ok(trade_points::put_taxpayer(tx, organization, &row)?)
        })
        .await
}

fn application(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<ApplicationRow, EnrollmentFailure> {
    let row = applications::by_id(tx, organization, id)?;
    row.ok_or(EnrollmentFailure::Absent("application"))
}

/// Refuses a document that would say something else if it were made now: after the register, a trade point or the
/// taxpayer changed, the signature would cover what is not submitted.
fn still_says(
    tx: &mut Tx<'_>,
    row: &ApplicationRow,
    register: &EnrollmentRow,
    request: &Request,
    ofd_name: &str,
    facts: RegisterFacts,
) -> Result<(), EnrollmentFailure> {
    let state: Enrollment = read("state of a register", &register.facts.body)?;
    let anew = document(tx, register, &state, request, ofd_name, facts, row.created_at)?;
    if *anew.hash().bytes() == row.application.content_hash {
        return Ok(());
    }
    Err(EnrollmentFailure::DocumentOutdated)
}

/// Refuses a plan whose terms changed since the application was prepared. A plan that has ended meanwhile is refused by
/// the state of the register.
fn still_offered(
    request: &Request,
    plans: &TariffPlans,
    now: LocalDateTime,
) -> Result<(), EnrollmentFailure> {
    let Request::ChooseTariff { plan } = request else {
        return Ok(());
    };
    match plans.plan(plan.country, &plan.code, now) {
        Some(offered) if !offered.has_terms_of(plan) => Err(EnrollmentFailure::DocumentOutdated),
        Some(_) | None => Ok(()),
    }
}

/// Whether the tax authority gets the application.
fn sends(
    register: &EnrollmentRow,
    event: &EnrollmentEvent,
    now: Timestamp,
) -> Result<bool, EnrollmentFailure> {
    let state: Enrollment = read("state of a register", &register.facts.body)?;
    let effects = state.on(event.clone(), now)?.effects;
    Ok(effects
        .iter()
        .any(|effect| matches!(effect, Effect::SendToTaxAuthority { .. })))
}

fn request(
    tx: &mut Tx<'_>,
    row: &EnrollmentRow,
    wish: &Wish,
    plans: &TariffPlans,
    now: Timestamp,
) -> Result<Request, EnrollmentFailure> {
    Ok(match wish {
        Wish::Enroll(route) => {
            let id = row.facts.trade_point;
            let place = trade_point(tx, row.organization, id)?.place(id);
            Request::Enroll { route: *route, place }
        }
        Wish::ReEnroll(id) => Request::ReEnroll {
            target: trade_point(tx, row.organization, *id)?.place(*id),
        },
        Wish::ChooseTariff(code) => {
            let today = now.to_local(UtcOffset::KAZAKHSTAN);
            let offered = plans.plan(PlanCountry::Kazakhstan, code, today);
            let plan = offered.ok_or_else(|| {
                let value = code.to_string();
                FieldErrors::one("plan_id", FieldProblem::Unknown { value })
            })?;
            Request::ChooseTariff {
                plan: Box::new(plan.clone()),
            }
        }
        Wish::Other(request) => request.clone(),
    })
}

/// What the operator knows of the register: its shift, and documents that it never got. What a register keeps to itself
/// stays unknown, and its owner states by the signature that everything was sent.
fn facts(tx: &mut Tx<'_>, row: &EnrollmentRow) -> Result<RegisterFacts, EnrollmentFailure> {
    let served = match row.facts.ofd_device_id {
        Some(device) => kz_registers::find(tx, device)?,
        None => None,
    };
    let unsent_documents = match &served {
        Some(served) => kz_ofd::known_unsent_in(tx, served)?,
        None => 0,
    };
    let opened_at = served.and_then(|served| served.progress.shift_opened_at);
    Ok(RegisterFacts {
        shift: opened_at.map_or(ShiftFact::Closed, |opened_at| ShiftFact::Open {
            since: opened_at.at(UtcOffset::KAZAKHSTAN),
        }),
        unsent_documents,
        zone: UtcOffset::KAZAKHSTAN,
    })
}

pub(super) fn trade_point(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: TradePointId,
) -> Result<TradePoint, EnrollmentFailure> {
    let row = trade_points::by_id(tx, organization, id)?;
    let row = row.ok_or(EnrollmentFailure::Absent("trade point"))?;
    read("trade point", &row.facts.body)
}

fn document(
    tx: &mut Tx<'_>,
    row: &EnrollmentRow,
    state: &Enrollment,
    request: &Request,
    ofd_name: &str,
    facts: RegisterFacts,
    now: Timestamp,
) -> Result<ApplicationDocument, EnrollmentFailure> {
    let applicant = applicant(tx, row.organization, ofd_name)?;
    let card: RegisterCard = read("card of a register", &row.facts.card)?;
    let here = trade_point(tx, row.organization, row.facts.trade_point)?;
    let target = match request {
        Request::ReEnroll { target } => Some(trade_point(tx, row.organization, target.trade_point)?),
        Request::Enroll { .. }
        | Request::Deregister { .. }
        | Request::WriteOff { .. }
        | Request::ChooseTariff { .. }
        | Request::CancelTariff
        | Request::Suspend => None,
    };
    let plan = state
        .registered()
        .and_then(|registered| match &registered.tariff {
            Tariff::Absent => None,
            Tariff::Active { plan, .. } => Some(plan.as_ref()),
        });
    let subject = Subject {
        card: &card,
        trade_point: &here,
        target: target.as_ref(),
        number: state.number(),
        plan,
    };
    Ok(ApplicationDocument::kazakh(
        &applicant, &subject, request, now, facts.zone,
    ))
}

/// The registration card of a register on the books.
pub(super) fn card_document(
    tx: &mut Tx<'_>,
    row: &EnrollmentRow,
    registered: &Registered,
    ofd_name: &str,
) -> Result<ApplicationDocument, EnrollmentFailure> {
    let applicant = applicant(tx, row.organization, ofd_name)?;
    let card: RegisterCard = read("card of a register", &row.facts.card)?;
    let point = trade_point(tx, row.organization, row.facts.trade_point)?;
    let zone = UtcOffset::KAZAKHSTAN;
    Ok(ApplicationDocument::kazakh_card(
        &applicant, &card, &point, registered, zone,
    ))
}

fn applicant(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    ofd_name: &str,
) -> Result<Applicant, EnrollmentFailure> {
    let taxpayer = trade_points::taxpayer(tx, organization)?;
    let taxpayer = taxpayer.ok_or(EnrollmentFailure::Absent("taxpayer"))?;
    let number = TaxpayerNumber::parse(&taxpayer.number).map_err(|error| EnrollmentFailure::Corrupt {
        what: "taxpayer",
        detail: error.to_string(),
    })?;
    Ok(Applicant {
        number,
        name: taxpayer.name,
        ofd_name: ofd_name.to_owned(),
    })
}
