//! Requests and answers as a whole ↔ their messages. Source: KZ-OFD/commands.

use ofd_kz::messages::{self, ReportRequest, ReportResponse, TicketResponse};
use ofd_kz::{Command, KnownCommand, KnownResult, Version};
use receipt::kz::{IssueMode, PricingContext};
use register_kz::{
    Answer, AnswerBody, Counters, Document, DocumentBody, FiscalSign, OfdToken, ReportKind, ReportOrigin,
    Request, ResultCode, ShiftNumber, ShiftReport,
};
use sha2::{Digest as _, Sha256};
use types::LocalDateTime;

use super::fault::{Fault, FaultKind, Faults};
use super::report::{report_kind, report_kind_number, report_to_zx, zx_to_report};
use super::service::{Beside, RegisterFacts, beside_to_service, facts_to_service, service_to_beside};
use super::shift::{
    closing_to_message, message_to_closing, message_to_movement, message_to_taken_closing,
    movement_to_message,
};
use super::ticket::{receipt_to_ticket, ticket_to_document, ticket_to_taken_document};

/// Reads what a register asks of its operator's books; `None` for commands that the books know nothing of: catalogue
/// of items, sign-in of cashiers, QR payments.
///
/// # Errors
/// Everything that is wrong, in the words of the wire.
pub fn message_to_request(
    message: &messages::Request,
    context: &PricingContext,
) -> Result<Option<Request>, Vec<Fault>> {
    let document = match Command(message.command).known() {
        Some(KnownCommand::Ticket) => match &message.ticket {
            None => Err(missing("ticket", "the receipt")),
            Some(ticket) => ticket_to_document(ticket, context),
        },
        Some(KnownCommand::CloseShift) => match &message.close_shift {
            None => Err(missing("close_shift", "the closing")),
            Some(closing) => message_to_closing(closing),
        },
        Some(KnownCommand::MoneyPlacement) => match &message.money_placement {
            None => Err(missing("money_placement", "the movement")),
            Some(movement) => message_to_movement(movement),
        },
        Some(KnownCommand::Report) => return report_wish(message).map(|wish| Some(Request::Report(wish))),
        Some(KnownCommand::CancelTicket) => return Ok(Some(Request::Annulment)),
        Some(KnownCommand::Info) => return Ok(Some(Request::Info)),
        Some(KnownCommand::System) => return Ok(Some(Request::System)),
        Some(
            KnownCommand::Nomenclature
            | KnownCommand::Auth
            | KnownCommand::Reserved
            | KnownCommand::QrGenerate
            | KnownCommand::QrGetStatus,
        )
        | None => return Ok(None),
    };
    document.map(|document| Some(Request::Document(Box::new(document))))
}

/// Whether an X report is wanted now, or comes with the queue.
fn report_wish(message: &messages::Request) -> Result<ReportOrigin, Vec<Fault>> {
    let asked = message.report.as_ref();
    let asked = asked.filter(|asked| asked.is_offline == Some(true));
    let Some(asked) = asked else {
        return Ok(ReportOrigin::Online);
    };
    let mut faults = Faults::default();
    let made_at = faults.value("report.date_time", LocalDateTime::try_from(asked.date_time));
    faults.finish(made_at.map(|made_at| ReportOrigin::Autonomous { made_at }))
}

/// What a register asks, and what had to be put right or left out for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenRequest {
    /// As [`message_to_request`] gives it.
    pub request: Option<Request>,
    /// What is wrong in the message, in the words of the wire.
    pub corrected: Vec<Fault>,
}

/// Reads a request that the content control let pass: what it calls a warning keeps nothing from being read, and an
/// autonomous document is read as long as it can be counted at all. Source: KZ-OFD/draining.
///
/// # Errors
/// What still keeps it from being read.
pub fn message_to_taken_request(
    message: &messages::Request,
    context: &PricingContext,
) -> Result<TakenRequest, Vec<Fault>> {
    let mode = if ofd_kz::checks::is_autonomous(message) {
        IssueMode::Autonomous
    } else {
        IssueMode::Online
    };
    let taken = match (
        Command(message.command).known(),
        &message.ticket,
        &message.close_shift,
    ) {
        (Some(KnownCommand::Ticket), Some(ticket), _) => ticket_to_taken_document(ticket, context, mode)?,
        (Some(KnownCommand::CloseShift), _, Some(closing)) => message_to_taken_closing(closing)?,
        _ => {
            return Ok(TakenRequest {
                request: message_to_request(message, context)?,
                corrected: Vec::new(),
            });
        }
    };
    let (document, corrected) = taken;
    Ok(TakenRequest {
        request: Some(Request::Document(Box::new(document))),
        corrected,
    })
}

