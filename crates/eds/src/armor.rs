//! How a signature comes: binary, PEM with any label, or base64 with line ends.

use crate::reason::{Reason, Refusal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::borrow::Cow;

/// Octets of a message, a document or a list that are looked at.
pub const INPUT_OCTETS_MAX: usize = 10 * 1024 * 1024;

/// The octets behind PEM or base64; binary input is handed back as it is.
///
/// # Errors
/// [`Reason::TooLarge`] above [`INPUT_OCTETS_MAX`] (counted as it came), [`Reason::Malformed`] for broken PEM or base64.
pub fn strip(input: &[u8]) -> Result<Cow<'_, [u8]>, Refusal> {
    if input.len() > INPUT_OCTETS_MAX {
        return Err(Refusal::new(
            Reason::TooLarge,
            format!("{} bytes, at most {INPUT_OCTETS_MAX}", input.len()),
        ));
    }
    // A value of ASN.1 begins with a tag; 0x30 is also the digit 0, with which no base64 of one begins.
    if input.first() == Some(&0x30) {
        return Ok(Cow::Borrowed(input));
    }
    let text = std::str::from_utf8(input).map_err(|_| Refusal::malformed("neither ASN.1 nor text"))?;
    let body = match text.split_once("-----BEGIN ") {
        Some((_, behind)) => pem_body(behind)?,
        None => text,
    };
    let digits: String = body.chars().filter(|one| !one.is_ascii_whitespace()).collect();
    if digits.is_empty() {
        return Err(Refusal::malformed("nothing in it"));
    }
    STANDARD
        .decode(digits)
        .map(Cow::Owned)
        .map_err(|error| Refusal::malformed(format!("not base64: {error}")))
}

/// What stands between the lines of one PEM block; `behind` follows the opening dashes.
fn pem_body(behind: &str) -> Result<&str, Refusal> {
    let wrong = || Refusal::malformed("PEM without its end");
    let (label, rest) = behind.split_once("-----").ok_or_else(wrong)?;
    let (body, after) = rest
        .split_once(&format!("-----END {label}-----"))
        .ok_or_else(wrong)?;
    if after.contains("-----BEGIN ") {
        return Err(Refusal::malformed("more than one PEM block"));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_binary_pem_and_base64() {
        let octets = b"0\x03\x02\x01\x05";
        for input in [
            octets.to_vec(),
            b"MAMC\r\nAQU=\n".to_vec(),
            b"-----BEGIN CMS-----\nMAMCAQU=\n-----END CMS-----\n".to_vec(),
            b"subject=x\n-----BEGIN PKCS7-----\nMAMC\nAQU=\n-----END PKCS7-----".to_vec(),
        ] {
            assert_eq!(strip(&input).unwrap().as_ref(), octets);
        }
    }

    #[test]
    fn refuses_what_is_none_of_them() {
        for input in [
            &b""[..],
            b"\xFF\xFE",
            b"  \n",
            b"M",
            b"-----BEGIN CMS-----\nMAMCAQU=\n",
            b"-----BEGIN CMS-----\nMAMCAQU=\n-----END X-----\n",
            b"-----BEGIN A-----\nMAMC\n-----END A-----\n-----BEGIN A-----\nMAMC\n-----END A-----\n",
        ] {
            assert_eq!(strip(input).unwrap_err().reason, Reason::Malformed);
        }
    }

    #[test]
    fn more_than_ten_mebibytes_are_not_looked_at() {
        assert!(strip(&vec![0x30; INPUT_OCTETS_MAX]).is_ok());
        let refused = strip(&vec![0x30; INPUT_OCTETS_MAX + 1]).unwrap_err();
        assert_eq!(refused.reason, Reason::TooLarge);
    }
}
