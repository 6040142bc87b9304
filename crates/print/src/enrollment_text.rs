//! Words of enrollment that screens show: states, messages and hints, in the wordings of three manuals.

use enrollment::{EnrollmentError, Guard, StateKind};

use crate::catalogue::{Arg, TextId};
use crate::{Locale, application, figure};

/// Whose words a screen speaks. The states are the same, and so is what may be done in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Wording {
    /// The older portal of an operator. Source: seed S1.
    Older,
    /// The newer portal of the same operator. Source: seed S2.
    #[default]
    Newer,
    /// A service that sells software registers. Source: seed S3.
    Service,
}

/// Whether an enrolled register is served under a tariff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Served {
    /// It is.
    Yes,
    /// It is not: a plan has to be chosen.
    No,
}

/// What a screen says after something was done, or before it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// A trade point was created.
    TradePointCreated,
    /// A trade point was deleted.
    TradePointDeleted,
    /// The draft is right and kept.
    DraftSaved,
    /// The application for enrollment is signed.
    EnrollmentSent,
    /// The register is on the books.
    Enrolled,
    /// A plan is chosen.
    TariffChosen,
    /// The plan is cancelled.
    TariffCancelled,
    /// The service pauses from the first of the next month.
    SuspensionOrdered,
    /// The application for re-enrollment is signed.
    ReEnrollmentSent,
    /// The register was re-enrolled.
    ReEnrolled,
    /// The application for deregistration is signed.
    DeregistrationSent,
    /// A token is shown for the only time.
    TokenOnce,
    /// Which settlement to choose outside settlements.
    NearestSettlement,
    /// Which settlement to choose in a divided city.
    DividedCity,
    /// Who answers for what is filled in.
    Responsibility,
    /// What may not change after enrollment.
    Unchangeable,
    /// A trade point with the new address comes first.
    CreateTradePointFirst,
    /// The registration number has to be renewed.
    RenewalDue,
}

impl Message {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::TradePointCreated,
        Self::TradePointDeleted,
        Self::DraftSaved,
        Self::EnrollmentSent,
        Self::Enrolled,
        Self::TariffChosen,
        Self::TariffCancelled,
        Self::SuspensionOrdered,
        Self::ReEnrollmentSent,
        Self::ReEnrolled,
        Self::DeregistrationSent,
        Self::TokenOnce,
        Self::NearestSettlement,
        Self::DividedCity,
        Self::Responsibility,
        Self::Unchangeable,
        Self::CreateTradePointFirst,
        Self::RenewalDue,
    ];

    /// Its text.
    #[must_use]
    pub const fn text(self) -> TextId {
        TextId(match self {
            Self::TradePointCreated => "enrollment-trade-point-created",
            Self::TradePointDeleted => "enrollment-trade-point-deleted",
            Self::DraftSaved => "enrollment-draft-saved",
            Self::EnrollmentSent => "enrollment-sent",
            Self::Enrolled => "enrollment-done",
            Self::TariffChosen => "enrollment-tariff-chosen",
            Self::TariffCancelled => "enrollment-tariff-cancelled",
            Self::SuspensionOrdered => "enrollment-suspension-ordered",
            Self::ReEnrollmentSent => "enrollment-re-enrollment-sent",
            Self::ReEnrolled => "enrollment-re-enrolled",
            Self::DeregistrationSent => "enrollment-deregistration-sent",
            Self::TokenOnce => "enrollment-token-once",
            Self::NearestSettlement => "enrollment-nearest-settlement",
            Self::DividedCity => "enrollment-divided-city",
            Self::Responsibility => "enrollment-responsibility",
            Self::Unchangeable => "enrollment-unchangeable",
            Self::CreateTradePointFirst => "enrollment-create-trade-point-first",
            Self::RenewalDue => "enrollment-renewal-due",
        })
    }
}

