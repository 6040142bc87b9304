//! Taking receipts in: durable before the answer, once per external id.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use receipt::Receipt;
use store::queues::QueueState;
use store::tasks::{self, Inserted, NewTask, TaskRow};
use store::{StoreError, UnavailableReason};
use types::{Money, QueueId, ShopId, TaskId, Timestamp};

use crate::App;
use crate::credentials;
use crate::directory::ShopEntry;

/// Receipts that one call may bring.
pub const BATCH_MAX: usize = 1000;

/// One receipt of a shop, parsed and linted by its door.
#[derive(Clone, Debug)]
pub struct Submission {
    /// The shop's operation number.
    pub external_id: String,
    /// How the shop wrote it in JSON: `text` or `integer`.
    pub external_id_spelling: &'static str,
    /// API dialect of the body.
    pub door: &'static str,
    /// Intent in the words of the door.
    pub intent: String,
    /// As the shop sent it.
    pub body: Vec<u8>,
    /// SHA-256 of the body, blanks and key order aside.
    pub content_hash: [u8; 32],
    /// What it means.
    pub receipt: Receipt,
    /// Its own callback URL.
    pub callback_url: Option<String>,
}

/// What became of a submission.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A new task waits.
    Created(CreatedTask),
    /// The shop used the external id before: the first task stands, whatever this submission says.
    Known {
        /// The first task.
        task: Box<TaskRow>,
        /// Whether this submission says the same.
        content: Content,
    },
}

/// A new task.
#[derive(Clone, Debug)]
pub struct CreatedTask {
    /// Its number.
    pub id: TaskId,
    /// `UUIDv7`.
    pub uuid: String,
    /// The shop's operation number.
    pub external_id: String,
    /// Queue it waits in.
    pub queue: QueueId,
}

/// Whether a repeated submission says the same as the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The same receipt and callback URL.
    Same,
    /// Another one: the shop reuses its operation numbers.
    Other,
}

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The shop has no such queue.
    #[error("queue {0} is not a queue of this shop")]
    UnknownQueue(QueueId),
    /// The queue takes nothing.
    #[error("queue {0} is passive: it takes no tasks")]
    PassiveQueue(QueueId),
    /// More at once than the limit.
    #[error("{0} receipts in one call; at most {BATCH_MAX} are taken")]
    TooMany(usize),
    /// A batch repeats an external id with another content; nothing of it was taken in.
    #[error("receipt {index} of the batch reuses external id `{}` with another content", .task.external_id)]
    OtherContent {
        /// Place in the batch, from 0 on.
        index: usize,
        /// The task that has the id.
        task: Box<TaskRow>,
    },
    /// So much waits already that one more would wait too long.
    #[error("the queue is full; try again in {retry_after_s} s")]
    Full {
        /// Seconds after which a new try makes sense.
        retry_after_s: u32,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl IntakeError {
    /// Seconds after which the same call may succeed; `None`: it never will.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Full { retry_after_s } => Some(*retry_after_s),
            Self::Store(StoreError::Busy { .. } | StoreError::Contended { .. }) => Some(1),
            Self::Store(StoreError::Unavailable {
                reason: UnavailableReason::DiskFull,
                ..
            }) => Some(30),
            Self::Store(StoreError::Unavailable { .. } | StoreError::OutcomeUnknown { .. }) => Some(5),
            Self::Store(_)
            | Self::UnknownQueue(_)
            | Self::PassiveQueue(_)
            | Self::TooMany(_)
            | Self::OtherContent { .. } => None,
        }
    }
}

/// How many tasks wait in each queue, as lately counted by the dispatcher and grown by what came since.
#[derive(Debug, Default)]
pub struct Waiting {
    tasks: RwLock<HashMap<QueueId, u64>>,
}

impl Waiting {
    /// Puts fresh counts in the place of the old ones.
    pub fn counted(&self, counts: impl IntoIterator<Item = (QueueId, u64)>) {
        *self.tasks.write().unwrap_or_else(PoisonError::into_inner) = counts.into_iter().collect();
    }

    /// Tasks that wait in these queues.
    #[must_use]
    pub fn in_queues(&self, queues: &[QueueId]) -> u64 {
        let tasks = self.tasks.read().unwrap_or_else(PoisonError::into_inner);
        queues.iter().filter_map(|queue| tasks.get(queue)).sum()
    }

