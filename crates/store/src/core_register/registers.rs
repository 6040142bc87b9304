//! Registers of a core, their documents and what the operator said of them.

use types::{LocalDateTime, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// A register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreRegister {
    /// Ours.
    pub id: u32,
    /// What people call it.
    pub name: String,
    /// Given by its maker.
    pub serial_number: String,
    /// Which of the operator's platforms it was made for.
    pub platform: String,
    /// Host and port of the operator; empty before the set-up.
    pub server: String,
    /// Of the protocol.
    pub version: u16,
    /// JSON of the register's state: its token is a secret.
    pub state: String,
    /// JSON: what the operator tells of the registration.
    pub card: Option<String>,
    /// Series and number of the VAT certificate.
    pub vat_certificate: Option<(String, String)>,
    /// When it was made here.
    pub created_at: Timestamp,
    /// When the operator last answered.
    pub last_answer_at: Option<Timestamp>,
}

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreDocument {
    /// Through number.
    pub number: u64,
    /// What it is.
    pub kind: String,
    /// Its shift.
    pub shift: u32,
    /// When it was issued.
    pub issued_at: LocalDateTime,
    /// With the operator's answer or without.
    pub mode: String,
    /// JSON of the document.
    pub body: String,
}

/// What the operator said of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreAcknowledgement {
    /// Fiscal sign, of a receipt.
    pub sign: Option<String>,
    /// Link, of a receipt.
    pub link: Option<String>,
}

macro_rules! core_register_columns {
    () => {
        "id, name, serial_number, platform, server, version, state, card, vat_series, vat_number, created_at_us, \
         last_answer_at_us"
    };
}

/// Adds a register; its id.
///
/// # Errors
/// [`StoreError`]; of constraint `core_registers_serial_unique` when the serial number is taken.
pub fn add(tx: &mut Tx<'_>, register: &CoreRegister) -> Result<u32, StoreError> {
    let row = tx.only(
        "-- core_registers.add
         insert into core_registers (name, serial_number, platform, server, version, state, card, vat_series,
                                     vat_number, created_at_us)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        params![
            &register.name,
            &register.serial_number,
            &register.platform,
            &register.server,
            register.version,
            &register.state,
            register.card.as_deref(),
            register
                .vat_certificate
                .as_ref()
                .map(|(series, _)| series.as_str()),
            register
                .vat_certificate
                .as_ref()
                .map(|(_, number)| number.as_str()),
            register.created_at,
        ],
    )?;
    row.get("id")
}

/// Saves what an administrator typed in.
///
/// # Errors
/// [`StoreError`].
pub fn set_up(tx: &mut Tx<'_>, register: &CoreRegister) -> Result<(), StoreError> {
    tx.execute(
        "-- core_registers.set_up
         update core_registers
         set name = $2, server = $3, version = $4, state = $5, card = $6, vat_series = $7, vat_number = $8
         where id = $1",
        params![
            register.id,
            &register.name,
            &register.server,
            register.version,
            &register.state,
            register.card.as_deref(),
            register
                .vat_certificate
                .as_ref()
                .map(|(series, _)| series.as_str()),
            register
                .vat_certificate
                .as_ref()
                .map(|(_, number)| number.as_str()),
        ],
    )?;
    Ok(())
}

/// All registers, by id.
///
/// # Errors
/// [`StoreError`].
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<CoreRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- core_registers.all\nselect ",
        core_register_columns!(),
        " from core_registers order by id limit 1000"
    );
    tx.all(SQL, &[])?.iter().map(read).collect()
}

/// One register.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: u32) -> Result<Option<CoreRegister>, StoreError> {
    const SQL: &str = concat!(
        "-- core_registers.find\nselect ",
        core_register_columns!(),
        " from core_registers where id = $1"
    );
    tx.one(SQL, params![id])?.as_ref().map(read).transpose()
}

/// Saves a register's state.
///
/// # Errors
/// [`StoreError`].
pub fn save_state(
    tx: &mut Tx<'_>,
    id: u32,
    state: &str,
    last_answer_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.execute(
        "-- core_registers.save_state
         update core_registers set state = $2, last_answer_at_us = coalesce($3, last_answer_at_us) where id = $1",
        params![id, state, last_answer_at],
    )?;
    Ok(())
}

