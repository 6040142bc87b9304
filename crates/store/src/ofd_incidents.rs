//! What the operator's people must look at: append-only.

use types::Timestamp;

use crate::{StoreError, Tx, params};

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// When.
    pub at: Timestamp,
    /// What, in one word, such as `other_bytes`.
    pub kind: String,
    /// Storage concerned.
    pub fiscal_storage_number: Option<String>,
    /// Document concerned.
    pub document_number: Option<i64>,
    /// More about it.
    pub detail: String,
    /// The bytes that caused it.
    pub container: Option<Vec<u8>>,
}

/// Adds an incident.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, incident: &Incident) -> Result<(), StoreError> {
    tx.execute(
        "-- ofd_incidents.add
         insert into ofd_incidents (at_us, kind, fiscal_storage_number, document_number, detail, container)
         values ($1, $2, $3, $4, $5, $6)",
        params![
            incident.at,
            &incident.kind,
            incident.fiscal_storage_number.as_deref(),
            incident.document_number,
            &incident.detail,
            incident.container.as_deref(),
        ],
    )?;
    Ok(())
}

/// The newest incidents, without their bytes.
///
/// # Errors
/// [`StoreError`].
pub fn newest(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Incident>, StoreError> {
    let rows = tx.all(
        "-- ofd_incidents.newest
         select at_us, kind, fiscal_storage_number, document_number, detail from ofd_incidents
         order by id desc limit $1",
        params![limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Incident {
                at: row.get("at_us")?,
                kind: row.get("kind")?,
                fiscal_storage_number: row.get("fiscal_storage_number")?,
                document_number: row.get("document_number")?,
                detail: row.get("detail")?,
                container: None,
            })
        })
        .collect()
}
