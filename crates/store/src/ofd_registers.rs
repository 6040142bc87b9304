//! Registers as the operator knows them: by their storage.

use types::{LocalDateTime, OrganizationId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! ofd_register_columns {
    () => {
        "fiscal_storage_number, organization_id, registration_number, serial_number, inn, \
         state, last_document_number, last_settled_at_local_s, shift_number, receipt_number, \
         shift_opened_at_local_s, last_received_at_us, version"
    };
}

/// What the operator does with a register's documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OfdRegisterState {
    /// Takes them.
    Active,
    /// Refuses them: the contract ended.
    Blocked,
    /// Takes them without a contract: a sandbox's guest.
    Guest,
}

impl OfdRegisterState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked => "blocked",
            Self::Guest => "guest",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Blocked, Self::Guest]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A register at the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfdRegister {
    /// Number of its storage.
    pub fiscal_storage_number: String,
    /// Client of the operator; `None`: a guest.
    pub organization: Option<OrganizationId>,
    /// Registration number of the contract.
    pub registration_number: Option<String>,
    /// Serial number of the contract.
    pub serial_number: Option<String>,
    /// Taxpayer of the contract.
    pub inn: Option<String>,
    /// What the operator does with its documents.
    pub state: OfdRegisterState,
    /// How far its documents have come.
    pub progress: Progress,
    /// When the last document came.
    pub last_received_at: Option<Timestamp>,
    /// Grows with every change; 0 when it is enrolled.
    pub version: i64,
}

/// How far the documents of a storage have come: the context of the next one's checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Highest number; 0 before the first document.
    pub document_number: i64,
    /// Time on that document.
    pub settled_at: Option<LocalDateTime>,
    /// Shift of the last document that had one.
    pub shift_number: Option<i64>,
    /// Number of the last receipt in that shift.
    pub receipt_number: Option<i64>,
    /// When the open shift was opened; `None`: no open shift is known.
    pub shift_opened_at: Option<LocalDateTime>,
}

/// Adds a register; one that is there already changes nothing and gives `false`.
///
/// # Errors
/// [`StoreError`].
pub fn enroll(tx: &mut Tx<'_>, register: &OfdRegister, now: Timestamp) -> Result<bool, StoreError> {
    let added = tx.execute(
        "-- ofd_registers.enroll
         insert into ofd_registers (fiscal_storage_number, organization_id, registration_number, serial_number, inn,
                                    enrolled_at_us, state)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (fiscal_storage_number) do nothing",
        params![
            &register.fiscal_storage_number,
            register.organization,
            register.registration_number.as_deref(),
            register.serial_number.as_deref(),
            register.inn.as_deref(),
            now,
            register.state.as_str(),
        ],
    )?;
    Ok(added == 1)
}

/// The register with this storage, to take a document of it; other units that want the same wait.
///
/// # Errors
/// [`StoreError`].
pub fn load(tx: &mut Tx<'_>, storage: &str) -> Result<Option<OfdRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- ofd_registers.load\nselect ",
        ofd_register_columns!(),
        " from ofd_registers where fiscal_storage_number = $1 $FOR_UPDATE"
    );
    tx.one(SQL, params![storage])?.map(|row| read(&row)).transpose()
}

/// Registers of an organization, or of all; by storage number, after `after`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: Option<OrganizationId>,
    after: &str,
    limit: u32,
) -> Result<Vec<OfdRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- ofd_registers.list
         select ",
        ofd_register_columns!(),
        " from ofd_registers
         where (cast($1 as bigint) is null or organization_id = $1) and fiscal_storage_number > $2
         order by fiscal_storage_number
         limit $3"
    );
    tx.all(SQL, params![organization, after, limit])?
        .iter()
        .map(read)
        .collect()
}

/// Notes how far the documents have come, if the register is still as it was at `version`; else nothing changes and
/// it gives `false`. Other units that want the same register wait.
///
/// # Errors
/// [`StoreError`].
pub fn advance(
    tx: &mut Tx<'_>,
    storage: &str,
    version: i64,
    progress: &Progress,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- ofd_registers.advance
         update ofd_registers set last_document_number = $3, last_settled_at_local_s = $4, shift_number = $5,
                receipt_number = $6, shift_opened_at_local_s = $7, last_received_at_us = $8, version = version + 1
         where fiscal_storage_number = $1 and version = $2",
        params![
            storage,
            version,
            progress.document_number,
            progress.settled_at,
            progress.shift_number,
            progress.receipt_number,
            progress.shift_opened_at,
            now,
        ],
    )?;
    Ok(changed == 1)
}

/// Blocks or unblocks a register. `false`: it is not known.
///
/// # Errors
/// [`StoreError`].
pub fn set_state(tx: &mut Tx<'_>, storage: &str, state: OfdRegisterState) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- ofd_registers.set_state
         update ofd_registers set state = $2, version = version + 1 where fiscal_storage_number = $1",
        params![storage, state.as_str()],
    )?;
    Ok(changed == 1)
}

fn read(row: &Row) -> Result<OfdRegister, StoreError> {
    Ok(OfdRegister {
        fiscal_storage_number: row.get("fiscal_storage_number")?,
        organization: row.get("organization_id")?,
        registration_number: row.get("registration_number")?,
        serial_number: row.get("serial_number")?,
        inn: row.get("inn")?,
        state: row.parsed("state", OfdRegisterState::parse)?,
        progress: Progress {
            document_number: row.get("last_document_number")?,
            settled_at: row.get("last_settled_at_local_s")?,
            shift_number: row.get("shift_number")?,
            receipt_number: row.get("receipt_number")?,
            shift_opened_at: row.get("shift_opened_at_local_s")?,
        },
        last_received_at: row.get("last_received_at_us")?,
        version: row.get("version")?,
    })
}
