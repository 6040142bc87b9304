//! From a waiting task to a fiscal document of a virtual register.
//!
//! Sealing and reporting are two units of work on purpose: between them a process may die, and then the storage
//! is asked what it sealed instead of being told to seal again ([`recovery`]).

mod driven;
mod ending;
pub(crate) mod late;
pub mod recovery;
pub mod shifts;

use ofd_ru::Form;
use receipt::{Receipt, ReceiptLine};
use register::{
    FiscalStorageError, ReceiptBody, ReceiptForm, RegisterError, Registration, ShiftOpening, ShiftPolicy,
    ShiftRenewal,
};
use std::collections::HashSet;
use std::sync::Arc;
use store::registers::RegisterRow;
use store::sealed_documents::{self, SealedDocument};
use store::tasks::{self, LeasedTask, TaskDocument};
use store::{StoreError, Tx};
use translate::{MarkingCheck, SealingContext};
use types::{LocalDateTime, RegisterId, TaskId, Timestamp, UtcOffset};

use crate::App;

pub(crate) use driven::{Driven, sealed_row, state_json};
pub use driven::{look, registration_of};
pub(crate) use ending::{Ends, announce, end_task};

/// What a register made of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sealing {
    /// There is a document.
    Document(TaskDocument),
    /// The receipt cannot become a document of any register.
    Refused(String),
    /// This register cannot seal now; another one, or a later try, may.
    Unready(String),
}

