//! Applications about registers, with the documents that are signed.

use types::{ApplicationId, OrganizationId, RegisterId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! application_columns {
    () => {
        "id, organization_id, enrollment_id, created_at_us, kind, request, document, content_hash, state, body, \
         signer, signed_at_us, next_look_at_us, looks, look_result"
    };
}

/// An application as it is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApplication {
    /// Owner of the register.
    pub organization: OrganizationId,
    /// The register.
    pub register: RegisterId,
    /// Code of what it is about.
    pub kind: String,
    /// JSON of `enrollment::Request`.
    pub request: String,
    /// JSON of `enrollment::ApplicationDocument`.
    pub document: String,
    /// SHA-256 that a signature covers.
    pub content_hash: [u8; 32],
    /// JSON of `enrollment::Application`.
    pub body: String,
}

/// What changes of an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationProgress {
    /// Code of where it stands.
    pub state: String,
    /// JSON of `enrollment::Application`.
    pub body: String,
    /// Who signed, as shown.
    pub signer: Option<String>,
    /// When.
    pub signed_at: Option<Timestamp>,
    /// When it is sent, or its answer asked for.
    pub next_look_at: Option<Timestamp>,
    /// Tries since the last success.
    pub looks: u32,
    /// Why the last look brought nothing.
    pub look_result: Option<String>,
}

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Its number.
    pub id: ApplicationId,
    /// When it was prepared.
    pub created_at: Timestamp,
    /// What it says.
    pub application: NewApplication,
    /// Where it stands.
    pub progress: ApplicationProgress,
}

/// Writes an application that waits for a signature.
///
/// # Errors
/// [`StoreError`]; of constraint `applications_one_open_per_register` when the register has an open one.
pub fn create(
    tx: &mut Tx<'_>,
    application: &NewApplication,
    now: Timestamp,
) -> Result<ApplicationId, StoreError> {
    tx.only(
        "-- applications.create
         insert into applications (organization_id, enrollment_id, created_at_us, kind, request, document,
                                   content_hash, state, body)
         values ($1, $2, $3, $4, $5, $6, $7, 'awaiting_signature', $8) returning id",
        params![
            application.organization,
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
    progress: &ApplicationProgress,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- applications.progress
         update applications set state = $3, body = $4, signer = $5, signed_at_us = $6, next_look_at_us = $7,
                looks = $8, look_result = $9
         where id = $1 and state = $2",
        params![
            id,
            from,
            &progress.state,
            &progress.body,
            progress.signer.as_deref(),
            progress.signed_at,
            progress.next_look_at,
            progress.looks,
            progress.look_result.as_deref(),
        ],
    )?;
    Ok(changed > 0)
}

/// The application of this number, when the organization has it.
///
/// # Errors
/// [`StoreError`].
pub fn by_id(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: ApplicationId,
) -> Result<Option<ApplicationRow>, StoreError> {
    let row = of_anybody(tx, id)?;
    Ok(row.filter(|row| row.application.organization == organization))
}

/// An application that waits for the tax authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// Its number.
    pub id: ApplicationId,
    /// Owner of the register.
    pub organization: OrganizationId,
    /// Code of what it is about.
    pub kind: String,
    /// Name of the register.
    pub register_name: String,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
}

/// Applications of everybody that wait for the tax authority, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn waiting(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<WaitingRow>, StoreError> {
    let rows = tx.all(
        "-- applications.waiting
         select a.id, a.organization_id, a.kind, a.signed_at_us, e.name
         from applications a join enrollments e on e.id = a.enrollment_id
         where a.state in ('signed', 'sent') order by a.id limit $1",
        params![limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(WaitingRow {
                id: row.get("id")?,
                organization: row.get("organization_id")?,
                kind: row.get("kind")?,
                register_name: row.get("name")?,
                signed_at: row.get("signed_at_us")?,
            })
        })
        .collect()
}

/// The application of this number, whoever has it: for the worker.
///
/// # Errors
/// [`StoreError`].
pub fn of_anybody(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Option<ApplicationRow>, StoreError> {
    const SQL: &str = concat!(
        "-- applications.of_anybody\nselect ",
        application_columns!(),
        " from applications where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// Applications about a register below `before`, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_register(
    tx: &mut Tx<'_>,
    register: RegisterId,
    before: Option<ApplicationId>,
    limit: u32,
) -> Result<Vec<ApplicationRow>, StoreError> {
    const SQL: &str = concat!(
        "-- applications.of_register\nselect ",
        application_columns!(),
        " from applications where enrollment_id = $1 and id < $2 order by id desc limit $3"
    );
    let before = before.map_or(i64::MAX, ApplicationId::get);
    let rows = tx.all(SQL, params![register, before, limit])?;
    rows.iter().map(read).collect()
}

/// What the open applications of a kind say, of an organization: JSON of `enrollment::Request`. A register has one
/// open application at most.
///
/// # Errors
/// [`StoreError`].
pub fn open_requests(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    kind: &str,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.all(
        "-- applications.open_requests
         select request from applications
         where organization_id = $1 and kind = $2 and state in ('awaiting_signature', 'signed', 'sent')
         order by id",
        params![organization, kind],
    )?;
    rows.iter().map(|row| row.get("request")).collect()
}

/// Signed and sent applications that are to be looked after by `now`, longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<ApplicationRow>, StoreError> {
    const SQL: &str = concat!(
        "-- applications.due\nselect ",
        application_columns!(),
        " from applications where next_look_at_us <= $1 order by next_look_at_us, id limit $2"
    );
    let rows = tx.all(SQL, params![now, limit])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ApplicationRow, StoreError> {
    Ok(ApplicationRow {
        id: row.get("id")?,
        created_at: row.get("created_at_us")?,
        application: NewApplication {
            organization: row.get("organization_id")?,
            register: row.get("enrollment_id")?,
            kind: row.get("kind")?,
            request: row.get("request")?,
            document: row.get("document")?,
            content_hash: row.get("content_hash")?,
            body: row.get("body")?,
        },
        progress: ApplicationProgress {
            state: row.get("state")?,
            body: row.get("body")?,
            signer: row.get("signer")?,
            signed_at: row.get("signed_at_us")?,
            next_look_at: row.get("next_look_at_us")?,
            looks: row.get("looks")?,
            look_result: row.get("look_result")?,
        },
    })
}
