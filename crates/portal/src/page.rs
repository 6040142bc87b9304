//! Pages, one module each.

pub(crate) mod consumer;
pub(crate) mod error;
pub(crate) mod index;
pub(crate) mod receipt;
pub(crate) mod sandbox;
