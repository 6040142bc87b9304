//! The software register: a pure state machine. Commands are decided into events, events are applied.

mod answered;
mod apply;
mod command;
mod decide;
mod error;
mod event;
mod issue;
mod link;
mod mode;
mod notice;
mod reports;
mod set_aside;

use receipt::kz::{
    Cashier, Draft, MarkingRule, ParentRule, PricingContext, RegistrationNumber, TaxpayerNumber, VatTable,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use types::official::SerialNumber;
use types::{LocalDateTime, Money};

use crate::{
    Actor, AutonomousSign, ByOperation, Counters, Document, DocumentNumber, NumberInShift, OfdDeviceId,
    OfdToken, ShiftNumber, ShiftReport, Tally,
};

pub use apply::EventOutOfPlace;
pub use command::{Command, CommandKind, LinkChange, SettingsChange};
pub use error::CashRegisterError;
pub use event::{Event, IssuedReceipt, Signature};
pub use link::{ClientLink, InFlight, Outgoing, OutgoingBody, Purpose};
pub use mode::{BlockReason, Mode, Unsent};
pub use notice::{AUTONOMOUS_NOTICE_S, Notice, NoticeLevel, SHIFT_NOTICE_S};
pub use reports::{CashierReport, SectionReport};
pub use set_aside::{SET_ASIDE_MAX, SetAside};

/// Longest shift, in seconds. Law: KZ-626/shift.
pub const SHIFT_MAX_S: i64 = 24 * 3600;
/// Longest work without the operator, in seconds, from the first document that failed. Law: KZ-626/autonomous.
pub const AUTONOMOUS_MAX_S: i64 = 72 * 3600;
/// Stands on a control receipt in place of a sign. Source: KZ-OFD/control-receipt.
pub const CONTROL_SIGN: &str = "1234567890";

/// A software register: its whole state. A few kilobytes, since the caller keeps the documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashRegister {
    setup: Option<Box<RegisterSetup>>,
    link: ClientLink,
    block: Option<BlockReason>,
    unsent: Option<Unsent>,
    pending: Option<Box<Pending>>,
    held: Option<Box<(Draft, Actor)>>,
    shift: Shift,
    counters: Counters,
    cashiers: BTreeMap<u32, CashierCounters>,
    last_z: Option<Box<ShiftReport>>,
    last_receipt: Option<Box<IssuedReceipt>>,
    last_number: DocumentNumber,
    last_in_shift: NumberInShift,
    next_sign: AutonomousSign,
    last_document_at: Option<LocalDateTime>,
    operator_time: Option<LocalDateTime>,
    set_aside: Vec<SetAside>,
    sent_again: Option<DocumentNumber>,
}

/// What an administrator types in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSetup {
    /// Given by its maker.
    pub serial_number: SerialNumber,
    /// Given by the tax authority; it may come later, with INFO.
    pub registration_number: Option<RegistrationNumber>,
    /// Whose register it is.
    pub seller: TaxpayerNumber,
    /// The register's id at the operator.
    pub device_id: OfdDeviceId,
    /// First token, issued by the operator.
    pub token: OfdToken,
    /// What happens after 24 hours.
    pub rollover: Rollover,
    /// Whether returns name their parents: version 2.0.2 of the protocol has no place for it.
    pub returns_name_parents: bool,
}

/// What a receipt does when its shift has been open for 24 hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    /// It is refused until somebody closes the shift.
    #[default]
    Manual,
    /// It closes the shift and opens the next.
    Automatic,
}

/// The shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// None is open.
    Closed {
        /// Number of the last one; 0 before the first.
        last: ShiftNumber,
    },
    /// Opened by its first receipt.
    Open {
        /// Its number.
        number: ShiftNumber,
        /// Time of its first receipt.
        opened_at: LocalDateTime,
    },
}

/// A document that waits for the operator's answer, and is not issued before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The document, as it is sent.
    pub document: Document,
}

/// What one cashier did in the shift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CashierCounters {
    /// Name, as last seen.
    pub name: String,
    /// Receipts and what was due.
    pub receipts: ByOperation<Tally>,
    /// Cash that came in by receipts, less what went out.
    pub cash: Money,
}

impl CashRegister {
    /// A register as it is installed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            setup: None,
            link: ClientLink::default(),
            block: None,
            unsent: None,
            pending: None,
            held: None,
            shift: Shift::Closed {
                last: ShiftNumber::new(0),
            },
            counters: Counters::default(),
            cashiers: BTreeMap::new(),
            last_z: None,
            last_receipt: None,
            last_number: DocumentNumber::new(0),
            last_in_shift: NumberInShift::new(0),
            next_sign: AutonomousSign::FIRST,
            last_document_at: None,
            operator_time: None,
            set_aside: Vec::new(),
            sent_again: None,
        }
    }

    /// What was typed in; `None` before.
    #[must_use]
    pub fn setup(&self) -> Option<&RegisterSetup> {
        self.setup.as_deref()
    }

    /// The register's side of the exchange.
    #[must_use]
    pub const fn link(&self) -> &ClientLink {
        &self.link
    }

    /// The shift.
    #[must_use]
    pub const fn shift(&self) -> Shift {
        self.shift
    }

    /// The counters: of issued documents, autonomous ones included.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// Documents that the operator does not have yet.
    #[must_use]
    pub const fn unsent(&self) -> Option<&Unsent> {
        self.unsent.as_ref()
    }

    /// The document that waits for its answer.
    #[must_use]
    pub fn pending(&self) -> Option<&Pending> {
        self.pending.as_deref()
    }

    /// The newest Z report.
    #[must_use]
    pub fn last_z(&self) -> Option<&ShiftReport> {
        self.last_z.as_deref()
    }

    /// Through number of the newest document.
    #[must_use]
    pub const fn last_number(&self) -> DocumentNumber {
        self.last_number
    }

    /// Time of the newest document.
    #[must_use]
    pub const fn last_document_at(&self) -> Option<LocalDateTime> {
        self.last_document_at
    }

    /// The newest receipt.
    #[must_use]
    pub fn last_receipt(&self) -> Option<&IssuedReceipt> {
        self.last_receipt.as_deref()
    }

    /// The shift that a document belongs to: the open one, or the next.
    #[must_use]
    pub const fn current_shift(&self) -> ShiftNumber {
        match self.shift {
            Shift::Open { number, .. } => number,
            Shift::Closed { last } => last.next(),
        }
    }

    fn cashier_of(&mut self, cashier: &Cashier) -> &mut CashierCounters {
        let counters = self.cashiers.entry(cashier.code).or_default();
        counters.name.clone_from(&cashier.name);
        counters
    }
}

impl RegisterSetup {
    fn pricing(&self) -> PricingContext {
        PricingContext {
            vat: Some(VatTable::default()),
            seller: Some(self.seller.clone()),
            marking: MarkingRule::Once,
            parent: if self.returns_name_parents {
                ParentRule::Required
            } else {
                ParentRule::Optional
            },
        }
    }
}

impl Default for CashRegister {
    fn default() -> Self {
        Self::new()
    }
}
