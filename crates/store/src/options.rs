//! Where the database is and how much it may take.

use std::path::PathBuf;

use crate::StoreError;

/// Which engine keeps the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// `SQLite` inside this process: one machine, nothing to install.
    Sqlite,
    /// A `PostgreSQL` server: several machines.
    Postgres,
}

/// Address and limits. [`DbOptions::new`] fills in the defaults.
#[derive(Clone)]
pub struct DbOptions {
    /// `sqlite:PATH` or `postgres://user:password@host:port/name` (any form that libpq knows).
    pub url: String,
    /// Units that wait for the writer before [`StoreError::Busy`]. Default 8,192.
    pub waiting_units_max: usize,
    /// Reading units that wait before [`StoreError::Busy`]. Default 8,192.
    pub waiting_reads_max: usize,
    /// Reading units at a time: connections of their own on both engines. Default 4.
    pub readers: usize,
    /// Longest statement of a reading unit, and of any unit on `PostgreSQL`, in milliseconds. Default 15,000.
    pub statement_timeout_ms: u64,
    /// Longest wait for a lock that another process or unit holds, in milliseconds. Default 5,000.
    pub lock_timeout_ms: u64,
    /// `SQLite`: units that share one commit at most. Default 1,024.
    pub batch_units_max: usize,
    /// `SQLite`: a batch takes no further unit after so many milliseconds. Default 20.
    pub batch_ms_max: u64,
    /// `SQLite`: pages (4 KiB) of write-ahead log after which they are copied home. Default 4,096 (16 MiB).
    pub checkpoint_pages: u32,
    /// `SQLite`: page cache of the writer, in KiB; each reader has an eighth. Default 32,768.
    pub cache_kib: u32,
    /// `SQLite`: quota in pages (4 KiB); reaching it is [`crate::UnavailableReason::DiskFull`]. Default none.
    pub pages_max: Option<u32>,
    /// `PostgreSQL`: writing units at a time, each on its own connection. Default 16.
    pub pool_size: usize,
    /// `PostgreSQL`: runs of one unit before [`StoreError::Contended`]. Default 10.
    pub attempts_max: u32,
    /// `PostgreSQL`: longest wait for a connection, in milliseconds. Default 5,000.
    pub connect_timeout_ms: u64,
}

impl DbOptions {
    /// The database at `url`, with default limits.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            waiting_units_max: 8_192,
            waiting_reads_max: 8_192,
            readers: 4,
            statement_timeout_ms: 15_000,
            lock_timeout_ms: 5_000,
            batch_units_max: 1_024,
            batch_ms_max: 20,
            checkpoint_pages: 4_096,
            cache_kib: 32_768,
            pages_max: None,
            pool_size: 16,
            attempts_max: 10,
            connect_timeout_ms: 5_000,
        }
    }

    pub(crate) fn place(&self) -> Result<Place, StoreError> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            if path.is_empty() {
                return Err(self.wrong(&"`sqlite:` needs a path"));
            }
            return Ok(Place::Sqlite(PathBuf::from(path)));
        }
        if self.url.starts_with("postgres://") || self.url.starts_with("postgresql://") {
            let config = self
                .url
                .parse()
                .map_err(|error: tokio_postgres::Error| self.wrong(&error))?;
            return Ok(Place::Postgres(Box::new(config)));
        }
        Err(self.wrong(&"it begins with neither `sqlite:` nor `postgres://`"))
    }

    fn wrong(&self, detail: &dyn std::fmt::Display) -> StoreError {
        StoreError::Options {
            url: without_password(&self.url),
            detail: detail.to_string(),
        }
    }
}

pub(crate) enum Place {
    Sqlite(PathBuf),
    Postgres(Box<tokio_postgres::Config>),
}

/// The address for people's eyes: what stands between `//` and `@` is where a password may be.
fn without_password(url: &str) -> String {
    match (url.split_once("//"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}//…@{host}"),
        _ => url.split('?').next().unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_address_is_named_without_its_password() {
        let Err(error) = DbOptions::new("mysql://user:secret@host/db").place() else {
            panic!("accepted")
        };
        let text = error.to_string();
        assert!(text.contains("mysql://…@host/db"), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }

    #[test]
    fn an_address_names_its_engine() {
        assert!(
            matches!(DbOptions::new("sqlite:/a/b").place(), Ok(Place::Sqlite(path)) if path.ends_with("b"))
        );
        assert!(matches!(
            DbOptions::new("postgres://u@h/d").place(),
            Ok(Place::Postgres(_))
        ));
        assert!(DbOptions::new("sqlite:").place().is_err());
    }
}
