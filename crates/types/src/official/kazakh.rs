//! Check algorithms of Kazakh numbers.

use super::NumberError;
use super::digits::{Digits, digits, ends_with, not_all_zeros, weighted};

pub(super) fn check_kazakh(kind: &'static str, text: &str) -> Result<Digits, NumberError> {
    let all = digits(kind, text, &[12], "12 digits")?;
    let digits = all.as_slice();
    not_all_zeros(kind, text)?;
    let mut check = weighted(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    if check == 10 {
        check = weighted(digits, &[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
    }
    if check == 10 {
        return Err(NumberError::NeverIssued {
            kind,
            value: text.to_owned(),
        });
    }
    ends_with(kind, text, digits, &[check])?;
    Ok(all)
}

pub(super) fn check_iin(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "IIN";
    let digits = check_kazakh(KIND, text)?;
    let digit = |index: usize| digits.values.get(index).copied().unwrap_or(0);
    let pair = |index: usize| digit(index) * 10 + digit(index + 1);
    let plausible = (1..=12).contains(&pair(2)) && (1..=31).contains(&pair(4));
    if plausible {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "begins with a birth date YYMMDD",
    })
}

pub(super) fn check_bin(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "BIN";
    let digits = check_kazakh(KIND, text)?;
    if digits.values.get(4).is_some_and(|kind| (4..=6).contains(kind)) {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "the fifth digit is 4, 5 or 6",
    })
}
