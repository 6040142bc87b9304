//! What a register tells without being asked, in words.

use print::{Arg, Locale, TextId};
use register_kz::{BlockReason, Notice, NoticeLevel};
use serde_json::{Value, json};
use types::LocalDateTime;

use crate::error::block_code;
use crate::view;

/// A notice as the API tells it: `code` and `level` for programs, `text` for people.
pub(crate) fn shown(notice: &Notice, locale: Locale) -> Value {
    json!({
        "code": code(notice),
        "level": level(notice.level()),
        "text": text(notice, locale),
        "at": moment(notice).map(view::time),
    })
}

/// Stable names of notices.
pub(crate) const fn code(notice: &Notice) -> &'static str {
    match notice {
        Notice::Blocked { .. } => "blocked",
        Notice::ClockBehind { .. } => "clock_behind",
        Notice::ClockBehindOperator { .. } => "clock_behind_operator",
        Notice::ShiftExpired { .. } => "shift_expired",
        Notice::ShiftNearsEnd { .. } => "shift_nears_end",
        Notice::AutonomousNearsEnd { .. } => "autonomous_nears_end",
        Notice::SetAside { .. } => "set_aside",
        Notice::Autonomous { .. } => "autonomous",
    }
}

pub(crate) const fn level(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Stop => "stop",
        NoticeLevel::Warning => "warning",
        NoticeLevel::Information => "information",
    }
}

/// The moment that it speaks of.
const fn moment(notice: &Notice) -> Option<LocalDateTime> {
    match notice {
        Notice::ClockBehind { last } => Some(*last),
        Notice::ClockBehindOperator { operator } => Some(*operator),
        Notice::ShiftExpired { opened_at, .. } => Some(*opened_at),
        Notice::ShiftNearsEnd { ends_at, .. } => Some(*ends_at),
        Notice::AutonomousNearsEnd { blocks_at } => Some(*blocks_at),
        Notice::Autonomous { since, .. } => Some(*since),
        Notice::Blocked { .. } | Notice::SetAside { .. } => None,
    }
}

/// In the reader's language, with the operator's own words where it has said something.
pub(crate) fn text(notice: &Notice, locale: Locale) -> String {
    let at = moment(notice)
        .map(|at| at.format("%d.%m.%Y %H:%M:%S"))
        .unwrap_or_default();
    let with = |id: &'static str, args: &[(&'static str, Arg<'_>)]| locale.text_with(TextId(id), args);
    match notice {
        Notice::Blocked { reason } => {
            let text = locale.text(TextId(block_code(reason).text()));
            match said(reason) {
                "" => text,
                said => format!("{text}: {said}"),
            }
        }
        Notice::ClockBehind { .. } => with("core-notice-clock", &[("at", Arg::Text(&at))]),
        Notice::ClockBehindOperator { .. } => with("core-notice-clock-operator", &[("at", Arg::Text(&at))]),
        Notice::ShiftExpired { shift, .. } => {
            let args = [("number", Arg::Text(&shift.to_string())), ("at", Arg::Text(&at))];
            with("core-notice-shift-expired", &args)
        }
        Notice::ShiftNearsEnd { shift, .. } => {
            let args = [("number", Arg::Text(&shift.to_string())), ("at", Arg::Text(&at))];
            with("core-notice-shift-nears-end", &args)
        }
        Notice::AutonomousNearsEnd { .. } => {
            with("core-notice-autonomous-nears-end", &[("at", Arg::Text(&at))])
        }
        Notice::SetAside { count } => {
            let count = u32::try_from(*count).unwrap_or(u32::MAX);
            with("core-notice-set-aside", &[("count", Arg::Count(count))])
        }
        Notice::Autonomous { count, .. } => {
            let args = [("count", Arg::Count(*count)), ("at", Arg::Text(&at))];
            with("core-notice-autonomous", &args)
        }
    }
}

/// The operator's own words.
pub(crate) fn said(reason: &BlockReason) -> &str {
    match reason {
        BlockReason::Operator { text }
        | BlockReason::ProtocolFault { text, .. }
        | BlockReason::QueueRefused { text, .. } => text,
        BlockReason::InvalidToken | BlockReason::UnknownId | BlockReason::AutonomousTooLong { .. } => "",
    }
}
