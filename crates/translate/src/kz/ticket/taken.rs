//! A receipt of another's register, taken although it breaks rules: what is wrong is put right or left out, and told.
//!
//! Online only what the content control calls a warning is put right. An autonomous receipt is on paper already and
//! stops its register until it is taken, so that in the end its stated total counts alone. Source: KZ-OFD/draining.

use std::collections::BTreeMap;

use ofd_kz::checks::FINDINGS_MAX;
use ofd_kz::messages::{
    Commodity, DomainType, ItemType, OperationType, TicketItem, TicketRequest, TicketTax,
};
use receipt::kz::{IssueMode, PricingContext, RegistrationNumber, TaxpayerNumber};
use register_kz::Document;
use types::{LocalDateTime, Money};

use super::reading::ticket_to_document;
use super::{taken_line, taken_payments};
use crate::kz::code;
use crate::kz::fault::Fault;

type Step = fn(&mut TicketRequest);

/// Puts right what is only odd.
const ONLINE: &[Step] = &[tolerate];
/// Ever more, until the receipt can be counted.
const AUTONOMOUS: &[Step] = &[tolerate, mend, keep_total, drop_taxes];

/// Reads a receipt of any register, and tells what had to be put right or left out for it.
///
/// # Errors
/// What still keeps it from being read.
pub fn ticket_to_taken_document(
    ticket: &TicketRequest,
    context: &PricingContext,
    mode: IssueMode,
) -> Result<(Document, Vec<Fault>), Vec<Fault>> {
    let mut faults = match ticket_to_document(ticket, context) {
        Ok(document) => return Ok((document, Vec::new())),
        Err(faults) => faults,
    };
    let mut ticket = ticket.clone();
    let mut corrected = Vec::new();
    let steps = match mode {
        IssueMode::Online => ONLINE,
        IssueMode::Autonomous => AUTONOMOUS,
    };
    for step in steps {
        let room = FINDINGS_MAX.saturating_sub(corrected.len());
        let new = faults.into_iter().filter(|fault| !corrected.contains(fault));
        let new: Vec<Fault> = new.take(room).collect();
        corrected.extend(new);
        step(&mut ticket);
        faults = match ticket_to_document(&ticket, context) {
            Ok(document) => return Ok((document, corrected)),
            Err(faults) => faults,
        };
    }
    Err(faults)
}

fn tolerate(ticket: &mut TicketRequest) {
    if let Some(domain) = &mut ticket.domain
        && let Some(kind) = domain.r#type.and_then(DomainType::known)
        && match kind {
            DomainType::Services => domain.services.is_none(),
            DomainType::Taxi => domain.taxi.is_none(),
            DomainType::Parking => domain.parking.is_none(),
            DomainType::Trading | DomainType::Hotels | DomainType::Gasoil => false,
        }
    {
        domain.r#type = Some(DomainType::Trading.number());
    }
    let issued_at = LocalDateTime::try_from(ticket.date_time).ok();
    let is_return = matches!(
        OperationType::known(ticket.operation),
        Some(OperationType::BuyReturn | OperationType::SellReturn)
    );
    ticket.parent_ticket = ticket.parent_ticket.take().filter(|parent| {
        let parent_at = LocalDateTime::try_from(parent.parent_ticket_data_time).ok();
        is_return && parent_at <= issued_at
    });
    for item in &mut ticket.items {
        taken_line::tolerate(item);
    }
    keep_known_taxes(&mut ticket.taxes);
    let amounts = &mut ticket.amounts;
    for modifier in amounts.discount.iter_mut().chain(&mut amounts.markup) {
        keep_known_taxes(&mut modifier.taxes);
    }
    taken_payments::forget_wrong_change(ticket);
}

/// VAT is the only tax, and what has no name says nothing.
pub(super) fn keep_known_taxes(taxes: &mut Vec<TicketTax>) {
    taxes.retain(|tax| tax.tax_type == code::vat_number());
    for tax in taxes {
        tax.taxation_type = tax.taxation_type.filter(|number| code::regime(*number).is_some());
    }
}

