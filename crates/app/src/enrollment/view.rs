//! What people see of trade points, registers and applications.

use enrollment::{
    Application, ApplicationDocument, ApplicationKind, ContentHash, Enrollment, OfdDeviceId, RegisterCard,
    TradePoint,
};
use store::applications::ApplicationRow;
use store::enrollment_events::EnrollmentEventRow;
use store::enrollments::{EnrollmentFilter, EnrollmentRow};
use store::trade_points::{TaxpayerRow, TradePointRow};
use store::{Tx, applications, enrollment_events, enrollments, operator_tokens, trade_points};
use types::{ApplicationId, OrganizationId, RegisterId, Timestamp, TradePointId};

use super::{EnrollmentFailure, read};
use crate::App;

/// Events and applications that are shown of one register.
const HISTORY_MAX: u32 = 500;

/// A trade point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradePointView {
    /// Its number.
    pub id: TradePointId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What it is.
    pub point: TradePoint,
    /// Registers that belong to it, in whatever state.
    pub registers: u64,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterView {
    /// Its number.
    pub id: RegisterId,
    /// When it was filled in.
    pub created_at: Timestamp,
    /// What it is.
    pub card: RegisterCard,
    /// Where it stands.
    pub state: Enrollment,
    /// Its number at the operator, from enrollment on.
    pub device: Option<OfdDeviceId>,
    /// When its live token was issued.
    pub token_issued_at: Option<Timestamp>,
}

/// A register with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterDetail {
    /// The register.
    pub register: RegisterView,
    /// What happened to it, oldest first.
    pub events: Vec<EnrollmentEventRow>,
    /// Its applications, newest first.
    pub applications: Vec<ApplicationView>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationView {
    /// Its number.
    pub id: ApplicationId,
    /// When it was prepared.
    pub created_at: Timestamp,
    /// The register that it is about.
    pub register: RegisterId,
    /// What is applied for.
    pub kind: ApplicationKind,
    /// Where it stands.
    pub stands: Application,
    /// What it says.
    pub document: ApplicationDocument,
    /// What a signature covers.
    pub hash: ContentHash,
    /// Who signed.
    pub signer: Option<String>,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
    /// Why it does not move on.
    pub trouble: Option<String>,
}

/// Trade points of an organization with numbers above `after`, oldest first.
pub async fn trade_points(
    app: &App,
    organization: OrganizationId,
    after: Option<TradePointId>,
    limit: u32,
) -> Result<Vec<TradePointView>, EnrollmentFailure> {
    app.db()
        .read("list_trade_points", move |tx| {
            let rows = trade_points::of_organization(tx, organization, after, limit)?;
            rows.iter().map(|row| trade_point_view(tx, row)).collect()
        })
        .await
}

/// A trade point of an organization.
pub async fn trade_point(
    app: &App,
    organization: OrganizationId,
    id: TradePointId,
) -> Result<TradePointView, EnrollmentFailure> {
    app.db()
        .read("show_trade_point", move |tx| {
            let row = trade_points::by_id(tx, organization, id)?;
            trade_point_view(tx, &row.ok_or(EnrollmentFailure::Absent("trade point"))?)
        })
        .await
}

/// What applications say of the taxpayer, once it was told.
pub async fn taxpayer(
    app: &App,
    organization: OrganizationId,
) -> Result<Option<TaxpayerRow>, EnrollmentFailure> {
    app.db()
        .read("show_taxpayer", move |tx| {
            Ok(trade_points::taxpayer(tx, organization)?)
        })
        .await
}

/// Registers of an organization, oldest first.
pub async fn registers(
    app: &App,
    organization: OrganizationId,
    filter: EnrollmentFilter,
    limit: u32,
) -> Result<Vec<RegisterView>, EnrollmentFailure> {
    app.db()
        .read("list_enrollments", move |tx| {
            let rows = enrollments::of_organization(tx, organization, &filter, limit)?;
            rows.iter().map(|row| register_view(tx, row)).collect()
        })
        .await
}

/// A register of an organization with its history.
pub async fn register(
    app: &App,
    organization: OrganizationId,
    id: RegisterId,
) -> Result<RegisterDetail, EnrollmentFailure> {
    app.db()
        .read("show_enrollment", move |tx| {
            let row = enrollments::by_id(tx, organization, id)?;
            let row = row.ok_or(EnrollmentFailure::Absent("register"))?;
            let filed = applications::of_register(tx, id, None, HISTORY_MAX)?;
            Ok(RegisterDetail {
                register: register_view(tx, &row)?,
                events: enrollment_events::of_register(tx, id, HISTORY_MAX)?,
                applications: filed
                    .into_iter()
                    .map(application_view)
                    .collect::<Result<_, _>>()?,
            })
        })
        .await
}

/// An application of an organization.
pub async fn application(
    app: &App,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<ApplicationView, EnrollmentFailure> {
    app.db()
        .read("show_application", move |tx| {
            let row = applications::by_id(tx, organization, id)?;
            application_view(row.ok_or(EnrollmentFailure::Absent("application"))?)
        })
        .await
}

fn trade_point_view(tx: &mut Tx<'_>, row: &TradePointRow) -> Result<TradePointView, EnrollmentFailure> {
    let (registers, _) = trade_points::registers_of(tx, row.id)?;
    Ok(TradePointView {
        id: row.id,
        created_at: row.created_at,
        point: read("trade point", &row.facts.body)?,
        registers,
    })
}

fn register_view(tx: &mut Tx<'_>, row: &EnrollmentRow) -> Result<RegisterView, EnrollmentFailure> {
    Ok(RegisterView {
        id: row.id,
        created_at: row.created_at,
        card: read("card of a register", &row.facts.card)?,
        state: read("state of a register", &row.facts.body)?,
        device: row.facts.ofd_device_id.and_then(OfdDeviceId::new),
        token_issued_at: operator_tokens::live(tx, row.id)?.map(|(_, issued_at)| issued_at),
    })
}

fn application_view(row: ApplicationRow) -> Result<ApplicationView, EnrollmentFailure> {
    let document: ApplicationDocument = read("document", &row.application.document)?;
    let kind = ApplicationKind::from_code(&row.application.kind);
    Ok(ApplicationView {
        id: row.id,
        created_at: row.created_at,
        register: row.application.register,
        kind: kind.ok_or_else(|| EnrollmentFailure::Corrupt {
            what: "kind of an application",
            detail: row.application.kind.clone(),
        })?,
        stands: read("application", &row.progress.body)?,
        hash: document.hash(),
        document,
        signer: row.progress.signer,
        signed_at: row.progress.signed_at,
        trouble: row.progress.look_result,
    })
}
