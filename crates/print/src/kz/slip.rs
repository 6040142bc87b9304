//! Parts that all Kazakh documents share.

use register_kz::DocumentHead;

use super::card::RegisterCard;
use super::{Wording, cashier_name, moment};
use crate::paper::{Block, Item, Weight};
use crate::printed_form::{Currency, PrintedForm};
use crate::view::printable;
use crate::{Locale, TextId};

/// A document while it is laid out. Texts from outside are cleaned here, whoever gives them.
pub(super) struct Slip<'a> {
    pub(super) card: &'a RegisterCard,
    pub(super) wording: Wording,
    title: String,
    blocks: Vec<Block>,
}

impl<'a> Slip<'a> {
    /// Begins with the seller and the name of the document.
    pub(super) fn begin(card: &'a RegisterCard, wording: Wording, title: impl Into<TextId>) -> Self {
        let mut slip = Self {
            card,
            wording,
            title: wording.title(title),
            blocks: Vec::new(),
        };
        slip.push(Block::Heading(printable(&card.seller_name)));
        let label = slip.text("kz-taxpayer-number");
        slip.push(Block::Centred(format!("{label} {}", card.seller_number)));
        if let Some(certificate) = &card.vat_certificate {
            let label = slip.text("kz-vat-certificate");
            let (series, number) = (printable(&certificate.series), printable(&certificate.number));
            slip.push(Block::Centred(format!("{label} {series} № {number}")));
        }
        for address in card.address.shown(wording) {
            slip.push(Block::Centred(printable(address)));
        }
        slip.push(Block::Title(slip.title.clone()));
        slip
    }

    pub(super) fn finish(self) -> PrintedForm {
        PrintedForm {
            title: self.title,
            locale: self.wording.locale(),
            currency: Currency::Tenge,
            blocks: self.blocks,
        }
    }

    pub(super) fn text(&self, id: impl Into<TextId>) -> String {
        self.wording.text(id)
    }

    pub(super) fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    pub(super) fn rule(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Rule)) {
            self.push(Block::Rule);
        }
    }

    pub(super) fn notice(&mut self, id: impl Into<TextId>) {
        let text = self.wording.title(id);
        self.push(Block::Notice(text));
    }

    pub(super) fn group(&mut self, text: String) {
        self.push(Block::Group(text));
    }

    pub(super) fn item(&mut self, item: Item) {
        self.push(Block::Item(item));
    }

    pub(super) fn labelled(&mut self, label: String, value: impl AsRef<str>) {
        self.push(Block::Pair {
            label,
            value: printable(value.as_ref()),
            weight: Weight::Plain,
        });
    }

    pub(super) fn pair(&mut self, label: impl Into<TextId>, value: impl AsRef<str>) {
        let label = self.text(label);
        self.labelled(label, value);
    }

    /// Label and value beside each other; something else may stand at the right edge.
    pub(super) fn fact(&mut self, label: impl Into<TextId>, value: impl AsRef<str>, note: Option<TextId>) {
        let label = self.text(label);
        self.push(Block::Fact {
            label,
            value: printable(value.as_ref()),
            note: note.map(|note| self.text(note)),
        });
    }

    /// Shift and document, cashier and time.
    pub(super) fn head(&mut self, head: &DocumentHead) {
        let numbered = |label: &'static str, number: Option<String>| {
            number.map(|number| format!("{} № {number}", self.text(label)))
        };
        let shift = numbered("kz-shift", head.shift.map(|number| number.to_string()));
        let document = numbered("kz-document", head.number.map(|number| number.to_string()));
        match (shift, document) {
            (Some(shift), document) => self.labelled(shift, document.unwrap_or_default()),
            (None, Some(document)) => self.labelled(document, ""),
            (None, None) => {}
        }
        self.cashier(cashier_name(head).as_deref(), &moment(head.issued_at));
    }

    /// The cashier beside the time; the time alone where there is no cashier.
    pub(super) fn cashier(&mut self, name: Option<&str>, at: &str) {
        let label = name.map_or_else(
            || self.text("kz-time"),
            |name| format!("{}: {}", self.text("kz-cashier"), printable(name)),
        );
        self.labelled(label, at);
    }

    /// Numbers of the register.
    pub(super) fn register(&mut self) {
        let labels = self.card.labels.labels();
        self.fact(
            labels.registration_number,
            self.card.registration_number.as_str(),
            None,
        );
        self.fact(labels.serial_number, &self.card.serial_number, None);
        if let Some(id) = self.card.device_id {
            self.fact("kz-device-id", id.to_string(), None);
        }
    }

    /// The fiscal data operator after a label.
    pub(super) fn ofd(&mut self, label: impl Into<TextId>) {
        let name = self.card.ofd.name.shown(self.wording).join(" / ");
        if name.is_empty() {
            return;
        }
        let label = format!("{}:", self.text(label));
        self.push(Block::Fact {
            label,
            value: printable(&name),
            note: None,
        });
    }

    /// The place where receipts are looked up.
    pub(super) fn lookup(&mut self) {
        if self.card.ofd.site.trim().is_empty() {
            return;
        }
        let label = format!("{}:", self.text("kz-lookup"));
        self.push(Block::Fact {
            label,
            value: printable(&self.card.ofd.site),
            note: None,
        });
    }

    /// A count in the language of the document.
    pub(super) fn count(&self, number: u32) -> String {
        crate::figure::count(u64::from(number), self.locale())
    }

    fn locale(&self) -> Locale {
        self.wording.locale()
    }
}
