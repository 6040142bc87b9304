//! Everything that talks to the outside: a trait, a real client and a scripted simulator side by side.
//!
//! Architecture invariant: what is sent was decided and made durable elsewhere; nothing here knows a database.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod retry;
