//! Rules of total, payments and change.

use types::Money;

use super::line::LinesSum;
use super::report::Report;
use super::rule::RuleId;
use super::{Subject, tax};
use crate::messages::{PaymentType, TicketPayment, TicketRequest};
use crate::version::Version;

pub(super) fn check(subject: &Subject<'_>, receipt: &TicketRequest, lines: LinesSum, report: &mut Report) {
    if receipt.amounts.markup.is_some() && receipt.amounts.discount.is_some() {
        let message = "the receipt has a markup and a discount on the whole".to_owned();
        report.raise(RuleId::ModifiersBoth, "ticket.amounts", message);
    }
    check_types(subject.version, &receipt.payments, report);
    let Ok(total) = Money::try_from(receipt.amounts.total) else {
        return;
    };
    check_lines_total(receipt, lines, total, report);
    check_payments(receipt, total, report);
}

fn check_lines_total(receipt: &TicketRequest, lines: LinesSum, total: Money, report: &mut Report) {
    let LinesSum::Known(lines) = lines else {
        return;
    };
    let modified = tax::whole_modifiers(receipt).try_fold(lines, |sum, (name, modifier)| {
        let amount = Money::try_from(modifier.sum).ok()?;
        if name == "markup" {
            sum.checked_add(amount)
        } else {
            sum.checked_sub(amount)
        }
    });
    let with_taxes = modified
        .zip(tax::on_top(receipt))
        .and_then(|(sum, taxes)| sum.checked_add(taxes));
    if [modified, with_taxes].contains(&Some(total)) {
        return;
    }
    let sum = modified.map_or_else(|| "more than can be counted".to_owned(), |sum| sum.to_string());
    let message = format!("the total is {total}; the lines come to {sum} after discount and markup");
    report.raise(RuleId::LinesTotal, "ticket.amounts.total", message);
}

/// Each way of payment once, and only those of the version.
fn check_types(version: Version, payments: &[TicketPayment], report: &mut Report) {
    for (index, payment) in payments.iter().enumerate() {
        let path = format!("ticket.payments[{index}]");
        if payments
            .iter()
            .take(index)
            .any(|one| one.r#type == payment.r#type)
        {
            let message = format!("payment {} stands twice", payment.r#type);
            report.raise(RuleId::PaymentRepeated, path.as_str(), message);
        }
        let is_gone = matches!(
            PaymentType::known(payment.r#type),
            Some(PaymentType::Credit | PaymentType::Tare)
        );
        if is_gone && version == Version::V204 {
            let message = format!("payment {} does not exist in {version}", payment.r#type);
            report.raise(RuleId::CodeGone, format!("{path}.type"), message);
        }
    }
}

fn check_payments(receipt: &TicketRequest, total: Money, report: &mut Report) {
    if receipt.payments.is_empty() && total != Money::ZERO {
        let message = format!("the total is {total} and nothing is paid");
        report.raise(RuleId::PaymentsMissing, "ticket.payments", message);
        return;
    }
    let is_cash = |payment: &&TicketPayment| payment.r#type == PaymentType::Cash.number();
    let sum = |cash: bool| {
        let chosen = receipt.payments.iter().filter(|payment| is_cash(payment) == cash);
        let amounts = chosen.map(|payment| Money::try_from(payment.sum).ok());
        amounts.collect::<Option<Vec<Money>>>().and_then(Money::sum)
    };
    let has_cash = receipt.payments.iter().any(|payment| is_cash(&payment));
    let (Some(cash), Some(noncash)) = (sum(true), sum(false)) else {
        return;
    };
    if noncash > total {
        let message = format!("{noncash} is paid without cash; the total is {total}");
        report.raise(RuleId::NoncashAboveTotal, "ticket.payments", message);
    }
    let tendered = receipt.amounts.taken.and_then(|wire| Money::try_from(wire).ok());
    let change = receipt.amounts.change.and_then(|wire| Money::try_from(wire).ok());
    let paid = cash.checked_add(noncash);
    let with_change = total.checked_add(change.unwrap_or(Money::ZERO));
    if paid != Some(total) && (paid.is_none() || paid != with_change) {
        let paid = paid.map_or_else(|| "more than can be counted".to_owned(), |paid| paid.to_string());
        let message = format!("{paid} is paid; the total is {total}");
        report.raise(RuleId::PaymentsTotal, "ticket.payments", message);
    }
    if !has_cash {
        if let Some(change) = change.filter(|change| *change != Money::ZERO) {
            let message = format!("the change is {change} and nothing was paid in cash");
            report.raise(RuleId::ChangeNotFromCash, "ticket.amounts.change", message);
        }
        return;
    }
    let (Some(tendered), Some(change)) = (tendered, change) else {
        let message = "cash was paid; `taken` and `change` belong to it".to_owned();
        report.raise(RuleId::TenderedMissing, "ticket.amounts", message);
        return;
    };
    let due = total.checked_sub(noncash);
    if due.is_some() && tendered.checked_sub(change) != due {
        let due = due.unwrap_or(Money::ZERO);
        let message = format!("{tendered} was handed over and {change} given back; {due} is due in cash");
        report.raise(RuleId::ChangeAmount, "ticket.amounts.change", message);
    }
}
