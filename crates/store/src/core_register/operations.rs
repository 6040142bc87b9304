//! What was asked under which key, and what came of it.

use types::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreOperation {
    /// Idempotency key.
    pub key: String,
    /// What was asked for.
    pub name: String,
    /// JSON of the whole command.
    pub request: String,
    /// Its digest, hexadecimal.
    pub request_sha256: String,
    /// Code of who asked.
    pub person: u32,
    /// What came of it; `None` while it waits for the operator.
    pub outcome: Option<CoreOutcome>,
}

/// What came of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreOutcome {
    /// Status of the answer.
    pub status: u16,
    /// Its body, byte for byte.
    pub body: String,
}

/// The operation of a key.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, register: u32, key: &str) -> Result<Option<CoreOperation>, StoreError> {
    let row = tx.one(
        "-- core_operations.find
         select key, name, request, request_sha256, person, status, outcome
         from core_operations where register_id = $1 and key = $2",
        params![register, key],
    )?;
    row.as_ref().map(read).transpose()
}

/// The operation that waits for the operator.
///
/// # Errors
/// [`StoreError`].
pub fn open(tx: &mut Tx<'_>, register: u32) -> Result<Option<CoreOperation>, StoreError> {
    let row = tx.one(
        "-- core_operations.open
         select key, name, request, request_sha256, person, status, outcome
         from core_operations where register_id = $1 and finished_at_us is null",
        params![register],
    )?;
    row.as_ref().map(read).transpose()
}

/// Writes an operation, finished or not.
///
/// # Errors
/// [`StoreError`]; of the key when it was used before.
pub fn add(
    tx: &mut Tx<'_>,
    register: u32,
    operation: &CoreOperation,
    now: Timestamp,
) -> Result<(), StoreError> {
    let outcome = operation.outcome.as_ref();
    tx.execute(
        "-- core_operations.add
         insert into core_operations (register_id, key, name, request, request_sha256, person, begun_at_us,
                                      finished_at_us, status, outcome)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        params![
            register,
            &operation.key,
            &operation.name,
            &operation.request,
            &operation.request_sha256,
            operation.person,
            now,
            outcome.map(|_| now),
            outcome.map(|outcome| outcome.status),
            outcome.map(|outcome| outcome.body.as_str()),
        ],
    )?;
    Ok(())
}

/// Writes what came of an operation; the first outcome stays.
///
/// # Errors
/// [`StoreError`].
pub fn finish(
    tx: &mut Tx<'_>,
    register: u32,
    key: &str,
    outcome: &CoreOutcome,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- core_operations.finish
         update core_operations set finished_at_us = $3, status = $4, outcome = $5
         where register_id = $1 and key = $2 and finished_at_us is null",
        params![register, key, now, outcome.status, &outcome.body],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<CoreOperation, StoreError> {
    let status: Option<u16> = row.get("status")?;
    let body: Option<String> = row.get("outcome")?;
    Ok(CoreOperation {
        key: row.get("key")?,
        name: row.get("name")?,
        request: row.get("request")?,
        request_sha256: row.get("request_sha256")?,
        person: row.get("person")?,
        outcome: status
            .zip(body)
            .map(|(status, body)| CoreOutcome { status, body }),
    })
}
