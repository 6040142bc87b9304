//! Kazakh receipts for their buyers: by the link of the QR code, or by an address that nobody guesses.

use app::App;
use app::kz_ofd::{self, Card, ConsumerReceipt as Stored};
use futures::future::BoxFuture;
use hmac::{Hmac, KeyInit, Mac};
use ofd_kz::link::ReceiptLink;
use portal::{ConsumerPages, ConsumerReceipt, PagesError};
use print::kz::{BilingualText, LabelSet, OfdCard, RegisterCard, VatCertificate};
use receipt::kz::{RegistrationNumber, TaxpayerNumber};
use register_kz::OfdDeviceId;
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
            card: card(&self.app, &stored)?,
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

fn card(app: &App, stored: &Stored) -> Result<RegisterCard, PagesError> {
    let Card {
        organization,
        trade_point,
    } = &stored.register.card;
    let row = &stored.register.row;
    let broken = |what: &str| PagesError(format!("{what} of register {} does not read", row.device_id));
    let settings = &app.settings().kz;
    Ok(RegisterCard {
        seller_name: organization.title.clone(),
        seller_number: TaxpayerNumber::parse(&organization.taxpayer_number)
            .map_err(|_| broken("the taxpayer"))?,
        vat_certificate: organization
            .vat_certificate
            .clone()
            .map(|(series, number)| VatCertificate { series, number }),
        address: BilingualText {
            ru: trade_point.address.clone(),
            kk: trade_point.address_kk.clone().unwrap_or_default(),
        },
        registration_number: RegistrationNumber::parse(&row.registration_number)
            .map_err(|_| broken("the registration number"))?,
        serial_number: row.serial_number.clone(),
        device_id: Some(OfdDeviceId::new(row.device_id)),
        ofd: OfdCard {
            name: BilingualText::same(&settings.ofd_name),
            site: settings.consumer_url.clone(),
        },
        labels: LabelSet::default(),
    })
}

fn unreadable(error: &StoreError) -> PagesError {
    PagesError(error.to_string())
}
