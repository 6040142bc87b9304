//! Cash registers: virtual ones that we drive, and those of foreign agents.

use types::{OrganizationId, RegisterId, Secret, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

macro_rules! register_columns {
    () => {
        "id, organization_id, kind, serial_number, pos_key, created_at_us, pos_secret, name, registration_number, \
         fiscal_storage_number, registration, state, hardware_id, device_report, last_seen_at_us, handed_out"
    };
}

column_enum! {
    /// Who drives a register.
    RegisterKind {
        /// We do.
        Virtual => "virtual",
        /// A program that polls the register door.
        Agent => "agent",
    }
}

column_enum! {
    /// Whether a register is in use.
    RegisterState {
        /// Takes tasks.
        Active => "active",
        /// Takes none.
        Inactive => "inactive",
    }
}

/// A register as it is created.
#[derive(Clone, Debug)]
pub struct NewRegister {
    /// Owner.
    pub organization: OrganizationId,
    /// Who drives it.
    pub kind: RegisterKind,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Name of the register in the register door.
    pub pos_key: String,
    /// Key of the HMAC in the register door.
    pub pos_secret: Secret,
    /// What people call it.
    pub name: String,
    /// Given by the tax authority.
    pub registration_number: String,
    /// The storage in use.
    pub fiscal_storage_number: String,
    /// JSON of the registration.
    pub registration: String,
    /// Whether it is in use.
    pub state: RegisterState,
}

/// A register.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// Its number.
    pub id: RegisterId,
    /// Owner.
    pub organization: OrganizationId,
    /// Who drives it.
    pub kind: RegisterKind,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Name of the register in the register door.
    pub pos_key: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Key of the HMAC in the register door.
    pub pos_secret: Secret,
    /// What people call it.
    pub name: String,
    /// Given by the tax authority.
    pub registration_number: String,
    /// The storage in use.
    pub fiscal_storage_number: String,
    /// JSON of the registration.
    pub registration: String,
    /// Whether it is in use.
    pub state: RegisterState,
    /// Of the agent that activated it.
    pub hardware_id: Option<String>,
    /// JSON of the device's last report.
    pub device_report: Option<String>,
    /// When the agent or the driver was last heard.
    pub last_seen_at: Option<Timestamp>,
    /// Tasks given to it so far: the measure of even distribution.
    pub handed_out: u64,
}

/// Creates a register.
///
/// # Errors
/// [`StoreError`]; of constraint `registers_pos_key_unique` or `registers_serial_unique`.
pub fn create(tx: &mut Tx<'_>, register: &NewRegister, now: Timestamp) -> Result<RegisterId, StoreError> {
    tx.only(
        "-- registers.create
         insert into registers (organization_id, kind, serial_number, pos_key, created_at_us, pos_secret, name,
                                registration_number, fiscal_storage_number, registration, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
        params![
            register.organization,
            register.kind,
            &register.serial_number,
            &register.pos_key,
            now,
            register.pos_secret.reveal(),
            &register.name,
            &register.registration_number,
            &register.fiscal_storage_number,
            &register.registration,
            register.state,
        ],
    )?
    .get("id")
}

/// The register with this number.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: RegisterId) -> Result<Option<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.find\nselect ",
        register_columns!(),
        " from registers where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// The register of this key in the register door.
///
/// # Errors
/// [`StoreError`].
pub fn by_pos_key(tx: &mut Tx<'_>, pos_key: &str) -> Result<Option<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.by_pos_key\nselect ",
        register_columns!(),
        " from registers where pos_key = $1"
    );
    tx.one(SQL, params![pos_key])?.map(|row| read(&row)).transpose()
}

/// Active virtual registers with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn active_virtual(
    tx: &mut Tx<'_>,
    after: Option<RegisterId>,
    limit: u32,
) -> Result<Vec<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.active_virtual\nselect ",
        register_columns!(),
        " from registers where kind = 'virtual' and state = 'active' and id > $1 order by id limit $2"
    );
    let rows = tx.all(SQL, params![after.map_or(0, RegisterId::get), limit])?;
    rows.iter().map(read).collect()
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
) -> Result<Vec<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.of_organization\nselect ",
        register_columns!(),
        " from registers where organization_id = $1 and id > $2 order by id limit $3"
    );
    let rows = tx.all(
        SQL,
        params![organization, after.map_or(0, RegisterId::get), limit],
    )?;
    rows.iter().map(read).collect()
}

/// Puts a register in or out of use, on the agent's hardware. `false`: there is no such register.
///
/// # Errors
/// [`StoreError`].
pub fn set_state(
    tx: &mut Tx<'_>,
    id: RegisterId,
    state: RegisterState,
    hardware_id: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- registers.set_state
         update registers set state = $2, hardware_id = $3, last_seen_at_us = $4 where id = $1",
        params![id, state, hardware_id, now],
    )?;
    Ok(changed == 1)
}

/// Keeps what the device said of itself (JSON). `false`: there is no such register.
///
/// # Errors
/// [`StoreError`].
pub fn set_device_report(
    tx: &mut Tx<'_>,
    id: RegisterId,
    report: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- registers.set_device_report
         update registers set device_report = $2, last_seen_at_us = $3 where id = $1",
        params![id, report, now],
    )?;
    Ok(changed == 1)
}

/// The register was heard. `false`: there is no such register.
///
/// # Errors
/// [`StoreError`].
pub fn seen(tx: &mut Tx<'_>, id: RegisterId, now: Timestamp) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- registers.seen\nupdate registers set last_seen_at_us = $2 where id = $1",
        params![id, now],
    )?;
    Ok(changed == 1)
}

/// Puts another storage into a register, with its new registration (JSON). `false`: there is no such register.
///
/// # Errors
/// [`StoreError`].
pub fn replace_fiscal_storage(
    tx: &mut Tx<'_>,
    id: RegisterId,
    fiscal_storage_number: &str,
    registration: &str,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- registers.replace_fiscal_storage
         update registers set fiscal_storage_number = $2, registration = $3 where id = $1",
        params![id, fiscal_storage_number, registration],
    )?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<RegisterRow, StoreError> {
    Ok(RegisterRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        kind: row.get("kind")?,
        serial_number: row.get("serial_number")?,
        pos_key: row.get("pos_key")?,
        created_at: row.get("created_at_us")?,
        pos_secret: Secret::new(row.text("pos_secret")?),
        name: row.get("name")?,
        registration_number: row.get("registration_number")?,
        fiscal_storage_number: row.get("fiscal_storage_number")?,
        registration: row.get("registration")?,
        state: row.get("state")?,
        hardware_id: row.get("hardware_id")?,
        device_report: row.get("device_report")?,
        last_seen_at: row.get("last_seen_at_us")?,
        handed_out: row.get("handed_out")?,
    })
}
