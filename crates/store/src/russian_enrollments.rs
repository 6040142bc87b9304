//! Russian registers on their way through the tax service, and their applications.

use types::{ApplicationId, OrganizationId, RegisterId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! russian_enrollment_columns {
    () => {
        "id, organization_id, created_at_us, name, taxpayer, state, body, registration_number, revision"
    };
}

macro_rules! russian_application_columns {
    () => {
        "a.id, a.enrollment_id, a.created_at_us, a.kind, a.request, a.document, a.content_hash, a.state, a.body, \
         a.signer, a.signed_at_us, e.organization_id"
    };
}

/// What may change of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianFacts {
    /// Its name.
    pub name: String,
    /// JSON of `enrollment::russian::RussianTaxpayer`.
    pub taxpayer: String,
    /// Code of the state.
    pub state: String,
    /// JSON of `enrollment::russian::RussianEnrollment`.
    pub body: String,
    /// The number that the tax service gave.
    pub registration_number: Option<String>,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianRow {
    /// Its number.
    pub id: RegisterId,
    /// Owner.
    pub organization: OrganizationId,
    /// When it was filled in.
    pub created_at: Timestamp,
    /// What may change.
    pub facts: RussianFacts,
    /// Changes so far.
    pub revision: i64,
}

/// An application as it is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRussianApplication {
    /// The register that it is about.
    pub register: RegisterId,
    /// Code of its kind.
    pub kind: String,
    /// JSON of what is applied for.
    pub request: String,
    /// JSON of `enrollment::ApplicationDocument`.
    pub document: String,
    /// Hash that a signature covers.
    pub content_hash: [u8; 32],
    /// JSON of `enrollment::Application`.
    pub body: String,
}

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianProgress {
    /// Code of the state.
    pub state: String,
    /// JSON of `enrollment::Application`.
    pub body: String,
    /// Who signed, as shown.
    pub signer: Option<String>,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RussianApplicationRow {
    /// Its number.
    pub id: ApplicationId,
    /// Owner of the register.
    pub organization: OrganizationId,
    /// When it was prepared.
    pub created_at: Timestamp,
    /// What was prepared.
    pub application: NewRussianApplication,
    /// Where it stands.
    pub progress: RussianProgress,
}

/// Creates a register.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    facts: &RussianFacts,
    now: Timestamp,
) -> Result<RegisterId, StoreError> {
    tx.only(
        "-- russian_enrollments.create
         insert into russian_enrollments (organization_id, created_at_us, name, taxpayer, state, body)
         values ($1, $2, $3, $4, $5, $6) returning id",
        params![
            organization,
            now,
            &facts.name,
            &facts.taxpayer,
            &facts.state,
            &facts.body,
        ],
    )?
    .get("id")
}

/// Writes a register anew; `false` when it was changed since it was read as `revision`.
///
/// # Errors
/// [`StoreError`].
pub fn change(
    tx: &mut Tx<'_>,
    id: RegisterId,
    revision: i64,
    facts: &RussianFacts,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- russian_enrollments.change
         update russian_enrollments set name = $3, taxpayer = $4, state = $5, body = $6, registration_number = $7,
                revision = revision + 1
         where id = $1 and revision = $2",
        params![
            id,
            revision,
            &facts.name,
            &facts.taxpayer,
            &facts.state,
            &facts.body,
            facts.registration_number.as_deref(),
        ],
    )?;
    Ok(changed > 0)
}

/// The register of this number, when the organization has it.
///
/// # Errors
/// [`StoreError`].
pub fn by_id(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: RegisterId,
) -> Result<Option<RussianRow>, StoreError> {
    const SQL: &str = concat!(
        "-- russian_enrollments.by_id\nselect ",
        russian_enrollment_columns!(),
        " from russian_enrollments where organization_id = $1 and id = $2"
    );
    let row = tx.one(SQL, params![organization, id])?;
    row.map(|row| read(&row)).transpose()
}

