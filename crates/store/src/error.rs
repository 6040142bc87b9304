//! What can go wrong between a unit and its database.

use std::fmt;

/// Why a unit was not kept, or why the database could not be opened.
///
/// Clones are cheap enough to answer every unit of a failed batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// So many units wait already that one more is refused; nothing was done.
    #[error("too many units of work are waiting; try again in {retry_after_ms} ms")]
    Busy {
        /// How long the waiting units will probably take, in milliseconds.
        retry_after_ms: u64,
    },
    /// The database cannot serve now; nothing was done. It heals by itself unless the reason says otherwise.
    #[error("the database is unavailable ({reason}): {detail}")]
    Unavailable {
        /// What is wrong.
        reason: UnavailableReason,
        /// The engine's words.
        detail: String,
    },
    /// The connection broke, or the disk failed, while the engine was committing: the unit is kept or not, ask.
    #[error("the commit's outcome is unknown: {detail}")]
    OutcomeUnknown {
        /// The engine's words.
        detail: String,
    },
    /// The unit met other units again and again, and gave up; nothing was done.
    #[error("unit `{unit}` was undone {attempts} times by units that ran beside it")]
    Contended {
        /// Name of the unit.
        unit: &'static str,
        /// How often it ran.
        attempts: u32,
    },
    /// A rule of the schema was broken; nothing was done.
    #[error("`{query}` breaks the {kind} constraint `{name}`")]
    Constraint {
        /// Which sort of rule.
        kind: ConstraintKind,
        /// Name in the migration; `table_pkey` of a primary key, `table_column_not_null` of a missing value,
        /// `foreign_key` of any foreign key (`SQLite` does not say which).
        name: String,
        /// Label of the query.
        query: String,
    },
    /// A row holds what its column may not hold.
    #[error("`{query}` gave {found} in column `{column}`, where {expected} belongs")]
    CorruptRow {
        /// Label of the query.
        query: String,
        /// Name or place of the column.
        column: String,
        /// What is there.
        found: String,
        /// The Rust type that was asked for.
        expected: &'static str,
    },
    /// The engine found its own files damaged.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// The engine's words, with the place where they name it.
        detail: String,
    },
    /// The engine refused a statement that it should have understood: a defect of ours.
    #[error("`{query}` was refused: {detail}")]
    Refused {
        /// Label of the query.
        query: String,
        /// The engine's words.
        detail: String,
    },
    /// A statement came after one that had failed in the same unit.
    #[error("`{query}` came after a failed statement of the same unit")]
    AfterFailure {
        /// Label of the query that was not run.
        query: String,
    },
    /// The unit panicked; nothing was kept.
    #[error("unit `{unit}` panicked: {message}")]
    Panicked {
        /// Name of the unit.
        unit: &'static str,
        /// The panic's message.
        message: String,
    },
    /// The options do not describe a database.
    #[error("the database address `{url}` is wrong: {detail}")]
    Options {
        /// The address without its password.
        url: String,
        /// What would be right.
        detail: String,
    },
    /// The schema is not one that this program can bring forward.
    #[error(transparent)]
    Migration(#[from] MigrationError),
}

/// What keeps a database from serving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnavailableReason {
    /// No room for one more page, on the disk or in the quota.
    DiskFull,
    /// The files or the server take no writes.
    ReadOnly,
    /// Reading or writing a file failed.
    Io,
    /// A sync failed: what the disk holds is unknown, so no write is served until the process starts again.
    SyncFailed,
    /// No connection to the server.
    ConnectionLost,
    /// A statement or a lock took longer than allowed.
    TimedOut,
    /// Another process has the database open.
    Locked,
    /// The database is being closed.
    ShuttingDown,
}

/// Sorts of rules in a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// Unique constraint, unique index or primary key.
    Unique,
    /// Check.
    Check,
    /// A value is missing.
    NotNull,
    /// A row refers to one that is not there, or is referred to.
    ForeignKey,
    /// An append-only table was to be changed.
    AppendOnly,
}

/// Why the schema cannot be brought forward.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MigrationError {
    /// The database was made by a newer program.
    #[error("the schema has version {found}, this program knows versions up to {known}")]
    Newer {
        /// Version in the database.
        found: i64,
        /// Newest version of this program.
        known: i64,
    },
    /// A migration that was applied is not the one that this program carries.
    #[error(
        "migration {version} was applied as `{applied}` ({applied_checksum}), but this program has \
         `{carried}` ({carried_checksum})"
    )]
    Changed {
        /// Number of the migration.
        version: i64,
        /// Name in the database.
        applied: String,
        /// Checksum in the database.
        applied_checksum: String,
        /// Name in this program.
        carried: &'static str,
        /// Checksum in this program.
        carried_checksum: String,
    },
    /// The database lacks a migration below one that it has.
    #[error("migration {version} was never applied, though newer ones were")]
    Gap {
        /// Number of the missing migration.
        version: i64,
    },
}

impl StoreError {
    /// Whether the constraint of this name was broken.
    #[must_use]
    pub fn violates(&self, constraint: &str) -> bool {
        matches!(self, Self::Constraint { name, .. } if name == constraint)
    }

    /// Milliseconds after which the same unit may succeed; `None` when trying again is of no use.
    #[must_use]
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Busy { retry_after_ms } => Some(*retry_after_ms),
            Self::Contended { .. } => Some(100),
            Self::Unavailable { .. } => Some(1_000),
            Self::OutcomeUnknown { .. }
            | Self::Constraint { .. }
            | Self::CorruptRow { .. }
            | Self::Damaged { .. }
            | Self::Refused { .. }
            | Self::AfterFailure { .. }
            | Self::Panicked { .. }
            | Self::Options { .. }
            | Self::Migration(_) => None,
        }
    }

    pub(crate) fn unavailable(reason: UnavailableReason, detail: impl fmt::Display) -> Self {
        Self::Unavailable {
            reason,
            detail: detail.to_string(),
        }
    }

    pub(crate) fn refused(query: &str, detail: impl fmt::Display) -> Self {
        Self::Refused {
            query: query.to_owned(),
            detail: detail.to_string(),
        }
    }

    pub(crate) fn shutting_down() -> Self {
        Self::unavailable(UnavailableReason::ShuttingDown, "it is being closed")
    }
}

impl fmt::Display for UnavailableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiskFull => "disk full",
            Self::ReadOnly => "read only",
            Self::Io => "input or output failed",
            Self::SyncFailed => "a sync failed, restart needed",
            Self::ConnectionLost => "connection lost",
            Self::TimedOut => "timed out",
            Self::Locked => "in use by another process",
            Self::ShuttingDown => "closing",
        })
    }
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unique => "unique",
            Self::Check => "check",
            Self::NotNull => "not-null",
            Self::ForeignKey => "foreign-key",
            Self::AppendOnly => "append-only",
        })
    }
}
