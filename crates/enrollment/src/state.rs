//! The state of a Kazakh register on its way through the tax authority.

mod event;
mod kind;
mod transition;

use serde::{Deserialize, Serialize};
use types::{ApplicationId, Timestamp};

use crate::answer::{CardFacts, Refusal};
use crate::number::KgdRegistrationNumber;
use crate::place::TaxOfficeCode;
use crate::request::{DeregistrationReason, Place, WriteOffReason};
use crate::tariff_plan::TariffPlan;

pub use event::{
    Effect, EnrollmentError, EnrollmentEvent, EventKind, Guard, Moved, RegisterFacts, ShiftFact,
};
pub use kind::StateKind;

/// Where a register stands. Made by [`Self::draft`], moved by [`Self::on`] alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Enrollment {
    /// Known to nobody but its owner.
    Draft {
        /// The last refusal, until the next application.
        refusal: Option<Refusal>,
    },
    /// The application is at the tax authority.
    Submitted {
        /// The application.
        application: ApplicationId,
        /// Where the register will be used.
        place: Place,
        /// When it was signed.
        submitted_at: Timestamp,
    },
    /// The tax authority took the application; the registration number is still to come.
    AwaitingNumber {
        /// The application.
        application: ApplicationId,
        /// Where the register will be used.
        place: Place,
        /// Since when the number is awaited.
        since: Timestamp,
        /// Why an uploaded card was returned.
        returned: Option<Refusal>,
    },
    /// A registration card was uploaded and is being reviewed.
    UnderReview {
        /// The application.
        application: ApplicationId,
        /// Where the register will be used.
        place: Place,
        /// What the card says.
        card: CardFacts,
        /// Since when it is reviewed.
        since: Timestamp,
    },
    /// On the books of the tax authority.
    Enrolled {
        /// What does not depend on the service.
        registered: Registered,
        /// Since when the service is ordered to pause, where it is.
        suspension_from: Option<Timestamp>,
    },
    /// Enrolled, with the service paused; the next fiscal transaction resumes it.
    Suspended {
        /// What does not depend on the service.
        registered: Registered,
        /// Since when.
        from: Timestamp,
    },
    /// Enrolled, with an application to move it at the tax authority; it goes on working.
    ReEnrollmentSubmitted {
        /// What holds until the answer.
        registered: Registered,
        /// Whether the service runs meanwhile.
        standing: Standing,
        /// The application.
        application: ApplicationId,
        /// Where the register will be used.
        target: Place,
        /// When it was signed.
        submitted_at: Timestamp,
    },
    /// Enrolled, with an application to deregister it at the tax authority.
    DeregistrationSubmitted {
        /// What holds until the answer.
        registered: Registered,
        /// The application.
        application: ApplicationId,
        /// Why it is deregistered.
        reason: DeregistrationReason,
        /// When it was signed.
        submitted_at: Timestamp,
    },
    /// Off the books of the tax authority, for good.
    Deregistered {
        /// The number it had.
        number: KgdRegistrationNumber,
        /// Why.
        reason: DeregistrationReason,
        /// When.
        at: Timestamp,
    },
    /// Off the list of the operator too.
    WrittenOff {
        /// The number it had.
        number: KgdRegistrationNumber,
        /// Why.
        reason: WriteOffReason,
        /// When.
        at: Timestamp,
    },
}

/// What is true of a register while it is on the books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// The number that the tax authority gave; it never changes. Source: seed S1.
    pub number: KgdRegistrationNumber,
    /// Where it is used.
    pub place: Place,
    /// Since when it is on the books.
    pub enrolled_at: Timestamp,
    /// Under what plan it is served.
    pub tariff: Tariff,
    /// The last refusal, until the next application.
    pub refusal: Option<Refusal>,
}

impl Registered {
    /// The tax office with whose books it is.
    #[must_use]
    pub const fn tax_office(&self) -> &TaxOfficeCode {
        &self.place.tax_office
    }
}

/// Under what plan a register is served.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "tariff")]
pub enum Tariff {
    /// Under none: it cannot work.
    Absent,
    /// Under a plan.
    Active {
        /// The plan as it was signed.
        plan: Box<TariffPlan>,
        /// Since when.
        since: Timestamp,
    },
}

/// Whether the service of an enrolled register runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Standing {
    /// It runs.
    Running {
        /// Since when it is ordered to pause, where it is.
        suspension_from: Option<Timestamp>,
    },
    /// It is paused.
    Paused {
        /// Since when.
        from: Timestamp,
    },
}

impl Enrollment {
    /// A register that was just filled in.
    #[must_use]
    pub const fn draft() -> Self {
        Self::Draft { refusal: None }
    }

    /// The facts of the books, in the states that have them.
    #[must_use]
    pub const fn registered(&self) -> Option<&Registered> {
        match self {
            Self::Enrolled { registered, .. }
            | Self::Suspended { registered, .. }
            | Self::ReEnrollmentSubmitted { registered, .. }
            | Self::DeregistrationSubmitted { registered, .. } => Some(registered),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => None,
        }
    }

    /// The registration number, from the answer of the tax authority on.
    #[must_use]
    pub const fn number(&self) -> Option<&KgdRegistrationNumber> {
        match self {
            Self::Deregistered { number, .. } | Self::WrittenOff { number, .. } => Some(number),
            Self::Draft { .. }
            | Self::Submitted { .. }
            | Self::AwaitingNumber { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. } => match self.registered() {
                Some(registered) => Some(&registered.number),
                None => None,
            },
        }
    }

    /// The application that waits for an answer of the tax authority.
    #[must_use]
    pub const fn pending(&self) -> Option<ApplicationId> {
        match self {
            Self::Submitted { application, .. }
            | Self::AwaitingNumber { application, .. }
            | Self::UnderReview { application, .. }
            | Self::ReEnrollmentSubmitted { application, .. }
            | Self::DeregistrationSubmitted { application, .. } => Some(*application),
            Self::Draft { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => None,
        }
    }

    /// The last refusal that the owner has to see.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Draft { refusal } => refusal.as_ref(),
            Self::AwaitingNumber { returned, .. } => returned.as_ref(),
            Self::Submitted { .. }
            | Self::UnderReview { .. }
            | Self::Enrolled { .. }
            | Self::Suspended { .. }
            | Self::ReEnrollmentSubmitted { .. }
            | Self::DeregistrationSubmitted { .. }
            | Self::Deregistered { .. }
            | Self::WrittenOff { .. } => match self.registered() {
                Some(registered) => registered.refusal.as_ref(),
                None => None,
            },
        }
    }
}

#[cfg(test)]
mod tests;
