//! What happened to registers on their way; append-only.

use types::{RegisterId, Timestamp};

use crate::{StoreError, Tx, params};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrollmentEventRow {
    /// When.
    pub at: Timestamp,
    /// Code of what.
    pub kind: String,
    /// Code of the state after it.
    pub state: String,
    /// Words of the tax authority, or what followed.
    pub detail: Option<String>,
}

/// Writes what happened to a register.
///
/// # Errors
/// [`StoreError`].
pub fn add(tx: &mut Tx<'_>, register: RegisterId, event: &EnrollmentEventRow) -> Result<(), StoreError> {
    tx.execute(
        "-- enrollment_events.add
         insert into enrollment_events (enrollment_id, at_us, kind, state, detail) values ($1, $2, $3, $4, $5)",
        params![
            register,
            event.at,
            &event.kind,
            &event.state,
            event.detail.as_deref()
        ],
    )?;
    Ok(())
}

/// What happened to a register, oldest first, from the beginning.
///
/// # Errors
/// [`StoreError`].
pub fn of_register(
    tx: &mut Tx<'_>,
    register: RegisterId,
    limit: u32,
) -> Result<Vec<EnrollmentEventRow>, StoreError> {
    let rows = tx.all(
        "-- enrollment_events.of_register
         select at_us, kind, state, detail from enrollment_events where enrollment_id = $1 order by id limit $2",
        params![register, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(EnrollmentEventRow {
                at: row.get("at_us")?,
                kind: row.get("kind")?,
                state: row.get("state")?,
                detail: row.get("detail")?,
            })
        })
        .collect()
}
