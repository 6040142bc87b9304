//! Why a registration is changed or ended.

use serde::{Deserialize, Serialize};

use super::RegisterParticulars;

/// Why a registration is changed, by the code of the application form. Source: RU-FNS/1110061.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RussianReRegistrationReason {
    /// 1: another address or place.
    PlaceChanged,
    /// 2: another operator.
    OfdChanged,
    /// 3: other data of the automatic device.
    MachineChanged,
    /// 4: another fiscal storage.
    StorageReplaced,
    /// 5: documents go to an operator from now on.
    ToTransfer,
    /// 6: documents go nowhere from now on.
    ToNoTransfer,
    /// 7: another name of the user.
    UserNameChanged,
    /// 8: anything else.
    Other,
}

impl RussianReRegistrationReason {
    /// All of them in the order of their codes.
    pub const ALL: [Self; 8] = [
        Self::PlaceChanged,
        Self::OfdChanged,
        Self::MachineChanged,
        Self::StorageReplaced,
        Self::ToTransfer,
        Self::ToNoTransfer,
        Self::UserNameChanged,
        Self::Other,
    ];

    /// Code of the application form.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::PlaceChanged => 1,
            Self::OfdChanged => 2,
            Self::MachineChanged => 3,
            Self::StorageReplaced => 4,
            Self::ToTransfer => 5,
            Self::ToNoTransfer => 6,
            Self::UserNameChanged => 7,
            Self::Other => 8,
        }
    }

    /// Code of the register's own report in formats up to 1.05, which knows four. Source: RU-FFD/1101.
    #[must_use]
    pub const fn report_code(self) -> u8 {
        match self {
            Self::StorageReplaced => 1,
            Self::OfdChanged => 2,
            Self::PlaceChanged | Self::UserNameChanged => 3,
            Self::MachineChanged | Self::ToTransfer | Self::ToNoTransfer | Self::Other => 4,
        }
    }
}

/// Reasons of one change; at least one, in the order of their codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<RussianReRegistrationReason>",
    into = "Vec<RussianReRegistrationReason>"
)]
pub struct RussianReRegistrationReasons(Vec<RussianReRegistrationReason>);

impl RussianReRegistrationReasons {
    /// Sorted, without repetition; `None` when there is no reason.
    #[must_use]
    pub fn new(mut reasons: Vec<RussianReRegistrationReason>) -> Option<Self> {
        reasons.sort_unstable();
        reasons.dedup();
        (!reasons.is_empty()).then_some(Self(reasons))
    }

    /// What differs between the card and what is wanted; `None` when nothing does. A change that has no code of its
    /// own is [`RussianReRegistrationReason::Other`].
    #[must_use]
    pub fn between(before: &RegisterParticulars, after: &RegisterParticulars) -> Option<Self> {
        use super::DocumentDestination::{Nowhere, Ofd};
        use RussianReRegistrationReason as Reason;
        let mut reasons = Vec::new();
        let mut when = |differs: bool, reason| {
            if differs {
                reasons.push(reason);
            }
        };
        when(
            (&before.address, &before.place) != (&after.address, &after.place),
            Reason::PlaceChanged,
        );
        when(
            before.storage.number != after.storage.number,
            Reason::StorageReplaced,
        );
        when(before.usage != after.usage, Reason::Other);
        match (&before.destination, &after.destination) {
            (Ofd { inn: from, .. }, Ofd { inn: to, .. }) => when(from != to, Reason::OfdChanged),
            (Nowhere, Ofd { .. }) => when(true, Reason::ToTransfer),
            (Ofd { .. }, Nowhere) => when(true, Reason::ToNoTransfer),
            (Nowhere, Nowhere) => {}
        }
        Self::new(reasons)
    }

    /// The reasons.
    #[must_use]
    pub fn as_slice(&self) -> &[RussianReRegistrationReason] {
        &self.0
    }

    /// `true` when the reason is among them.
    #[must_use]
    pub fn contains(&self, reason: RussianReRegistrationReason) -> bool {
        self.0.contains(&reason)
    }
}

impl TryFrom<Vec<RussianReRegistrationReason>> for RussianReRegistrationReasons {
    type Error = &'static str;
    fn try_from(reasons: Vec<RussianReRegistrationReason>) -> Result<Self, Self::Error> {
        Self::new(reasons).ok_or("a change has at least one reason")
    }
}

impl From<RussianReRegistrationReasons> for Vec<RussianReRegistrationReason> {
    fn from(reasons: RussianReRegistrationReasons) -> Self {
        reasons.0
    }
}

/// Why a register is deregistered. Source: RU-FNS/1110062.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RussianDeregistrationReason {
    /// The register was stolen.
    Theft,
    /// The register was lost.
    Loss,
    /// The fiscal storage is broken and cannot make its closing report.
    StorageBroken,
    /// Anything else, such as that it is used no more or handed to another user.
    Other,
}

impl RussianDeregistrationReason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Theft, Self::Loss, Self::StorageBroken, Self::Other];

    /// Code, as it stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Theft => "theft",
            Self::Loss => "loss",
            Self::StorageBroken => "storage_broken",
            Self::Other => "other",
        }
    }

    /// `true` when the storage can and must be closed first.
    #[must_use]
    pub const fn needs_storage_closing(self) -> bool {
        matches!(self, Self::Other)
    }
}
