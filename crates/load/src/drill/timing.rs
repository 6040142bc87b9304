//! Does the check of a signature take longer the more of it is right? Classes take turns in a random order and are
//! compared by Welch's t-test on what is left when the slowest samples are dropped, as dudect does. A comparison
//! that stops at the first difference is the control: it must be found.

use super::{DrillError, Scene};
use api::komtet::signature::{HostHeader, PublicAddresses, Signed, SigningKey, is_signed_by};
use std::hint::black_box;
use std::time::Instant;
use types::{Rng, Secret, SeededRng};

/// Samples of each class.
const SAMPLES: u32 = 100_000;
/// Beyond it classes differ; dudect's bound.
const T_MAX: f64 = 4.5;
/// Of the samples, how many are kept: the rest is what the machine did meanwhile.
const KEPT_PERCENT: usize = 80;
const BODY: &[u8] = &[b'x'; 200];
const BASE: &str = "http://127.0.0.1:8000";
const TARGET: &str = "/api/shop/v2/queues/1/task";

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let samples = scene.settings.times.unwrap_or(SAMPLES);
    println!(
        "timing: {samples} samples of each class, seed {}",
        scene.settings.seed
    );
    let rng = SeededRng::new(scene.settings.seed);
    let keys = ["0123456789", "abcdefghij"].map(|secret| SigningKey::new(&Secret::new(secret)));
    let url = format!("{BASE}{TARGET}");
    let right = keys.each_ref().map(|key| key.sign("POST", &url, BODY));
    let addresses = PublicAddresses::new([BASE.to_owned()], HostHeader::Ignored);
    let product = |key: &SigningKey, signature: &str| {
        let request = Signed {
            method: "POST",
            target: TARGET,
            host: None,
            body: BODY,
            signature,
        };
        is_signed_by(key, &addresses, &request)
    };
    assert!(product(&keys[0], &right[0]), "the right signature is right");
    // The same work, and a comparison that stops.
    let leaking = |key: &SigningKey, signature: &str| {
        let expected = key.sign("POST", &url, BODY);
        stops_at_the_first_difference(expected.as_bytes(), signature.as_bytes())
    };
    let nearly = |digits| right.each_ref().map(|right| differing_from(right, digits));
    let t = t_of(&rng, samples, &keys, &nearly(31), leaking);
    println!("  control   31 of 32 digits right: t = {t:.1}");
    if t.abs() <= T_MAX {
        return Err(DrillError::Broken(
            "the control was not found: these samples prove nothing".to_owned(),
        ));
    }
    let mut worst = 0.0_f64;
    for digits in [1, 8, 16, 24, 31] {
        let t = t_of(&rng, samples, &keys, &nearly(digits), product);
        println!("  product   {digits:>2} of 32 digits right: t = {t:.1}");
        worst = worst.max(t.abs());
    }
    match worst <= T_MAX {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "the time tells how much is right: t = {worst:.1}"
        ))),
    }
}

/// The signature with the first `right` digits kept, and the next one wrong.
fn differing_from(signature: &str, right: usize) -> String {
    let wrong = |(place, digit): (usize, char)| match (place == right, digit) {
        (false, digit) => digit,
        (true, '0') => '1',
        (true, _) => '0',
    };
    signature.chars().enumerate().map(wrong).collect()
}

#[inline(never)]
fn stops_at_the_first_difference(one: &[u8], other: &[u8]) -> bool {
    for (one, other) in one.iter().zip(other) {
        if black_box(*one) != black_box(*other) {
            return false;
        }
    }
    one.len() == other.len()
}

/// Welch's t between the times of signatures that are nearly right and of the same ones under the other key: so each
/// key and each text is as often in one class as in the other, and nothing but the agreement differs.
fn t_of(
    rng: &SeededRng,
    samples: u32,
    keys: &[SigningKey; 2],
    nearly: &[String; 2],
    check: impl Fn(&SigningKey, &str) -> bool,
) -> f64 {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..samples.div_ceil(2) {
        let mut byte = [0];
        rng.fill(&mut byte);
        // The four pairs of key and text in an order that nobody foresees.
        for turn in 0..4 {
            let pair = usize::from(byte[0] & 3) ^ turn;
            let (key, text) = (pair & 1, pair >> 1);
            let begun = Instant::now();
            let found = black_box(check(black_box(&keys[key]), black_box(&nearly[text])));
            let took = begun.elapsed();
            assert!(!found, "a wrong signature is wrong");
            times[usize::from(key == text)].push(u32::try_from(took.as_nanos()).unwrap_or(u32::MAX));
        }
    }
    // One bound for both classes: otherwise the cut itself would hide a difference.
    let mut all: Vec<u32> = times.iter().flatten().copied().collect();
    all.sort_unstable();
    let bound = all
        .get(all.len() * KEPT_PERCENT / 100)
        .copied()
        .unwrap_or(u32::MAX);
    let [(n1, mean1, var1), (n2, mean2, var2)] = times.map(|times| moments(&times, bound));
    (mean2 - mean1) / (var1 / n1 + var2 / n2).sqrt().max(f64::MIN_POSITIVE)
}

/// Count, mean and variance of what does not exceed the bound.
fn moments(times: &[u32], bound: u32) -> (f64, f64, f64) {
    let kept = || {
        times
            .iter()
            .filter(|time| **time <= bound)
            .map(|time| f64::from(*time))
    };
    let count = f64::from(u32::try_from(kept().count()).unwrap_or(u32::MAX)).max(2.0);
    let mean = kept().sum::<f64>() / count;
    let variance = kept().map(|time| (time - mean).powi(2)).sum::<f64>() / (count - 1.0);
    (count, mean, variance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_keeps_so_many_digits_and_no_more() {
        let right = "0123456789abcdef0123456789abcdef";
        for kept in [0, 1, 31] {
            let changed = differing_from(right, kept);
            let common = right
                .bytes()
                .zip(changed.bytes())
                .take_while(|(one, other)| one == other);
            assert_eq!((common.count(), changed.len()), (kept, 32));
        }
    }
}
