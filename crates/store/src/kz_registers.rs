//! Kazakh registers as their operator knows them, one row each.

use types::{LocalDateTime, OrganizationId, Timestamp};

use crate::column_enum::column_enum;
use crate::{Row, StoreError, Tx, params};

/// Cards of one register that are read at once; it gets one for each re-enrollment.
const CARD_VERSIONS_MAX: u32 = 1_000;

macro_rules! kz_register_columns {
    () => {
        "device_id, organization_id, enrolled_at_us, serial_number, registration_number, card, state, \
         token_state, books, facts, shift_number, shift_opened_at_local_s, last_document_at_us, last_seen_at_us"
    };
}

column_enum! {
    /// Whether the operator takes a register's documents; the books say why not.
    KzRegisterState {
        /// It does.
        Active => "active",
        /// Not until somebody lifts the block.
        Blocked => "blocked",
        /// Never again.
        Deregistered => "deregistered",
    }
}

/// What changes with a document; the columns beside the JSON are for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KzProgress {
    /// Whether documents are taken.
    pub state: KzRegisterState,
    /// JSON of the token and the last accepted request: a secret.
    pub token_state: String,
    /// JSON of the operator's books.
    pub books: String,
    /// JSON of what the newest request told beside its command.
    pub facts: Option<String>,
    /// Number of the open shift, else of the last one.
    pub shift_number: u32,
    /// When the open shift opened; `None`: none is open.
    pub shift_opened_at: Option<LocalDateTime>,
    /// When the last document came.
    pub last_document_at: Option<Timestamp>,
    /// When anything last came.
    pub last_seen_at: Option<Timestamp>,
}

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KzRegister {
    /// Field ID of its messages.
    pub device_id: u32,
    /// Its owner.
    pub organization: OrganizationId,
    /// When it was put into service here.
    pub enrolled_at: Timestamp,
    /// Number of its maker.
    pub serial_number: String,
    /// Number of the tax authority.
    pub registration_number: String,
    /// JSON of what INFO tells.
    pub card: String,
    /// What changes with a document.
    pub progress: KzProgress,
}

/// Puts a register into service.
///
/// # Errors
/// [`StoreError`]; of constraint `kz_registers_registration_unique`, or of the key, when one of its numbers is taken.
pub fn enroll(tx: &mut Tx<'_>, register: &KzRegister) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_registers.enroll
         insert into kz_registers (device_id, organization_id, enrolled_at_us, serial_number, registration_number,
                                   card, state, token_state, books)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            register.device_id,
            register.organization,
            register.enrolled_at,
            &register.serial_number,
            &register.registration_number,
            &register.card,
            register.progress.state,
            &register.progress.token_state,
            &register.progress.books,
        ],
    )?;
    add_card_version(tx, register.device_id, &register.card, FROM_THE_BEGINNING)
}

/// The first card of a register is the one of whatever it issued before.
const FROM_THE_BEGINNING: LocalDateTime = LocalDateTime::from_wall_seconds(0);

/// A register, to take a document of it; other units that want the same wait.
///
/// # Errors
/// [`StoreError`].
pub fn load(tx: &mut Tx<'_>, device_id: u32) -> Result<Option<KzRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_registers.load\nselect ",
        kz_register_columns!(),
        " from kz_registers where device_id = $1 $FOR_UPDATE"
    );
    tx.one(SQL, params![device_id])?.map(|row| read(&row)).transpose()
}

/// A register as it stands, to look at it.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, device_id: u32) -> Result<Option<KzRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_registers.find\nselect ",
        kz_register_columns!(),
        " from kz_registers where device_id = $1"
    );
    tx.one(SQL, params![device_id])?.map(|row| read(&row)).transpose()
}

/// The register with this number of the tax authority.
///
/// # Errors
/// [`StoreError`].
pub fn by_registration_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<KzRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_registers.by_registration_number\nselect ",
        kz_register_columns!(),
        " from kz_registers where registration_number = $1"
    );
    tx.one(SQL, params![number])?.map(|row| read(&row)).transpose()
}

