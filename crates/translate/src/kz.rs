//! The Kazakh domain ↔ messages of the Kazakh wire.
//!
//! - [`ticket_to_document`], [`receipt_to_ticket`]: a receipt, with the numbers of its document.
//! - [`report_to_zx`], [`zx_to_report`]: X and Z reports; closings and cash movements beside them.
//! - [`message_to_request`], [`answer_to_message`] for the operator, [`request_to_message`], [`message_to_answer`] for a
//!   register: the whole exchange, with what stands beside it in [`service`].
//! - [`refusal_result`], [`refusal_text`]: what a refused register gets and its cashier reads.

pub mod code;
mod exchange;
mod fault;
mod report;
mod result;
pub mod service;
mod shift;
mod ticket;

pub use exchange::{
    OtherCommand, TakenRequest, answer_to_message, command_of, content_hash, message_to_answer,
    message_to_request, message_to_taken_request, no_item_catalog, other_command, request_to_message,
};
pub use fault::{Fault, FaultKind};
pub use report::{report_kind, report_kind_number, report_to_zx, zx_to_report};
pub use result::{ResultText, answer_class, faults_result, refusal_result, refusal_text, result_text};
pub use shift::{
    closing_to_message, message_to_closing, message_to_movement, message_to_taken_closing,
    movement_to_message,
};
pub use ticket::{receipt_to_ticket, ticket_to_document, ticket_to_taken_document};

#[cfg(test)]
mod tests;
