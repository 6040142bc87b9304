//! Numbers of bank accounts in Kazakhstan.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::NumberError;

/// Kazakh bank account: `KZ`, two check digits, three digits of the bank, thirteen letters or digits.
///
/// Kept without blanks and in capitals. Source: ISO-13616, KZ-IBAN.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IbanKz(String);

const KIND: &str = "IBAN";
const LENGTH: usize = 20;

impl IbanKz {
    /// Parses and checks; blanks between groups are dropped, small letters become capitals.
    ///
    /// # Errors
    /// [`NumberError`] names the value and what would be right.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let compact: String = text
            .chars()
            .filter(|c| *c != ' ')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let length = compact.chars().count();
        if length != LENGTH {
            return Err(NumberError::Length {
                kind: KIND,
                value: text.to_owned(),
                length,
                expected: "20: KZ, 2 check digits, 3 digits of the bank, 13 of the account",
            });
        }
        let formed = compact.char_indices().all(|(place, c)| match place {
            0 => c == 'K',
            1 => c == 'Z',
            2..7 => c.is_ascii_digit(),
            _ => c.is_ascii_digit() || c.is_ascii_uppercase(),
        });
        if !formed {
            return Err(NumberError::Characters {
                kind: KIND,
                value: text.to_owned(),
                expected: "KZ, 5 digits, then 13 Latin letters or digits",
            });
        }
        let expected = check_digits(compact.get(4..).unwrap_or_default());
        if compact.get(2..4) == Some(expected.as_str()) {
            return Ok(Self(compact));
        }
        Err(NumberError::CheckDigits {
            kind: KIND,
            value: text.to_owned(),
            expected,
        })
    }

    /// All 20 characters, without blanks.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Code of the bank, three digits.
    #[must_use]
    pub fn bank_code(&self) -> &str {
        self.0.get(4..7).unwrap_or_default()
    }

    /// Number of the account in the bank, thirteen letters or digits.
    #[must_use]
    pub fn account(&self) -> &str {
        self.0.get(7..).unwrap_or_default()
    }
}

/// 98 − the remainder by 97 of bank, account and `KZ00`, letters counted as 10…35.
fn check_digits(bank_and_account: &str) -> String {
    let remainder = bank_and_account
        .chars()
        .chain("KZ00".chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |rest, value| {
            let scale = if value < 10 { 10 } else { 100 };
            (rest * scale + value) % 97
        });
    format!("{:02}", 98 - remainder)
}

/// Groups of four, as on paper.
impl fmt::Display for IbanKz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, c) in self.0.char_indices() {
            let gap = if place > 0 && place % 4 == 0 { " " } else { "" };
            write!(f, "{gap}{c}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for IbanKz {
    type Error = NumberError;
    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<IbanKz> for String {
    fn from(number: IbanKz) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example of the IBAN registry.
    const REGISTRY: &str = "KZ86125KZT5004100100";

    #[test]
    fn reads_the_example_of_the_registry() {
        let account = IbanKz::parse(REGISTRY).unwrap();
        assert_eq!((account.bank_code(), account.account()), ("125", "KZT5004100100"));
        assert_eq!(account.to_string(), "KZ86 125K ZT50 0410 0100");
        assert_eq!(IbanKz::parse("kz86 125k zt50 0410 0100").unwrap(), account);
    }

    #[test]
    fn refuses_with_the_digits_that_would_be_right() {
        let error = IbanKz::parse("KZ85125KZT5004100100").unwrap_err();
        assert!(
            matches!(&error, NumberError::CheckDigits { expected, .. } if expected == "86"),
            "{error}"
        );
        assert!(matches!(
            IbanKz::parse("KZ86125KZT500410010"),
            Err(NumberError::Length { length: 19, .. })
        ));
        assert!(matches!(
            IbanKz::parse("DE86125KZT5004100100"),
            Err(NumberError::Characters { .. })
        ));
        assert!(matches!(
            IbanKz::parse("KZ8612AKZT5004100100"),
            Err(NumberError::Characters { .. })
        ));
        assert!(matches!(
            IbanKz::parse("KZ86125КZT5004100100"),
            Err(NumberError::Characters { .. })
        ));
    }

    proptest! {
        #[test]
        fn a_made_account_is_read_and_a_changed_one_refused(
            bank in "[0-9]{3}", account in "[0-9A-Z]{13}", place in 4_usize..7, add in 1_u8..10,
        ) {
            let body = format!("{bank}{account}");
            let number = format!("KZ{}{body}", check_digits(&body));
            prop_assert!(IbanKz::parse(&number).is_ok());
            let mut bytes = number.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + add) % 10;
            prop_assert!(IbanKz::parse(&String::from_utf8(bytes).unwrap()).is_err());
        }
    }
}
