//! What messages say: one set of types for all versions, made from `proto/*.proto`.
//!
//! Names and numbers are the protocol's. Fields that hold a number of an enum keep numbers without a name.
//! Which field exists in which version stands in the [field table](crate::schema).

#[rustfmt::skip]
mod base;
#[rustfmt::skip]
mod envelope;
#[rustfmt::skip]
mod nomenclature;
#[rustfmt::skip]
mod report;
#[rustfmt::skip]
mod service;
mod taxpayer;
#[rustfmt::skip]
mod ticket;

pub use base::*;
pub use envelope::*;
pub use nomenclature::*;
pub use report::*;
pub use service::*;
pub use taxpayer::OrgRegInfo;
pub use ticket::*;
