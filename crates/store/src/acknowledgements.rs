//! The operator's confirmations as the storages hold them: append-only.

use types::Timestamp;

use crate::{StoreError, Tx, params};

/// A confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// When the register got it.
    pub received_at: Timestamp,
    /// Container of the operator, byte for byte.
    pub container: Vec<u8>,
}

/// Keeps a confirmation. A second one for the same document changes nothing.
///
/// # Errors
/// [`StoreError`], also when the storage never sealed this document.
pub fn insert(
    tx: &mut Tx<'_>,
    storage: &str,
    document_number: i64,
    container: &[u8],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.execute(
        "-- acknowledgements.insert
         insert into acknowledgements (fiscal_storage_number, document_number, received_at_us, container)
         values ($1, $2, $3, $4)
         on conflict (fiscal_storage_number, document_number) do nothing",
        params![storage, document_number, now, container],
    )?;
    Ok(())
}

/// The confirmation of a document.
///
/// # Errors
/// [`StoreError`].
pub fn find(
    tx: &mut Tx<'_>,
    storage: &str,
    document_number: i64,
) -> Result<Option<Acknowledgement>, StoreError> {
    let row = tx.one(
        "-- acknowledgements.find
         select received_at_us, container from acknowledgements
         where fiscal_storage_number = $1 and document_number = $2",
        params![storage, document_number],
    )?;
    row.map(|row| {
        Ok(Acknowledgement {
            received_at: row.get("received_at_us")?,
            container: row.get("container")?,
        })
    })
    .transpose()
}
