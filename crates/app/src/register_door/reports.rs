//! Reports of agents: repeated, late, or of tasks that somebody else has by now.

use store::registers::{self, RegisterRow};
use store::tasks::{self, TaskDocument, TaskRow, TaskState};
use store::{StoreError, Tx, sealed_documents, task_events};
use types::TaskId;

use super::Reported;
use crate::fiscalization::late::{note, note_late_seal};
use crate::fiscalization::{Ends, Sealing, end_task, task_document};

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
        return note(
            tx,
            ends,
            register.id,
            id,
            "foreign_report",
            &format!("{report:?}"),
        )
        .map(drop);
    }
    match report {
        Reported::Sealed(document) => sealed(tx, ends, register, &task, document),
        Reported::Failed(reason) if holds => {
            end_task(tx, ends, id, register.id, &Sealing::Refused(reason.clone()))
        }
        Reported::Failed(reason) => note(tx, ends, register.id, id, "late_report", reason).map(drop),
    }
}

fn sealed(
    tx: &mut Tx<'_>,
    ends: &mut Ends,
    register: &RegisterRow,
    task: &TaskRow,
    document: &TaskDocument,
) -> Result<(), StoreError> {
    let is_late = match task.state {
        TaskState::New => true,
        TaskState::Processing => task.register != Some(register.id),
        TaskState::Done | TaskState::Canceled | TaskState::Error => false,
    };
    if is_late {
        note_late_seal(tx, ends, register.id, task.id)?;
    }
    let sealing = Sealing::Document(document.clone());
    end_task(tx, ends, task.id, register.id, &sealing)?;
    if is_late {
        sealed_beside(tx, ends, task.id)?;
    }
    Ok(())
}

/// A virtual register that got the task meanwhile may have sealed it too, and its process may never tell.
fn sealed_beside(tx: &mut Tx<'_>, ends: &mut Ends, id: TaskId) -> Result<(), StoreError> {
    let Some(document) = sealed_documents::by_task(tx, id)? else {
        return Ok(());
    };
    let Some(row) = registers::find(tx, document.register)? else {
        return Ok(());
    };
    let sealing = Sealing::Document(task_document(&row, &document));
    end_task(tx, ends, id, row.id, &sealing)
}
