//! What a register is registered for: sets of the format, kept as its bit masks.

use serde::{Deserialize, Serialize};

/// Taxation regimes of a registration: the mask of tag 1062. Source: RU-FFD/1062.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxationSet(u8);

impl TaxationSet {
    /// General (ОСН).
    pub const GENERAL: Self = Self(1);
    /// Simplified, income (УСН доход).
    pub const SIMPLIFIED_INCOME: Self = Self(2);
    /// Simplified, income minus expense (УСН доход − расход).
    pub const SIMPLIFIED_INCOME_MINUS_EXPENSE: Self = Self(4);
    /// Tax on imputed income (ЕНВД), abolished in 2021.
    pub const IMPUTED_INCOME: Self = Self(8);
    /// Agricultural (ЕСХН).
    pub const AGRICULTURAL: Self = Self(16);
    /// Patent (ПСН).
    pub const PATENT: Self = Self(32);

    /// From the mask of tag 1062.
    #[must_use]
    pub const fn from_mask(mask: u8) -> Self {
        Self(mask)
    }

    /// The mask of tag 1062.
    #[must_use]
    pub const fn mask(self) -> u8 {
        self.0
    }

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// `true` when every regime of `other` is in this set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Agent roles of a registration: the mask of tag 1057. Source: RU-FFD/1057.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AgentSet(u8);

impl AgentSet {
    /// No agent role.
    pub const NONE: Self = Self(0);
    /// All seven roles.
    pub const ALL: Self = Self(0x7F);

    /// From the mask of tag 1057; bit 7 is dropped, since no role has it.
    #[must_use]
    pub const fn from_mask(mask: u8) -> Self {
        Self(mask & Self::ALL.0)
    }

    /// The mask of tag 1057.
    #[must_use]
    pub const fn mask(self) -> u8 {
        self.0
    }

    /// `true` when no role is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One condition of use; its number is the bit of tag 1290. Source: RU-FFD/1290.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UsageCondition {
    /// The automatic machine has a printer; 1221 before FFD 1.2.
    PrinterInMachine,
    /// Automated system of strict reporting forms (АС БСО); 1110 before FFD 1.2.
    StrictReportingForms,
    /// Settlements in the Internet only; 1108 before FFD 1.2.
    InternetOnly,
    /// Excise goods; 1207 before FFD 1.2.
    ExciseGoods,
    /// Marked goods; from FFD 1.2 on.
    MarkedGoods,
    /// Services only; 1109 before FFD 1.2.
    ServicesOnly,
    /// Gambling; 1193 before FFD 1.2.
    Gambling,
    /// Lotteries; 1126 before FFD 1.2.
    Lottery,
    /// Pawnshop; from FFD 1.2 on.
    Pawnshop,
    /// Insurance; from FFD 1.2 on.
    Insurance,
    /// Vending machine; from FFD 1.2 on.
    VendingMachine,
    /// Public catering; from FFD 1.2 on.
    Catering,
    /// Wholesale under one product code; from FFD 1.2 on.
    Wholesale,
}

/// Conditions of use of a registration: the mask of tag 1290.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UsageConditions(u32);

impl UsageConditions {
    /// From the mask of tag 1290.
    #[must_use]
    pub const fn from_mask(mask: u32) -> Self {
        Self(mask)
    }

    /// The mask of tag 1290.
    #[must_use]
    pub const fn mask(self) -> u32 {
        self.0
    }

    /// This set and one condition more.
    #[must_use]
    pub fn with(self, condition: UsageCondition) -> Self {
        Self(self.0 | condition.bit())
    }

