//! Sign-ins that last a while. Tokens are kept as hashes only.

use types::{Timestamp, UserId};

use crate::users::{self, UserRow};
use crate::{StoreError, Tx, params};

/// Opens a session under the hash of its token.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    user: UserId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- sessions.create
         insert into sessions (token_hash, user_id, created_at_us, expires_at_us) values ($1, $2, $3, $4)",
        params![token_hash, user, now, expires_at],
    )?;
    Ok(())
}

/// Whose session this is, unless it is over.
///
/// # Errors
/// [`StoreError`].
pub fn find_user(
    tx: &mut Tx<'_>,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<UserRow>, StoreError> {
    let row = tx.one(
        "-- sessions.find_user
         select u.id, u.organization_id, u.login, u.password_hash, u.role, u.created_at_us
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at_us > $2",
        params![token_hash, now],
    )?;
    row.map(|row| users::read(&row)).transpose()
}

/// Ends a session; nothing happens when it is not there.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx<'_>, token_hash: &[u8; 32]) -> Result<(), StoreError> {
    tx.execute(
        "-- sessions.delete\ndelete from sessions where token_hash = $1",
        params![token_hash],
    )?;
    Ok(())
}

/// Forgets sessions that are over, at most `limit`; how many.
///
/// # Errors
/// [`StoreError`].
pub fn delete_expired(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    tx.execute(
        "-- sessions.delete_expired
         delete from sessions where token_hash in (
           select token_hash from sessions where expires_at_us <= $1 limit $2
         )",
        params![now, limit],
    )
}
