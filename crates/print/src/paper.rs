//! The layout that all forms share: what is printed in which order, already in the reader's language.

mod receipt;
mod report;

use crate::catalogue::TextId;
use crate::printed_form::{Currency, PrintedForm};
use crate::view::{DocumentView, Identity};
use crate::{Locale, code_name, figure};

/// One thing on the paper, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Seller's name.
    Heading(String),
    /// Name of the document.
    Title(String),
    /// Centred ordinary text.
    Centred(String),
    /// Something that the reader must not miss, such as a test document.
    Notice(String),
    /// Heading of the facts that follow.
    Group(String),
    /// Label and value.
    Pair {
        label: String,
        value: String,
        weight: Weight,
    },
    /// Label and value that stand beside each other, as numbers do on Kazakh paper.
    Fact {
        label: String,
        value: String,
        /// Stands at the other edge.
        note: Option<String>,
    },
    /// The sum of the receipt.
    Total { label: String, amount: String },
    /// A line of the receipt.
    Item(Item),
    /// A line across.
    Rule,
    /// Content of the QR code.
    Qr(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Strong,
}

/// A line of the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) number: usize,
    pub(crate) name: String,
    /// Quantity × price.
    pub(crate) calculation: String,
    pub(crate) total: String,
    /// VAT, agent, supplier and other details.
    pub(crate) details: Vec<(String, String)>,
    /// What kind of thing it is and how it is settled.
    pub(crate) note: Option<String>,
}

/// Lays a document out.
pub(crate) fn lay_out(view: &DocumentView, locale: Locale) -> PrintedForm {
    let mut paper = Paper {
        locale,
        blocks: Vec::new(),
    };
    match view {
        DocumentView::Receipt(receipt) => receipt::lay_out(&mut paper, receipt),
        DocumentView::Report(report) => report::lay_out(&mut paper, report),
    }
    PrintedForm {
        title: title(view, locale),
        locale,
        currency: Currency::Rouble,
        blocks: paper.blocks,
    }
}

/// Name of the document, such as `КАССОВЫЙ ЧЕК`.
pub(crate) fn title(view: &DocumentView, locale: Locale) -> String {
    match view {
        DocumentView::Receipt(receipt) => locale.text(code_name::receipt_kind(receipt.kind)),
        DocumentView::Report(report) => locale.text(code_name::form(report.form)),
    }
}

struct Paper {
    locale: Locale,
    blocks: Vec<Block>,
}

impl Paper {
    fn text(&self, id: impl Into<TextId>) -> String {
        self.locale.text(id)
    }

    fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Two rules never follow each other, and none stands first.
    fn rule(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Rule)) {
            self.blocks.push(Block::Rule);
        }
    }

    fn pair(&mut self, label: impl Into<TextId>, value: impl Into<String>) {
        let label = self.text(label);
        self.labelled(label, value);
    }

    fn labelled(&mut self, label: String, value: impl Into<String>) {
        self.push(Block::Pair {
            label,
            value: value.into(),
            weight: Weight::Plain,
        });
    }

    fn optional(&mut self, label: impl Into<TextId>, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.pair(label, value);
        }
    }

    /// Who issued it.
    fn seller(&mut self, identity: &Identity) {
        if let Some(name) = &identity.seller_name {
            self.push(Block::Heading(name.clone()));
        }
        if let Some(inn) = &identity.seller_inn {
            let label = self.text("receipt-inn");
            self.push(Block::Centred(format!("{label} {inn}")));
        }
        for text in [&identity.address, &identity.place].into_iter().flatten() {
            self.push(Block::Centred(text.clone()));
        }
        self.rule();
    }

    fn test_notice(&mut self, identity: &Identity) {
        if identity.is_test() {
            let notice = self.text("receipt-test-notice");
            self.push(Block::Notice(notice));
        }
    }

    fn cashier(&mut self, identity: &Identity) {
        self.optional("receipt-cashier", identity.cashier_name.as_deref());
        self.optional("receipt-cashier-inn", identity.cashier_inn.as_deref());
    }

    /// The numbers that prove the document.
    fn numbers(&mut self, identity: &Identity) {
        self.optional("receipt-serial-number", identity.serial_number.as_deref());
        self.optional(
            "receipt-registration-number",
            identity.registration_number.as_deref(),
        );
        self.optional("receipt-fiscal-storage", identity.fiscal_storage.as_deref());
        self.optional(
            "receipt-document-number",
            identity.document_number.map(|number| number.to_string()),
        );
        self.optional(
            "receipt-fiscal-sign",
            identity.fiscal_sign.map(figure::fiscal_sign),
        );
        self.optional("receipt-format-version", identity.version.map(code_name::version));
    }
}