/// Saves what the operator tells of the registration.
///
/// # Errors
/// [`StoreError`].
pub fn save_card(tx: &mut Tx<'_>, id: u32, card: &str) -> Result<(), StoreError> {
    tx.execute(
        "-- core_registers.save_card
         update core_registers set card = $2 where id = $1",
        params![id, card],
    )?;
    Ok(())
}

/// Writes a document.
///
/// # Errors
/// [`StoreError`]; of the key when the number was issued before.
pub fn add_document(
    tx: &mut Tx<'_>,
    register: u32,
    document: &CoreDocument,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- core_documents.add
         insert into core_documents (register_id, number, kind, shift_number, issued_at_local_s, mode, body,
                                     written_at_us)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            register,
            integer(document.number),
            &document.kind,
            document.shift,
            document.issued_at,
            &document.mode,
            &document.body,
            now,
        ],
    )?;
    Ok(())
}

/// Writes what the operator said of a document.
///
/// # Errors
/// [`StoreError`].
pub fn acknowledge(
    tx: &mut Tx<'_>,
    register: u32,
    number: u64,
    acknowledgement: &CoreAcknowledgement,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- core_acknowledgements.add
         insert into core_acknowledgements (register_id, number, sign, link, taken_at_us)
         values ($1, $2, $3, $4, $5)",
        params![
            register,
            integer(number),
            acknowledgement.sign.as_deref(),
            acknowledgement.link.as_deref(),
            now,
        ],
    )?;
    Ok(())
}

/// A document and what the operator said of it.
///
/// # Errors
/// [`StoreError`].
pub fn document(
    tx: &mut Tx<'_>,
    register: u32,
    number: u64,
) -> Result<Option<(CoreDocument, Option<CoreAcknowledgement>)>, StoreError> {
    let row = tx.one(
        "-- core_documents.find
         select d.number, d.kind, d.shift_number, d.issued_at_local_s, d.mode, d.body, a.taken_at_us, a.sign, a.link
         from core_documents d
         left join core_acknowledgements a on a.register_id = d.register_id and a.number = d.number
         where d.register_id = $1 and d.number = $2",
        params![register, integer(number)],
    )?;
    row.as_ref().map(read_document).transpose()
}

/// Documents with numbers below `before`, newest first.
///
/// # Errors
/// [`StoreError`].
pub fn documents(
    tx: &mut Tx<'_>,
    register: u32,
    before: u64,
    limit: u32,
) -> Result<Vec<(CoreDocument, Option<CoreAcknowledgement>)>, StoreError> {
    let rows = tx.all(
        "-- core_documents.list
         select d.number, d.kind, d.shift_number, d.issued_at_local_s, d.mode, d.body, a.taken_at_us, a.sign, a.link
         from core_documents d
         left join core_acknowledgements a on a.register_id = d.register_id and a.number = d.number
         where d.register_id = $1 and d.number < $2
         order by d.number desc limit $3",
        params![register, integer(before), limit],
    )?;
    rows.iter().map(read_document).collect()
}

/// Numbers fit: registers count from one.
fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn read_document(row: &Row) -> Result<(CoreDocument, Option<CoreAcknowledgement>), StoreError> {
    let document = CoreDocument {
        number: row.get("number")?,
        kind: row.get("kind")?,
        shift: row.get("shift_number")?,
        issued_at: row.get("issued_at_local_s")?,
        mode: row.get("mode")?,
        body: row.get("body")?,
    };
    let taken: Option<Timestamp> = row.get("taken_at_us")?;
    let acknowledgement = match taken {
        None => None,
        Some(_) => Some(CoreAcknowledgement {
            sign: row.get("sign")?,
            link: row.get("link")?,
        }),
    };
    Ok((document, acknowledgement))
}

fn read(row: &Row) -> Result<CoreRegister, StoreError> {
    let series: Option<String> = row.get("vat_series")?;
    let number: Option<String> = row.get("vat_number")?;
    Ok(CoreRegister {
        id: row.get("id")?,
        name: row.get("name")?,
        serial_number: row.get("serial_number")?,
        platform: row.get("platform")?,
        server: row.get("server")?,
        version: row.get("version")?,
        state: row.get("state")?,
        card: row.get("card")?,
        vat_certificate: series.zip(number),
        created_at: row.get("created_at_us")?,
        last_answer_at: row.get("last_answer_at_us")?,
    })
}
