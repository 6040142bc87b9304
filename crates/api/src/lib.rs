//! The doors of the platform: HTTP and JSON, and nothing behind them.
//!
//! - [`router`] makes the doors from anything that implements [`cloud::Cloud`]; [`platform::Platform`] does.
//! - [`route::all`] is the list of all routes, with who may call them.
//! - [`komtet`] reads and writes the KOMTET dialect, [`pos`] its register side, [`own`] our own API; the two
//!   first are pure and can be used without HTTP: [`komtet::receipt::check`], [`callback`].
//! - [`limits`] says what a request may cost.
//!
//! A request goes one way, whatever the route: limits, credentials, body, signature, endpoint (`door.rs`).
//!
//! Architecture invariant: only this crate knows the JSON field names of the doors; it holds no business rule.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod call;
pub mod callback;
pub mod cloud;
mod door;
pub mod field;
pub mod json;
pub mod komtet;
pub mod limits;
pub mod own;
pub mod platform;
pub mod pos;
pub mod reply;
pub mod route;
mod shop;

pub use call::Settings;
pub use door::router;
