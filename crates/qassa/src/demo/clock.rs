//! The sandbox's clock: the computer's, moved. Where it stands survives a restart.

use std::sync::atomic::{AtomicI64, Ordering};

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
        let shift = kept.and_then(|text| text.parse().ok()).unwrap_or(0);
        self.shift_us.store(shift, Ordering::SeqCst);
        Ok(())
    }

    /// Keeps where the clock stands.
    pub async fn keep(&self, db: &Db) -> Result<(), StoreError> {
        let shift = self.shift_us.load(Ordering::SeqCst).to_string();
        db.write("keep_clock", move |tx| sandbox::set(tx, SETTING, &shift))
            .await
    }

    /// Moves the clock to a moment.
    pub fn set(&self, now: Timestamp) {
        self.shift_us
            .store(now.since_us(self.system.now()), Ordering::SeqCst);
    }

    /// Moves the clock by seconds; negative moves it back.
    pub fn advance_s(&self, seconds: i64) {
        self.shift_us
            .fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
    }

    /// Back to the computer's time.
    pub fn reset(&self) {
        self.shift_us.store(0, Ordering::SeqCst);
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
