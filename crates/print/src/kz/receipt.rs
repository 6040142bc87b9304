//! The receipt. Law: KZ-626/receipt.

use ::receipt::kz::{
    Figures, IssueMode, Line, LineFigures, LineOfBusiness, ModifierKind, ParentReceipt, PaymentKind, Receipt,
    TaxiRide, VatPlacement,
};
use register_kz::{DocumentHead, Issue, IssuedReceipt};
use types::Money;

use super::card::RegisterCard;
use super::slip::Slip;
use super::{Wording, moment, operation_name};
use crate::paper::{Block, Item};
use crate::view::printable;
use crate::{PrintedForm, TextId, figure};

/// A receipt with what is known of it from outside of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptSlip<'a> {
    /// Its numbers.
    pub head: &'a DocumentHead,
    /// What it says.
    pub receipt: &'a Receipt,
    /// Fiscal or autonomous sign.
    pub sign: Option<String>,
    /// Content of the QR code.
    pub link: Option<String>,
    /// What the paper is.
    pub mark: PrintMark,
}

/// What the paper is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PrintMark {
    /// The receipt.
    #[default]
    Original,
    /// Another print of it.
    Copy,
    /// An inspector's control receipt: it is not sent to the operator.
    Control,
}

impl<'a> ReceiptSlip<'a> {
    /// The receipt as its register issued it; without the operator's sign it has the autonomous one.
    #[must_use]
    pub fn of(issued: &'a IssuedReceipt, mark: PrintMark) -> Self {
        let signature = issued.signature.as_ref();
        let own = match issued.head.issue {
            Issue::Online => None,
            Issue::Autonomous { sign } => sign.map(|sign| sign.to_string()),
        };
        Self {
            head: &issued.head,
            receipt: &issued.receipt,
            sign: signature.map(|signature| signature.sign.to_string()).or(own),
            link: signature.and_then(|signature| signature.link.clone()),
            mark,
        }
    }
}

/// Lays a receipt out.
#[must_use]
pub fn receipt(card: &RegisterCard, of: &ReceiptSlip<'_>, wording: Wording) -> PrintedForm {
    let mut slip = Slip::begin(card, wording, operation_name(of.receipt.operation()));
    match of.mark {
        PrintMark::Original => {}
        PrintMark::Copy => slip.notice("kz-copy"),
        PrintMark::Control => slip.notice("kz-control"),
    }
    slip.head(of.head);
    if let Some(number) = of.head.in_shift {
        slip.fact("kz-number-in-shift", number.to_string(), None);
    }
    slip.rule();
    for (number, (line, figures)) in (1..).zip(of.receipt.standing_lines()) {
        let item = item(number, line, figures, wording);
        slip.item(item);
    }
    slip.rule();
    if let Some(parent) = &of.receipt.content().parent {
        parent_receipt(&mut slip, parent);
        slip.rule();
    }
    money(&mut slip, of.receipt);
    circumstances(&mut slip, of.receipt);
    slip.rule();
    let labels = card.labels.labels();
    match (&of.sign, autonomous_note(of.head)) {
        (Some(sign), note) => slip.fact(labels.sign, sign, note),
        (None, Some(note)) => slip.notice(note),
        (None, None) => {}
    }
    slip.register();
    slip.ofd("kz-ofd");
    slip.lookup();
    if let Some(link) = &of.link {
        slip.push(Block::Qr(printable(link)));
    }
    slip.finish()
}

/// The mark of a document that was issued without the operator. Law: KZ-626/autonomous.
pub(super) fn autonomous_note(head: &DocumentHead) -> Option<TextId> {
    match head.issue.mode() {
        IssueMode::Online => None,
        IssueMode::Autonomous => Some(TextId("kz-autonomous")),
    }
}

/// The line's name; its code when it has none.
#[must_use]
pub fn line_name(line: &Line, wording: Wording) -> String {
    let name = printable(&line.name);
    if !name.is_empty() {
        return name;
    }
    line.code
        .map_or_else(|| wording.text("kz-unnamed"), |code| code.to_string())
}

fn item(number: usize, line: &Line, figures: &LineFigures, wording: Wording) -> Item {
    let unit = wording.unit(&line.unit);
    let space = figure::NO_BREAK_SPACE;
    let (quantity, price) = (wording.quantity(line.quantity), wording.money(line.price));
    Item {
        number,
        name: line_name(line, wording),
        calculation: format!("{quantity} ({unit}) x{space}{price}"),
        total: wording.money(figures.gross),
        details: line_details(line, figures, wording),
        note: None,
    }
}

