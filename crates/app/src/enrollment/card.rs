//! The registration card that a taxpayer gets at the tax office: uploaded, reviewed by the operator's staff, and shown.

use enrollment::{
    Application, ApplicationDocument, CardFacts, CardScan, Enrollment, EnrollmentEvent, FieldErrors,
    FieldProblem, RegisterCard, TaxOfficeCode, Verdict,
};
use store::applications::{self, ApplicationProgress};
use store::enrollments::{self, EnrollmentRow};
use store::registration_cards::{self, RegistrationCardRow};
use store::{StoreError, Tx, trade_points};
use types::{OrganizationId, RegisterId, RegistrationCardId, Timestamp, UtcOffset};

use super::{EnrollmentEffect, EnrollmentFailure, Told, advance, application, read, written};
use crate::App;

/// A card that waits for its review, or had it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardView {
    /// Its number.
    pub id: RegistrationCardId,
    /// The register.
    pub register: RegisterId,
    /// Owner of the register.
    pub organization: OrganizationId,
    /// When it was uploaded.
    pub uploaded_at: Timestamp,
    /// What its owner read from it.
    pub facts: CardFacts,
    /// What the register is, to be compared with the scan.
    pub subject: CardSubject,
    /// What the reviewer said.
    pub verdict: Option<Verdict>,
}

/// What a registration card has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSubject {
    /// Number of the taxpayer.
    pub taxpayer_number: String,
    /// Name of the taxpayer.
    pub taxpayer_name: String,
    /// The register.
    pub register: RegisterCard,
    /// Tax office of the place of use.
    pub tax_office: TaxOfficeCode,
    /// Address of the place of use.
    pub address: String,
}

/// Takes the card of a register that waits for its number; it goes to the reviewer.
pub async fn upload(
    app: &App,
    organization: OrganizationId,
    register: RegisterId,
    facts: &CardFacts,
    scan: CardScan,
) -> Result<(), EnrollmentFailure> {
    let (now, facts) = (app.now(), facts.clone());
    app.db()
        .write("upload_registration_card", move |tx| {
            let row = enrollments::by_id(tx, organization, register)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            if facts.enrolled_on > now.to_local(UtcOffset::KAZAKHSTAN) {
                let value = facts.enrolled_on.format("%Y-%m-%d");
                let expected = "a day that has come";
                let problem = FieldProblem::Malformed { value, expected };
                return Err(FieldErrors::one("enrolled_on", problem).into());
            }
            own_number(tx, register, &facts)?;
            let event = EnrollmentEvent::CardUploaded { card: facts.clone() };
            let told = Told {
                kind: "card_uploaded",
                detail: None,
            };
            advance(tx, row, event, &told, now)?;
            let text = written("facts of a card", &facts)?;
            registration_cards::add(tx, register, &text, scan.bytes(), now)?;
            Ok(())
        })
        .await
}

/// Says what the operator's staff found: approval enrolls the register, a return wants the card again, and a rejection
/// ends the application.
pub async fn review(
    app: &App,
    id: RegistrationCardId,
    verdict: &Verdict,
    reviewer: &str,
) -> Result<Vec<EnrollmentEffect>, EnrollmentFailure> {
    let (now, verdict, reviewer) = (app.now(), verdict.clone(), reviewer.to_owned());
    app.db()
        .write("review_registration_card", move |tx| {
            let row = registration_cards::of_anybody(tx, id)?;
            let row = row.ok_or(EnrollmentFailure::Absent("card"))?;
            let text = written("verdict on a card", &verdict)?;
            if !registration_cards::review(tx, id, &text, &reviewer, now)? {
                return Err(EnrollmentFailure::ChangedMeanwhile);
            }
            let register = enrollments::of_anybody(tx, row.register)?;
            let register = register.ok_or(EnrollmentFailure::Absent("register"))?;
            if verdict == Verdict::Approved {
                own_number(tx, row.register, &read("facts of a card", &row.facts)?)?;
            }
            finish_application(tx, &register, &verdict, now)?;
            let detail = match &verdict {
                Verdict::Approved => None,
                Verdict::Returned { reason } | Verdict::Rejected { reason } => Some(reason.as_str()),
            };
            let told = Told {
                kind: "card_reviewed",
                detail,
            };
            let event = EnrollmentEvent::Reviewed {
                verdict: verdict.clone(),
            };
            Ok(advance(tx, register, event, &told, now)?.1)
        })
        .await
}

/// Cards that wait for a review, oldest first.
pub async fn waiting(
    app: &App,
    after: Option<RegistrationCardId>,
    limit: u32,
) -> Result<Vec<CardView>, EnrollmentFailure> {
    app.db()
        .read("list_registration_cards", move |tx| {
            let rows = registration_cards::waiting(tx, after, limit)?;
            rows.iter().map(|row| view(tx, row)).collect()
        })
        .await
}

