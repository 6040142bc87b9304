//! A receipt as the law sees it, before it becomes a fiscal document.
//!
//! - [`Receipt`] and its parts: the model that doors fill and `translate` seals.
//! - [`split_line`], [`distribute_discount`], [`change`]: prices and sums; [`VatTotals`], [`VatTable`]: VAT.
//! - [`marking`]: what a scanned marking code is, and what of it the document takes.
//! - [`lint()`]: everything that is wrong with a receipt, at once.
//! - [`kz`]: the Kazakh receipt, priced and checked.
//! - [`text`], [`contact`]: texts and addresses as a document can hold them.
//!
//! Architecture invariant: no JSON names of any door, no tags of any wire; those live in `api` and `translate`.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod arithmetic;
pub mod contact;
mod enumeration;
mod format;
pub mod kz;
pub mod lint;
pub mod marking;
mod model;
pub mod text;
mod vat;

pub use arithmetic::{ArithmeticError, LineFigures, SplitLine, change, distribute_discount, split_line};
pub use enumeration::{BUYER_DOCUMENT_CODES, PLANNED_STATUSES};
pub use format::FormatVersion;
pub use lint::{Finding, LintContext, RegisterUse, Rule, Severity, lint};
pub use model::*;
pub use vat::{RateRule, RateStatus, RateUse, VatTable, VatTotal, VatTotals};
