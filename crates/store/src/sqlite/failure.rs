//! What `SQLite` says, in our words.

use rusqlite::ffi;

use super::session::Catalogue;
use crate::{ConstraintKind, StoreError, UnavailableReason};

/// Whether a sync failed: what the disk holds is unknown from then on.
pub(super) fn is_failed_sync(error: &rusqlite::Error) -> bool {
    matches!(
        code(error),
        Some((ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC, _))
    )
}

/// Whether reading or writing failed, so that a commit's outcome cannot be told.
pub(super) fn is_io(error: &rusqlite::Error) -> bool {
    matches!(code(error), Some((_, ffi::SQLITE_IOERR)))
}

/// Extended and primary result code.
fn code(error: &rusqlite::Error) -> Option<(i32, i32)> {
    let extended = error.sqlite_error()?.extended_code;
    Some((extended, extended & 0xff))
}

/// `query` is the label of the statement, `catalogue` knows the names of constraints.
pub(super) fn translate(query: &str, error: &rusqlite::Error, catalogue: &mut dyn Catalogue) -> StoreError {
    let Some((extended, primary)) = code(error) else {
        return StoreError::refused(query, error);
    };
    let reason = match primary {
        ffi::SQLITE_CONSTRAINT => return constraint(query, extended, &message(error), catalogue),
        ffi::SQLITE_FULL => UnavailableReason::DiskFull,
        ffi::SQLITE_READONLY => UnavailableReason::ReadOnly,
        ffi::SQLITE_IOERR if is_failed_sync(error) => UnavailableReason::SyncFailed,
        ffi::SQLITE_IOERR | ffi::SQLITE_CANTOPEN | ffi::SQLITE_NOMEM => UnavailableReason::Io,
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => UnavailableReason::Locked,
        ffi::SQLITE_INTERRUPT => UnavailableReason::TimedOut,
        ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => {
            return StoreError::Damaged {
                detail: format!("{error} ({extended})"),
            };
        }
        _ => return StoreError::refused(query, error),
    };
    StoreError::unavailable(reason, format!("{error} ({extended})"))
}

fn message(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        other => other.to_string(),
    }
}

fn constraint(query: &str, extended: i32, message: &str, catalogue: &mut dyn Catalogue) -> StoreError {
    let subject = message.split_once(": ").map_or(message, |(_, subject)| subject);
    let table = subject.split('.').next().unwrap_or_default();
    let (kind, name) = match extended {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            (ConstraintKind::Unique, format!("{table}_pkey"))
        }
        ffi::SQLITE_CONSTRAINT_UNIQUE => (ConstraintKind::Unique, unique_name(subject, table, catalogue)),
        ffi::SQLITE_CONSTRAINT_CHECK => (ConstraintKind::Check, subject.to_owned()),
        ffi::SQLITE_CONSTRAINT_NOTNULL => (
            ConstraintKind::NotNull,
            format!("{}_not_null", subject.replace('.', "_")),
        ),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => (ConstraintKind::ForeignKey, "foreign_key".to_owned()),
        ffi::SQLITE_CONSTRAINT_TRIGGER => (ConstraintKind::AppendOnly, subject.to_owned()),
        _ => return StoreError::refused(query, message),
    };
    StoreError::Constraint {
        kind,
        name,
        query: query.to_owned(),
    }
}

/// `SQLite` names the columns (`t.a, t.b`), or the index where it has expressions (`index 'name'`).
fn unique_name(subject: &str, table: &str, catalogue: &mut dyn Catalogue) -> String {
    if let Some(index) = subject.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let columns: Vec<&str> = subject
        .split(", ")
        .map(|column| column.rsplit('.').next().unwrap_or(column))
        .collect();
    catalogue
        .unique_constraint(table, &columns.join(", "))
        .unwrap_or_else(|| format!("{table}_{}_key", columns.join("_")))
}
