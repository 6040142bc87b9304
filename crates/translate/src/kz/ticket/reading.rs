//! A ticket of any register as a document.

use ofd_kz::messages::TicketRequest;
use receipt::kz::{Draft, PricingContext, Receipt, Rule};
use register_kz::{
    AutonomousSign, Document, DocumentBody, DocumentHead, DocumentNumber, Issue, NumberInShift, ShiftNumber,
};
use types::{LocalDateTime, Money};

use super::place::Places;
use super::{reading_line, reading_party, reading_sums};
use crate::kz::code;
use crate::kz::fault::{Fault, FaultKind, Faults};

/// Reads a receipt of any register.
///
/// Everything that the protocol lets a register write is taken: sums a tiyn off, cash with its change or without, VAT
/// at lines or at the receipt, discounts as lines or on the whole, several lines taken away again. Stated sums that are
/// the computed ones are dropped, so that a receipt that [`receipt_to_ticket`](super::receipt_to_ticket) wrote is read
/// as it was. Left out is what a receipt can do without: auxiliary pairs, an e-mail address or a phone number that is
/// none, control characters. A cashier without a name is named by the number.
///
/// # Errors
/// Everything that is wrong, in the words of the wire: first what does not parse; when all parses, the rules of
/// receipts.
pub fn ticket_to_document(ticket: &TicketRequest, context: &PricingContext) -> Result<Document, Vec<Fault>> {
    let mut faults = Faults::default();
    let head = head(ticket, &mut faults);
    let parsed = draft(ticket, &mut faults);
    let (head, (mut draft, places)) = faults.finish(head.zip(parsed))?;
    let mut faults = Faults::default();
    reading_sums::settle(&mut draft, ticket, &mut faults);
    let priced = Receipt::price(draft, context).map_err(|findings| {
        for finding in findings {
            let message = format!("{}; {}", finding.value, finding.message);
            let path = places.wire_path(&finding.path);
            faults.add(path, FaultKind::Rule(finding.rule), message);
        }
    });
    let receipt = priced.ok();
    if let Some(receipt) = &receipt {
        compare_change(receipt, ticket, &mut faults);
    }
    let receipt = faults.finish(receipt)?;
    Ok(Document {
        head,
        body: DocumentBody::Receipt(Box::new(receipt)),
    })
}

fn head(ticket: &TicketRequest, faults: &mut Faults) -> Option<DocumentHead> {
    let issued_at = faults.time("ticket.date_time", ticket.date_time)?;
    let old = ticket.printed_document_number_old.as_deref();
    let number = ticket
        .printed_document_number
        .or_else(|| old.and_then(|text| text.trim().parse().ok()));
    Some(DocumentHead {
        shift: ticket.fr_shift_number.map(ShiftNumber::new),
        in_shift: ticket.shift_document_number.map(NumberInShift::new),
        number: number.map(DocumentNumber::new),
        issued_at,
        cashier: Some(reading_party::cashier(&ticket.operator)),
        issue: match ticket.offline_ticket_number {
            None => Issue::Online,
            Some(sign) => Issue::Autonomous {
                sign: Some(AutonomousSign::new(sign)),
            },
        },
    })
}

fn draft(ticket: &TicketRequest, faults: &mut Faults) -> Option<(Draft, Places)> {
    let operation = code::operation(ticket.operation);
    let operation = faults.named("ticket.operation", ticket.operation, operation);
    // Told by the head already.
    let issued_at = LocalDateTime::try_from(ticket.date_time).ok();
    let business = reading_party::business(ticket.domain.as_ref(), faults);
    let lines = reading_line::lines(&ticket.items, faults);
    let modifier = reading_sums::modifier(&ticket.amounts, faults);
    let vat = reading_sums::receipt_vat(&ticket.taxes, faults);
    let payments = reading_party::payments(&ticket.payments, faults);
    let parent = ticket.parent_ticket.as_ref();
    let parent = match parent {
        None => Some(None),
        Some(parent) => reading_party::parent(parent, faults).map(Some),
    };
    reading_sums::check_amounts(&ticket.amounts, faults);
    let (lines, places) = lines?;
    let draft = Draft {
        operation: operation?,
        issued_at: issued_at?,
        cashier: reading_party::cashier(&ticket.operator),
        business: business?,
        lines,
        modifier: modifier.ok()?,
        vat: vat?,
        payments: payments?,
        tendered: None,
        buyer: reading_party::buyer(ticket.extension_options.as_ref()),
        parent: parent?,
    };
    let modifier = draft.modifier.as_ref().map(|modifier| modifier.kind);
    Some((draft, Places::new(places, modifier)))
}

/// The change is stated once more; the receipt has its own.
fn compare_change(receipt: &Receipt, ticket: &TicketRequest, faults: &mut Faults) {
    let ours = receipt.figures().change;
    let stated = ticket.amounts.change.and_then(|wire| Money::try_from(wire).ok());
    if let Some(stated) = stated.filter(|stated| *stated != ours) {
        let kind = FaultKind::Rule(Rule::SumMismatch);
        let message = format!("{stated}; {ours} would be right");
        faults.add("ticket.amounts.change", kind, message);
    }
}