    /// Takes tasks off the estimate that are about to be leased.
    pub fn shrink(&self, queues: &[QueueId], by: u64) {
        let mut tasks = self.tasks.write().unwrap_or_else(PoisonError::into_inner);
        let mut left = by;
        for queue in queues {
            let Some(waiting) = tasks.get_mut(queue) else {
                continue;
            };
            let taken = left.min(*waiting);
            *waiting -= taken;
            left -= taken;
        }
    }

    fn grow(&self, queue: QueueId, by: u64) {
        *self
            .tasks
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(queue)
            .or_default() += by;
    }
}

/// Takes receipts into a queue: all of them durable, or none. Known external ids give their first task.
pub async fn accept(
    app: &App,
    shop: ShopId,
    queue: QueueId,
    submissions: Vec<Submission>,
) -> Result<Vec<Outcome>, IntakeError> {
    let shop = app.directory().shop_by_id(app.db(), shop, app.now()).await?;
    let shop = shop.as_deref().ok_or(IntakeError::UnknownQueue(queue))?;
    let row = shop.queue(queue).ok_or(IntakeError::UnknownQueue(queue))?;
    if row.state == QueueState::Passive {
        return Err(IntakeError::PassiveQueue(queue));
    }
    if submissions.len() > BATCH_MAX {
        return Err(IntakeError::TooMany(submissions.len()));
    }
    if app.waiting().in_queues(&[queue]) >= u64::from(app.settings().waiting_tasks_max) {
        return Err(IntakeError::Full { retry_after_s: 5 });
    }
    let now = app.now();
    let new: Vec<NewTask> = submissions
        .into_iter()
        .map(|submission| new_task(app, shop, queue, submission, now))
        .collect();
    let kept = app.db().write("accept_tasks", move |tx| keep(tx, &new)).await?;
    let created = kept
        .iter()
        .filter(|outcome| matches!(outcome, Outcome::Created(_)))
        .count();
    if created > 0 {
        let created = u64::try_from(created).unwrap_or(u64::MAX);
        app.waiting().grow(queue, created);
        metrics::counter!("qassa_intake_tasks_total").increment(created);
        app.signals().task_waiting.notify_one();
    }
    Ok(kept)
}

fn keep(tx: &mut store::Tx<'_>, new: &[NewTask]) -> Result<Vec<Outcome>, IntakeError> {
    let mut outcomes = Vec::with_capacity(new.len());
    for (index, task) in new.iter().enumerate() {
        outcomes.push(match tasks::insert(tx, task)? {
            Inserted::Created(id) => Outcome::Created(CreatedTask {
                id,
                uuid: task.uuid.clone(),
                external_id: task.external_id.clone(),
                queue: task.queue,
            }),
            Inserted::Exists(first) => {
                let same = first.content_hash == task.content_hash;
                let content = if same { Content::Same } else { Content::Other };
                if content == Content::Other && new.len() > 1 {
                    return Err(IntakeError::OtherContent { index, task: first });
                }
                Outcome::Known { task: first, content }
            }
        });
    }
    Ok(outcomes)
}

fn new_task(app: &App, shop: &ShopEntry, queue: QueueId, submission: Submission, now: Timestamp) -> NewTask {
    NewTask {
        uuid: credentials::uuid(app.rng(), now),
        organization: shop.shop.organization,
        shop: shop.shop.id,
        queue,
        external_id: submission.external_id,
        external_id_spelling: submission.external_id_spelling.to_owned(),
        door: submission.door.to_owned(),
        intent: submission.intent,
        content_hash: submission.content_hash,
        body: submission.body,
        receipt: receipt_json(&submission.receipt),
        total: receipt_total(&submission.receipt),
        buyer_email: submission.receipt.buyer.email.clone(),
        callback_url: submission.callback_url,
        accepted_at: now,
    }
}

/// The domain receipt as it is kept with its task.
fn receipt_json(receipt: &Receipt) -> String {
    serde_json::to_string(receipt).expect("a receipt has no map keys that are not texts")
}

fn receipt_total(receipt: &Receipt) -> Money {
    // The door's lint refused sums beyond the limit long before.
    Money::sum(receipt.lines.iter().map(|line| line.total)).unwrap_or_default()
}
