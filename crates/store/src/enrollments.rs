//! Registers on their way through the tax authority.

use types::{OrganizationId, RegisterId, Timestamp, TradePointId};

use crate::{Row, StoreError, Tx, params};

macro_rules! enrollment_columns {
    () => {
        "id, organization_id, created_at_us, name, model, serial_number, trade_point_id, card, state, body, \
         registration_number, ofd_device_id, tariff_plan, suspension_from_us, revision"
    };
}

/// What may change of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentFacts {
    /// Its name.
    pub name: String,
    /// Code of its model.
    pub model: String,
    /// Its serial number.
    pub serial_number: String,
    /// Where it is used.
    pub trade_point: TradePointId,
    /// JSON of `enrollment::RegisterCard`.
    pub card: String,
    /// Code of the state.
    pub state: String,
    /// JSON of `enrollment::Enrollment`.
    pub body: String,
    /// The number that the tax authority gave.
    pub registration_number: Option<String>,
    /// The register's number at the operator.
    pub ofd_device_id: Option<u32>,
    /// Plan that is on.
    pub tariff_plan: Option<String>,
    /// When an ordered pause begins.
    pub suspension_from: Option<Timestamp>,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentRow {
    /// Its number.
    pub id: RegisterId,
    /// Owner.
    pub organization: OrganizationId,
    /// When it was filled in.
    pub created_at: Timestamp,
    /// What may change.
    pub facts: EnrollmentFacts,
    /// Changes so far.
    pub revision: i64,
}

/// What a list is narrowed to; empty fields narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EnrollmentFilter {
    /// Code of a state.
    pub state: Option<String>,
    /// Trade point.
    pub trade_point: Option<TradePointId>,
    /// Beginning of the serial or registration number.
    pub number: Option<String>,
    /// Number of the last row of the page before.
    pub after: Option<RegisterId>,
}

