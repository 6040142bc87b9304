//! Which requests are let in at all: names by which a core may be called, and no other site in somebody's name.

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::{Shared, locale_of};
use crate::error::CoreError;
use crate::response::ResponseCode;

/// No inline style or script, nothing from other hosts, no embedding.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

pub(crate) async fn guard(State(core): State<Shared>, request: Request, next: Next) -> Response {
    let refused = |code| {
        CoreError::Code(code)
            .outcome(locale_of(request.headers()))
            .into_response()
    };
    let host =
        text(request.headers(), &HOST).or(request.uri().authority().map(axum::http::uri::Authority::as_str));
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut response = if !host.is_some_and(|host| is_own(host, &core.config.hosts)) {
        refused(ResponseCode::HostRefused)
    } else if changes && !is_same_origin(request.headers()) {
        refused(ResponseCode::OriginRefused)
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// A name that a stranger's site may point at this machine is refused: addresses and loopback names are not names
/// of strangers.
fn is_own(host: &str, hosts: &[String]) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    name.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Browsers tell where a request comes from; programs tell nothing and carry no cookies.
fn is_same_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = text(headers, &HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    match (text(headers, &ORIGIN), text(headers, &HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        (Some(_), None) => false,
        (None, _) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_own_names_alone() {
        let hosts = ["till.example".to_owned()];
        for own in [
            "localhost",
            "LOCALHOST:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "192.0.2.7:8080",
            "till.example:80",
        ] {
            assert!(is_own(own, &hosts), "{own}");
        }
        for other in [
            "",
            "evil.example",
            "localhost.evil.example:8080",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_own(other, &hosts), "{other}");
        }
    }
}
