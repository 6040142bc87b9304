//! How long a fiscal storage serves.

use ofd_ru::FfdVersion;
use serde::{Deserialize, Serialize};

use crate::fiscal_storage::{StorageRegistration, Transfer};
use crate::usage::{TaxationSet, UsageCondition};

/// Model of a fiscal storage by the months on its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValidityModel {
    /// 13 months: 410 days.
    Months13,
    /// 15 months: 470 days.
    Months15,
    /// 36 months: 1110 days.
    Months36,
}

/// Days that a key serves when the conditions of use shorten it most.
const SHORTEST_DAYS: u32 = 410;
/// Days that a 36-month key serves under the general regime with goods, or with agents.
const GENERAL_DAYS: u32 = 560;

impl ValidityModel {
    /// Days from the registration when nothing shortens them. Source: RU-OFD/storage-lifetime.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self {
            Self::Months13 => 410,
            Self::Months15 => 470,
            Self::Months36 => 1110,
        }
    }

    /// Days from the registration under these conditions of use.
    ///
    /// The published tables agree on the numbers; which conditions add up is read as "the shortest wins".
    /// Source: RU-OFD/storage-lifetime.
    #[must_use]
    pub fn days_for(self, registration: &StorageRegistration) -> u32 {
        let used = |condition| registration.conditions.contains(condition);
        let format_1_2 = registration.ffd == FfdVersion::V1_2;
        let general_goods =
            registration.taxation.contains(TaxationSet::GENERAL) && !used(UsageCondition::ServicesOnly);
        let agents = format_1_2 && !registration.agents.is_empty();
        let risky = format_1_2
            && [
                UsageCondition::Gambling,
                UsageCondition::Pawnshop,
                UsageCondition::Insurance,
            ]
            .into_iter()
            .any(used);
        let kept_inside = registration.transfer == Transfer::None;
        let limit = match self {
            Self::Months13 | Self::Months15 if risky || kept_inside => SHORTEST_DAYS,
            Self::Months36 if used(UsageCondition::ExciseGoods) => SHORTEST_DAYS,
            Self::Months36 if kept_inside && format_1_2 && general_goods => SHORTEST_DAYS,
            Self::Months36 if kept_inside || general_goods || agents => GENERAL_DAYS,
            Self::Months13 | Self::Months15 | Self::Months36 => self.days(),
        };
        limit.min(self.days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::{AgentSet, UsageConditions};
    use types::{Inn, RegistrationNumber};

    fn registration(taxation: TaxationSet, conditions: &[UsageCondition]) -> StorageRegistration {
        StorageRegistration {
            ffd: FfdVersion::V1_2,
            registration_number: RegistrationNumber::parse("0007795807005569").unwrap(),
            inn: Inn::parse("7825706086").unwrap(),
            transfer: Transfer::Ofd,
            taxation,
            agents: AgentSet::NONE,
            conditions: conditions.iter().copied().collect::<UsageConditions>(),
        }
    }

    #[test]
    fn conditions_shorten_the_validity() {
        use UsageCondition::{ExciseGoods, Gambling, ServicesOnly};
        use ValidityModel::{Months13, Months15, Months36};
        let general = TaxationSet::GENERAL;
        let simple = TaxationSet::SIMPLIFIED_INCOME;
        let table: [(&str, ValidityModel, StorageRegistration, u32); 9] = [
            ("13 months", Months13, registration(general, &[]), 410),
            ("15 months", Months15, registration(general, &[]), 470),
            (
                "15 months, gambling",
                Months15,
                registration(simple, &[Gambling]),
                410,
            ),
            ("36 months, simplified", Months36, registration(simple, &[]), 1110),
            (
                "36 months, general, goods",
                Months36,
                registration(general, &[]),
                560,
            ),
            (
                "36 months, general, services",
                Months36,
                registration(general, &[ServicesOnly]),
                1110,
            ),
            (
                "36 months, excise",
                Months36,
                registration(simple, &[ExciseGoods]),
                410,
            ),
            (
                "36 months, agents",
                Months36,
                StorageRegistration {
                    agents: AgentSet::from_mask(1),
                    ..registration(simple, &[])
                },
                560,
            ),
            (
                "36 months, no transfer, general, goods",
                Months36,
                StorageRegistration {
                    transfer: Transfer::None,
                    ..registration(general, &[])
                },
                410,
            ),
        ];
        for (name, model, registration, days) in table {
            assert_eq!(model.days_for(&registration), days, "{name}");
        }
    }

    #[test]
    fn no_transfer_shortens_by_model() {
        let kept = |taxation| StorageRegistration {
            transfer: Transfer::None,
            ..registration(taxation, &[])
        };
        assert_eq!(ValidityModel::Months15.days_for(&kept(TaxationSet::PATENT)), 410);
        assert_eq!(ValidityModel::Months36.days_for(&kept(TaxationSet::PATENT)), 560);
    }
}
