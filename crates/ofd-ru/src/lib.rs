//! The Russian fiscal document format and the protocol between register and operator.
//!
//! - [`tree`]: a document as typed elements; [`tags`]: what the format says about each element.
//! - [`tlv`]: documents ↔ bytes; [`json`]: documents ↔ the tax authority's JSON; [`qr`]: the QR code of a receipt.
//! - [`container`], [`session`]: what carries documents between register and operator.
//! - [`signs`]: fiscal signs behind an interface; [`acknowledgement`]: the operator's answer.
//! - [`checks`]: what is wrong with a document; [`inspection`]: bytes laid open for people and tools.
//!
//! A message of a register goes through `session::Frame` → `container::Container` → `tlv::decode_document` →
//! `checks`, and back goes `acknowledgement::Acknowledgement::message`.
//!
//! Architecture invariant: sans-IO. No sockets, no clock, no randomness: bytes in, values out.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod acknowledgement;
#[cfg(test)]
mod arbitrary;
pub mod checks;
pub mod container;
pub mod cp866;
pub mod inspection;
pub mod json;
pub mod qr;
pub mod session;
pub mod signs;
pub mod tags;
pub mod tlv;
pub mod tree;

pub use tree::{Document, Element, Elements, FfdVersion, Form, PathStep, Tag, TagPath, Value};
