//! Rules of a receipt. Source: KZ-OFD/ticket.

use types::LocalDateTime;

use super::report::Report;
use super::rule::RuleId;
use super::{Subject, amounts, line, parties, tax};
use crate::messages::{DomainType, OperationType, TicketDomain, TicketRequest};
use crate::version::Version;

pub(super) fn check(subject: &Subject<'_>, receipt: &TicketRequest, report: &mut Report) {
    check_domain(subject.version, receipt.domain.as_ref(), report);
    let lines = line::check(subject, receipt, report);
    tax::check(subject, receipt, report);
    amounts::check(subject, receipt, lines, report);
    parties::check_buyer(subject, receipt, report);
    parties::check_parent(subject, receipt, report);
}

/// `true` for a return of a sale or of a purchase.
pub(super) fn is_return(receipt: &TicketRequest) -> bool {
    match OperationType::known(receipt.operation) {
        Some(OperationType::BuyReturn | OperationType::SellReturn) => true,
        Some(OperationType::Buy | OperationType::Sell) | None => false,
    }
}

/// When the rates of a receipt were in force: a return goes by its parent receipt, and by nothing without one.
pub(super) fn rate_time(receipt: &TicketRequest) -> Option<LocalDateTime> {
    let parent = receipt
        .parent_ticket
        .as_ref()
        .map(|parent| parent.parent_ticket_data_time);
    let wire = if is_return(receipt) {
        parent?
    } else {
        receipt.date_time
    };
    LocalDateTime::try_from(wire).ok()
}

fn check_domain(version: Version, domain: Option<&TicketDomain>, report: &mut Report) {
    let kind = domain.and_then(|domain| domain.r#type);
    let Some((domain, number)) = domain.zip(kind) else {
        if version >= Version::V203 {
            let message = format!("{version} wants the line of business");
            report.raise(RuleId::DomainMissing, "ticket.domain", message);
        }
        return;
    };
    let wanted = match DomainType::known(number) {
        Some(DomainType::Services) => Some("services"),
        Some(DomainType::Gasoil) => Some("gasoil"),
        Some(DomainType::Taxi) => Some("taxi"),
        Some(DomainType::Parking) => Some("parking"),
        Some(DomainType::Trading | DomainType::Hotels) => None,
        // Told by the remarks already.
        None => return,
    };
    let parts = [
        ("services", domain.services.is_some()),
        ("gasoil", domain.gasoil.is_some()),
        ("taxi", domain.taxi.is_some()),
        ("parking", domain.parking.is_some()),
    ];
    for (name, is_there) in parts {
        if is_there != (wanted == Some(name)) {
            let state = if is_there { "is there" } else { "is missing" };
            let message = format!("line of business {number}, and its part `{name}` {state}");
            report.raise(RuleId::DomainPart, format!("ticket.domain.{name}"), message);
        }
    }
}
