//! Whether a register may work, and who stands in its way.
//!
//! Staff and a missing tariff block independently: lifting one block leaves the other where it is.

use serde::{Deserialize, Serialize};

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
    },
    /// It is off the tax records for good.
    Deregistered,
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
    /// Where a register stands after the operator's staff blocked it. What is off the records stays so.
    #[must_use]
    pub fn blocked_by_staff(self, reason: String) -> Self {
        let cause = match self {
            Self::Deregistered => return self,
            Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
            } => BlockCause::StaffAndTariff { tariff_reason },
            Self::Blocked { cause, .. } => cause,
            Self::InService => BlockCause::Staff,
        };
        Self::Blocked { reason, cause }
    }

    /// Where it stands after its tariff ended.
    #[must_use]
    pub fn blocked_by_tariff(self, tariff_reason: String) -> Self {
        match self {
            Self::Deregistered => self,
            Self::InService
            | Self::Blocked {
                cause: BlockCause::Tariff,
                ..
            } => Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
            },
            Self::Blocked {
                reason,
                cause: BlockCause::Staff | BlockCause::StaffAndTariff { .. },
            } => Self::Blocked {
                reason,
                cause: BlockCause::StaffAndTariff { tariff_reason },
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
                ..
            } => Self::Blocked {
                reason: tariff_reason,
                cause: BlockCause::Tariff,
            },
            Self::InService | Self::Blocked { .. } | Self::Deregistered => self,
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
            } => Self::Blocked {
                reason,
                cause: BlockCause::Staff,
            },
            Self::InService | Self::Blocked { .. } | Self::Deregistered => self,
        }
    }
}
