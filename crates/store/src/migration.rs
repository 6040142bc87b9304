//! Bringing the schema forward, one migration at a time and never back.

use sha2::{Digest as _, Sha256};
use types::Timestamp;

use crate::sql_text::{statements, without_comments};
use crate::{Db, Engine, Isolation, MigrationError, StoreError, Tx, engine_sql, params};

/// One step of the schema. A published one is never changed.
pub(crate) struct Migration {
    pub(crate) version: i64,
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// All of them, in order; a test compares the list with the folder.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "foundation",
        text: include_str!("../migrations/0001_foundation.sql"),
    },
    Migration {
        version: 2,
        name: "kazakhstan",
        text: include_str!("../migrations/0002_kazakhstan.sql"),
    },
    Migration {
        version: 3,
        name: "enrollment",
        text: include_str!("../migrations/0003_enrollment.sql"),
    },
];

/// Version and name of every migration of this program, in order.
pub fn migrations() -> impl Iterator<Item = (i64, &'static str)> {
    MIGRATIONS
        .iter()
        .map(|migration| (migration.version, migration.name))
}

/// What [`Db::migrate`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Version of the schema now.
    pub version: i64,
    /// Names of the migrations that were applied, in order.
    pub applied: Vec<&'static str>,
}

pub(crate) async fn run(
    db: &Db,
    now: Timestamp,
    migrations: &'static [Migration],
) -> Result<Migrated, StoreError> {
    let mut applied = Vec::new();
    loop {
        // read committed: the picture is to be taken after the wait for the lock
        let step = db.write_at(Isolation::ReadCommitted, "migrate_schema", move |tx| {
            next(tx, now, migrations)
        });
        match step.await? {
            Some(name) => {
                tracing::info!(migration = name, "migration applied");
                applied.push(name);
            }
            None => break,
        }
    }
    let version = migrations.last().map_or(0, |migration| migration.version);
    Ok(Migrated { version, applied })
}

/// Applies the first migration that is missing, and tells its name.
fn next(
    tx: &mut Tx<'_>,
    now: Timestamp,
    migrations: &'static [Migration],
) -> Result<Option<&'static str>, StoreError> {
    match tx.engine() {
        Engine::Sqlite => {}
        Engine::Postgres => drop(tx.one(engine_sql::POSTGRES_MIGRATION_LOCK, &[])?),
    }
    tx.execute(
        "-- migration.table
         create table if not exists schema_migrations (
           version       bigint not null primary key,
           name          text   not null,
           checksum      text   not null,               -- SHA-256 of the migration's text, hexadecimal
           applied_at_us bigint not null
         )",
        &[],
    )?;
    let found = tx.all(
        "-- migration.applied
         select version, name, checksum from schema_migrations order by version",
        &[],
    )?;
    let mut missing = migrations.iter();
    for row in &found {
        let version = row.int("version")?;
        let Some(migration) = missing.next() else {
            let known = migrations.last().map_or(0, |migration| migration.version);
            return Err(MigrationError::Newer {
                found: version,
                known,
            }
            .into());
        };
        check(migration, version, row.text("name")?, row.text("checksum")?)?;
    }
    let Some(migration) = missing.next() else {
        return Ok(None);
    };
    apply(tx, migration, now)?;
    Ok(Some(migration.name))
}

fn check(migration: &Migration, version: i64, name: &str, checksum: &str) -> Result<(), MigrationError> {
    if version > migration.version {
        return Err(MigrationError::Gap {
            version: migration.version,
        });
    }
    let carried_checksum = checksum_of(migration.text);
    if version != migration.version || name != migration.name || checksum != carried_checksum {
        return Err(MigrationError::Changed {
            version,
            applied: name.to_owned(),
            applied_checksum: checksum.to_owned(),
            carried: migration.name,
            carried_checksum,
        });
    }
    Ok(())
}

fn apply(tx: &mut Tx<'_>, migration: &Migration, now: Timestamp) -> Result<(), StoreError> {
    let (version, name) = (migration.version, migration.name);
    for (number, statement) in (1..).zip(statements(migration.text)) {
        let words = match without_comments(&statement).trim().strip_prefix("$APPEND_ONLY ") {
            Some(table) => engine_sql::append_only(tx.engine(), table.trim()),
            None => vec![statement],
        };
        for words in words {
            tx.execute_built(
                &format!("-- migration {version} {name}, statement {number}\n{words}"),
                &[],
            )?;
        }
    }
    tx.execute(
        "-- migration.done
         insert into schema_migrations (version, name, checksum, applied_at_us) values ($1, $2, $3, $4)",
        params![version, name, &checksum_of(migration.text), now],
    )?;
    Ok(())
}

fn checksum_of(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
