//! From a request to a reply: limits, credentials, endpoint. The same way for every route.

mod body;
mod credential;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::Response;
use axum::routing::{MethodFilter, any, on};
use futures::FutureExt;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::call::{Call, Input, Settings};
use crate::cloud::Cloud;
use crate::limits::{BODIES_IN_FLIGHT_KIB_MAX, PASSWORDS_IN_FLIGHT_MAX, TARGET_LENGTH_MAX};
use crate::reply::{Dialect, Failure, Reply};
use crate::route::{Caller, Endpoint, Route};
use crate::{own, pos, route, shop};

/// The doors with what they work on.
pub(crate) struct Doors<C> {
    pub(crate) cloud: C,
    pub(crate) settings: Settings,
    /// Kibibytes of bodies that may be read at the same time.
    bodies: Semaphore,
    /// Passwords that may be checked or hashed at the same time: each takes memory and milliseconds on purpose.
    passwords: Semaphore,
}

/// All routes of the doors, everything below `/api` answered in JSON.
///
/// It has no fallback of its own, so that it can be merged. Do not nest it: signatures cover the whole path.
pub fn router<C: Cloud>(cloud: C, settings: Settings) -> Router {
    let doors = Arc::new(Doors {
        cloud,
        settings,
        bodies: Semaphore::new(BODIES_IN_FLIGHT_KIB_MAX),
        passwords: Semaphore::new(PASSWORDS_IN_FLIGHT_MAX),
    });
    let mut router = Router::new();
    for route in route::all() {
        let Ok(method) = MethodFilter::try_from(route.method.clone()) else {
            continue;
        };
        let doors = Arc::clone(&doors);
        let answer = move |path: Result<RawPathParams, RawPathParamsRejection>, request: Request| {
            answer(Arc::clone(&doors), route, path, request)
        };
        router = router.route(route.path, on(method, answer));
    }
    router
        .route("/api", any(no_route))
        .route("/api/", any(no_route))
        .route("/api/{*rest}", any(no_route))
        .method_not_allowed_fallback(no_method)
}

async fn no_route(request: Request) -> Response<Body> {
    Failure::NotFound.into_response(dialect_of(request.uri().path()))
}

async fn no_method(request: Request) -> Response<Body> {
    Failure::MethodNotAllowed.into_response(dialect_of(request.uri().path()))
}

fn dialect_of(path: &str) -> Dialect {
    if path.starts_with("/api/v1") {
        Dialect::Own
    } else {
        Dialect::Komtet
    }
}

async fn answer<C: Cloud>(
    doors: Arc<Doors<C>>,
    route: &'static Route,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response<Body> {
    let dialect = match route.endpoint {
        Endpoint::Shop(_) | Endpoint::Register(_) => Dialect::Komtet,
        Endpoint::Account(_) => Dialect::Own,
    };
    let path = match path {
        Ok(path) => path
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        Err(_) => return Failure::NotFound.into_response(dialect),
    };
    let began = Instant::now();
    let reply = AssertUnwindSafe(doors.serve(route, path, request))
        .catch_unwind()
        .await;
    let response = match reply {
        Ok(Ok(reply)) => reply.into_response(),
        Ok(Err(failure)) => failure.into_response(dialect),
        Err(_panic) => {
            tracing::error!(route = route.path, method = %route.method, "a call panicked");
            Failure::Internal.into_response(dialect)
        }
    };
    count(route, &response, began);
    response
}

fn count(route: &'static Route, response: &Response<Body>, began: Instant) {
    let (path, method) = (route.path, route.method.as_str());
    let status = response.status().as_str().to_owned();
    metrics::counter!("qassa_api_requests_total", "route" => path, "method" => method, "status" => status)
        .increment(1);
    metrics::histogram!("qassa_api_request_seconds", "route" => path, "method" => method)
        .record(began.elapsed());
}

impl<C: Cloud> Doors<C> {
    async fn serve(
        &self,
        route: &'static Route,
        path: Vec<(String, String)>,
        request: Request,
    ) -> Result<Reply, Failure> {
        let (parts, body) = request.into_parts();
        if parts
            .uri
            .path_and_query()
            .is_none_or(|target| target.as_str().len() > TARGET_LENGTH_MAX)
        {
            return Err(Failure::NotFound);
        }
        let credential = self.credential(route, &parts).await?;
        let (body, _memory) = self.read_body(route, &parts, body).await?;
        let input = Input { parts, path, body };
        match (route.endpoint, credential) {
            (Endpoint::Shop(endpoint), credential::Credential::Shop(credentials)) => {
                self.check_shop(&credentials, &input)?;
                let _password = self.password_permit(route.endpoint)?;
                shop::answer(endpoint, self.call(credentials.actor, input)).await
            }
            (Endpoint::Register(endpoint), credential::Credential::Register(credentials)) => {
                self.check_register(endpoint, &credentials, &input)?;
                Box::pin(pos::answer(endpoint, self.call(credentials.actor, input))).await
            }
            (Endpoint::Account(endpoint), credential::Credential::Person(actor)) => {
                let _password = self.password_permit(route.endpoint)?;
                Box::pin(own::answer(endpoint, self.call(actor, input))).await
            }
            (Endpoint::Account(endpoint), credential::Credential::Nobody) => {
                if route.caller != Caller::Anybody {
                    return Err(Failure::Unauthenticated);
                }
                let _password = self.password_permit(route.endpoint)?;
                Box::pin(own::answer_anybody(endpoint, self.call((), input))).await
            }
            (Endpoint::Shop(_) | Endpoint::Register(_) | Endpoint::Account(_), _) => {
                Err(Failure::Unauthenticated)
            }
        }
    }

    /// A place among the passwords that are worked on, for the calls that bring one.
    fn password_permit(&self, endpoint: Endpoint) -> Result<Option<SemaphorePermit<'_>>, Failure> {
        if !endpoint.works_on_a_password() {
            return Ok(None);
        }
        self.passwords.try_acquire().map(Some).map_err(|_| BUSY)
    }

    const fn call<A>(&self, actor: A, input: Input) -> Call<'_, C, A> {
        Call {
            cloud: &self.cloud,
            settings: &self.settings,
            actor,
            input,
        }
    }
}

const BUSY: Failure = Failure::Busy { retry_after_s: 1 };
