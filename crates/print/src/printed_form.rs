//! A document laid out once, to be written in any form.

use maud::Markup;

use crate::escpos::{self, EscPosError, Tape};
use crate::html::HtmlParts;
use crate::paper::Block;
use crate::pdf::{self, PdfError};
use crate::{Columns, Locale, html, text};

/// A document as it is printed: the same content as text, HTML, PDF or bytes for a receipt printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedForm {
    pub(crate) title: String,
    /// Language of the document as a whole.
    pub(crate) locale: Locale,
    pub(crate) currency: Currency,
    pub(crate) blocks: Vec<Block>,
}

/// Money of the document; it also decides how sums are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Currency {
    Rouble,
    Tenge,
}

impl PrintedForm {
    /// Name of the document.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// As text; every row ends with a line feed and is at most `columns` characters long.
    #[must_use]
    pub fn text(&self, columns: Columns) -> String {
        text::write(self, columns)
    }

    /// As one `article`, styled by [`html::CSS`].
    #[must_use]
    pub fn html(&self) -> Markup {
        html::write(self)
    }

    /// As markup without the lines, which the caller tells in its own way.
    #[must_use]
    pub fn html_parts(&self) -> HtmlParts {
        html::parts(self)
    }

    /// As PDF; the same form gives the same bytes.
    ///
    /// # Errors
    /// [`PdfError`].
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        pdf::write(self)
    }

    /// As bytes for a receipt printer: a picture, paper feed and cut.
    ///
    /// # Errors
    /// [`EscPosError`].
    pub fn escpos(&self, tape: Tape) -> Result<Vec<u8>, EscPosError> {
        escpos::write(self, tape)
    }

    pub(crate) fn currency_sign(&self) -> String {
        self.locale.text(match self.currency {
            Currency::Rouble => "currency-rouble",
            Currency::Tenge => "currency-tenge",
        })
    }

    pub(crate) fn qr_title(&self) -> String {
        self.locale.text(match self.currency {
            Currency::Rouble => "receipt-qr",
            Currency::Tenge => "kz-qr",
        })
    }
}
