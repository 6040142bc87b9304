//! Rules of the buyer and of the parent receipt.

use types::{Bin, Iin, LocalDateTime, Money};

use super::report::Report;
use super::rule::RuleId;
use super::{Subject, ticket};
use crate::messages::TicketRequest;
use crate::version::Version;

pub(super) fn check_buyer(subject: &Subject<'_>, receipt: &TicketRequest, report: &mut Report) {
    const PATH: &str = "ticket.extension_options.customer_iin_or_bin";
    let options = receipt.extension_options.as_ref();
    let Some(buyer) = options.and_then(|options| options.customer_iin_or_bin.as_deref()) else {
        return;
    };
    if buyer.is_empty() {
        return;
    }
    // A sole proprietor has an IIN, an organization a BIN: the fifth digit tells, both have the same check digit.
    if let (Err(iin), Err(bin)) = (Iin::check(buyer), Bin::check(buyer)) {
        let is_bin = matches!(buyer.as_bytes().get(4), Some(b'4'..=b'6'));
        let message = if is_bin { bin.to_string() } else { iin.to_string() };
        report.raise(RuleId::BuyerNumber, PATH, message);
    }
    if seller(subject) == Some(buyer) {
        let message = format!("the buyer `{buyer}` is the seller");
        report.raise(RuleId::BuyerIsSeller, PATH, message);
    }
}

/// The owner as the operator knows it, else as the register tells it.
fn seller<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    let told = subject
        .request
        .service
        .as_ref()
        .and_then(|service| service.reg_info.as_ref());
    let told = told
        .and_then(|told| told.org.as_ref())
        .and_then(|org| org.iin.as_deref());
    subject.context.seller.or(told)
}

pub(super) fn check_parent(subject: &Subject<'_>, receipt: &TicketRequest, report: &mut Report) {
    const PATH: &str = "ticket.parent_ticket";
    let is_return = ticket::is_return(receipt);
    let Some(parent) = &receipt.parent_ticket else {
        if is_return && subject.version >= Version::V203 {
            let message = format!("a return of {} names its parent receipt", subject.version);
            report.raise(RuleId::ParentMissing, PATH, message);
        }
        return;
    };
    if !is_return {
        let message = format!("operation {} has a parent receipt", receipt.operation);
        report.raise(RuleId::ParentNeedless, PATH, message);
    }
    for (name, value) in [
        ("parent_ticket_number", &parent.parent_ticket_number),
        ("kgd_kkm_id", &parent.kgd_kkm_id),
    ] {
        let fits = (1..=20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
        if !fits {
            let message = format!("`{value}` is not made of 1 to 20 digits");
            report.raise(RuleId::ParentNumber, format!("{PATH}.{name}"), message);
        }
    }
    let totals = (
        Money::try_from(receipt.amounts.total),
        Money::try_from(parent.parent_ticket_total),
    );
    if let (Ok(total), Ok(parent_total)) = totals
        && is_return
        && total > parent_total
    {
        let message = format!("{total} is returned of {parent_total}");
        report.raise(
            RuleId::ParentTotal,
            format!("{PATH}.parent_ticket_total"),
            message,
        );
    }
    let times = (
        LocalDateTime::try_from(receipt.date_time),
        LocalDateTime::try_from(parent.parent_ticket_data_time),
    );
    if let (Ok(at), Ok(parent_at)) = times
        && parent_at > at
    {
        let message = format!("the parent receipt is of {parent_at}, the return of {at}");
        report.raise(
            RuleId::ParentLater,
            format!("{PATH}.parent_ticket_data_time"),
            message,
        );
    }
}
