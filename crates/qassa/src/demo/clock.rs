//! The sandbox's clock: the computer's, moved. Where it stands survives a restart.

use std::sync::atomic::{AtomicI64, Ordering};

use portal::SandboxError;
use portal::sandbox::ClockChange;
use store::{Db, StoreError, sandbox};
use types::{Clock, Timestamp};

use crate::system::SystemClock;

const SETTING: &str = "clock_shift_us";

/// A clock that goes like the computer's and can be moved.
pub struct SandboxClock {
    system: SystemClock,
    shift_us: AtomicI64,
}

impl SandboxClock {
    /// Not moved yet.
    pub const fn new(system: SystemClock) -> Self {
        Self {
            system,
            shift_us: AtomicI64::new(0),
        }
    }

    /// Takes up where the sandbox stood when it was last run.
    pub async fn restore(&self, db: &Db) -> Result<(), StoreError> {
        let kept = db.read("read_clock", |tx| sandbox::setting(tx, SETTING)).await?;
        let shift_us = kept.and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
        let moment = self.system.now().micros().saturating_add(shift_us);
        if let Err(problem) = self.change(ClockChange::Set(Timestamp::from_micros(moment))) {
            tracing::warn!(error = %problem, "the kept clock is out of range; it goes with real time");
        }
        Ok(())
    }

    /// Keeps where the clock stands.
    pub async fn keep(&self, db: &Db) -> Result<(), StoreError> {
        let shift = self.shift_us.load(Ordering::SeqCst).to_string();
        db.write("keep_clock", move |tx| sandbox::set(tx, SETTING, &shift))
            .await
    }

    /// Moves the clock; where it would leave its range it stays where it was.
    ///
    /// # Errors
    /// [`SandboxError::Invalid`].
    pub fn change(&self, change: ClockChange) -> Result<(), SandboxError> {
        let (now, real) = (self.now(), self.system.now());
        let moved = change.apply(now, real)?;
        self.shift_us.store(moved.since_us(real), Ordering::SeqCst);
        Ok(())
    }

    /// Distance from the computer's time, seconds.
    pub fn shift_s(&self) -> i64 {
        self.shift_us.load(Ordering::SeqCst) / 1_000_000
    }
}

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        let shift = self.shift_us.load(Ordering::SeqCst);
        Timestamp::from_micros(self.system.now().micros().saturating_add(shift))
    }
}
