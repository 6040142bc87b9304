//! Which numbers of the order's tables exist. Source: RU-FFD/code-tables.

use crate::{FormatVersion, LineSubject, MeasureUnit, Operation, SettlementMethod};

impl LineSubject {
    /// 1: goods.
    pub const GOOD: Self = Self(1);
    /// 3: work.
    pub const WORK: Self = Self(3);
    /// 4: service.
    pub const SERVICE: Self = Self(4);
    /// 10: payment, such as an advance.
    pub const PAYMENT: Self = Self(10);
    /// 30: excise goods that should be marked but have no code.
    pub const EXCISE_WITHOUT_CODE: Self = Self(30);
    /// 31: marked excise goods.
    pub const EXCISE_MARKED: Self = Self(31);
    /// 32: goods that should be marked but have no code.
    pub const GOOD_WITHOUT_CODE: Self = Self(32);
    /// 33: marked goods.
    pub const GOOD_MARKED: Self = Self(33);

    /// First version of the format that has this number; `None` for a number of no table.
    #[must_use]
    pub const fn since(self) -> Option<FormatVersion> {
        match self.0 {
            1..=27 => Some(FormatVersion::V1_05),
            30..=33 => Some(FormatVersion::V1_2),
            _ => None,
        }
    }

    /// 31 and 33: a marking code has to be there.
    #[must_use]
    pub const fn needs_code(self) -> bool {
        matches!(self.0, 31 | 33)
    }

    /// 30 and 32: a marking code must not be there.
    #[must_use]
    pub const fn forbids_code(self) -> bool {
        matches!(self.0, 30 | 32)
    }
}

impl MeasureUnit {
    /// 0: piece.
    pub const PIECE: Self = Self(0);
    /// 255: another unit.
    pub const OTHER: Self = Self(255);

    /// Every number of the table, in its order.
    pub const ALL: [Self; 24] = [
        Self(0),
        Self(10),
        Self(11),
        Self(12),
        Self(20),
        Self(21),
        Self(22),
        Self(30),
        Self(31),
        Self(32),
        Self(40),
        Self(41),
        Self(42),
        Self(50),
        Self(51),
        Self(70),
        Self(71),
        Self(72),
        Self(73),
        Self(80),
        Self(81),
        Self(82),
        Self(83),
        Self(255),
    ];

    /// `true` for a number of the table.
    #[must_use]
    pub fn exists(self) -> bool {
        Self::ALL.contains(&self)
    }
}

impl SettlementMethod {
    /// 1 to 3: paid before delivery.
    #[must_use]
    pub const fn is_prepayment(self) -> bool {
        match self {
            Self::FullPrepayment | Self::PartialPrepayment | Self::Advance => true,
            Self::FullPayment
            | Self::PartialPaymentAndCredit
            | Self::HandedOverOnCredit
            | Self::CreditPayment => false,
        }
    }
}

impl Operation {
    /// `true` for the two returns.
    #[must_use]
    pub const fn is_return(self) -> bool {
        match self {
            Self::SellReturn | Self::BuyReturn => true,
            Self::Sell | Self::Buy => false,
        }
    }
}

/// Kinds of identity documents: tag 1245.
pub const BUYER_DOCUMENT_CODES: [&str; 14] = [
    "21", "22", "26", "27", "28", "31", "32", "33", "34", "35", "36", "37", "38", "40",
];

/// Planned status of a marked good: tag 2003. 5 and 6 come from shops' libraries, not from the order.
pub const PLANNED_STATUSES: [u8; 7] = [1, 2, 3, 4, 5, 6, 255];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_know_their_first_version() {
        let numbers: Vec<u8> = (0..=255)
            .filter(|number| LineSubject(*number).since().is_some())
            .collect();
        assert_eq!(numbers, (1..=27).chain(30..=33).collect::<Vec<u8>>());
        assert_eq!(LineSubject::GOOD_MARKED.since(), Some(FormatVersion::V1_2));
    }

    #[test]
    fn units_are_those_of_the_table() {
        assert!(MeasureUnit::ALL.into_iter().all(MeasureUnit::exists));
        assert!(!MeasureUnit(1).exists());
    }
}
