//! Whether the database answers and takes writes, and which schema it has.

use types::Timestamp;

use crate::{StoreError, Tx, params, schema};

/// Answers when the database does; as a writing unit it also proves that writes are taken.
///
/// # Errors
/// [`StoreError`].
pub fn ping(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.only("-- health.ping\nselect 1 as one", params![]).map(drop)
}

/// The newest migration that a database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// Its number.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// When it was applied.
    pub applied_at: Timestamp,
}

/// The newest migration; `None` when the database was never migrated. Nothing is compared with this program.
///
/// # Errors
/// [`StoreError`].
pub fn schema_version(tx: &mut Tx<'_>) -> Result<Option<SchemaVersion>, StoreError> {
    let columns = schema::columns(tx)?;
    if columns.iter().all(|column| column.table != "schema_migrations") {
        return Ok(None);
    }
    let newest = tx.one(
        "-- health.schema_version
         select version, name, applied_at_us from schema_migrations order by version desc limit 1",
        params![],
    )?;
    newest
        .map(|row| {
            Ok(SchemaVersion {
                version: row.int("version")?,
                name: row.text("name")?.to_owned(),
                applied_at: row.get("applied_at_us")?,
            })
        })
        .transpose()
}
