//! What waits for a tax authority, of everybody: the sandbox's page shows it and answers it.

use enrollment::ApplicationKind;
use store::{applications, russian_enrollments};
use types::{ApplicationId, OrganizationId, RegisterId, Timestamp};

use super::{EnrollmentFailure, authority, russian};
use crate::App;

/// What is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// An application in Kazakhstan.
    Kazakh(ApplicationId),
    /// Whatever a Russian register waits for.
    Russian(RegisterId),
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitingKind {
    /// To put a register on the books.
    Enrollment,
    /// To change what the books say.
    ReEnrollment,
    /// To take a register off the books.
    Deregistration,
    /// To make the card after a registration report.
    Report,
}

/// Something that a tax authority has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// What.
    pub what: What,
    /// Whose.
    pub organization: OrganizationId,
    /// What is asked.
    pub kind: WaitingKind,
    /// Name of the register.
    pub register: String,
    /// When it was signed.
    pub signed_at: Option<Timestamp>,
}

/// What waits, oldest first, at most `limit` of each country.
pub async fn of_everybody(app: &App, limit: u32) -> Result<Vec<Waiting>, EnrollmentFailure> {
    app.db()
        .read("waiting_applications", move |tx| {
            let kazakh = applications::waiting(tx, limit)?.into_iter();
            let kazakh = kazakh.filter_map(|row| {
                Some(Waiting {
                    what: What::Kazakh(row.id),
                    organization: row.organization,
                    kind: kazakh_kind(&row.kind)?,
                    register: row.register_name,
                    signed_at: row.signed_at,
                })
            });
            let russian = russian_enrollments::waiting(tx, limit)?.into_iter();
            let russian = russian.filter_map(|row| {
                Some(Waiting {
                    what: What::Russian(row.id),
                    organization: row.organization,
                    kind: russian_kind(&row.facts.state)?,
                    register: row.facts.name,
                    signed_at: None,
                })
            });
            Ok(kazakh.chain(russian).collect())
        })
        .await
}

/// Answers in the place of the tax authority; `refusal` is its reason.
pub async fn answer(app: &App, waiting: &Waiting, refusal: Option<String>) -> Result<(), EnrollmentFailure> {
    let owner = waiting.organization;
    match waiting.what {
        What::Kazakh(application) => authority::answer_by_hand(app, owner, application, refusal)
            .await
            .map(drop),
        What::Russian(register) => russian::answer_by_hand(app, owner, register, refusal).await,
    }
}

fn kazakh_kind(code: &str) -> Option<WaitingKind> {
    match ApplicationKind::from_code(code)? {
        ApplicationKind::Enrollment => Some(WaitingKind::Enrollment),
        ApplicationKind::ReEnrollment => Some(WaitingKind::ReEnrollment),
        ApplicationKind::Deregistration => Some(WaitingKind::Deregistration),
        ApplicationKind::WriteOff
        | ApplicationKind::TariffChoice
        | ApplicationKind::TariffCancellation
        | ApplicationKind::Suspension => None,
    }
}

/// By the code of the register's state.
fn russian_kind(state: &str) -> Option<WaitingKind> {
    match state {
        "submitted" => Some(WaitingKind::Enrollment),
        "report_submitted" => Some(WaitingKind::Report),
        "re_registration_submitted" => Some(WaitingKind::ReEnrollment),
        "deregistration_submitted" => Some(WaitingKind::Deregistration),
        _other => None,
    }
}
