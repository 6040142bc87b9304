//! An agent between a scripted device and a scripted cloud.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use agent::{
    Agent, AgentConfig, AtolConfig, AtolDriver, CloudConfig, Credentials, Journal, MarkingPolicy, Rhythm,
    Work,
};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use types::{ManualClock, Secret, SeededRng, SerialNumber, Timestamp};

use crate::cloud::{self, POS_KEY, POS_SECRET};
use crate::device::{self, SERIAL};

/// Stops the world at one exchange, before or after it was handled.
#[derive(Default)]
pub struct Fuse {
    state: Mutex<FuseState>,
    blown: Notify,
}

#[derive(Default, Clone, Copy)]
struct FuseState {
    left: Option<usize>,
    side: Side,
}

#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    #[default]
    Before,
    After,
}

impl Fuse {
    /// Blows at the exchange with this index.
    pub fn arm(&self, index: usize, side: Side) {
        *self.state.lock().unwrap() = FuseState {
            left: Some(index),
            side,
        };
    }

    pub fn disarm(&self) {
        self.state.lock().unwrap().left = None;
    }

    pub async fn blown(&self) {
        self.blown.notified().await;
    }

    /// Counts an exchange; `Some` when the fuse blows at it.
    fn count(&self) -> Option<Side> {
        let mut state = self.state.lock().unwrap();
        match state.left {
            Some(0) => Some(state.side),
            Some(left) => {
                state.left = Some(left - 1);
                None
            }
            None => None,
        }
    }
}

pub struct World {
    pub device: device::Shared,
    pub cloud: cloud::Shared,
    pub clock: Arc<ManualClock>,
    pub fuse: Arc<Fuse>,
    pub marking: MarkingPolicy,
    folder: tempfile::TempDir,
    device_address: SocketAddr,
    cloud_address: SocketAddr,
    _servers: JoinSet<()>,
}

impl World {
    pub async fn new() -> Self {
        let device = device::Shared::default();
        let cloud = cloud::Shared::default();
        let fuse = Arc::new(Fuse::default());
        let mut servers = JoinSet::new();
        let device_address = serve(&mut servers, device::router(&device), &fuse).await;
        let cloud_address = serve(&mut servers, cloud::router(&cloud), &fuse).await;
        cloud.lock().unwrap().address = format!("http://{cloud_address}");
        device.lock().unwrap().marks = 15;
        Self {
            device,
            cloud,
            clock: Arc::new(ManualClock::new(Timestamp::from_micros(1_768_000_000_000_000))),
            fuse,
            marking: MarkingPolicy::default(),
            folder: tempfile::tempdir().unwrap(),
            device_address,
            cloud_address,
            _servers: servers,
        }
    }

    pub fn journal_path(&self) -> PathBuf {
        self.folder.path().join("agent.journal")
    }

    pub fn config(&self) -> AgentConfig {
        AgentConfig {
            cloud: CloudConfig {
                base_url: format!("http://{}", self.cloud_address),
                pos_key: POS_KEY.to_owned(),
                pos_secret: Secret::new(POS_SECRET),
                serial_number: SerialNumber::parse(SERIAL).unwrap(),
                timeout: Duration::from_secs(20),
                authorities: Vec::new(),
            },
            device: AtolConfig {
                base_url: format!("http://{}", self.device_address),
                credentials: Some(Credentials {
                    user: "atol".to_owned(),
                    password: Secret::new("secret"),
                }),
                timeout: Duration::from_secs(20),
                poll: Duration::from_millis(1),
                patience: Duration::from_millis(200),
            },
            journal: self.journal_path(),
            marking: self.marking,
            rhythm: Rhythm {
                idle: Duration::from_millis(1),
                busy: Duration::from_millis(1),
                hold_max_s: 60,
            },
        }
    }

    /// An agent as after a start, or a restart.
    pub fn agent(&self) -> Agent<AtolDriver> {
        self.agent_seeded(1)
    }

    pub fn agent_seeded(&self, seed: u64) -> Agent<AtolDriver> {
        let rng = Arc::new(SeededRng::new(seed));
        let config = self.config();
        let driver = AtolDriver::new(config.device.clone(), Arc::clone(&rng) as _).unwrap();
        Agent::open(config, driver, Arc::clone(&self.clock) as _, rng).unwrap()
    }

    /// The present task according to the journal; no agent may run.
    pub fn present(&self) -> Option<Work> {
        Journal::open(&self.journal_path())
            .unwrap()
            .book()
            .present()
            .cloned()
    }

    pub fn give(&self, task: Value) {
        self.cloud.lock().unwrap().tasks.push_back(task);
    }

    pub fn reports(&self) -> Vec<Value> {
        self.cloud.lock().unwrap().reports.clone()
    }

    pub fn sealed(&self) -> usize {
        self.device.lock().unwrap().sealed_receipts()
    }
}

/// A sale of one mug at this price.
pub fn sale(id: i64, total: &str) -> Value {
    let total: Value = serde_json::from_str(total).unwrap();
    json!({
        "id": id, "version": "v2", "print": false, "external_id": format!("order-{id}"), "intent": "sell",
        "client": {"email": "b@example.com"},
        "company": {"sno": 1, "inn": "7700000016", "payment_address": "https://shop.example", "place_address": "1 Sample Street"},
        "cashier": {"name": "Cashier", "inn": ""},
        "positions": [{"name": "Mug", "price": total, "quantity": 1, "total": total, "measure": 0, "vat": "22",
            "payment_method": "full_payment", "payment_object": "product"}],
        "payments": [{"type": "card", "sum": total}],
    })
}

async fn serve(servers: &mut JoinSet<()>, router: Router, fuse: &Arc<Fuse>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let fuse = Arc::clone(fuse);
    let router = router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let fuse = Arc::clone(&fuse);
        async move {
            match fuse.count() {
                None => next.run(request).await,
                Some(Side::Before) => {
                    fuse.blown.notify_one();
                    std::future::pending().await
                }
                Some(Side::After) => {
                    let _handled = next.run(request).await;
                    fuse.blown.notify_one();
                    std::future::pending().await
                }
            }
        }
    }));
    servers.spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}
