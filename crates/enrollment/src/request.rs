//! What can be applied for.

use serde::{Deserialize, Serialize};
use types::TradePointId;

use crate::place::TaxOfficeCode;
use crate::tariff_plan::TariffPlan;

/// Where a register is used, as far as its state needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The trade point.
    pub trade_point: TradePointId,
    /// The tax office of the trade point.
    pub tax_office: TaxOfficeCode,
}

/// How the registration number comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentRoute {
    /// The tax authority answers electronically. Source: seeds S1 and S2.
    Online,
    /// The signed form is printed, and a registration card is got at the tax office and uploaded. Source: seed S3.
    ByCard,
}

/// What a taxpayer applies for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Request {
    /// To be enrolled.
    Enroll {
        /// How the number comes.
        route: EnrollmentRoute,
        /// Where the register will be used.
        place: Place,
    },
    /// To be used at another trade point of the same tax office.
    ReEnroll {
        /// Where the register will be used.
        target: Place,
    },
    /// To be taken off the books of the tax authority.
    Deregister {
        /// Why.
        reason: DeregistrationReason,
    },
    /// To be taken off the list of the operator, after deregistration.
    WriteOff {
        /// Why.
        reason: WriteOffReason,
    },
    /// To be served under a tariff plan.
    ChooseTariff {
        /// The version of the plan that was offered when the application was prepared.
        plan: Box<TariffPlan>,
    },
    /// To be served no more.
    CancelTariff,
    /// To pause the service from the first of the next month.
    Suspend,
}

/// Why a register is deregistered. Source: KZ-DEREGISTRATION-REASONS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeregistrationReason {
    /// The taxpayer stops the activity.
    CessationOfActivity,
    /// The register moves to the district of another tax office.
    MoveToAnotherTaxOffice,
    /// The register is out of order and cannot be used any longer.
    TechnicalFailure,
    /// The model was taken out of the state register.
    ModelExcluded,
    /// The register is replaced by one of a new model.
    ReplacedByNewModel,
    /// The register was stolen or lost.
    TheftOrLoss,
}

impl DeregistrationReason {
    /// All of them in the order of their numbers.
    pub const ALL: [Self; 6] = [
        Self::CessationOfActivity,
        Self::MoveToAnotherTaxOffice,
        Self::TechnicalFailure,
        Self::ModelExcluded,
        Self::ReplacedByNewModel,
        Self::TheftOrLoss,
    ];

    /// Number in the list, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::CessationOfActivity => 1,
            Self::MoveToAnotherTaxOffice => 2,
            Self::TechnicalFailure => 3,
            Self::ModelExcluded => 4,
            Self::ReplacedByNewModel => 5,
            Self::TheftOrLoss => 6,
        }
    }

    /// `true` when the register may be out of reach, so that nobody can close its shift or send its documents.
    /// Source: ours.
    #[must_use]
    pub const fn is_out_of_reach(self) -> bool {
        matches!(self, Self::TheftOrLoss)
    }
}

/// Why a register is written off. Source: ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteOffReason {
    /// It is worn out or broken.
    WornOut,
    /// It was sold or given away.
    Disposed,
    /// It was stolen or lost.
    TheftOrLoss,
}

impl WriteOffReason {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::WornOut, Self::Disposed, Self::TheftOrLoss];

    /// Code, as it stands in the signed bytes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WornOut => "worn_out",
            Self::Disposed => "disposed",
            Self::TheftOrLoss => "theft_or_loss",
        }
    }
}
