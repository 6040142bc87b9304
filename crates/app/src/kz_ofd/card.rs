//! What INFO tells a register of its registration, and what its receipts show.

use receipt::kz::TaxationRegime;
use serde::{Deserialize, Serialize};
use translate::kz::service::{self, RegistrationData};

/// Data of a registration as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Who issues receipts.
    pub organization: OrganizationCard,
    /// Where they are issued.
    pub trade_point: TradePointCard,
}

/// Who issues receipts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationCard {
    /// Its name.
    pub title: String,
    /// IIN or BIN.
    pub taxpayer_number: String,
    /// Its address in Russian.
    pub address: String,
    /// Its address in Kazakh.
    #[serde(default)]
    pub address_kk: Option<String>,
    /// Regime.
    #[serde(default)]
    pub regime: Option<TaxationRegime>,
    /// Activity code.
    #[serde(default)]
    pub activity_code: Option<String>,
    /// Series and number of the certificate of a payer of VAT.
    #[serde(default)]
    pub vat_certificate: Option<(String, String)>,
}

/// Where receipts are issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TradePointCard {
    /// Its name.
    pub title: String,
    /// Its address in Russian.
    pub address: String,
    /// Its address in Kazakh.
    #[serde(default)]
    pub address_kk: Option<String>,
}

impl Card {
    /// As the wire tells it, with the numbers of the register and the operator.
    pub(super) fn registration(
        &self,
        device_id: u32,
        serial_number: &str,
        registration_number: &str,
        ofd: service::OfdCard,
    ) -> RegistrationData {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        RegistrationData {
            register: service::RegisterCard {
                registration_number: some(registration_number),
                serial_number: some(serial_number),
                device_id: Some(device_id.to_string()),
            },
            trade_point: service::TradePointCard {
                title: some(&self.trade_point.title),
                address: some(&self.trade_point.address),
                address_kk: self.trade_point.address_kk.clone(),
            },
            organization: service::OrganizationCard {
                title: some(&self.organization.title),
                address: some(&self.organization.address),
                address_kk: self.organization.address_kk.clone(),
                taxpayer_number: some(&self.organization.taxpayer_number),
                regime: self.organization.regime,
                activity_code: self.organization.activity_code.clone(),
            },
            ofd: Some(ofd),
        }
    }
}
