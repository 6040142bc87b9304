//! Numbers that an authority or a manufacturer gives: strings with a parser, never integers, never keys.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::crc::crc16_ccitt_false;

mod digits;
mod gtin;
mod iban_kz;
mod kazakh;
mod russian;
#[cfg(test)]
mod tests;

use digits::{digits, not_all_zeros};
pub use gtin::Gtin;
pub use iban_kz::IbanKz;

/// Why a text is not such a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Wrong number of characters.
    #[error("`{value}` has {length} characters; {kind} has {expected}")]
    Length {
        /// What was expected to be read, such as `INN`.
        kind: &'static str,
        /// The text as it came.
        value: String,
        /// Its length in characters.
        length: usize,
        /// Lengths that would be right.
        expected: &'static str,
    },
    /// A character that may not stand there.
    #[error("`{value}` has characters that {kind} does not allow; {expected}")]
    Characters {
        /// What was expected to be read.
        kind: &'static str,
        /// The text as it came.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// The check digits disagree.
    #[error("the check digits of {kind} `{value}` are wrong; they should be `{expected}`")]
    CheckDigits {
        /// What was expected to be read.
        kind: &'static str,
        /// The text as it came.
        value: String,
        /// The digits that would be right.
        expected: String,
    },
    /// Passes the arithmetic but is never issued.
    #[error("{kind} `{value}` is never issued")]
    NeverIssued {
        /// What was expected to be read.
        kind: &'static str,
        /// The text as it came.
        value: String,
    },
}

macro_rules! official_number {
    ($(#[$meta:meta])* $name:ident, $parse:path) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses and checks; surrounding blanks are dropped.
            ///
            /// # Errors
            /// [`NumberError`] names the value and what would be right.
            pub fn parse(text: &str) -> Result<Self, NumberError> {
                let text = text.trim();
                $parse(text)?;
                Ok(Self(text.to_owned()))
            }

            /// Checks a text without keeping it; nothing is allocated when it is right. Blanks are not dropped.
            ///
            /// # Errors
            /// As [`Self::parse`].
            pub fn check(text: &str) -> Result<(), NumberError> {
                $parse(text)
            }

            /// The number as text, leading zeros kept.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NumberError;
            fn try_from(text: String) -> Result<Self, NumberError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }
    };
}

official_number!(
    /// Russian taxpayer number: 10 digits for an organization, 12 for a person. Source: RU-INN.
    Inn,
    russian::check_inn
);
official_number!(
    /// Code of the reason of enrollment of a Russian taxpayer: 9 characters. Source: RU-KPP.
    Kpp,
    russian::check_kpp
);
official_number!(
    /// Main state registration number: 13 digits (organization) or 15 (sole proprietor). Source: RU-OGRN.
    Ogrn,
    russian::check_ogrn
);
official_number!(
    /// Insurance number of a Russian person, 11 digits without separators. Source: RU-SNILS.
    Snils,
    russian::check_snils
);
official_number!(
    /// Kazakh individual identification number, 12 digits. Source: KZ-IIN.
    Iin,
    kazakh::check_iin
);
official_number!(
    /// Kazakh business identification number, 12 digits. Source: KZ-BIN.
    Bin,
    kazakh::check_bin
);
official_number!(
    /// Registration number that the tax authority gave to a register (РНМ, tag 1037): 16 digits.
    ///
    /// The form alone; [`RegistrationNumber::belongs_to`] checks it against taxpayer and serial number.
    RegistrationNumber,
    check_registration_number
);
official_number!(
    /// Serial number that the manufacturer gave to a register (tag 1013): 1 to 20 characters.
    SerialNumber,
    check_serial_number
);
official_number!(
    /// Number of a fiscal storage (tag 1041): 16 digits. `9999…` is a test storage.
    FiscalStorageNumber,
    check_fiscal_storage_number
);

impl RegistrationNumber {
    /// Makes the number that the tax authority's algorithm gives. Source: RU-OFD/rnm.
    ///
    /// `sequence` is the tax authority's running number and has at most ten digits.
    #[must_use]
    pub fn compute(sequence: u64, inn: &Inn, serial: &SerialNumber) -> Self {
        let sequence = format!("{:010}", sequence % 10_000_000_000);
        let check = registration_check(&sequence, inn, serial);
        Self(format!("{sequence}{check:06}"))
    }

    /// Checks the last six digits against the taxpayer and the serial number. Source: RU-OFD/rnm.
    ///
    /// # Errors
    /// [`NumberError::CheckDigits`] with the digits that would be right.
    pub fn belongs_to(&self, inn: &Inn, serial: &SerialNumber) -> Result<(), NumberError> {
        let (sequence, check) = self.0.split_at(10);
        let expected = registration_check(sequence, inn, serial);
        if check.parse() == Ok(expected) {
            return Ok(());
        }
        Err(NumberError::CheckDigits {
            kind: "registration number",
            value: self.0.clone(),
            expected: format!("{expected:06}"),
        })
    }
}

fn registration_check(sequence: &str, inn: &Inn, serial: &SerialNumber) -> u16 {
    const ZEROS: &[u8] = &[b'0'; 20];
    let zeros = |width: usize, text: &str| ZEROS.get(..width.saturating_sub(text.len())).unwrap_or(ZEROS);
    let (inn, serial) = (inn.as_str(), serial.as_str());
    crc16_ccitt_false(&[
        sequence.as_bytes(),
        zeros(12, inn),
        inn.as_bytes(),
        zeros(20, serial),
        serial.as_bytes(),
    ])
}

impl FiscalStorageNumber {
    /// `true` for the series that registers' makers use for tests.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.0.starts_with("9999")
    }
}

fn check_registration_number(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "registration number";
    digits(KIND, text, &[16], "16 digits")?;
    not_all_zeros(KIND, text)
}

fn check_serial_number(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "serial number";
    let length = text.chars().count();
    if !(1..=20).contains(&length) {
        return Err(NumberError::Length {
            kind: KIND,
            value: text.to_owned(),
            length,
            expected: "1 to 20",
        });
    }
    if text.chars().all(|c| c.is_ascii_graphic()) {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "Latin letters, digits and signs",
    })
}

fn check_fiscal_storage_number(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "fiscal storage number";
    digits(KIND, text, &[16], "16 digits")?;
    not_all_zeros(KIND, text)
}
