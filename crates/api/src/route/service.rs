//! Routes of registers of Kazakhstan for the operator's staff.

use axum::http::Method;

use super::{AccountEndpoint, Caller, Endpoint, NO_BODY, Route};
use crate::limits::SMALL_BODY_BYTES_MAX;

/// Calls about whether a register of Kazakhstan may work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is described in the OpenAPI document under its operation id"
)]
pub enum ServiceEndpoint {
    Show,
    Block,
    Unblock,
    Deregister,
}

const fn route(
    method: Method,
    path: &'static str,
    body_bytes_max: usize,
    endpoint: ServiceEndpoint,
) -> Route {
    Route {
        method,
        path,
        caller: Caller::Operator,
        body_bytes_max,
        endpoint: Endpoint::Account(AccountEndpoint::Service(endpoint)),
    }
}

pub(super) static ROUTES: [Route; 4] = [
    route(
        Method::GET,
        "/api/v1/kz-registers/{register}/service",
        NO_BODY,
        ServiceEndpoint::Show,
    ),
    route(
        Method::POST,
        "/api/v1/kz-registers/{register}/block",
        SMALL_BODY_BYTES_MAX,
        ServiceEndpoint::Block,
    ),
    route(
        Method::POST,
        "/api/v1/kz-registers/{register}/unblock",
        SMALL_BODY_BYTES_MAX,
        ServiceEndpoint::Unblock,
    ),
    route(
        Method::POST,
        "/api/v1/kz-registers/{register}/deregister",
        SMALL_BODY_BYTES_MAX,
        ServiceEndpoint::Deregister,
    ),
];
