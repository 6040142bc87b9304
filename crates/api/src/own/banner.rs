//! `/api/v1/shops/{shop}/banner`: what a shop shows below the QR code of its receipts

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use print::banner::{BannerPicture, SIZE_MAX_BYTES};
use types::ShopId;

use super::directory::shop;
use crate::call::PersonCall;
use crate::cloud::{BannerDraft, Cloud, ShopSummary};
use crate::field::{Faults, FieldErrorKind, Node};
use crate::json::read;
use crate::limits::SMALL_BOUNDS;
use crate::reply::{Failure, Reply};
use crate::shop::Answered;

/// Characters of a picture as base64: beyond the largest picture, so that its own refusal names its size.
const PICTURE_LENGTH_MAX: usize = 2 * SIZE_MAX_BYTES;

/// Puts a banner in the place of what the shop had.
pub(super) async fn put<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = owned(&call).await?;
    let draft = draft(&call.input.body)?;
    shown(call.cloud.set_banner(call.actor, id, Some(draft)).await?)
}

/// Takes the banner away.
pub(super) async fn remove<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let id = owned(&call).await?;
    shown(call.cloud.set_banner(call.actor, id, None).await?)
}

/// The shop of the path; before the body is looked at, so that a foreign shop is absent whatever is sent to it.
async fn owned<C: Cloud>(call: &PersonCall<'_, C>) -> Result<ShopId, Failure> {
    let id = call.input.id("shop").map(ShopId::new)?;
    let found = call.cloud.shop(call.actor, id).await?;
    found.map(|shop| shop.id).ok_or(Failure::NotFound)
}

fn draft(body: &[u8]) -> Result<BannerDraft, Failure> {
    let value = read(body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let picture = picture(&body.key("picture"));
    let link_url = body.key("link_url").url();
    match (picture, link_url) {
        (Some(picture), Some(link_url)) if faults.is_empty() => Ok(BannerDraft { picture, link_url }),
        _ => Err(Failure::Fields(faults.into_list())),
    }
}

fn picture(node: &Node<'_>) -> Option<BannerPicture> {
    let Ok(bytes) = STANDARD.decode(node.text_of(PICTURE_LENGTH_MAX)?) else {
        node.fault_unshown(FieldErrorKind::NotBase64);
        return None;
    };
    match BannerPicture::parse(bytes) {
        Ok(picture) => Some(picture),
        Err(error) => {
            node.fault_unshown(FieldErrorKind::Banner(error));
            None
        }
    }
}

fn shown(changed: Option<ShopSummary>) -> Answered {
    changed
        .map(|changed| Reply::json(&shop(&changed)))
        .ok_or(Failure::NotFound)
}
