//! A task after its intake: looking at it, taking it back, trying again.

use store::sealed_documents::{self, SealedDocument};
use store::task_events::{self, TaskEvent};
use store::tasks::{self, TaskFilter, TaskRow, TaskState};
use store::{StoreError, acknowledgements, ofd_documents, ofd_forwardings, outbox};
use types::{DocumentId, OrganizationId, RegisterId, ShopId, TaskId, Timestamp};

use crate::App;
use crate::fiscalization::{Ends, announce};

/// Most tasks that one page of a list holds.
pub const PAGE_MAX: u32 = 200;

/// A task with everything that befell it and what came of it.
#[derive(Clone, Debug)]
pub struct TaskDetail {
    /// The task.
    pub task: TaskRow,
    /// Its way, in order of time.
    pub timeline: Vec<TimelineStep>,
    /// Messages that tell of it.
    pub messages: Vec<outbox::MessageRow>,
    /// The operator's document, once there is one.
    pub document: Option<DocumentId>,
}

/// One step of a task's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStep {
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Step,
    /// Register concerned.
    pub register: Option<RegisterId>,
    /// More about it.
    pub detail: Option<String>,
}

/// Steps of a task's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Durable, and answered to the shop.
    Accepted,
    /// Given to a register.
    Leased,
    /// Sealed by the fiscal storage.
    Sealed,
    /// Reported: the shop sees it as done.
    Done,
    /// Ended without a document.
    Failed,
    /// Taken back by the shop.
    Canceled,
    /// The operator has the document.
    OfdReceived,
    /// The register has the operator's confirmation.
    OfdConfirmed,
    /// The tax authority took it.
    TaxAuthorityAccepted,
    /// The tax authority refused it.
    TaxAuthorityRefused,
    /// The shop got its callback.
    CallbackDelivered,
    /// The buyer's mail left.
    MailDelivered,
    /// A message was given up.
    MessageDead,
    /// Something off the straight way, in one word.
    Event(String),
}

impl Step {
    /// The step in one word, stable for machines.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Accepted => "accepted",
            Self::Leased => "leased",
            Self::Sealed => "sealed",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::OfdReceived => "ofd_received",
            Self::OfdConfirmed => "ofd_confirmed",
            Self::TaxAuthorityAccepted => "tax_authority_accepted",
            Self::TaxAuthorityRefused => "tax_authority_refused",
            Self::CallbackDelivered => "callback_delivered",
            Self::MailDelivered => "mail_delivered",
            Self::MessageDead => "message_dead",
            Self::Event(word) => word,
        }
    }
}

/// Why a task did not change.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// There is no such task, or it is somebody else's.
    #[error("no such task")]
    Unknown,
    /// Its state does not allow it.
    #[error("the task is {}", .0.as_str())]
    WrongState(TaskState),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A task of a shop.
pub async fn find(app: &App, shop: ShopId, id: TaskId) -> Result<Option<TaskRow>, StoreError> {
    app.db()
        .read("find_task", move |tx| tasks::find(tx, shop, id))
        .await
}

/// Tasks of an organization, newest first; at most [`PAGE_MAX`].
pub async fn list(
    app: &App,
    organization: OrganizationId,
    filter: TaskFilter,
    before: Option<TaskId>,
    limit: u32,
) -> Result<Vec<TaskRow>, StoreError> {
    let limit = limit.clamp(1, PAGE_MAX);
    app.db()
        .read("list_tasks", move |tx| {
            tasks::list(tx, organization, &filter, before, limit)
        })
        .await
}

/// A task of an organization with its way.
pub async fn detail(
    app: &App,
    organization: OrganizationId,
    id: TaskId,
) -> Result<Option<TaskDetail>, StoreError> {
    app.db()
        .read("task_detail", move |tx| {
            let found = tasks::find_in_organization(tx, organization, id)?;
            found.map(|task| describe(tx, task)).transpose()
        })
        .await
}

/// The task whose receipt page has this token.
pub async fn by_token(app: &App, token: &str) -> Result<Option<TaskDetail>, StoreError> {
    let token = token.to_owned();
    app.db()
        .read("task_by_token", move |tx| {
            let found = tasks::find_by_uuid(tx, &token)?;
            found.map(|task| describe(tx, task)).transpose()
        })
        .await
}

/// Takes a task back while no register has it, and tells the shop, whose door calls that an error.
pub async fn cancel(app: &App, organization: OrganizationId, id: TaskId) -> Result<TaskDetail, TaskError> {
    let (now, platform) = (app.now(), app.clone());
    let detail = app
        .db()
        .write("cancel_task", move |tx| {
            let task = own(tx, organization, id)?;
            if !tasks::cancel(tx, id, now)? {
                return Err(TaskError::WrongState(task.state));
            }
            announce(tx, &mut Ends::new(&platform, now), id)?;
            let task = own(tx, organization, id)?;
            Ok(describe(tx, task)?)
        })
        .await?;
    app.signals().message_waiting.notify_one();
    Ok(detail)
}

/// Puts a task that ended in an error back into its queue.
pub async fn retry(app: &App, organization: OrganizationId, id: TaskId) -> Result<TaskDetail, TaskError> {
    put_back(app, organization, id, "retried", tasks::retry).await
}

