//! Receipts put into a shop's queue, at a pace that the server does not set.

use crate::http::{Answer, Connection, Silence};
use crate::latency::Latencies;
use crate::ledger::{Entry, Ledger};
use crate::shop::Shop;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Pause before a request is tried again.
const RETRY_PAUSE: Duration = Duration::from_millis(100);

/// How to load.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Beginning of all external ids; no two runs against one server share it.
    pub run: String,
    /// When requests are due.
    pub pace: Pace,
    /// How long.
    pub duration: Duration,
    /// Connections side by side.
    pub connections: usize,
    /// How long one receipt is tried again after silence, 429 or 5xx.
    pub patience: Duration,
    /// Of a hundred accepted receipts, how many are sent once more.
    pub repeat_percent: u64,
    /// What becomes of receipts that were due and could not be sent when the time is over.
    pub overdue: Overdue,
}

/// What becomes of receipts that are late when the time of a run is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overdue {
    /// They are sent.
    Sent,
    /// They are not: the run ends in time.
    Dropped,
}

/// When requests are due.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// By the clock, whatever the server does.
    PerSecond(f64),
    /// As soon as the connection is free: for ceilings, not for latencies.
    Saturating,
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Receipts with a task.
    pub accepted: u64,
    /// Receipts refused for good.
    pub refused: u64,
    /// Receipts whose fate nobody knows.
    pub unknown: u64,
    /// Tries beyond the first.
    pub retried: u64,
    /// Answers 429 and 503.
    pub pushed_back: u64,
    /// Of these, how many named no time to come back.
    pub unannounced: u64,
    /// From the first due moment to the last answer.
    pub elapsed: Duration,
    /// Of accepted receipts, from the moment they were due.
    pub latencies: Latencies,
}

impl Outcome {
    /// Accepted receipts a second.
    pub fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.accepted).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }

    fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.retried += other.retried;
        self.pushed_back += other.pushed_back;
        self.unannounced += other.unannounced;
        self.latencies.add(&other.latencies);
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "accepted {} ({:.0}/s)  refused {}  unknown {}  retried {}  pushed back {}  {}",
            self.accepted,
            self.per_second(),
            self.refused,
            self.unknown,
            self.retried,
            self.pushed_back,
            self.latencies
        )
    }
}

/// Runs the plan to its end.
pub async fn run(shop: &Shop, plan: &Plan, ledger: &Arc<Ledger>) -> Outcome {
    let next = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let mut lanes = JoinSet::new();
    for _ in 0..plan.connections {
        let lane = Lane {
            connection: Connection::to(shop.address()),
            shop: shop.clone(),
            plan: plan.clone(),
            ledger: Arc::clone(ledger),
            outcome: Outcome::default(),
        };
        lanes.spawn(lane.run(start, Arc::clone(&next)));
    }
    let mut all = Outcome::default();
    while let Some(lane) = lanes.join_next().await {
        all.add(&lane.expect("a lane does not panic"));
    }
    all.elapsed = start.elapsed();
    all
}

/// The id of the task that an answer to a receipt tells: a new one, or the first one of a repeated key.
pub fn task_of(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let id = match answer.status {
        200 => &body["id"],
        422 if body["code"] == "VLD11" => &body["task"]["id"],
        _ => return None,
    };
    id.as_i64().map(|id| id.to_string())
}

struct Lane {
    connection: Connection,
    shop: Shop,
    plan: Plan,
    ledger: Arc<Ledger>,
    outcome: Outcome,
}

/// How one receipt ended.
enum Fate {
    Accepted(String),
    Refused(u16),
    Unknown,
}

impl Lane {
    async fn run(mut self, start: Instant, next: Arc<AtomicU64>) -> Outcome {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let due = match self.plan.pace {
                #[expect(clippy::cast_precision_loss, reason = "numbers of a run are far below 2^52")]
                Pace::PerSecond(rate) => Duration::from_secs_f64(number as f64 / rate),
                Pace::Saturating => start.elapsed(),
            };
            let late = self.plan.overdue == Overdue::Dropped && start.elapsed() >= self.plan.duration;
            if late || due >= self.plan.duration {
                return self.outcome;
            }
            crate::latency::until(start + due).await;
            self.sell(number, start + due).await;
        }
    }

    async fn sell(&mut self, number: u64, due: Instant) {
        let external_id = format!("{}-{number}", self.plan.run);
        let request = self.shop.put_task(&external_id, number);
        match self.fate(&request).await {
            Fate::Accepted(task) => {
                self.outcome.latencies.record(due.elapsed());
                self.outcome.accepted += 1;
                self.ledger.note(Entry::Accepted {
                    external_id: external_id.clone(),
                    task: task.clone(),
                });
                // A stride that is prime to 100 spreads the repeats evenly.
                if (number * 61) % 100 < self.plan.repeat_percent {
                    self.repeat(&request, external_id, &task).await;
                }
            }
            Fate::Refused(status) => {
                self.outcome.refused += 1;
                self.ledger.note(Entry::Refused { external_id, status });
            }
            Fate::Unknown => {
                self.outcome.unknown += 1;
                self.ledger.note(Entry::Unknown { external_id });
            }
        }
    }

    async fn fate(&mut self, request: &[u8]) -> Fate {
        let begun = Instant::now();
        loop {
            match self.connection.exchange(request).await {
                Ok(answer) if answer.status == 429 || answer.status >= 500 => {
                    let pushed_back = u64::from(matches!(answer.status, 429 | 503));
                    self.outcome.pushed_back += pushed_back;
                    self.outcome.unannounced += pushed_back * u64::from(!answer.retry_after);
                }
                Ok(answer) => return task_of(&answer).map_or(Fate::Refused(answer.status), Fate::Accepted),
                Err(Silence::NotSent | Silence::Unknown) => {}
            }
            if begun.elapsed() >= self.plan.patience {
                return Fate::Unknown;
            }
            self.outcome.retried += 1;
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }

    /// The same key again must name the same task, or be refused; silence tells nothing.
    async fn repeat(&mut self, request: &[u8], external_id: String, task: &str) {
        if let Ok(answer) = self.connection.exchange(request).await
            && let Some(other) = task_of(&answer).filter(|other| other != task)
        {
            self.ledger.note(Entry::TwoTasks {
                external_id,
                task: other,
            });
        }
    }
}
