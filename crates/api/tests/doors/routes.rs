//! What holds for every route, shown by walking the list of routes.

use std::collections::BTreeSet;

use api::route::{self, Caller, Endpoint, Route};

use crate::client::{Answer, Client, assert_failure, assert_problem};
use crate::fake::{CASHIER, FOREIGN, OPERATOR, OWNER, PROGRAM, SHOP};

fn path(route: &Route, id: i64) -> String {
    let path = route.path.replace("{version}", "v2").replace("{form}", "text");
    let mut written = String::new();
    for part in path.split('/').skip(1) {
        written.push('/');
        match part.starts_with('{') {
            true => written.push_str(&id.to_string()),
            false => written.push_str(part),
        }
    }
    written
}

/// A body that the route reads; one that it does not read would not be signed either.
fn body(route: &Route) -> &'static str {
    if route.body_bytes_max > 0 { "{}" } else { "" }
}

fn is_own(route: &Route) -> bool {
    matches!(route.endpoint, Endpoint::Account(_))
}

fn assert_refused(route: &Route, answer: &Answer) {
    match is_own(route) {
        true => assert_failure(answer, 401, "unauthenticated"),
        false => assert_problem(answer, 403, "AUT00"),
    }
}

#[tokio::test]
async fn every_route_refuses_a_caller_without_credentials() {
    let client = Client::new();
    for route in route::all().filter(|route| route.caller != Caller::Anybody) {
        let answer = client.call(route.method.as_str(), &path(route, 1), &[], "").await;
        assert_refused(route, &answer);
    }
}

#[tokio::test]
async fn every_route_refuses_wrong_credentials() {
    let client = Client::new();
    let wrong: [&[(&str, &str)]; 5] = [
        &[
            ("Authorization", "nobody"),
            ("X-HMAC-Signature", "78dcc39222e66ad97eee2fd30a39c14d"),
        ],
        &[
            ("Authorization", SHOP),
            ("X-HMAC-Signature", "78dcc39222e66ad97eee2fd30a39c14d"),
        ],
        &[("Authorization", SHOP)],
        &[("Authorization", "Bearer nobody")],
        &[("Authorization", "Basic b3duZXI6cmlnaHQ=")],
    ];
    for route in route::all().filter(|route| route.caller != Caller::Anybody) {
        for headers in wrong {
            let answer = client
                .call(route.method.as_str(), &path(route, 1), headers, "{}")
                .await;
            assert_refused(route, &answer);
        }
    }
}

#[tokio::test]
async fn a_role_that_may_not_is_told_so() {
    let client = Client::new();
    for route in route::all() {
        let others = match route.caller {
            Caller::Owner | Caller::Signer => [CASHIER, OPERATOR],
            Caller::Operator => [CASHIER, OWNER],
            Caller::Shop | Caller::Register | Caller::Person | Caller::Anybody => continue,
        };
        for token in others {
            let answer = client
                .bearer(token, route.method.as_str(), &path(route, 1), "{}")
                .await;
            assert_failure(&answer, 403, "forbidden");
        }
    }
}

#[tokio::test]
async fn only_a_key_with_the_right_signs() {
    let client = Client::new();
    let signing = route::all().filter(|route| route.caller == Caller::Signer);
    for route in signing {
        for token in [OWNER, PROGRAM] {
            let answer = client
                .bearer(token, route.method.as_str(), &path(route, 1), "{}")
                .await;
            assert_failure(&answer, 403, "forbidden");
        }
    }
}

#[tokio::test]
async fn what_belongs_to_others_is_absent() {
    let client = Client::new();
    let with_id = route::all().filter(|route| route.path.replace("{version}", "").contains('{'));
    for route in with_id {
        for path in [
            path(route, FOREIGN),
            path(route, FOREIGN).replace("/99", "/x"),
            path(route, -1),
        ] {
            let method = route.method.as_str();
            match is_own(route) {
                true => assert_failure(
                    &client.person(route.caller, method, &path, body(route)).await,
                    404,
                    "not_found",
                ),
                false => assert_problem(&client.shop(method, &path, body(route)).await, 404, "NTF00"),
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_version_is_absent() {
    let client = Client::new();
    let versioned = route::all().filter(|route| route.path.contains("{version}"));
    for route in versioned {
        let path = path(route, 1).replace("/v2/", "/v3/");
        assert_problem(
            &client.shop(route.method.as_str(), &path, body(route)).await,
            404,
            "NTF00",
        );
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_are_told_in_json() {
    let client = Client::new();
    for path in [
        "/api",
        "/api/",
        "/api/shop/v2/products",
        "/api/pos/v1/x",
        "/api/shop/v2/orders/1/x",
    ] {
        assert_problem(&client.call("GET", path, &[], "").await, 404, "NTF00");
    }
    assert_failure(&client.call("GET", "/api/v1/x", &[], "").await, 404, "not_found");
    for route in route::all() {
        let answer = client.call("PATCH", &path(route, 1), &[], "").await;
        match is_own(route) {
            true => assert_failure(&answer, 405, "method_not_allowed"),
            false => {
                assert_problem(&answer, 405, "NTF00");
                assert_eq!(answer.json()["title"], "Method not allowed");
            }
        }
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_before_it_is_read() {
    let client = Client::new();
    for route in route::all().filter(|route| route.body_bytes_max > 0) {
        let body = "x".repeat(route.body_bytes_max + 1);
        let path = path(route, 1);
        let answer = match route.caller {
            Caller::Shop => client.shop(route.method.as_str(), &path, &body).await,
            Caller::Register => client.agent(&path, &body).await,
            Caller::Person | Caller::Owner | Caller::Signer | Caller::Operator | Caller::Anybody => {
                client
                    .person(route.caller, route.method.as_str(), &path, &body)
                    .await
            }
        };
        match is_own(route) {
            true => assert_failure(&answer, 413, "body_too_large"),
            false => assert_problem(&answer, 413, "VLD00"),
        }
    }
}

#[test]
fn the_openapi_document_describes_exactly_these_routes() {
    let document: serde_json::Value = serde_json::from_str(api::own::DOCUMENT).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let listed: BTreeSet<String> = route::all()
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    assert_eq!(described, listed);
}

#[test]
fn the_openapi_document_says_who_may_call() {
    let document: serde_json::Value = serde_json::from_str(api::own::DOCUMENT).unwrap();
    for route in route::all() {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        let scheme = operation["security"][0]
            .as_object()
            .and_then(|schemes| schemes.keys().next().cloned());
        let expected = match route.caller {
            Caller::Shop => Some("shopId"),
            Caller::Register => Some("posKey"),
            Caller::Person | Caller::Owner | Caller::Operator => Some("session"),
            Caller::Signer => Some("signingKey"),
            Caller::Anybody => None,
        };
        assert_eq!(scheme.as_deref(), expected, "{}", route.path);
        assert!(operation["responses"]["200"].is_object(), "{}", route.path);
        let refusals = match route.caller {
            Caller::Shop | Caller::Register => ["403"].as_slice(),
            Caller::Person => &["401"],
            Caller::Owner | Caller::Signer | Caller::Operator => &["401", "403"],
            Caller::Anybody => &[],
        };
        for status in refusals {
            assert!(
                operation["responses"][status].is_object(),
                "{} {status}",
                route.path
            );
        }
    }
}
