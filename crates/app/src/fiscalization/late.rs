//! Documents of tasks that had ended, or that somebody else has by now.
//!
//! A document that a storage sealed is a fact, whoever has the task: it is never dropped.

use store::ofd_incidents::{self, Incident};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, TaskDocument, TaskRow, TaskState};
use store::{StoreError, Tx};
use types::{RegisterId, TaskId};

use super::Ends;

/// Lets a task that ended in an error end in the document after all: `true`. A document that its task has is known;
/// one too many is an incident.
pub(super) fn reopen(
    tx: &mut Tx<'_>,
    ends: &Ends,
    id: TaskId,
    register: RegisterId,
    document: &TaskDocument,
) -> Result<bool, StoreError> {
    let Some(task) = tasks::find_any(tx, id)? else {
        return Ok(false);
    };
    match task.state {
        TaskState::Done if is_known(register, &task, document) => Ok(false),
        TaskState::Done | TaskState::Canceled => {
            second_document(tx, ends, register, &task, document)?;
            Ok(false)
        }
        TaskState::New | TaskState::Processing | TaskState::Error => {
            note_late_seal(tx, ends, register, id)?;
            tasks::reopen(tx, id)
        }
    }
}

fn is_known(register: RegisterId, task: &TaskRow, document: &TaskDocument) -> bool {
    task.register == Some(register) && task.document.as_ref() == Some(document)
}

/// One receipt has two documents, or a withdrawn one has one: the shop must correct it, and people must know.
fn second_document(
    tx: &mut Tx<'_>,
    ends: &Ends,
    register: RegisterId,
    task: &TaskRow,
    document: &TaskDocument,
) -> Result<(), StoreError> {
    let kind = match task.state {
        TaskState::Canceled => "document_of_canceled_task",
        TaskState::New | TaskState::Processing | TaskState::Done | TaskState::Error => "second_document",
    };
    let detail = format!(
        "document {} of storage {}, sign {}, shift {}, receipt {}, {}",
        document.document_number,
        document.fiscal_storage_number,
        document.fiscal_sign,
        document.shift_number,
        document.receipt_number,
        document.settled_at,
    );
    if !note(tx, ends, register, task.id, kind, &detail)? {
        return Ok(());
    }
    tracing::error!(
        task.id = task.id.get(),
        register.id = register.get(),
        kind,
        "a receipt has a document too many"
    );
    metrics::counter!("qassa_incidents_total", "kind" => kind).increment(1);
    let incident = Incident {
        at: ends.now(),
        kind: kind.to_owned(),
        fiscal_storage_number: Some(document.fiscal_storage_number.clone()),
        document_number: Some(document.document_number),
        detail: format!("task {}, register {}: {detail}", task.id.get(), register.get()),
        container: None,
    };
    ofd_incidents::add(tx, &incident)
}

/// Notes that a register sealed a receipt whose task it no longer has.
pub(crate) fn note_late_seal(
    tx: &mut Tx<'_>,
    ends: &Ends,
    register: RegisterId,
    task: TaskId,
) -> Result<(), StoreError> {
    let detail = "the register had sealed the receipt before the task was taken from it";
    note(tx, ends, register, task, "late_report", detail).map(drop)
}

/// `true`: it was not noted before.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    ends: &Ends,
    register: RegisterId,
    task: TaskId,
    step: &str,
    detail: &str,
) -> Result<bool, StoreError> {
    let event = TaskEvent {
        at: ends.now(),
        step: step.to_owned(),
        register: Some(register),
        detail: Some(detail.to_owned()),
    };
    task_events::add_once(tx, task, &event)
}
