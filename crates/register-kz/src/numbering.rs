//! The numbers that a Kazakh register and its operator give out.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! number {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name($inner);

        impl $name {
            /// Wraps the number.
            #[must_use]
            pub const fn new(number: $inner) -> Self {
                Self(number)
            }

            /// The number itself.
            #[must_use]
            pub const fn get(self) -> $inner {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number!(
    /// Number of a shift of its register, from 1.
    ShiftNumber(u32)
);
number!(
    /// Number of a document in its shift, from 1.
    NumberInShift(u32)
);
number!(
    /// Through number of a document of its register, from 1, without gaps.
    DocumentNumber(u64)
);
number!(
    /// Stands for the fiscal sign until the operator gives one. Source: KZ-OFD/autonomous-sign.
    AutonomousSign(u32)
);
number!(
    /// Number of a request to the operator: 1 to 65535, then 1 again. Source: KZ-OFD/request-number.
    RequestNumber(u16)
);
number!(
    /// The register's id at the operator.
    OfdDeviceId(u32)
);

impl ShiftNumber {
    /// The shift after this one, saturating.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl NumberInShift {
    /// The next document, saturating.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl DocumentNumber {
    /// The next document, saturating.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl AutonomousSign {
    /// The first sign that a register gives. Source: KZ-OFD/autonomous-sign.
    pub const FIRST: Self = Self(1001);
    /// The largest one: unsigned numbers stay in the signed range. Source: KZ-OFD/numbers.
    pub const MAX: Self = Self(2_147_483_647);

    /// The next sign; after the largest, the first again.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 >= Self::MAX.0 {
            Self::FIRST
        } else {
            Self(self.0.saturating_add(1))
        }
    }
}

impl RequestNumber {
    /// The next request; 65535 is followed by 1.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.0.checked_add(1) {
            Some(number) => Self(number),
            None => Self(1),
        }
    }
}

/// The operator's token: changes with its answers, and lets its holder speak for the register.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfdToken(u32);

impl OfdToken {
    /// Wraps the token.
    #[must_use]
    pub const fn new(token: u32) -> Self {
        Self(token)
    }

    /// The token itself, for the wire.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Shows that there is one, not which.
impl fmt::Debug for OfdToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfdToken(…)")
    }
}

/// Fiscal sign that the operator gave: text of up to 20 characters, leading form kept. Source: KZ-OFD/fiscal-sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalSign(pub String);

impl fmt::Display for FiscalSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_numbers_wrap_to_one() {
        assert_eq!(RequestNumber::new(65_534).next(), RequestNumber::new(65_535));
        assert_eq!(RequestNumber::new(65_535).next(), RequestNumber::new(1));
        assert_eq!(RequestNumber::default().next(), RequestNumber::new(1));
    }

    #[test]
    fn autonomous_signs_stay_in_the_signed_range() {
        assert_eq!(AutonomousSign::MAX.next(), AutonomousSign::FIRST);
        assert_eq!(AutonomousSign::FIRST.next(), AutonomousSign::new(1002));
    }

    #[test]
    fn a_token_is_not_told_to_logs() {
        assert_eq!(format!("{:?}", OfdToken::new(77)), "OfdToken(…)");
    }
}
