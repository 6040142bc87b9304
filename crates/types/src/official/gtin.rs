//! Numbers of goods.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::NumberError;
use super::digits::{DIGITS_MAX, digits, ends_with, not_all_zeros};

/// Number of a good: GTIN-8, -12, -13 or -14, with its check digit. Source: GS1/check-digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Gtin(String);

impl Gtin {
    /// Parses and checks; surrounding blanks are dropped.
    ///
    /// # Errors
    /// [`NumberError`] names the value and what would be right.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        Self::check(text)?;
        Ok(Self(text.to_owned()))
    }

    /// Checks a text without keeping it; nothing is allocated when it is right. Blanks are not dropped.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn check(text: &str) -> Result<(), NumberError> {
        const KIND: &str = "GTIN";
        let digits = digits(KIND, text, &[8, 12, 13, 14], "8, 12, 13 or 14 digits")?;
        not_all_zeros(KIND, text)?;
        let digits = digits.as_slice();
        let body = digits.split_last().map_or([].as_slice(), |(_, body)| body);
        ends_with(KIND, text, digits, &[check_digit(body)])
    }

    /// The check digit for a number without it; `None` unless it has 1 to 19 digits and nothing else.
    #[must_use]
    pub fn check_digit(body: &str) -> Option<u32> {
        let fits = (1..DIGITS_MAX).contains(&body.len());
        let digits = digits("GTIN", body, &[body.len()], "digits");
        fits.then_some(digits.ok()?)
            .map(|digits| check_digit(digits.as_slice()))
    }

    /// The number as it was written, leading zeros kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same number as 14 digits, filled with zeros from the left, as marking codes have it.
    #[must_use]
    pub fn to_gtin14(&self) -> String {
        format!("{:0>14}", self.0)
    }
}

/// Weights 3 and 1 by turns from the right, the right one being 3.
fn check_digit(body: &[u32]) -> u32 {
    let sum: u32 = body
        .iter()
        .rev()
        .zip([3, 1].iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Gtin {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<Gtin> for String {
    fn from(number: Gtin) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_length_of_the_standard() {
        for text in [
            "40170725",
            "036000291452",
            "4006381333931",
            "04006381333931",
            " 4006381333931 ",
        ] {
            assert!(Gtin::parse(text).is_ok(), "{text}");
        }
        assert_eq!(
            Gtin::parse("4006381333931").unwrap().to_gtin14(),
            "04006381333931"
        );
    }

    #[test]
    fn refuses_with_the_digit_that_would_be_right() {
        let error = Gtin::parse("4006381333932").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the check digits of GTIN `4006381333932` are wrong; they should be `1`"
        );
        assert!(matches!(
            Gtin::parse("400638133393"),
            Err(NumberError::CheckDigits { .. })
        ));
        assert!(matches!(
            Gtin::parse("40063813339310"),
            Err(NumberError::CheckDigits { .. })
        ));
        assert!(matches!(
            Gtin::parse("123"),
            Err(NumberError::Length { length: 3, .. })
        ));
        assert!(matches!(
            Gtin::parse("400638133393A"),
            Err(NumberError::Characters { .. })
        ));
        assert!(matches!(
            Gtin::parse("٤٠٠٦٣٨١٣"),
            Err(NumberError::Characters { .. })
        ));
        assert!(matches!(
            Gtin::parse("00000000"),
            Err(NumberError::NeverIssued { .. })
        ));
    }

    #[test]
    fn a_body_that_is_no_number_has_no_check_digit() {
        assert_eq!(Gtin::check_digit("400638133393"), Some(1));
        assert_eq!(Gtin::check_digit(""), None);
        assert_eq!(Gtin::check_digit("40a"), None);
        assert_eq!(Gtin::check_digit("00000000000000000000"), None);
    }

    proptest! {
        #[test]
        fn a_wrong_digit_is_always_seen(body in "[1-9][0-9]{11}", place in 0_usize..12, add in 1_u8..10) {
            let number = format!("{body}{}", Gtin::check_digit(&body).unwrap());
            prop_assert!(Gtin::parse(&number).is_ok());
            let mut bytes = number.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + add) % 10;
            prop_assert!(Gtin::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }
    }
}
