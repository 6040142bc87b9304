//! What a server acknowledged, written down by the one who was told.
//!
//! An entry is made after the answer and before the next request of that connection, so nothing that was promised
//! is missing when the server dies.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// One outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The shop was told the task of its receipt.
    Accepted {
        /// Key that the shop chose.
        external_id: String,
        /// Id that the server chose.
        task: String,
    },
    /// A repeat of an accepted key was answered with another task.
    TwoTasks {
        /// Key that the shop chose.
        external_id: String,
        /// The task that the repeat was told.
        task: String,
    },
    /// The server refused for good.
    Refused {
        /// Key that the shop chose.
        external_id: String,
        /// Status of the answer.
        status: u16,
    },
    /// Sent, and never answered.
    Unknown {
        /// Key that the shop chose.
        external_id: String,
    },
}

/// All outcomes of a run, in the order in which they became known.
#[derive(Default)]
pub struct Ledger {
    entries: Mutex<Vec<Entry>>,
}

impl Ledger {
    /// Notes one outcome.
    pub fn note(&self, entry: Entry) {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(entry);
    }

    /// The outcomes so far.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Accepted tasks so far, external id → task.
    pub fn accepted(&self) -> BTreeMap<String, String> {
        accepted(&self.entries())
    }

    /// Writes the outcomes, one a line.
    pub fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        for entry in self.entries() {
            match entry {
                Entry::Accepted { external_id, task } => writeln!(file, "accepted {external_id} {task}")?,
                Entry::TwoTasks { external_id, task } => writeln!(file, "two {external_id} {task}")?,
                Entry::Refused { external_id, status } => writeln!(file, "refused {external_id} {status}")?,
                Entry::Unknown { external_id } => writeln!(file, "unknown {external_id} -")?,
            }
        }
        file.flush()
    }

    /// Reads what [`Self::write_to`] wrote.
    pub fn read_from(path: &Path) -> io::Result<Self> {
        let mut entries = Vec::new();
        for line in BufReader::new(File::open(path)?).lines() {
            let line = line?;
            let mut words = line.split(' ').map(str::to_owned);
            let (Some(kind), Some(external_id), Some(last)) = (words.next(), words.next(), words.next())
            else {
                return Err(io::Error::other(format!("no entry of a ledger: {line}")));
            };
            entries.push(match kind.as_str() {
                "accepted" => Entry::Accepted {
                    external_id,
                    task: last,
                },
                "two" => Entry::TwoTasks {
                    external_id,
                    task: last,
                },
                "refused" => Entry::Refused {
                    external_id,
                    status: last.parse().map_err(io::Error::other)?,
                },
                "unknown" => Entry::Unknown { external_id },
                _ => return Err(io::Error::other(format!("no entry of a ledger: {line}"))),
            });
        }
        Ok(Self {
            entries: Mutex::new(entries),
        })
    }
}

/// Accepted tasks among entries, external id → task.
pub fn accepted(entries: &[Entry]) -> BTreeMap<String, String> {
    let tasks = entries.iter().filter_map(|entry| match entry {
        Entry::Accepted { external_id, task } => Some((external_id.clone(), task.clone())),
        Entry::TwoTasks { .. } | Entry::Refused { .. } | Entry::Unknown { .. } => None,
    });
    tasks.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        let ledger = Ledger::default();
        let (external_id, task) = ("a-1".to_owned(), "7".to_owned());
        ledger.note(Entry::Accepted {
            external_id: external_id.clone(),
            task: task.clone(),
        });
        ledger.note(Entry::TwoTasks {
            external_id: external_id.clone(),
            task,
        });
        ledger.note(Entry::Refused {
            external_id: external_id.clone(),
            status: 422,
        });
        ledger.note(Entry::Unknown { external_id });
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ledger");
        ledger.write_to(&path).expect("written");
        assert_eq!(
            Ledger::read_from(&path).expect("read").entries(),
            ledger.entries()
        );
        assert_eq!(ledger.accepted().len(), 1);
    }
}
