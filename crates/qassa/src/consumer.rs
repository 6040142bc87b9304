//! Kazakh receipts for their buyers: by the link of the QR code, or by an address that nobody guesses.

use app::App;
use app::kz_ofd::{self, ConsumerReceipt as Stored, paper};
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use ofd_kz::link::ReceiptLink;
use portal::{ConsumerPages, ConsumerReceipt, PagesError};
use sha2::Sha256;
use store::StoreError;
use types::{DocumentId, Secret};

/// Bytes of the secret part of an address: 128 bits.
const SEAL_BYTES: usize = 16;

/// The operator's receipts. Without a key there are no receipts and no addresses.
pub(crate) struct Consumers {
    app: App,
    key: Secret,
}

impl Consumers {
    /// `None` when no Kazakh registers are served.
    pub(crate) fn of(app: &App) -> Option<Self> {
        let key = app.settings().kz.sign_key.clone()?;
        Some(Self {
            app: app.clone(),
            key,
        })
    }

    /// The id, and a seal over it that only the operator can make.
    fn token(&self, id: DocumentId) -> String {
        format!("{id}-{}", hex::encode(&self.seal(id)[..SEAL_BYTES]))
    }

    fn seal(&self, id: DocumentId) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.reveal().as_bytes())
            .expect("HMAC takes keys of any length");
        mac.update(b"address of receipt ");
        mac.update(&id.get().to_be_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The receipt that a token seals; what is sealed by nobody names nothing.
    fn id_of(&self, token: &str) -> Option<DocumentId> {
        let (number, _) = token.split_once('-')?;
        let id = DocumentId::new(number.parse().ok()?);
        Secret::new(self.token(id)).matches(token).then_some(id)
    }

    fn shown(&self, stored: Option<Stored>) -> Result<Option<ConsumerReceipt>, PagesError> {
        let Some(stored) = stored else { return Ok(None) };
        let Some(receipt) = stored.receipt().cloned() else {
            return Ok(None);
        };
        Ok(Some(ConsumerReceipt {
            token: self.token(stored.id),
            card: paper::register_card(&self.app, &stored.register).map_err(|error| unreadable(&error))?,
            head: stored.document.head,
            receipt,
            fiscal_sign: stored.fiscal_sign.map(|sign| sign.to_string()),
            is_annulled: stored.is_annulled,
            link_base: self.app.settings().kz.consumer_url.clone(),
        }))
    }
}

impl ConsumerPages for Consumers {
    fn find<'a>(
        &'a self,
        link: &'a ReceiptLink,
    ) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        Box::pin(async move {
            let found = kz_ofd::find_by_link(&self.app, link).await;
            self.shown(found.map_err(|error| unreadable(&error))?)
        })
    }

    fn by_token<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<ConsumerReceipt>, PagesError>> {
        Box::pin(async move {
            let Some(id) = self.id_of(token) else {
                return Ok(None);
            };
            let found = kz_ofd::consumer_receipt(&self.app, id).await;
            self.shown(found.map_err(|error| unreadable(&error))?)
        })
    }
}

fn unreadable(error: &StoreError) -> PagesError {
    PagesError(error.to_string())
}
