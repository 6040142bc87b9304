//! Writes every sample document in every form and language: `cargo run -p print --example forms -- FOLDER`.

#[path = "../src/sample.rs"]
mod sample;

use std::path::PathBuf;

use print::{Columns, DocumentView, Locale, html, mail, pdf, text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    for (name, document) in sample::all() {
        let view = DocumentView::from_document(&document);
        for locale in Locale::ALL {
            let file = |extension: &str| folder.join(format!("{name}.{}.{extension}", locale.code()));
            std::fs::write(file("pdf"), pdf::render(&view, locale)?)?;
            std::fs::write(file("txt"), text::render(&view, locale, Columns::Wide48))?;
            std::fs::write(file("html"), page(&html::fragment(&view, locale).into_string()))?;
            let mail = mail::receipt_mail(&view, locale, &mail::ReceiptLinks::default());
            std::fs::write(file("mail.html"), mail.html)?;
        }
    }
    Ok(())
}

fn page(fragment: &str) -> String {
    format!(
        "<!doctype html><meta charset=utf-8><style>{}</style>{fragment}",
        html::CSS
    )
}
