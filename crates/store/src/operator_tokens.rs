//! Tokens of registers at the operator: hashes alone.

use types::{RegisterId, Timestamp};

use crate::{StoreError, Tx, params};

/// Ends the live token of a register, if it has one.
///
/// # Errors
/// [`StoreError`].
pub fn kill(tx: &mut Tx<'_>, register: RegisterId, now: Timestamp) -> Result<(), StoreError> {
    tx.execute(
        "-- operator_tokens.kill
         update operator_tokens set dead_at_us = $2 where enrollment_id = $1 and dead_at_us is null",
        params![register, now],
    )?;
    Ok(())
}

/// Writes a token's hash; the token before it dies.
///
/// # Errors
/// [`StoreError`].
pub fn replace(
    tx: &mut Tx<'_>,
    register: RegisterId,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    kill(tx, register, now)?;
    tx.execute(
        "-- operator_tokens.replace
         insert into operator_tokens (enrollment_id, token_hash, issued_at_us) values ($1, $2, $3)",
        params![register, token_hash, now],
    )?;
    Ok(())
}

/// Hash of the live token with the time it was issued.
///
/// # Errors
/// [`StoreError`].
pub fn live(tx: &mut Tx<'_>, register: RegisterId) -> Result<Option<([u8; 32], Timestamp)>, StoreError> {
    let row = tx.one(
        "-- operator_tokens.live
         select token_hash, issued_at_us from operator_tokens where enrollment_id = $1 and dead_at_us is null",
        params![register],
    )?;
    row.map(|row| Ok((row.get("token_hash")?, row.get("issued_at_us")?)))
        .transpose()
}
