//! Serial numbers of software registers. Law: KZ-626/serial-number, source: KZ-OFD/serial-number.

use serde::{Deserialize, Serialize};
use types::official::{NumberError, SerialNumber};
use types::{LocalDateTime, Timestamp, UtcOffset};

/// 2021-01-01 00:00:00 UTC, from which the milliseconds of a serial number count.
const EPOCH_MS: i64 = 1_609_459_200_000;
/// Largest number of twelve digits: it is reached in September 2052.
const MILLISECONDS_MAX: i64 = 999_999_999_999;
/// Digit between prefix and milliseconds.
const GENERATION: char = '1';

/// Four Latin capitals before the digits of a serial number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SerialPrefix(String);

/// Not four Latin capitals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a prefix of four Latin capitals")]
pub struct SerialPrefixError(pub String);

impl SerialPrefix {
    /// Parses and checks.
    ///
    /// # Errors
    /// [`SerialPrefixError`] names the text.
    pub fn parse(text: &str) -> Result<Self, SerialPrefixError> {
        if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Ok(Self(text.to_owned()));
        }
        Err(SerialPrefixError(text.to_owned()))
    }
}

/// Ours, of no other maker.
impl Default for SerialPrefix {
    fn default() -> Self {
        Self("QSSA".to_owned())
    }
}

impl From<SerialPrefix> for String {
    fn from(prefix: SerialPrefix) -> Self {
        prefix.0
    }
}

impl TryFrom<String> for SerialPrefix {
    type Error = SerialPrefixError;
    fn try_from(text: String) -> Result<Self, SerialPrefixError> {
        Self::parse(&text)
    }
}

/// Makes serial numbers: prefix, `1`, twelve digits of milliseconds since 2021, each larger than the last.
///
/// Keep it with the registers: the last number is what makes the next one unique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SerialNumbers {
    prefix: SerialPrefix,
    last_ms: Option<i64>,
}

impl SerialNumbers {
    /// Numbers with this prefix.
    #[must_use]
    pub const fn new(prefix: SerialPrefix) -> Self {
        Self {
            prefix,
            last_ms: None,
        }
    }

    /// The next number: of the present millisecond, or one above the last where that is not behind it.
    ///
    /// # Errors
    /// [`NumberError`] when the clock is before 2021, or out of twelve digits.
    pub fn next(&mut self, now: Timestamp) -> Result<SerialNumber, NumberError> {
        let present = now.micros().div_euclid(1000).saturating_sub(EPOCH_MS);
        let fresh = self.last_ms.map_or(0, |last| last.saturating_add(1));
        let milliseconds = present.max(fresh);
        if present < 0 || milliseconds > MILLISECONDS_MAX {
            return Err(NumberError::Characters {
                kind: "serial number",
                value: now.to_string(),
                expected: "a clock after 2021-01-01, within twelve digits of milliseconds",
            });
        }
        let number = SerialNumber::parse(&format!("{}{GENERATION}{milliseconds:012}", self.prefix.0))?;
        self.last_ms = Some(milliseconds);
        Ok(number)
    }
}

/// Year of manufacture of a serial number of this form, by the wall clock of Kazakhstan; `None` of another form.
#[must_use]
pub fn year_of_manufacture(number: &SerialNumber) -> Option<u16> {
    let (prefix, digits) = number.as_str().split_at_checked(4)?;
    let milliseconds = digits.strip_prefix(GENERATION)?;
    let is_ours = prefix.bytes().all(|byte| byte.is_ascii_uppercase())
        && milliseconds.len() == 12
        && milliseconds.bytes().all(|byte| byte.is_ascii_digit());
    if !is_ours {
        return None;
    }
    let milliseconds: i64 = milliseconds.parse().ok()?;
    let micros = milliseconds.checked_add(EPOCH_MS)?.checked_mul(1000)?;
    let made: LocalDateTime = Timestamp::from_micros(micros).to_local(UtcOffset::KAZAKHSTAN);
    made.format("%Y").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_tell_their_year() {
        let now = Timestamp::parse_rfc3339("2026-11-22T10:00:00.123Z").unwrap();
        let mut numbers = SerialNumbers::default();
        let first = numbers.next(now).unwrap();
        let second = numbers.next(now).unwrap();
        let third = numbers.next(now.plus_s(-3600)).unwrap();
        assert_eq!(first.as_str(), "QSSA1185882400123");
        assert_eq!(second.as_str(), "QSSA1185882400124");
        assert_eq!(third.as_str(), "QSSA1185882400125");
        assert_eq!(year_of_manufacture(&first), Some(2026));
    }

    #[test]
    fn the_year_is_that_of_kazakhstan() {
        let now = Timestamp::parse_rfc3339("2026-12-31T19:00:00Z").unwrap();
        let number = SerialNumbers::default().next(now).unwrap();
        assert_eq!(year_of_manufacture(&number), Some(2027));
    }

    #[test]
    fn a_number_of_another_maker_gives_its_year_when_it_has_this_form() {
        let of = |text| year_of_manufacture(&SerialNumber::parse(text).unwrap());
        assert_eq!(of("KTCD1117737127791"), Some(2024));
        assert_eq!(of("SWK00053162"), None);
        assert_eq!(of("QSSA2117737127791"), None);
    }

    #[test]
    fn refuses_a_clock_before_2021_and_a_wrong_prefix() {
        let early = Timestamp::parse_rfc3339("2020-12-31T23:59:59Z").unwrap();
        assert!(SerialNumbers::default().next(early).is_err());
        for wrong in ["QSS", "qssa", "QSS1", "QSSAA", ""] {
            assert!(SerialPrefix::parse(wrong).is_err(), "{wrong}");
        }
        assert!(SerialPrefix::parse("ABCD").is_ok());
    }
}
