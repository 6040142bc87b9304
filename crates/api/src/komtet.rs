//! The KOMTET Kassa dialect: what shops send and expect, in versions 1 and 2.
//!
//! Everything here is pure: bytes in, typed values and faults out. docs/quirks-komtet.md tells the oddities.

mod agent;
pub mod answer;
mod detail;
pub mod employee;
pub mod enumeration;
mod line;
mod marking;
pub mod order;
pub(crate) mod part;
mod party;
pub mod path;
pub mod receipt;
mod receipt_v1;
mod receipt_v2;
pub mod signature;
