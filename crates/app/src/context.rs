//! What every use case is given.

use std::sync::Arc;

use store::Db;
use types::{Clock, Inn, Rng, Timestamp, UtcOffset};

use crate::archive::Places;
use crate::credentials::Passwords;
use crate::directory::Directory;
use crate::intake::Waiting;
use crate::kz_ofd::{Attempts, KzSettings};
use crate::ofd::RememberedRegisters;
use crate::signals::Signals;

/// The platform as use cases see it. Clones share everything.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    settings: Settings,
    signals: Signals,
    directory: Directory,
    waiting: Waiting,
    passwords: Passwords,
    archives: Places,
    kz_sign_ins: Attempts,
    ofd_registers: RememberedRegisters,
}

/// What the configuration decides for use cases.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Base of links that people get, without a slash at the end.
    pub public_url: String,
    /// Taxpayer number of the operator: tag 1017.
    pub ofd_inn: Inn,
    /// Name of the operator: tag 1046.
    pub ofd_name: String,
    /// Storages whose number begins so are taken without enrollment; empty: none.
    pub guest_prefix: String,
    /// Whether documents that no known key signed are taken.
    pub unverified: Unverified,
    /// Tasks that may wait in one queue.
    pub waiting_tasks_max: u32,
    /// Time a register has for the tasks it took, seconds.
    pub lease_s: u32,
    /// Times a receipt may break the program that seals it.
    pub attempts_max: u32,
    /// Time for which registers that cannot seal are waited for, seconds.
    pub give_up_after_s: u32,
    /// Age at which an open shift is closed, seconds.
    pub shift_close_after_s: u32,
    /// Wall clock of the registers.
    pub offset: UtcOffset,
    /// What the Kazakh operator is told.
    pub kz: KzSettings,
}

/// Whether documents that no known key signed are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unverified {
    /// Taken, and marked.
    Taken,
    /// Refused.
    Refused,
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(db: Db, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, settings: Settings) -> Self {
        let (signals, directory, waiting, passwords) = Default::default();
        let (archives, kz_sign_ins, ofd_registers) = Default::default();
        Self {
            inner: Arc::new(Inner {
                db,
                clock,
                rng,
                settings,
                signals,
                directory,
                waiting,
                passwords,
                archives,
                kz_sign_ins,
                ofd_registers,
            }),
        }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The clock, for those who ask it more often.
    #[must_use]
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.clock)
    }

    /// Where randomness comes from.
    #[must_use]
    pub fn rng(&self) -> &dyn Rng {
        self.inner.rng.as_ref()
    }

    /// What the configuration decides.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Wake-up calls of this process.
    #[must_use]
    pub fn signals(&self) -> &Signals {
        &self.inner.signals
    }

    /// How many tasks wait in each queue, as lately counted.
    #[must_use]
    pub fn waiting(&self) -> &Waiting {
        &self.inner.waiting
    }

    /// Where passwords are worked on.
    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    /// Places for archives that are loaded.
    pub(crate) fn archives(&self) -> &Places {
        &self.inner.archives
    }

    /// Sign-ins at Kazakh registers.
    pub(crate) fn kz_sign_ins(&self) -> &Attempts {
        &self.inner.kz_sign_ins
    }

    /// Registers of the operator, as lately heard.
    pub(crate) fn ofd_registers(&self) -> &RememberedRegisters {
        &self.inner.ofd_registers
    }

    /// Shops and queues, as lately read.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.inner.directory
    }
}
