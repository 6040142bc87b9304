//! Sources of receipts and their credentials.

use types::{OrganizationId, Secret, ShopId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! shop_columns {
    () => {
        "id, organization_id, public_id, secret, name, success_url, failure_url, sender_email, \
         banner_image_url, banner_link_url"
    };
}

/// A shop.
#[derive(Clone, Debug)]
pub struct ShopRow {
    /// Its number.
    pub id: ShopId,
    /// Its owner.
    pub organization: OrganizationId,
    /// Six letters and digits.
    pub public_id: String,
    /// Key of the signature.
    pub secret: Secret,
    /// Name in the portal.
    pub name: String,
    /// Callback when a task is done and names no URL itself.
    pub success_url: Option<String>,
    /// Callback when a task ends in an error and names no URL itself.
    pub failure_url: Option<String>,
    /// Sender of electronic receipts.
    pub sender_email: Option<String>,
    /// Banner of 440 × 165 under the QR code.
    pub banner_image_url: Option<String>,
    /// Where the banner leads.
    pub banner_link_url: Option<String>,
}

/// A shop as it is made.
#[derive(Clone, Debug)]
pub struct NewShop {
    /// Its owner.
    pub organization: OrganizationId,
    /// Six letters and digits.
    pub public_id: String,
    /// Key of the signature.
    pub secret: Secret,
    /// Name in the portal.
    pub name: String,
}

/// Adds a shop.
///
/// # Errors
/// [`StoreError::Constraint`] `shops_public_id_unique` when the public id is taken.
pub fn create(tx: &mut Tx<'_>, shop: &NewShop, now: Timestamp) -> Result<ShopId, StoreError> {
    let row = tx.one(
        "-- shops.create
         insert into shops (organization_id, public_id, created_at_us, secret, name)
         values ($1, $2, $3, $4, $5) returning id",
        params![
            shop.organization,
            &shop.public_id,
            now,
            shop.secret.reveal(),
            &shop.name
        ],
    )?;
    row.ok_or(StoreError::Contended {
        unit: "shops.create",
        attempts: 1,
    })?
    .get("id")
}

/// The shop with this public id.
///
/// # Errors
/// [`StoreError`].
pub fn by_public_id(tx: &mut Tx<'_>, public_id: &str) -> Result<Option<ShopRow>, StoreError> {
    const SQL: &str = concat!(
        "-- shops.by_public_id\nselect ",
        shop_columns!(),
        " from shops where public_id = $1"
    );
    tx.one(SQL, params![public_id])?.map(|row| read(&row)).transpose()
}

/// The shop with this number.
///
/// # Errors
/// [`StoreError`].
pub fn by_id(tx: &mut Tx<'_>, id: ShopId) -> Result<Option<ShopRow>, StoreError> {
    const SQL: &str = concat!(
        "-- shops.by_id\nselect ",
        shop_columns!(),
        " from shops where id = $1"
    );
    tx.one(SQL, params![id])?.map(|row| read(&row)).transpose()
}

/// Shops of an organization; at most 1,000.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(tx: &mut Tx<'_>, organization: OrganizationId) -> Result<Vec<ShopRow>, StoreError> {
    const SQL: &str = concat!(
        "-- shops.of_organization\nselect ",
        shop_columns!(),
        " from shops where organization_id = $1 order by id limit 1000"
    );
    tx.all(SQL, params![organization])?.iter().map(read).collect()
}

/// Changes what a shop says about its callbacks and its receipt page.
///
/// # Errors
/// [`StoreError`].
pub fn set_addresses(tx: &mut Tx<'_>, shop: &ShopRow) -> Result<(), StoreError> {
    tx.execute(
        "-- shops.set_addresses
         update shops set success_url = $2, failure_url = $3, sender_email = $4, banner_image_url = $5,
                banner_link_url = $6
         where id = $1",
        params![
            shop.id,
            shop.success_url.as_deref(),
            shop.failure_url.as_deref(),
            shop.sender_email.as_deref(),
            shop.banner_image_url.as_deref(),
            shop.banner_link_url.as_deref(),
        ],
    )?;
    Ok(())
}

fn read(row: &Row) -> Result<ShopRow, StoreError> {
    Ok(ShopRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        public_id: row.get("public_id")?,
        secret: Secret::new(row.text("secret")?),
        name: row.get("name")?,
        success_url: row.get("success_url")?,
        failure_url: row.get("failure_url")?,
        sender_email: row.get("sender_email")?,
        banner_image_url: row.get("banner_image_url")?,
        banner_link_url: row.get("banner_link_url")?,
    })
}
