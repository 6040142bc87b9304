//! Cash movements and closings of shifts ↔ their messages. Source: KZ-OFD/messages.

use ofd_kz::Version;
use ofd_kz::messages::{CloseShiftRequest, MoneyPlacementRequest};
use receipt::kz::IssueMode;
use register_kz::{
    CashMovementKind, Document, DocumentBody, DocumentHead, DocumentNumber, DrawerAtClosing, Issue,
    ReportKind, ShiftNumber, ShiftReport,
};
use types::{LocalDateTime, Money};

use super::code;
use super::fault::{Fault, Faults};
use super::report::{report_to_zx, zx_to_report};
use super::ticket::{cashier, operator};

/// A cash movement as a message.
///
/// # Errors
/// An amount without a place on the wire.
pub fn movement_to_message(
    kind: CashMovementKind,
    amount: Money,
    head: &DocumentHead,
) -> Result<MoneyPlacementRequest, Vec<Fault>> {
    let mut faults = Faults::default();
    let message = MoneyPlacementRequest {
        date_time: head.issued_at.into(),
        operation: code::movement_number(kind),
        sum: faults.wire_money("money_placement.sum", amount),
        is_offline: Some(head.issue.mode() == IssueMode::Autonomous),
        fr_shift_number: head.shift.map(ShiftNumber::get),
        printed_document_number: head.number.map(DocumentNumber::get),
        operator: head.cashier.as_ref().map(operator),
    };
    faults.finish(Some(message))
}

/// Reads a cash movement.
///
/// # Errors
/// Everything that does not parse. A movement of nothing is odd, and taken.
pub fn message_to_movement(message: &MoneyPlacementRequest) -> Result<Document, Vec<Fault>> {
    let mut faults = Faults::default();
    let at = faults.time("money_placement.datetime", message.date_time);
    let kind = code::movement(message.operation);
    let kind = faults.named("money_placement.operation", message.operation, kind);
    let amount = faults.money("money_placement.sum", message.sum);
    let document = match (at, kind, amount) {
        (Some(at), Some(kind), Some(amount)) => Some(Document {
            head: DocumentHead {
                shift: message.fr_shift_number.map(ShiftNumber::new),
                number: message.printed_document_number.map(DocumentNumber::new),
                cashier: message.operator.as_ref().map(cashier),
                ..head(at, message.is_offline)
            },
            body: DocumentBody::Movement { kind, amount },
        }),
        _ => None,
    };
    faults.finish(document)
}

/// A closing as a message, with the register's own report.
///
/// # Errors
/// As [`report_to_zx`].
pub fn closing_to_message(
    drawer: DrawerAtClosing,
    report: Option<&ShiftReport>,
    head: &DocumentHead,
    version: Version,
) -> Result<CloseShiftRequest, Vec<Fault>> {
    Ok(CloseShiftRequest {
        close_time: head.issued_at.into(),
        is_offline: Some(head.issue.mode() == IssueMode::Autonomous),
        fr_shift_number: head.shift.map(ShiftNumber::get),
        withdraw_money: Some(drawer == DrawerAtClosing::Withdrawn),
        z_report: report.map(|report| report_to_zx(report, version)).transpose()?,
        operator: head.cashier.as_ref().map(operator),
        printed_document_number: head.number.map(DocumentNumber::get),
    })
}

/// Reads a closing.
///
/// # Errors
/// Everything that does not parse, in the register's own report too.
pub fn message_to_closing(message: &CloseShiftRequest) -> Result<Document, Vec<Fault>> {
    let mut faults = Faults::default();
    let at = faults.time("close_shift.close_time", message.close_time);
    let read = |report| zx_to_report(report, ReportKind::Z, "close_shift.z_report");
    let report = match message.z_report.as_ref().map(read) {
        None => Some(None),
        Some(Ok(report)) => Some(Some(Box::new(report))),
        Some(Err(others)) => {
            faults.extend(others);
            None
        }
    };
    let document = at.zip(report).map(|(at, report)| Document {
        head: DocumentHead {
            shift: message.fr_shift_number.map(ShiftNumber::new),
            number: message.printed_document_number.map(DocumentNumber::new),
            cashier: message.operator.as_ref().map(cashier),
            ..head(at, message.is_offline)
        },
        body: DocumentBody::ShiftClosing {
            drawer: match message.withdraw_money {
                Some(true) => DrawerAtClosing::Withdrawn,
                Some(false) | None => DrawerAtClosing::Kept,
            },
            report,
        },
    });
    faults.finish(document)
}

/// Reads a closing of any register; an autonomous one without its report where that does not parse, which is told.
///
/// # Errors
/// What still keeps it from being read.
pub fn message_to_taken_closing(message: &CloseShiftRequest) -> Result<(Document, Vec<Fault>), Vec<Fault>> {
    match message_to_closing(message) {
        Ok(document) => Ok((document, Vec::new())),
        Err(faults) if message.is_offline == Some(true) && message.z_report.is_some() => {
            let without = CloseShiftRequest {
                z_report: None,
                ..message.clone()
            };
            Ok((message_to_closing(&without)?, faults))
        }
        Err(faults) => Err(faults),
    }
}

/// The wire has autonomous signs of receipts alone.
const fn head(issued_at: LocalDateTime, is_offline: Option<bool>) -> DocumentHead {
    DocumentHead {
        shift: None,
        in_shift: None,
        number: None,
        issued_at,
        cashier: None,
        issue: match is_offline {
            Some(true) => Issue::Autonomous { sign: None },
            Some(false) | None => Issue::Online,
        },
    }
}