    /// `true` when the condition is in the set.
    #[must_use]
    pub fn contains(self, condition: UsageCondition) -> bool {
        self.0 & condition.bit() != 0
    }
}

impl FromIterator<UsageCondition> for UsageConditions {
    fn from_iter<I: IntoIterator<Item = UsageCondition>>(conditions: I) -> Self {
        conditions.into_iter().fold(Self::default(), Self::with)
    }
}

impl UsageCondition {
    const fn bit(self) -> u32 {
        let number = match self {
            Self::PrinterInMachine => 1,
            Self::StrictReportingForms => 2,
            Self::InternetOnly => 5,
            Self::ExciseGoods => 6,
            Self::MarkedGoods => 8,
            Self::ServicesOnly => 9,
            Self::Gambling => 10,
            Self::Lottery => 11,
            Self::Pawnshop => 12,
            Self::Insurance => 13,
            Self::VendingMachine => 14,
            Self::Catering => 15,
            Self::Wholesale => 16,
        };
        1 << number
    }
}

/// Why a registration is changed; its number is the code of tag 1205. Source: RU-FFD/1205.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ReRegistrationReason {
    /// 1: another fiscal storage.
    StorageReplaced,
    /// 2: another operator.
    OfdChanged,
    /// 3: another name of the taxpayer.
    UserNameChanged,
    /// 4: another address or place of settlement.
    PlaceChanged,
    /// 5: documents are transferred from now on.
    ToTransfer,
    /// 6: documents are no longer transferred.
    ToNoTransfer,
    /// 7: another version of the register's model.
    ModelVersionChanged,
    /// 8: other taxation regimes.
    TaxationChanged,
    /// 9: another number of the automatic machine.
    MachineNumberChanged,
    /// 22: another version of the format.
    FormatChanged,
    /// 32: anything else.
    Other,
}

/// Reasons of one re-registration; at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ReRegistrationReasons(u32);

impl ReRegistrationReasons {
    /// One reason.
    #[must_use]
    pub const fn new(reason: ReRegistrationReason) -> Self {
        Self(reason.bit())
    }

    /// One reason more.
    #[must_use]
    pub const fn and(self, reason: ReRegistrationReason) -> Self {
        Self(self.0 | reason.bit())
    }

    /// `true` when the reason is among them.
    #[must_use]
    pub const fn contains(self, reason: ReRegistrationReason) -> bool {
        self.0 & reason.bit() != 0
    }

    /// The mask of tag 1205: bit = code − 1.
    #[must_use]
    pub const fn mask(self) -> u32 {
        self.0
    }

    /// Codes of tag 1101, which has four of them. Source: RU-FFD/1101.
    pub fn short_codes(self) -> impl Iterator<Item = u8> {
        const STORAGE: u32 = ReRegistrationReason::StorageReplaced.bit();
        const OFD: u32 = ReRegistrationReason::OfdChanged.bit();
        const REQUISITES: u32 =
            ReRegistrationReason::UserNameChanged.bit() | ReRegistrationReason::PlaceChanged.bit();
        [
            (1, STORAGE),
            (2, OFD),
            (3, REQUISITES),
            (4, !(STORAGE | OFD | REQUISITES)),
        ]
        .into_iter()
        .filter(move |(_, mask)| self.0 & mask != 0)
        .map(|(code, _)| code)
    }
}

impl ReRegistrationReason {
    const fn bit(self) -> u32 {
        let code = match self {
            Self::StorageReplaced => 1,
            Self::OfdChanged => 2,
            Self::UserNameChanged => 3,
            Self::PlaceChanged => 4,
            Self::ToTransfer => 5,
            Self::ToNoTransfer => 6,
            Self::ModelVersionChanged => 7,
            Self::TaxationChanged => 8,
            Self::MachineNumberChanged => 9,
            Self::FormatChanged => 22,
            Self::Other => 32,
        };
        1 << (code - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_have_a_mask_and_the_four_short_codes() {
        let reasons = ReRegistrationReasons::new(ReRegistrationReason::StorageReplaced)
            .and(ReRegistrationReason::PlaceChanged)
            .and(ReRegistrationReason::Other);
        assert_eq!(reasons.mask(), 0x8000_0009);
        assert_eq!(reasons.short_codes().collect::<Vec<_>>(), [1, 3, 4]);
    }

    #[test]
    fn conditions_are_bits_of_1290() {
        let conditions: UsageConditions = [UsageCondition::InternetOnly, UsageCondition::ServicesOnly]
            .into_iter()
            .collect();
        assert_eq!(conditions.mask(), 0x220);
        assert!(conditions.contains(UsageCondition::ServicesOnly));
        assert!(!conditions.contains(UsageCondition::ExciseGoods));
    }
}
