//! The virtual register and its fiscal storage: commands in, events out, nothing else.
//!
//! - [`FiscalStorage`] is the emulated storage: a serializable state machine with phases, shifts, numbers, signs,
//!   counters, limits and warnings. [`FiscalStorage::decide`] turns a [`Command`] into [`Event`]s or a refusal,
//!   [`FiscalStorage::apply`] is the only place where the state changes.
//! - [`VirtualRegister`] joins a [`Registration`] with a storage, writes the register's part of reports, and seals
//!   receipts one by one or in batches under a [`ShiftPolicy`].
//! - [`Delivery`] is the register's side of the exchange with the operator, sans-IO.
//! - [`Attempt`] resolves a command without an answer by the newest document.
//! - [`FaultPlan`] scripts what may go wrong, for the sandbox and for tests.
//!
//! The caller persists: every [`SealedDocument`] byte for byte, and the whole state as JSON, in one transaction.
//! The state stays small because sealed documents are not part of it: when the operator confirms one, the caller
//! hands its container back ([`Confirmation`]).
//!
//! Documents of the emulated storage have the right structure and signs of its own: they have no legal force.
//!
//! Architecture invariant: no clock, no randomness, no I/O. Time is a parameter, keys are [`StorageKeys`].
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

mod attempt;
mod counters;
mod delivery;
mod faults;
mod fiscal_storage;
mod format_version;
mod numbering;
mod ofd_message;
mod receipt_amounts;
mod registration;
mod usage;
mod validity;
mod virtual_register;

pub use attempt::{Attempt, Resolution};
pub use counters::{
    COUNTER_MAX_MINOR, CorrectionCounters, CounterError, Counters, OperationCounters, RecountError,
    SettlementTotals, VatTotals,
};
pub use delivery::{
    ANSWER_TIMEOUT, BURST_PAUSE, BURST_REPEATS, Delivery, DeliveryEvent, DeliveryFailure, OfferError,
    SLOW_PAUSE_MAX, SLOW_PAUSE_MIN,
};
pub use faults::{
    FAULT_RULES_MAX, Fault, FaultPlan, FaultPlanFull, FaultRule, FaultTarget, Sender, Simulated, Told,
};
pub use fiscal_storage::{
    AcceptedConfirmation, Archive, CAPACITY_DEFAULT, Command, CommandKind, Confirmation, EXHAUSTION_DAYS,
    Effect, Event, EventOutOfPlace, FiscalMode, FiscalStorage, FiscalStorageError, LastDocument,
    MEMORY_WARNING_PERCENT, NotATestNumber, OFD_OVERDUE_DEFAULT_S, OfdLink, OpenShift, Phase, PhaseKind,
    ReceiptBody, ReceiptForm, SHIFT_MAX_S, SealedDocument, SealingError, Sending, Shift, StorageKeys,
    StorageProfile, StorageRecord, StorageRegistration, TIME_GAP_MAX_S, Transfer, UNSENT_MAX_S,
    URGENT_REPLACEMENT_DAYS, Unsent, UnsentQueue, Warning, Warnings, storage_tags,
};
pub use numbering::{FiscalDocumentNumber, FiscalSign, ReceiptNumberInShift, ShiftNumber};
pub use receipt_amounts::{AmountsError, ReceiptAmounts, SettlementKind};
pub use registration::{Attendance, Destination, Registration};
pub use usage::{
    AgentSet, ReRegistrationReason, ReRegistrationReasons, TaxationSet, UsageCondition, UsageConditions,
};
pub use validity::ValidityModel;
pub use virtual_register::{
    Batch, RegisterCommand, RegisterError, ShiftOpening, ShiftPolicy, ShiftRenewal, VirtualRegister,
};
