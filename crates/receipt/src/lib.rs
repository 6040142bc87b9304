//! A receipt as the law sees it, before it becomes a fiscal document.
//!
//! Architecture invariant: no JSON names of any door, no tags of any wire; those live in `api` and `translate`.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod model;

pub use model::*;
