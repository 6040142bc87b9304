//! When shifts open and close by themselves.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::VirtualRegister;
use crate::fiscal_storage::{SHIFT_MAX_S, whole_minute};

/// Seconds before the law's limit at which a shift is renewed by default.
const RENEWAL_MARGIN_S: i64 = 600;

/// When shifts open and close by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftPolicy {
    /// When a shift opens.
    pub opening: ShiftOpening,
    /// When an open shift is closed, and another opened if receipts wait.
    pub renewal: ShiftRenewal,
}

/// When a shift opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShiftOpening {
    /// Before the first receipt.
    OnReceipt,
    /// Only by command.
    ByCommand,
}

/// When an open shift is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ShiftRenewal {
    /// So many seconds after its opening; more than the law's limit is cut to it.
    After {
        /// Age of the shift in seconds.
        age_s: u32,
    },
    /// Only by command.
    ByCommand,
}

/// Opens on the first receipt, closes ten minutes before the law's limit.
impl Default for ShiftPolicy {
    fn default() -> Self {
        Self {
            opening: ShiftOpening::OnReceipt,
            renewal: ShiftRenewal::After {
                age_s: u32::try_from(SHIFT_MAX_S - RENEWAL_MARGIN_S).unwrap_or(u32::MAX),
            },
        }
    }
}

impl ShiftPolicy {
    /// Nothing happens by itself.
    pub const MANUAL: Self = Self {
        opening: ShiftOpening::ByCommand,
        renewal: ShiftRenewal::ByCommand,
    };
}

impl VirtualRegister {
    /// When the policy closes the open shift; `None` without one, or when only a command closes it.
    #[must_use]
    pub fn shift_closes_at(&self, policy: &ShiftPolicy) -> Option<LocalDateTime> {
        let open = self.storage().open_shift()?;
        match policy.renewal {
            ShiftRenewal::After { age_s } => Some(open.opened_at.plus_s(i64::from(age_s).min(SHIFT_MAX_S))),
            ShiftRenewal::ByCommand => None,
        }
    }

    /// Whether the policy closes the open shift now.
    #[must_use]
    pub fn shift_is_due(&self, policy: &ShiftPolicy, now: LocalDateTime) -> bool {
        self.shift_closes_at(policy)
            .is_some_and(|at| whole_minute(now) >= at)
    }
}
