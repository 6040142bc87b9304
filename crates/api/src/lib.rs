//! The doors of the platform: HTTP and JSON, and nothing behind them.
//!
//! Architecture invariant: only this crate knows the JSON field names of the doors; it holds no business rule.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

pub mod cloud;
pub mod field;
pub mod json;
pub mod komtet;
pub mod limits;
