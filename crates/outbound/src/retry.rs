//! When a message is tried again: pauses that grow for 24 hours, then none.

use std::time::Duration;

/// How long a message is tried before it is given up.
pub const GIVE_UP_AFTER: Duration = Duration::from_hours(24);

/// Pauses after the first, second, … try; the last one repeats.
///
/// | try | pause | | try | pause |
/// |---|---|---|---|---|
/// | 1 | 5 s | | 5 | 10 min |
/// | 2 | 15 s | | 6 | 30 min |
/// | 3 | 1 min | | 7 and later | 1 h |
/// | 4 | 3 min | | | |
pub const PAUSES_S: [u64; 7] = [5, 15, 60, 180, 600, 1800, 3600];

/// No pause is longer, what is added by chance counted.
pub const PAUSE_MAX: Duration = Duration::from_mins(66);

/// Pause after try `attempt` (from 1 on) of a message that has waited for `waited`; `None` gives it up.
///
/// Up to a tenth is added by `seed`, so that messages that failed together do not come back together.
#[must_use]
pub fn next_attempt(attempt: u32, waited: Duration, seed: u64) -> Option<Duration> {
    let index = usize::try_from(attempt.saturating_sub(1))
        .unwrap_or(usize::MAX)
        .min(PAUSES_S.len() - 1);
    let pause_s = PAUSES_S.get(index).copied()?;
    let spread = scrambled(seed ^ u64::from(attempt)) % (pause_s * 100 + 1);
    let pause = Duration::from_secs(pause_s) + Duration::from_millis(spread);
    (waited + pause <= GIVE_UP_AFTER).then_some(pause)
}

/// A number that looks nothing like its neighbours' (the finisher of `SplitMix64`).
const fn scrambled(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn tries_are_bounded_in_number_and_time(seed: u64) {
            let (mut waited, mut tries) = (Duration::ZERO, 0);
            while let Some(pause) = next_attempt(tries + 1, waited, seed) {
                waited += pause;
                tries += 1;
            }
            prop_assert!(waited <= GIVE_UP_AFTER);
            prop_assert!((25..40).contains(&tries), "{} tries", tries);
        }

        #[test]
        fn a_pause_is_its_table_row_and_up_to_a_tenth_more(attempt: u32, seed: u64) {
            let pause = next_attempt(attempt, Duration::ZERO, seed).unwrap();
            let row = usize::try_from(attempt.max(1) - 1).unwrap().min(PAUSES_S.len() - 1);
            let plain = Duration::from_secs(PAUSES_S[row]);
            prop_assert!(pause >= plain && pause <= plain * 11 / 10 && pause <= PAUSE_MAX);
            prop_assert_eq!(next_attempt(attempt, Duration::ZERO, seed), Some(pause));
        }

        #[test]
        fn what_waited_a_day_is_given_up(attempt: u32, seed: u64, beyond_s in 0_u64..1_000_000) {
            prop_assert_eq!(next_attempt(attempt, GIVE_UP_AFTER + Duration::from_secs(beyond_s), seed), None);
        }
    }

    #[test]
    fn pauses_grow_and_end_within_a_day() {
        let (mut waited, mut tries, mut last) = (Duration::ZERO, 0, Duration::ZERO);
        while let Some(pause) = next_attempt(tries + 1, waited, 7) {
            assert!(
                pause >= last.mul_f64(0.9),
                "try {tries}: {pause:?} after {last:?}"
            );
            waited += pause;
            tries += 1;
            last = pause;
        }
        assert!(waited <= GIVE_UP_AFTER);
        assert!(
            waited + Duration::from_hours(2) > GIVE_UP_AFTER,
            "given up after {waited:?}"
        );
        assert!((25..40).contains(&tries), "{tries} tries");
    }

    #[test]
    fn messages_that_failed_together_do_not_come_back_together() {
        let pauses: std::collections::HashSet<_> = (0..100)
            .map(|seed| next_attempt(3, Duration::ZERO, seed))
            .collect();
        assert!(pauses.len() > 90, "{} different pauses", pauses.len());
    }
}
