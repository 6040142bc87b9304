//! Who may do what at a core.

use crate::{Row, StoreError, Tx, params};

/// Somebody who signs in with a PIN.
#[derive(Clone, PartialEq, Eq)]
pub struct CorePerson {
    /// Number on the paper.
    pub code: u32,
    /// Name on the paper.
    pub name: String,
    /// `cashier`, `senior_cashier`, `administrator`, `inspector`.
    pub role: String,
    /// Hash of the PIN.
    pub pin_hash: String,
    /// Whether the PIN must be changed before anything else.
    pub has_initial_pin: bool,
    /// Digest of the bearer token, hexadecimal.
    pub token_sha256: Option<String>,
    /// Whether the person may sign in.
    pub is_active: bool,
}

/// Everybody, by code.
///
/// # Errors
/// [`StoreError`].
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<CorePerson>, StoreError> {
    let rows = tx.all(
        "-- core_people.all
         select code, name, role, pin_hash, pin_state, token_sha256, is_active
         from core_people order by code limit 1000",
        &[],
    )?;
    rows.iter().map(read).collect()
}

/// Adds somebody, or changes everything about them.
///
/// # Errors
/// [`StoreError`].
pub fn save(tx: &mut Tx<'_>, person: &CorePerson) -> Result<(), StoreError> {
    let pin_state = if person.has_initial_pin { "initial" } else { "own" };
    tx.execute(
        "-- core_people.save
         insert into core_people (code, name, role, pin_hash, pin_state, token_sha256, is_active)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (code) do update set name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash,
           pin_state = excluded.pin_state, token_sha256 = excluded.token_sha256, is_active = excluded.is_active",
        params![
            person.code,
            &person.name,
            &person.role,
            &person.pin_hash,
            pin_state,
            person.token_sha256.as_deref(),
            person.is_active,
        ],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<CorePerson, StoreError> {
    let pin_state: String = row.get("pin_state")?;
    Ok(CorePerson {
        code: row.get("code")?,
        name: row.get("name")?,
        role: row.get("role")?,
        pin_hash: row.get("pin_hash")?,
        has_initial_pin: pin_state == "initial",
        token_sha256: row.get("token_sha256")?,
        is_active: row.get("is_active")?,
    })
}
