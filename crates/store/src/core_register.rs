//! The journal of the software register: a schema of its own, in a file of its own.
//!
//! The platform's tables are not in it, nor are these in the platform's: see docs/adr/0007.

pub mod events;
pub mod exchanges;
pub mod operations;
pub mod people;
pub mod registers;
pub mod settings;

use types::Timestamp;

use crate::migration::{self, Migration};
use crate::{Db, Migrated, StoreError};

const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "core",
    text: include_str!("../core-schema/migrations/0001_core.sql"),
}];

/// Brings the journal's schema forward; `now` is written beside each migration.
///
/// # Errors
/// As [`Db::migrate`].
pub async fn migrate(db: &Db, now: Timestamp) -> Result<Migrated, StoreError> {
    migration::run(db, now, MIGRATIONS).await
}
