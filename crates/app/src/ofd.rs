//! The operator: takes a document from the wire, checks it, keeps it, confirms it.
//!
//! A confirmation leaves only after document and confirmation are durable together, so a repeated document gets
//! the first confirmation, byte for byte.

pub mod archive;
pub mod paper;
mod reading;
mod registers;
mod taking;

use ofd_ru::checks::{self, CheckContext, Finding};
use ofd_ru::container::Container;
use ofd_ru::session::{Answer, IncomingMessage, SessionHeader};
use ofd_ru::{FfdVersion, Form};
use std::sync::Arc;
use store::StoreError;
use store::ofd_documents::{self, DocumentFilter, OfdDocument, SignatureState};
use types::{DocumentId, LocalDateTime};

use crate::App;
use crate::context::Unverified;
use reading::Reading;
use taking::Taken;

pub(crate) use registers::RememberedRegisters;

/// Most documents that one page of a search holds.
pub const PAGE_MAX: u32 = 200;

/// Why a document is not taken. The register gets the protocol's answer without a container and keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalReason {
    /// The body is no container, or its check sum is wrong.
    BrokenContainer,
    /// The document cannot be read, or is encrypted.
    BrokenDocument,
    /// The container goes the other way.
    WrongDirection,
    /// Session, container and document name different storages or numbers.
    Contradiction,
    /// The operator has no contract for this storage.
    UnknownRegister,
    /// The contract is for another registration number.
    ForeignRegister,
    /// The contract ended.
    BlockedRegister,
    /// The sign is wrong and only verified documents are taken.
    WrongSignature,
}

impl RefusalReason {
    /// Label of the metric.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BrokenContainer => "broken_container",
            Self::BrokenDocument => "broken_document",
            Self::WrongDirection => "wrong_direction",
            Self::Contradiction => "contradiction",
            Self::UnknownRegister => "unknown_register",
            Self::ForeignRegister => "foreign_register",
            Self::BlockedRegister => "blocked_register",
            Self::WrongSignature => "wrong_signature",
        }
    }
}

/// Takes one message of a register.
pub async fn ingest(app: &App, message: IncomingMessage) -> Answer {
    let header = message.header;
    let reading = match Reading::of(message) {
        Ok(reading) => Arc::new(reading),
        Err(reason) => return refuse(&header, reason, None),
    };
    if reading.signature == SignatureState::Unverified && app.settings().unverified == Unverified::Refused {
        return refuse(&header, RefusalReason::WrongSignature, Some(&reading));
    }
    let taken = match taking::take(app, &reading).await {
        Ok(taken) => taken,
        Err(error) => {
            count("failed");
            tracing::error!(error = %error, "a document could not be kept; the register will repeat it");
            return Answer::Close;
        }
    };
    match taken {
        Taken::New(confirmation) => {
            count("confirmed");
            app.signals().forwarding_waiting.notify_one();
            Answer::Send(confirmation)
        }
        Taken::Repeated(confirmation) => {
            count("repeated");
            Answer::Send(confirmation)
        }
        Taken::Conflicting(confirmation) => {
            count("conflicting");
            tracing::error!(
                fiscal_storage = reading.storage.as_str(),
                document.number = reading.number,
                "another document came under a number that is taken; the first one stands"
            );
            Answer::Send(confirmation)
        }
        Taken::Refused(reason) => refuse(&header, reason, Some(&reading)),
    }
}

fn count(result: &'static str) {
    metrics::counter!("qassa_ofd_documents_total", "result" => result).increment(1);
}

fn refuse(header: &SessionHeader, reason: RefusalReason, reading: Option<&Reading>) -> Answer {
    count("refused");
    metrics::counter!("qassa_ofd_refusals_total", "protocol" => "ru", "reason" => reason.as_str())
        .increment(1);
    tracing::warn!(
        reason = reason.as_str(),
        fiscal_storage = reading.map(|reading| reading.storage.as_str()),
        document.number = reading.map(|reading| reading.number),
        "a document was refused"
    );
    Answer::Refuse(header.refusal())
}

/// Documents that match, newest first; at most [`PAGE_MAX`].
pub async fn search(
    app: &App,
    filter: DocumentFilter,
    before: Option<DocumentId>,
    limit: u32,
) -> Result<Vec<(DocumentId, OfdDocument)>, StoreError> {
    let limit = limit.clamp(1, PAGE_MAX);
    app.db()
        .read("search_documents", move |tx| {
            ofd_documents::search(tx, &filter, before, limit)
        })
        .await
}

/// One document.
pub async fn find(app: &App, id: DocumentId) -> Result<Option<OfdDocument>, StoreError> {
    let found = app
        .db()
        .read("find_document", move |tx| ofd_documents::find(tx, id))
        .await?;
    Ok(found.map(|(_, document)| document))
}

/// What the format checks say of a stored document, sequence aside.
#[must_use]
pub fn findings(container: &[u8]) -> Vec<Finding> {
    let Ok(container) = Container::decode(container) else {
        return Vec::new();
    };
    let Ok(document) = ofd_ru::tlv::decode_document(container.body) else {
        return Vec::new();
    };
    let version = document.version().unwrap_or(FfdVersion::V1_05);
    checks::check_document(&document, version, &CheckContext::default())
}

/// The document inside a stored container.
#[must_use]
pub fn document(container: &[u8]) -> Option<ofd_ru::Document> {
    ofd_ru::tlv::decode_document(Container::decode(container).ok()?.body).ok()
}

/// Whether a form opens or closes a shift, or does neither.
fn shift_opened_at(form: Form, before: Option<LocalDateTime>, at: LocalDateTime) -> Option<LocalDateTime> {
    match form {
        Form::ShiftOpening => Some(at),
        Form::ShiftClosing | Form::StorageClosing | Form::Registration => None,
        Form::Receipt
        | Form::StrictReportingForm
        | Form::OfdAcknowledgement
        | Form::ReRegistration
        | Form::SettlementStatus
        | Form::CorrectionReceipt
        | Form::CorrectionStrictReportingForm
        | Form::MarkingRequest
        | Form::MarkingNotification
        | Form::MarkingAnswer
        | Form::MarkingNotificationReceipt => before,
    }
}
