//! What `PostgreSQL` says, in our words.

use std::error::Error as _;

use tokio_postgres::error::{DbError, SqlState};

use crate::{ConstraintKind, StoreError, UnavailableReason};

/// Whether the unit may run again at once: it met another unit.
pub(super) fn is_contention(error: &tokio_postgres::Error) -> bool {
    matches!(
        error.code(),
        Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED)
    )
}

/// Whether the connection is of no use any more.
pub(super) fn is_lost(error: &tokio_postgres::Error) -> bool {
    match error.as_db_error() {
        Some(said) => class(said) == "57P" || class(said).starts_with("08"),
        None => {
            error.is_closed()
                || error
                    .source()
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
        }
    }
}

/// Whether a commit that failed so certainly left nothing.
pub(super) fn is_certain(error: &tokio_postgres::Error) -> bool {
    error
        .as_db_error()
        .is_some_and(|said| matches!(class(said).get(..2), Some("40" | "23")))
}

fn class(said: &DbError) -> &str {
    said.code().code().get(..3).unwrap_or_default()
}

/// `query` is the label of the statement.
pub(super) fn translate(query: &str, error: &tokio_postgres::Error) -> StoreError {
    let Some(said) = error.as_db_error() else {
        if is_lost(error) {
            return StoreError::unavailable(UnavailableReason::ConnectionLost, whole(error));
        }
        return StoreError::refused(query, whole(error));
    };
    let code = said.code();
    let reason = match code.code() {
        "53100" => UnavailableReason::DiskFull,
        "25006" => UnavailableReason::ReadOnly,
        "57014" | "55P03" | "25P03" => UnavailableReason::TimedOut,
        "58030" => UnavailableReason::Io,
        "XX001" | "XX002" => {
            return StoreError::Damaged {
                detail: said.to_string(),
            };
        }
        other if other.starts_with("57P") || other.starts_with("08") || other.starts_with("53") => {
            UnavailableReason::ConnectionLost
        }
        other if other.starts_with("23") => return constraint(query, said),
        other => return StoreError::refused(query, format!("{said} ({other})")),
    };
    StoreError::unavailable(reason, format!("{said} ({})", code.code()))
}

fn constraint(query: &str, said: &DbError) -> StoreError {
    let named = || said.constraint().unwrap_or_default().to_owned();
    let (kind, name) = match *said.code() {
        SqlState::UNIQUE_VIOLATION => (ConstraintKind::Unique, named()),
        SqlState::CHECK_VIOLATION => (ConstraintKind::Check, named()),
        SqlState::NOT_NULL_VIOLATION => {
            let (table, column) = (
                said.table().unwrap_or_default(),
                said.column().unwrap_or_default(),
            );
            (ConstraintKind::NotNull, format!("{table}_{column}_not_null"))
        }
        SqlState::FOREIGN_KEY_VIOLATION => (ConstraintKind::ForeignKey, "foreign_key".to_owned()),
        SqlState::RESTRICT_VIOLATION => (ConstraintKind::AppendOnly, named()),
        _ => return StoreError::refused(query, said),
    };
    StoreError::Constraint {
        kind,
        name,
        query: query.to_owned(),
    }
}

/// The error and its causes in one line.
fn whole(error: &tokio_postgres::Error) -> String {
    error
        .source()
        .map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"))
}
