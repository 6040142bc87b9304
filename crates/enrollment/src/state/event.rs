//! What moves a register from state to state, and what follows.

use serde::{Deserialize, Serialize};
use std::fmt;
use types::{ApplicationId, Timestamp, UtcOffset};

use super::{Enrollment, StateKind};
use crate::answer::{Answer, CardFacts, Verdict};
use crate::number::KgdRegistrationNumber;
use crate::place::TaxOfficeCode;
use crate::request::{Place, Request};
use crate::tariff_plan::{PlanCode, TariffPlan};

/// Something that happened to a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnrollmentEvent {
    /// An application was signed.
    Signed {
        /// The application.
        application: ApplicationId,
        /// What is applied for.
        request: Request,
        /// What the register says of itself.
        facts: RegisterFacts,
    },
    /// The tax authority answered.
    Answered {
        /// The application that is answered.
        application: ApplicationId,
        /// What it says.
        answer: Answer,
    },
    /// A registration card was uploaded.
    CardUploaded {
        /// What it says.
        card: CardFacts,
    },
    /// The uploaded card was reviewed.
    Reviewed {
        /// What the reviewer says.
        verdict: Verdict,
    },
    /// A token is wanted.
    TokenIssued,
    /// The register made a fiscal transaction.
    FiscalTransaction,
    /// The clock moved.
    TimePassed,
}

/// What a register says of itself when an application is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterFacts {
    /// Its shift.
    pub shift: ShiftFact,
    /// Documents that it has not sent yet, as far as the operator knows: at least so many.
    pub unsent_documents: u32,
    /// The zone of its wall clock.
    pub zone: UtcOffset,
}

/// The shift of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShiftFact {
    /// Open since then.
    Open {
        /// When it was opened.
        since: Timestamp,
    },
    /// Closed, or never opened.
    Closed,
}

/// A state with what follows from reaching it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The state now.
    pub enrollment: Enrollment,
    /// What the caller has to carry out, in order.
    pub effects: Vec<Effect>,
}

/// What the caller carries out after a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "effect")]
pub enum Effect {
    /// The application goes to the tax authority.
    SendToTaxAuthority {
        /// The application.
        application: ApplicationId,
    },
    /// The register is on the books: it gets an id at the operator.
    Enrolled {
        /// Its registration number.
        number: KgdRegistrationNumber,
    },
    /// The register is used elsewhere from now on.
    Relocated {
        /// Where.
        place: Place,
    },
    /// The register is off the books: its token dies.
    Deregistered,
    /// Service under a plan begins.
    TariffChosen {
        /// The plan.
        plan: PlanCode,
    },
    /// Service under a plan ends.
    TariffCancelled {
        /// The plan.
        plan: PlanCode,
    },
    /// Service and charging are paused since then.
    Suspended {
        /// Since when.
        from: Timestamp,
    },
    /// Service and charging go on since then.
    Resumed {
        /// Since when.
        at: Timestamp,
    },
    /// A token is drawn; the one before it dies.
    TokenDue,
    /// The register leaves the list of the operator.
    WrittenOff,
}

/// What stands in the way of an application; each has its own message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Guard {
    /// The shift must be closed.
    #[error("the shift is open since {since}")]
    ShiftOpen {
        /// When it was opened.
        since: Timestamp,
    },
    /// Documents must be sent to the operator.
    #[error("{count} documents or more are not sent to the operator")]
    UnsentDocuments {
        /// How many are known of.
        count: u32,
    },
    /// The tariff must be off.
    #[error("the tariff is on")]
    TariffActive,
}

/// Why a register does not move; it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrollmentError {
    /// The event does not happen in this state.
    #[error("{event} does not happen to a register that is {state}")]
    WrongState {
        /// The state.
        state: StateKind,
        /// The event.
        event: EventKind,
    },
    /// Everything that stands in the way; never empty.
    #[error("{}", shown(.0))]
    Guarded(Vec<Guard>),
    /// The answer belongs to another application.
    #[error("application {got} is answered; {expected} is waiting")]
    AnotherApplication {
        /// The application that waits.
        expected: ApplicationId,
        /// The application that was answered.
        got: ApplicationId,
    },
    /// The tax authority answered something that its question does not have for an answer.
    #[error("{event} does not answer the application of a register that is {state}")]
    WrongAnswer {
        /// The state.
        state: StateKind,
        /// The answer.
        event: EventKind,
    },
    /// The other trade point belongs to another tax office: deregister, then enroll anew. Source: seed S1.
    #[error("the trade point belongs to tax office {target}, the register to {current}")]
    AnotherTaxOffice {
        /// The office of the register.
        current: TaxOfficeCode,
        /// The office of the other trade point.
        target: TaxOfficeCode,
    },
    /// The register is used there already.
    #[error("the register is used at this trade point already")]
    SameTradePoint,
    /// A plan is chosen already.
    #[error("the tariff `{}` is on already", plan.code)]
    TariffActive {
        /// The plan.
        plan: Box<TariffPlan>,
    },
    /// The plan is not offered to Kazakh registers today, such as when its last day has passed since the application.
    #[error("the tariff `{}` is not offered", plan.code)]
    TariffNotOffered {
        /// The plan.
        plan: Box<TariffPlan>,
    },
    /// A plan must be chosen first.
    #[error("no tariff is on")]
    TariffAbsent,
    /// The service is ordered to pause already.
    #[error("the service is ordered to pause from {from}")]
    SuspensionOrdered {
        /// Since when.
        from: Timestamp,
    },
}

/// An event without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the event or the request of the same name")]
pub enum EventKind {
    Enroll,
    ReEnroll,
    Deregister,
    WriteOff,
    ChooseTariff,
    CancelTariff,
    Suspend,
    Taken,
    Numbered,
    Accepted,
    Refused,
    CardUploaded,
    Reviewed,
    TokenIssued,
    FiscalTransaction,
}

impl From<&Request> for EventKind {
    fn from(request: &Request) -> Self {
        match request {
            Request::Enroll { .. } => Self::Enroll,
            Request::ReEnroll { .. } => Self::ReEnroll,
            Request::Deregister { .. } => Self::Deregister,
            Request::WriteOff { .. } => Self::WriteOff,
            Request::ChooseTariff { .. } => Self::ChooseTariff,
            Request::CancelTariff => Self::CancelTariff,
            Request::Suspend => Self::Suspend,
        }
    }
}

impl From<&Answer> for EventKind {
    fn from(answer: &Answer) -> Self {
        match answer {
            Answer::Taken => Self::Taken,
            Answer::Numbered { .. } => Self::Numbered,
            Answer::Accepted => Self::Accepted,
            Answer::Refused { .. } => Self::Refused,
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Enroll => "enrollment",
            Self::ReEnroll => "re-enrollment",
            Self::Deregister => "deregistration",
            Self::WriteOff => "write-off",
            Self::ChooseTariff => "choice of a tariff",
            Self::CancelTariff => "cancellation of the tariff",
            Self::Suspend => "suspension",
            Self::Taken => "`taken`",
            Self::Numbered => "a registration number",
            Self::Accepted => "`accepted`",
            Self::Refused => "a refusal",
            Self::CardUploaded => "a registration card",
            Self::Reviewed => "a review",
            Self::TokenIssued => "issue of a token",
            Self::FiscalTransaction => "a fiscal transaction",
        })
    }
}

fn shown(guards: &[Guard]) -> String {
    let guards: Vec<String> = guards.iter().map(ToString::to_string).collect();
    guards.join("; ")
}
