//! Operators that do not answer, say no, or answer twice; and a core that is killed.

use std::time::Duration;

use ofd_kz::KnownResult;
use register_kz::Standing;
use serde_json::json;
use types::LocalDateTime;

use crate::operator::Fate;
use crate::world::{PIN, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_was_lost_is_asked_for_again() {
    for lost in [Fate::CutAfter, Fate::Half, Fate::Late(Duration::from_secs(1))] {
        let world = World::selling().await;
        world
            .until("informed", |state| !state["last_exchange_at"].is_null())
            .await;
        world.operator.fates(&[lost]);
        let receipt = world.sell("a", "10.00").await.done();
        assert_eq!(receipt["mode"], "online", "{lost:?}");
        assert_eq!(world.operator.numbers(), [1], "{lost:?}");
        world.sell("b", "10.00").await.done();
        assert_eq!(world.operator.numbers(), [1, 2], "{lost:?}");
        let (repeats, first) = world.operator.with(|books| {
            let requests: Vec<u16> = books.requests.iter().map(|one| one.request_number).collect();
            (
                requests.windows(2).filter(|pair| pair[0] == pair[1]).count(),
                requests,
            )
        });
        assert!(repeats >= 1, "{lost:?}: {first:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_operator_receipts_are_queued_and_sent_in_their_order() {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    let first = world.sell("a", "10.00").await.done();
    assert_eq!(
        (&first["mode"], &first["autonomous_sign"]),
        (&json!("autonomous"), &json!("1001"))
    );
    assert_eq!(first["fiscal_sign"], json!(null));
    for key in ["b", "c", "d"] {
        world.sell(key, "10.00").await.done();
    }
    let state = world.state().await;
    assert_eq!(
        (&state["mode"]["name"], &state["queue"]["count"]),
        (&json!("autonomous"), &json!(4))
    );
    let queue = world.get("/api/v1/registers/1/queue", PIN).await.done();
    assert_eq!(queue["documents"].as_array().unwrap().len(), 4);
    assert_eq!(queue["documents"][0]["taken_by_operator"], false);
    world.operator.usual(Fate::Answered);
    world
        .until("drained", |state| {
            state["queue"].is_null() && state["mode"]["name"] == "online"
        })
        .await;
    assert_eq!(world.operator.numbers(), [1, 2, 3, 4]);
    let sent = world.get("/api/v1/registers/1/documents/1", PIN).await.done();
    assert_eq!(
        (&sent["taken_by_operator"], &sent["fiscal_sign"]),
        (&json!(true), &json!("849825693"))
    );
    // The stored outcome is the first one, byte for byte.
    assert_eq!(world.sell("a", "10.00").await.done(), first);
    assert_eq!(world.sell("e", "10.00").await.done()["mode"], "online");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_operator_is_asked_again_within_the_time_of_the_cashier() {
    let world = World::selling().await;
    world
        .until("informed", |state| !state["last_exchange_at"].is_null())
        .await;
    let busy = Fate::Says(KnownResult::ServiceTemporarilyUnavailable);
    world.operator.fates(&[busy, busy]);
    assert_eq!(world.sell("a", "10.00").await.done()["mode"], "online");
    world.operator.fates(&[busy, busy, busy]);
    assert_eq!(world.sell("b", "10.00").await.done()["mode"], "autonomous");
    world.until("drained", |state| state["queue"].is_null()).await;
    assert_eq!(world.operator.numbers(), [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_72_hours_nothing_is_issued_until_everything_is_sent() {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    world.sell("a", "10.00").await.done();
    world.clock.advance_s(72 * 3600 + 1);
    let refused = world.sell("b", "10.00").await;
    assert_eq!((refused.status, refused.code()), (409, 18));
    let state = world.state().await;
    assert_eq!(
        (&state["mode"]["name"], &state["mode"]["reason_code"]),
        (&json!("blocked"), &json!(18))
    );
    world.operator.usual(Fate::Answered);
    world
        .until("drained", |state| state["mode"]["name"] == "online")
        .await;
    assert_eq!(world.operator.numbers(), [1]);
    // The shift is older than a day by now.
    assert_eq!(world.sell("b", "10.00").await.code(), 16);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_document_never_was() {
    let world = World::selling().await;
    world
        .until("informed", |state| !state["last_exchange_at"].is_null())
        .await;
    world
        .operator
        .fates(&[Fate::Says(KnownResult::IncorrectRequestData)]);
    let refused = world.sell("a", "10.00").await;
    assert_eq!((refused.code(), &refused.data()["result"]), (31, &json!(13)));
    assert_eq!(world.sell("a", "10.00").await, refused);
    assert_eq!(world.sell("b", "10.00").await.done()["number"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_worth_nothing_stops_the_register_until_another_is_typed_in() {
    let world = World::selling().await;
    let token = world.operator.issue_token();
    let refused = world.sell("a", "10.00").await;
    assert!(matches!(refused.code(), 21 | 31), "{}", refused.text);
    assert_eq!(world.mode().await, "blocked");
    assert_eq!(world.sell("b", "10.00").await.code(), 21);
    let path = "/api/v1/registers/1/token";
    world
        .post(path, PIN, "t", json!({"token": token.to_string()}))
        .await
        .done();
    assert_eq!(world.sell("c", "10.00").await.done()["mode"], "online");
    assert_eq!(world.operator.numbers(), [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_register_that_the_operator_blocked_polls_until_it_is_lifted() {
    let world = World::selling().await;
    world.operator.block(
        Standing::InService.blocked_by_staff("unpaid".to_owned(), LocalDateTime::from_wall_seconds(0)),
    );
    world.sell("a", "10.00").await;
    let state = world.state().await;
    assert_eq!(
        (&state["mode"]["name"], &state["mode"]["reason_code"]),
        (&json!("blocked"), &json!(20))
    );
    assert_eq!(world.sell("b", "10.00").await.code(), 20);
    world.operator.block(Standing::InService);
    world
        .until("lifted", |state| state["mode"]["name"] == "online")
        .await;
    world.sell("c", "10.00").await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_queue_waits_for_an_administrator() {
    let world = World::selling().await;
    world.operator.usual(Fate::CutBefore);
    world.sell("a", "10.00").await.done();
    world
        .operator
        .usual(Fate::Says(KnownResult::IncorrectRequestData));
    world
        .until("refused", |state| state["mode"]["reason_code"] == 24)
        .await;
    assert_eq!(world.sell("b", "10.00").await.code(), 24);
    world.operator.usual(Fate::Answered);
    world
        .post("/api/v1/registers/1/resume", PIN, "r", json!({}))
        .await
        .done();
    world
        .until("drained", |state| state["mode"]["name"] == "online")
        .await;
    assert_eq!(world.operator.numbers(), [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_between_journal_and_answer_loses_and_doubles_nothing() {
    for fate in [Fate::Late(Duration::from_millis(500)), Fate::CutBefore] {
        let mut world = World::selling().await;
        world
            .until("informed", |state| !state["last_exchange_at"].is_null())
            .await;
        world.operator.fates(&[fate]);
        let asked = world.operator.with(|books| books.requests.len());
        let dying = world.router.clone();
        let request = axum::http::Request::builder()
            .method("POST")
            .uri("/api/v1/registers/1/receipts")
            .header("host", "127.0.0.1")
            .header("authorization", format!("Bearer {PIN}"))
            .header("idempotency-key", "a")
            .header("content-type", "application/json")
            .body(axum::body::Body::from(crate::world::sale("10.00").to_string()))
            .unwrap();
        let sent = async {
            while world.operator.with(|books| books.requests.len()) == asked {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            _ = crate::world::send(&dying, request) => {}
            () = sent => {}
        }
        drop(dying);
        world.crash().await;
        world.start().await;
        let receipt = world.sell("a", "10.00").await.done();
        assert_eq!(receipt["number"], 1, "{fate:?}");
        world
            .until("drained", |state| {
                state["queue"].is_null() && state["pending"].is_null()
            })
            .await;
        assert_eq!(world.operator.numbers(), [1], "{fate:?}");
        assert_eq!(world.sell("b", "10.00").await.done()["number"], 2, "{fate:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_goes_on_with_queue_counters_and_outcomes() {
    let mut world = World::selling().await;
    let online = world.sell("a", "10.00").await;
    world.operator.usual(Fate::CutBefore);
    let queued = world.sell("b", "5.00").await;
    world.stop().await;
    world.start().await;
    assert_eq!(world.sell("a", "10.00").await, online);
    assert_eq!(world.sell("b", "5.00").await, queued);
    let state = world.state().await;
    assert_eq!(
        (&state["cash_in_drawer"], &state["queue"]["count"]),
        (&json!("15.00"), &json!(1))
    );
    world.operator.usual(Fate::Answered);
    world.until("drained", |state| state["queue"].is_null()).await;
    assert_eq!(world.operator.numbers(), [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_steps_back_is_refused() {
    let world = World::selling().await;
    world.sell("a", "10.00").await.done();
    world.clock.advance_s(-3600);
    assert_eq!(world.sell("b", "10.00").await.code(), 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_connection_is_tested_when_somebody_asks() {
    let world = World::selling().await;
    let path = "/api/v1/registers/1/connection-test";
    let good = world.post(path, PIN, "", json!({})).await.done();
    assert_eq!((&good["purpose"], &good["result"]), (&json!("info"), &json!(0)));
    world.operator.usual(Fate::CutBefore);
    let bad = world.post(path, PIN, "", json!({})).await;
    assert_eq!((bad.status, bad.code()), (502, 33));
}