/// Each part by itself: a buyer that is none, lines with their stated sums, payments of the stated total.
fn mend(ticket: &mut TicketRequest) {
    if let Some(options) = &mut ticket.extension_options {
        let number = options.customer_iin_or_bin.take();
        options.customer_iin_or_bin = number.filter(|text| TaxpayerNumber::parse(text).is_ok());
    }
    let total = Money::try_from(ticket.amounts.total).ok();
    ticket.parent_ticket = ticket.parent_ticket.take().filter(|parent| {
        RegistrationNumber::parse(&parent.kgd_kkm_id).is_ok()
            && !parent.parent_ticket_number.trim().is_empty()
            && Money::try_from(parent.parent_ticket_total).ok() >= total
    });
    for (number, item) in (1..).zip(&mut ticket.items) {
        taken_line::mend(item, number);
    }
    let mut lines = ticket.items.iter().filter_map(|item| item.commodity.as_deref());
    if lines.any(|line| !line.taxes.is_empty()) {
        ticket.taxes.clear();
    }
    let amounts = &mut ticket.amounts;
    if let (Some(discount), Some(markup)) = (&mut amounts.discount, &mut amounts.markup) {
        let sums = Money::try_from(discount.sum)
            .ok()
            .zip(Money::try_from(markup.sum).ok());
        let apart = sums.and_then(|(discount, markup)| discount.checked_sub(markup));
        if let Some(apart) = apart.filter(|apart| !apart.is_negative()) {
            discount.sum = apart.try_into().unwrap_or_default();
            discount.taxes.clear();
            amounts.markup = None;
        } else if let Some(apart) = apart.and_then(|apart| Money::ZERO.checked_sub(apart)) {
            markup.sum = apart.try_into().unwrap_or_default();
            markup.taxes.clear();
            amounts.discount = None;
        }
    }
    taken_payments::settle(ticket);
}

/// One line of the stated total in place of lines that do not come to it; taxes as the lines stated them.
fn keep_total(ticket: &mut TicketRequest) {
    let mut taxes: BTreeMap<u32, (TicketTax, Money)> = BTreeMap::new();
    let stated = std::mem::take(&mut ticket.taxes);
    let of_items = ticket.items.iter().flat_map(|item| {
        let plus = item.commodity.iter().flat_map(|line| &line.taxes);
        let minus = item.storno_commodity.iter().flat_map(|line| &line.taxes);
        let plus = plus.map(|tax| (tax, true));
        plus.chain(minus.map(|tax| (tax, false)))
    });
    for (tax, adds) in of_items.chain(stated.iter().map(|tax| (tax, true))) {
        let (_, sum) = taxes.entry(tax.percent).or_insert((*tax, Money::ZERO));
        let one = Money::try_from(tax.sum).unwrap_or_default();
        let changed = if adds {
            sum.checked_add(one)
        } else {
            sum.checked_sub(one)
        };
        *sum = changed.unwrap_or(*sum);
    }
    let taxes = taxes.into_values().filter(|(_, sum)| !sum.is_negative());
    ticket.taxes = taxes
        .map(|(tax, sum)| TicketTax {
            sum: sum.try_into().unwrap_or_default(),
            is_in_total_sum: true,
            ..tax
        })
        .collect();
    let first = ticket.items.iter().find_map(|item| item.commodity.as_deref());
    let mut line = TicketItem {
        r#type: ItemType::Commodity.number(),
        commodity: Some(Box::new(Commodity {
            name: first.and_then(|line| line.name.clone()),
            code: first.and_then(|line| line.code),
            section_code: first.map(|line| line.section_code.clone()).unwrap_or_default(),
            measure_unit_code: first.and_then(|line| line.measure_unit_code.clone()),
            sum: ticket.amounts.total,
            ..Commodity::default()
        })),
        ..TicketItem::default()
    };
    taken_line::mend(&mut line, 1);
    ticket.items = vec![line];
    (ticket.amounts.discount, ticket.amounts.markup) = (None, None);
    ticket.domain = None;
    for payment in &mut ticket.payments {
        (payment.card_payment_fields, payment.mobile_payment_fields) = (None, None);
    }
}

fn drop_taxes(ticket: &mut TicketRequest) {
    ticket.taxes.clear();
    ticket.parent_ticket = None;
}
