//! Content control: what is wrong with a request, judged from the message and its version alone.
//!
//! One list of rules ([`rules`]); all findings come at once, at most [`FINDINGS_MAX`]. What needs stored state (drawer,
//! shift, block, duplicates) is the caller's.
//!
//! Documents of the autonomous mode are on paper already and block their register until they are taken: what can be
//! stored at all is [`Severity::Flagged`] there instead of refused. Source: KZ-OFD/autonomous.

mod amounts;
mod envelope;
mod line;
mod parties;
mod report;
mod rule;
mod shift;
mod tax;
mod ticket;

use crate::command::{Command, KnownCommand};
use crate::messages::Request;
use crate::result_code::KnownResult;
use crate::schema::Walk;
use crate::version::Version;

pub use report::{FINDINGS_MAX, Finding};
pub use rule::{Autonomous, Rule, RuleId, Severity, rules};

use report::Report;
use types::LocalDateTime;

/// What the rules should know beside the message.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckContext<'a> {
    /// IIN or BIN of the register's owner; `None` takes what the message tells.
    pub seller: Option<&'a str>,
    /// Which rates of VAT are law; `None` takes any.
    pub vat: Option<VatLaw>,
}

/// Whether a rate of VAT, in thousandths of a percent, is law at a time; at an unknown time, whether it ever was. The
/// law itself is no business of the wire.
pub type VatLaw = fn(percent_thousandths: u32, at: Option<LocalDateTime>) -> bool;

/// Checks a request. Findings come in the order of the message; none at all means that it is in order.
///
/// `walk` is what decoding it found.
#[must_use]
pub fn check_request(
    request: &Request,
    walk: &Walk,
    version: Version,
    context: &CheckContext<'_>,
) -> Vec<Finding> {
    let mut report = Report::new(is_autonomous(request));
    envelope::check_command(request, version, &mut report);
    envelope::check_remarks(walk, &mut report);
    let subject = Subject {
        request,
        version,
        context,
    };
    envelope::check_service(&subject, &mut report);
    match Command(request.command).known() {
        Some(KnownCommand::Ticket) => {
            if let Some(receipt) = &request.ticket {
                ticket::check(&subject, receipt, &mut report);
            }
        }
        Some(KnownCommand::CloseShift) => shift::check_closing(&subject, &mut report),
        Some(KnownCommand::Report) => shift::check_report(&subject, &mut report),
        Some(KnownCommand::MoneyPlacement) => shift::check_cash_movement(&subject, &mut report),
        Some(KnownCommand::Nomenclature) => shift::check_nomenclature(&subject, &mut report),
        Some(
            KnownCommand::System
            | KnownCommand::Info
            | KnownCommand::CancelTicket
            | KnownCommand::Auth
            | KnownCommand::Reserved
            | KnownCommand::QrGenerate
            | KnownCommand::QrGetStatus,
        )
        | None => {}
    }
    report.into_findings()
}

/// What is odd about the bytes of an answer.
#[must_use]
pub fn check_response(walk: &Walk) -> Vec<Finding> {
    let mut report = Report::new(false);
    envelope::check_remarks(walk, &mut report);
    report.into_findings()
}

/// The result that the findings lead to: that of the first error; `None` when the request is accepted.
#[must_use]
pub fn verdict(findings: &[Finding]) -> Option<(KnownResult, &Finding)> {
    let mut errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors.find_map(|finding| finding.result.map(|result| (result, finding)))
}

/// `true` for a document that was made without the operator. Source: KZ-OFD/autonomous.
#[must_use]
pub fn is_autonomous(request: &Request) -> bool {
    let receipt = request
        .ticket
        .as_ref()
        .is_some_and(|one| one.offline_ticket_number.is_some());
    let closing = request.close_shift.as_ref().and_then(|one| one.is_offline);
    let movement = request.money_placement.as_ref().and_then(|one| one.is_offline);
    let asked = request.report.as_ref().and_then(|one| one.is_offline);
    receipt || [closing, movement, asked].contains(&Some(true))
}

/// What is being checked.
struct Subject<'a> {
    request: &'a Request,
    version: Version,
    context: &'a CheckContext<'a>,
}

#[cfg(test)]
mod tests;
