//! Tasks as doors see them.

use app::App;
use store::tasks::{self, TaskRow};

use crate::cloud::{Door, ExternalId, FiscalData, Spelling, Task, TaskState};

/// A stored task in the words of the doors.
#[must_use]
pub fn task_of_row(app: &App, row: &TaskRow) -> Task {
    let fiscal_data = fiscal_data(row);
    let receipt_url = (row.state == tasks::TaskState::Done)
        .then(|| format!("{}/r/{}", app.settings().public_url, row.uuid));
    Task {
        id: row.id,
        uuid: row.uuid.clone(),
        external_id: external_id(row),
        queue: row.queue,
        state: state(row.state),
        error_description: row.error_description.clone(),
        fiscal_data,
        receipt_url,
    }
}

pub(super) fn external_id(row: &TaskRow) -> ExternalId {
    let spelling = match row.external_id_spelling.as_str() {
        "integer" => Spelling::Integer,
        _ => Spelling::Text,
    };
    ExternalId {
        text: row.external_id.clone(),
        spelling,
    }
}

/// A foreign register may report numbers of any shape; only negative ones leave the document out.
fn fiscal_data(row: &TaskRow) -> Option<FiscalData> {
    let document = row.document.as_ref()?;
    let receipt: receipt::Receipt = serde_json::from_str(&row.receipt).ok()?;
    Some(FiscalData {
        document_number: u64::try_from(document.document_number).ok()?,
        fiscal_storage: document.fiscal_storage_number.clone(),
        settled_at: document.settled_at,
        operation: receipt.operation,
        fiscal_sign: u64::try_from(document.fiscal_sign).ok()?,
        total: row.total,
        shift_number: u64::try_from(document.shift_number).ok()?,
        receipt_number: u64::try_from(document.receipt_number).ok()?,
        registration_number: document.registration_number.clone(),
    })
}

pub(super) const fn state(state: tasks::TaskState) -> TaskState {
    match state {
        tasks::TaskState::New => TaskState::New,
        tasks::TaskState::Processing => TaskState::Processing,
        tasks::TaskState::Done => TaskState::Done,
        tasks::TaskState::Error => TaskState::Error,
        tasks::TaskState::Canceled => TaskState::Canceled,
    }
}

pub(super) const fn stored_state(state: TaskState) -> tasks::TaskState {
    match state {
        TaskState::New => tasks::TaskState::New,
        TaskState::Processing => tasks::TaskState::Processing,
        TaskState::Done => tasks::TaskState::Done,
        TaskState::Error => tasks::TaskState::Error,
        TaskState::Canceled => tasks::TaskState::Canceled,
    }
}

pub(super) const fn door_name(door: Door) -> &'static str {
    match door {
        Door::KomtetV1 => "komtet-v1",
        Door::KomtetV2 => "komtet-v2",
    }
}

pub(super) fn door(name: &str) -> Door {
    if name == "komtet-v1" {
        Door::KomtetV1
    } else {
        Door::KomtetV2
    }
}
