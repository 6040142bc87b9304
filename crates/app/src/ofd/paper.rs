//! A document as people and programs keep it.

use ofd_ru::Document;
use print::pdf::PdfError;
use print::{Columns, DocumentView, Locale};

/// As on paper.
#[must_use]
pub fn text(of: &Document) -> String {
    print::text::render(&DocumentView::from_document(of), Locale::Ru, Columns::Wide48)
}

/// As a part of a page.
#[must_use]
pub fn html(of: &Document) -> String {
    print::html::fragment(&DocumentView::from_document(of), Locale::Ru).into_string()
}

/// As a file to print.
pub fn pdf(of: &Document) -> Result<Vec<u8>, PdfError> {
    print::pdf::render(&DocumentView::from_document(of), Locale::Ru)
}

/// With the tax authority's field names.
#[must_use]
pub fn json(of: &Document) -> Vec<u8> {
    let mut json = Vec::new();
    ofd_ru::json::write(of, &mut json);
    json
}
