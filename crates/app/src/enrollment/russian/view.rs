//! What people see of Russian registers and their applications.

use enrollment::russian::{RussianEnrollment, RussianTaxpayer};
use enrollment::{Application, ApplicationDocument};
use store::russian_enrollments::{self as rows, RussianApplicationRow, RussianRow};
use types::{ApplicationId, OrganizationId, RegisterId, Timestamp};

use super::super::{EnrollmentFailure, read};
use super::{RussianRequest, application_row, register_row};
use crate::App;

/// Applications that are shown of one register.
const APPLICATIONS_MAX: u32 = 500;

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianView {
    /// Its number.
    pub id: RegisterId,
    /// When it was filled in.
    pub created_at: Timestamp,
    /// Its name.
    pub name: String,
    /// Its user.
    pub taxpayer: RussianTaxpayer,
    /// Where it stands.
    pub state: RussianEnrollment,
    /// The number that the tax service gave.
    pub registration_number: Option<String>,
    /// Its applications, newest first; lists leave them out.
    pub applications: Vec<RussianApplicationView>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianApplicationView {
    /// Its number.
    pub id: ApplicationId,
    /// The register.
    pub register: RegisterId,
    /// When it was prepared.
    pub created_at: Timestamp,
    /// What is applied for.
    pub request: RussianRequest,
    /// Where it stands.
    pub stands: Application,
    /// What it says.
    pub document: ApplicationDocument,
    /// Who signed.
    pub signer: Option<String>,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
}

/// Registers of an organization with numbers above `after`, oldest first.
pub async fn registers(
    app: &App,
    organization: OrganizationId,
    after: Option<RegisterId>,
    limit: u32,
) -> Result<Vec<RussianView>, EnrollmentFailure> {
    app.db()
        .read("list_russian_registers", move |tx| {
            let found = rows::of_organization(tx, organization, after, limit)?;
            found.into_iter().map(|row| view(row, Vec::new())).collect()
        })
        .await
}

/// A register of an organization with its applications.
pub async fn register(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
) -> Result<RussianView, EnrollmentFailure> {
    app.db()
        .read("show_russian_register", move |tx| {
            let row = register_row(tx, organization, id)?;
            let filed = rows::applications_of(tx, id, APPLICATIONS_MAX)?;
            let filed = filed.into_iter().map(application_view);
            view(row, filed.collect::<Result<_, _>>()?)
        })
        .await
}

/// An application of an organization.
pub async fn application(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<RussianApplicationView, EnrollmentFailure> {
    app.db()
        .read("show_russian_application", move |tx| {
            application_view(application_row(tx, organization, id)?)
        })
        .await
}

/// The card of a registered register; `None` before there is one.
#[must_use]
pub fn card(view: &RussianView) -> Option<ApplicationDocument> {
    let card = view.state.card()?;
    Some(ApplicationDocument::russian_card(
        &view.taxpayer,
        card,
        card.registered_on,
    ))
}

fn view(
    row: RussianRow,
    applications: Vec<RussianApplicationView>,
) -> Result<RussianView, EnrollmentFailure> {
    Ok(RussianView {
        id: row.id,
        created_at: row.created_at,
        taxpayer: read("taxpayer", &row.facts.taxpayer)?,
        state: read("state of a register", &row.facts.body)?,
        name: row.facts.name,
        registration_number: row.facts.registration_number,
        applications,
    })
}

fn application_view(row: RussianApplicationRow) -> Result<RussianApplicationView, EnrollmentFailure> {
    Ok(RussianApplicationView {
        id: row.id,
        register: row.application.register,
        created_at: row.created_at,
        request: read("request", &row.application.request)?,
        stands: read("application", &row.progress.body)?,
        document: read("document", &row.application.document)?,
        signer: row.progress.signer,
        signed_at: row.progress.signed_at,
    })
}
