//! How long answers took, counted from the moment a request was due.
//!
//! A request that waits behind a stalled one is late by the stall: no coordinated omission.

use hdrhistogram::Histogram;
use std::fmt;
use std::time::{Duration, Instant};

/// The range is fixed: a histogram that resizes clamps what it is given in between.
const LOWEST_US: u64 = 1;
const HIGHEST_US: u64 = 3_600_000_000;
const DIGITS: u8 = 3;

/// Waits until a request is due. One that is due already waits for nothing: a timer would round it up to its next
/// millisecond, and a saturating generator would measure the timer.
pub async fn until(due: Instant) {
    if due > Instant::now() {
        tokio::time::sleep_until(due.into()).await;
    }
}

/// Latencies between a microsecond and an hour.
#[derive(Clone, Debug)]
pub struct Latencies(Histogram<u64>);

impl Default for Latencies {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(LOWEST_US, HIGHEST_US, DIGITS).expect("the bounds are right"))
    }
}

impl Latencies {
    /// Adds one.
    pub fn record(&mut self, latency: Duration) {
        let us = u64::try_from(latency.as_micros()).unwrap_or(HIGHEST_US);
        self.0.saturating_record(us.clamp(LOWEST_US, HIGHEST_US));
    }

    /// Adds all of another's.
    pub fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("the same bounds");
    }

    /// The latency that `share` of all (0 to 1) did not exceed.
    pub fn quantile(&self, share: f64) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(share))
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, share) in [
            ("p50", 0.5),
            ("p90", 0.9),
            ("p99", 0.99),
            ("p99.9", 0.999),
            ("max", 1.0),
        ] {
            write!(
                formatter,
                "{name} {:.2} ms  ",
                self.quantile(share).as_secs_f64() * 1e3
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_latencies_are_not_clamped() {
        let mut some = Latencies::default();
        for us in [50, 3_000, 250_000, 9_000_000] {
            some.record(Duration::from_micros(us));
        }
        let mut all = Latencies::default();
        all.add(&some);
        assert!(all.quantile(1.0) >= Duration::from_micros(8_990_000), "{all}");
        assert!(all.quantile(0.75) >= Duration::from_micros(249_000), "{all}");
    }
}
