//! How many sign-ins of registers are looked at, and how often they failed.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Sign-ins of registers that are looked at at the same time in one process: half of the places for passwords, so that
/// people sign in whatever registers do. Source: ours.
pub const SIGN_INS_AT_ONCE_MAX: usize = 2;

/// Failed sign-ins of a register in a row that are told as an incident. Source: ours.
pub const FAILED_SIGN_INS_MAX: u32 = 5;

/// Registers whose failures are remembered; beyond it all are forgotten. Source: ours.
const REMEMBERED_MAX: usize = 10_000;

/// Sign-ins of this process. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Attempts {
    known: Arc<Mutex<Known>>,
}

#[derive(Debug, Default)]
struct Known {
    looked_at: HashSet<u32>,
    failed: HashMap<u32, u32>,
}

/// A place to look at a sign-in, free again when it is dropped.
#[derive(Debug)]
pub(crate) struct Attempt {
    attempts: Attempts,
    device_id: u32,
}

impl Attempts {
    /// A place for a register; `None` while another of its sign-ins is looked at, or all places are taken.
    #[must_use]
    pub(crate) fn begin(&self, device_id: u32) -> Option<Attempt> {
        let mut known = self.lock();
        if known.looked_at.len() >= SIGN_INS_AT_ONCE_MAX || !known.looked_at.insert(device_id) {
            return None;
        }
        Some(Attempt {
            attempts: self.clone(),
            device_id,
        })
    }

    /// Counts an outcome; `true`: the register has failed [`FAILED_SIGN_INS_MAX`] times in a row just now.
    #[must_use]
    pub(crate) fn ended(&self, device_id: u32, is_right: bool) -> bool {
        let mut known = self.lock();
        if is_right {
            known.failed.remove(&device_id);
            return false;
        }
        if known.failed.len() >= REMEMBERED_MAX && !known.failed.contains_key(&device_id) {
            known.failed.clear();
        }
        let failed = known.failed.entry(device_id).or_default();
        *failed = failed.saturating_add(1);
        *failed == FAILED_SIGN_INS_MAX
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.attempts.lock().looked_at.remove(&self.device_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_has_one_sign_in_at_a_time_and_all_together_a_few() {
        let attempts = Attempts::default();
        let first = attempts.begin(1).unwrap();
        assert!(attempts.begin(1).is_none(), "of one register");
        let mut taken: Vec<_> = (2..).map_while(|device_id| attempts.begin(device_id)).collect();
        assert_eq!(1 + taken.len(), SIGN_INS_AT_ONCE_MAX);
        drop(first);
        taken.push(attempts.begin(1).unwrap());
        taken.clear();
        assert!(attempts.begin(2).is_some());
    }

    #[test]
    fn failures_in_a_row_are_told_once_and_remembered_for_so_many() {
        let attempts = Attempts::default();
        let told = |count: u32| (0..count).filter(|_| attempts.ended(1, false)).count();
        assert_eq!(told(FAILED_SIGN_INS_MAX - 1), 0);
        assert!(!attempts.ended(1, true));
        assert_eq!(told(FAILED_SIGN_INS_MAX - 1), 0, "a right one ends the row");
        assert_eq!(told(100), 1);
        for device_id in 0..20_000 {
            let _ = attempts.ended(device_id, false);
        }
        assert!(attempts.lock().failed.len() <= REMEMBERED_MAX);
    }
}
