//! Trade points, and what applications say of the taxpayer.

use types::{OrganizationId, Timestamp, TradePointId};

use crate::{Row, StoreError, Tx, params};

macro_rules! trade_point_columns {
    () => {
        "id, organization_id, created_at_us, name, region, tax_office, address, body"
    };
}

/// A trade point as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradePointFacts {
    /// Its name.
    pub name: String,
    /// Code of its region.
    pub region: String,
    /// Code of its tax office.
    pub tax_office: String,
    /// Its address in one line.
    pub address: String,
    /// JSON of `enrollment::TradePoint`.
    pub body: String,
}

/// A trade point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TradePointRow {
    /// Its number.
    pub id: TradePointId,
    /// Owner.
    pub organization: OrganizationId,
    /// When it was created.
    pub created_at: Timestamp,
    /// What it is.
    pub facts: TradePointFacts,
}

/// What applications say of a taxpayer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxpayerRow {
    /// IIN or BIN.
    pub number: String,
    /// Name.
    pub name: String,
}

/// Creates a trade point.
///
/// # Errors
/// [`StoreError`].
pub fn create(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    facts: &TradePointFacts,
    now: Timestamp,
) -> Result<TradePointId, StoreError> {
    tx.only(
        "-- trade_points.create
         insert into trade_points (organization_id, created_at_us, name, region, tax_office, address, body)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        params![
            organization,
            now,
            &facts.name,
            &facts.region,
            &facts.tax_office,
            &facts.address,
            &facts.body,
        ],
    )?
    .get("id")
}

/// Writes a trade point anew; `false` when the organization has none of this number.
///
/// # Errors
/// [`StoreError`].
pub fn change(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: TradePointId,
    facts: &TradePointFacts,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- trade_points.change
         update trade_points set name = $3, region = $4, tax_office = $5, address = $6, body = $7
         where organization_id = $1 and id = $2",
        params![
            organization,
            id,
            &facts.name,
            &facts.region,
            &facts.tax_office,
            &facts.address,
            &facts.body,
        ],
    )?;
    Ok(changed > 0)
}

/// Deletes a trade point; `false` when the organization has none of this number.
///
/// # Errors
/// [`StoreError`]; a foreign key refuses a trade point that registers belong to.
pub fn delete(tx: &mut Tx<'_>, organization: OrganizationId, id: TradePointId) -> Result<bool, StoreError> {
    let deleted = tx.execute(
        "-- trade_points.delete
         delete from trade_points where organization_id = $1 and id = $2",
        params![organization, id],
    )?;
    Ok(deleted > 0)
}

/// The trade point of this number, when the organization has it.
///
/// # Errors
/// [`StoreError`].
pub fn by_id(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    id: TradePointId,
) -> Result<Option<TradePointRow>, StoreError> {
    const SQL: &str = concat!(
        "-- trade_points.by_id\nselect ",
        trade_point_columns!(),
        " from trade_points where organization_id = $1 and id = $2"
    );
    let row = tx.one(SQL, params![organization, id])?;
    row.map(|row| read(&row)).transpose()
}

/// Trade points of an organization with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<TradePointId>,
    limit: u32,
) -> Result<Vec<TradePointRow>, StoreError> {
    const SQL: &str = concat!(
        "-- trade_points.of_organization\nselect ",
        trade_point_columns!(),
        " from trade_points where organization_id = $1 and id > $2 order by id limit $3"
    );
    let after = after.map_or(0, TradePointId::get);
    let rows = tx.all(SQL, params![organization, after, limit])?;
    rows.iter().map(read).collect()
}

/// Registers that belong to a trade point: all of them, and those that the tax authority knows.
///
/// # Errors
/// [`StoreError`].
pub fn registers_of(tx: &mut Tx<'_>, id: TradePointId) -> Result<(u64, u64), StoreError> {
    let row = tx.only(
        "-- trade_points.registers_of
         select cast(count(*) as bigint) as registers,
                cast(coalesce(sum(case when state in ('draft', 'deregistered', 'written_off') then 0 else 1 end), 0)
                     as bigint) as known
         from enrollments where trade_point_id = $1",
        params![id],
    )?;
    Ok((row.get("registers")?, row.get("known")?))
}

/// Writes what applications say of a taxpayer.
///
/// # Errors
/// [`StoreError`].
pub fn put_taxpayer(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    taxpayer: &TaxpayerRow,
) -> Result<(), StoreError> {
    tx.execute(
        "-- trade_points.put_taxpayer
         insert into enrollment_taxpayers (organization_id, number, name) values ($1, $2, $3)
         on conflict (organization_id) do update set number = excluded.number, name = excluded.name",
        params![organization, &taxpayer.number, &taxpayer.name],
    )?;
    Ok(())
}

/// What applications say of the taxpayer, once it was written.
///
/// # Errors
/// [`StoreError`].
pub fn taxpayer(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Option<TaxpayerRow>, StoreError> {
    let row = tx.one(
        "-- trade_points.taxpayer
         select number, name from enrollment_taxpayers where organization_id = $1",
        params![organization],
    )?;
    row.map(|row| {
        Ok(TaxpayerRow {
            number: row.get("number")?,
            name: row.get("name")?,
        })
    })
    .transpose()
}

fn read(row: &Row) -> Result<TradePointRow, StoreError> {
    Ok(TradePointRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        created_at: row.get("created_at_us")?,
        facts: TradePointFacts {
            name: row.get("name")?,
            region: row.get("region")?,
            tax_office: row.get("tax_office")?,
            address: row.get("address")?,
            body: row.get("body")?,
        },
    })
}