/// Discounts, VAT and codes of a line, each with its label.
#[must_use]
pub fn line_details(line: &Line, figures: &LineFigures, wording: Wording) -> Vec<(String, String)> {
    let mut details = Vec::new();
    for modifier in &line.modifiers {
        let (label, sign) = match modifier.kind {
            ModifierKind::Discount => ("kz-discount", '\u{2212}'),
            ModifierKind::Markup => ("kz-markup", '+'),
        };
        let name = modifier.name.as_deref().map(printable).unwrap_or_default();
        let label = format!("{} {name}", wording.text(label));
        let amount = wording.money(modifier.amount);
        details.push((label.trim_end().to_owned(), format!("{sign}{amount}")));
    }
    if let Some(vat) = line.vat {
        let label = match vat.placement {
            VatPlacement::Included => "kz-vat-included",
            VatPlacement::OnTop => "kz-vat-on-top",
        };
        let label = format!("{} {}", wording.text(label), wording.rate(vat.rate));
        details.push((label, wording.money(figures.vat)));
    }
    let codes = [("kz-ntin", &line.ntin), ("kz-barcode", &line.barcode)];
    for (label, code) in codes {
        if let Some(code) = code {
            details.push((wording.text(label), printable(code)));
        }
    }
    for code in &line.marking_codes {
        details.push((wording.text("kz-marking"), printable(code)));
    }
    details
}

fn parent_receipt(slip: &mut Slip<'_>, parent: &ParentReceipt) {
    let group = slip.wording.title("kz-parent");
    slip.group(group);
    let note = (parent.mode == IssueMode::Autonomous).then_some(TextId("kz-autonomous"));
    slip.fact("kz-parent-sign", &parent.sign, note);
    slip.fact("kz-time", moment(parent.issued_at), None);
    let label = slip.card.labels.labels().registration_number;
    slip.fact(label, parent.registration_number.as_str(), None);
    let total = slip.wording.money(parent.total);
    slip.fact("kz-parent-total", total, None);
}

fn money(slip: &mut Slip<'_>, receipt: &Receipt) {
    let wording = slip.wording;
    let figures: &Figures = receipt.figures();
    slip.pair("kz-discount", wording.money(figures.discount));
    slip.pair("kz-markup", wording.money(figures.markup));
    let label = slip.text("kz-total");
    slip.push(Block::Total {
        label,
        amount: wording.money(figures.total),
    });
    for vat in &figures.vat {
        let label = format!("{} {}", slip.text("kz-vat-included"), wording.rate(vat.rate));
        slip.labelled(label, wording.money(vat.amount));
    }
    for paid in &figures.payments {
        slip.labelled(wording.payment(paid.kind), wording.money(paid.amount));
    }
    let cash = figures.paid_by(PaymentKind::Cash);
    if figures.tendered > cash {
        slip.pair("kz-tendered", wording.money(figures.tendered));
    }
    if cash > Money::ZERO || figures.change > Money::ZERO {
        slip.pair("kz-change", wording.money(figures.change));
    }
}

fn circumstances(slip: &mut Slip<'_>, receipt: &Receipt) {
    business(slip, &receipt.content().business);
    if let Some(number) = receipt.content().buyer.number.as_deref() {
        slip.fact("kz-buyer-number", number, None);
    }
}

fn business(slip: &mut Slip<'_>, business: &LineOfBusiness) {
    let wording = slip.wording;
    match business {
        LineOfBusiness::Trading | LineOfBusiness::Hotel => {}
        LineOfBusiness::Services { account } => slip.fact("kz-account", account, None),
        LineOfBusiness::GasStation {
            correction_number,
            correction_sum,
            card_number,
        } => {
            if let Some(number) = correction_number {
                slip.fact("kz-correction", number, None);
            }
            if let Some(sum) = correction_sum {
                slip.fact("kz-correction-sum", wording.money(*sum), None);
            }
            if let Some(number) = card_number {
                slip.fact("kz-fuel-card", number, None);
            }
        }
        LineOfBusiness::Taxi {
            car_number,
            ride,
            fare,
        } => {
            let ride = match ride {
                TaxiRide::Ordered => "kz-ride-ordered",
                TaxiRide::Hailed => "kz-ride-hailed",
            };
            slip.fact("kz-car-number", car_number, Some(TextId(ride)));
            slip.fact("kz-fare", wording.money(*fare), None);
        }
        LineOfBusiness::Parking { from, until } => {
            slip.fact("kz-parking-from", moment(*from), None);
            slip.fact("kz-parking-until", moment(*until), None);
        }
    }
}
