//! A simulator of a mail server: what was sent can be read.

use super::{Mail, MailOutcome, Mailer};
use crate::Pending;
use crate::journal::Journal;

/// Takes every mail unless its script says otherwise, and keeps the last thousand.
#[derive(Debug)]
pub struct Mailbox {
    journal: Journal<Mail, MailOutcome>,
}

impl Mailbox {
    /// An empty mailbox that takes every mail.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            journal: Journal::new(MailOutcome::Sent),
        }
    }

    /// Puts an outcome at the end of the script.
    pub fn then(&self, outcome: MailOutcome) {
        self.journal.then(outcome);
    }

    /// The outcome once the script is at its end.
    pub fn otherwise(&self, outcome: MailOutcome) {
        self.journal.otherwise(outcome);
    }

    /// All mails that were handed in, oldest first, refused ones too.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        self.journal.seen()
    }

    /// Forgets mails and script.
    pub fn clear(&self) {
        self.journal.clear();
    }
}

impl Default for Mailbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Mailer for Mailbox {
    fn send<'a>(&'a self, mail: &'a Mail) -> Pending<'a, MailOutcome> {
        Box::pin(async move { self.journal.next(mail.clone()) })
    }
}
