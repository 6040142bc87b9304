//! A simulator of shops.

use super::{Callback, CallbackOutcome, Callbacks};
use crate::Pending;
use crate::journal::Journal;

/// Answers by a script, otherwise with 200, and remembers the last thousand callbacks.
#[derive(Debug)]
pub struct ScriptedCallbacks {
    journal: Journal<Callback, CallbackOutcome>,
}

impl ScriptedCallbacks {
    /// A simulator that takes every callback.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            journal: Journal::new(CallbackOutcome::Delivered { status: 200 }),
        }
    }

    /// Puts an outcome at the end of the script.
    pub fn then(&self, outcome: CallbackOutcome) {
        self.journal.then(outcome);
    }

    /// The outcome once the script is at its end.
    pub fn otherwise(&self, outcome: CallbackOutcome) {
        self.journal.otherwise(outcome);
    }

    /// The callbacks so far, oldest first.
    #[must_use]
    pub fn delivered(&self) -> Vec<Callback> {
        self.journal.seen()
    }

    /// Forgets callbacks and script.
    pub fn clear(&self) {
        self.journal.clear();
    }
}

impl Default for ScriptedCallbacks {
    fn default() -> Self {
        Self::new()
    }
}

impl Callbacks for ScriptedCallbacks {
    fn deliver<'a>(&'a self, callback: &'a Callback) -> Pending<'a, CallbackOutcome> {
        Box::pin(async move { self.journal.next(callback.clone()) })
    }
}
