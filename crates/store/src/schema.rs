//! The schema as the engine has it: for the snapshot in `schema.sql` and for people who look for differences.

use crate::{Engine, StoreError, Tx, engine_sql};

/// A column, in words that are the same on both engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRow {
    /// Table.
    pub table: String,
    /// Column.
    pub name: String,
    /// `integer` (a number that the database allots), `bigint`, `text` or `blob`.
    pub kind: String,
    /// Whether a value must be there.
    pub required: bool,
}

/// All columns of all tables; tables by name, columns in their order.
///
/// # Errors
/// [`StoreError`].
pub fn columns(tx: &mut Tx<'_>) -> Result<Vec<ColumnRow>, StoreError> {
    let rows = match tx.engine() {
        Engine::Sqlite => tx.all(engine_sql::SQLITE_COLUMNS, &[])?,
        Engine::Postgres => tx.all(engine_sql::POSTGRES_COLUMNS, &[])?,
    };
    rows.iter()
        .map(|row| {
            Ok(ColumnRow {
                table: row.get("tab")?,
                name: row.get("col")?,
                kind: row.get("kind")?,
                required: row.get("required")?,
            })
        })
        .collect()
}

/// The statements that would make the schema anew; `None` on engines that do not keep them.
///
/// # Errors
/// [`StoreError`].
pub fn dump(tx: &mut Tx<'_>) -> Result<Option<String>, StoreError> {
    match tx.engine() {
        Engine::Postgres => Ok(None),
        Engine::Sqlite => {
            let mut text = String::new();
            for row in tx.all(engine_sql::SQLITE_SCHEMA, &[])? {
                text.push_str(row.text("sql")?);
                text.push_str(";\n\n");
            }
            Ok(Some(text))
        }
    }
}
