//! Taxpayers.

use types::{OrganizationId, Timestamp};

use crate::{Row, StoreError, Tx, params};

/// Organizations with one taxpayer number that a list holds at most.
const BRANCHES_MAX: u32 = 10_000;

/// An organization as it is registered.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Taxpayer number, 10 or 12 digits.
    pub inn: String,
    /// Reason code, 9 characters; entrepreneurs have none.
    pub kpp: Option<String>,
    /// As in tag 1048.
    pub name: String,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Its number.
    pub id: OrganizationId,
    /// Taxpayer number, 10 or 12 digits.
    pub inn: String,
    /// Reason code, 9 characters; entrepreneurs have none.
    pub kpp: Option<String>,
    /// As in tag 1048.
    pub name: String,
    /// When it was registered.
    pub created_at: Timestamp,
}

/// Registers an organization.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    organization: &NewOrganization,
    now: Timestamp,
) -> Result<OrganizationId, StoreError> {
    tx.only(
        "-- organizations.create
         insert into organizations (inn, kpp, name, created_at_us) values ($1, $2, $3, $4) returning id",
        params![
            &organization.inn,
            organization.kpp.as_deref(),
            &organization.name,
            now
        ],
    )?
    .get("id")
}

/// The organization with this number.
///
/// # Errors
/// [`StoreError`].
pub fn find(tx: &mut Tx<'_>, id: OrganizationId) -> Result<Option<OrganizationRow>, StoreError> {
    let row = tx.one(
        "-- organizations.find
         select id, inn, kpp, name, created_at_us from organizations where id = $1",
        params![id],
    )?;
    row.map(|row| read(&row)).transpose()
}

/// What an organization has many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// People with a login.
    Users,
    /// Sources of receipts.
    Shops,
    /// Receipt queues.
    Queues,
    /// Cash registers.
    Registers,
}

/// How many of these the organization has.
///
/// # Errors
/// [`StoreError`].
pub fn count(tx: &mut Tx<'_>, id: OrganizationId, what: Holding) -> Result<u64, StoreError> {
    let sql = match what {
        Holding::Users => {
            "-- organizations.count_users
             select count(*) as held from users where organization_id = $1"
        }
        Holding::Shops => {
            "-- organizations.count_shops
             select count(*) as held from shops where organization_id = $1"
        }
        Holding::Queues => {
            "-- organizations.count_queues
             select count(*) as held from receipt_queues where organization_id = $1"
        }
        Holding::Registers => {
            "-- organizations.count_registers
             select count(*) as held from registers where organization_id = $1"
        }
    };
    tx.only(sql, params![id])?.get("held")
}

/// Organizations with this taxpayer number, oldest first: branches differ by their reason code.
///
/// # Errors
/// [`StoreError`].
pub fn by_inn(tx: &mut Tx<'_>, inn: &str) -> Result<Vec<OrganizationRow>, StoreError> {
    let rows = tx.all(
        "-- organizations.by_inn
         select id, inn, kpp, name, created_at_us from organizations where inn = $1 order by id limit $2",
        params![inn, BRANCHES_MAX],
    )?;
    rows.iter().map(read).collect()
}

/// Organizations with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn list(
    tx: &mut Tx<'_>,
    after: Option<OrganizationId>,
    limit: u32,
) -> Result<Vec<OrganizationRow>, StoreError> {
    let rows = tx.all(
        "-- organizations.list
         select id, inn, kpp, name, created_at_us from organizations where id > $1 order by id limit $2",
        params![after.map_or(0, OrganizationId::get), limit],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<OrganizationRow, StoreError> {
    Ok(OrganizationRow {
        id: row.get("id")?,
        inn: row.get("inn")?,
        kpp: row.get("kpp")?,
        name: row.get("name")?,
        created_at: row.get("created_at_us")?,
    })
}
