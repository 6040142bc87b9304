//! Domain ↔ fiscal document: the only crate that knows both vocabularies.
//!
//! - [`receipt_to_elements`]: a [`receipt::Receipt`] as the elements that a register hands to its fiscal storage.
//!   What the storage adds (numbers, time, registration number, version, sign) and what the registration knows
//!   (taxpayer, address, sender) is left to the register.
//! - [`receipt_to_body`]: the same, as a virtual register takes it; [`lint_context`] and
//!   [`SealingContext::of_registration`] take from a registration what the lint and the sealing need.
//! - [`document_to_receipt`]: a sealed document as a receipt again, for previews and for returns of it.
//! - [`document_to_summary`]: the columns that the operator stores and searches.
//! - [`kz`]: the same for Kazakhstan, with its wire's messages.
//! - [`code`]: the numbers of the format for the domain's enumerations, both ways.
//!
//! Architecture invariant: no JSON of any door and no raw bytes; those live in `api` and `ofd-ru`.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod code;
pub mod kz;
mod measure_name;
mod reading;
mod registration;
mod sealing;
mod summary;

pub use reading::{ReadError, document_to_receipt};
pub use registration::{lint_context, receipt_to_body};
pub use sealing::{MarkingCheck, SealingContext, TranslateError, receipt_to_elements};
pub use summary::{DocumentSummary, SettlementSummary, document_to_summary};

#[cfg(test)]
mod tests;
