//! Shops: sources of receipts with credentials of their own.

use store::organizations::Holding;
use store::shops::{self, NewShop, ShopRow};
use store::{StoreError, Tx};
use types::{OrganizationId, Secret, ShopId, Timestamp};

use super::{NAME_LENGTH_MAX, Reach, Reading, SetupError, Thing, organizations};
use crate::App;
use crate::credentials;

/// Where a shop hears of tasks that name no address themselves; what is not named is taken away.
#[derive(Clone, Debug, Default)]
pub struct CallbackUrls {
    /// Of done tasks.
    pub success: Option<String>,
    /// Of failed tasks.
    pub failure: Option<String>,
}

/// A shop as somebody describes it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// What people call it.
    pub name: String,
    /// Where it hears of its tasks.
    pub urls: CallbackUrls,
    /// Tag 1117.
    pub sender_email: Option<String>,
}

/// A shop with the secret that was made for it, to be shown once.
#[derive(Clone, Debug)]
pub struct Created {
    /// The shop.
    pub id: ShopId,
    /// Owner.
    pub organization: OrganizationId,
    /// Name in the shop door.
    pub public_id: String,
    /// Key of its signatures.
    pub secret: Secret,
    /// What people call it.
    pub name: String,
}

impl Draft {
    /// Checks every field and makes the credentials.
    pub(crate) fn prepare(&self, app: &App) -> Result<Prepared, SetupError> {
        let mut reading = Reading::default();
        let name = reading.text("name", &self.name, NAME_LENGTH_MAX);
        let urls = self.urls.read(&mut reading);
        let email = |text: &str| receipt::contact::email(text).map(str::to_owned);
        let sender_email = reading.optional("sender_email", self.sender_email.as_deref(), email);
        let name = reading.finish(name)?;
        Ok(Prepared {
            public_id: credentials::shop_public_id(app.rng()),
            secret: Secret::new(credentials::shop_secret(app.rng())),
            name,
            urls,
            sender_email,
        })
    }
}

impl CallbackUrls {
    fn read(&self, reading: &mut Reading) -> Self {
        Self {
            success: reading.url("success_url", self.success.as_deref()),
            failure: reading.url("failure_url", self.failure.as_deref()),
        }
    }
}

/// Creates a shop; its secret is in the answer, and is not shown again.
pub async fn create(app: &App, organization: OrganizationId, draft: Draft) -> Result<Created, SetupError> {
    let (prepared, now) = (draft.prepare(app)?, app.now());
    app.db()
        .write("create_shop", move |tx| prepared.add(tx, organization, now))
        .await
}

/// A shop that is ready to be kept.
pub(crate) struct Prepared {
    public_id: String,
    secret: Secret,
    name: String,
    urls: CallbackUrls,
    sender_email: Option<String>,
}

impl Prepared {
    pub(crate) fn add(
        &self,
        tx: &mut Tx<'_>,
        organization: OrganizationId,
        now: Timestamp,
    ) -> Result<Created, SetupError> {
        organizations::with_room(tx, organization, Holding::Shops)?;
        let new = NewShop {
            organization,
            public_id: self.public_id.clone(),
            secret: self.secret.clone(),
            name: self.name.clone(),
            success_url: self.urls.success.clone(),
            failure_url: self.urls.failure.clone(),
            sender_email: self.sender_email.clone(),
            banner_image_url: None,
            banner_link_url: None,
        };
        Ok(Created {
            id: shops::create(tx, &new, now)?,
            organization,
            public_id: new.public_id,
            secret: new.secret,
            name: new.name,
        })
    }
}

/// Puts both addresses in the place of what the shop had.
pub async fn set_callback_urls(
    app: &App,
    reach: Reach,
    id: ShopId,
    urls: CallbackUrls,
) -> Result<ShopRow, SetupError> {
    let mut reading = Reading::default();
    let urls = urls.read(&mut reading);
    let urls = reading.finish(Some(urls))?;
    let changed = app
        .db()
        .write("set_callback_urls", move |tx| {
            let mut shop = load(tx, reach, id)?;
            shops::set_callback_urls(tx, id, urls.success.as_deref(), urls.failure.as_deref())?;
            shop.success_url.clone_from(&urls.success);
            shop.failure_url.clone_from(&urls.failure);
            Ok::<_, SetupError>(shop)
        })
        .await;
    app.directory().forget();
    changed
}

/// Shops of an organization with numbers above `after`, oldest first.
pub async fn list(
    app: &App,
    organization: OrganizationId,
    after: Option<ShopId>,
    limit: u32,
) -> Result<Vec<ShopRow>, StoreError> {
    app.db()
        .read("list_shops", move |tx| {
            shops::of_organization(tx, organization, after, limit)
        })
        .await
}

/// A shop within reach.
pub async fn find(app: &App, reach: Reach, id: ShopId) -> Result<Option<ShopRow>, StoreError> {
    let found = app.db().read("find_shop", move |tx| shops::by_id(tx, id)).await?;
    Ok(found.filter(|shop| reach.covers(shop.organization)))
}

/// The shop, if it is within reach.
pub(super) fn load(tx: &mut Tx<'_>, reach: Reach, id: ShopId) -> Result<ShopRow, SetupError> {
    shops::by_id(tx, id)?
        .filter(|shop| reach.covers(shop.organization))
        .ok_or_else(|| SetupError::unknown(Thing::Shop, id.get()))
}
