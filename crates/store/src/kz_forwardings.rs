//! Kazakh documents on their way to the tax authority.

use types::{DocumentId, Timestamp};

use crate::column_enum::column_enum;
use crate::{StoreError, Tx, params};

column_enum! {
    /// Where a document stands on its way.
    KzForwardingState {
        /// Waits, or is tried again; it is never given up.
        Pending => "pending",
        /// The tax authority took it.
        Accepted => "accepted",
        /// The tax authority refused it.
        Refused => "refused",
    }
}

/// A document that is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueKzForwarding {
    /// The document.
    pub document: DocumentId,
    /// Its register.
    pub device_id: u32,
    /// Number of the tax authority for the register.
    pub registration_number: String,
    /// Request as received.
    pub payload: Vec<u8>,
    /// Version of the protocol.
    pub version: u16,
    /// By law there at the latest.
    pub due_at: Timestamp,
    /// Tries so far.
    pub attempts: u32,
}

/// Puts a document on its way.
///
/// # Errors
/// [`StoreError`].
pub fn insert(
    tx: &mut Tx<'_>,
    document: DocumentId,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_forwardings.insert
         insert into kz_forwardings (document_id, state, due_at_us, next_attempt_at_us)
         values ($1, 'pending', $2, $3)",
        params![document, due_at, now],
    )?;
    Ok(())
}

/// Documents that are to be sent, longest waiting first.
///
/// # Errors
/// [`StoreError`].
pub fn due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<DueKzForwarding>, StoreError> {
    let rows = tx.all(
        "-- kz_forwardings.due
         select f.document_id, f.due_at_us, f.attempts, d.device_id, d.registration_number, d.payload, d.version
         from kz_forwardings f join kz_documents d on d.id = f.document_id
         where f.state = 'pending' and f.next_attempt_at_us <= $1
         order by f.next_attempt_at_us, f.document_id
         limit $2",
        params![now, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(DueKzForwarding {
                document: row.get("document_id")?,
                device_id: row.get("device_id")?,
                registration_number: row.get("registration_number")?,
                payload: row.get("payload")?,
                version: row.get("version")?,
                due_at: row.get("due_at_us")?,
                attempts: row.get("attempts")?,
            })
        })
        .collect()
}

/// Ends a document's way.
///
/// # Errors
/// [`StoreError`].
pub fn answered(
    tx: &mut Tx<'_>,
    document: DocumentId,
    state: KzForwardingState,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_forwardings.answered
         update kz_forwardings
         set state = $2, answer = $3, answered_at_us = $4, attempts = attempts + 1
         where document_id = $1 and state = 'pending'",
        params![document, state, answer, now],
    )?;
    Ok(())
}

/// Puts a try off: the tax authority did not answer.
///
/// # Errors
/// [`StoreError`].
pub fn put_off(
    tx: &mut Tx<'_>,
    document: DocumentId,
    reason: &str,
    next_attempt_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_forwardings.put_off
         update kz_forwardings set answer = $2, next_attempt_at_us = $3, attempts = attempts + 1
         where document_id = $1 and state = 'pending'",
        params![document, reason, next_attempt_at],
    )?;
    Ok(())
}

/// Documents whose time by law is over and that are not there yet.
///
/// # Errors
/// [`StoreError`].
pub fn overdue(tx: &mut Tx<'_>, now: Timestamp) -> Result<i64, StoreError> {
    tx.only(
        "-- kz_forwardings.overdue
         select count(*) as overdue from kz_forwardings where state = 'pending' and due_at_us <= $1",
        params![now],
    )?
    .get("overdue")
}
