//! The only clock and random source of the process that are not parameters.

use types::{Clock, Rng, Timestamp};

/// The computer's own clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the computer's clock"
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let micros = since.map_or(0, |since| i64::try_from(since.as_micros()).unwrap_or(i64::MAX));
        Timestamp::from_micros(micros)
    }
}

/// The operating system's random source.
#[derive(Debug, Default)]
pub struct SystemRng;

impl Rng for SystemRng {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the system's random source"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        // A system without randomness cannot make secrets: going on would be worse than stopping.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}
