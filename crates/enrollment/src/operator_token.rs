//! The register's id and token at its operator.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use types::Rng;

/// Number of a register at its operator, allotted when it is enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfdDeviceId(u32);

impl OfdDeviceId {
    /// Wraps the number; `None` for zero, which no register has.
    #[must_use]
    pub const fn new(id: u32) -> Option<Self> {
        match id {
            0 => None,
            id => Some(Self(id)),
        }
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for OfdDeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The secret number with which a register speaks to its operator first; shown to its owner once. The account keeps
/// its hash alone; the operator's row of the register keeps, in clear, the token that the next request must carry.
#[derive(Clone, PartialEq, Eq)]
pub struct OperatorToken(u32);

/// Hash of a token together with the register's id: what the account keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHash([u8; 32]);

impl OperatorToken {
    /// Draws a token that is not zero.
    #[must_use]
    pub fn draw(rng: &dyn Rng) -> Self {
        let mut bytes = [0; 4];
        rng.fill(&mut bytes);
        // Zero is the token of a register that has none; the odds of drawing it are those of any other number.
        Self(u32::from_le_bytes(bytes).max(1))
    }

    /// The number, for the operator's store and the one answer that shows it.
    #[must_use]
    pub const fn reveal(&self) -> u32 {
        self.0
    }

    /// The hash that the account keeps.
    #[must_use]
    pub fn hash(&self, device: OfdDeviceId) -> TokenHash {
        let mut hash = Sha256::new();
        hash.update(b"qassa operator token");
        hash.update(device.get().to_le_bytes());
        hash.update(self.0.to_le_bytes());
        TokenHash(hash.finalize().into())
    }
}

impl fmt::Debug for OperatorToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OperatorToken(…)")
    }
}

impl TokenHash {
    /// The bytes of the hash.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use types::SeededRng;

    struct Zeros;
    impl Rng for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn a_token_is_never_zero_and_never_shown_by_accident() {
        assert_eq!(OperatorToken::draw(&Zeros).reveal(), 1);
        let token = OperatorToken::draw(&SeededRng::new(7));
        assert_eq!(format!("{token:?}"), "OperatorToken(…)");
    }

    #[test]
    fn the_hash_belongs_to_one_token_of_one_register() {
        let rng = SeededRng::new(7);
        let (one, other) = (OperatorToken::draw(&rng), OperatorToken::draw(&rng));
        let (first, second) = (OfdDeviceId::new(1).unwrap(), OfdDeviceId::new(2).unwrap());
        assert_eq!(one.hash(first), one.hash(first));
        assert_ne!(one.hash(first), other.hash(first));
        assert_ne!(one.hash(first), one.hash(second));
        assert_eq!(OfdDeviceId::new(0), None);
    }
}
