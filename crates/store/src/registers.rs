//! Cash registers, ours and others'.

use types::{OrganizationId, RegisterId, Secret, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! register_columns {
    () => {
        "id, organization_id, kind, serial_number, pos_key, pos_secret, name, registration_number, \
         fiscal_storage_number, registration, state, hardware_id, device_report, last_seen_at_us, handed_out"
    };
}

/// Who drives a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterKind {
    /// We do: its storage is emulated.
    Virtual,
    /// An agent beside the device, which asks for tasks.
    Agent,
}

impl RegisterKind {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Virtual => "virtual",
            Self::Agent => "agent",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Virtual, Self::Agent]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Whether a register gets tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterState {
    /// It does.
    Active,
    /// It does not.
    Inactive,
}

impl RegisterState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Inactive => "inactive",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Inactive]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A register.
#[derive(Clone, Debug)]
pub struct RegisterRow {
    /// Its number.
    pub id: RegisterId,
    /// Its owner.
    pub organization: OrganizationId,
    /// Who drives it.
    pub kind: RegisterKind,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Key that its agent shows.
    pub pos_key: String,
    /// Key of its agent's signature.
    pub pos_secret: Secret,
    /// Name in the portal.
    pub name: String,
    /// Issued by the tax authority.
    pub registration_number: String,
    /// Storage in use.
    pub fiscal_storage_number: String,
    /// JSON of its registration.
    pub registration: String,
    /// Whether it gets tasks.
    pub state: RegisterState,
    /// Device that the agent activated it with.
    pub hardware_id: Option<String>,
    /// JSON of the device's last report.
    pub device_report: Option<String>,
    /// When it was last heard of.
    pub last_seen_at: Option<Timestamp>,
    /// Tasks given to it so far.
    pub handed_out: u64,
}

/// A register as it is made.
#[derive(Clone, Debug)]
pub struct NewRegister {
    /// Its owner.
    pub organization: OrganizationId,
    /// Who drives it.
    pub kind: RegisterKind,
    /// Given by the manufacturer.
    pub serial_number: String,
    /// Key that its agent shows.
    pub pos_key: String,
    /// Key of its agent's signature.
    pub pos_secret: Secret,
    /// Name in the portal.
    pub name: String,
    /// Issued by the tax authority.
    pub registration_number: String,
    /// Storage in use.
    pub fiscal_storage_number: String,
    /// JSON of its registration.
    pub registration: String,
    /// Whether it gets tasks.
    pub state: RegisterState,
}

/// Adds a register.
///
/// # Errors
/// [`StoreError::Constraint`] `registers_serial_unique` or `registers_pos_key_unique`.
pub fn create(tx: &mut Tx<'_>, register: &NewRegister, now: Timestamp) -> Result<RegisterId, StoreError> {
    let row = tx.one(
        "-- registers.create
         insert into registers (organization_id, kind, serial_number, pos_key, created_at_us, pos_secret, name,
                                registration_number, fiscal_storage_number, registration, state)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
        params![
            register.organization,
            register.kind.as_str(),
            &register.serial_number,
            &register.pos_key,
            now,
            register.pos_secret.reveal(),
            &register.name,
            &register.registration_number,
            &register.fiscal_storage_number,
            &register.registration,
            register.state.as_str(),
        ],
    )?;
    row.ok_or(StoreError::Contended {
        unit: "registers.create",
        attempts: 1,
    })?
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

/// The register whose agent shows this key.
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

/// Virtual registers that get tasks; at most 65,536.
///
/// # Errors
/// [`StoreError`].
pub fn all_virtual(tx: &mut Tx<'_>) -> Result<Vec<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.all_virtual\nselect ",
        register_columns!(),
        " from registers where kind = 'virtual' and state = 'active' order by id limit 65536"
    );
    tx.all(SQL, params![])?.iter().map(read).collect()
}

/// Registers of an organization; at most 1,000.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
) -> Result<Vec<RegisterRow>, StoreError> {
    const SQL: &str = concat!(
        "-- registers.of_organization\nselect ",
        register_columns!(),
        " from registers where organization_id = $1 order by id limit 1000"
    );
    tx.all(SQL, params![organization])?.iter().map(read).collect()
}

/// Notes what an agent said of its device.
///
/// # Errors
/// [`StoreError`].
pub fn set_device_report(
    tx: &mut Tx<'_>,
    id: RegisterId,
    report: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- registers.set_device_report
         update registers set device_report = $2, last_seen_at_us = $3 where id = $1",
        params![id, report, now],
    )?;
    Ok(())
}

/// Binds a register to a device, or takes it out of its queues.
///
/// # Errors
/// [`StoreError`].
pub fn set_activation(
    tx: &mut Tx<'_>,
    id: RegisterId,
    state: RegisterState,
    hardware_id: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- registers.set_activation
         update registers set state = $2, hardware_id = $3, last_seen_at_us = $4 where id = $1",
        params![id, state.as_str(), hardware_id, now],
    )?;
    Ok(())
}

/// Notes a change of the registration: another storage, another address.
///
/// # Errors
/// [`StoreError`].
pub fn set_registration(
    tx: &mut Tx<'_>,
    id: RegisterId,
    fiscal_storage_number: &str,
    registration: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "-- registers.set_registration
         update registers set fiscal_storage_number = $2, registration = $3 where id = $1",
        params![id, fiscal_storage_number, registration],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<RegisterRow, StoreError> {
    Ok(RegisterRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        kind: row.parsed("kind", RegisterKind::parse)?,
        serial_number: row.get("serial_number")?,
        pos_key: row.get("pos_key")?,
        pos_secret: Secret::new(row.text("pos_secret")?),
        name: row.get("name")?,
        registration_number: row.get("registration_number")?,
        fiscal_storage_number: row.get("fiscal_storage_number")?,
        registration: row.get("registration")?,
        state: row.parsed("state", RegisterState::parse)?,
        hardware_id: row.get("hardware_id")?,
        device_report: row.get("device_report")?,
        last_seen_at: row.get("last_seen_at_us")?,
        handed_out: row.get("handed_out")?,
    })
}
