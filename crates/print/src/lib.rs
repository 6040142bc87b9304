//! Printed forms of fiscal documents: text, HTML, PDF, printer bytes and mail, in Russian, Kazakh and English.
//!
//! [`DocumentView::from_document`] turns any stored document into a view; the view is laid out once and then
//! written in each form; [`kz`] does the same for Kazakh documents:
//!
//! ```
//! use print::{Columns, DocumentView, Locale};
//! # let document = ofd_ru::Document { form: ofd_ru::Form::Receipt, elements: Vec::new() };
//! let view = DocumentView::from_document(&document);
//! let slip = print::text::render(&view, Locale::Ru, Columns::Wide48);
//! let markup = print::html::fragment(&view, Locale::Ru);
//! let bytes = print::pdf::render(&view, Locale::Ru)?;
//! # assert!(slip.contains("КАССОВЫЙ ЧЕК") && !markup.into_string().is_empty() && bytes.starts_with(b"%PDF"));
//! # Ok::<(), print::pdf::PdfError>(())
//! ```
//!
//! Architecture invariant: no text that a person reads stands in code; it comes from the catalogues in
//! `locales/{ru,kk,en}` by [`Locale::text`]. What comes from outside (names, addresses) is cleaned of control
//! and direction characters when the view is built and escaped where it is written.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod banner;
pub mod catalogue;
mod code_name;
pub mod escpos;
pub mod figure;
#[cfg(test)]
mod golden;
pub mod html;
pub mod kz;
mod locale;
pub mod mail;
mod paper;
pub mod pdf;
mod printed_form;
pub mod qr;
#[cfg(test)]
mod sample;
pub mod text;
pub mod view;

pub use catalogue::{Arg, Catalogue, TextId, catalogue};
pub use locale::Locale;
pub use printed_form::PrintedForm;
pub use text::Columns;
pub use view::{DocumentView, ReceiptView, ReportView};