/// A card, for the operator's staff.
pub async fn of_anybody(app: &App, id: RegistrationCardId) -> Result<CardView, EnrollmentFailure> {
    app.db()
        .read("show_registration_card", move |tx| {
            let row = registration_cards::of_anybody(tx, id)?;
            view(tx, &row.ok_or(EnrollmentFailure::Absent("card"))?)
        })
        .await
}

/// The scan of a card, for the operator's staff.
pub async fn scan(app: &App, id: RegistrationCardId) -> Result<CardScan, EnrollmentFailure> {
    app.db()
        .read("show_registration_scan", move |tx| stored_scan(tx, id))
        .await
}

/// The scan that the owner uploaded last.
pub async fn own_scan(
    app: &App,
    organization: OrganizationId,
    register: RegisterId,
) -> Result<CardScan, EnrollmentFailure> {
    app.db()
        .read("show_own_registration_scan", move |tx| {
            let row = registration_cards::newest(tx, register)?;
            let row = row.filter(|row| row.organization == organization);
            stored_scan(tx, row.ok_or(EnrollmentFailure::Absent("card"))?.id)
        })
        .await
}

/// The card of a register that is on the books, as a document.
pub async fn document(
    app: &App,
    organization: OrganizationId,
    register: RegisterId,
) -> Result<ApplicationDocument, EnrollmentFailure> {
    let ofd_name = app.settings().ofd_name.clone();
    app.db()
        .read("show_registration_card_document", move |tx| {
            let row = enrollments::by_id(tx, organization, register)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            let state: Enrollment = read("state of a register", &row.facts.body)?;
            let registered = state.registered().ok_or(EnrollmentFailure::Absent("card"))?;
            application::card_document(tx, &row, registered, &ofd_name)
        })
        .await
}

/// The application that waits for the card is done with, unless the card has to come again.
fn finish_application(
    tx: &mut Tx<'_>,
    register: &EnrollmentRow,
    verdict: &Verdict,
    now: Timestamp,
) -> Result<(), EnrollmentFailure> {
    let state: Enrollment = read("state of a register", &register.facts.body)?;
    let Some(id) = state.pending() else {
        return Ok(());
    };
    let row = applications::of_anybody(tx, id)?.ok_or(EnrollmentFailure::Absent("application"))?;
    let before: Application = read("application", &row.progress.body)?;
    let next = match verdict {
        Verdict::Approved => before.complete(now)?,
        Verdict::Rejected { reason } => before.refuse(reason.clone(), now)?,
        Verdict::Returned { .. } => return Ok(()),
    };
    let progress = ApplicationProgress {
        state: next.state().code().to_owned(),
        body: written("application", &next)?,
        next_look_at: None,
        ..row.progress.clone()
    };
    if applications::progress(tx, id, &row.progress.state, &progress)? {
        return Ok(());
    }
    Err(EnrollmentFailure::ChangedMeanwhile)
}

/// Refuses a number that another register has: the tax authority gives each once.
fn own_number(tx: &mut Tx<'_>, register: RegisterId, facts: &CardFacts) -> Result<(), EnrollmentFailure> {
    if enrollments::is_number_taken(tx, facts.number.as_str(), register)? {
        return Err(EnrollmentFailure::RegistrationNumberTaken(
            facts.number.to_string(),
        ));
    }
    Ok(())
}

fn stored_scan(tx: &mut Tx<'_>, id: RegistrationCardId) -> Result<CardScan, EnrollmentFailure> {
    let bytes = registration_cards::scan(tx, id)?.ok_or(EnrollmentFailure::Absent("card"))?;
    CardScan::parse(bytes).map_err(|error| {
        EnrollmentFailure::Store(StoreError::Damaged {
            detail: format!("the scan of card {id} {error}"),
        })
    })
}

fn view(tx: &mut Tx<'_>, row: &RegistrationCardRow) -> Result<CardView, EnrollmentFailure> {
    let verdict = row.verdict.as_deref();
    let register = enrollments::of_anybody(tx, row.register)?;
    let register = register.ok_or(EnrollmentFailure::Absent("register"))?;
    let taxpayer = trade_points::taxpayer(tx, row.organization)?;
    let taxpayer = taxpayer.ok_or(EnrollmentFailure::Absent("taxpayer"))?;
    let point = application::trade_point(tx, row.organization, register.facts.trade_point)?;
    let subject = CardSubject {
        taxpayer_number: taxpayer.number,
        taxpayer_name: taxpayer.name,
        register: read("card of a register", &register.facts.card)?,
        tax_office: point.tax_office,
        address: point.address.line,
    };
    Ok(CardView {
        id: row.id,
        register: row.register,
        organization: row.organization,
        uploaded_at: row.uploaded_at,
        facts: read("facts of a card", &row.facts)?,
        subject,
        verdict: verdict.map(|text| read("verdict on a card", text)).transpose()?,
    })
}
