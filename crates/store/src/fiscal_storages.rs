//! State of the emulated fiscal storages, one row each.

use types::{RegisterId, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// The state of one storage.
#[derive(Clone, Debug)]
pub struct FiscalStorageRow {
    /// Its number.
    pub number: String,
    /// Register it is in.
    pub register: RegisterId,
    /// Grows with every change.
    pub version: i64,
    /// JSON of the storage.
    pub state: String,
}

/// Adds a storage.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    number: &str,
    register: RegisterId,
    state: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- fiscal_storages.create
         insert into fiscal_storages (number, register_id, created_at_us, version, state, updated_at_us)
         values ($1, $2, $3, 1, $4, $3)",
        params![number, register, now, state],
    )?;
    Ok(())
}

/// Loads a storage to change it; other units that want the same wait.
///
/// # Errors
/// [`StoreError`].
pub fn load(tx: &mut Tx<'_>, number: &str) -> Result<Option<FiscalStorageRow>, StoreError> {
    let row = tx.one(
        "-- fiscal_storages.load
         select number, register_id, version, state from fiscal_storages where number = $1 $FOR_UPDATE",
        params![number],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// A storage as it stands, to look at it.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, number: &str) -> Result<Option<FiscalStorageRow>, StoreError> {
    let row = tx.one(
        "-- fiscal_storages.find
         select number, register_id, version, state from fiscal_storages where number = $1",
        params![number],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// Saves a storage that was loaded at `version`.
///
/// # Errors
/// [`StoreError::Contended`] when it changed in between; then nothing is saved.
pub fn save(
    tx: &mut Tx<'_>,
    number: &str,
    version: i64,
    state: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let changed = tx.execute(
        "-- fiscal_storages.save
         update fiscal_storages set state = $3, version = version + 1, updated_at_us = $4
         where number = $1 and version = $2",
        params![number, version, state, now],
    )?;
    if changed == 1 {
        return Ok(());
    }
    Err(StoreError::Contended {
        unit: "fiscal_storages.save",
        attempts: 1,
    })
}

fn read(row: &Row) -> Result<FiscalStorageRow, StoreError> {
    Ok(FiscalStorageRow {
        number: row.get("number")?,
        register: row.get("register_id")?,
        version: row.get("version")?,
        state: row.get("state")?,
    })
}
