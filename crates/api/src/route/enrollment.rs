//! Routes of enrollment: trade points, registers on their way, applications, keys.

use axum::http::Method;

use super::{AccountEndpoint, Caller, Endpoint, NO_BODY, Route};
use crate::limits::{BATCH_BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX};

/// Calls about enrollment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is described in the OpenAPI document under its operation id"
)]
pub enum EnrollmentEndpoint {
    ListTradePoints,
    CreateTradePoint,
    ShowTradePoint,
    ChangeTradePoint,
    DeleteTradePoint,
    ShowTaxpayer,
    PutTaxpayer,
    ListRegions,
    FindSettlements,
    FindNearestSettlements,
    ListTaxOffices,
    FindRegisterModels,
    ListTariffPlans,
    ListEnrollments,
    CreateEnrollment,
    ShowEnrollment,
    ChangeEnrollment,
    IssueToken,
    PrepareApplication,
    PrepareApplications,
    ShowApplication,
    RenderApplication,
    SignApplication,
    SignApplications,
    CancelApplication,
    AnswerApplication,
    UploadCard,
    RenderCard,
    ShowCardScan,
    ListWaitingCards,
    ShowWaitingCardScan,
    ReviewCard,
    ListRussian,
    CreateRussian,
    ShowRussian,
    RenderRussianCard,
    PrepareRussian,
    TakeRussianReport,
    TakeRussianAnswer,
    ShowRussianApplication,
    RenderRussianApplication,
    SignRussian,
    CancelRussian,
    AnswerRussian,
    ListApiKeys,
    CreateApiKey,
    RevokeApiKey,
}

use EnrollmentEndpoint as To;

const fn get(path: &'static str, endpoint: To) -> Route {
    route(Method::GET, path, Caller::Person, NO_BODY, endpoint)
}

const fn post(path: &'static str, endpoint: To) -> Route {
    route(Method::POST, path, Caller::Owner, SMALL_BODY_BYTES_MAX, endpoint)
}

const fn put(path: &'static str, endpoint: To) -> Route {
    route(Method::PUT, path, Caller::Owner, SMALL_BODY_BYTES_MAX, endpoint)
}

const fn delete(path: &'static str, endpoint: To) -> Route {
    route(Method::DELETE, path, Caller::Owner, NO_BODY, endpoint)
}

const fn staff(method: Method, path: &'static str, body_bytes_max: usize, endpoint: To) -> Route {
    route(method, path, Caller::Operator, body_bytes_max, endpoint)
}

const fn sign(path: &'static str, endpoint: To) -> Route {
    route(Method::POST, path, Caller::Signer, SMALL_BODY_BYTES_MAX, endpoint)
}

const fn route(
    method: Method,
    path: &'static str,
    caller: Caller,
    body_bytes_max: usize,
    endpoint: To,
) -> Route {
    Route {
        method,
        path,
        caller,
        body_bytes_max,
        endpoint: Endpoint::Account(AccountEndpoint::Enrollment(endpoint)),
    }
}

/// Every route of enrollment.
pub(super) static ROUTES: [Route; 47] = [
    get("/api/v1/trade-points", To::ListTradePoints),
    post("/api/v1/trade-points", To::CreateTradePoint),
    get("/api/v1/trade-points/{trade_point}", To::ShowTradePoint),
    put("/api/v1/trade-points/{trade_point}", To::ChangeTradePoint),
    delete("/api/v1/trade-points/{trade_point}", To::DeleteTradePoint),
    get("/api/v1/taxpayer", To::ShowTaxpayer),
    put("/api/v1/taxpayer", To::PutTaxpayer),
    get("/api/v1/dictionaries/regions", To::ListRegions),
    get(
        "/api/v1/dictionaries/nearest-settlements",
        To::FindNearestSettlements,
    ),
    get(
        "/api/v1/dictionaries/regions/{region}/settlements",
        To::FindSettlements,
    ),
    get(
        "/api/v1/dictionaries/regions/{region}/tax-offices",
        To::ListTaxOffices,
    ),
    get("/api/v1/dictionaries/register-models", To::FindRegisterModels),
    get("/api/v1/dictionaries/tariff-plans", To::ListTariffPlans),
    get("/api/v1/enrollments", To::ListEnrollments),
    post("/api/v1/enrollments", To::CreateEnrollment),
    get("/api/v1/enrollments/{enrollment}", To::ShowEnrollment),
    put("/api/v1/enrollments/{enrollment}", To::ChangeEnrollment),
    post("/api/v1/enrollments/{enrollment}/token", To::IssueToken),
    post(
        "/api/v1/enrollments/{enrollment}/applications",
        To::PrepareApplication,
    ),
    post("/api/v1/applications", To::PrepareApplications),
    get("/api/v1/applications/{application}", To::ShowApplication),
    get("/api/v1/applications/{application}/{form}", To::RenderApplication),
    sign(
        "/api/v1/applications/{application}/signature",
        To::SignApplication,
    ),
    sign("/api/v1/signatures", To::SignApplications),
    post("/api/v1/applications/{application}/cancel", To::CancelApplication),
    post("/api/v1/applications/{application}/answer", To::AnswerApplication),
    route(
        Method::POST,
        "/api/v1/enrollments/{enrollment}/card",
        Caller::Owner,
        BATCH_BODY_BYTES_MAX,
        To::UploadCard,
    ),
    get("/api/v1/enrollments/{enrollment}/card/{form}", To::RenderCard),
    get("/api/v1/enrollments/{enrollment}/card-scan", To::ShowCardScan),
    staff(
        Method::GET,
        "/api/v1/registration-cards",
        NO_BODY,
        To::ListWaitingCards,
    ),
    staff(
        Method::GET,
        "/api/v1/registration-cards/{card}/scan",
        NO_BODY,
        To::ShowWaitingCardScan,
    ),
    staff(
        Method::POST,
        "/api/v1/registration-cards/{card}/review",
        SMALL_BODY_BYTES_MAX,
        To::ReviewCard,
    ),
    get("/api/v1/russian-enrollments", To::ListRussian),
    post("/api/v1/russian-enrollments", To::CreateRussian),
    get("/api/v1/russian-enrollments/{enrollment}", To::ShowRussian),
    get(
        "/api/v1/russian-enrollments/{enrollment}/card/{form}",
        To::RenderRussianCard,
    ),
    post(
        "/api/v1/russian-enrollments/{enrollment}/applications",
        To::PrepareRussian,
    ),
    post(
        "/api/v1/russian-enrollments/{enrollment}/report",
        To::TakeRussianReport,
    ),
    post(
        "/api/v1/russian-enrollments/{enrollment}/answer",
        To::TakeRussianAnswer,
    ),
    get(
        "/api/v1/russian-applications/{application}",
        To::ShowRussianApplication,
    ),
    get(
        "/api/v1/russian-applications/{application}/{form}",
        To::RenderRussianApplication,
    ),
    sign(
        "/api/v1/russian-applications/{application}/signature",
        To::SignRussian,
    ),
    post(
        "/api/v1/russian-applications/{application}/cancel",
        To::CancelRussian,
    ),
    post(
        "/api/v1/russian-applications/{application}/answer",
        To::AnswerRussian,
    ),
    get("/api/v1/api-keys", To::ListApiKeys),
    post("/api/v1/api-keys", To::CreateApiKey),
    delete("/api/v1/api-keys/{key}", To::RevokeApiKey),
];
