//! The operator: takes a document from the wire, checks it, keeps it, confirms it.
//!
//! A confirmation leaves only after document and confirmation are durable together, so a repeated document gets
//! the first confirmation, byte for byte.

pub mod archive;
pub mod paper;
mod reading;

use ofd_ru::acknowledgement::{Acknowledgement, OfdMessage, ResponseCode, Verdict};
use ofd_ru::checks::{self, CheckContext, Finding, PreviousDocument, RegisterFacts, Severity, ShiftPosition};
use ofd_ru::container::Container;
use ofd_ru::session::{Answer, IncomingMessage, SessionHeader};
use ofd_ru::signs::SandboxKeys;
use ofd_ru::{FfdVersion, Form};
use std::sync::Arc;
use store::ofd_documents::{self, DocumentFilter, OfdDocument, SignatureState};
use store::ofd_forwardings;
use store::ofd_incidents::{self, Incident};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::{Isolation, StoreError, Tx};
use types::{DocumentId, Inn, LocalDateTime, RegistrationNumber, SerialNumber, Timestamp};

use crate::App;
use crate::context::Unverified;
use reading::Reading;

/// Most documents that one page of a search holds.
pub const PAGE_MAX: u32 = 200;

/// Bit 1 of tag 1206 and code 14 of tag 1022: the format checks found errors.
const FORMAT_ERROR_MESSAGE: OfdMessage = OfdMessage(0b10);
const FORMAT_ERROR_RESPONSE: ResponseCode = ResponseCode(14);

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

