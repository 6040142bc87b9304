//! Applications and cards of enrollment: as text, as a fragment of a page, and as PDF on A4.
//!
//! What is signed are the facts ([`ApplicationDocument::hash`]); this is how people read them, in any language.

mod words;

use enrollment::{ApplicationDocument, DocumentField, DocumentKind, FieldValue, PlanName, Section};
use maud::Markup;
use types::{LocalDateTime, Money};

use crate::paper::{Block, Weight};
use crate::pdf::PdfError;
use crate::pdf::sheet::Page;
use crate::printed_form::{Currency, PrintedForm};
use crate::{Arg, Locale, figure, html, pdf, text};

/// Whether the document has its signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signature<'a> {
    /// It waits for one.
    Awaited,
    /// It has one.
    Given {
        /// Who signed.
        signer: &'a str,
        /// When, at the place of the register.
        at: LocalDateTime,
    },
    /// It needs none, such as a card that the tax authority made.
    None,
}

/// Characters in a row of the text form.
const COLUMNS: usize = 80;
/// Sections in the order of the form.
const SECTIONS: [Section; 6] = [
    Section::Applicant,
    Section::Reason,
    Section::Register,
    Section::Place,
    Section::Service,
    Section::Storage,
];

/// The document as text; every row ends with a line feed and is at most 80 characters long.
#[must_use]
pub fn text(document: &ApplicationDocument, signature: Signature<'_>, locale: Locale) -> String {
    text::of_width(&lay_out(document, signature, locale), COLUMNS)
}

/// The document as one `article`, styled by [`crate::html::CSS`]; everything from outside is escaped.
#[must_use]
pub fn fragment(document: &ApplicationDocument, signature: Signature<'_>, locale: Locale) -> Markup {
    html::write(&lay_out(document, signature, locale))
}

/// The document as PDF on A4; the same document gives the same bytes.
///
/// # Errors
/// [`PdfError`]; none is known to happen with a document of the forms' limits.
pub fn pdf(
    document: &ApplicationDocument,
    signature: Signature<'_>,
    locale: Locale,
) -> Result<Vec<u8>, PdfError> {
    pdf::on_paper(&lay_out(document, signature, locale), Page::A4)
}

/// Name of the document.
#[must_use]
pub fn title(document: &ApplicationDocument, locale: Locale) -> String {
    locale.text(words::title(document.kind))
}

fn lay_out(document: &ApplicationDocument, signature: Signature<'_>, locale: Locale) -> PrintedForm {
    let mut blocks = vec![Block::Title(title(document, locale)), Block::Rule];
    for section in SECTIONS {
        let fields = document
            .fields
            .iter()
            .filter(|field| field.name.section() == section);
        let pairs: Vec<Block> = fields.map(|field| pair(field, document, locale)).collect();
        if !pairs.is_empty() {
            blocks.push(Block::Group(locale.text(words::section(section))));
            blocks.extend(pairs);
        }
    }
    if !document.statements.is_empty() {
        blocks.push(Block::Rule);
    }
    for statement in &document.statements {
        blocks.push(Block::Paragraph(locale.text(words::statement(*statement))));
    }
    blocks.push(Block::Rule);
    if !words::is_card(document.kind) {
        blocks.push(labelled(
            locale.text("application-date"),
            figure::date(document.date),
        ));
    }
    match signature {
        Signature::Awaited => blocks.push(Block::Notice(locale.text("application-signature-awaited"))),
        Signature::Given { signer, at } => {
            blocks.push(labelled(locale.text("application-signer"), clean(signer)));
            blocks.push(labelled(locale.text("application-signed-at"), figure::moment(at)));
        }
        Signature::None => {}
    }
    let hash = document.hash().to_string();
    blocks.push(labelled(locale.text("application-hash"), hash));
    PrintedForm {
        title: title(document, locale),
        locale,
        // No sum stands in an application.
        currency: Currency::Tenge,
        blocks,
    }
}

fn pair(field: &DocumentField, document: &ApplicationDocument, locale: Locale) -> Block {
    let value = match &field.value {
        FieldValue::Text(text) => clean(text),
        FieldValue::Day(day) => figure::date(*day),
        FieldValue::Moment(moment) => figure::moment(*moment),
        FieldValue::Deregistration(reason) => {
            format!(
                "{}. {}",
                reason.number(),
                locale.text(words::deregistration(*reason))
            )
        }
        FieldValue::WriteOff(reason) => locale.text(words::write_off(*reason)),
        FieldValue::Plan { name, .. } => clean(plan_name(name, locale)),
        FieldValue::MonthlyPrice(price) => monthly(*price, document.kind, locale),
        FieldValue::Connection(kind) => locale.text(words::connection(*kind)),
        FieldValue::RussianReRegistration(reason) => {
            format!(
                "{}. {}",
                reason.code(),
                locale.text(words::re_registration_ru(*reason))
            )
        }
        FieldValue::RussianDeregistration(reason) => locale.text(words::deregistration_ru(*reason)),
    };
    labelled(locale.text(words::label(field.name, document.kind)), value)
}

/// Name of a plan in the language of the reader.
pub(crate) fn plan_name(name: &PlanName, locale: Locale) -> &str {
    match locale {
        Locale::Ru => &name.ru,
        Locale::Kk => &name.kk,
        Locale::En => &name.en,
    }
}

fn monthly(price: Money, kind: DocumentKind, locale: Locale) -> String {
    let currency = match kind {
        DocumentKind::Kazakh(_) | DocumentKind::KazakhCard => "currency-tenge",
        DocumentKind::Russian(_) => "currency-rouble",
    };
    let price = format!(
        "{}{}{}",
        figure::money(price, locale),
        figure::NO_BREAK_SPACE,
        locale.text(currency)
    );
    locale.text_with("application-price-monthly", &[("price", Arg::Text(&price))])
}

fn labelled(label: String, value: String) -> Block {
    Block::Pair {
        label,
        value,
        weight: Weight::Plain,
    }
}

/// Without control and direction characters, which could make a name look like another one.
fn clean(text: &str) -> String {
    crate::view::printable(text)
}

#[cfg(test)]
mod tests;