/// Takes a task from a register that never reported and puts it back into its queue: for a person who knows that
/// the device sealed nothing. Refused while the register still has its time.
pub async fn release(app: &App, organization: OrganizationId, id: TaskId) -> Result<TaskDetail, TaskError> {
    put_back(app, organization, id, "released", tasks::release).await
}

async fn put_back(
    app: &App,
    organization: OrganizationId,
    id: TaskId,
    step: &'static str,
    apply: fn(&mut store::Tx<'_>, TaskId) -> Result<bool, StoreError>,
) -> Result<TaskDetail, TaskError> {
    let now = app.now();
    let detail = app
        .db()
        .write("put_task_back", move |tx| {
            let task = own(tx, organization, id)?;
            if !apply(tx, id)? {
                return Err(TaskError::WrongState(task.state));
            }
            let event = TaskEvent {
                at: now,
                step: step.to_owned(),
                register: task.register,
                detail: None,
            };
            task_events::add(tx, id, &event)?;
            let task = own(tx, organization, id)?;
            Ok(describe(tx, task)?)
        })
        .await?;
    app.signals().task_waiting.notify_one();
    Ok(detail)
}

fn own(tx: &mut store::Tx<'_>, organization: OrganizationId, id: TaskId) -> Result<TaskRow, TaskError> {
    tasks::find_in_organization(tx, organization, id)?.ok_or(TaskError::Unknown)
}

fn describe(tx: &mut store::Tx<'_>, task: TaskRow) -> Result<TaskDetail, StoreError> {
    let mut steps = own_steps(&task);
    let sealed = sealed_documents::by_task(tx, task.id)?;
    let mut document = None;
    if let Some(sealed) = &sealed {
        steps.push(step(sealed.sealed_at, Step::Sealed, Some(sealed.register), None));
        document = operator_steps(tx, sealed, &mut steps)?;
    }
    let messages = outbox::of_task(tx, task.id)?;
    steps.extend(messages.iter().filter_map(message_step));
    for event in task_events::of_task(tx, task.id)? {
        steps.push(step(
            event.at,
            Step::Event(event.step),
            event.register,
            event.detail,
        ));
    }
    steps.sort_by_key(|step| step.at);
    Ok(TaskDetail {
        task,
        timeline: steps,
        messages,
        document,
    })
}

fn own_steps(task: &TaskRow) -> Vec<TimelineStep> {
    let mut steps = vec![step(task.accepted_at, Step::Accepted, None, None)];
    if let Some(at) = task.leased_at {
        steps.push(step(at, Step::Leased, task.register, None));
    }
    if let Some(at) = task.finished_at {
        let ended = match task.state {
            TaskState::Done => Some(Step::Done),
            TaskState::Error => Some(Step::Failed),
            TaskState::Canceled => Some(Step::Canceled),
            TaskState::New | TaskState::Processing => None,
        };
        steps.extend(ended.map(|ended| step(at, ended, task.register, task.error_description.clone())));
    }
    steps
}

fn operator_steps(
    tx: &mut store::Tx<'_>,
    sealed: &SealedDocument,
    steps: &mut Vec<TimelineStep>,
) -> Result<Option<DocumentId>, StoreError> {
    let (storage, number) = (&sealed.fiscal_storage_number, sealed.document_number);
    if let Some(confirmation) = acknowledgements::find(tx, storage, number)? {
        steps.push(step(
            confirmation.received_at,
            Step::OfdConfirmed,
            Some(sealed.register),
            None,
        ));
    }
    let Some((id, document)) = ofd_documents::find_by_number(tx, storage, number)? else {
        return Ok(None);
    };
    steps.push(step(document.received_at, Step::OfdReceived, None, None));
    if let Some(way) = ofd_forwardings::find(tx, id)?
        && let Some(at) = way.answered_at
    {
        let ended = match way.state {
            ofd_forwardings::ForwardingState::Accepted => Some(Step::TaxAuthorityAccepted),
            ofd_forwardings::ForwardingState::Refused => Some(Step::TaxAuthorityRefused),
            ofd_forwardings::ForwardingState::Pending | ofd_forwardings::ForwardingState::Dead => None,
        };
        steps.extend(ended.map(|ended| step(at, ended, None, way.answer.clone())));
    }
    Ok(Some(id))
}

fn message_step(message: &outbox::MessageRow) -> Option<TimelineStep> {
    let ended = match (message.state, message.kind) {
        (outbox::MessageState::Pending, _) => return None,
        (outbox::MessageState::Dead, _) => Step::MessageDead,
        (outbox::MessageState::Delivered, outbox::MessageKind::Mail) => Step::MailDelivered,
        (
            outbox::MessageState::Delivered,
            outbox::MessageKind::Callback | outbox::MessageKind::OrderCallback,
        ) => Step::CallbackDelivered,
    };
    Some(step(
        message.finished_at?,
        ended,
        None,
        message.last_result.clone(),
    ))
}

fn step(at: Timestamp, step: Step, register: Option<RegisterId>, detail: Option<String>) -> TimelineStep {
    TimelineStep {
        at,
        step,
        register,
        detail,
    }
}
