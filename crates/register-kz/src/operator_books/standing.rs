//! Whether a register may work, and who stands in its way.
//!
//! Staff and a missing tariff block independently: lifting one block leaves the other where it is.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

/// Whether the register may work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may.
    #[default]
    InService,
    /// It may not, until whoever blocked it lifts this.
    Blocked {
        /// What the cashier is told.
        reason: String,
        /// Who blocked it.
        #[serde(default)]
        cause: BlockCause,
        /// Since when it may not, by the operator's clock at the register's place: the earlier of two blocks that
        /// overlap. What the register made before is still taken.
        since: LocalDateTime,
    },
    /// It is off the tax records for good.
    Deregistered {
        /// Since when, by the operator's clock at the register's place.
        since: LocalDateTime,
    },
}

/// Who blocked a register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockCause {
    /// The operator's staff.
    #[default]
    Staff,
    /// The absence of a tariff.
    Tariff,
    /// Both; the cashier is told the staff's reason.
    StaffAndTariff {
        /// What the cashier is told once the staff lifts its block.
        tariff_reason: String,
    },
}

impl Standing {
    /// Since when the register may not work; `None`: it may.
    #[must_use]
    pub const fn out_since(&self) -> Option<LocalDateTime> {
        match self {
            Self::InService => None,
            Self::Blocked { since, .. } | Self::Deregistered { since } => Some(*since),
        }
    }

    /// Where a register stands after the operator's staff blocked it at `now`. What is off the records stays so.
    #[must_use]
    pub fn blocked_by_staff(self, reason: String, now: LocalDateTime) -> Self {
        let (cause, since) = match self {
            Self::Deregistered { .. } => return self,
            Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
                since,
            } => (BlockCause::StaffAndTariff { tariff_reason }, since),
            Self::Blocked { cause, since, .. } => (cause, since),
            Self::InService => (BlockCause::Staff, now),
        };
        Self::Blocked { reason, cause, since }
    }

    /// Where it stands after its tariff ended at `now`.
    #[must_use]
    pub fn blocked_by_tariff(self, tariff_reason: String, now: LocalDateTime) -> Self {
        match self {
            Self::Deregistered { .. } => self,
            Self::InService => Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
                since: now,
            },
            Self::Blocked {
                cause: BlockCause::Tariff,
                since,
                ..
            } => Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
                since,
            },
            Self::Blocked {
                reason,
                cause: BlockCause::Staff | BlockCause::StaffAndTariff { .. },
                since,
            } => Self::Blocked {
                reason,
                cause: BlockCause::StaffAndTariff { tariff_reason },
                since,
            },
        }
    }

    /// Where it stands after it went off the tax records at `now`; for good.
    #[must_use]
    pub fn deregistered(self, now: LocalDateTime) -> Self {
        match self {
            Self::Deregistered { .. } => self,
            Self::InService | Self::Blocked { .. } => Self::Deregistered {
                since: self.out_since().unwrap_or(now),
            },
        }
    }

    /// Where it stands after the staff lifted its own block, and no other.
    #[must_use]
    pub fn lifted_by_staff(self) -> Self {
        match self {
            Self::Blocked {
                cause: BlockCause::Staff,
                ..
            } => Self::InService,
            Self::Blocked {
                cause: BlockCause::StaffAndTariff { tariff_reason },
                since,
                ..
            } => Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
                since,
            },
            Self::InService | Self::Blocked { .. } | Self::Deregistered { .. } => self,
        }
    }

    /// Where it stands after a tariff was chosen: the block that its absence brought is gone, and no other.
    #[must_use]
    pub fn lifted_by_tariff(self) -> Self {
        match self {
            Self::Blocked {
                cause: BlockCause::Tariff,
                ..
            } => Self::InService,
            Self::Blocked {
                reason,
                cause: BlockCause::StaffAndTariff { .. },
                since,
            } => Self::Blocked {
                reason,
                cause: BlockCause::Staff,
                since,
            },
            Self::InService | Self::Blocked { .. } | Self::Deregistered { .. } => self,
        }
    }
}
