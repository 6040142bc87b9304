//! Receipts for the portal's pages.

use app::App;
use app::receipts::{self, Recipient};
use futures::future::BoxFuture;
use portal::{Banner, Delivery, DeliveryState, PagesError, ReceiptDetails, ReceiptPage, ReceiptPages};
use print::DocumentView;
use print::banner::BannerPicture;
use store::StoreError;
use store::ofd_forwardings::ForwardingState;

/// Receipts of the platform.
pub struct Receipts(pub App);

impl ReceiptPages for Receipts {
    fn receipt<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ReceiptPage>, PagesError>> {
        Box::pin(async move {
            let issued = receipts::by_token(&self.0, token)
                .await
                .map_err(|error| failed(&error))?;
            Ok(issued.map(|issued| self.page(issued)))
        })
    }

    fn banner_picture<'a>(
        &'a self,
        token: &'a str,
    ) -> BoxFuture<'a, Result<Option<BannerPicture>, PagesError>> {
        Box::pin(async move {
            let issued = receipts::by_token(&self.0, token)
                .await
                .map_err(|error| failed(&error))?;
            let Some(shop) = issued.and_then(|issued| issued.shop) else {
                return Ok(None);
            };
            let address = app::banners::picture_address(&self.0, shop.id)
                .await
                .map_err(|error| failed(&error))?;
            Ok(address.as_deref().and_then(BannerPicture::from_data_address))
        })
    }

    fn banner_click<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        Box::pin(async move {
            let issued = receipts::by_token(&self.0, token)
                .await
                .map_err(|error| failed(&error))?;
            let target = issued.and_then(|issued| issued.shop?.banner_link_url);
            if target.is_some() {
                metrics::counter!("qassa_banner_clicks_total").increment(1);
            }
            Ok(target)
        })
    }

    fn find<'a>(&'a self, details: &'a ReceiptDetails) -> BoxFuture<'a, Result<Option<String>, PagesError>> {
        Box::pin(async move {
            receipts::find(
                &self.0,
                &details.fiscal_storage,
                details.document_number,
                details.fiscal_sign,
            )
            .await
            .map_err(|error| failed(&error))
        })
    }
}

impl Receipts {
    fn page(&self, issued: receipts::Issued) -> ReceiptPage {
        let mut json = Vec::new();
        ofd_ru::json::write(&issued.document, &mut json);
        ReceiptPage {
            document: DocumentView::from_document(&issued.document),
            json: String::from_utf8_lossy(&json).into_owned(),
            delivery: delivery(&issued),
            other_operator: match issued.recipient {
                Recipient::Other { name } => name,
                Recipient::Ourselves | Recipient::Nobody => None,
            },
            banner: issued
                .shop
                .filter(|shop| shop.banner_link_url.is_some())
                .map(|shop| Banner {
                    alternative: shop.name,
                }),
            offset: self.0.settings().offset,
        }
    }
}

/// How far a receipt has come; of documents that others get nothing more is known.
fn delivery(issued: &receipts::Issued) -> Delivery {
    let both = |state| Delivery {
        ofd: state,
        tax_authority: state,
    };
    match issued.recipient {
        Recipient::Other { .. } => both(DeliveryState::Elsewhere),
        Recipient::Nobody => both(DeliveryState::Nowhere),
        Recipient::Ourselves => Delivery {
            ofd: issued
                .ofd_received_at
                .map_or(DeliveryState::Waiting, DeliveryState::Accepted),
            tax_authority: match issued.tax_authority {
                Some((ForwardingState::Accepted, at)) => DeliveryState::Accepted(at),
                Some((ForwardingState::Refused, at)) => DeliveryState::Refused(at),
                Some((ForwardingState::Pending | ForwardingState::Dead, _)) | None => DeliveryState::Waiting,
            },
        },
    }
}

fn failed(error: &StoreError) -> PagesError {
    PagesError(error.to_string())
}
