//! What the operator's people must look at in Kazakhstan: append-only.

use types::Timestamp;

use crate::{Row, StoreError, Tx, params};

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

/// Kinds of incidents that tell an act of the operator's staff, with who did it and why: not for the owner.
macro_rules! acts_of_staff {
    () => {
        "('blocked', 'unblocked', 'deregistered')"
    };
}

/// The newest acts of the operator's staff on a register.
///
/// # Errors
/// [`StoreError`].
pub fn acts_of_staff(tx: &mut Tx<'_>, device_id: u32, limit: u32) -> Result<Vec<KzIncident>, StoreError> {
    const SQL: &str = concat!(
        "-- kz_incidents.acts_of_staff\nselect id, at_us, device_id, kind, detail from kz_incidents ",
        "where device_id = $1 and kind in ",
        acts_of_staff!(),
        " order by id desc limit $2"
    );
    let rows = tx.all(SQL, params![device_id, limit])?;
    rows.iter().map(|row| Ok(read(row)?.1)).collect()
}

/// Kind of an incident that keeps a document which a register made after it was taken out of service.
pub const REFUSED_OUT_OF_SERVICE: &str = "refused_out_of_service";

/// What is told of the newest refused documents of a register that was out of service.
///
/// # Errors
/// [`StoreError`].
pub fn refused_out_of_service(
    tx: &mut Tx<'_>,
    device_id: u32,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let rows = tx.all(
        "-- kz_incidents.refused_out_of_service
         select detail from kz_incidents
         where device_id = $1 and kind = 'refused_out_of_service'
         order by id desc limit $2",
        params![device_id, limit],
    )?;
    rows.iter().map(|row| row.get("detail")).collect()
}

/// Who looks at the incidents of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// The operator's staff, which sees all.
    Staff,
    /// The register's owner, who does not see what the staff wrote for itself.
    Owner,
}

/// Incidents of a register with ids below `before`, newest first, without their bytes.
///
/// # Errors
/// [`StoreError`].
pub fn of_register(
    tx: &mut Tx<'_>,
    device_id: u32,
    viewer: Viewer,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<(i64, KzIncident)>, StoreError> {
    const OF_ALL: &str = "-- kz_incidents.of_register
         select id, at_us, device_id, kind, detail from kz_incidents
         where device_id = $1 and id < $2
         order by id desc limit $3";
    const OF_OWNER: &str = concat!(
        "-- kz_incidents.of_register_for_owner\nselect id, at_us, device_id, kind, detail from kz_incidents ",
        "where device_id = $1 and id < $2 and kind not in ",
        acts_of_staff!(),
        " order by id desc limit $3"
    );
    let sql = match viewer {
        Viewer::Staff => OF_ALL,
        Viewer::Owner => OF_OWNER,
    };
    let rows = tx.all(sql, params![device_id, before.unwrap_or(i64::MAX), limit])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<(i64, KzIncident), StoreError> {
    let incident = KzIncident {
        at: row.get("at_us")?,
        device_id: row.get("device_id")?,
        kind: row.get("kind")?,
        detail: row.get("detail")?,
        payload: None,
    };
    Ok((row.get("id")?, incident))
}
