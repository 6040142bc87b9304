//! A client that signs like the published ones.

use std::sync::Arc;

use api::Settings;
use api::komtet::signature::{HostHeader, PublicAddresses, SigningKey};
use api::route::Caller;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use types::{ManualClock, Secret, Timestamp, UtcOffset};

use crate::fake::{Fake, OPERATOR, OWNER, POS_KEY, POS_SECRET, SERIAL_NUMBER, SHOP, SHOP_SECRET, SIGNER};

pub const BASE: &str = "https://kassa.example";

pub struct Client {
    router: Router,
    pub fake: Fake,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&self.body)),
        }
    }
}

impl Client {
    pub fn new() -> Self {
        let fake = Fake::default();
        let settings = Settings {
            addresses: PublicAddresses::new([BASE.to_owned()], HostHeader::Ignored),
            clock: Arc::new(ManualClock::new(Timestamp::from_micros(1_795_000_000_000_000))),
            offset: UtcOffset::MOSCOW,
        };
        Self {
            router: api::router(fake.clone(), settings),
            fake,
        }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status,
            headers,
            body,
        }
    }

    /// A request with these headers and nothing else.
    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub async fn signed(&self, id: &str, key: SigningKey, method: &str, path: &str, body: &str) -> Answer {
        let signature = key.sign(method, &format!("{BASE}{path}"), body.as_bytes());
        let headers = [("Authorization", id), ("X-HMAC-Signature", signature.as_str())];
        self.call(method, path, &headers, body).await
    }

    /// A call of the shop.
    pub async fn shop(&self, method: &str, path: &str, body: &str) -> Answer {
        let key = SigningKey::new(&Secret::new(SHOP_SECRET));
        self.signed(SHOP, key, method, path, body).await
    }

    /// A call of the register's agent: `tasks` is signed with the serial number, the others are not.
    pub async fn agent(&self, path: &str, body: &str) -> Answer {
        let secret = Secret::new(POS_SECRET);
        let key = match path.contains("/tasks") {
            true => SigningKey::with_serial_number(&secret, SERIAL_NUMBER),
            false => SigningKey::new(&secret),
        };
        self.signed(POS_KEY, key, "POST", path, body).await
    }

    pub async fn bearer(&self, token: &str, method: &str, path: &str, body: &str) -> Answer {
        let authorization = format!("Bearer {token}");
        self.call(method, path, &[("Authorization", &authorization)], body)
            .await
    }

    /// A call of whoever may make it.
    pub async fn person(&self, caller: Caller, method: &str, path: &str, body: &str) -> Answer {
        let token = match caller {
            Caller::Operator => OPERATOR,
            Caller::Signer => SIGNER,
            Caller::Shop | Caller::Register | Caller::Person | Caller::Owner | Caller::Anybody => OWNER,
        };
        self.bearer(token, method, path, body).await
    }

    pub async fn owner(&self, method: &str, path: &str, body: &str) -> Answer {
        self.bearer(OWNER, method, path, body).await
    }
}

/// Clients of the KOMTET dialect parse these three without asking.
pub fn assert_problem(answer: &Answer, status: u16, code: &str) {
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["code"].as_str()),
        (status, Some(code)),
        "{body}"
    );
    assert!(
        body["title"].is_string() && body["description"].is_string(),
        "{body}"
    );
    assert_eq!(answer.headers["content-type"], "application/json");
}

pub fn assert_failure(answer: &Answer, status: u16, code: &str) {
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["code"].as_str()),
        (status, Some(code)),
        "{body}"
    );
    assert!(body["message"].is_string() && body["fields"].is_array(), "{body}");
}
