//! The Kazakh domain ↔ messages of the Kazakh wire.
//!
//! - [`ticket_to_document`], [`receipt_to_ticket`]: a receipt, with the numbers of its document.
//! - [`report_to_zx`], [`zx_to_report`]: X and Z reports; closings and cash movements beside them.

pub mod code;
mod fault;
mod report;
mod shift;
mod ticket;

pub use fault::{Fault, FaultKind};
pub use report::{report_kind, report_kind_number, report_to_zx, zx_to_report};
pub use shift::{closing_to_message, message_to_closing, message_to_movement, movement_to_message};
pub use ticket::{receipt_to_ticket, ticket_to_document};

#[cfg(test)]
mod tests;
