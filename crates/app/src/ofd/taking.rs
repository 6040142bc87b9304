//! One document on its way into the books: judged, kept with its confirmation, forwarded, counted as the register's
//! last one.
//!
//! Whoever judges a document needs the register as the documents before it have left it. This process remembers that
//! for registers that it has heard, so that the judgement and the confirmation are made before the database is asked,
//! by as many documents side by side as there are processors; the unit then only keeps what was judged, if the
//! register is still that one. If it is not, or is not remembered, the unit reads the register and judges itself.

use std::sync::Arc;

use ofd_ru::FfdVersion;
use ofd_ru::acknowledgement::{Acknowledgement, OfdMessage, ResponseCode, Verdict};
use ofd_ru::checks::{self, CheckContext, Finding, PreviousDocument, RegisterFacts, Severity, ShiftPosition};
use ofd_ru::signs::SandboxKeys;
use store::ofd_documents::{self, OfdDocument};
use store::ofd_forwardings;
use store::ofd_incidents::{self, Incident};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::{Isolation, StoreError, Tx};
use types::{Inn, LocalDateTime, RegistrationNumber, SerialNumber, Timestamp};

use super::RefusalReason;
use super::reading::Reading;
use crate::App;

/// Bit 1 of tag 1206 and code 14 of tag 1022: the format checks found errors.
const FORMAT_ERROR_MESSAGE: OfdMessage = OfdMessage(0b10);
const FORMAT_ERROR_RESPONSE: ResponseCode = ResponseCode(14);

/// Name of the unit.
const UNIT: &str = "ingest_document";

/// What became of a document.
pub(super) enum Taken {
    /// It is new; here is its confirmation.
    New(Vec<u8>),
    /// It came before; here is the first confirmation.
    Repeated(Vec<u8>),
    /// Another document with this number came before; here is that one's confirmation.
    Conflicting(Vec<u8>),
    /// It is not taken.
    Refused(RefusalReason),
}

