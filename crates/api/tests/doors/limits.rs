//! What all calls together may hold, and how long a body may take.

use std::convert::Infallible;

use axum::body::Body;
use axum::http::Request;
use bytes::Bytes;
use futures::stream;

use crate::client::{Answer, Client, assert_failure, assert_problem};
use crate::fake::{OPERATOR, SHOP};

/// A body that never ends.
fn endless() -> Body {
    Body::from_stream(stream::pending::<Result<Bytes, Infallible>>())
}

fn batch(length: usize, body: Body) -> Request<Body> {
    let request = Request::builder()
        .method("POST")
        .uri("/api/shop/v2/queues/1/multi-tasks");
    let request = request
        .header("Authorization", SHOP)
        .header("Content-Length", length);
    request.body(body).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_given_up() {
    let client = Client::new();
    assert_problem(&client.send(batch(100, endless())).await, 408, "VLD00");
}

#[tokio::test(start_paused = true)]
async fn a_refused_body_that_does_not_come_is_answered_all_the_same() {
    let client = Client::new();
    assert_problem(&client.send(batch(usize::MAX, endless())).await, 413, "VLD00");
}

#[tokio::test]
async fn a_body_in_pieces_is_read_whole_and_refused_when_it_grows() {
    let client = Client::new();
    let piece = Bytes::from(vec![b'x'; 1024 * 1024]);
    let pieces = |count| stream::iter(vec![Ok::<_, Infallible>(piece.clone()); count]);
    let request = |count| {
        let request = Request::builder()
            .method("POST")
            .uri("/api/shop/v2/queues/1/multi-tasks");
        request
            .header("Authorization", SHOP)
            .body(Body::from_stream(pieces(count)))
            .unwrap()
    };
    assert_problem(&client.send(request(4)).await, 403, "AUT00");
    assert_problem(&client.send(request(5)).await, 413, "VLD00");
}

#[tokio::test]
async fn bodies_share_a_budget_and_give_it_back() {
    let client = Client::new();
    let four_mib = 4 * 1024 * 1024;
    let held: Vec<_> = (0..16)
        .map(|_| Box::pin(client.send(batch(four_mib, endless()))))
        .collect();
    let mut held = futures::future::select_all(held);
    let refused = tokio::select! {
        biased;
        _ = &mut held => panic!("a body that never ends was answered"),
        answer = client.send(batch(four_mib, Body::empty())) => answer,
    };
    assert_problem(&refused, 503, "SRV00");
    assert_eq!(refused.headers["retry-after"], "1");
    drop(held);
    assert_problem(&client.send(batch(four_mib, Body::empty())).await, 403, "AUT00");
}

#[tokio::test]
async fn only_a_few_passwords_are_checked_or_hashed_at_the_same_time() {
    let client = Client::new();
    let sign_in = |login: &'static str| {
        let body = format!(r#"{{"login": "{login}", "password": "right"}}"#);
        let client = &client;
        Box::pin(async move { client.call("POST", "/api/v1/sessions", &[], &body).await })
    };
    let held: Vec<_> = (0..4).map(|_| sign_in("slow")).collect();
    let mut held = futures::future::select_all(held);
    let refused: Answer = tokio::select! {
        biased;
        _ = &mut held => panic!("a check that never ends was answered"),
        answer = sign_in("owner") => answer,
    };
    assert_failure(&refused, 503, "busy");
    let employee =
        r#"{"type": "cashier", "name": "Ira", "login": "ira", "password": "secret", "pos_id": "POS01"}"#;
    let user = r#"{"login": "ira", "role": "cashier"}"#;
    for refused in [
        client.owner("POST", "/api/v1/users", user).await,
        client
            .bearer(
                OPERATOR,
                "POST",
                "/api/v1/organizations/2/owners",
                r#"{"login": "anna"}"#,
            )
            .await,
    ] {
        assert_failure(&refused, 503, "busy");
        assert_eq!(refused.headers["retry-after"], "1");
    }
    for (method, path) in [
        ("POST", "/api/shop/v1/employees"),
        ("PUT", "/api/shop/v1/employees/1"),
    ] {
        assert_problem(&client.shop(method, path, employee).await, 503, "SRV00");
    }
    assert_eq!(client.owner("GET", "/api/v1/users", "").await.status, 200);
    drop(held);
    assert_eq!(sign_in("owner").await.status, 200);
    assert_eq!(client.owner("POST", "/api/v1/users", user).await.status, 200);
}
