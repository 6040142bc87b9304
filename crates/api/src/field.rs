//! Reading fields of a JSON body and collecting everything that is wrong with them, each with its path.

mod decimal;
mod error;
mod form;
mod node;
mod words;

pub use error::{Code, Expected, FieldError, FieldErrorKind, cut, shown};
pub use form::TimeForms;
pub use node::Node;
pub use words::Words;

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::limits::FIELD_ERRORS_MAX;

/// Everything that is wrong with a body, as far as it was looked at.
///
/// Behind a lock that nobody contends for, so that a handler may keep it while it waits.
#[derive(Debug, Default)]
pub struct Faults {
    list: Mutex<Vec<FieldError>>,
}

impl Faults {
    /// Notes a fault; those beyond the limit are dropped.
    pub fn push(&self, fault: FieldError) {
        let mut list = self.list();
        if list.len() < FIELD_ERRORS_MAX {
            list.push(fault);
        }
    }

    /// `true` when nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list().is_empty()
    }

    /// `true` when something at `path`, above it or below it is wrong.
    #[must_use]
    pub fn touches(&self, path: &str) -> bool {
        self.list()
            .iter()
            .any(|fault| is_within(&fault.path, path) || is_within(path, &fault.path))
    }

    fn list(&self) -> MutexGuard<'_, Vec<FieldError>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The faults in the order in which they were found.
    #[must_use]
    pub fn into_list(self) -> Vec<FieldError> {
        self.list.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_within(inner: &str, outer: &str) -> bool {
    match inner.strip_prefix(outer) {
        Some(rest) => outer.is_empty() || rest.is_empty() || rest.starts_with(['.', '[']),
        None => false,
    }
}

#[cfg(test)]
mod tests;
