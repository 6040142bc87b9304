//! A shop API in memory that can be told to lie, so that a green verdict means something.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinSet;

/// What the server does with every hundredth receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    /// Nothing wrong.
    None,
    /// It forgets what it acknowledged.
    Loses,
    /// It gives the number of the document before once more.
    RepeatsNumbers,
    /// It makes a second task of a repeated key.
    MakesTwoTasks,
}

#[derive(Default)]
struct Memory {
    by_key: BTreeMap<String, u64>,
    by_id: BTreeMap<u64, String>,
    last: u64,
}

type Shared = (Lie, Arc<Mutex<Memory>>);

/// Listens on a free loopback port until the set is dropped; returns `http://host:port`.
pub async fn serve(lie: Lie) -> (String, JoinSet<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("bound");
    let router = Router::new()
        .route("/api/shop/v2/queues/{queue}/task", post(put))
        .route("/api/shop/v2/tasks/{task}", get(task))
        .with_state((lie, Arc::new(Mutex::new(Memory::default()))));
    let mut serving = JoinSet::new();
    serving.spawn(async move { axum::serve(listener, router).await.expect("it serves") });
    (format!("http://{address}"), serving)
}

async fn put(State((lie, memory)): State<Shared>, body: String) -> (StatusCode, String) {
    let receipt: Value = serde_json::from_str(&body).unwrap_or_default();
    let key = receipt["external_id"].as_str().unwrap_or_default().to_owned();
    let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let known = memory.by_key.get(&key).copied();
    if let Some(id) = known.filter(|_| lie != Lie::MakesTwoTasks) {
        let body = json!({"code": "VLD11", "task": {"id": id}});
        return (StatusCode::UNPROCESSABLE_ENTITY, body.to_string());
    }
    memory.last += 1;
    let id = memory.last;
    memory.by_key.insert(key.clone(), id);
    if !(lie == Lie::Loses && id % 100 == 7) {
        memory.by_id.insert(id, key.clone());
    }
    (
        StatusCode::OK,
        json!({"id": id, "external_id": key, "state": "new"}).to_string(),
    )
}

async fn task(State((lie, memory)): State<Shared>, Path(id): Path<u64>) -> (StatusCode, String) {
    let memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(key) = memory.by_id.get(&id) else {
        return (StatusCode::NOT_FOUND, "{}".to_owned());
    };
    let number = if lie == Lie::RepeatsNumbers && id % 100 == 7 {
        id - 1
    } else {
        id
    };
    let data = json!({"fn": "9999078900000001", "i": number.to_string()});
    let body = json!({"id": id, "external_id": key, "state": "done", "fiscal_data": data});
    (StatusCode::OK, body.to_string())
}

mod tests {
    use super::*;
    use crate::intake::{self, Outcome, Pace, Plan};
    use crate::ledger::Ledger;
    use crate::shop::Shop;
    use crate::verify::{self, Verdict};
    use std::time::Duration;

    async fn run_against(lie: Lie) -> (Outcome, Verdict) {
        let (base, _serving) = serve(lie).await;
        let shop = Shop {
            base,
            id: "a".to_owned(),
            secret: "b".to_owned(),
            queue: 1,
        };
        let plan = Plan {
            run: "run".to_owned(),
            pace: Pace::PerSecond(4000.0),
            duration: Duration::from_millis(250),
            connections: 4,
            patience: Duration::from_secs(5),
            repeat_percent: 5,
            overdue: intake::Overdue::Sent,
        };
        let ledger = Arc::new(Ledger::default());
        let outcome = intake::run(&shop, &plan, &ledger).await;
        let verdict = verify::ledger(&shop, &ledger, Duration::from_secs(5)).await;
        (outcome, verdict)
    }

    #[tokio::test]
    async fn an_honest_server_passes() {
        let (outcome, verdict) = run_against(Lie::None).await;
        assert_eq!(outcome.accepted, 1000);
        assert!(verdict.is_clean(), "{verdict}");
    }

    #[tokio::test]
    async fn every_lie_is_found() {
        for lie in [Lie::Loses, Lie::RepeatsNumbers, Lie::MakesTwoTasks] {
            let (_, verdict) = run_against(lie).await;
            assert!(!verdict.is_clean(), "{lie:?}: {verdict}");
            assert!(verdict.broken.len() >= 10, "{lie:?}: {verdict}");
        }
    }
}