/// What a register asks, as a message of `version`; `now` dates an X report.
///
/// # Errors
/// What the version has no place for.
pub fn request_to_message(
    request: &Request,
    facts: &RegisterFacts,
    version: Version,
    now: LocalDateTime,
) -> Result<messages::Request, Vec<Fault>> {
    let mut message = messages::Request {
        command: command_of(request).number(),
        service: Some(facts_to_service(facts, version)),
        ..messages::Request::default()
    };
    match request {
        Request::Document(document) => {
            let Document { head, body } = document.as_ref();
            match body {
                DocumentBody::Receipt(receipt) => {
                    message.ticket = Some(receipt_to_ticket(receipt, head, version)?);
                }
                DocumentBody::Movement { kind, amount } => {
                    message.money_placement = Some(movement_to_message(*kind, *amount, head)?);
                }
                DocumentBody::ShiftClosing { drawer, report } => {
                    message.close_shift =
                        Some(closing_to_message(*drawer, report.as_deref(), head, version)?);
                }
            }
        }
        Request::Report(origin) => {
            let (made_at, is_offline) = match origin {
                ReportOrigin::Online => (now, None),
                ReportOrigin::Autonomous { made_at } => (*made_at, Some(true)),
            };
            message.report = Some(ReportRequest {
                report: report_kind_number(ReportKind::X),
                date_time: made_at.into(),
                is_offline,
                zx_report: None,
            });
        }
        Request::Annulment | Request::Info | Request::System => {}
    }
    Ok(message)
}

/// A command that the books know nothing of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherCommand {
    /// Asks for the catalogue of items.
    ItemCatalog,
    /// Asks for one item by its bar code.
    ItemByBarcode,
    /// Signs a cashier in.
    SignIn,
    /// What is not served here: QR payments, reserved numbers.
    Unserved,
}

/// Which command it is that [`message_to_request`] gives nothing for.
#[must_use]
pub fn other_command(message: &messages::Request) -> OtherCommand {
    match Command(message.command).known() {
        Some(KnownCommand::Nomenclature) => {
            let wish = message.nomenclature.as_ref();
            if wish.is_some_and(|wish| wish.barcode.is_some()) {
                OtherCommand::ItemByBarcode
            } else {
                OtherCommand::ItemCatalog
            }
        }
        Some(KnownCommand::Auth) => OtherCommand::SignIn,
        _ => OtherCommand::Unserved,
    }
}

/// The answer's part about a catalogue of items that the operator does not keep.
#[must_use]
pub fn no_item_catalog(result: KnownResult) -> messages::NomenclatureResponse {
    let told = match result {
        KnownResult::ElementNotFoundByBarcode => messages::NomenclatureResultType::ElementNotFoundByBarcode,
        _ => messages::NomenclatureResultType::NoVersion,
    };
    messages::NomenclatureResponse {
        result: told.number(),
        ..messages::NomenclatureResponse::default()
    }
}

/// What makes two requests the same document: of a receipt what it says, of others all bytes.
#[must_use]
pub fn content_hash(message: &messages::Request, payload: &[u8]) -> [u8; 32] {
    match &message.ticket {
        Some(ticket) => ofd_kz::payload::content_digest(ticket),
        None => Sha256::digest(payload).into(),
    }
}

/// The command of a request.
#[must_use]
pub fn command_of(request: &Request) -> KnownCommand {
    match request {
        Request::Document(document) => match document.body {
            DocumentBody::Receipt(_) => KnownCommand::Ticket,
            DocumentBody::Movement { .. } => KnownCommand::MoneyPlacement,
            DocumentBody::ShiftClosing { .. } => KnownCommand::CloseShift,
        },
        Request::Report(_) => KnownCommand::Report,
        Request::Annulment => KnownCommand::CancelTicket,
        Request::Info => KnownCommand::Info,
        Request::System => KnownCommand::System,
    }
}

