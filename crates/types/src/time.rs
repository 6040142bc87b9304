//! Moments, wall-clock times and the offset between them.

use jiff::civil;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment: microseconds since 1970-01-01 UTC. Orders and persists; never printed on a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Wall-clock time of the place of settlement, to the second, without a zone.
///
/// Kept as seconds since 1970-01-01 00:00:00 of that wall clock, which is also the wire form of FFD
/// (RU-FFD/unixtime). It does not become a [`Timestamp`] without a [`UtcOffset`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalDateTime(i64);

/// Distance of a wall clock from UTC, in seconds, east positive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UtcOffset(i32);

/// Why a text is not a time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{value}` is not a time of the form {expected}")]
pub struct TimeError {
    /// The text as it came.
    pub value: String,
    /// What would be right.
    pub expected: &'static str,
}

impl Timestamp {
    /// From microseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970-01-01 UTC, rounded down.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// This moment moved by so many seconds, saturating at the ends of the range.
    #[must_use]
    pub const fn plus_s(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Microseconds from `earlier` to this moment; negative when `earlier` is later.
    #[must_use]
    pub const fn since_us(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The wall clock at `offset` shows this.
    #[must_use]
    pub fn to_local(self, offset: UtcOffset) -> LocalDateTime {
        LocalDateTime(self.seconds().saturating_add(i64::from(offset.0)))
    }

    /// Parses RFC 3339, such as `2026-11-22T10:00:00Z`.
    ///
    /// # Errors
    /// [`TimeError`] names the text.
    pub fn parse_rfc3339(text: &str) -> Result<Self, TimeError> {
        text.parse::<jiff::Timestamp>()
            .map(|moment| Self(moment.as_microsecond()))
            .map_err(|_| TimeError {
                value: text.to_owned(),
                expected: "RFC 3339, such as 2026-11-22T10:00:00Z",
            })
    }
}

/// RFC 3339 in UTC with microseconds where there are any.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.0) {
            Ok(moment) => moment.fmt(f),
            Err(_) => write!(f, "{} µs", self.0),
        }
    }
}

impl LocalDateTime {
    /// From wall-clock seconds since 1970-01-01 00:00:00 of the same wall clock.
    #[must_use]
    pub const fn from_wall_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Wall-clock seconds since 1970-01-01 00:00:00 of the same wall clock.
    #[must_use]
    pub const fn wall_seconds(self) -> i64 {
        self.0
    }

    /// From calendar fields; `None` when there is no such time.
    #[must_use]
    pub fn from_calendar(year: i16, month: i8, day: i8, hour: i8, minute: i8, second: i8) -> Option<Self> {
        let time = civil::DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
        Some(Self::from_civil(time))
    }

    /// The moment, for a wall clock at `offset`.
    #[must_use]
    pub const fn at(self, offset: UtcOffset) -> Timestamp {
        Timestamp((self.0.saturating_sub(seconds_of(offset))).saturating_mul(1_000_000))
    }

    /// Moved by so many seconds.
    #[must_use]
    pub const fn plus_s(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to this time; negative when `earlier` is later.
    #[must_use]
    pub const fn since_s(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Formats with a `strftime` pattern, such as `%d.%m.%Y %H:%M`.
    #[must_use]
    pub fn format(self, pattern: &str) -> String {
        match self.to_civil() {
            Some(time) => time.strftime(pattern).to_string(),
            None => format!("{} s", self.0),
        }
    }

    /// Parses with a `strptime` pattern; a pattern without hours gives midnight.
    ///
    /// # Errors
    /// [`TimeError`] names the text and the pattern.
    pub fn parse(text: &str, pattern: &'static str) -> Result<Self, TimeError> {
        let refused = || TimeError {
            value: text.to_owned(),
            expected: pattern,
        };
        let parsed = jiff::fmt::strtime::parse(pattern, text).map_err(|_| refused())?;
        let date = parsed.to_date().map_err(|_| refused())?;
        let time = parsed.to_time().unwrap_or_else(|_| civil::Time::midnight());
        Ok(Self::from_civil(date.to_datetime(time)))
    }

    fn from_civil(time: civil::DateTime) -> Self {
        let moment = jiff::tz::Offset::UTC.to_timestamp(time);
        Self(moment.map_or(0, jiff::Timestamp::as_second))
    }

    fn to_civil(self) -> Option<civil::DateTime> {
        let moment = jiff::Timestamp::from_second(self.0).ok()?;
        Some(jiff::tz::Offset::UTC.to_datetime(moment))
    }
}

/// `2026-11-22T10:00:00`, as the tax authority's JSON has it.
impl fmt::Display for LocalDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.format("%Y-%m-%dT%H:%M:%S"))
    }
}

impl UtcOffset {
    /// Moscow, UTC+3.
    pub const MOSCOW: Self = Self(3 * 3600);
    /// All of Kazakhstan since 1 March 2024, UTC+5.
    pub const KAZAKHSTAN: Self = Self(5 * 3600);

    /// From hours east of UTC.
    #[must_use]
    pub fn from_hours(hours: i8) -> Self {
        Self(i32::from(hours) * 3600)
    }

    /// Seconds east of UTC.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        self.0
    }
}

#[expect(
    clippy::as_conversions,
    reason = "widening in a const function, where `From` cannot be called"
)]
const fn seconds_of(offset: UtcOffset) -> i64 {
    offset.0 as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wall_clock_needs_an_offset_to_become_a_moment() {
        let local = LocalDateTime::parse("08.12.2020 10:00", "%d.%m.%Y %H:%M").unwrap();
        assert_eq!(local.to_string(), "2020-12-08T10:00:00");
        assert_eq!(local.at(UtcOffset::MOSCOW).to_string(), "2020-12-08T07:00:00Z");
        assert_eq!(local.at(UtcOffset::MOSCOW).to_local(UtcOffset::MOSCOW), local);
    }

    #[test]
    fn a_date_alone_is_midnight() {
        let local = LocalDateTime::parse("2026-01-31", "%Y-%m-%d").unwrap();
        assert_eq!(local.format("%d.%m.%Y %H:%M:%S"), "31.01.2026 00:00:00");
        assert!(LocalDateTime::parse("31.02.2026", "%d.%m.%Y").is_err());
    }
}