/// Creates a register.
///
/// # Errors
/// [`StoreError`]; of constraint `enrollments_serial_unique` when a register of the model has the serial number.
pub fn create(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    facts: &EnrollmentFacts,
    now: Timestamp,
) -> Result<RegisterId, StoreError> {
    tx.only(
        "-- enrollments.create
         insert into enrollments (organization_id, created_at_us, name, model, serial_number, trade_point_id, card,
                                  state, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        params![
            organization,
            now,
            &facts.name,
            &facts.model,
            &facts.serial_number,
            facts.trade_point,
            &facts.card,
            &facts.state,
            &facts.body,
        ],
    )?
    .get("id")
}

/// Writes a register anew; `false` when it was changed since it was read as `revision`.
///
/// # Errors
/// [`StoreError`]; of constraint `enrollments_serial_unique` when a register of the model has the serial number.
pub fn change(
    tx: &mut Tx<'_>,
    id: RegisterId,
    revision: i64,
    facts: &EnrollmentFacts,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- enrollments.change
         update enrollments set name = $3, model = $4, serial_number = $5, trade_point_id = $6, card = $7, state = $8,
                body = $9, registration_number = $10, ofd_device_id = $11, tariff_plan = $12,
                suspension_from_us = $13, revision = revision + 1
         where id = $1 and revision = $2",
        params![
            id,
            revision,
            &facts.name,
            &facts.model,
            &facts.serial_number,
            facts.trade_point,
            &facts.card,
            &facts.state,
            &facts.body,
            facts.registration_number.as_deref(),
            facts.ofd_device_id,
            facts.tariff_plan.as_deref(),
            facts.suspension_from,
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
) -> Result<Option<EnrollmentRow>, StoreError> {
    let row = of_anybody(tx, id)?;
    Ok(row.filter(|row| row.organization == organization))
}

/// The register of this number, whoever has it: for the worker and the operator.
///
/// # Errors
/// [`StoreError`].
pub fn of_anybody(tx: &mut Tx<'_>, id: RegisterId) -> Result<Option<EnrollmentRow>, StoreError> {
    const SQL: &str = concat!(
        "-- enrollments.of_anybody\nselect ",
        enrollment_columns!(),
        " from enrollments where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// The register of this number at the operator; nobody else changes it until this unit ends.
///
/// # Errors
/// [`StoreError`].
pub fn by_device(tx: &mut Tx<'_>, ofd_device_id: u32) -> Result<Option<EnrollmentRow>, StoreError> {
    const SQL: &str = concat!(
        "-- enrollments.by_device\nselect ",
        enrollment_columns!(),
        " from enrollments where ofd_device_id = $1 $FOR_UPDATE"
    );
    let row = tx.one(SQL, params![ofd_device_id])?;
    row.map(|row| read(&row)).transpose()
}

/// Registers of an organization, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    filter: &EnrollmentFilter,
    limit: u32,
) -> Result<Vec<EnrollmentRow>, StoreError> {
    const SQL: &str = concat!(
        "-- enrollments.of_organization\nselect ",
        enrollment_columns!(),
        " from enrollments
         where organization_id = $1 and id > $2 and ($3 = '' or state = $3) and ($4 = 0 or trade_point_id = $4)
           and ($5 = '' or substr(serial_number, 1, cast(length($5) as int)) = $5
                or substr(registration_number, 1, cast(length($5) as int)) = $5)
         order by id limit $6"
    );
    let rows = tx.all(
        SQL,
        params![
            organization,
            filter.after.map_or(0, RegisterId::get),
            filter.state.as_deref().unwrap_or_default(),
            filter.trade_point.map_or(0, TradePointId::get),
            filter.number.as_deref().unwrap_or_default(),
            limit,
        ],
    )?;
    rows.iter().map(read).collect()
}

/// Registers whose ordered pause begins by `now`.
///
/// # Errors
/// [`StoreError`].
pub fn suspensions_due(
    tx: &mut Tx<'_>,
    now: Timestamp,
    after: Option<RegisterId>,
    limit: u32,
) -> Result<Vec<RegisterId>, StoreError> {
    let rows = tx.all(
        "-- enrollments.suspensions_due
         select id from enrollments where suspension_from_us <= $1 and id > $2 order by id limit $3",
        params![now, after.map_or(0, RegisterId::get), limit],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// `true` when a register other than this one has the registration number, here or at the operator.
///
/// # Errors
/// [`StoreError`].
pub fn is_number_taken(tx: &mut Tx<'_>, number: &str, but: RegisterId) -> Result<bool, StoreError> {
    let taken: i64 = tx
        .only(
            "-- enrollments.is_number_taken
         select (select count(*) from enrollments where registration_number = $1 and id <> $2)
              + (select count(*) from kz_registers k where k.registration_number = $1
                   and not exists (select 1 from enrollments e where e.id = $2 and e.ofd_device_id = k.device_id))
                as taken",
            params![number, but],
        )?
        .get("taken")?;
    Ok(taken > 0)
}

/// A number at the operator that no register has had yet; kept free by the unit that writes it.
///
/// # Errors
/// [`StoreError`].
pub fn next_device(tx: &mut Tx<'_>) -> Result<u32, StoreError> {
    tx.only(
        "-- enrollments.next_device
         select cast(coalesce(max(device), 0) + 1 as bigint) as next from
           (select max(ofd_device_id) as device from enrollments
            union all select max(device_id) as device from kz_registers) as taken",
        &[],
    )?
    .get("next")
}

fn read(row: &Row) -> Result<EnrollmentRow, StoreError> {
    Ok(EnrollmentRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        facts: EnrollmentFacts {
            name: row.get("name")?,
            model: row.get("model")?,
            serial_number: row.get("serial_number")?,
            trade_point: row.get("trade_point_id")?,
            card: row.get("card")?,
            state: row.get("state")?,
            body: row.get("body")?,
            registration_number: row.get("registration_number")?,
            ofd_device_id: row.get("ofd_device_id")?,
            tariff_plan: row.get("tariff_plan")?,
            suspension_from: row.get("suspension_from_us")?,
        },
        revision: row.get("revision")?,
    })
}
