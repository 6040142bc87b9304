//! The book of what happened to a register beside its documents: appended, never changed.

use types::Timestamp;

use crate::{Row, StoreError, Tx, params};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoreEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: String,
    /// Code of who did it; `None`: nobody did.
    pub person: Option<u32>,
    /// Through number of the document that it is about.
    pub number: Option<u64>,
    /// JSON object.
    pub detail: String,
}

/// Writes what happened.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, register: u32, event: &CoreEvent) -> Result<(), StoreError> {
    tx.execute(
        "-- core_events.add
         insert into core_events (register_id, at_us, kind, person, number, detail)
         values ($1, $2, $3, $4, $5, $6)",
        params![
            register,
            event.at,
            &event.kind,
            event.person,
            event
                .number
                .map(|number| i64::try_from(number).unwrap_or(i64::MAX)),
            &event.detail,
        ],
    )?;
    Ok(())
}

/// The newest before an entry, newest first, each with its id: ids rise with the entries.
///
/// # Errors
/// [`StoreError`].
pub fn newest(
    tx: &mut Tx<'_>,
    register: u32,
    before: i64,
    limit: u32,
) -> Result<Vec<(i64, CoreEvent)>, StoreError> {
    let rows = tx.all(
        "-- core_events.newest
         select id, at_us, kind, person, number, detail
         from core_events where register_id = $1 and id < $2 order by id desc limit $3",
        params![register, before, limit],
    )?;
    rows.iter().map(|row| Ok((row.get("id")?, read(row)?))).collect()
}

fn read(row: &Row) -> Result<CoreEvent, StoreError> {
    Ok(CoreEvent {
        at: row.get("at_us")?,
        kind: row.get("kind")?,
        person: row.get("person")?,
        number: row.get("number")?,
        detail: row.get("detail")?,
    })
}
