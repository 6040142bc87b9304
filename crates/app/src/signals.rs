//! Wake-up calls inside one process. They only save waiting: whatever they announce is found by looking, too.

use std::sync::Arc;
use tokio::sync::Notify;

/// One bell for each kind of work.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// A task waits in a queue.
    pub task_waiting: Arc<Notify>,
    /// A storage sealed a document that the operator must get.
    pub document_sealed: Arc<Notify>,
    /// A message waits in the outbox.
    pub message_waiting: Arc<Notify>,
    /// A document waits for the tax authority.
    pub forwarding_waiting: Arc<Notify>,
    /// A document waits for the tax authority of Kazakhstan.
    pub kz_forwarding_waiting: Arc<Notify>,
}
