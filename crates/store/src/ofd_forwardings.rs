//! Documents on their way to the tax authority.

use types::{DocumentId, Timestamp};

use crate::{StoreError, Tx, params};

/// Where a document stands on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ForwardingState {
    /// Waits, or is tried again later.
    Pending,
    /// The tax authority took it.
    Accepted,
    /// The tax authority refused it.
    Refused,
    /// Given up until a person looks at it.
    Dead,
}

impl ForwardingState {
    /// The column's text.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Dead => "dead",
        }
    }

    /// From the column's text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Accepted, Self::Refused, Self::Dead]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A document that is due.
#[derive(Clone, Debug)]
pub struct DueForwarding {
    /// The document.
    pub document: DocumentId,
    /// Its storage.
    pub fiscal_storage_number: String,
    /// Its number.
    pub document_number: i64,
    /// Container as received.
    pub container: Vec<u8>,
    /// Tries so far.
    pub attempts: u32,
}

/// What is known of a document's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forwarding {
    /// Where it stands.
    pub state: ForwardingState,
    /// Tries so far.
    pub attempts: u32,
    /// When the tax authority answered.
    pub answered_at: Option<Timestamp>,
    /// The answer, or why the last try failed.
    pub answer: Option<String>,
}

/// Puts a document on its way.
///
/// # Errors
/// [`StoreError`].
pub fn insert(tx: &mut Tx<'_>, document: DocumentId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "-- ofd_forwardings.insert
         insert into ofd_forwardings (document_id, state, next_attempt_at_us) values ($1, 'pending', $2)",
        params![document, now],
    )?;
    Ok(())
}

/// Documents that are due, longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<DueForwarding>, StoreError> {
    let rows = tx.all(
        "-- ofd_forwardings.due
         select f.document_id, f.attempts, d.fiscal_storage_number, d.document_number, d.container
         from ofd_forwardings f join ofd_documents d on d.id = f.document_id
         where f.state = 'pending' and f.next_attempt_at_us <= $1
         order by f.next_attempt_at_us, f.document_id
         limit $2",
        params![now, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(DueForwarding {
                document: row.get("document_id")?,
                fiscal_storage_number: row.get("fiscal_storage_number")?,
                document_number: row.get("document_number")?,
                container: row.get("container")?,
                attempts: row.get("attempts")?,
            })
        })
        .collect()
}

/// Makes due what is to wait beyond `latest`: no pause is longer, so the clock was put back.
///
/// # Errors
/// [`StoreError`].
pub fn pull_pauses(tx: &mut Tx<'_>, latest: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
    tx.execute(
        "-- ofd_forwardings.pull_pauses
         update ofd_forwardings set next_attempt_at_us = $2 where state = 'pending' and next_attempt_at_us > $1",
        params![latest, now],
    )
}

/// Ends a document's way.
///
/// # Errors
/// [`StoreError`].
pub fn answered(
    tx: &mut Tx<'_>,
    document: DocumentId,
    state: ForwardingState,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- ofd_forwardings.answered
         update ofd_forwardings set state = $2, attempts = attempts + 1, answered_at_us = $4, answer = $3
         where document_id = $1 and state = 'pending'",
        params![document, state.as_str(), answer, now],
    )?;
    Ok(())
}

/// Puts a try off.
///
/// # Errors
/// [`StoreError`].
pub fn retry_at(
    tx: &mut Tx<'_>,
    document: DocumentId,
    reason: &str,
    next: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- ofd_forwardings.retry_at
         update ofd_forwardings set attempts = attempts + 1, next_attempt_at_us = $3, answer = $2
         where document_id = $1 and state = 'pending'",
        params![document, reason, next],
    )?;
    Ok(())
}

/// Where a document stands on its way.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, document: DocumentId) -> Result<Option<Forwarding>, StoreError> {
    let row = tx.one(
        "-- ofd_forwardings.find
         select state, attempts, answered_at_us, answer from ofd_forwardings where document_id = $1",
        params![document],
    )?;
    row.map(|row| {
        Ok(Forwarding {
            state: row.parsed("state", ForwardingState::parse)?,
            attempts: row.get("attempts")?,
            answered_at: row.get("answered_at_us")?,
            answer: row.get("answer")?,
        })
    })
    .transpose()
}
