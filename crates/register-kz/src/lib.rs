//! A Kazakh cash register and its operator's books: commands and documents in, events out, nothing else.
//!
//! - [`Counters`] is the fold over documents that both sides make; [`ShiftReport`] is an X or Z report made from
//!   them, [`Counters::difference`] names what two countings disagree about.
//! - [`OperatorBooks`] is the operator's side of one register: [`OperatorBooks::admit`] takes a document or says
//!   why not. An autonomous document is taken as it is and flagged, since a refusal would stop the register.
//! - [`CashRegister`] is the software register: [`CashRegister::decide`] turns a [`Command`] into [`Event`]s or a
//!   refusal, [`CashRegister::answered`] takes the operator's answers, [`CashRegister::apply`] is the only place
//!   where the state changes.
//! - [`SerialNumbers`] makes serial numbers of registers.
//!
//! The caller persists: each [`Document`] that an event carries, and the whole state as JSON, in one transaction.
//! The state stays small because documents are not part of it: the queue of unsent documents is a range of numbers.
//!
//! Architecture invariant: no clock, no randomness, no I/O, no wire names. Time is a parameter.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod answer;
mod by_operation;
mod cash_register;
mod counters;
mod document;
mod numbering;
mod operator_books;
mod role;
mod serial_number;
mod shift_report;

pub use answer::{Answer, AnswerBody, AnswerClass, LastDocumentInfo, ResultCode};
pub use by_operation::{ByOperation, OPERATIONS, operation_name};
pub use cash_register::{
    AUTONOMOUS_MAX_S, AUTONOMOUS_NOTICE_S, BlockReason, CONTROL_SIGN, CashRegister, CashRegisterError,
    CashierCounters, CashierReport, ClientLink, Command, CommandKind, Event, EventOutOfPlace, InFlight,
    IssuedReceipt, LinkChange, Mode, Notice, NoticeLevel, Outgoing, OutgoingBody, Pending, Purpose,
    RegisterSetup, Rollover, SET_ASIDE_MAX, SHIFT_MAX_S, SHIFT_NOTICE_S, SectionReport, SetAside,
    SettingsChange, Shift, Signature, Unsent,
};
pub use counters::{
    Annulled, ByMovement, COUNT_MAX, CashMovementKind, Counted, CounterError, CounterPart, CounterValue,
    Counters, Difference, MovementCounters, ReceiptCounters, SECTIONS_MAX, ShiftCounters, Tally,
    VAT_RATES_MAX, VatCounters,
};
pub use document::{Document, DocumentBody, DocumentHead, DrawerAtClosing, Issue, Outage};
pub use numbering::{
    AutonomousSign, DocumentNumber, FiscalSign, NumberInShift, OfdDeviceId, OfdToken, RequestNumber,
    ShiftNumber,
};
pub use operator_books::{
    AUTONOMOUS_KEYS_MAX, AutonomousKey, BlockCause, BooksEvent, BooksOutOfPlace, BooksPolicy, BooksShift,
    ComparedReports, Flag, LastDocument, NotAnnulled, OperatorBooks, Refusal, ReportOrigin, Request,
    Standing, Tariff,
};
pub use role::{Actor, Permission, Role};
pub use serial_number::{SerialNumbers, SerialPrefix, SerialPrefixError, year_of_manufacture};
pub use shift_report::{ReportKind, ShiftReport};
