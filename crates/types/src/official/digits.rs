//! Digits of a number and their check, without allocation.

use super::NumberError;

/// The digits of a text, at most [`DIGITS_MAX`] of them.
pub(super) struct Digits {
    pub(super) values: [u32; DIGITS_MAX],
    length: usize,
}

pub(super) const DIGITS_MAX: usize = 20;

impl Digits {
    pub(super) fn as_slice(&self) -> &[u32] {
        self.values.get(..self.length).unwrap_or(&self.values)
    }
}

pub(super) fn digits(
    kind: &'static str,
    text: &str,
    lengths: &[usize],
    expected: &'static str,
) -> Result<Digits, NumberError> {
    let length = text.chars().count();
    if !lengths.contains(&length) {
        return Err(NumberError::Length {
            kind,
            value: text.to_owned(),
            length,
            expected,
        });
    }
    let mut values = [0; DIGITS_MAX];
    for (place, byte) in values.iter_mut().zip(text.bytes()) {
        *place = u32::from(byte.wrapping_sub(b'0'));
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Digits { values, length });
    }
    Err(NumberError::Characters {
        kind,
        value: text.to_owned(),
        expected: "digits only",
    })
}

pub(super) fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// The last digits of a text must be these.
pub(super) fn ends_with(
    kind: &'static str,
    text: &str,
    digits: &[u32],
    expected: &[u32],
) -> Result<(), NumberError> {
    if digits.ends_with(expected) {
        return Ok(());
    }
    Err(NumberError::CheckDigits {
        kind,
        value: text.to_owned(),
        expected: expected.iter().map(u32::to_string).collect(),
    })
}

pub(super) fn not_all_zeros(kind: &'static str, text: &str) -> Result<(), NumberError> {
    if text.bytes().all(|byte| byte == b'0') {
        return Err(NumberError::NeverIssued {
            kind,
            value: text.to_owned(),
        });
    }
    Ok(())
}
