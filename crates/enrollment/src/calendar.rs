//! Days of the calendar that rules name.

use types::{LocalDateTime, Timestamp, UtcOffset};

/// The first moment of the month after `now`, by the wall clock of the register's zone. Source: seed S1.
#[must_use]
pub fn first_of_next_month(now: Timestamp, zone: UtcOffset) -> Timestamp {
    let local = now.to_local(zone);
    let number = |pattern: &str| local.format(pattern).parse::<i16>().ok();
    let first = number("%Y").zip(number("%m")).and_then(|(year, month)| {
        let (year, month) = if month == 12 {
            (year.checked_add(1)?, 1)
        } else {
            (year, month.checked_add(1)?)
        };
        LocalDateTime::from_calendar(year, i8::try_from(month).ok()?, 1, 0, 0, 0)
    });
    // A clock beyond the calendar has no next month: the order then holds from now on.
    first.map_or(now, |first| first.at(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_ends_by_the_clock_on_the_wall() {
        for (now, first) in [
            ("2026-11-22T10:00:00Z", "2026-11-30T19:00:00Z"),
            ("2026-01-31T18:59:59Z", "2026-01-31T19:00:00Z"),
            ("2026-01-31T19:00:00Z", "2026-02-28T19:00:00Z"),
            ("2028-02-28T23:00:00Z", "2028-02-29T19:00:00Z"),
            ("2026-12-31T18:59:59Z", "2026-12-31T19:00:00Z"),
            ("2026-12-31T19:00:00Z", "2027-01-31T19:00:00Z"),
        ] {
            let now = Timestamp::parse_rfc3339(now).unwrap();
            assert_eq!(
                first_of_next_month(now, UtcOffset::KAZAKHSTAN).to_string(),
                first,
                "{now}"
            );
        }
    }
}
