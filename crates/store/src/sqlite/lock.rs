//! One process for one database: a second one is told who has it.

use std::ffi::OsString;
use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use crate::{StoreError, UnavailableReason};

/// A lock on `PATH.lock`, which the operating system gives back when the process ends, however it does.
pub(super) struct LockFile {
    _file: File,
}

impl LockFile {
    pub(super) fn take(database: &Path) -> Result<Self, StoreError> {
        let path = beside(database, ".lock");
        let shown = path.display();
        let io = |error: std::io::Error| {
            let reason = if error.kind() == std::io::ErrorKind::ReadOnlyFilesystem {
                UnavailableReason::ReadOnly
            } else {
                UnavailableReason::Io
            };
            StoreError::unavailable(reason, format!("{shown}: {error}"))
        };
        let mut options = File::options();
        let mut file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                file.take(20).read_to_string(&mut holder).map_err(io)?;
                return Err(StoreError::unavailable(
                    UnavailableReason::Locked,
                    format!("process {} has {} open", holder.trim(), database.display()),
                ));
            }
            Err(TryLockError::Error(error)) => return Err(io(error)),
        }
        file.set_len(0).map_err(io)?;
        file.rewind().map_err(io)?;
        // a full disk must not keep us from opening what is there: the name of the holder is a courtesy
        let named = writeln!(file, "{}", std::process::id());
        if let Err(error) = named {
            tracing::warn!(%error, path = %shown, "the lock file does not name this process");
        }
        Ok(Self { _file: file })
    }
}

/// The path with something at its end: `a.db` and `-wal` give `a.db-wal`.
pub(super) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}
