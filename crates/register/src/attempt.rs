//! Finding out how a command ended that got no answer.

use serde::{Deserialize, Serialize};

use crate::fiscal_storage::{FiscalStorage, LastDocument};
use crate::numbering::FiscalDocumentNumber;

/// What a driver writes down before it sends a command that seals one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The newest document before the command; `None` before the registration.
    pub last: Option<FiscalDocumentNumber>,
}

/// How a command ended, told by the newest document after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The document was sealed: report it, never send the command again.
    Done(LastDocument),
    /// Nothing was sealed: the command may be sent again.
    NotDone,
    /// The newest document fits neither: somebody else drives the register, or it is another storage.
    Inconsistent {
        /// The newest document before the command.
        before: Option<FiscalDocumentNumber>,
        /// The newest document after it.
        after: Option<FiscalDocumentNumber>,
    },
}

impl Attempt {
    /// To be written down durably before the command is sent.
    #[must_use]
    pub fn upon(storage: &FiscalStorage) -> Self {
        Self {
            last: storage.last_document().map(|last| last.number),
        }
    }

    /// Compares with the newest document that the storage tells after the silence.
    #[must_use]
    pub fn resolve(self, newest: Option<LastDocument>) -> Resolution {
        let first = FiscalDocumentNumber::new(1);
        match newest {
            Some(document) if document.number == self.last.map_or(first, FiscalDocumentNumber::next) => {
                Resolution::Done(document)
            }
            _ if newest.map(|document| document.number) == self.last => Resolution::NotDone,
            _ => Resolution::Inconsistent {
                before: self.last,
                after: newest.map(|document| document.number),
            },
        }
    }
}
