//! Official numbers of taxpayers and registers in Kazakhstan.

use serde::{Deserialize, Serialize};
use std::fmt;
use types::{Bin, Iin, NumberError};

/// Number of a Kazakh taxpayer: of a person or of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxpayerNumber {
    /// Of an organization.
    Bin(Bin),
    /// Of a person, also as a sole proprietor.
    Iin(Iin),
}

impl TaxpayerNumber {
    /// Reads a number of either kind; the fifth digit tells them apart.
    ///
    /// # Errors
    /// [`NumberError`] of the kind that the text looks like.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        match text.as_bytes().get(4) {
            Some(b'4'..=b'6') => Bin::parse(text).map(Self::Bin),
            Some(_) | None => Iin::parse(text).map(Self::Iin),
        }
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Bin(bin) => bin.as_str(),
            Self::Iin(iin) => iin.as_str(),
        }
    }
}

/// Number that the Kazakh tax authority gave to a register: 12 digits, beginning with the code of a tax body.
/// Source: KZ-RNM.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KgdRegistrationNumber(String);

impl KgdRegistrationNumber {
    /// Parses; surrounding blanks are dropped.
    ///
    /// # Errors
    /// [`NumberError`] names the value and what would be right.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        const KIND: &str = "registration number";
        let value = text.trim().to_owned();
        let length = value.chars().count();
        if length != 12 {
            let (kind, expected) = (KIND, "12 digits");
            return Err(NumberError::Length {
                kind,
                value,
                length,
                expected,
            });
        }
        if !value.bytes().all(|byte| byte.is_ascii_digit()) {
            let (kind, expected) = (KIND, "digits only");
            return Err(NumberError::Characters {
                kind,
                value,
                expected,
            });
        }
        if value.bytes().all(|byte| byte == b'0') {
            return Err(NumberError::NeverIssued { kind: KIND, value });
        }
        Ok(Self(value))
    }

    /// The number as text, leading zeros kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KgdRegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for KgdRegistrationNumber {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<KgdRegistrationNumber> for String {
    fn from(number: KgdRegistrationNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fifth_digit_tells_organizations_from_persons() {
        let valid = |beginning: &str| {
            let mut numbers = (0..100).map(|end| format!("{beginning}{end:02}"));
            numbers.find_map(|text| TaxpayerNumber::parse(&text).ok())
        };
        assert!(matches!(valid("9901400000"), Some(TaxpayerNumber::Bin(_))));
        assert!(matches!(valid("9901010000"), Some(TaxpayerNumber::Iin(_))));
        assert!(matches!(
            TaxpayerNumber::parse("12"),
            Err(NumberError::Length { .. })
        ));
    }

    #[test]
    fn reads_registration_numbers_of_twelve_digits() {
        for (text, read) in [
            (" 600400131197 ", true),
            ("010100000010", true),
            ("60040013119", false),
            ("60040013119a", false),
            ("000000000000", false),
            ("٦٠٠٤٠٠١٣١١٩٧", false),
        ] {
            assert_eq!(KgdRegistrationNumber::parse(text).is_ok(), read, "{text}");
        }
    }
}
