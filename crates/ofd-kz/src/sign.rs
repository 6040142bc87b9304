//! The fiscal sign of a receipt that came online. Source: KZ-OFD/sign.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use types::{LocalDateTime, Money};

/// How often a taken sign is passed over before giving up: a register does not have as many receipts in a row.
pub const SIGN_TRIES_MAX: u32 = 10_000;

/// What the sign is made from; all of it is stored, so that the sign can be computed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedFacts {
    /// The register's id at the operator.
    pub device_id: u32,
    /// Number of the shift.
    pub shift_number: u32,
    /// Number of the document through all shifts.
    pub document_number: u64,
    /// The register's time.
    pub at: LocalDateTime,
    /// Number of the [`OperationType`](crate::messages::OperationType).
    pub operation: i32,
    /// Total.
    pub total: Money,
}

/// Why there is no sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError<E> {
    /// All that were tried are taken.
    #[error("{SIGN_TRIES_MAX} signs from {first} on are taken")]
    Exhausted {
        /// The first one.
        first: u32,
    },
    /// The caller could not tell whether a sign is taken.
    #[error(transparent)]
    LookUp(#[from] E),
}

/// The first four bytes of HMAC-SHA-256 over the facts; the next number while zero or taken.
///
/// # Errors
/// [`SignError`]; errors of `is_taken` are passed on.
pub fn fiscal_sign<E>(
    key: &[u8],
    facts: &SignedFacts,
    mut is_taken: impl FnMut(u32) -> Result<bool, E>,
) -> Result<u32, SignError<E>> {
    let first = first_choice(key, facts);
    let mut sign = first;
    for _ in 0..SIGN_TRIES_MAX {
        if sign != 0 && !is_taken(sign)? {
            return Ok(sign);
        }
        sign = sign.wrapping_add(1);
    }
    Err(SignError::Exhausted { first })
}

fn first_choice(key: &[u8], facts: &SignedFacts) -> u32 {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        // A key of any length is taken.
        return 0;
    };
    mac.update(&facts.device_id.to_be_bytes());
    mac.update(&facts.shift_number.to_be_bytes());
    mac.update(&facts.document_number.to_be_bytes());
    mac.update(&facts.at.wall_seconds().to_be_bytes());
    mac.update(&facts.operation.to_be_bytes());
    mac.update(&facts.total.minor().to_be_bytes());
    let digest: [u8; 32] = mac.finalize().into_bytes().into();
    let [b0, b1, b2, b3, ..] = digest;
    u32::from_be_bytes([b0, b1, b2, b3])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn facts() -> SignedFacts {
        SignedFacts {
            device_id: 200_956,
            shift_number: 1,
            document_number: 1,
            at: LocalDateTime::from_calendar(2026, 11, 22, 19, 53, 25).expect("a time"),
            operation: 2,
            total: Money::from_minor(116_000),
        }
    }

    fn sign(key: &[u8], facts: &SignedFacts) -> u32 {
        fiscal_sign(key, facts, |_| Ok::<_, Infallible>(false)).expect("nothing is taken")
    }

    /// Computed by an independent implementation over the same 36 bytes.
    #[test]
    fn is_the_beginning_of_the_code() {
        assert_eq!(sign(b"key", &facts()), 3_242_740_553);
    }

    #[test]
    fn every_fact_and_the_key_count() {
        let base = facts();
        let others = [
            SignedFacts { device_id: 1, ..base },
            SignedFacts {
                shift_number: 2,
                ..base
            },
            SignedFacts {
                document_number: 2,
                ..base
            },
            SignedFacts {
                at: base.at.plus_s(1),
                ..base
            },
            SignedFacts { operation: 3, ..base },
            SignedFacts {
                total: Money::from_minor(1),
                ..base
            },
        ];
        for other in others {
            assert_ne!(sign(b"key", &other), sign(b"key", &base), "{other:?}");
        }
        assert_ne!(sign(b"other", &base), sign(b"key", &base));
    }

    #[test]
    fn passes_over_what_is_taken_and_over_zero() {
        let first = sign(b"key", &facts());
        let taken = [first, first.wrapping_add(1)];
        let next = fiscal_sign(b"key", &facts(), |sign| {
            Ok::<_, Infallible>(taken.contains(&sign))
        });
        assert_eq!(next, Ok(first.wrapping_add(2)));
        let mut asked_zero = false;
        let all = fiscal_sign(b"key", &facts(), |sign| {
            asked_zero |= sign == 0;
            Ok::<_, Infallible>(true)
        });
        assert_eq!((all, asked_zero), (Err(SignError::Exhausted { first }), false));
        assert_eq!(
            fiscal_sign(b"key", &facts(), |_| Err("lost")),
            Err(SignError::LookUp("lost"))
        );
    }
}
