//! What the register tells without being asked. Nothing changes here.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::{AUTONOMOUS_MAX_S, BlockReason, CashRegister, Mode, SHIFT_MAX_S, Shift};
use crate::ShiftNumber;

/// How long before its end a shift is spoken of, in seconds. Source: ours.
pub const SHIFT_NOTICE_S: i64 = 3600;
/// How long before 72 h without the operator are over they are spoken of, in seconds. Source: ours.
pub const AUTONOMOUS_NOTICE_S: i64 = 12 * 3600;

/// Something that whoever works with the register should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The register issues nothing.
    Blocked {
        /// Why.
        reason: BlockReason,
    },
    /// The clock is behind the newest document: nothing is issued.
    ClockBehind {
        /// The newest document.
        last: LocalDateTime,
    },
    /// The clock is behind the operator's times: nothing is issued.
    ClockBehindOperator {
        /// The operator's newest time of a shift.
        operator: LocalDateTime,
    },
    /// The shift has been open for more than 24 hours. Law: KZ-626/shift.
    ShiftExpired {
        /// Its number.
        shift: ShiftNumber,
        /// When it opened.
        opened_at: LocalDateTime,
    },
    /// Less than an hour of the shift is left.
    ShiftNearsEnd {
        /// Its number.
        shift: ShiftNumber,
        /// When its 24 hours are over.
        ends_at: LocalDateTime,
    },
    /// Less than twelve of the 72 hours without the operator are left. Law: KZ-626/autonomous.
    AutonomousNearsEnd {
        /// When the register stops.
        blocks_at: LocalDateTime,
    },
    /// Documents were set aside: the operator does not have them.
    SetAside {
        /// How many.
        count: usize,
    },
    /// Documents are issued without the operator.
    Autonomous {
        /// Time of the first document that failed.
        since: LocalDateTime,
        /// How many documents wait.
        count: u32,
    },
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// Nothing is to be done.
    Information,
    /// Something should be done soon.
    Warning,
    /// Nothing is issued until something is done.
    Stop,
}

impl Notice {
    /// How much it matters.
    #[must_use]
    pub const fn level(&self) -> NoticeLevel {
        match self {
            Self::Blocked { .. }
            | Self::ClockBehind { .. }
            | Self::ClockBehindOperator { .. }
            | Self::ShiftExpired { .. } => NoticeLevel::Stop,
            Self::ShiftNearsEnd { .. } | Self::AutonomousNearsEnd { .. } | Self::SetAside { .. } => {
                NoticeLevel::Warning
            }
            Self::Autonomous { .. } => NoticeLevel::Information,
        }
    }
}

impl CashRegister {
    /// What whoever works with the register should know at this moment, what stops it first.
    #[must_use]
    pub fn notices(&self, now: LocalDateTime) -> Vec<Notice> {
        let mode = self.mode(now);
        if mode == Mode::Setup {
            return Vec::new();
        }
        let mut notices = Vec::new();
        if let Mode::Blocked { reason } = mode.clone() {
            notices.push(Notice::Blocked { reason });
        }
        if let Some(last) = self.last_document_at.filter(|last| now < *last) {
            notices.push(Notice::ClockBehind { last });
        }
        if let Some(operator) = self.operator_time.filter(|operator| now < *operator) {
            notices.push(Notice::ClockBehindOperator { operator });
        }
        notices.extend(self.shift_notice(now));
        if let Mode::Autonomous { since } = mode {
            let blocks_at = since.plus_s(AUTONOMOUS_MAX_S);
            if blocks_at.since_s(now) <= AUTONOMOUS_NOTICE_S {
                notices.push(Notice::AutonomousNearsEnd { blocks_at });
            }
        }
        if !self.set_aside.is_empty() {
            notices.push(Notice::SetAside {
                count: self.set_aside.len(),
            });
        }
        if let (Mode::Autonomous { since }, Some(unsent)) = (mode, self.unsent) {
            notices.push(Notice::Autonomous {
                since,
                count: unsent.count,
            });
        }
        notices
    }

    fn shift_notice(&self, now: LocalDateTime) -> Option<Notice> {
        let Shift::Open { number, opened_at } = self.shift else {
            return None;
        };
        let ends_at = opened_at.plus_s(SHIFT_MAX_S);
        match ends_at.since_s(now) {
            left if left < 0 => Some(Notice::ShiftExpired {
                shift: number,
                opened_at,
            }),
            left if left <= SHIFT_NOTICE_S => Some(Notice::ShiftNearsEnd {
                shift: number,
                ends_at,
            }),
            _ => None,
        }
    }
}
