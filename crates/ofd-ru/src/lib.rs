//! The Russian fiscal document format and the protocol between register and operator.
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