/// Registers of an organization, or of all, with ids above `after`.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    organization: Option<OrganizationId>,
    after: u32,
    limit: u32,
) -> Result<Vec<KzRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_registers.list\nselect ",
        kz_register_columns!(),
        " from kz_registers
         where (cast($1 as bigint) is null or organization_id = $1) and device_id > $2
         order by device_id limit $3"
    );
    let rows = tx.all(SQL, params![organization, after, limit])?;
    rows.iter().map(read).collect()
}

/// Saves what changed with a document of a register that [`load`] gave in this unit.
///
/// # Errors
/// [`StoreError`].
pub fn advance(tx: &mut Tx<'_>, device_id: u32, progress: &KzProgress) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_registers.advance
         update kz_registers
         set state = $2, token_state = $3, books = $4, facts = $5, shift_number = $6,
             shift_opened_at_local_s = $7, last_document_at_us = $8, last_seen_at_us = $9
         where device_id = $1",
        params![
            device_id,
            progress.state,
            &progress.token_state,
            &progress.books,
            progress.facts.as_deref(),
            progress.shift_number,
            progress.shift_opened_at,
            progress.last_document_at,
            progress.last_seen_at,
        ],
    )?;
    Ok(())
}

/// Saves what INFO is to tell from `from` on, as after a re-enrollment; what it told before stays for the receipts of
/// that time.
///
/// # Errors
/// [`StoreError`].
pub fn set_card(tx: &mut Tx<'_>, device_id: u32, card: &str, from: LocalDateTime) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_registers.set_card
         update kz_registers set card = $2 where device_id = $1",
        params![device_id, card],
    )?;
    add_card_version(tx, device_id, card, from)
}

fn add_card_version(
    tx: &mut Tx<'_>,
    device_id: u32,
    card: &str,
    from: LocalDateTime,
) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_registers.add_card_version
         insert into kz_card_versions (device_id, valid_from_local_s, card) values ($1, $2, $3)",
        params![device_id, from, card],
    )?;
    Ok(())
}

/// The card of a register at a moment of its wall clock; `None`: there is no such register.
///
/// # Errors
/// [`StoreError`].
pub fn card_at(tx: &mut Tx<'_>, device_id: u32, at: LocalDateTime) -> Result<Option<String>, StoreError> {
    let row = tx.one(
        "-- kz_registers.card_at
         select card from kz_card_versions where device_id = $1 and valid_from_local_s <= $2
         order by valid_from_local_s desc, id desc limit 1",
        params![device_id, at],
    )?;
    row.map(|row| row.get("card")).transpose()
}

/// Every card that a register had, oldest first, with the wall clock from which it is shown.
///
/// # Errors
/// [`StoreError`].
pub fn card_versions(tx: &mut Tx<'_>, device_id: u32) -> Result<Vec<(LocalDateTime, String)>, StoreError> {
    let rows = tx.all(
        "-- kz_registers.card_versions
         select valid_from_local_s, card from kz_card_versions where device_id = $1
         order by valid_from_local_s, id limit $2",
        params![device_id, CARD_VERSIONS_MAX],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("valid_from_local_s")?, row.get("card")?)))
        .collect()
}

fn read(row: &Row) -> Result<KzRegister, StoreError> {
    Ok(KzRegister {
        device_id: row.get("device_id")?,
        organization: row.get("organization_id")?,
        enrolled_at: row.get("enrolled_at_us")?,
        serial_number: row.get("serial_number")?,
        registration_number: row.get("registration_number")?,
        card: row.get("card")?,
        progress: KzProgress {
            state: row.get("state")?,
            token_state: row.get("token_state")?,
            books: row.get("books")?,
            facts: row.get("facts")?,
            shift_number: row.get("shift_number")?,
            shift_opened_at: row.get("shift_opened_at_local_s")?,
            last_document_at: row.get("last_document_at_us")?,
            last_seen_at: row.get("last_seen_at_us")?,
        },
    })
}
