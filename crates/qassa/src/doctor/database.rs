//! The database: there, ours, of this version, writable.

use std::path::Path;
use std::time::{Duration, Instant};

use store::health::{self, SchemaVersion};
use store::{Db, DbOptions, StoreError, UnavailableReason};

use super::network::Platform;
use super::{Finding, disk};
use crate::config::Config;

const SUBJECT: &str = "database";
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// Looks at the database; tells its schema, where there is one.
pub(super) async fn examine(config: &Config, platform: Platform) -> (Vec<Finding>, Option<SchemaVersion>) {
    let url = config.database.url.as_str();
    let mut findings = Vec::new();
    if let Some(path) = url.strip_prefix("sqlite:") {
        let path = Path::new(path);
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        if !folder.is_dir() {
            let message = format!("the folder {} does not exist", folder.display());
            return (vec![Finding::fail(SUBJECT, message)], None);
        }
        findings.extend(disk::examine(folder));
        if !path.exists() {
            let message = format!("{} does not exist yet; `qassa serve` makes it", path.display());
            findings.push(Finding::warn(SUBJECT, message));
            return (findings, None);
        }
    }
    let mut options = DbOptions::new(url);
    options.readers = 1;
    options.pool_size = 1;
    let schema = match Db::open(options).await {
        Ok(db) => {
            let (found, schema) = look(&db).await;
            findings.extend(found);
            if tokio::time::timeout(CLOSE_TIMEOUT, db.shutdown()).await.is_err() {
                findings.push(Finding::warn(SUBJECT, "it does not close"));
            }
            schema
        }
        Err(error) => {
            findings.push(refusal(&error, platform));
            None
        }
    };
    (findings, schema)
}

/// A running platform has its embedded database for itself.
fn refusal(error: &StoreError, platform: Platform) -> Finding {
    match (error, platform) {
        (
            StoreError::Unavailable {
                reason: UnavailableReason::Locked,
                detail,
            },
            Platform::Running,
        ) => Finding::ok(
            SUBJECT,
            format!("{detail}: the running platform; its schema was not looked at"),
        ),
        (error, Platform::Running | Platform::Stopped) => Finding::fail(SUBJECT, error.to_string()),
    }
}

async fn look(db: &Db) -> (Vec<Finding>, Option<SchemaVersion>) {
    let schema = match db.read("doctor_schema", health::schema_version).await {
        Ok(schema) => schema,
        Err(error) => return (vec![Finding::fail(SUBJECT, error.to_string())], None),
    };
    let known = store::migrations().map(|(version, _)| version).max().unwrap_or(0);
    let mut findings = vec![schema_finding(schema.as_ref(), known)];
    let start = Instant::now();
    findings.push(match db.write("doctor_write", health::ping).await {
        Ok(()) => Finding::ok(
            SUBJECT,
            format!("it takes writes, in {} µs", start.elapsed().as_micros()),
        ),
        Err(error) => Finding::fail(SUBJECT, error.to_string()),
    });
    (findings, schema)
}

pub(super) fn schema_finding(schema: Option<&SchemaVersion>, known: i64) -> Finding {
    let Some(SchemaVersion { version, name, .. }) = schema else {
        return Finding::warn(
            SUBJECT,
            "it is empty; `qassa migrate` or `qassa serve` makes its tables",
        );
    };
    if *version == known {
        return Finding::ok(
            SUBJECT,
            format!("its schema is {version} ({name}), as this program wants it"),
        );
    }
    if *version < known {
        let message = format!(
            "its schema is {version} ({name}), this program has {known}; `qassa migrate` brings it forward"
        );
        return Finding::warn(SUBJECT, message);
    }
    let message =
        format!("its schema is {version} ({name}), this program knows {known} only: use a newer program");
    Finding::fail(SUBJECT, message)
}
