//! The numbers that a fiscal storage gives out.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! number {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl $name {
            /// Wraps the number.
            #[must_use]
            pub const fn new(number: u32) -> Self {
                Self(number)
            }

            /// The number itself.
            #[must_use]
            pub const fn get(self) -> u32 {
                self.0
            }

            /// The next number, saturating at the end of the range.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
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
    /// Number of a document in its fiscal storage, from 1, without gaps: tag 1040.
    FiscalDocumentNumber
);
number!(
    /// Number of a shift in its fiscal storage, from 1: tag 1038.
    ShiftNumber
);
number!(
    /// Number of a receipt in its shift, from 1: tag 1042.
    ReceiptNumberInShift
);

/// Fiscal sign of a document (ФПД): the number that is printed and stands in the QR. Source: RU-OFD/fpd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalSign(u32);

impl FiscalSign {
    /// Wraps the sign.
    #[must_use]
    pub const fn new(sign: u32) -> Self {
        Self(sign)
    }

    /// The sign itself.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

/// Decimal, without leading zeros.
impl fmt::Display for FiscalSign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
