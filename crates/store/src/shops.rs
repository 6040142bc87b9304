//! Sources of receipts with their own credentials.

use types::{OrganizationId, Secret, ShopId, Timestamp};

use crate::{Row, StoreError, Tx, params};

macro_rules! shop_columns {
    () => {
        "id, organization_id, public_id, created_at_us, secret, name, success_url, failure_url, sender_email, \
         banner_link_url"
    };
}

/// A shop as it is created.
#[derive(Clone, Debug)]
pub struct NewShop {
    /// Owner.
    pub organization: OrganizationId,
    /// Six letters and digits: the `Authorization` header.
    pub public_id: String,
    /// Ten characters: key of the HMAC.
    pub secret: Secret,
    /// What people call it.
    pub name: String,
    /// Where it hears of done tasks that name no URL themselves.
    pub success_url: Option<String>,
    /// Where it hears of failed tasks that name no URL themselves.
    pub failure_url: Option<String>,
    /// Tag 1117.
    pub sender_email: Option<String>,
    /// 440 × 165 under the QR of the receipt page.
    pub banner_image_url: Option<String>,
    /// Where the banner leads.
    pub banner_link_url: Option<String>,
}

/// A shop.
#[derive(Clone, Debug)]
pub struct ShopRow {
    /// Its number.
    pub id: ShopId,
    /// Owner.
    pub organization: OrganizationId,
    /// Six letters and digits: the `Authorization` header.
    pub public_id: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Ten characters: key of the HMAC.
    pub secret: Secret,
    /// What people call it.
    pub name: String,
    /// Where it hears of done tasks that name no URL themselves.
    pub success_url: Option<String>,
    /// Where it hears of failed tasks that name no URL themselves.
    pub failure_url: Option<String>,
    /// Tag 1117.
    pub sender_email: Option<String>,
    /// Where the banner leads; `None`: there is no banner. Its picture is read by [`banner_image`] alone.
    pub banner_link_url: Option<String>,
}

/// What stands under the QR code of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// The picture as a `data:` address.
    pub image_url: String,
    /// Where a click leads.
    pub link_url: String,
}

/// Creates a shop.
///
/// # Errors
/// [`StoreError`]; of constraint `shops_public_id_unique` when the public id is taken.
pub fn create(tx: &mut Tx<'_>, shop: &NewShop, now: Timestamp) -> Result<ShopId, StoreError> {
    tx.only(
        "-- shops.create
         insert into shops (organization_id, public_id, created_at_us, secret, name, success_url, failure_url,
                            sender_email, banner_image_url, banner_link_url)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id",
        params![
            shop.organization,
            &shop.public_id,
            now,
            shop.secret.reveal(),
            &shop.name,
            shop.success_url.as_deref(),
            shop.failure_url.as_deref(),
            shop.sender_email.as_deref(),
            shop.banner_image_url.as_deref(),
            shop.banner_link_url.as_deref(),
        ],
    )?
    .get("id")
}

/// The shop whose requests carry this id.
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

/// Shops of an organization with numbers above `after`, oldest first.
///
/// # Errors
/// [`StoreError`].
pub fn of_organization(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    after: Option<ShopId>,
    limit: u32,
) -> Result<Vec<ShopRow>, StoreError> {
    const SQL: &str = concat!(
        "-- shops.of_organization\nselect ",
        shop_columns!(),
        " from shops where organization_id = $1 and id > $2 order by id limit $3"
    );
    let rows = tx.all(SQL, params![organization, after.map_or(0, ShopId::get), limit])?;
    rows.iter().map(read).collect()
}

/// Puts both callback addresses in the place of what the shop had; `None` takes one away.
///
/// `false`: there is no such shop.
///
/// # Errors
/// [`StoreError`].
pub fn set_callback_urls(
    tx: &mut Tx<'_>,
    shop: ShopId,
    success_url: Option<&str>,
    failure_url: Option<&str>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- shops.set_callback_urls\nupdate shops set success_url = $2, failure_url = $3 where id = $1",
        params![shop, success_url, failure_url],
    )?;
    Ok(changed == 1)
}

/// Puts a banner in the place of what the shop had; `None` takes it away.
///
/// `false` when the organization has no such shop.
///
/// # Errors
/// [`StoreError`].
pub fn set_banner(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    shop: ShopId,
    banner: Option<&Banner>,
) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "-- shops.set_banner
         update shops set banner_image_url = $3, banner_link_url = $4 where id = $1 and organization_id = $2",
        params![
            shop,
            organization,
            banner.map(|banner| banner.image_url.as_str()),
            banner.map(|banner| banner.link_url.as_str()),
        ],
    )?;
    Ok(changed == 1)
}

/// The picture of a shop's banner, as a `data:` address of up to some hundred kilobytes.
///
/// # Errors
/// [`StoreError`].
pub fn banner_image(tx: &mut Tx<'_>, shop: ShopId) -> Result<Option<String>, StoreError> {
    let row = tx.one(
        "-- shops.banner_image
         select banner_image_url from shops where id = $1",
        params![shop],
    )?;
    row.map_or(Ok(None), |row| row.get("banner_image_url"))
}

fn read(row: &Row) -> Result<ShopRow, StoreError> {
    Ok(ShopRow {
        id: row.get("id")?,
        organization: row.get("organization_id")?,
        public_id: row.get("public_id")?,
        created_at: row.get("created_at_us")?,
        secret: Secret::new(row.text("secret")?),
        name: row.get("name")?,
        success_url: row.get("success_url")?,
        failure_url: row.get("failure_url")?,
        sender_email: row.get("sender_email")?,
        banner_link_url: row.get("banner_link_url")?,
    })
}
