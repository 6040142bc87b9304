//! The operator's side of one register: it counts again for itself.

mod admit;
mod annul;
mod apply;
mod closing;
mod event;
mod policy;
mod refusal;
mod standing;
mod unsent;

use receipt::kz::{Cashier, TaxpayerNumber};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use types::LocalDateTime;

use crate::{
    Annulled, AutonomousSign, Counters, DocumentNumber, NumberInShift, ReportKind, ShiftNumber, ShiftReport,
};

pub use apply::BooksOutOfPlace;
pub use event::{BooksEvent, Flag};
pub use policy::BooksPolicy;
pub use refusal::{NotAnnulled, Refusal};
pub use standing::{BlockCause, Standing};
pub use unsent::ComparedReports;

use crate::Document;

/// Autonomous receipts that the books know again by themselves, so that they stay small. A queue is sent in its
/// order, so that a repeat is of the newest; older ones the store knows by register, sign and day, and asks
/// [`AutonomousKey::judge`]. Source: ours.
pub const AUTONOMOUS_KEYS_MAX: usize = 32;

/// What a register asks of its operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// A fiscal document.
    Document(Box<Document>),
    /// An X report.
    Report(ReportOrigin),
    /// The annulment of the last receipt.
    Annulment,
    /// Counters and data of the registration.
    Info,
    /// Whether the operator is there; what a blocked register polls.
    System,
}

/// How the register came to ask for an X report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportOrigin {
    /// It wants one now.
    Online,
    /// It made one without the operator, and sends it with its queue.
    Autonomous {
        /// When it made it, at its wall clock.
        made_at: LocalDateTime,
    },
}

/// The operator's books of one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperatorBooks {
    pub(crate) seller: Option<TaxpayerNumber>,
    pub(crate) standing: Standing,
    pub(crate) tariff: Tariff,
    pub(crate) shift: BooksShift,
    pub(crate) counters: Counters,
    pub(crate) last_z: Option<ShiftReport>,
    pub(crate) last_document: Option<LastDocument>,
    pub(crate) autonomous: VecDeque<AutonomousKey>,
}

/// Whether the tariff runs. The next document of a register switches it on again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tariff {
    /// It does.
    #[default]
    On,
    /// It does not.
    Off,
}

/// The shift as the operator knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BooksShift {
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
        /// When that came in.
        received_at: LocalDateTime,
    },
}

/// Enough of a document to know it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDocument {
    /// Its shift.
    pub shift: ShiftNumber,
    /// Its through number.
    pub number: Option<DocumentNumber>,
    /// Its number in the shift.
    #[serde(default)]
    pub in_shift: Option<NumberInShift>,
    /// When it was issued.
    pub issued_at: LocalDateTime,
    /// Who issued it.
    #[serde(default)]
    pub cashier: Option<Cashier>,
    /// Its kind and sum.
    pub content: String,
    /// What an annulment would take back: of a receipt that still stands.
    #[serde(default)]
    pub annullable: Option<Annulled>,
}

/// An autonomous receipt that was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutonomousKey {
    /// Its sign.
    pub sign: AutonomousSign,
    /// When it was issued; with the day of it the sign is unique.
    pub issued_at: LocalDateTime,
    /// Its kind and sum.
    pub content: String,
}

impl OperatorBooks {
    /// Books of a register that has not sent anything yet. The seller is who may not buy; `None` is not checked.
    #[must_use]
    pub fn new(seller: Option<TaxpayerNumber>) -> Self {
        Self {
            seller,
            standing: Standing::default(),
            tariff: Tariff::default(),
            shift: BooksShift::Closed {
                last: ShiftNumber::new(0),
            },
            counters: Counters::default(),
            last_z: None,
            last_document: None,
            autonomous: VecDeque::new(),
        }
    }

    /// Whether the register may work.
    #[must_use]
    pub const fn standing(&self) -> &Standing {
        &self.standing
    }

    /// Whether its tariff runs.
    #[must_use]
    pub const fn tariff(&self) -> Tariff {
        self.tariff
    }

    /// The shift.
    #[must_use]
    pub const fn shift(&self) -> &BooksShift {
        &self.shift
    }

    /// The counters.
    #[must_use]
    pub const fn counters(&self) -> &Counters {
        &self.counters
    }

    /// The newest Z report.
    #[must_use]
    pub const fn last_z(&self) -> Option<&ShiftReport> {
        self.last_z.as_ref()
    }

    /// The newest document.
    #[must_use]
    pub const fn last_document(&self) -> Option<&LastDocument> {
        self.last_document.as_ref()
    }

    /// What INFO tells: an X report of the open shift, else the last Z, else nothing yet. Source: KZ-OFD/info.
    #[must_use]
    pub fn info_report(&self, now: LocalDateTime) -> Option<ShiftReport> {
        match self.shift {
            BooksShift::Open { .. } => Some(self.x_report(now)),
            BooksShift::Closed { .. } => self.last_z.clone(),
        }
    }

    /// An X report at this moment.
    #[must_use]
    pub fn x_report(&self, now: LocalDateTime) -> ShiftReport {
        let (shift, opened_at) = match self.shift {
            BooksShift::Open {
                number, opened_at, ..
            } => (number, Some(opened_at)),
            BooksShift::Closed { last } => (last.next(), None),
        };
        ShiftReport {
            kind: ReportKind::X,
            made_at: now,
            shift,
            opened_at,
            closed_at: None,
            counters: self.counters.clone(),
            unstated: Vec::new(),
        }
    }
}
