//! What the core keeps of itself.

use crate::{StoreError, Tx, params};

/// A setting.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>, StoreError> {
    let row = tx.one(
        "-- core_settings.find
         select value from core_settings where name = $1",
        params![name],
    )?;
    row.map(|row| row.get("value")).transpose()
}

/// Keeps a setting.
///
/// # Errors
/// [`StoreError`].
pub fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.execute(
        "-- core_settings.set
         insert into core_settings (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}
