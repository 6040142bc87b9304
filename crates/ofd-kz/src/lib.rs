//! The Kazakh protocol between register and operator, versions 2.0.2, 2.0.3 and, behind a switch, 2.0.4.
//!
//! - [`header`], [`frame`], [`session`]: what carries a message; [`version`]: which versions are served.
//! - [`messages`]: what a message says, as types; [`payload`]: messages ↔ bytes; [`values`]: money, time, quantity.
//! - [`schema`]: the field table, with its differences between versions.
//! - [`command`], [`result_code`], [`exchange`]: commands, results, and the rules of token and request number.
//! - [`checks`]: what is wrong with a request; [`inspection`]: bytes laid open for people and tools.
//! - [`sign`], [`link`]: the fiscal sign of a receipt and the link that its QR code carries.
//!
//! A message of a register goes through `session::ServerSession` → `exchange::TokenRules` with
//! `payload::decode_request` → `checks`, and back goes `payload::encode_response`.
//!
//! Architecture invariant: sans-IO. No sockets, no clock, no randomness: bytes in, values out.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod checks;
pub mod command;
pub mod exchange;
pub mod frame;
pub mod header;
pub mod inspection;
pub mod link;
pub mod messages;
pub mod payload;
pub mod result_code;
pub mod schema;
pub mod session;
pub mod sign;
pub mod values;
pub mod version;

pub use command::{Command, KnownCommand};
pub use header::Header;
pub use result_code::{KnownResult, ResultCode};
pub use version::{Version, VersionPolicy};
