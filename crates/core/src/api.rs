//! The HTTP API: one table of routes, from which router, roles and `OpenAPI` are made.

pub(crate) mod draft;
pub(crate) mod fields;
pub(crate) mod form;
mod journal;
mod openapi;
pub(crate) mod operations;
pub(crate) mod people;
pub(crate) mod registers;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use print::Locale;
use register_kz::Permission;
use serde_json::Value;

use crate::error::CoreError;
use crate::person::Person;
use crate::response::{Outcome, ResponseCode};
use crate::service::Core;

pub(crate) type Shared = Arc<Core>;

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Open,
    /// Whoever is signed in, even with the first PIN.
    SignedIn,
    /// Whoever is signed in with a PIN of their own.
    OwnPin,
    /// Roles with this permission.
    Needs(Permission),
}

/// Method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
    /// Puts something in its place.
    Put,
}

/// One route of the API.
#[derive(Clone, Copy)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, as axum and `OpenAPI` write it.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Whether it needs an idempotency key.
    pub keyed: bool,
    /// Name of the schema of its body.
    pub body: Option<&'static str>,
    /// What it does.
    pub summary: &'static str,
    handler: fn() -> MethodRouter<Shared>,
}

/// Every route.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut all = registers::routes();
    all.extend(journal::routes());
    all.extend(form::routes());
    all.extend(operations::routes());
    all.extend(people::routes());
    all.push(openapi::route());
    all
}

pub(crate) fn router(core: &Shared) -> Router<Shared> {
    let mut router = Router::new();
    for route in routes() {
        let gate = from_fn_with_state((Arc::clone(core), route.access), authorize);
        router = router.route(route.path, (route.handler)().route_layer(gate));
    }
    router
}

async fn authorize(
    State((core, access)): State<(Shared, Access)>,
    mut request: Request,
    next: Next,
) -> Response {
    let locale = locale_of(request.headers());
    if access == Access::Open {
        return next.run(request).await;
    }
    let bearer = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let person = match bearer {
        None => Err(CoreError::Code(ResponseCode::NotSignedIn)),
        Some(bearer) => core.sign_in(bearer.trim()).await,
    };
    match person.and_then(|person| admit(person, access)) {
        Ok(person) => {
            request.extensions_mut().insert(person);
            next.run(request).await
        }
        Err(error) => error.outcome(locale).into_response(),
    }
}

fn admit(person: Person, access: Access) -> Result<Person, CoreError> {
    if person.has_initial_pin && access != Access::SignedIn {
        return Err(CoreError::Code(ResponseCode::PinMustChange));
    }
    match access {
        Access::Needs(permission) if !person.role.may(permission) => {
            Err(CoreError::Code(ResponseCode::NotPermitted))
        }
        _ => Ok(person),
    }
}

pub(crate) fn locale_of(headers: &axum::http::HeaderMap) -> Locale {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(header.unwrap_or_default())
}

/// Who asks, and in which language.
pub(crate) struct Caller {
    pub(crate) person: Person,
    pub(crate) locale: Locale,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Response> {
        let locale = locale_of(&parts.headers);
        let person = parts.extensions.get::<Person>().cloned();
        let refused = || {
            CoreError::Code(ResponseCode::NotSignedIn)
                .outcome(locale)
                .into_response()
        };
        Ok(Self {
            person: person.ok_or_else(refused)?,
            locale,
        })
    }
}

/// Idempotency key: 1 to 128 visible Latin characters.
pub(crate) struct Key(pub(crate) String);

impl FromRequestParts<Shared> for Key {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, Response> {
        let header = parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok());
        let key = header
            .map(str::trim)
            .filter(|key| (1..=128).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
        let refused = || {
            CoreError::Code(ResponseCode::KeyMissing)
                .outcome(locale_of(&parts.headers))
                .into_response()
        };
        key.map(|key| Self(key.to_owned())).ok_or_else(refused)
    }
}

/// A body that is a JSON object.
pub(crate) struct Body(pub(crate) Value);

impl FromRequest<Shared> for Body {
    type Rejection = Response;

    async fn from_request(request: Request, core: &Shared) -> Result<Self, Response> {
        let locale = locale_of(request.headers());
        let refused = |code| CoreError::Code(code).outcome(locale).into_response();
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let is_json = kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"));
        let bytes: Result<Bytes, BytesRejection> = Bytes::from_request(request, core).await;
        let bytes = bytes.map_err(|_| refused(ResponseCode::TooLarge))?;
        if bytes.is_empty() {
            return Ok(Self(Value::Object(serde_json::Map::new())));
        }
        match serde_json::from_slice(&bytes) {
            Ok(value @ Value::Object(_)) if is_json => Ok(Self(value)),
            _ => Err(refused(ResponseCode::NotJson)),
        }
    }
}

/// What a handler gives back.
pub(crate) fn answer(outcome: Result<Outcome, CoreError>, locale: Locale) -> Response {
    outcome
        .unwrap_or_else(|error| error.outcome(locale))
        .into_response()
}
