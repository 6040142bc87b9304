//! The banner that a shop shows below the QR code of its receipts.

use store::StoreError;
use store::shops::{self, Banner, ShopRow};
use types::{OrganizationId, ShopId};

use crate::App;

/// Puts a banner in the place of what the shop had, or takes it away; `None` when the organization has no such
/// shop. Receipts of the past show it too: it belongs to the page, not to the document.
pub async fn set(
    app: &App,
    organization: OrganizationId,
    shop: ShopId,
    banner: Option<Banner>,
) -> Result<Option<ShopRow>, StoreError> {
    let changed = app
        .db()
        .write("set_banner", move |tx| {
            if shops::set_banner(tx, organization, shop, banner.as_ref())? {
                shops::by_id(tx, shop)
            } else {
                Ok(None)
            }
        })
        .await?;
    app.directory().forget();
    Ok(changed)
}

/// The picture as it is kept: a `data:` address.
pub async fn picture_address(app: &App, shop: ShopId) -> Result<Option<String>, StoreError> {
    app.db()
        .read("banner_image", move |tx| shops::banner_image(tx, shop))
        .await
}
