//! What the operator's people must look at in Kazakhstan: append-only.

use types::Timestamp;

use crate::{StoreError, Tx, params};

/// An incident.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KzIncident {
    /// When.
    pub at: Timestamp,
    /// Register concerned.
    pub device_id: Option<u32>,
    /// What, in one word, such as `counters_differ`.
    pub kind: String,
    /// More about it.
    pub detail: String,
    /// The bytes that caused it.
    pub payload: Option<Vec<u8>>,
}

/// Adds an incident.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, incident: &KzIncident) -> Result<(), StoreError> {
    tx.execute(
        "-- kz_incidents.add
         insert into kz_incidents (at_us, device_id, kind, detail, payload) values ($1, $2, $3, $4, $5)",
        params![
            incident.at,
            incident.device_id,
            &incident.kind,
            &incident.detail,
            incident.payload.as_deref(),
        ],
    )?;
    Ok(())
}

/// The newest incidents of a register, or of all, without their bytes.
///
/// # Errors
/// [`StoreError`].
pub fn newest(tx: &mut Tx<'_>, device_id: Option<u32>, limit: u32) -> Result<Vec<KzIncident>, StoreError> {
    let rows = tx.all(
        "-- kz_incidents.newest
         select at_us, device_id, kind, detail from kz_incidents
         where cast($1 as bigint) is null or device_id = $1
         order by id desc limit $2",
        params![device_id, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(KzIncident {
                at: row.get("at_us")?,
                device_id: row.get("device_id")?,
                kind: row.get("kind")?,
                detail: row.get("detail")?,
                payload: None,
            })
        })
        .collect()
}

/// Incidents of a register with ids below `before`, newest first, without their bytes.
///
/// # Errors
/// [`StoreError`].
pub fn of_register(
    tx: &mut Tx<'_>,
    device_id: u32,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, KzIncident)>, StoreError> {
    let rows = tx.all(
        "-- kz_incidents.of_register
         select id, at_us, device_id, kind, detail from kz_incidents
         where device_id = $1 and id < $2
         order by id desc limit $3",
        params![device_id, before.unwrap_or(i64::MAX), limit],
    )?;
    rows.iter()
        .map(|row| {
            let incident = KzIncident {
                at: row.get("at_us")?,
                device_id: row.get("device_id")?,
                kind: row.get("kind")?,
                detail: row.get("detail")?,
                payload: None,
            };
            Ok((row.get("id")?, incident))
        })
        .collect()
}