/// An answer as a message of `version`; its token is the header's. `now` dates the report of a register that is new.
///
/// # Errors
/// Counters that the wire cannot hold.
pub fn answer_to_message(
    command: KnownCommand,
    answer: &Answer,
    beside: Option<&Beside>,
    version: Version,
    now: LocalDateTime,
) -> Result<messages::Response, Vec<Fault>> {
    let mut message = messages::Response {
        command: command.number(),
        result: messages::Result {
            result_code: answer.result.0,
            result_text: Some(answer.text.clone()).filter(|text| !text.is_empty()),
        },
        service: beside.map(|beside| beside_to_service(beside, version)),
        ..messages::Response::default()
    };
    match &answer.body {
        AnswerBody::Empty => {}
        AnswerBody::Receipt { sign, link } => {
            message.ticket = Some(TicketResponse {
                ticket_number: sign.0.clone(),
                qr_code: link.clone().map(String::into_bytes),
            });
        }
        AnswerBody::Report(report) => message.report = Some(report_message(report, version)?),
        AnswerBody::Info {
            report,
            last_document,
        } => {
            message.report = Some(match report {
                Some(report) => report_message(report, version)?,
                None => report_message(&fresh(now), version)?,
            });
            let mut last = beside.cloned().unwrap_or_default();
            last.last_document = last_document.or(last.last_document);
            message.service = Some(beside_to_service(&last, version));
        }
    }
    Ok(message)
}

fn report_message(report: &ShiftReport, version: Version) -> Result<ReportResponse, Vec<Fault>> {
    Ok(ReportResponse {
        report: report_kind_number(report.kind),
        zx_report: Some(report_to_zx(report, version)?),
    })
}

/// A register takes the shift after the one of a Z report: its first is 1.
fn fresh(now: LocalDateTime) -> ShiftReport {
    ShiftReport {
        kind: ReportKind::Z,
        made_at: now,
        shift: ShiftNumber::new(0),
        opened_at: None,
        closed_at: None,
        counters: Counters::default(),
        unstated: Vec::new(),
    }
}

/// Reads an answer of any operator, and what it tells beside it. `token` is the header's.
///
/// A register off the records or without a tariff, which 2.0.4 has results for, is a blocked one: it stops and polls.
///
/// # Errors
/// A receipt that was accepted without a sign, and reports that do not parse.
pub fn message_to_answer(
    message: &messages::Response,
    version: Version,
    token: OfdToken,
) -> Result<(Answer, Beside), Vec<Fault>> {
    let beside = message
        .service
        .as_ref()
        .map(service_to_beside)
        .unwrap_or_default();
    let code = message.result.result_code;
    let known = ofd_kz::ResultCode(code).known(version);
    let result = match known {
        Some(KnownResult::Deregistered | KnownResult::Disconnected) => ResultCode::BLOCKED,
        Some(_) | None => ResultCode(code),
    };
    let body = if result == ResultCode::OK {
        body(message, &beside)?
    } else {
        AnswerBody::Empty
    };
    let answer = Answer {
        token,
        result,
        text: message.result.result_text.clone().unwrap_or_default(),
        body,
    };
    Ok((answer, beside))
}

fn body(message: &messages::Response, beside: &Beside) -> Result<AnswerBody, Vec<Fault>> {
    let report = || message.report.as_ref().map(read_report).transpose();
    Ok(match Command(message.command).known() {
        Some(KnownCommand::Ticket) => {
            let ticket = message.ticket.as_ref();
            let ticket = ticket.filter(|ticket| !ticket.ticket_number.trim().is_empty());
            let ticket = ticket.ok_or_else(|| missing("ticket.ticket_number", "the fiscal sign"))?;
            let link = ticket
                .qr_code
                .clone()
                .and_then(|bytes| String::from_utf8(bytes).ok());
            AnswerBody::Receipt {
                sign: FiscalSign(ticket.ticket_number.clone()),
                link: link.filter(|link| !link.is_empty()),
            }
        }
        Some(KnownCommand::CloseShift | KnownCommand::Report) => {
            report()?.flatten().map_or(AnswerBody::Empty, AnswerBody::Report)
        }
        Some(KnownCommand::Info) => AnswerBody::Info {
            report: report()?.flatten().filter(|report| !is_fresh(report)),
            last_document: beside.last_document,
        },
        _ => AnswerBody::Empty,
    })
}

/// Operators tell shift 0 or 1 of a register that has done nothing yet.
fn is_fresh(report: &ShiftReport) -> bool {
    report.kind == ReportKind::Z && report.shift.get() <= 1 && report.is_empty()
}

fn read_report(message: &ReportResponse) -> Result<Option<Box<ShiftReport>>, Vec<Fault>> {
    let mut faults = Faults::default();
    let kind = report_kind(message.report);
    let Some(kind) = faults.named("report.report", message.report, kind) else {
        return faults.finish(None);
    };
    let read = |report| zx_to_report(report, kind, "report.zx_report").map(Box::new);
    message.zx_report.as_ref().map(read).transpose()
}

fn missing(path: &str, what: &str) -> Vec<Fault> {
    vec![Fault {
        path: path.to_owned(),
        kind: FaultKind::Missing,
        message: format!("{what} is missing"),
    }]
}