/// Why a unit was undone.
enum Undone {
    /// The document was judged by a register that is another one by now.
    Misjudged,
    /// The database.
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A document judged by the register that it came from.
struct Judged {
    /// The register, as it was.
    register: Arc<OfdRegister>,
    /// What is kept.
    document: OfdDocument,
}

/// What a unit leaves behind.
struct Left {
    taken: Taken,
    /// The register behind a new last document.
    register: Option<OfdRegister>,
}

impl From<Taken> for Left {
    fn from(taken: Taken) -> Self {
        Self {
            taken,
            register: None,
        }
    }
}

/// Takes a document; returns when it is durable together with its confirmation.
pub(super) async fn take(app: &App, reading: &Arc<Reading>) -> Result<Taken, StoreError> {
    let now = app.now();
    let remembered = app.ofd_registers().find(&reading.storage);
    let judged = remembered
        .filter(|register| follows(reading, register))
        .map(|register| Judged {
            document: judge(app, reading, &register, now),
            register,
        });
    let left = match keep(app, reading, judged, now).await {
        // Nothing of it was kept.
        Err(Undone::Misjudged) => keep(app, reading, None, now).await,
        kept => kept,
    };
    match left {
        Ok(left) => {
            if let Some(register) = left.register {
                app.ofd_registers().remember(&reading.storage, register);
            }
            Ok(left.taken)
        }
        Err(Undone::Store(error)) => Err(error),
        Err(Undone::Misjudged) => Err(StoreError::Contended {
            unit: UNIT,
            attempts: 2,
        }),
    }
}

/// Whether the document is the register's next one, from a register whose documents are taken.
fn follows(reading: &Reading, register: &OfdRegister) -> bool {
    i64::from(reading.number) > register.progress.document_number && refusal(reading, register).is_none()
}

async fn keep(
    app: &App,
    reading: &Arc<Reading>,
    judged: Option<Judged>,
    now: Timestamp,
) -> Result<Left, Undone> {
    let (app_of_unit, reading) = (app.clone(), Arc::clone(reading));
    // Row lock on the register, unique number, and repeated documents compared byte for byte: no phantom matters.
    app.db()
        .write_at(Isolation::ReadCommitted, UNIT, move |tx| {
            if let Some(judged) = &judged
                && let Some(left) = keep_judged(tx, &reading, judged, now)?
            {
                return Ok(left);
            }
            judge_and_keep(tx, &app_of_unit, &reading, now)
        })
        .await
}

/// Keeps what was judged. `None`: the register is another one by now, and nothing was changed.
fn keep_judged(
    tx: &mut Tx<'_>,
    reading: &Reading,
    judged: &Judged,
    now: Timestamp,
) -> Result<Option<Left>, Undone> {
    let Judged { register, document } = judged;
    let progress = reading.progress_after(register.progress);
    let storage = &document.fiscal_storage_number;
    if !ofd_registers::advance(tx, storage, register.version, &progress, now)? {
        return Ok(None);
    }
    let id = ofd_documents::insert(tx, document)?.ok_or(Undone::Misjudged)?;
    ofd_forwardings::insert(tx, id, now)?;
    Ok(Some(Left {
        taken: Taken::New(document.confirmation.clone()),
        register: Some(advanced(register, progress)),
    }))
}

/// Reads the register, judges the document and keeps it.
fn judge_and_keep(tx: &mut Tx<'_>, app: &App, reading: &Reading, now: Timestamp) -> Result<Left, Undone> {
    let number = i64::from(reading.number);
    let storage = reading.storage.as_str();
    let Some(register) = contract(tx, app, reading, now)? else {
        return Ok(Taken::Refused(RefusalReason::UnknownRegister).into());
    };
    if let Some(reason) = refusal(reading, &register) {
        return Ok(Taken::Refused(reason).into());
    }
    if number <= register.progress.document_number
        && let Some(first) = ofd_documents::confirmed(tx, storage, number)?
    {
        return Ok(repeated(tx, reading, first, now)?.into());
    }
    let document = judge(app, reading, &register, now);
    let contended = || StoreError::Contended {
        unit: UNIT,
        attempts: 1,
    };
    let Some(id) = ofd_documents::insert(tx, &document)? else {
        let first = ofd_documents::confirmed(tx, storage, number)?.ok_or_else(contended)?;
        return Ok(repeated(tx, reading, first, now)?.into());
    };
    ofd_forwardings::insert(tx, id, now)?;
    let mut left = Left::from(Taken::New(document.confirmation));
    if number > register.progress.document_number {
        let progress = reading.progress_after(register.progress);
        if !ofd_registers::advance(tx, storage, register.version, &progress, now)? {
            return Err(contended().into());
        }
        left.register = Some(advanced(&register, progress));
    }
    Ok(left)
}

fn advanced(register: &OfdRegister, progress: Progress) -> OfdRegister {
    OfdRegister {
        progress,
        version: register.version.saturating_add(1),
        ..register.clone()
    }
}

/// The register that the document may come from; a guest is written down when it first comes.
fn contract(
    tx: &mut Tx<'_>,
    app: &App,
    reading: &Reading,
    now: Timestamp,
) -> Result<Option<OfdRegister>, StoreError> {
    let storage = reading.storage.as_str();
    if let Some(register) = ofd_registers::load(tx, storage)? {
        return Ok(Some(register));
    }
    let prefix = &app.settings().guest_prefix;
    if prefix.is_empty() || !storage.starts_with(prefix.as_str()) {
        return Ok(None);
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
        version: 0,
    };
    if ofd_registers::enroll(tx, &guest, now)? {
        return Ok(Some(guest));
    }
    // Somebody enrolled it meanwhile, with an owner.
    ofd_registers::load(tx, storage)
}

/// Why documents of this register are not taken.
fn refusal(reading: &Reading, register: &OfdRegister) -> Option<RefusalReason> {
    if register.state == OfdRegisterState::Blocked {
        return Some(RefusalReason::BlockedRegister);
    }
    match (&register.registration_number, reading.registration_number()) {
        (Some(contracted), Some(sent)) if contracted != sent => Some(RefusalReason::ForeignRegister),
        (Some(_) | None, Some(_) | None) => None,
    }
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

/// Checks the document and makes its confirmation: all that is kept of it.
fn judge(app: &App, reading: &Reading, register: &OfdRegister, now: Timestamp) -> OfdDocument {
    let local_now = now.to_local(app.settings().offset);
    let findings = checked(reading, register, local_now);
    let confirmation = confirmation(app, reading, &findings, local_now);
    kept_document(reading, register, &findings, confirmation, now)
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
    acknowledgement
        .message(&reading.header, &reading.envelope, &signer)
        .expect("numbers that came in a container fit into its answer")
}

fn kept_document(
    reading: &Reading,
    register: &OfdRegister,
    findings: &[Finding],
    confirmation: Vec<u8>,
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
        confirmation,
    }
}
