//! A shop cannot make us call our own house: listeners there see nothing.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use outbound::Pending;
use outbound::callback::{
    CallbackConfig, CallbackFailure, CallbackHeader, CallbackOutcome, CallbackTargets, Callbacks,
    ForbiddenTarget, HttpCallbacks, ResolveHost, TargetPolicy,
};
use types::Secret;

use super::shop::{Behaviour, Shop, at, status};
use super::{callback, deliver, sandbox};

/// A resolver whose answers follow a script; the last one repeats.
struct Answers {
    script: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

impl Answers {
    fn new(script: &[&[&str]]) -> Arc<Self> {
        let addresses = |texts: &&[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self {
            script: script.iter().map(addresses).collect(),
            asked: AtomicUsize::new(0),
        })
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl ResolveHost for Answers {
    fn resolve<'a>(&'a self, _host: &'a str) -> Pending<'a, io::Result<Vec<IpAddr>>> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        let answer = self
            .script
            .get(turn)
            .or(self.script.last())
            .cloned()
            .unwrap_or_default();
        Box::pin(async move { Ok(answer) })
    }
}

fn public() -> CallbackConfig {
    CallbackConfig::default()
}

fn forbidden_address(outcome: &CallbackOutcome) -> bool {
    matches!(
        outcome,
        CallbackOutcome::Forbidden {
            reason: ForbiddenTarget::Address { .. }
        }
    )
}

#[tokio::test]
async fn no_spelling_of_loopback_reaches_a_listener() {
    let shop = Shop::open(status(200, "")).await;
    let port = shop.address.port();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
        "localhost",
        "LOCALHOST",
    ] {
        let outcome = deliver(public(), format!("http://{host}:{port}/")).await;
        assert!(forbidden_address(&outcome), "{host}: {outcome:?}");
        assert!(outcome.is_final());
    }
    for url in [
        format!("gopher://127.0.0.1:{port}/_POST"),
        format!("ftp://127.0.0.1:{port}/"),
        "file:///etc/passwd".to_owned(),
        format!("http://shop@127.0.0.1:{port}/"),
        format!("//127.0.0.1:{port}/"),
    ] {
        let outcome = deliver(public(), url.clone()).await;
        assert!(
            matches!(outcome, CallbackOutcome::Forbidden { .. }),
            "{url}: {outcome:?}"
        );
    }
    assert_eq!(shop.connections(), 0);
}

#[tokio::test]
async fn a_name_that_leads_home_is_refused() {
    let shop = Shop::open(status(200, "")).await;
    let url = format!("http://shop.example:{}/", shop.address.port());
    for addresses in [
        &["127.0.0.1"][..],
        &["10.0.0.1"],
        &["169.254.169.254"],
        &["::1"],
        &["::ffff:127.0.0.1"],
        &["93.184.216.34", "127.0.0.1"],
        &["127.0.0.1", "93.184.216.34"],
    ] {
        let client = HttpCallbacks::with_resolver(public(), Answers::new(&[addresses])).unwrap();
        let outcome = client.deliver(&callback(url.clone())).await;
        assert!(forbidden_address(&outcome), "{addresses:?}: {outcome:?}");
    }
    assert_eq!(shop.connections(), 0);
}

/// The public address stands for 127.0.0.1, which the configuration names; the house is 127.0.0.2.
#[tokio::test]
async fn an_answer_that_changes_changes_nothing() {
    let public_side = Shop::open(status(200, "Connection: close\r\n")).await;
    let port = public_side.address.port();
    let at_home = Shop::open_at(at("127.0.0.2", port), status(200, "")).await;
    let config = CallbackConfig {
        policy: TargetPolicy {
            targets: CallbackTargets::PublicOnly,
            allowed: vec!["127.0.0.1".parse().unwrap()],
        },
        ..CallbackConfig::default()
    };
    let resolver = Answers::new(&[&["127.0.0.1"], &["127.0.0.2"]]);
    let client = HttpCallbacks::with_resolver(config, resolver.clone()).unwrap();
    let rebinding = callback(format!("http://shop.example:{port}/"));

    assert_eq!(
        client.deliver(&rebinding).await,
        CallbackOutcome::Delivered { status: 200 }
    );
    assert_eq!(
        resolver.asked(),
        1,
        "the name is resolved once, and the connection goes where it was judged"
    );
    assert_eq!((public_side.connections(), at_home.connections()), (1, 0));

    let second = client.deliver(&rebinding).await;
    assert!(forbidden_address(&second), "{second:?}");
    assert_eq!((public_side.connections(), at_home.connections()), (1, 0));
}

#[tokio::test]
async fn a_redirection_home_is_not_followed_either() {
    let at_home = Shop::open(status(200, "")).await;
    let outside = Shop::open(status(302, &format!("Location: {}\r\n", at_home.url("/")))).await;
    let config = CallbackConfig {
        policy: TargetPolicy {
            targets: CallbackTargets::PublicOnly,
            allowed: vec!["127.0.0.1/32".parse().unwrap()],
        },
        ..CallbackConfig::default()
    };
    assert_eq!(
        deliver(config, outside.url("/")).await,
        CallbackOutcome::Refused { status: 302 }
    );
    assert_eq!(at_home.connections(), 0);
}

#[tokio::test]
async fn a_name_without_an_address_is_a_failure_not_a_refusal() {
    let client = HttpCallbacks::with_resolver(public(), Answers::new(&[&[]])).unwrap();
    let outcome = client
        .deliver(&callback("http://nowhere.example/".to_owned()))
        .await;
    let CallbackOutcome::Failed { reason } = &outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        matches!(reason, CallbackFailure::Unresolved { host, .. } if host == "nowhere.example"),
        "{reason}"
    );
}

#[tokio::test]
async fn what_http_does_not_allow_is_not_sent() {
    let shop = Shop::open(Behaviour::HangUp).await;
    let client = HttpCallbacks::new(sandbox()).unwrap();
    let mut smuggling = callback(shop.url("/"));
    smuggling.headers.push(CallbackHeader {
        name: "X-Order",
        value: Secret::new("1\r\nHost: other"),
    });
    let expected = ForbiddenTarget::Header { name: "X-Order" };
    assert_eq!(
        client.deliver(&smuggling).await,
        CallbackOutcome::Forbidden { reason: expected }
    );

    let mut big = callback(shop.url("/"));
    big.body = vec![b'x'; 1024 * 1024 + 1];
    let expected = ForbiddenTarget::BodyTooBig {
        size: 1_048_577,
        size_max: 1_048_576,
    };
    assert_eq!(
        client.deliver(&big).await,
        CallbackOutcome::Forbidden { reason: expected }
    );
    assert_eq!(shop.connections(), 0);
}
