//! Whether the database answers and takes writes.

use crate::{StoreError, Tx, params};

/// Answers when the database does; as a writing unit it also proves that writes are taken.
///
/// # Errors
/// [`StoreError`].
pub fn ping(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    tx.only("-- health.ping\nselect 1 as one", params![]).map(drop)
}
