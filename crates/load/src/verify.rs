//! Does the server still know what it acknowledged, and did each become one fiscal document?

use crate::http::Connection;
use crate::ledger::{Entry, Ledger};
use crate::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const LANES: usize = 16;
/// Pause before an unfinished task is asked for again.
const ASK_AGAIN: Duration = Duration::from_millis(200);
/// Problems that are told one by one.
const TOLD_MAX: usize = 10;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Acknowledged receipts that were asked for.
    pub asked: usize,
    /// Became one fiscal document each.
    pub done: usize,
    /// Ended as errors, which is an answer too.
    pub failed: usize,
    /// Not finished in time.
    pub unfinished: usize,
    /// What must not be: lost, doubled or mixed up, in words.
    pub broken: Vec<String>,
}

impl Verdict {
    /// Whether every acknowledged receipt ended in one document and nothing is broken.
    pub fn is_clean(&self) -> bool {
        self.asked > 0 && self.done == self.asked && self.broken.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "acknowledged {}  done {}  failed {}  unfinished {}  broken {}",
            self.asked,
            self.done,
            self.failed,
            self.unfinished,
            self.broken.len()
        )?;
        for problem in self.broken.iter().take(TOLD_MAX) {
            write!(formatter, "\n  {problem}")?;
        }
        Ok(())
    }
}

/// Asks for every acknowledged task until it is finished or `patience` is over.
pub async fn run(shop: &Shop, entries: &[Entry], patience: Duration) -> Verdict {
    let mut verdict = Verdict::default();
    for entry in entries {
        if let Entry::TwoTasks { external_id, task } = entry {
            verdict
                .broken
                .push(format!("{external_id}: a repeat made a second task {task}"));
        }
    }
    let accepted: Vec<(String, String)> = crate::ledger::accepted(entries).into_iter().collect();
    verdict.asked = accepted.len();
    let work = Arc::new(Mutex::new(accepted));
    let deadline = Instant::now() + patience;
    let mut lanes = JoinSet::new();
    for _ in 0..LANES {
        let (shop, work) = (shop.clone(), Arc::clone(&work));
        lanes.spawn(async move {
            let mut connection = Connection::to(shop.address());
            let mut found = Vec::new();
            loop {
                let next = work.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some((external_id, task)) = next else {
                    return found;
                };
                let state = ask(&mut connection, &shop, &external_id, &task, deadline).await;
                found.push((external_id, state));
            }
        });
    }
    let mut documents = BTreeMap::new();
    while let Some(found) = lanes.join_next().await {
        for (external_id, state) in found.expect("a lane does not panic") {
            verdict.count(external_id, state, &mut documents);
        }
    }
    verdict
}

/// Asks for acknowledged tasks that need not be finished: are they there, each under its own key?
pub async fn known(shop: &Shop, entries: &[Entry], patience: Duration) -> Verdict {
    let mut verdict = Verdict::default();
    let deadline = Instant::now() + patience;
    let mut connection = Connection::to(shop.address());
    for (external_id, task) in crate::ledger::accepted(entries) {
        verdict.asked += 1;
        let request = shop.get_task(&task);
        let found = loop {
            match connection.exchange(&request).await {
                Ok(answer) if answer.status == 200 => break serde_json::from_slice(&answer.body).ok(),
                Ok(answer) if answer.status != 429 && answer.status < 500 => break None,
                Ok(_) | Err(_) if Instant::now() >= deadline => break None,
                Ok(_) | Err(_) => tokio::time::sleep(ASK_AGAIN).await,
            }
        };
        let state = found.map_or_else(
            || State::Broken(format!("lost: nobody knows task {task}")),
            |body: Value| read(&body, &external_id),
        );
        verdict.count(external_id, state, &mut BTreeMap::new());
    }
    verdict
}

/// Verifies a whole ledger.
pub async fn ledger(shop: &Shop, ledger: &Ledger, patience: Duration) -> Verdict {
    run(shop, &ledger.entries(), patience).await
}

impl Verdict {
    fn count(&mut self, external_id: String, state: State, documents: &mut BTreeMap<String, String>) {
        match state {
            State::Done { document } => {
                self.done += 1;
                if let Some(other) = documents.insert(document.clone(), external_id.clone()) {
                    self.broken.push(format!(
                        "{document} is the document of {other} and of {external_id}"
                    ));
                }
            }
            State::Failed => self.failed += 1,
            State::Unfinished => self.unfinished += 1,
            State::Broken(problem) => self.broken.push(format!("{external_id}: {problem}")),
        }
    }
}

enum State {
    Done {
        /// Storage and number.
        document: String,
    },
    Failed,
    Unfinished,
    Broken(String),
}

async fn ask(
    connection: &mut Connection,
    shop: &Shop,
    external_id: &str,
    task: &str,
    deadline: Instant,
) -> State {
    let request = shop.get_task(task);
    loop {
        match connection.exchange(&request).await {
            Ok(answer) if answer.status == 200 => {
                let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
                match read(&body, external_id) {
                    State::Unfinished => {}
                    finished => return finished,
                }
            }
            Ok(answer) if answer.status == 429 || answer.status >= 500 => {}
            Ok(answer) => {
                return State::Broken(format!("lost: task {task} is answered by {}", answer.status));
            }
            Err(_) => {}
        }
        if Instant::now() >= deadline {
            return State::Unfinished;
        }
        tokio::time::sleep(ASK_AGAIN).await;
    }
}

fn read(body: &Value, external_id: &str) -> State {
    if body["external_id"].as_str() != Some(external_id) {
        return State::Broken(format!(
            "the task carries the external id {}",
            body["external_id"]
        ));
    }
    match body["state"].as_str() {
        Some("done") => {
            let data = &body["fiscal_data"];
            match (text(&data["fn"]), text(&data["i"])) {
                (Some(storage), Some(number)) => State::Done {
                    document: format!("{storage}/{number}"),
                },
                _ => State::Broken(format!("done without a document: {data}")),
            }
        }
        Some("error") => State::Failed,
        _ => State::Unfinished,
    }
}

/// Digits that some servers send as text, some as a number.
fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .map(str::to_owned)
        .or_else(|| value.as_u64().map(|number| number.to_string()))
}
