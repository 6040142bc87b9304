//! Bearer tokens, stored hashed.

use types::{Timestamp, UserId};

use crate::users::{self, UserRow};
use crate::{StoreError, Tx, params};

/// Opens a session, and forgets those that ended.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    token_hash: &[u8],
    user: UserId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- sessions.forget_ended
         delete from sessions where user_id = $1 and expires_at_us <= $2",
        params![user, now],
    )?;
    tx.execute(
        "-- sessions.create
         insert into sessions (token_hash, user_id, created_at_us, expires_at_us) values ($1, $2, $3, $4)",
        params![token_hash, user, now, expires_at],
    )?;
    Ok(())
}

/// Who holds the token now.
///
/// # Errors
/// [`StoreError`].
pub fn find_user(tx: &mut Tx<'_>, token_hash: &[u8], now: Timestamp) -> Result<Option<UserRow>, StoreError> {
    let row = tx.one(
        "-- sessions.find_user
         select u.id, u.organization_id, u.login, u.password_hash, u.role
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_at_us > $2",
        params![token_hash, now],
    )?;
    row.map(|row| users::read(&row)).transpose()
}

/// Ends a session. `false`: there was none.
///
/// # Errors
/// [`StoreError`].
pub fn delete(tx: &mut Tx<'_>, token_hash: &[u8]) -> Result<bool, StoreError> {
    let deleted = tx.execute(
        "-- sessions.delete
         delete from sessions where token_hash = $1",
        params![token_hash],
    )?;
    Ok(deleted == 1)
}
