//! Check algorithms of Russian numbers.

use super::NumberError;
use super::digits::{digits, ends_with, not_all_zeros, weighted};

pub(super) fn check_inn(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "INN";
    let digits = digits(KIND, text, &[10, 12], "10 digits (organization) or 12 (person)")?;
    let digits = digits.as_slice();
    not_all_zeros(KIND, text)?;
    let check = |weights: &[u32]| weighted(digits, weights) % 11 % 10;
    if digits.len() == 10 {
        return ends_with(KIND, text, digits, &[check(&[2, 4, 10, 3, 5, 9, 4, 6, 8])]);
    }
    let eleventh = check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    let twelfth = (weighted(digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6]) + 8 * eleventh) % 11 % 10;
    ends_with(KIND, text, digits, &[eleventh, twelfth])
}

pub(super) fn check_kpp(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "KPP";
    let length = text.chars().count();
    if length != 9 {
        return Err(NumberError::Length {
            kind: KIND,
            value: text.to_owned(),
            length,
            expected: "9",
        });
    }
    let allowed = text
        .char_indices()
        .all(|(index, c)| c.is_ascii_digit() || ((4..6).contains(&index) && c.is_ascii_uppercase()));
    if allowed {
        return Ok(());
    }
    Err(NumberError::Characters {
        kind: KIND,
        value: text.to_owned(),
        expected: "digits, with A–Z only in places 5 and 6",
    })
}

pub(super) fn check_ogrn(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "OGRN";
    let digits = digits(
        KIND,
        text,
        &[13, 15],
        "13 digits (organization) or 15 (sole proprietor)",
    )?;
    not_all_zeros(KIND, text)?;
    let digits = digits.as_slice();
    let modulus = if digits.len() == 13 { 11 } else { 13 };
    let body = digits.split_last().map_or([].as_slice(), |(_, body)| body);
    let remainder = body
        .iter()
        .fold(0_u32, |rest, digit| (rest * 10 + digit) % modulus);
    ends_with(KIND, text, digits, &[remainder % 10])
}

pub(super) fn check_snils(text: &str) -> Result<(), NumberError> {
    const KIND: &str = "SNILS";
    let digits = digits(KIND, text, &[11], "11 digits")?;
    not_all_zeros(KIND, text)?;
    let digits = digits.as_slice();
    let check = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    ends_with(KIND, text, digits, &[check / 10, check % 10])
}
