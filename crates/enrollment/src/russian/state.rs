//! The state of a Russian register on its way through the tax service.

mod transition;

use serde::{Deserialize, Serialize};
use std::fmt;
use types::{ApplicationId, Inn, LocalDateTime, NumberError, RegistrationNumber, Timestamp};

use super::{
    RegisterParticulars, ReportFacts, RussianCard, RussianDeregistrationReason, RussianReRegistrationReason,
    RussianReRegistrationReasons,
};
use crate::answer::Refusal;

/// Working days after the number within which the register makes its registration report. Law: RU-54FZ/4.2.
pub const REPORT_TERM_DAYS: u8 = 1;
/// Working days after the report within which the tax service makes the card. Law: RU-54FZ/4.2.
pub const CARD_TERM_DAYS: u8 = 5;

/// Where a Russian register stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum RussianEnrollment {
    /// Known to nobody but its owner.
    Draft {
        /// The last refusal, until the next application.
        refusal: Option<Refusal>,
    },
    /// The application is at the tax service.
    Submitted {
        /// The application.
        application: ApplicationId,
        /// What it tells.
        particulars: RegisterParticulars,
        /// When it was signed.
        submitted_at: Timestamp,
    },
    /// The number is given: the register must make its registration report.
    NumberAssigned {
        /// The number.
        number: RegistrationNumber,
        /// What the application told.
        particulars: RegisterParticulars,
        /// Wall-clock time of the number in the tax service's zone.
        assigned_at: LocalDateTime,
        /// The last refusal of a report.
        refusal: Option<Refusal>,
    },
    /// The facts of the report are at the tax service.
    ReportSubmitted {
        /// The number.
        number: RegistrationNumber,
        /// What the application told.
        particulars: RegisterParticulars,
        /// Wall-clock time of the number in the tax service's zone.
        assigned_at: LocalDateTime,
        /// The report.
        report: ReportFacts,
    },
    /// The tax service made the card.
    Registered {
        /// The card.
        card: RussianCard,
        /// The last refusal, until the next application.
        refusal: Option<Refusal>,
    },
    /// A change is at the tax service; the register works on.
    ReRegistrationSubmitted {
        /// The card until the answer.
        card: RussianCard,
        /// The application.
        application: ApplicationId,
        /// The card as it will be.
        next: Box<RussianCard>,
        /// Why.
        reasons: RussianReRegistrationReasons,
    },
    /// Deregistration is at the tax service.
    DeregistrationSubmitted {
        /// The card until the answer.
        card: RussianCard,
        /// The application.
        application: ApplicationId,
        /// Why.
        reason: RussianDeregistrationReason,
        /// The report on the closing of the storage, unless it is out of reach.
        closing: Option<ReportFacts>,
    },
    /// Off the books, for good.
    Deregistered {
        /// The number it had.
        number: RegistrationNumber,
        /// Why.
        reason: RussianDeregistrationReason,
        /// When.
        at: Timestamp,
    },
}

/// Something that happened to a Russian register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RussianEvent {
    /// The application for registration was signed.
    RegistrationSigned {
        /// The application.
        application: ApplicationId,
        /// What it tells.
        particulars: RegisterParticulars,
    },
    /// The tax service gave the number.
    NumberAssigned {
        /// The number.
        number: RegistrationNumber,
        /// The taxpayer, against whom the number is checked.
        inn: Inn,
        /// Wall-clock time in the tax service's zone.
        at: LocalDateTime,
    },
    /// The register made its registration report.
    ReportMade {
        /// The report.
        report: ReportFacts,
    },
    /// The tax service made the card.
    CardMade {
        /// Day of registration.
        registered_on: LocalDateTime,
    },
    /// The application for a change was signed, after the register made its report.
    ReRegistrationSigned {
        /// The application.
        application: ApplicationId,
        /// What the register is from now on.
        particulars: RegisterParticulars,
        /// Why.
        reasons: RussianReRegistrationReasons,
        /// The report of the change.
        report: ReportFacts,
        /// The report on the closing of the storage that was replaced.
        closing: Option<ReportFacts>,
    },
    /// The application for deregistration was signed.
    DeregistrationSigned {
        /// The application.
        application: ApplicationId,
        /// Why.
        reason: RussianDeregistrationReason,
        /// The report on the closing of the storage.
        closing: Option<ReportFacts>,
    },
    /// The tax service did what the last application wanted.
    Accepted,
    /// The tax service refused.
    Refused {
        /// Why, in its words.
        reason: String,
    },
}

