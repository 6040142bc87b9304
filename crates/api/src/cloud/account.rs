//! What a person with an account sees.

use print::banner::BannerPicture;
use types::{
    ApiKeyId, Money, OrderId, OrganizationId, OutboxId, QueueId, RegisterId, Secret, ShopId, TaskId,
    Timestamp, UserId,
};

use super::{QueueState, Signing, Task, TaskState};

/// A person whose bearer token was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserActor {
    /// The person.
    pub user: UserId,
    /// What the person may do.
    pub role: Role,
    /// How the call came in.
    pub entry: Entry,
}

/// How a call of a person came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The person signed in.
    Session,
    /// A program with a key that the person made.
    Key {
        /// The key.
        id: ApiKeyId,
        /// Whether it may sign applications.
        signing: Signing,
    },
}

impl Entry {
    /// `true` for a key that may sign applications.
    #[must_use]
    pub const fn may_sign(self) -> bool {
        match self {
            Self::Key {
                signing: Signing::Allowed,
                ..
            } => true,
            Self::Key {
                signing: Signing::Denied,
                ..
            }
            | Self::Session => false,
        }
    }
}

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Everything in one organization.
    Owner(OrganizationId),
    /// Selling and looking in one organization.
    Cashier(OrganizationId),
    /// Staff of the fiscal data operator: sees documents of all organizations.
    Operator,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Bearer token; shown once.
    pub token: Secret,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Who it is.
    pub actor: UserActor,
}

/// Which tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskFilter {
    /// With this operation number.
    pub external_id: Option<String>,
    /// In this state.
    pub state: Option<TaskState>,
    /// Of this shop.
    pub shop: Option<ShopId>,
    /// In this queue.
    pub queue: Option<QueueId>,
    /// At this register.
    pub register: Option<RegisterId>,
    /// Accepted not before.
    pub accepted_from: Option<Timestamp>,
    /// Accepted before.
    pub accepted_before: Option<Timestamp>,
    /// Older than this task: the key of the page before.
    pub after: Option<TaskId>,
    /// Rows, at most.
    pub limit: u32,
}

/// A row of the list of tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSummary {
    /// The task as its shop sees it.
    pub task: Task,
    /// Its shop.
    pub shop: ShopId,
    /// Sum of the receipt.
    pub total: Money,
    /// Intent in the words of the door.
    pub intent: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// The register that has or had it.
    pub register: Option<RegisterId>,
}

/// A task with its history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDetail {
    /// The row of the list.
    pub summary: TaskSummary,
    /// What befell it, oldest first.
    pub timeline: Vec<TimelineStep>,
    /// Its callbacks and mails.
    pub messages: Vec<Message>,
}

/// One thing that befell a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineStep {
    /// When.
    pub at: Timestamp,
    /// What, in the platform's closed list: `accepted`, `leased`, `sealing`, `done`, …
    pub step: String,
    /// At which register.
    pub register: Option<RegisterId>,
    /// More about it.
    pub detail: Option<String>,
}

/// A callback or a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: OutboxId,
    /// What it is.
    pub kind: MessageKind,
    /// The task that it is about.
    pub task: Option<TaskId>,
    /// The order that it is about.
    pub order: Option<OrderId>,
    /// URL or address.
    pub target: String,
    /// Whether it arrived.
    pub state: MessageState,
    /// Tries so far.
    pub attempts: u32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// What the last try gave.
    pub last_result: Option<String>,
}

/// A message with every try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageDetail {
    /// The row of the list.
    pub message: Message,
    /// Tries, oldest first.
    pub tries: Vec<MessageAttempt>,
}

/// One try to deliver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageAttempt {
    /// Its number, from 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// What it gave.
    pub outcome: String,
    /// More about it.
    pub detail: Option<String>,
}

/// What kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// To the shop, about a task.
    Callback,
    /// To the shop, about an order.
    OrderCallback,
    /// To the buyer.
    Mail,
}

/// Whether a message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageState {
    /// It is being tried.
    Pending,
    /// It arrived.
    Delivered,
    /// All tries failed.
    Dead,
}

/// Which messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageFilter {
    /// In this state.
    pub state: Option<MessageState>,
    /// Of this kind.
    pub kind: Option<MessageKind>,
    /// About this task.
    pub task: Option<TaskId>,
    /// Older than this message: the key of the page before.
    pub after: Option<OutboxId>,
    /// Rows, at most.
    pub limit: u32,
}

/// A queue in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueSummary {
    /// Its id.
    pub id: QueueId,
    /// Its name.
    pub name: String,
    /// Whether it works.
    pub state: QueueState,
    /// Shops that may use it.
    pub shops: Vec<ShopId>,
    /// Registers that serve it.
    pub registers: Vec<RegisterId>,
    /// Tasks that wait in it.
    pub waiting: u64,
}

/// A shop in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopSummary {
    /// Its id.
    pub id: ShopId,
    /// The id that its requests carry.
    pub public_id: String,
    /// Its name.
    pub name: String,
    /// Where results go.
    pub success_url: Option<String>,
    /// Where failures go.
    pub failure_url: Option<String>,
    /// Where a click on the banner of its receipts leads; `None` when it has no banner.
    pub banner_link_url: Option<String>,
}

/// A banner as a person sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BannerDraft {
    /// The picture.
    pub picture: BannerPicture,
    /// Where a click leads.
    pub link_url: String,
}

/// A register in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterSummary {
    /// Its id.
    pub id: RegisterId,
    /// Its name.
    pub name: String,
    /// `virtual` or `agent`.
    pub kind: String,
    /// `active` or `inactive`.
    pub state: String,
    /// Serial number.
    pub serial_number: String,
    /// Registration number.
    pub registration_number: String,
    /// Number of the fiscal storage.
    pub fiscal_storage: String,
    /// When it was last heard of.
    pub last_seen_at: Option<Timestamp>,
}