/// Name of a state in the words of a manual.
#[must_use]
pub const fn state(kind: StateKind, served: Served, wording: Wording) -> TextId {
    TextId(match (kind, wording, served) {
        (StateKind::Draft, Wording::Older, _) => "enrollment-state-draft-older",
        (StateKind::Draft, Wording::Newer | Wording::Service, _) => "enrollment-state-draft",
        (StateKind::Submitted, Wording::Older, _) => "enrollment-state-submitted-older",
        (StateKind::Submitted, Wording::Newer | Wording::Service, _) => "enrollment-state-submitted",
        (StateKind::AwaitingNumber, _, _) => "enrollment-state-awaiting-number",
        (StateKind::UnderReview, _, _) => "enrollment-state-under-review",
        (StateKind::Enrolled, Wording::Older, Served::No) => "enrollment-state-choose-tariff",
        (StateKind::Enrolled, Wording::Service, Served::Yes) => "enrollment-state-active",
        (StateKind::Enrolled, Wording::Older, Served::Yes)
        | (StateKind::Enrolled, Wording::Newer, _)
        | (StateKind::Enrolled, Wording::Service, Served::No) => "enrollment-state-enrolled",
        (StateKind::Suspended, _, _) => "enrollment-state-suspended",
        (StateKind::ReEnrollmentSubmitted, _, _) => "enrollment-state-re-enrollment",
        (StateKind::DeregistrationSubmitted, _, _) => "enrollment-state-deregistration",
        (StateKind::Deregistered, _, _) => "enrollment-state-deregistered",
        (StateKind::WrittenOff, _, _) => "enrollment-state-written-off",
    })
}

/// Why something cannot be done to a register, and what to do first: one sentence for each thing in the way.
#[must_use]
pub fn refusal(error: &EnrollmentError, locale: Locale) -> Vec<String> {
    let one = |id: &'static str| vec![locale.text(id)];
    match error {
        EnrollmentError::Guarded(guards) => guards.iter().map(|guard| guarded(*guard, locale)).collect(),
        EnrollmentError::AnotherTaxOffice { current, target } => {
            let args = [
                ("current", Arg::Text(current.as_str())),
                ("target", Arg::Text(target.as_str())),
            ];
            vec![locale.text_with("enrollment-refused-another-office", &args)]
        }
        EnrollmentError::SameTradePoint => one("enrollment-refused-same-trade-point"),
        EnrollmentError::TariffActive { plan } => {
            let name = application::plan_name(&plan.name, locale);
            vec![locale.text_with("enrollment-refused-tariff-active", &[("plan", Arg::Text(name))])]
        }
        EnrollmentError::TariffNotOffered { plan } => {
            let name = application::plan_name(&plan.name, locale);
            vec![locale.text_with(
                "enrollment-refused-tariff-not-offered",
                &[("plan", Arg::Text(name))],
            )]
        }
        EnrollmentError::TariffAbsent => one("enrollment-refused-tariff-absent"),
        EnrollmentError::SuspensionOrdered { from } => {
            let from = figure::date(from.to_local(types::UtcOffset::KAZAKHSTAN));
            vec![locale.text_with(
                "enrollment-refused-suspension-ordered",
                &[("from", Arg::Text(&from))],
            )]
        }
        EnrollmentError::WrongState { state: kind, .. }
        | EnrollmentError::WrongAnswer { state: kind, .. } => {
            let name = locale.text(state(*kind, Served::Yes, Wording::Newer));
            vec![locale.text_with("enrollment-refused-state", &[("state", Arg::Text(&name))])]
        }
        EnrollmentError::AnotherApplication { .. } => one("enrollment-refused-another-application"),
    }
}

fn guarded(guard: Guard, locale: Locale) -> String {
    match guard {
        Guard::ShiftOpen { since } => {
            let since = figure::moment(since.to_local(types::UtcOffset::KAZAKHSTAN));
            locale.text_with("enrollment-guard-shift-open", &[("since", Arg::Text(&since))])
        }
        Guard::UnsentDocuments { count } => {
            locale.text_with("enrollment-guard-unsent", &[("count", Arg::Count(count))])
        }
        Guard::TariffActive => locale.text("enrollment-guard-tariff-active"),
    }
}

#[cfg(test)]
mod tests;
