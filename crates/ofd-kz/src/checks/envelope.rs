//! Command, parts, and what decoding remarked.

use types::LocalDateTime;

use super::Subject;
use super::report::Report;
use super::rule::RuleId;
use crate::command::{Command, KnownCommand};
use crate::messages::Request;
use crate::result_code::KnownResult;
use crate::schema::{RemarkKind, Walk};
use crate::version::Version;

/// Longest outage, in seconds: 72 hours. Source: KZ-OFD/autonomous.
pub const OUTAGE_MAX_S: i64 = 72 * 3600;

pub(super) fn check_command(request: &Request, version: Version, report: &mut Report) {
    let number = request.command;
    match Command(number).in_version(version) {
        Ok(known) => check_parts(request, known, report),
        Err(KnownResult::UnsupportedCommand) => {
            let message = format!("command {number} does not exist in {version}");
            report.raise(RuleId::CommandUnsupported, "command", message);
        }
        Err(_) => {
            let message = format!("command {number} has no name");
            report.raise(RuleId::CommandUnknown, "command", message);
        }
    }
}

fn check_parts(request: &Request, known: KnownCommand, report: &mut Report) {
    let wanted = match known {
        KnownCommand::Ticket => Some("ticket"),
        KnownCommand::CloseShift => Some("close_shift"),
        KnownCommand::Report => Some("report"),
        KnownCommand::Nomenclature => Some("nomenclature"),
        KnownCommand::MoneyPlacement => Some("money_placement"),
        KnownCommand::Auth => Some("auth"),
        KnownCommand::QrGenerate | KnownCommand::QrGetStatus => Some("qr"),
        KnownCommand::System | KnownCommand::Info | KnownCommand::CancelTicket | KnownCommand::Reserved => {
            None
        }
    };
    let parts = [
        ("ticket", request.ticket.is_some()),
        ("close_shift", request.close_shift.is_some()),
        ("report", request.report.is_some()),
        ("nomenclature", request.nomenclature.is_some()),
        ("money_placement", request.money_placement.is_some()),
        ("auth", request.auth.is_some()),
        ("qr", request.qr.is_some()),
    ];
    for (name, is_there) in parts {
        let number = request.command;
        if wanted == Some(name) && !is_there {
            let message = format!("command {number} has no part `{name}`");
            report.raise(RuleId::PartMissing, name, message);
        } else if wanted != Some(name) && is_there {
            let message = format!("command {number} does not need the part `{name}`");
            report.raise(RuleId::PartNeedless, name, message);
        }
    }
}

pub(super) fn check_remarks(walk: &Walk, report: &mut Report) {
    for remark in &walk.remarks {
        let (rule, message) = match remark.kind {
            RemarkKind::UnknownField { number, wire_type } => (
                RuleId::FieldUnknown,
                format!("field {number} ({wire_type}) is not known to the version"),
            ),
            // The command has its own results.
            RemarkKind::UnknownValue { .. } if remark.path == "command" => continue,
            RemarkKind::UnknownValue { number } => (RuleId::CodeUnknown, format!("{number} has no name")),
            RemarkKind::OutOfRange { value } => (
                RuleId::NumberRange,
                format!("{value} is above what the protocol lets the field have"),
            ),
            RemarkKind::Repeated => (
                RuleId::FieldRepeated,
                "the field stands again; the last one counts".to_owned(),
            ),
            RemarkKind::Value(error) => (RuleId::ValueInvalid, error.to_string()),
        };
        report.raise_at(rule, remark.path.as_str(), message, Some(remark.offset));
    }
}

pub(super) fn check_service(subject: &Subject<'_>, report: &mut Report) {
    let is_fiscal = matches!(
        Command(subject.request.command).known(),
        Some(
            KnownCommand::Ticket
                | KnownCommand::CloseShift
                | KnownCommand::Report
                | KnownCommand::MoneyPlacement
        )
    );
    let service = subject.request.service.as_ref();
    if is_fiscal && service.is_none_or(|service| service.reg_info.is_none()) {
        let message = "the request does not say which register and taxpayer send it".to_owned();
        report.raise(RuleId::ServiceMissing, "service", message);
    }
    let is_placed = service.is_some_and(|service| service.security_stats.is_some());
    if is_fiscal && subject.version == Version::V204 && !is_placed {
        let message = "2.0.4 wants `security_stats` with this command".to_owned();
        report.raise(RuleId::SecurityMissing, "service", message);
    }
    let Some(outage) = service.and_then(|service| service.offline_period) else {
        return;
    };
    let (begin, end) = (
        LocalDateTime::try_from(outage.begin_time),
        LocalDateTime::try_from(outage.end_time),
    );
    let (Ok(begin), Ok(end)) = (begin, end) else {
        return;
    };
    let length_s = end.since_s(begin);
    if length_s < 0 {
        let message = format!("the outage begins at {begin} and ends at {end}");
        report.raise(RuleId::OutageReversed, "service.offline_period", message);
    } else if length_s > OUTAGE_MAX_S {
        let message = format!("the outage lasts from {begin} to {end}; at most 72 hours are allowed");
        report.raise(RuleId::OutageTooLong, "service.offline_period", message);
    }
}
