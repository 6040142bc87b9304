//! A receipt ↔ `TicketRequest`. Source: KZ-OFD/messages.

mod place;
mod reading;
mod reading_line;
mod reading_party;
mod reading_sums;
mod storno_parts;
mod taken;
mod taken_line;
mod taken_payments;
mod writing;
mod writing_line;
mod writing_party;

pub use reading::ticket_to_document;
pub(super) use reading_party::cashier;
pub use taken::ticket_to_taken_document;
pub use writing::receipt_to_ticket;
pub(super) use writing_party::operator;