/// What became of a document.
enum Taken {
    /// It is new; here is its confirmation.
    New(Vec<u8>),
    /// It came before; here is the first confirmation.
    Repeated(Vec<u8>),
    /// Another document with this number came before; here is that one's confirmation.
    Conflicting(Vec<u8>),
    /// It is not taken.
    Refused(RefusalReason),
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
    let (unit, settings, now) = (Arc::clone(&reading), app.clone(), app.now());
    // Row lock on the register, unique number, and repeated documents compared byte for byte: no phantom matters.
    let taken = app
        .db()
        .write_at(Isolation::ReadCommitted, "ingest_document", move |tx| {
            take(tx, &settings, &unit, now)
        })
        .await;
    match taken {
        Ok(Taken::New(confirmation)) => {
            count("confirmed");
            app.signals().forwarding_waiting.notify_one();
            Answer::Send(confirmation)
        }
        Ok(Taken::Repeated(confirmation)) => {
            count("repeated");
            Answer::Send(confirmation)
        }
        Ok(Taken::Conflicting(confirmation)) => {
            count("conflicting");
            tracing::error!(
                fiscal_storage = reading.storage.as_str(),
                document.number = reading.number,
                "another document came under a number that is taken; the first one stands"
            );
            Answer::Send(confirmation)
        }
        Ok(Taken::Refused(reason)) => refuse(&header, reason, Some(&reading)),
        Err(error) => {
            count("failed");
            tracing::error!(error = %error, "a document could not be kept; the register will repeat it");
            Answer::Close
        }
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

fn take(tx: &mut Tx<'_>, app: &App, reading: &Reading, now: Timestamp) -> Result<Taken, StoreError> {
    let number = i64::from(reading.number);
    let register = match contract(tx, app, reading, now)? {
        Ok(register) => register,
        Err(reason) => return Ok(Taken::Refused(reason)),
    };
    if number <= register.progress.document_number
        && let Some(first) = ofd_documents::confirmed(tx, reading.storage.as_str(), number)?
    {
        return repeated(tx, reading, first, now);
    }
    let local_now = now.to_local(app.settings().offset);
    let findings = checked(reading, &register, local_now);
    let confirmation = confirmation(app, reading, &findings, local_now);
    let document = kept_document(reading, &register, &findings, &confirmation, now);
    let Some(id) = ofd_documents::insert(tx, &document)? else {
        let first = ofd_documents::confirmed(tx, reading.storage.as_str(), number)?;
        let Some(first) = first else {
            return Err(StoreError::Contended {
                unit: "ingest_document",
                attempts: 1,
            });
        };
        return repeated(tx, reading, first, now);
    };
    ofd_forwardings::insert(tx, id, now)?;
    if number > register.progress.document_number {
        let progress = reading.progress_after(register.progress);
        ofd_registers::advance(tx, reading.storage.as_str(), &progress, now)?;
    }
    Ok(Taken::New(confirmation))
}

/// The register that the document may come from.
fn contract(
    tx: &mut Tx<'_>,
    app: &App,
    reading: &Reading,
    now: Timestamp,
) -> Result<Result<OfdRegister, RefusalReason>, StoreError> {
    let storage = reading.storage.as_str();
    let Some(register) = ofd_registers::load(tx, storage)? else {
        let prefix = &app.settings().guest_prefix;
        if prefix.is_empty() || !storage.starts_with(prefix.as_str()) {
            return Ok(Err(RefusalReason::UnknownRegister));
        }
        let guest = OfdRegister {
            fiscal_storage_number: storage.to_owned(),
            organization: None,
            registration_number: None,
            serial_number: None,
            inn: None,
            state: OfdRegisterState::Guest,
            progress: Progress::default(),
            last_received_at: None,
        };
        ofd_registers::enroll(tx, &guest, now)?;
        return Ok(Ok(guest));
    };
    if register.state == OfdRegisterState::Blocked {
        return Ok(Err(RefusalReason::BlockedRegister));
    }
    let foreign = match (&register.registration_number, reading.registration_number()) {
        (Some(contracted), Some(sent)) => contracted != sent,
        (None, _) | (_, None) => false,
    };
    Ok(if foreign {
        Err(RefusalReason::ForeignRegister)
    } else {
        Ok(register)
    })
}

fn repeated(
    tx: &mut Tx<'_>,
    reading: &Reading,
    first: ofd_documents::Confirmed,
    now: Timestamp,
) -> Result<Taken, StoreError> {
    if first.container == reading.container {
        return Ok(Taken::Repeated(first.confirmation));
    }
    let incident = Incident {
        at: now,
        kind: "other_bytes".to_owned(),
        fiscal_storage_number: Some(reading.storage.to_string()),
        document_number: Some(i64::from(reading.number)),
        detail: format!("another document came under the number of document {}", first.id),
        container: Some(reading.container.clone()),
    };
    ofd_incidents::add(tx, &incident)?;
    Ok(Taken::Conflicting(first.confirmation))
}

fn checked(reading: &Reading, register: &OfdRegister, now: LocalDateTime) -> Vec<Finding> {
    let inn = register.inn.as_deref().and_then(|text| Inn::parse(text).ok());
    let registration_number = register
        .registration_number
        .as_deref()
        .and_then(|text| RegistrationNumber::parse(text).ok());
    let serial_number = register
        .serial_number
        .as_deref()
        .and_then(|text| SerialNumber::parse(text).ok());
    let context = CheckContext {
        now: Some(now),
        register: RegisterFacts {
            inn: inn.as_ref(),
            registration_number: registration_number.as_ref(),
            serial_number: serial_number.as_ref(),
            storage_number: Some(&reading.storage),
            taxation: None,
            agents: None,
            place: None,
        },
        previous: previous(&register.progress),
    };
    checks::check_document(&reading.document, reading.version, &context)
}

fn previous(progress: &Progress) -> Option<PreviousDocument> {
    let narrow = |number: Option<i64>| u32::try_from(number.unwrap_or(0)).unwrap_or(0);
    let shift = match progress.shift_opened_at {
        Some(opened_at) => ShiftPosition::Open {
            number: narrow(progress.shift_number),
            opened_at,
            last_receipt: narrow(progress.receipt_number),
        },
        None => ShiftPosition::Closed {
            last_number: narrow(progress.shift_number),
        },
    };
    let number = u32::try_from(progress.document_number)
        .ok()
        .filter(|number| *number > 0)?;
    Some(PreviousDocument {
        number,
        at: progress.settled_at?,
        shift,
    })
}

fn confirmation(app: &App, reading: &Reading, findings: &[Finding], now: LocalDateTime) -> Vec<u8> {
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    let verdict = match (reading.version, wrong) {
        (FfdVersion::V1_0 | FfdVersion::V1_05, false) => Verdict::Response(ResponseCode(0)),
        (FfdVersion::V1_0 | FfdVersion::V1_05, true) => Verdict::Response(FORMAT_ERROR_RESPONSE),
        (FfdVersion::V1_1 | FfdVersion::V1_2, false) => Verdict::Message(OfdMessage::default()),
        (FfdVersion::V1_1 | FfdVersion::V1_2, true) => Verdict::Message(FORMAT_ERROR_MESSAGE),
    };
    let acknowledgement = Acknowledgement {
        ofd_inn: app.settings().ofd_inn.clone(),
        storage: reading.storage.clone(),
        document_number: reading.number,
        at: now,
        verdict,
    };
    let signer = SandboxKeys::published(&reading.storage);
    Container::decode(&reading.container)
        .ok()
        .and_then(|request| acknowledgement.message(&reading.header, &request, &signer).ok())
        .expect("numbers that came in a container fit into its answer")
}

fn kept_document(
    reading: &Reading,
    register: &OfdRegister,
    findings: &[Finding],
    confirmation: &[u8],
    now: Timestamp,
) -> OfdDocument {
    let with = |severity| {
        let found = findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    OfdDocument {
        organization: register.organization,
        fiscal_storage_number: reading.storage.to_string(),
        document_number: i64::from(reading.number),
        form: reading.document.form.code(),
        format_version: u8::try_from(reading.version.code()).unwrap_or(0),
        registration_number: reading.registration_number().map(str::to_owned),
        inn: reading.inn().map(str::to_owned),
        shift_number: reading.shift_number(),
        receipt_number: reading.receipt_number(),
        operation: reading.operation(),
        total: reading.total(),
        settled_at: reading.settled_at(),
        fiscal_sign: reading.fiscal_sign(),
        received_at: now,
        signature: reading.signature,
        error_count: with(Severity::Error),
        warning_count: with(Severity::Warning),
        container: reading.container.clone(),
        confirmation: confirmation.to_vec(),
    }
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
