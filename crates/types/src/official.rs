//! Numbers that an authority or a manufacturer gives: strings with a parser, never integers, never keys.

use serde::{Deserialize, Serialize};
use std::fmt;

use crate::crc::crc16_ccitt_false;

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
    check_inn
);
official_number!(
    /// Code of the reason of enrollment of a Russian taxpayer: 9 characters. Source: RU-KPP.
    Kpp,
    check_kpp
);
official_number!(
    /// Main state registration number: 13 digits (organization) or 15 (sole proprietor). Source: RU-OGRN.
    Ogrn,
    check_ogrn
);
official_number!(
    /// Insurance number of a Russian person, 11 digits without separators. Source: RU-SNILS.
    Snils,
    check_snils
);
official_number!(
    /// Kazakh individual identification number, 12 digits. Source: KZ-IIN.
    Iin,
    check_iin
);
official_number!(
    /// Kazakh business identification number, 12 digits. Source: KZ-BIN.
    Bin,
    check_bin
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
        Self(format!("{sequence}{check}"))
    }

    /// Checks the last six digits against the taxpayer and the serial number. Source: RU-OFD/rnm.
    ///
    /// # Errors
    /// [`NumberError::CheckDigits`] with the digits that would be right.
    pub fn belongs_to(&self, inn: &Inn, serial: &SerialNumber) -> Result<(), NumberError> {
        let (sequence, check) = self.0.split_at(10);
        let expected = registration_check(sequence, inn, serial);
        if check == expected {
            return Ok(());
        }
        Err(NumberError::CheckDigits {
            kind: "registration number",
            value: self.0.clone(),
            expected,
        })
    }
}

fn registration_check(sequence: &str, inn: &Inn, serial: &SerialNumber) -> String {
    let text = format!("{sequence}{:0>12}{:0>20}", inn.as_str(), serial.as_str());
    format!("{:06}", crc16_ccitt_false(&[text.as_bytes()]))
}

impl FiscalStorageNumber {
    /// `true` for the series that registers' makers use for tests.
    #[must_use]
    pub fn is_test(&self) -> bool {
        self.0.starts_with("9999")
    }
}

fn digits(
    kind: &'static str,
    text: &str,
    lengths: &[usize],
    expected: &'static str,
) -> Result<Vec<u32>, NumberError> {
    let length = text.chars().count();
    if !lengths.contains(&length) {
        return Err(NumberError::Length {
            kind,
            value: text.to_owned(),
            length,
            expected,
        });
    }
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    if digits.len() == length && text.is_ascii() {
        return Ok(digits);
    }
    Err(NumberError::Characters {
        kind,
        value: text.to_owned(),
        expected: "digits only",
    })
}

fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

fn ends_with(kind: &'static str, text: &str, expected: &str) -> Result<(), NumberError> {
    if text.ends_with(expected) {
        return Ok(());
    }
    Err(NumberError::CheckDigits {
        kind,
        value: text.to_owned(),
        expected: expected.to_owned(),
    })
}

fn not_all_zeros(kind: &'static str, text: &str) -> Result<(), NumberError> {
    if text.bytes().all(|byte| byte == b'0') {
        return Err(NumberError::NeverIssued {
            kind,
            value: text.to_owned(),
        });
    }
    Ok(())
}

fn check_inn(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "INN";
    let digits = digits(KIND, text, &[10, 12], "10 digits (organization) or 12 (person)")?;
    not_all_zeros(KIND, text)?;
    let check = |weights: &[u32]| weighted(&digits, weights) % 11 % 10;
    if digits.len() == 10 {
        return ends_with(KIND, text, &check(&[2, 4, 10, 3, 5, 9, 4, 6, 8]).to_string());
    }
    let eleventh = check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    let twelfth = check(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    ends_with(KIND, text, &format!("{eleventh}{twelfth}"))
}

fn check_kpp(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "KPP";
    let length = text.chars().count();
    if length != 9 {
        return Err(NumberError::Length {
            kind: KIND,
            value: text.to_owned(),
            length,
            expected: "9",
        });
    }
    let allowed = text
        .char_indices()
        .all(|(index, c)| c.is_ascii_digit() || ((4..6).contains(&index) && c.is_ascii_uppercase()));
    if allowed {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "digits, with A–Z only in places 5 and 6",
    })
}

fn check_ogrn(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "OGRN";
    let digits = digits(
        KIND,
        text,
        &[13, 15],
        "13 digits (organization) or 15 (sole proprietor)",
    )?;
    not_all_zeros(KIND, text)?;
    let modulus = if digits.len() == 13 { 11 } else { 13 };
    let body = digits.split_last().map_or([].as_slice(), |(_, body)| body);
    let remainder = body
        .iter()
        .fold(0_u64, |rest, digit| (rest * 10 + u64::from(*digit)) % modulus);
    ends_with(KIND, text, &(remainder % 10).to_string())
}

fn check_snils(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "SNILS";
    let digits = digits(KIND, text, &[11], "11 digits")?;
    not_all_zeros(KIND, text)?;
    let sum = weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]);
    ends_with(KIND, text, &format!("{:02}", sum % 101 % 100))
}

fn check_kazakh(kind: &'static str, text: &str) -> Result<Vec<u32>, NumberError> {
    let digits = digits(kind, text, &[12], "12 digits")?;
    not_all_zeros(kind, text)?;
    let mut check = weighted(&digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    if check == 10 {
        check = weighted(&digits, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
    }
    if check == 10 {
        return Err(NumberError::NeverIssued {
            kind,
            value: text.to_owned(),
        });
    }
    ends_with(kind, text, &check.to_string())?;
    Ok(digits)
}

fn check_iin(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "IIN";
    let digits = check_kazakh(KIND, text)?;
    let pair = |index: usize| {
        digits.get(index).copied().unwrap_or(0) * 10 + digits.get(index + 1).copied().unwrap_or(0)
    };
    let plausible = (1..=12).contains(&pair(2)) && (1..=31).contains(&pair(4));
    if plausible {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "begins with a birth date YYMMDD",
    })
}

fn check_bin(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "BIN";
    let digits = check_kazakh(KIND, text)?;
    if digits.get(4).is_some_and(|kind| (4..=6).contains(kind)) {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "the fifth digit is 4, 5 or 6",
    })
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
