//! Who may do what at the register.

use receipt::kz::Cashier;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Role of a person at the register. Source: KZ-OFD/roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sells.
    Cashier,
    /// Sells, moves cash, closes shifts.
    SeniorCashier,
    /// Sets the register up.
    Administrator,
    /// Of the tax authority: looks, and makes control receipts.
    Inspector,
}

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Sales and purchases, storno lines included.
    Receipts,
    /// Returns.
    Returns,
    /// Cash in and out.
    CashMovements,
    /// X reports, reports by section and cashier, copies.
    Reports,
    /// Z reports.
    ShiftClosing,
    /// Control receipts.
    ControlReceipts,
    /// Set-up, token, way out of a block.
    Administration,
}

/// Somebody at the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Role.
    pub role: Role,
    /// Number and name for the documents.
    pub cashier: Cashier,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [
        Self::Cashier,
        Self::SeniorCashier,
        Self::Administrator,
        Self::Inspector,
    ];

    /// What the role may do. Source: ours.
    #[must_use]
    pub const fn permissions(self) -> &'static [Permission] {
        use Permission::{
            Administration, CashMovements, ControlReceipts, Receipts, Reports, Returns, ShiftClosing,
        };
        match self {
            Self::Cashier => &[Receipts, Returns, CashMovements, Reports],
            Self::SeniorCashier => &[Receipts, Returns, CashMovements, Reports, ShiftClosing],
            Self::Administrator => &[
                Receipts,
                Returns,
                CashMovements,
                Reports,
                ShiftClosing,
                Administration,
            ],
            Self::Inspector => &[Reports, ControlReceipts],
        }
    }

    /// Whether the role may do this.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        self.permissions().contains(&permission)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cashier => "cashier",
            Self::SeniorCashier => "senior cashier",
            Self::Administrator => "administrator",
            Self::Inspector => "inspector",
        })
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Receipts => "receipts",
            Self::Returns => "returns",
            Self::CashMovements => "cash movements",
            Self::Reports => "reports",
            Self::ShiftClosing => "shift closing",
            Self::ControlReceipts => "control receipts",
            Self::Administration => "administration",
        })
    }
}
