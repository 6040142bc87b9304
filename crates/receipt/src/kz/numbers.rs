//! Numbers and codes of a Kazakh receipt.

use serde::{Deserialize, Serialize};
use std::fmt;
use types::official::{Bin, Iin, NumberError};

/// IIN of a person or BIN of an organization: twelve digits. Source: KZ-NK/numbers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum TaxpayerNumber {
    /// A person.
    Iin(Iin),
    /// An organization.
    Bin(Bin),
}

impl TaxpayerNumber {
    /// Parses and checks. The fifth digit tells the kinds apart: 4 to 6 only stand in a BIN.
    ///
    /// # Errors
    /// [`NumberError`] names the value and what would be right.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        match text.trim().as_bytes().get(4) {
            Some(b'4'..=b'6') => Bin::parse(text).map(Self::Bin),
            _ => Iin::parse(text).map(Self::Iin),
        }
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Iin(number) => number.as_str(),
            Self::Bin(number) => number.as_str(),
        }
    }
}

macro_rules! text_number {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $lengths:expr, $expected:literal, $fits:expr) => {
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
                let length = text.chars().count();
                if !$lengths.contains(&length) {
                    return Err(NumberError::Length {
                        kind: $kind,
                        value: text.to_owned(),
                        length,
                        expected: $expected,
                    });
                }
                if text.chars().all($fits) {
                    return Ok(Self(text.to_owned()));
                }
                Err(NumberError::Characters {
                    kind: $kind,
                    value: text.to_owned(),
                    expected: $expected,
                })
            }

            /// As text, leading zeros kept.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(number: $name) -> Self {
                number.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NumberError;
            fn try_from(text: String) -> Result<Self, NumberError> {
                Self::parse(&text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_number!(
    /// Registration number of a register (РНМ): twelve digits. Source: KZ-626/registration-number.
    RegistrationNumber,
    "registration number",
    (12..=12_usize),
    "12 digits",
    |one: char| one.is_ascii_digit()
);
text_number!(
    /// Code of a section of the shop: 1 to 32 characters.
    SectionCode,
    "section code",
    (1..=32_usize),
    "1 to 32 characters without controls",
    |one: char| !one.is_control()
);
text_number!(
    /// Unit of measure by the state list: 796 is a piece. Source: KZ-OFD/units.
    UnitCode,
    "unit of measure",
    (1..=8_usize),
    "1 to 8 Latin letters or digits",
    |one: char| one.is_ascii_alphanumeric()
);

impl SectionCode {
    /// Stands for all sections that are too many to be told one by one.
    #[must_use]
    pub fn rest() -> Self {
        Self("*".to_owned())
    }
}

impl UnitCode {
    /// One piece.
    #[must_use]
    pub fn piece() -> Self {
        Self("796".to_owned())
    }
}

impl From<TaxpayerNumber> for String {
    fn from(number: TaxpayerNumber) -> Self {
        number.as_str().to_owned()
    }
}

impl TryFrom<String> for TaxpayerNumber {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl fmt::Display for TaxpayerNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
