//! Tag 1162, which FFD 1.05 and 1.1 have in place of 1163. Source: RU-FFD/1162.

use super::ParsedCode;
use crate::MarkingKind;

/// A value of tag 1162: two bytes of type, big endian, and the payload; 32 bytes at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegacyCode(Vec<u8>);

/// Why a code cannot be written as tag 1162.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LegacyError {
    /// The value would be longer than the tag.
    #[error("`{value}` needs {length} bytes; tag 1162 takes 32")]
    TooLong {
        /// What would be written.
        value: String,
        /// Bytes that it needs.
        length: usize,
    },
    /// A number that does not fit six bytes, or is none.
    #[error("`{0}` is not a number of at most 14 digits")]
    NotNumber(String),
    /// Fewer than the two bytes of the type.
    #[error("{0} bytes are too few for tag 1162")]
    TooShort(usize),
}

/// Longest value of tag 1162.
const LENGTH_MAX: usize = 32;
/// Longest payload of a code that nobody recognizes.
const UNIDENTIFIED_LENGTH_MAX: usize = 30;

const UNIDENTIFIED: [u8; 2] = [0x00, 0x00];
const TOBACCO_2018: [u8; 2] = [0x00, 0x05];
const DATA_MATRIX: [u8; 2] = [0x44, 0x4d];
const EAN8: [u8; 2] = [0x45, 0x08];
const EAN13: [u8; 2] = [0x45, 0x0d];
const ITF14: [u8; 2] = [0x49, 0x0e];
const FUR: [u8; 2] = [0x52, 0x46];
const EGAIS2: [u8; 2] = [0xc5, 0x14];
const EGAIS3: [u8; 2] = [0xc5, 0x1e];

impl LegacyCode {
    /// The value for a parsed code.
    ///
    /// A GS1 code is its item number as six bytes and its serial number in ASCII; a tobacco pack adds its
    /// price code, a block its element 8005.
    ///
    /// # Errors
    /// [`LegacyError`] when the code does not fit the tag.
    pub fn new(code: &ParsedCode) -> Result<Self, LegacyError> {
        let text = code.product_code.as_str();
        match code.kind {
            MarkingKind::Ean8 => Self::build(EAN8, &number(text)?, ""),
            MarkingKind::Ean13 => Self::build(EAN13, &number(text)?, ""),
            MarkingKind::Itf14 => Self::build(ITF14, &number(text)?, ""),
            MarkingKind::Gs1 | MarkingKind::Gs1Marked | MarkingKind::Short => match &code.gtin {
                Some(gtin) => Self::build(DATA_MATRIX, &number(gtin)?, &serial_and_price(code)),
                None => Self::build(UNIDENTIFIED, &[], text),
            },
            MarkingKind::Fur => Self::build(FUR, &[], text),
            MarkingKind::Egais2 => Self::build(EGAIS2, &[], text),
            MarkingKind::Egais3 => Self::build(EGAIS3, &[], text),
            MarkingKind::Unknown | MarkingKind::Other(_) => {
                let cut: String = text.chars().take(UNIDENTIFIED_LENGTH_MAX).collect();
                Self::build(UNIDENTIFIED, &[], &cut)
            }
        }
    }

    /// Takes bytes that a shop has made itself.
    ///
    /// # Errors
    /// [`LegacyError`] for fewer than 2 or more than 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LegacyError> {
        match bytes.len() {
            length @ (0 | 1) => Err(LegacyError::TooShort(length)),
            2..=LENGTH_MAX => Ok(Self(bytes.to_vec())),
            length => Err(LegacyError::TooLong {
                value: String::from_utf8_lossy(bytes).into_owned(),
                length,
            }),
        }
    }

    /// The bytes of the tag.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Kind and code that the bytes stand for, as [`super::read_as`] takes them.
    ///
    /// Unknown types, and text that is not ASCII, give an unidentified code with the readable characters.
    #[must_use]
    pub fn decode(&self) -> (MarkingKind, String) {
        let (kind, payload) = self.0.split_at_checked(2).unwrap_or((&[], &self.0));
        let plain = || readable(payload);
        let digits = |length: usize| match payload.split_at_checked(6) {
            Some((number, _)) => format!("{:0>length$}", big_endian(number)),
            None => plain(),
        };
        if kind == EAN8 {
            (MarkingKind::Ean8, digits(8))
        } else if kind == EAN13 {
            (MarkingKind::Ean13, digits(13))
        } else if kind == ITF14 {
            (MarkingKind::Itf14, digits(14))
        } else if kind == DATA_MATRIX || kind == TOBACCO_2018 {
            let serial = payload.get(6..).map(readable).unwrap_or_default();
            data_matrix(&digits(14), &serial)
        } else if kind == FUR {
            (MarkingKind::Fur, plain())
        } else if kind == EGAIS2 {
            (MarkingKind::Egais2, plain())
        } else if kind == EGAIS3 {
            (MarkingKind::Egais3, plain())
        } else {
            (MarkingKind::Unknown, plain())
        }
    }

    fn build(kind: [u8; 2], number: &[u8], text: &str) -> Result<Self, LegacyError> {
        let bytes = [&kind, number, text.as_bytes()].concat();
        if bytes.len() > LENGTH_MAX {
            return Err(LegacyError::TooLong {
                value: text.to_owned(),
                length: bytes.len(),
            });
        }
        Ok(Self(bytes))
    }
}

fn number(digits: &str) -> Result<[u8; 6], LegacyError> {
    let refused = || LegacyError::NotNumber(digits.to_owned());
    let number: u64 = digits.parse().map_err(|_| refused())?;
    let [0, 0, bytes @ ..] = number.to_be_bytes() else {
        return Err(refused());
    };
    Ok(bytes)
}

fn big_endian(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn serial_and_price(code: &ParsedCode) -> String {
    let mut elements = code.elements.iter();
    let block_price = elements
        .find(|element| element.identifier == "8005")
        .map(|element| element.value.as_str());
    [
        code.serial.as_deref(),
        code.retail_price_code.as_deref(),
        block_price,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn data_matrix(gtin: &str, serial: &str) -> (MarkingKind, String) {
    let serial = serial.trim_end();
    if serial.is_empty() {
        (MarkingKind::Gs1, format!("01{gtin}"))
    } else {
        (MarkingKind::Gs1Marked, format!("01{gtin}21{serial}"))
    }
}

fn readable(bytes: &[u8]) -> String {
    let ascii = bytes
        .iter()
        .filter(|byte| byte.is_ascii_graphic() || **byte == b' ');
    ascii.map(|byte| char::from(*byte)).collect()
}
