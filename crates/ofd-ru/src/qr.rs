//! The QR code of a receipt, tag 1196. Source: RU-FFD/qr.

use std::fmt;

use types::{FiscalStorageNumber, LocalDateTime, Money};

use crate::signs;
use crate::tags;
use crate::tree::{Document, Elements};

/// What the QR code of a receipt tells: enough to find the receipt anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptQr {
    /// Wall clock of the register.
    pub at: LocalDateTime,
    /// Total of the receipt.
    pub total: Money,
    /// Storage that made the receipt.
    pub storage: FiscalStorageNumber,
    /// Number of the document.
    pub document_number: u32,
    /// Printed fiscal sign.
    pub sign: u32,
    /// Tag 1054: 1 to 4.
    pub operation: u8,
}

/// Why a text is no QR code of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QrError {
    /// A part is not there.
    #[error("the part `{key}=` is missing")]
    Missing {
        /// Name of the part.
        key: &'static str,
    },
    /// A part stands twice.
    #[error("the part `{key}=` stands twice")]
    Repeated {
        /// Name of the part.
        key: &'static str,
    },
    /// A part that is not known, or no part at all.
    #[error("`{part}` is no part of a receipt's code")]
    Unknown {
        /// The part as it came.
        part: String,
    },
    /// A part with an impossible value.
    #[error("`{key}={value}` is wrong; {expected} is expected")]
    Wrong {
        /// Name of the part.
        key: &'static str,
        /// Its value as it came.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
}

const KEYS: [&str; 6] = ["t", "s", "fn", "i", "fp", "n"];
const TIME: &str = "YYYYMMDDTHHMM or YYYYMMDDTHHMMSS";

impl ReceiptQr {
    /// Reads `t=20240917T1801&s=1285.21&fn=…&i=30526&fp=1168453787&n=1`, the parts in any order.
    ///
    /// # Errors
    /// [`QrError`] names the part.
    pub fn parse(text: &str) -> Result<Self, QrError> {
        let mut found: [Option<&str>; KEYS.len()] = [None; KEYS.len()];
        for part in text.trim().split('&') {
            let known = part
                .split_once('=')
                .and_then(|(key, value)| Some((KEYS.iter().position(|known| *known == key)?, value)));
            let Some((slot, value)) = known else {
                let part = part.to_owned();
                return Err(QrError::Unknown { part });
            };
            let place = found.get_mut(slot).zip(KEYS.get(slot));
            if let Some((place, key)) = place
                && place.replace(value).is_some()
            {
                return Err(QrError::Repeated { key });
            }
        }
        let [at, total, storage, number, sign, operation] = found;
        Ok(Self {
            at: part("t", at, TIME, time)?,
            total: part("s", total, "an amount with two decimals", amount)?,
            storage: part("fn", storage, "a storage number of 16 digits", |text| {
                FiscalStorageNumber::parse(text).ok()
            })?,
            document_number: part("i", number, "a document number", digits)?,
            sign: part("fp", sign, "a fiscal sign of at most ten digits", digits)?,
            operation: part("n", operation, "1, 2, 3 or 4", |text| {
                digits(text)
                    .and_then(|number| u8::try_from(number).ok())
                    .filter(|number| (1..=4).contains(number))
            })?,
        })
    }

    /// The code of a sealed receipt or correction; `None` when an element that it needs is absent or impossible.
    #[must_use]
    pub fn from_document(document: &Document) -> Option<Self> {
        let body = document.body();
        Some(Self {
            at: body.time(tags::DATE_TIME)?,
            total: Money::from_minor(i64::try_from(body.uint(tags::RECEIPT_TOTAL)?).ok()?),
            storage: FiscalStorageNumber::parse(body.text(tags::FISCAL_STORAGE_NUMBER)?).ok()?,
            document_number: u32::try_from(body.uint(tags::FISCAL_DOCUMENT_NUMBER)?).ok()?,
            sign: signs::printed_sign(document)?,
            operation: u8::try_from(body.uint(tags::OPERATION)?).ok()?,
        })
    }
}

/// The text of the code; seconds stand in it when they are not zero.
impl fmt::Display for ReceiptQr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = if self.at.wall_seconds() % 60 == 0 {
            "%Y%m%dT%H%M"
        } else {
            "%Y%m%dT%H%M%S"
        };
        write!(
            f,
            "t={}&s={}&fn={}&i={}&fp={}&n={}",
            self.at.format(pattern),
            self.total,
            self.storage,
            self.document_number,
            self.sign,
            self.operation
        )
    }
}

fn part<T>(
    key: &'static str,
    value: Option<&str>,
    expected: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, QrError> {
    let value = value.ok_or(QrError::Missing { key })?;
    read(value).ok_or_else(|| QrError::Wrong {
        key,
        value: value.to_owned(),
        expected,
    })
}

fn time(text: &str) -> Option<LocalDateTime> {
    let (date, clock) = text.split_once(['T', 't'])?;
    if date.len() != 8 {
        return None;
    }
    let pattern = match clock.len() {
        4 => "%Y%m%dT%H%M",
        6 => "%Y%m%dT%H%M%S",
        _ => return None,
    };
    LocalDateTime::parse(&format!("{date}T{clock}"), pattern).ok()
}

fn amount(text: &str) -> Option<Money> {
    let is_amount = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    Money::parse_major(text).ok().filter(|_| is_amount(text))
}

/// A number without a sign; leading zeros are printed by some registers.
fn digits(text: &str) -> Option<u32> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| all_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "t=20240917T1801&s=1285.21&fn=9999440500751551&i=30526&fp=1168453787&n=1";

    #[test]
    fn a_code_survives_a_round_trip() {
        let qr = ReceiptQr::parse(CODE).unwrap();
        assert_eq!(qr.total, Money::from_minor(128_521));
        assert_eq!(qr.at.to_string(), "2024-09-17T18:01:00");
        assert_eq!(qr.to_string(), CODE);
        let seconds = CODE.replace("T1801", "T180159");
        assert_eq!(ReceiptQr::parse(&seconds).unwrap().to_string(), seconds);
    }

    #[test]
    fn takes_any_order_a_small_t_and_leading_zeros() {
        let other = "n=1&fp=1168453787&i=030526&fn=9999440500751551&s=1285.21&t=20240917t1801";
        assert_eq!(ReceiptQr::parse(other), ReceiptQr::parse(CODE));
    }

    #[test]
    fn each_wrong_part_is_named() {
        let table = [
            ("&n=1", "", "the part `n=` is missing"),
            ("&n=1", "&n=1&n=2", "the part `n=` stands twice"),
            ("&n=1", "&m=1", "`m=1` is no part of a receipt's code"),
            ("&n=1", "&n=5", "`n=5` is wrong; 1, 2, 3 or 4 is expected"),
            (
                "=1285.21",
                "=-1.00",
                "`s=-1.00` is wrong; an amount with two decimals is expected",
            ),
            (
                "T1801",
                "T2501",
                "`t=20240917T2501` is wrong; YYYYMMDDTHHMM or YYYYMMDDTHHMMSS is expected",
            ),
            (
                "fp=1168453787",
                "fp=11684537870",
                "`fp=11684537870` is wrong; a fiscal sign of at most ten digits is expected",
            ),
            (
                "fn=9999",
                "fn=99",
                "`fn=99440500751551` is wrong; a storage number of 16 digits is expected",
            ),
        ];
        for (from, to, message) in table {
            let error = ReceiptQr::parse(&CODE.replace(from, to)).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        assert!(ReceiptQr::parse("").is_err());
    }
}
