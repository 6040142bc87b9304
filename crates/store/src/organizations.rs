//! Taxpayers.

use types::{OrganizationId, Timestamp};

use crate::{StoreError, Tx, params};

/// A taxpayer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Its number.
    pub id: OrganizationId,
    /// Taxpayer number.
    pub inn: String,
    /// Reason code of an organization.
    pub kpp: Option<String>,
    /// Name as in tag 1048.
    pub name: String,
}

/// Adds an organization.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    inn: &str,
    kpp: Option<&str>,
    name: &str,
    now: Timestamp,
) -> Result<OrganizationId, StoreError> {
    let row = tx.one(
        "-- organizations.create
         insert into organizations (inn, kpp, name, created_at_us) values ($1, $2, $3, $4) returning id",
        params![inn, kpp, name, now],
    )?;
    row.ok_or(StoreError::Contended {
        unit: "organizations.create",
        attempts: 1,
    })?
    .get("id")
}

/// The organization with this number.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: OrganizationId) -> Result<Option<OrganizationRow>, StoreError> {
    let row = tx.one(
        "-- organizations.find
         select id, inn, kpp, name from organizations where id = $1",
        params![id],
    )?;
    row.map(|row| {
        Ok(OrganizationRow {
            id: row.get("id")?,
            inn: row.get("inn")?,
            kpp: row.get("kpp")?,
            name: row.get("name")?,
        })
    })
    .transpose()
}