/// Registers of an organization with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<RegisterId>,
    limit: u32,
) -> Result<Vec<RussianRow>, StoreError> {
    const SQL: &str = concat!(
        "-- russian_enrollments.of_organization\nselect ",
        russian_enrollment_columns!(),
        " from russian_enrollments where organization_id = $1 and id > $2 order by id limit $3"
    );
    let after = after.map_or(0, RegisterId::get);
    let rows = tx.all(SQL, params![organization, after, limit])?;
    rows.iter().map(read).collect()
}

/// Registers of everybody that wait for an answer of the tax service, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn waiting(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<RussianRow>, StoreError> {
    const SQL: &str = concat!(
        "-- russian_enrollments.waiting\nselect ",
        russian_enrollment_columns!(),
        " from russian_enrollments
         where state in ('submitted', 'report_submitted', 're_registration_submitted', 'deregistration_submitted')
         order by id limit $1"
    );
    let rows = tx.all(SQL, params![limit])?;
    rows.iter().map(read).collect()
}

/// Writes an application that waits for a signature.
///
/// # Errors
/// [`StoreError`]; of constraint `russian_applications_one_open_per_register` when the register has an open one.
pub fn add_application(
    tx: &mut Tx<'_>,
    application: &NewRussianApplication,
    now: Timestamp,
) -> Result<ApplicationId, StoreError> {
    tx.only(
        "-- russian_enrollments.add_application
         insert into russian_applications (enrollment_id, created_at_us, kind, request, document, content_hash,
                                           state, body)
         values ($1, $2, $3, $4, $5, $6, 'awaiting_signature', $7) returning id",
        params![
            application.register,
            now,
            &application.kind,
            &application.request,
            &application.document,
            &application.content_hash,
            &application.body,
        ],
    )?
    .get("id")
}

/// Writes where an application stands, if it still stood at `from`; `false` when it did not.
///
/// # Errors
/// [`StoreError`].
pub fn progress(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    from: &str,
    progress: &RussianProgress,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- russian_enrollments.progress
         update russian_applications set state = $3, body = $4, signer = $5, signed_at_us = $6
         where id = $1 and state = $2",
        params![
            id,
            from,
            &progress.state,
            &progress.body,
            progress.signer.as_deref(),
            progress.signed_at,
        ],
    )?;
    Ok(changed > 0)
}

/// The application of this number, when the organization has it.
///
/// # Errors
/// [`StoreError`].
pub fn application(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<Option<RussianApplicationRow>, StoreError> {
    const SQL: &str = concat!(
        "-- russian_enrollments.application\nselect ",
        russian_application_columns!(),
        " from russian_applications a join russian_enrollments e on e.id = a.enrollment_id
         where e.organization_id = $1 and a.id = $2"
    );
    let row = tx.one(SQL, params![organization, id])?;
    row.map(|row| read_application(&row)).transpose()
}

/// Applications about a register, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn applications_of(
    tx: &mut Tx<'_>,
    register: RegisterId,
    limit: u32,
) -> Result<Vec<RussianApplicationRow>, StoreError> {
    const SQL: &str = concat!(
        "-- russian_enrollments.applications_of\nselect ",
        russian_application_columns!(),
        " from russian_applications a join russian_enrollments e on e.id = a.enrollment_id
         where a.enrollment_id = $1 order by a.id desc limit $2"
    );
    let rows = tx.all(SQL, params![register, limit])?;
    rows.iter().map(read_application).collect()
}

fn read(row: &Row) -> Result<RussianRow, StoreError> {
    Ok(RussianRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        facts: RussianFacts {
            name: row.get("name")?,
            taxpayer: row.get("taxpayer")?,
            state: row.get("state")?,
            body: row.get("body")?,
            registration_number: row.get("registration_number")?,
        },
        revision: row.get("revision")?,
    })
}

fn read_application(row: &Row) -> Result<RussianApplicationRow, StoreError> {
    Ok(RussianApplicationRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        application: NewRussianApplication {
            register: row.get("enrollment_id")?,
            kind: row.get("kind")?,
            request: row.get("request")?,
            document: row.get("document")?,
            content_hash: row.get("content_hash")?,
            body: row.get("body")?,
        },
        progress: RussianProgress {
            state: row.get("state")?,
            body: row.get("body")?,
            signer: row.get("signer")?,
            signed_at: row.get("signed_at_us")?,
        },
    })
}
