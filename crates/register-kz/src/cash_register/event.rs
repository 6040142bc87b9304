use receipt::kz::{Draft, Receipt};
use serde::{Deserialize, Serialize};

use super::{BlockReason, CashierReport, InFlight, RegisterSetup, SectionReport, SettingsChange};
use crate::{
    Actor, Difference, Document, DocumentHead, DocumentNumber, FiscalSign, LastDocumentInfo, OfdDeviceId,
    OfdToken, ResultCode, ShiftReport,
};

/// What happened to the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// It was set up.
    SetUp(Box<RegisterSetup>),
    /// A token, and perhaps an id, was typed in.
    LinkEntered {
        /// The register's id at the operator, where it changed.
        device_id: Option<OfdDeviceId>,
        /// The token.
        token: OfdToken,
    },
    /// The program was started: the first request is INFO.
    SessionBegan,
    /// A document was made and waits for the operator's answer.
    DocumentPending(Box<Document>),
    /// The operator took the document that waited: it is issued.
    PendingAccepted {
        /// The document.
        document: Box<Document>,
        /// Its sign and link, of a receipt.
        signature: Option<Signature>,
    },
    /// The operator did not take the document that waited: it never was.
    PendingRefused {
        /// Its number, which the next document takes.
        number: DocumentNumber,
        /// The result.
        code: ResultCode,
        /// What the cashier is told.
        text: String,
    },
    /// A document was issued without the operator and queued.
    DocumentIssued(Box<Document>),
    /// The operator took the first document of the queue.
    QueueAdvanced {
        /// Its number.
        number: DocumentNumber,
        /// Its sign and link, of a receipt.
        signature: Option<Signature>,
    },
    /// The first document of the queue was set aside: the operator does not have it.
    DocumentSetAside {
        /// Its number.
        number: DocumentNumber,
        /// Why.
        reason: String,
    },
    /// A document that was set aside is sent again.
    SendingAgain {
        /// Its number.
        number: DocumentNumber,
    },
    /// The operator took a document that was set aside.
    SetAsideTaken {
        /// Its number.
        number: DocumentNumber,
        /// Its sign and link, of a receipt.
        signature: Option<Signature>,
    },
    /// The operator refused a document again that was set aside.
    SetAsideRefused {
        /// Its number.
        number: DocumentNumber,
        /// The result.
        code: ResultCode,
        /// The operator's words.
        text: String,
    },
    /// It works in another way, or speaks with another server.
    SettingsChanged(SettingsChange),
    /// A receipt waits until the shift before it is closed.
    ReceiptHeld(Box<(Draft, Actor)>),
    /// The receipt that waited goes on its way, or is given back.
    HeldReleased,
    /// A request goes out.
    RequestBegun(InFlight),
    /// The request is over, by an answer or without one.
    RequestEnded,
    /// The answer's token.
    TokenStored(OfdToken),
    /// The register stops.
    Blocked(BlockReason),
    /// The register goes on.
    Released,
    /// INFO was answered.
    Informed {
        /// Times and numbers of the operator.
        report: Option<Box<ShiftReport>>,
        /// The newest document that the operator has.
        last_document: Option<LastDocumentInfo>,
    },
    /// The operator's counters differ, and win.
    CountersAdopted {
        /// The operator's report.
        report: Box<ShiftReport>,
        /// What differed, the register's as ours.
        differences: Vec<Difference>,
    },
    /// The operator's X report came in.
    ReportCompared(Vec<Difference>),
    /// An X report was made.
    Reported(Box<ShiftReport>),
    /// A report by section was made.
    SectionsReported(SectionReport),
    /// A report by cashier was made.
    CashiersReported(CashierReport),
    /// A control receipt was made.
    ControlReceiptMade(Box<Receipt>),
    /// The newest receipt was printed again.
    CopyMade(Box<IssuedReceipt>),
}

/// Sign and link of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Its sign.
    pub sign: FiscalSign,
    /// Its link, for the QR code.
    pub link: Option<String>,
}

/// A receipt as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedReceipt {
    /// Its numbers.
    pub head: DocumentHead,
    /// What it says.
    pub receipt: Receipt,
    /// Sign and link; `None` until the operator has an autonomous one.
    pub signature: Option<Signature>,
}
