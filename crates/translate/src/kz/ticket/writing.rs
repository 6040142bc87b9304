//! A priced receipt as a ticket.

use ofd_kz::Version;
use ofd_kz::messages::{TicketAmounts, TicketItem, TicketModifier, TicketPayment, TicketRequest, TicketTax};
use receipt::kz::{
    LineEntry, LineFigures, ModifierKind, PaymentKind, PaymentMeans, Receipt, ReceiptModifier, VatPlacement,
    VatRate, VatShare,
};
use register_kz::{DocumentHead, Issue};
use types::Money;

use super::{writing_line, writing_party};
use crate::kz::code;
use crate::kz::fault::{Fault, FaultKind, Faults};

/// A receipt and its numbers as a ticket of `version`.
///
/// Sums are those of the receipt's figures, cash is net of the change. What the version has no place for is left out
/// where the operator can do without it: the parent receipt, card and mobile fields, the national item number before
/// 2.0.3, the number in the shift in 2.0.4.
///
/// # Errors
/// What the version has no place for and may not be left out: several marking codes of a line before 2.0.3, means of
/// payment and a regime that 2.0.4 has dropped, numbers out of the wire's range.
pub fn receipt_to_ticket(
    receipt: &Receipt,
    head: &DocumentHead,
    version: Version,
) -> Result<TicketRequest, Vec<Fault>> {
    let mut writer = Writer {
        version,
        faults: Faults::default(),
    };
    let content = receipt.content();
    let autonomous = match head.issue {
        Issue::Online => None,
        Issue::Autonomous { sign } => sign.map(register_kz::AutonomousSign::get),
    };
    let in_shift = head.in_shift.map(register_kz::NumberInShift::get);
    let parent = content.parent.as_ref().filter(|_| version >= Version::V203);
    let ticket = TicketRequest {
        operation: code::operation_number(content.operation),
        date_time: content.issued_at.into(),
        operator: writing_party::operator(&content.cashier),
        domain: Some(writer.domain(&content.business)),
        items: writer.items(receipt),
        payments: writer.payments(receipt),
        taxes: writer.receipt_taxes(receipt),
        amounts: writer.amounts(receipt),
        extension_options: writing_party::buyer(&content.buyer),
        offline_ticket_number: autonomous,
        printed_document_number_old: None,
        printed_ticket: None,
        ad_infos: Vec::new(),
        fr_shift_number: head.shift.map(register_kz::ShiftNumber::get),
        shift_document_number: in_shift.filter(|_| version < Version::V204),
        printed_document_number: head.number.map(register_kz::DocumentNumber::get),
        parent_ticket: parent.map(|parent| writer.parent(parent)),
    };
    writer.faults.finish(Some(ticket))
}

pub(super) struct Writer {
    pub(super) version: Version,
    pub(super) faults: Faults,
}

impl Writer {
    pub(super) fn money(&mut self, path: &str, amount: Money) -> ofd_kz::messages::Money {
        self.faults.wire_money(path, amount)
    }

    fn items(&mut self, receipt: &Receipt) -> Vec<TicketItem> {
        let entries = &receipt.content().lines;
        let figures = &receipt.figures().lines;
        let mut items = Vec::with_capacity(entries.len());
        for (entry, one) in entries.iter().zip(figures) {
            match entry {
                LineEntry::Line(line) => self.line(line, one, writing_line::Way::Adds, &mut items),
                LineEntry::Storno { undoes } => {
                    if let Some(LineEntry::Line(line)) = entries.get(*undoes) {
                        self.line(line, one, writing_line::Way::TakesAway, &mut items);
                    }
                }
            }
        }
        items
    }

    fn payments(&mut self, receipt: &Receipt) -> Vec<TicketPayment> {
        let mut payments = Vec::new();
        for payment in &receipt.content().payments {
            let path = format!("ticket.payments[{}]", payments.len());
            let kind = payment.means.kind();
            if self.version >= Version::V204 && matches!(kind, PaymentKind::Credit | PaymentKind::Tare) {
                let message = format!("{} has no payment by {kind}", self.version);
                self.faults
                    .add(format!("{path}.type"), FaultKind::Version, message);
            }
            let details = self.version >= Version::V203;
            payments.push(TicketPayment {
                r#type: code::payment_number(kind),
                sum: self.money(&format!("{path}.sum"), receipt.figures().paid_by(kind)),
                card_payment_fields: match &payment.means {
                    PaymentMeans::Card(card) if details => writing_party::card(card),
                    _ => None,
                },
                mobile_payment_fields: match &payment.means {
                    PaymentMeans::Mobile(mobile) if details => writing_party::mobile(mobile),
                    _ => None,
                },
            });
        }
        payments
    }

    fn amounts(&mut self, receipt: &Receipt) -> TicketAmounts {
        let (content, figures) = (receipt.content(), receipt.figures());
        let has_cash = content
            .payments
            .iter()
            .any(|payment| payment.means.kind() == PaymentKind::Cash);
        let modifier = content.modifier.as_ref();
        let of_kind = |kind| modifier.filter(|modifier| modifier.kind == kind);
        TicketAmounts {
            total: self.money("ticket.amounts.total", figures.total),
            taken: has_cash.then(|| self.money("ticket.amounts.taken", figures.tendered)),
            change: has_cash.then(|| self.money("ticket.amounts.change", figures.change)),
            markup: of_kind(ModifierKind::Markup).map(|one| self.receipt_modifier(one, receipt)),
            discount: of_kind(ModifierKind::Discount).map(|one| self.receipt_modifier(one, receipt)),
        }
    }

    fn receipt_modifier(&mut self, modifier: &ReceiptModifier, receipt: &Receipt) -> TicketModifier {
        let computed = || {
            let figures = receipt.figures().modifier_vat.iter();
            figures
                .map(|one| VatShare {
                    rate: one.rate,
                    amount: one.amount,
                })
                .collect()
        };
        let shares = modifier.vat.clone().unwrap_or_else(computed);
        let path = "ticket.amounts";
        TicketModifier {
            name: modifier.name.clone(),
            sum: self.money(path, modifier.amount),
            taxes: shares
                .into_iter()
                .map(|share| TicketTax {
                    tax_type: code::vat_number(),
                    taxation_type: None,
                    percent: share.rate.thousandths(),
                    sum: self.money(path, share.amount),
                    is_in_total_sum: placement_of(receipt, share.rate) == VatPlacement::Included,
                })
                .collect(),
            auxiliary: Vec::new(),
        }
    }

    fn receipt_taxes(&mut self, receipt: &Receipt) -> Vec<TicketTax> {
        let mut taxes = Vec::new();
        for vat in &receipt.content().vat {
            let path = format!("ticket.taxes[{}]", taxes.len());
            let figures = receipt.figures().vat.iter();
            let amount = figures
                .filter(|one| one.rate == vat.rate)
                .map(|one| one.amount)
                .next();
            taxes.push(TicketTax {
                tax_type: code::vat_number(),
                taxation_type: self.regime(&path, vat.regime),
                percent: vat.rate.thousandths(),
                sum: self.money(&format!("{path}.sum"), amount.unwrap_or_default()),
                is_in_total_sum: vat.placement == VatPlacement::Included,
            });
        }
        taxes
    }
}

/// How the lines of a rate hold their VAT.
fn placement_of(receipt: &Receipt, rate: VatRate) -> VatPlacement {
    let lines = receipt.standing_lines().map(|(line, _): (_, &LineFigures)| line);
    let mut vats = lines.filter_map(|line| line.vat).filter(|vat| vat.rate == rate);
    vats.next().map_or(VatPlacement::Included, |vat| vat.placement)
}
