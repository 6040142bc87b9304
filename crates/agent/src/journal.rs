//! The agent's durable memory: an append-only file, synced before anything that depends on it happens.
//!
//! One line a record: sixteen hexadecimal digits of check, a blank, JSON. A last line that is torn was never
//! acted upon and is cut off; damage anywhere else is refused, since nobody can know what stood there.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::work::{Book, OutOfOrder, Record};

/// Size from which on a journal is written anew with the fewest records when it is opened, in bytes.
const COMPACT_FROM: u64 = 1024 * 1024;
/// Largest journal that is read, in bytes.
const SIZE_MAX: u64 = 256 * 1024 * 1024;
const CHECK_DIGITS: usize = 16;

/// The journal of one agent; no other process can open it meanwhile.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    book: Book,
    length: u64,
    health: Health,
    _lock: File,
}

/// After a failed sync nobody knows what the disk holds: only a restart, which reads it, can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    Sound,
    Unknown,
}

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// Another process has it.
    #[error("journal {path} is in use by another process")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("journal {path}: {action} failed")]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: &'static str,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Larger than any agent makes it.
    #[error("journal {path} has {size} bytes; at most {SIZE_MAX} are read")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its bytes.
        size: u64,
    },
    /// A line in the middle is damaged.
    #[error("line {line} of journal {path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// A record does not follow from those before it.
    #[error("line {line} of journal {path} is out of order")]
    OutOfOrder {
        /// The file.
        path: PathBuf,
        /// The line, from 1; 0 for a record that was to be appended.
        line: usize,
        /// What is wrong.
        #[source]
        source: OutOfOrder,
    },
    /// A record cannot be written as JSON.
    #[error("a record cannot be written")]
    Unwritable(#[source] serde_json::Error),
    /// A sync failed before.
    #[error("journal {path} failed before; restart the agent")]
    Unknown {
        /// The file.
        path: PathBuf,
    },
}

impl Journal {
    /// Opens or makes the journal and folds it.
    ///
    /// # Errors
    /// [`JournalError`]; an agent must not work without its journal.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let lock = lock(path)?;
        let io = |action| {
            move |source| JournalError::Io {
                path: path.to_owned(),
                action,
                source,
            }
        };
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
            .map_err(io("opening"))?;
        let size = file.metadata().map_err(io("measuring"))?.len();
        if size > SIZE_MAX {
            return Err(JournalError::TooLarge {
                path: path.to_owned(),
                size,
            });
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io("reading"))?;
        let (book, length) = fold(path, &bytes)?;
        if length < size {
            tracing::warn!(journal.path = %path.display(), torn_bytes = size - length, "a torn record was cut off");
            file.set_len(length).map_err(io("cutting"))?;
        }
        file.seek(SeekFrom::End(0)).map_err(io("seeking"))?;
        file.sync_all().map_err(io("syncing"))?;
        sync_folder(path).map_err(io("syncing the folder of"))?;
        let mut journal = Self {
            path: path.to_owned(),
            file,
            book,
            length,
            health: Health::Sound,
            _lock: lock,
        };
        if journal.length >= COMPACT_FROM {
            journal.compact()?;
        }
        Ok(journal)
    }

    /// What the records say.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    /// Appends a record; on return it is durable.
    ///
    /// # Errors
    /// [`JournalError`]. After a failed write the file is as before; after a failed sync every further append
    /// is refused.
    pub fn append(&mut self, record: &Record) -> Result<(), JournalError> {
        if self.health == Health::Unknown {
            return Err(JournalError::Unknown {
                path: self.path.clone(),
            });
        }
        let line = line_of(record).map_err(JournalError::Unwritable)?;
        let out_of_order = |source| JournalError::OutOfOrder {
            path: self.path.clone(),
            line: 0,
            source,
        };
        self.book.admit(record).map_err(out_of_order)?;
        if let Err(source) = self.file.write_all(&line) {
            self.take_back();
            return Err(JournalError::Io {
                path: self.path.clone(),
                action: "writing",
                source,
            });
        }
        if let Err(source) = self.file.sync_data() {
            self.health = Health::Unknown;
            return Err(JournalError::Io {
                path: self.path.clone(),
                action: "syncing",
                source,
            });
        }
        self.length += u64::try_from(line.len()).unwrap_or(0);
        self.book.apply(record).map_err(out_of_order)
    }

    /// Cuts a half-written record off again, such as on a full disk.
    fn take_back(&mut self) {
        let cut = self
            .file
            .set_len(self.length)
            .and_then(|()| self.file.seek(SeekFrom::End(0)));
        if cut.is_err() {
            self.health = Health::Unknown;
        }
    }

    /// Writes the fewest records into a new file and puts it in place of the old one.
    fn compact(&mut self) -> Result<(), JournalError> {
        let path = self.path.clone();
        let io = |action| {
            let path = path.clone();
            move |source| JournalError::Io { path, action, source }
        };
        let new_path = path.with_extension("new");
        let mut new = File::create(&new_path).map_err(io("making anew"))?;
        let mut bytes = Vec::new();
        for record in self.book.records() {
            bytes.extend(line_of(&record).map_err(JournalError::Unwritable)?);
        }
        new.write_all(&bytes).map_err(io("writing anew"))?;
        new.sync_all().map_err(io("syncing anew"))?;
        fs::rename(&new_path, &path).map_err(io("replacing"))?;
        sync_folder(&path).map_err(io("syncing the folder of"))?;
        self.file = new;
        self.length = u64::try_from(bytes.len()).unwrap_or(0);
        Ok(())
    }
}

/// Takes the lock beside the journal, which is replaced now and then.
fn lock(path: &Path) -> Result<File, JournalError> {
    let lock_path = path.with_extension("lock");
    let io = |source| JournalError::Io {
        path: lock_path.clone(),
        action: "locking",
        source,
    };
    let file = File::create(&lock_path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse {
            path: path.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

/// Folds whole lines; tells how many bytes they take.
fn fold(path: &Path, bytes: &[u8]) -> Result<(Book, u64), JournalError> {
    let mut book = Book::default();
    let mut length = 0;
    let mut lines = bytes
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
        .peekable();
    while let Some((index, line)) = lines.next() {
        let Some(record) = record_of(line) else {
            if lines.peek().is_none() {
                break;
            }
            return Err(JournalError::Damaged {
                path: path.to_owned(),
                line: index + 1,
            });
        };
        book.apply(&record).map_err(|source| JournalError::OutOfOrder {
            path: path.to_owned(),
            line: index + 1,
            source,
        })?;
        length += u64::try_from(line.len()).unwrap_or(0);
    }
    Ok((book, length))
}

fn line_of(record: &Record) -> Result<Vec<u8>, serde_json::Error> {
    let json = serde_json::to_string(record)?;
    Ok(format!("{} {json}\n", check(json.as_bytes())).into_bytes())
}

/// `None` for a torn or damaged line.
fn record_of(line: &[u8]) -> Option<Record> {
    let line = line.strip_suffix(b"\n")?;
    let (stated, rest) = line.split_at_checked(CHECK_DIGITS)?;
    let json = rest.strip_prefix(b" ")?;
    if check(json).as_bytes() != stated {
        return None;
    }
    serde_json::from_slice(json).ok()
}

fn check(json: &[u8]) -> String {
    let digest = hex::encode(Sha256::digest(json));
    digest.chars().take(CHECK_DIGITS).collect()
}

/// Makes a new or renamed file durable in its folder.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests;
