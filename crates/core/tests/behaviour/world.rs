//! A core in a folder, its operator, and somebody who asks.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use core_register::{CoreConfig, Installation, OperatorServer, Platform, Timing};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt;
use types::{ManualClock, SeededRng, Timestamp};

use crate::operator::{DEVICE_ID, FIRST_TOKEN, Operator};

pub const PIN: &str = "4821";

pub struct World {
    pub operator: Operator,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    folder: tempfile::TempDir,
    stop: watch::Sender<bool>,
    core: JoinSet<()>,
    _operator: JoinSet<()>,
    starts: u64,
    /// What the core said when it was started.
    pub lines: Vec<String>,
    pub installation: Installation,
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Got {
    pub status: u16,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn code(&self) -> u64 {
        self.json()["response_code"].as_u64().unwrap()
    }

    pub fn data(&self) -> Value {
        self.json()["response_data"].clone()
    }

    /// What came of something that was done.
    pub fn done(&self) -> Value {
        assert_eq!((self.status, self.code()), (200, 0), "{}", self.text);
        self.data()
    }
}

pub fn timing() -> Timing {
    Timing {
        connect: Duration::from_secs(2),
        answer: Duration::from_millis(600),
        whole: Duration::from_secs(6),
        pause: Duration::from_millis(20),
        background: Duration::from_millis(60),
    }
}

impl World {
    /// A core that was never started before.
    pub async fn fresh() -> Self {
        Self::of(Installation::Production).await
    }

    pub async fn of(installation: Installation) -> Self {
        let clock = Arc::new(ManualClock::new(
            Timestamp::parse_rfc3339("2026-11-22T05:00:00Z").unwrap(),
        ));
        let mut tasks = JoinSet::new();
        let operator = Operator::start(Arc::clone(&clock), &mut tasks).await;
        let mut world = Self {
            operator,
            clock,
            router: Router::new(),
            folder: tempfile::tempdir().unwrap(),
            stop: watch::Sender::new(false),
            core: JoinSet::new(),
            _operator: tasks,
            starts: 0,
            lines: Vec::new(),
            installation,
        };
        world.start().await;
        world
    }

    /// A core whose administrator has a PIN of their own.
    pub async fn signed_in() -> Self {
        let world = Self::fresh().await;
        world
            .post("/api/v1/me/pin", "0000", "", json!({"pin": PIN}))
            .await
            .done();
        world
    }

    /// A core with one register, number 1.
    pub async fn selling() -> Self {
        let world = Self::signed_in().await;
        world.add("add", json!({})).await.done();
        world
    }

    /// Adds the register that the operator knows, with other values where told.
    pub async fn add(&self, key: &str, changed: Value) -> Got {
        let mut body = json!({
            "server": self.operator.address,
            "device_id": DEVICE_ID.to_string(),
            "token": FIRST_TOKEN.to_string(),
            "name": "Till 1",
        });
        for (name, value) in changed.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.post("/api/v1/registers/existing", PIN, key, body).await
    }

    pub fn journal(&self) -> std::path::PathBuf {
        self.folder.path().join("core").join(core_register::JOURNAL)
    }

    /// Changes the journal of a core that is stopped.
    pub async fn change_journal(&self, sql: &'static str) {
        let url = format!("sqlite:{}", self.journal().display());
        let db = store::Db::open(store::DbOptions::new(url)).await.unwrap();
        let changed = db.write("change_journal", move |tx| {
            tx.execute(sql, store::params![]).map(drop)
        });
        changed.await.map_err(|error: store::StoreError| error).unwrap();
        db.shutdown().await;
    }

    pub async fn start(&mut self) {
        self.stop = watch::Sender::new(false);
        self.starts += 1;
        let mut tries = 0;
        let prepared = loop {
            match self.prepare().await {
                Ok(prepared) => break prepared,
                // The threads of a core that was killed give the journal back a moment later.
                Err(error) => assert!(tries < 200, "{error}"),
            }
            tries += 1;
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        self.router = prepared.router();
        self.lines = prepared.startup_lines("127.0.0.1:8080".parse().unwrap());
        self.core.spawn(async move { prepared.keep().await.unwrap() });
    }

    /// Why the core does not start.
    pub async fn try_start(&self) -> Result<(), String> {
        let prepared = self.prepare().await;
        prepared.map(drop).map_err(|error| error.to_string())
    }

    async fn prepare(&self) -> Result<core_register::Prepared, core_register::RunError> {
        let config = CoreConfig {
            data: self.folder.path().join("core"),
            listen: "127.0.0.1:0".parse().unwrap(),
            hosts: Vec::new(),
            operators: vec![OperatorServer {
                name: "Own".to_owned(),
                address: self.operator.address.clone(),
                platform: Platform::Test,
            }],
            timing: timing(),
            installation: self.installation,
        };
        let rng = Arc::new(SeededRng::new(self.starts));
        core_register::prepare(config, self.clock.clone(), rng, self.stop.subscribe()).await
    }

    /// As SIGTERM.
    pub async fn stop(&mut self) {
        self.router = Router::new();
        self.stop.send_replace(true);
        self.core.join_next().await.unwrap().unwrap();
    }

    /// As SIGKILL: nothing is finished, nobody is told.
    pub async fn crash(&mut self) {
        self.router = Router::new();
        self.core.shutdown().await;
    }

    pub async fn ask(&self, method: &str, path: &str, bearer: &str, key: &str, body: Option<Value>) -> Got {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080");
        if !bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        if !key.is_empty() {
            request = request.header("idempotency-key", key);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        send(&self.router, request.body(body).unwrap()).await
    }

    pub async fn get(&self, path: &str, bearer: &str) -> Got {
        self.ask("GET", path, bearer, "", None).await
    }

    pub async fn post(&self, path: &str, bearer: &str, key: &str, body: Value) -> Got {
        self.ask("POST", path, bearer, key, Some(body)).await
    }

    pub async fn sell(&self, key: &str, price: &str) -> Got {
        self.post("/api/v1/registers/1/receipts", PIN, key, sale(price))
            .await
    }

    pub async fn state(&self) -> Value {
        self.get("/api/v1/registers/1", PIN).await.done()
    }

    pub async fn mode(&self) -> String {
        self.state().await["mode"]["name"].as_str().unwrap().to_owned()
    }

    /// Waits until this holds; a minute is a failure.
    pub async fn until(&self, what: &str, holds: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..6_000 {
            let state = self.state().await;
            if holds(&state) {
                return state;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never {what}: {}", self.state().await);
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Got {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    Got {
        status,
        text: String::from_utf8(bytes.to_vec()).unwrap(),
    }
}

pub fn sale(price: &str) -> Value {
    json!({
        "operation": "sell",
        "lines": [{"name": "Milk", "section": "1", "quantity": "1", "price": price, "vat": {"rate": "16"}}],
        "payments": [{"kind": "cash", "amount": price}],
    })
}
