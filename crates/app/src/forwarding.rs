//! Documents on their way from the operator to the tax authority. The network is the worker's business.

use std::time::Duration;

use outbound::retry;
use store::StoreError;
use store::ofd_forwardings::{self, DueForwarding, ForwardingState};
use types::{DocumentId, Timestamp};

use crate::App;

/// What the tax authority said of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It took it.
    Accepted(String),
    /// It refused it for good.
    Refused(String),
    /// It did not answer.
    Silent(String),
}

/// Documents that are due, longest waiting first.
pub async fn due(app: &App, limit: u32) -> Result<Vec<DueForwarding>, StoreError> {
    let now = app.now();
    app.db()
        .read("due_forwardings", move |tx| ofd_forwardings::due(tx, now, limit))
        .await
}

/// Notes what became of them. A silent tax authority is asked again for as long as it takes: the operator must
/// hand over every document.
pub async fn record(app: &App, answers: Vec<(DueForwarding, Answer)>) -> Result<(), StoreError> {
    let now = app.now();
    app.db()
        .write("record_forwardings", move |tx| {
            answers.iter().try_for_each(|(due, answer)| match answer {
                Answer::Accepted(text) => {
                    ofd_forwardings::answered(tx, due.document, ForwardingState::Accepted, text, now)
                }
                Answer::Refused(text) => {
                    ofd_forwardings::answered(tx, due.document, ForwardingState::Refused, text, now)
                }
                Answer::Silent(text) => ofd_forwardings::retry_at(
                    tx,
                    due.document,
                    text,
                    next_try(due.document, due.attempts, now),
                ),
            })
        })
        .await
}

/// The pauses of [`retry`], the longest of them repeated for ever.
fn next_try(document: DocumentId, attempts: u32, now: Timestamp) -> Timestamp {
    let seed = document.get().unsigned_abs();
    let longest = Duration::from_hours(1);
    let pause = retry::next_attempt(attempts.saturating_add(1), Duration::ZERO, seed).unwrap_or(longest);
    now.plus_s(i64::try_from(pause.as_secs()).unwrap_or(i64::MAX))
}
