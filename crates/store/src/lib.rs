//! Everything that is kept: the database handle, every SQL text, migrations and queries.
//!
//! One SQL text serves two engines (docs/adr: storage). A unit of work is a plain closure over [`Tx`]:
//!
//! ```no_run
//! # use store::{Db, DbOptions, StoreError, params};
//! # async fn example(now: types::Timestamp) -> Result<(), StoreError> {
//! let db = Db::open(DbOptions::new("sqlite:/var/lib/qassa/qassa.db")).await?;
//! db.migrate(now).await?;
//! let name = String::from("fault");
//! let changed: u64 = db
//!     .write("set_sandbox_setting", move |tx| {
//!         tx.execute(
//!             "-- sandbox.set
//!              insert into sandbox_settings (name, value) values ($1, $2)
//!              on conflict (name) do update set value = excluded.value",
//!             params![&name, "none"],
//!         )
//!     })
//!     .await?;
//! # assert_eq!(changed, 1);
//! # Ok(()) }
//! ```
//!
//! # Rules of a unit
//! - It is atomic, and [`Db::write`] returns only when it is durable. What it returned as an error left nothing.
//! - It is a plain function, so it can wait for nothing but its [`Tx`]; it runs on a thread of the engine.
//! - It is repeatable (`Fn`): it runs again when it met another unit (`PostgreSQL`), or when a unit beside it in
//!   the same batch failed after it had written (`SQLite`). What it does outside of its [`Tx`] may happen twice.
//! - A statement that failed ends the unit: the next statements are refused and nothing is kept, even when the
//!   closure returns `Ok`. Where a duplicate is expected, write `on conflict`.
//! - Units are serializable on both engines, unless [`Isolation::ReadCommitted`] is asked for by name.
//! - Dropping the future does not stop a unit that was handed over.
//!
//! # Portable SQL
//! Parameters are `$1`, `$2`, …; types `bigint`, `text`, `$BYTES`; booleans are `bigint` 0 or 1; `on conflict` and
//! `returning` are there; `sum()` and `count()` need `cast(… as bigint)`. `$FOR_UPDATE` and `$SKIP_LOCKED` at the
//! end of a select become row locks where the engine has them. Every query begins with `-- area.name`. Text is
//! ordered by code point: databases on `PostgreSQL` are made with the `C` collation.
//!
//! Architecture invariant: no SQL text exists outside this crate, and no clock, socket of our own or environment
//! is read here.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod acknowledgements;
pub mod api_keys;
pub mod applications;
pub mod core_register;
pub mod employees;
pub mod enrollment_events;
pub mod enrollments;
pub mod fiscal_storages;
pub mod health;
pub mod kz_documents;
pub mod kz_forwardings;
pub mod kz_incidents;
pub mod kz_registers;
pub mod kz_reports;
pub mod ofd_documents;
pub mod ofd_forwardings;
pub mod ofd_incidents;
pub mod ofd_registers;
pub mod operator_tokens;
pub mod orders;
pub mod organizations;
pub mod outbox;
pub mod queues;
pub mod registers;
pub mod registration_cards;
pub mod russian_enrollments;
pub mod sandbox;
pub mod schema;
pub mod sealed_documents;
pub mod sessions;
pub mod shops;
pub mod task_events;
pub mod tasks;
pub mod trade_points;
pub mod users;

mod column_enum;
mod db;
mod engine_sql;
mod error;
mod insert_many;
mod job;
mod migration;
mod options;
mod postgres;
mod queue;
mod row;
mod sql_text;
mod sqlite;
mod texts;
mod tx;
mod value;

pub use db::Db;
pub use error::{ConstraintKind, MigrationError, StoreError, UnavailableReason};
pub use migration::{Migrated, migrations};
pub use options::{DbOptions, Engine};
pub use row::{Cell, Column, FromCell, Row};
pub use tx::{Isolation, Tx};
pub use value::Value;
