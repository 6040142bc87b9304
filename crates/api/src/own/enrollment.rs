//! Enrollment: trade points, dictionaries, registers on their way, applications, keys.

mod application;
mod bulk;
mod card;
mod dictionary;
mod key;
mod register;
mod russian;
mod russian_request;
mod trade_point;

use types::OrganizationId;

use crate::call::PersonCall;
use crate::cloud::{Cloud, EnrollmentRefusal, Role};
use crate::field::{FieldError, FieldErrorKind, Node};
use crate::reply::Failure;
use crate::route::EnrollmentEndpoint;
use crate::shop::Answered;

/// Answers a call about enrollment.
pub(super) async fn answer<C: Cloud>(endpoint: EnrollmentEndpoint, call: PersonCall<'_, C>) -> Answered {
    match endpoint {
        EnrollmentEndpoint::ListTradePoints => trade_point::list(call).await,
        EnrollmentEndpoint::CreateTradePoint => trade_point::create(call).await,
        EnrollmentEndpoint::ShowTradePoint => trade_point::show(call).await,
        EnrollmentEndpoint::ChangeTradePoint => trade_point::change(call).await,
        EnrollmentEndpoint::DeleteTradePoint => trade_point::delete(call).await,
        EnrollmentEndpoint::ShowTaxpayer => trade_point::taxpayer(call).await,
        EnrollmentEndpoint::PutTaxpayer => trade_point::put_taxpayer(call).await,
        EnrollmentEndpoint::ListRegions => Ok(dictionary::regions(&call)),
        EnrollmentEndpoint::FindSettlements => dictionary::settlements(&call),
        EnrollmentEndpoint::FindNearestSettlements => dictionary::nearest(&call),
        EnrollmentEndpoint::ListTaxOffices => dictionary::tax_offices(&call),
        EnrollmentEndpoint::FindRegisterModels => dictionary::models(&call),
        EnrollmentEndpoint::ListTariffPlans => dictionary::tariff_plans(&call),
        EnrollmentEndpoint::ListEnrollments => register::list(call).await,
        EnrollmentEndpoint::CreateEnrollment => register::create(call).await,
        EnrollmentEndpoint::ShowEnrollment => register::show(call).await,
        EnrollmentEndpoint::ChangeEnrollment => register::change(call).await,
        EnrollmentEndpoint::IssueToken => register::issue_token(call).await,
        EnrollmentEndpoint::PrepareApplication => application::prepare(call).await,
        EnrollmentEndpoint::PrepareApplications => bulk::prepare(call).await,
        EnrollmentEndpoint::ShowApplication => application::show(call).await,
        EnrollmentEndpoint::RenderApplication => application::render(call).await,
        EnrollmentEndpoint::SignApplication => application::sign(call).await,
        EnrollmentEndpoint::SignApplications => bulk::sign(call).await,
        EnrollmentEndpoint::CancelApplication => application::cancel(call).await,
        EnrollmentEndpoint::AnswerApplication => application::by_hand(call).await,
        EnrollmentEndpoint::UploadCard => card::upload(call).await,
        EnrollmentEndpoint::RenderCard => card::render(call).await,
        EnrollmentEndpoint::ShowCardScan => card::own_scan(call).await,
        EnrollmentEndpoint::ListWaitingCards => card::waiting(call).await,
        EnrollmentEndpoint::ShowWaitingCardScan => card::scan(call).await,
        EnrollmentEndpoint::ReviewCard => card::review(call).await,
        EnrollmentEndpoint::ListRussian => russian::list(call).await,
        EnrollmentEndpoint::CreateRussian => russian::create(call).await,
        EnrollmentEndpoint::ShowRussian => russian::show(call).await,
        EnrollmentEndpoint::RenderRussianCard => russian::card(call).await,
        EnrollmentEndpoint::PrepareRussian => russian::prepare(call).await,
        EnrollmentEndpoint::TakeRussianReport => russian::take_report(call).await,
        EnrollmentEndpoint::TakeRussianAnswer => russian::take_answer(call).await,
        EnrollmentEndpoint::ShowRussianApplication => russian::show_application(call).await,
        EnrollmentEndpoint::RenderRussianApplication => russian::render(call).await,
        EnrollmentEndpoint::SignRussian => russian::sign(call).await,
        EnrollmentEndpoint::CancelRussian => russian::cancel(call).await,
        EnrollmentEndpoint::AnswerRussian => russian::by_hand(call).await,
        EnrollmentEndpoint::ListApiKeys => key::list(call).await,
        EnrollmentEndpoint::CreateApiKey => key::create(call).await,
        EnrollmentEndpoint::RevokeApiKey => key::revoke(call).await,
    }
}

/// The organization that calls; staff of the operator have none.
fn owner<C>(call: &PersonCall<'_, C>) -> Result<OrganizationId, Failure> {
    match call.actor.role {
        Role::Owner(organization) | Role::Cashier(organization) => Ok(organization),
        Role::Operator => Err(Failure::NotFound),
    }
}

impl From<EnrollmentRefusal> for Failure {
    fn from(refusal: EnrollmentRefusal) -> Self {
        match refusal {
            EnrollmentRefusal::Absent => Self::NotFound,
            EnrollmentRefusal::SerialNumberTaken => Self::field("serial_number", FieldErrorKind::Taken),
            EnrollmentRefusal::Because { code, message } => Self::Refused { code, message },
            EnrollmentRefusal::Fields(errors) => {
                let fields = errors.as_slice().iter().map(|error| FieldError {
                    path: error.path.to_owned(),
                    value: None,
                    kind: FieldErrorKind::Form(error.problem.clone()),
                });
                Self::Fields(fields.collect())
            }
        }
    }
}

/// A text of a form; what is absent is told by the form itself.
fn text_of(node: &Node<'_>) -> String {
    let text = node.given().and_then(|node| node.raw_text());
    text.unwrap_or_default().to_owned()
}

/// A number or text of a form, as text.
fn figure_of(node: &Node<'_>) -> String {
    let text = node.given().and_then(|node| node.text_or_integer());
    text.unwrap_or_default().to_owned()
}
