//! Receipts on their way to becoming fiscal documents.

use bytes::Bytes;
use receipt::{Operation, Receipt};
use serde::{Deserialize, Serialize};
use types::{LocalDateTime, Money, QueueId, TaskId};

/// API dialect that a shop speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Door {
    /// KOMTET Kassa, version 1 (FFD 1.05).
    KomtetV1,
    /// KOMTET Kassa, version 2 (FFD 1.2).
    KomtetV2,
}

/// The shop's operation number: the idempotency key within one shop. `17` and `"17"` are the same key.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ExternalId {
    /// The number as text.
    pub text: String,
    /// How the shop wrote it, so that it comes back the same.
    pub spelling: Spelling,
}

/// How a JSON value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Spelling {
    /// As a JSON string.
    Text,
    /// As a JSON integer.
    Integer,
}

/// A receipt that a door has read, ready to be accepted.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// The shop's operation number.
    pub external_id: ExternalId,
    /// Dialect of `body`.
    pub door: Door,
    /// Intent in the words of the door, such as `sellReturn`.
    pub intent: &'static str,
    /// The receipt as the shop sent it; of a batch, its own part.
    pub body: Bytes,
    /// SHA-256 of the body, blanks, key order and trailing zeros aside.
    pub content_hash: [u8; 32],
    /// What it means.
    pub receipt: Receipt,
    /// Where the shop wants the result, instead of its own URLs.
    pub callback_url: Option<String>,
}

/// What became of an offered receipt.
#[derive(Clone, Debug)]
pub enum AcceptOutcome {
    /// It is durable.
    Accepted(Box<Task>),
    /// The external id is taken.
    Known {
        /// The task that has it.
        task: Box<Task>,
        /// The body that made that task.
        body: Bytes,
        /// Hash of that body.
        content_hash: [u8; 32],
    },
    /// The queue takes no tasks now.
    QueuePassive,
}

/// What became of an offered batch.
#[derive(Clone, Debug)]
pub enum AcceptManyOutcome {
    /// All are durable; known ids with the same content stand for their tasks. In the order of the batch.
    Accepted(Vec<Task>),
    /// A known id came with another content; nothing was accepted.
    Known {
        /// Place in the batch.
        index: usize,
        /// The task that has the id.
        task: Box<Task>,
        /// The body that made that task.
        body: Bytes,
    },
    /// The queue takes no tasks now.
    QueuePassive,
}

/// A task as its shop sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Its `UUIDv7`.
    pub uuid: String,
    /// The shop's operation number.
    pub external_id: ExternalId,
    /// Its queue.
    pub queue: QueueId,
    /// How far it is.
    pub state: TaskState,
    /// Why it failed, or why it waits.
    pub error_description: Option<String>,
    /// The fiscal document, once there is one.
    pub fiscal_data: Option<FiscalData>,
    /// Public page of the receipt, once there is one.
    pub receipt_url: Option<String>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TaskState {
    /// Waits in its queue.
    New,
    /// A register has it.
    Processing,
    /// There is a fiscal document.
    Done,
    /// No register could make a document of it.
    Error,
    /// Withdrawn before a register took it.
    Canceled,
}

/// What a shop learns of the fiscal document. Official numbers are texts here: a foreign agent may report what it
/// likes, and the shop has to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FiscalData {
    /// Tag 1040.
    pub document_number: u64,
    /// Tag 1041.
    pub fiscal_storage: String,
    /// Tag 1012.
    pub settled_at: LocalDateTime,
    /// Tag 1054.
    pub operation: Operation,
    /// Tag 1077.
    pub fiscal_sign: u64,
    /// Tag 1020.
    pub total: Money,
    /// Tag 1038.
    pub shift_number: u64,
    /// Tag 1042.
    pub receipt_number: u64,
    /// Tag 1037.
    pub registration_number: String,
}
