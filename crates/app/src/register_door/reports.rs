//! Reports of agents: repeated, late, or of tasks that somebody else has by now.
//!
//! A document that a device sealed is a fact, whoever has the task: it is never dropped.

use store::ofd_incidents::{self, Incident};
use store::registers::RegisterRow;
use store::task_events::{self, TaskEvent};
use store::tasks::{self, TaskDocument, TaskRow, TaskState};
use store::{StoreError, Tx};
use types::TaskId;

use super::Reported;
use crate::fiscalization::{Ends, Sealing, end_task};

/// Takes a report of a register.
pub(super) fn take(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    register: &RegisterRow,
    id: TaskId,
    report: &Reported,
) -> Result<(), StoreError> {
    let task = tasks::find_any(tx, id)?.filter(|task| task.organization == register.organization);
    let Some(task) = task else {
        tracing::warn!(
            task.id = id.get(),
            register.id = register.id.get(),
            "a report of an unknown task was not taken"
        );
        return Ok(());
    };
    let holds = task.register == Some(register.id);
    if !holds && !task_events::was_taken_from(tx, id, register.id)? {
        return note(tx, ends, register, id, "foreign_report", &format!("{report:?}")).map(drop);
    }
    match report {
        Reported::Sealed(document) => sealed(tx, ends, register, &task, document),
        Reported::Failed(reason) if holds => {
            end_task(tx, ends, id, register.id, &Sealing::Refused(reason.clone()))
        }
        Reported::Failed(reason) => note(tx, ends, register, id, "late_report", reason).map(drop),
    }
}

fn sealed(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    register: &RegisterRow,
    task: &TaskRow,
    document: &TaskDocument,
) -> Result<(), StoreError> {
    match task.state {
        TaskState::Done if is_known(register, task, document) => Ok(()),
        TaskState::Done | TaskState::Canceled => second_document(tx, ends, register, task, document),
        TaskState::New | TaskState::Processing | TaskState::Error => {
            if task.state != TaskState::Processing || task.register != Some(register.id) {
                let detail = "the register had sealed the receipt before the task was taken from it";
                note(tx, ends, register, task.id, "late_report", detail)?;
            }
            tasks::reopen(tx, task.id)?;
            end_task(
                tx,
                ends,
                task.id,
                register.id,
                &Sealing::Document(document.clone()),
            )
        }
    }
}

fn is_known(register: &RegisterRow, task: &TaskRow, document: &TaskDocument) -> bool {
    task.register == Some(register.id) && task.document.as_ref() == Some(document)
}

/// One receipt has two documents, or a withdrawn one has one: the shop must correct it, and people must know.
fn second_document(
    tx: &mut Tx<'_>,
    ends: &Ends,
    register: &RegisterRow,
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
        register.id = register.id.get(),
        kind,
        "a receipt has a document too many"
    );
    metrics::counter!("qassa_incidents_total", "kind" => kind).increment(1);
    let incident = Incident {
        at: ends.now(),
        kind: kind.to_owned(),
        fiscal_storage_number: Some(document.fiscal_storage_number.clone()),
        document_number: Some(document.document_number),
        detail: format!("task {}, register {}: {detail}", task.id.get(), register.id.get()),
        container: None,
    };
    ofd_incidents::add(tx, &incident)
}

/// `true`: it was not noted before.
fn note(
    tx: &mut Tx<'_>,
    ends: &Ends,
    register: &RegisterRow,
    task: TaskId,
    step: &str,
    detail: &str,
) -> Result<bool, StoreError> {
    let event = TaskEvent {
        at: ends.now(),
        step: step.to_owned(),
        register: Some(register.id),
        detail: Some(detail.to_owned()),
    };
    task_events::add_once(tx, task, &event)
}
