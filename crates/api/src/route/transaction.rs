//! Routes of what Kazakh registers did, and of archives.

use axum::http::Method;

use super::{AccountEndpoint, Caller, Endpoint, NO_BODY, Route};

/// Calls about transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is described in the OpenAPI document under its operation id"
)]
pub enum TransactionEndpoint {
    ListRegisters,
    ShowRegister,
    ListTransactions,
    ListZReports,
    ListXReports,
    ListShifts,
    ListIncidents,
    LoadArchive,
    LoadSummary,
    RenderDocument,
    RenderReport,
    LoadDocumentArchive,
    LoadDocumentSummary,
}

use TransactionEndpoint as To;

const fn get(path: &'static str, endpoint: To) -> Route {
    Route {
        method: Method::GET,
        path,
        caller: Caller::Person,
        body_bytes_max: NO_BODY,
        endpoint: Endpoint::Account(AccountEndpoint::Transaction(endpoint)),
    }
}

/// Every route of transactions.
pub(super) static ROUTES: [Route; 13] = [
    get("/api/v1/kz-registers", To::ListRegisters),
    get("/api/v1/kz-registers/{register}", To::ShowRegister),
    get(
        "/api/v1/kz-registers/{register}/transactions",
        To::ListTransactions,
    ),
    get("/api/v1/kz-registers/{register}/z-reports", To::ListZReports),
    get("/api/v1/kz-registers/{register}/x-reports", To::ListXReports),
    get("/api/v1/kz-registers/{register}/shifts", To::ListShifts),
    get("/api/v1/kz-registers/{register}/incidents", To::ListIncidents),
    get("/api/v1/kz-registers/{register}/archive", To::LoadArchive),
    get("/api/v1/kz-registers/{register}/summary", To::LoadSummary),
    get("/api/v1/kz-documents/{document}/{form}", To::RenderDocument),
    get("/api/v1/kz-reports/{report}/{form}", To::RenderReport),
    get("/api/v1/document-archive", To::LoadDocumentArchive),
    get("/api/v1/document-summary", To::LoadDocumentSummary),
];