/// Why a Russian register does not move; it stays as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RussianEnrollmentError {
    /// The event does not happen in this state.
    #[error("{event} does not happen to a register that is {state}")]
    WrongState {
        /// The state.
        state: RussianStateKind,
        /// The event.
        event: RussianEventKind,
    },
    /// The number is not one of this taxpayer and register. Source: RU-OFD/rnm.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// The report that registers a storage is its first document.
    #[error("the report has number {got}; the first of a storage has 1")]
    NotFirstDocument {
        /// The number.
        got: u32,
    },
    /// A later report cannot be the first document of its storage.
    #[error("the report has number {got}, which is that of the registration")]
    FirstDocument {
        /// The number.
        got: u32,
    },
    /// Model and serial number never change.
    #[error("model and serial number never change: register anew")]
    AnotherRegister,
    /// Something changed that no reason tells.
    #[error("the change needs the reasons {missing:?} too")]
    MissingReasons {
        /// The reasons that are missing.
        missing: Vec<RussianReRegistrationReason>,
    },
    /// The storage that is taken out must be closed first.
    #[error("the storage must be closed first")]
    StorageNotClosed,
    /// A report of closing without a storage that is taken out.
    #[error("no storage is taken out, so none may be closed")]
    StorageStaysInUse,
}

/// A state without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RussianStateKind {
    /// [`RussianEnrollment::Draft`].
    Draft,
    /// [`RussianEnrollment::Submitted`].
    Submitted,
    /// [`RussianEnrollment::NumberAssigned`].
    NumberAssigned,
    /// [`RussianEnrollment::ReportSubmitted`].
    ReportSubmitted,
    /// [`RussianEnrollment::Registered`].
    Registered,
    /// [`RussianEnrollment::ReRegistrationSubmitted`].
    ReRegistrationSubmitted,
    /// [`RussianEnrollment::DeregistrationSubmitted`].
    DeregistrationSubmitted,
    /// [`RussianEnrollment::Deregistered`].
    Deregistered,
}

/// An event without its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the event of the same name")]
pub enum RussianEventKind {
    RegistrationSigned,
    NumberAssigned,
    ReportMade,
    CardMade,
    ReRegistrationSigned,
    DeregistrationSigned,
    Accepted,
    Refused,
}

impl RussianStateKind {
    /// All of them in the order of a register's life.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::NumberAssigned,
        Self::ReportSubmitted,
        Self::Registered,
        Self::ReRegistrationSubmitted,
        Self::DeregistrationSubmitted,
        Self::Deregistered,
    ];

    /// Code, as it is stored and listed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::NumberAssigned => "number_assigned",
            Self::ReportSubmitted => "report_submitted",
            Self::Registered => "registered",
            Self::ReRegistrationSubmitted => "re_registration_submitted",
            Self::DeregistrationSubmitted => "deregistration_submitted",
            Self::Deregistered => "deregistered",
        }
    }
}

impl fmt::Display for RussianEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RegistrationSigned => "registration",
            Self::NumberAssigned => "a registration number",
            Self::ReportMade => "a registration report",
            Self::CardMade => "a card",
            Self::ReRegistrationSigned => "re-registration",
            Self::DeregistrationSigned => "deregistration",
            Self::Accepted => "`accepted`",
            Self::Refused => "a refusal",
        })
    }
}

impl fmt::Display for RussianStateKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The last second of the working day that comes so many working days after `from`. Saturdays and Sundays are none;
/// public holidays are not known here and only make the term longer.
#[must_use]
pub fn end_of_working_day_after(from: LocalDateTime, working_days: u8) -> LocalDateTime {
    const DAY_S: i64 = 86_400;
    let mut day = from.wall_seconds().div_euclid(DAY_S);
    let mut left = working_days;
    while left > 0 {
        day = day.saturating_add(1);
        // 1 January 1970 was a Thursday: Saturday is the second day after it.
        let is_weekend = matches!(day.rem_euclid(7), 2 | 3);
        if !is_weekend {
            left = left.saturating_sub(1);
        }
    }
    LocalDateTime::from_wall_seconds(day.saturating_mul(DAY_S).saturating_add(DAY_S - 1))
}
