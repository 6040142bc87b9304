//! Callbacks against scripted shops on loopback addresses.

mod forbidden;
mod shop;
mod tls;

use std::time::Duration;

use outbound::callback::{
    Callback, CallbackConfig, CallbackFailure, CallbackHeader, CallbackOutcome, CallbackTargets, Callbacks,
    HttpCallbacks, ScriptedCallbacks, TargetPolicy,
};
use shop::{Behaviour, Shop, status};
use types::Secret;

fn sandbox() -> CallbackConfig {
    CallbackConfig {
        policy: TargetPolicy {
            targets: CallbackTargets::LoopbackToo,
            allowed: Vec::new(),
        },
        ..CallbackConfig::default()
    }
}

fn callback(url: String) -> Callback {
    let header = |name, value: &str| CallbackHeader {
        name,
        value: Secret::new(value),
    };
    Callback {
        url,
        headers: vec![
            header("Content-Type", "application/json"),
            header("X-HMAC-Signature", "5ecre7"),
        ],
        body: br#"{"state":"done"}"#.to_vec(),
    }
}

async fn deliver(config: CallbackConfig, url: String) -> CallbackOutcome {
    HttpCallbacks::new(config).unwrap().deliver(&callback(url)).await
}

#[tokio::test]
async fn a_callback_arrives_as_it_was_signed() {
    let shop = Shop::open(status(200, "")).await;
    let outcome = deliver(sandbox(), shop.url("/done?task=7")).await;
    assert_eq!(outcome, CallbackOutcome::Delivered { status: 200 });
    let requests = shop.requests();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /done?task=7 HTTP/1.1\r\n"), "{head}");
    let head = head.to_ascii_lowercase();
    for line in [
        "content-type: application/json",
        "x-hmac-signature: 5ecre7",
        "content-length: 16",
        "user-agent: qassa/",
    ] {
        assert!(head.contains(line), "no `{line}` in {head}");
    }
    assert!(!head.contains("referer") && !head.contains("cookie"), "{head}");
    assert_eq!(body, r#"{"state":"done"}"#);
}

#[tokio::test]
async fn only_200_is_success() {
    for code in [
        201, 202, 204, 301, 302, 307, 400, 401, 403, 404, 410, 429, 500, 503,
    ] {
        let shop = Shop::open(status(code, "Connection: close\r\n")).await;
        let outcome = deliver(sandbox(), shop.url("/")).await;
        assert_eq!(outcome, CallbackOutcome::Refused { status: code });
        assert!(!outcome.is_final());
        assert_eq!(shop.requests().len(), 1, "{code} is not tried again here");
    }
}

#[tokio::test]
async fn a_redirection_is_not_followed() {
    let inner = Shop::open(status(200, "")).await;
    for code in [301, 302, 303, 307, 308] {
        let outer = Shop::open(status(code, &format!("Location: {}\r\n", inner.url("/admin")))).await;
        assert_eq!(
            deliver(sandbox(), outer.url("/")).await,
            CallbackOutcome::Refused { status: code }
        );
    }
    assert_eq!(inner.connections(), 0);
}

#[tokio::test]
async fn silence_ends_with_the_time_out() {
    let shop = Shop::open(Behaviour::AnswerAndHang(Vec::new())).await;
    let config = CallbackConfig {
        timeout: Duration::from_millis(100),
        ..sandbox()
    };
    let expected = CallbackFailure::TimedOut { limit_ms: 100 };
    assert_eq!(
        deliver(config, shop.url("/")).await,
        CallbackOutcome::Failed { reason: expected }
    );
}

#[tokio::test]
async fn a_status_counts_even_when_the_body_never_ends() {
    let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nand then nothing".to_vec();
    let shop = Shop::open(Behaviour::AnswerAndHang(answer)).await;
    let config = CallbackConfig {
        timeout: Duration::from_millis(200),
        ..sandbox()
    };
    assert_eq!(
        deliver(config, shop.url("/")).await,
        CallbackOutcome::Delivered { status: 200 }
    );
}

#[tokio::test]
async fn a_flood_of_an_answer_is_not_read_to_its_end() {
    let mut answer = b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n".to_vec();
    answer.resize(50_000_000, b'x');
    let shop = Shop::open(Behaviour::Answer(answer)).await;
    assert_eq!(
        deliver(sandbox(), shop.url("/")).await,
        CallbackOutcome::Delivered { status: 200 }
    );
}

#[tokio::test]
async fn nobody_at_home_is_told_from_a_broken_answer() {
    let shop = Shop::open(Behaviour::HangUp).await;
    let broken = deliver(sandbox(), shop.url("/")).await;
    assert!(
        matches!(
            broken,
            CallbackOutcome::Failed {
                reason: CallbackFailure::Broken { .. }
            }
        ),
        "{broken:?}"
    );

    let nonsense = Shop::open(Behaviour::Answer(b"SSH-2.0-OpenSSH_9.2\r\n\r\n".to_vec())).await;
    let broken = deliver(sandbox(), nonsense.url("/")).await;
    assert!(
        matches!(
            broken,
            CallbackOutcome::Failed {
                reason: CallbackFailure::Broken { .. }
            }
        ),
        "{broken:?}"
    );

    let url = shop.url("/");
    drop(shop);
    let nobody = deliver(sandbox(), url).await;
    assert!(
        matches!(
            nobody,
            CallbackOutcome::Failed {
                reason: CallbackFailure::Unconnected { .. }
            }
        ),
        "{nobody:?}"
    );
    assert!(!nobody.is_final());
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let shop = Shop::open(status(200, "")).await;
    let client = HttpCallbacks::new(sandbox()).unwrap();
    for _ in 0..3 {
        let outcome = client.deliver(&callback(shop.url("/"))).await;
        assert_eq!(outcome, CallbackOutcome::Delivered { status: 200 });
    }
    assert_eq!((shop.requests().len(), shop.connections()), (3, 1));
}

#[tokio::test]
async fn the_simulator_answers_by_its_script_and_remembers() {
    let shops = ScriptedCallbacks::new();
    shops.then(CallbackOutcome::Refused { status: 500 });
    let first = callback("http://shop.example/1".to_owned());
    assert_eq!(
        shops.deliver(&first).await,
        CallbackOutcome::Refused { status: 500 }
    );
    assert_eq!(
        shops.deliver(&first).await,
        CallbackOutcome::Delivered { status: 200 }
    );
    let seen: Vec<_> = shops
        .delivered()
        .into_iter()
        .map(|callback| callback.url)
        .collect();
    assert_eq!(seen, ["http://shop.example/1", "http://shop.example/1"]);
}

#[test]
fn a_signature_is_never_printed() {
    assert!(!format!("{:?}", callback(String::new())).contains("5ecre7"));
}