/// Why a register could not be worked with at all.
#[derive(Debug, thiserror::Error)]
pub enum FiscalizationError {
    /// There is no such virtual register.
    #[error("register {0} is not a virtual register")]
    UnknownRegister(RegisterId),
    /// Its stored state does not read.
    #[error("the stored state of storage {number} does not read: {detail}")]
    BrokenState {
        /// The storage.
        number: String,
        /// Why.
        detail: String,
    },
    /// It refuses a command of ours.
    #[error("the register refuses: {0}")]
    Refused(#[from] RegisterError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl FiscalizationError {
    /// Whether the program broke over what it sealed: the receipts are looked at one by one then.
    #[must_use]
    pub const fn is_a_panic(&self) -> bool {
        matches!(self, Self::Store(StoreError::Panicked { .. }))
    }
}

/// Gives the oldest waiting tasks of its queues to a register.
pub async fn lease(app: &App, register: RegisterId, tasks_max: u32) -> Result<Vec<LeasedTask>, StoreError> {
    let now = app.now();
    let until = now.plus_s(i64::from(app.settings().lease_s));
    app.db()
        .write("lease_tasks", move |tx| {
            tasks::lease(tx, register, tasks_max, now, until)
        })
        .await
}

/// Seals what was leased, in order; what the storage sealed for a task before is found, not sealed again. Tasks
/// whose lease ended meanwhile are left out: they may be somebody else's by now.
///
/// `clock_error_s` is how wrong the register's clock is: zero, outside of sandboxes.
pub async fn seal(
    app: &App,
    register: RegisterId,
    leased: Arc<[LeasedTask]>,
    clock_error_s: i64,
) -> Result<Vec<(TaskId, Sealing)>, FiscalizationError> {
    let now = app.now();
    let offset = app.settings().offset;
    let times = Times {
        now,
        local: now.to_local(offset).plus_s(clock_error_s),
        offset,
    };
    let policy = policy(app);
    let sealed = app
        .db()
        .write("seal_documents", move |tx| {
            let mut driven = Driven::load(tx, register)?;
            let sealings = seal_batch(tx, &mut driven, &leased, &policy, times)?;
            driven.save(tx, now)?;
            Ok::<_, FiscalizationError>(sealings)
        })
        .await?;
    app.signals().document_sealed.notify_waiters();
    Ok(sealed)
}

/// The moment of a batch, and what the register's wall clock makes of it.
#[derive(Clone, Copy)]
struct Times {
    now: Timestamp,
    local: LocalDateTime,
    offset: UtcOffset,
}

fn seal_batch(
    tx: &mut Tx<'_>,
    driven: &mut Driven,
    leased: &[LeasedTask],
    policy: &ShiftPolicy,
    times: Times,
) -> Result<Vec<(TaskId, Sealing)>, FiscalizationError> {
    let Times { now, local, offset } = times;
    let mut sealings = Vec::with_capacity(leased.len());
    let mut bodies = Vec::with_capacity(leased.len());
    let mut owners = Vec::with_capacity(leased.len());
    let held: HashSet<(TaskId, u32)> = tasks::held(tx, driven.row.id)?.into_iter().collect();
    for task in leased
        .iter()
        .filter(|task| held.contains(&(task.id, task.attempt)))
    {
        // Only a task that was leased before can have a document already.
        if task.attempt > 1
            && let Some(document) = sealed_documents::by_task(tx, task.id)?
        {
            sealings.push((task.id, Sealing::Document(task_document(&driven.row, &document))));
            continue;
        }
        match body(driven, task, local, offset) {
            Ok(body) => {
                bodies.push(body);
                owners.push(task.id);
            }
            Err(reason) => sealings.push((task.id, Sealing::Refused(reason))),
        }
    }
    let keys = driven.keys();
    let batch = driven.register.seal_batch(bodies, policy, local, &keys);
    let mut tasks_of = std::collections::HashMap::new();
    for (task, outcome) in owners.iter().zip(&batch.outcomes) {
        match outcome {
            Ok(number) => {
                tasks_of.insert(*number, *task);
            }
            Err(error) => sealings.push((*task, refusal(error))),
        }
    }
    for document in &batch.documents {
        let task = tasks_of.get(&document.number).copied();
        let kept = driven.keep(tx, document, task, now)?;
        sealings.extend(task.map(|task| (task, Sealing::Document(task_document(&driven.row, &kept)))));
    }
    Ok(sealings)
}

fn body(
    driven: &Driven,
    task: &LeasedTask,
    local: LocalDateTime,
    offset: UtcOffset,
) -> Result<ReceiptBody, String> {
    let receipt: Receipt = serde_json::from_str(&task.receipt).map_err(|error| error.to_string())?;
    let context = sealing_context(driven.register.registration(), &receipt, offset)?;
    let (form, elements) =
        translate::receipt_to_elements(&receipt, &context).map_err(|error| crate::text_of(&error))?;
    let form = receipt_form(form).ok_or_else(|| format!("form {} is no receipt", form.code()))?;
    Ok(ReceiptBody {
        form,
        elements,
        begun_at: local,
    })
}

/// What the sealing needs besides the receipt.
fn sealing_context(
    registration: &Registration,
    receipt: &Receipt,
    offset: UtcOffset,
) -> Result<SealingContext, String> {
    let mut context =
        SealingContext::of_registration(registration).map_err(|error| crate::text_of(&error))?;
    context.time_zone = time_zone(offset);
    context.marking_checks = receipt.lines.iter().map(marking_check).collect();
    Ok(context)
}

/// Tag 1011 counts from UTC+2; `None` where it has no number.
pub(crate) fn time_zone(offset: UtcOffset) -> Option<u8> {
    u8::try_from(offset.seconds() / 3600 - 1)
        .ok()
        .filter(|zone| (1..=11).contains(zone))
}

/// A virtual register has no way to the marking system: it checks what can be checked from the code itself.
fn marking_check(line: &ReceiptLine) -> MarkingCheck {
    let Some(marked) = &line.marking else {
        return MarkingCheck::NOT_CHECKED;
    };
    if receipt::marking::read_as(marked.kind, &marked.code).is_sound() {
        MarkingCheck::POSITIVE
    } else {
        MarkingCheck::NOT_CHECKED
    }
}

fn receipt_form(form: Form) -> Option<ReceiptForm> {
    [
        ReceiptForm::Receipt,
        ReceiptForm::StrictReportingForm,
        ReceiptForm::CorrectionReceipt,
        ReceiptForm::CorrectionStrictReportingForm,
    ]
    .into_iter()
    .find(|candidate| Form::from(*candidate) == form)
}

/// Whose fault a refusal is: the receipt's, or the register's.
fn refusal(error: &RegisterError) -> Sealing {
    let text = crate::text_of(error);
    match error {
        RegisterError::Refused(
            FiscalStorageError::ReservedTag { .. }
            | FiscalStorageError::Amounts(_)
            | FiscalStorageError::TaxationNotRegistered { .. }
            | FiscalStorageError::Sealing(_),
        ) => Sealing::Refused(text),
        RegisterError::Refused(_)
        | RegisterError::RegistrationNumber(_)
        | RegisterError::Storage(_)
        | RegisterError::StorageInUse { .. }
        | RegisterError::Broken(_) => Sealing::Unready(text),
    }
}

/// Tells the tasks what became of them, and writes the messages that follow.
pub async fn report(
    app: &App,
    register: RegisterId,
    sealings: Vec<(TaskId, Sealing)>,
) -> Result<(), StoreError> {
    let now = app.now();
    let requeued = sealings
        .iter()
        .any(|(_, sealing)| matches!(sealing, Sealing::Unready(_)));
    let platform = app.clone();
    app.db()
        .write("report_tasks", move |tx| {
            let mut ends = Ends::new(&platform, now);
            sealings
                .iter()
                .try_for_each(|(id, sealing)| end_task(tx, &mut ends, *id, register, sealing))
        })
        .await?;
    app.signals().message_waiting.notify_one();
    if requeued {
        app.signals().task_waiting.notify_one();
    }
    Ok(())
}

pub(crate) fn task_document(row: &RegisterRow, document: &SealedDocument) -> TaskDocument {
    TaskDocument {
        registration_number: row.registration_number.clone(),
        fiscal_storage_number: document.fiscal_storage_number.clone(),
        document_number: document.document_number,
        fiscal_sign: i64::from(document.fiscal_sign),
        shift_number: i64::from(document.shift_number.unwrap_or(0)),
        receipt_number: i64::from(document.receipt_number.unwrap_or(0)),
        settled_at: document.settled_at,
    }
}

fn policy(app: &App) -> ShiftPolicy {
    ShiftPolicy {
        opening: ShiftOpening::OnReceipt,
        renewal: ShiftRenewal::After {
            age_s: app.settings().shift_close_after_s,
        },
    }
}
