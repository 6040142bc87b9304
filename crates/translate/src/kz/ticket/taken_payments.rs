//! Payments of a receipt that is taken although they break rules.

use ofd_kz::messages::{TicketPayment, TicketRequest};
use receipt::kz::PaymentKind;
use types::Money;

use crate::kz::code;

/// Change that is not what was handed over less what was due is computed.
pub(super) fn forget_wrong_change(ticket: &mut TicketRequest) {
    let stated = |wire: Option<ofd_kz::messages::Money>| wire.and_then(|wire| Money::try_from(wire).ok());
    let (taken, change) = (stated(ticket.amounts.taken), stated(ticket.amounts.change));
    let Ok(total) = Money::try_from(ticket.amounts.total) else {
        return;
    };
    let others = ticket.payments.iter().filter(|payment| !is_cash(payment));
    let others = Money::sum(others.filter_map(|payment| Money::try_from(payment.sum).ok()));
    let due = others.and_then(|others| total.checked_sub(others));
    let right = taken.zip(due).and_then(|(taken, due)| taken.checked_sub(due));
    if right.is_some() && right != change {
        settle(ticket);
    }
}

/// Payments of the stated total: others than cash in their order as far as it goes, cash for the rest.
pub(super) fn settle(ticket: &mut TicketRequest) {
    let Ok(total) = Money::try_from(ticket.amounts.total) else {
        return;
    };
    let mut left = total;
    let mut kept: Vec<TicketPayment> = Vec::new();
    let mut cash = None;
    for mut payment in std::mem::take(&mut ticket.payments) {
        if is_cash(&payment) {
            cash.get_or_insert(payment);
            continue;
        }
        let amount = Money::try_from(payment.sum).unwrap_or_default().min(left);
        left = left.checked_sub(amount).unwrap_or_default();
        if let Some(one) = kept.iter_mut().find(|one| one.r#type == payment.r#type) {
            let sum = Money::try_from(one.sum).unwrap_or_default().checked_add(amount);
            one.sum = sum.unwrap_or_default().try_into().unwrap_or(one.sum);
        } else {
            payment.sum = amount.try_into().unwrap_or_default();
            kept.push(payment);
        }
    }
    ticket.amounts.change = None;
    if left == Money::ZERO {
        ticket.amounts.taken = None;
    } else {
        let taken = ticket.amounts.taken;
        ticket.amounts.taken = taken.filter(|wire| Money::try_from(*wire).is_ok_and(|taken| taken >= left));
        kept.push(TicketPayment {
            r#type: code::payment_number(PaymentKind::Cash),
            sum: left.try_into().unwrap_or_default(),
            ..cash.unwrap_or_default()
        });
    }
    ticket.payments = kept;
}

fn is_cash(payment: &TicketPayment) -> bool {
    code::payment(payment.r#type) == Some(PaymentKind::Cash)
}
