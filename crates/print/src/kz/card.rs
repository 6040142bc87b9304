//! What the paper says of the register and its operator.

use ::receipt::kz::{RegistrationNumber, TaxpayerNumber};
use register_kz::OfdDeviceId;

use super::Wording;
use crate::{Locale, TextId};

/// The register as its paper names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterCard {
    /// Name of the taxpayer.
    pub seller_name: String,
    /// IIN or BIN of the taxpayer.
    pub seller_number: TaxpayerNumber,
    /// Certificate of a payer of VAT.
    pub vat_certificate: Option<VatCertificate>,
    /// Address of the trade point.
    pub address: BilingualText,
    /// Registration number.
    pub registration_number: RegistrationNumber,
    /// Serial number.
    pub serial_number: String,
    /// The register's id at the operator; it is printed when it is there.
    pub device_id: Option<OfdDeviceId>,
    /// The fiscal data operator.
    pub ofd: OfdCard,
    /// Abbreviations that this operator's paper has.
    pub labels: LabelSet,
}

/// Certificate of a payer of VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatCertificate {
    /// Series.
    pub series: String,
    /// Number.
    pub number: String,
}

/// The fiscal data operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfdCard {
    /// Its name.
    pub name: BilingualText,
    /// Site on which receipts are looked up.
    pub site: String,
}

/// A text in both languages of the paper; an empty one gives way to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BilingualText {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
}

impl BilingualText {
    /// The same text in both languages.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self {
            kk: text.to_owned(),
            ru: text.to_owned(),
        }
    }

    /// The languages that are to be shown, without empty and equal ones.
    pub(super) fn shown(&self, wording: Wording) -> Vec<&str> {
        let (kazakh, russian) = (self.kk.trim(), self.ru.trim());
        let wanted = match wording {
            Wording::Bilingual => vec![kazakh, russian],
            Wording::One(Locale::Kk) => vec![kazakh],
            Wording::One(Locale::Ru | Locale::En) => vec![russian],
        };
        let mut shown: Vec<&str> = wanted.into_iter().filter(|text| !text.is_empty()).collect();
        shown.dedup();
        if shown.is_empty() {
            shown.extend([kazakh, russian].into_iter().find(|text| !text.is_empty()));
        }
        shown
    }
}

/// A set of abbreviations. Operators abbreviate registration and serial numbers differently in Kazakh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LabelSet {
    /// Both Kazakh abbreviations of each number, the fiscal sign abbreviated.
    #[default]
    Both,
    /// The abbreviations that begin with the word for machine, the fiscal sign abbreviated.
    Machine,
    /// The abbreviations that begin with the word for cash register, the fiscal sign in full.
    Register,
}

/// Labels of one set.
pub(super) struct Labels {
    pub(super) sign: TextId,
    pub(super) registration_number: TextId,
    pub(super) serial_number: TextId,
}

impl LabelSet {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::Machine, Self::Register];

    pub(super) const fn labels(self) -> Labels {
        let (sign, registration_number, serial_number) = match self {
            Self::Both => ("kz-sign-short", "kz-registration-both", "kz-serial-both"),
            Self::Machine => ("kz-sign-short", "kz-registration-machine", "kz-serial-machine"),
            Self::Register => ("kz-sign-long", "kz-registration-register", "kz-serial-register"),
        };
        Labels {
            sign: TextId(sign),
            registration_number: TextId(registration_number),
            serial_number: TextId(serial_number),
        }
    }
}
