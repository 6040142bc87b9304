//! Tills that sell through the HTTP API of the software register: one receipt at a time on each register, the same
//! idempotency key again until it is answered.

pub mod audit;

use crate::http::{Answer, Connection, Silence};
use crate::intake::Pace;
use crate::latency::Latencies;
use crate::operator::LaneClock;
use serde_json::{Value, json};
use std::fmt;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// The PIN of a new core, and the one that the load gives its administrator.
const FIRST_PIN: &str = "0000";
const PIN: &str = "4815";
/// Pause before a sale is tried again.
const RETRY_PAUSE: Duration = Duration::from_millis(100);
/// Of so many sales one is asked for again although it was answered.
const REPEAT_EVERY: u64 = 20;
/// Of so many operations one closes the shift.
const CLOSE_EVERY: u64 = 50;
/// Response codes of the core: the outcome comes later; another document waits; the journal takes nothing.
const LATER: [u64; 3] = [12, 15, 44];

/// A sale or a closing that the core acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Through number of the document.
    pub number: u64,
    /// Fiscal sign, when the operator was heard before the core answered.
    pub sign: Option<String>,
    /// Total in tiyn; 0 of a closing.
    pub total: i64,
}

/// One till at one register.
#[derive(Debug)]
pub struct Till {
    /// Id of the register in its core.
    pub register: u32,
    /// Operations that were thought of.
    step: u64,
    /// What was acknowledged, oldest first.
    pub issued: Vec<Issued>,
    unanswered: bool,
}

/// How tills are to sell.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// When sales are due.
    pub pace: Pace,
    /// How long.
    pub duration: Duration,
    /// How long one sale is tried again.
    pub patience: Duration,
    /// Whether shifts are closed and answered sales asked for again.
    pub variety: Variety,
}

/// Whether there is more than sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variety {
    /// Sales alone.
    Sales,
    /// Closings of shifts and repeats too.
    All,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The tills, whatever became of their last sale.
    pub tills: Vec<Till>,
    /// Sales and closings that were acknowledged.
    pub issued: u64,
    /// Tries beyond the first.
    pub retried: u64,
    /// Answers that no till believes, in words.
    pub wrong: Vec<String>,
    /// From the first due moment to the last answer.
    pub elapsed: Duration,
    /// From the moment a sale was due.
    pub latencies: Latencies,
}

impl Outcome {
    /// Acknowledged operations a second.
    pub fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.issued).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "issued {} ({:.0}/s)  retried {}  wrong {}  {}",
            self.issued,
            self.per_second(),
            self.retried,
            self.wrong.len(),
            self.latencies
        )
    }
}

/// Gives a new core its PIN and the registers that the sandbox names, at most `count`; a till at each.
pub async fn set_up(core: &str, facts: &Value, count: usize) -> Result<Vec<Till>, String> {
    let mut connection = Connection::to(core);
    let first = request(core, FIRST_PIN, "/api/v1/me/pin", &json!({"pin": PIN}), None);
    done(connection.exchange(&first).await)?;
    let mut tills = Vec::new();
    for one in facts["kz"]["registers"]
        .as_array()
        .into_iter()
        .flatten()
        .take(count)
    {
        let body = json!({
            "server": facts["ofd"],
            "device_id": one["ofd_device_id"].to_string(),
            "token": one["token"].to_string(),
            "name": format!("Касса {}", tills.len() + 1),
        });
        let key = format!("add-{}", tills.len());
        let add = request(core, PIN, "/api/v1/registers/existing", &body, Some(&key));
        let added = done(connection.exchange(&add).await)?;
        let id = added["register"]["id"]
            .as_u64()
            .and_then(|id| u32::try_from(id).ok());
        tills.push(Till {
            register: id.ok_or_else(|| format!("the core names no register: {added}"))?,
            step: 0,
            issued: Vec::new(),
            unanswered: false,
        });
    }
    Ok(tills)
}

/// Waits until the operator has every document of the core; `Err` names what is left.
pub async fn drain(core: &str, tills: &[Till], patience: Duration) -> Result<(), String> {
    let mut connection = Connection::to(core);
    let begun = Instant::now();
    for till in tills {
        let path = format!("/api/v1/registers/{}", till.register);
        loop {
            let asked = connection.exchange(&get(core, &path)).await;
            let left = done(asked).map(|register| (register["queue"].clone(), register["pending"].clone()));
            match &left {
                Ok((Value::Null, Value::Null)) => break,
                _ if begun.elapsed() > patience => {
                    return Err(format!(
                        "register {} still has documents to send: {left:?}",
                        till.register
                    ));
                }
                _ => {}
            }
            // What waits is sent now rather than in a minute.
            let now = request(core, PIN, &format!("{path}/connection-test"), &json!({}), None);
            let _ = connection.exchange(&now).await;
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }
    Ok(())
}

/// Tills that sell until they are told to stop, or their time is over.
pub struct Running {
    lanes: JoinSet<Outcome>,
    stop: watch::Sender<bool>,
    start: Instant,
}

impl Running {
    /// Every till begins on a connection of its own.
    pub fn begin(core: &str, tills: Vec<Till>, plan: Plan, runtime: &tokio::runtime::Handle) -> Self {
        let (stop, stopped) = watch::channel(false);
        let start = Instant::now();
        let count = u32::try_from(tills.len()).unwrap_or(u32::MAX);
        let mut lanes = JoinSet::new();
        for (index, till) in (0..count).zip(tills) {
            let lane = Lane {
                connection: Connection::to(core),
                core: core.to_owned(),
                till,
                outcome: Outcome::default(),
                plan,
            };
            let clock = LaneClock {
                start,
                pace: plan.pace,
                index,
                count,
            };
            lanes.spawn_on(lane.run(clock, stopped.clone()), runtime);
        }
        Self { lanes, stop, start }
    }

    /// Waits until all have ended.
    pub async fn end(mut self) -> Outcome {
        let mut all = Outcome::default();
        while let Some(lane) = self.lanes.join_next().await {
            let lane = lane.expect("a lane does not panic");
            all.tills.extend(lane.tills);
            all.issued += lane.issued;
            all.retried += lane.retried;
            all.wrong.extend(lane.wrong);
            all.latencies.add(&lane.latencies);
        }
        all.elapsed = self.start.elapsed();
        all
    }

    /// No till hears another answer from now on.
    pub async fn freeze(self) -> Outcome {
        self.stop.send_replace(true);
        self.end().await
    }
}

struct Lane {
    connection: Connection,
    core: String,
    till: Till,
    outcome: Outcome,
    plan: Plan,
}

impl Lane {
    async fn run(mut self, clock: LaneClock, mut stopped: watch::Receiver<bool>) -> Outcome {
        tokio::select! {
            biased;
            // A sender that is gone stops nobody.
            Ok(_) = stopped.wait_for(|stop| *stop) => {}
            () = self.work(clock) => {}
        }
        self.outcome.tills.push(self.till);
        self.outcome
    }

    async fn work(&mut self, clock: LaneClock) {
        for round in 0.. {
            let due = clock.due(round);
            if due >= self.plan.duration && !self.till.unanswered {
                return;
            }
            crate::latency::until(clock.start + due).await;
            if !self.operate(clock.start + due).await {
                return;
            }
        }
    }

    /// One operation until it is answered; `false` when that cannot be waited for.
    async fn operate(&mut self, due: Instant) -> bool {
        let (request, total) = self.till.next(&self.core, self.plan.variety);
        let begun = Instant::now();
        loop {
            let answer = self.connection.exchange(&request).await;
            let is_later = match &answer {
                Ok(answer) => LATER.contains(&code(answer)),
                Err(_) => true,
            };
            if !is_later {
                return self.judge(answer, &request, total, due).await;
            }
            if begun.elapsed() > self.plan.patience {
                return false;
            }
            self.outcome.retried += 1;
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }

    async fn judge(
        &mut self,
        answer: Result<Answer, Silence>,
        request: &[u8],
        total: i64,
        due: Instant,
    ) -> bool {
        let first = answer
            .as_ref()
            .map(|answer| answer.body.clone())
            .unwrap_or_default();
        let told = done(answer).and_then(|data| issued(&data, total));
        match told {
            Ok(issued) => {
                self.outcome.latencies.record(due.elapsed());
                self.outcome.issued += 1;
                self.till.issued.push(issued);
                self.till.unanswered = false;
                let repeats = self.plan.variety == Variety::All && self.till.step % REPEAT_EVERY == 7;
                if repeats
                    && let Ok(again) = self.connection.exchange(request).await
                    && again.body != first
                {
                    let text = String::from_utf8_lossy(&again.body);
                    self.outcome
                        .wrong
                        .push(format!("the same key is answered in other words: {text}"));
                }
                true
            }
            Err(what) => {
                self.outcome
                    .wrong
                    .push(format!("register {}: {what}", self.till.register));
                false
            }
        }
    }
}

impl Till {
    /// The idempotency key of the newest operation.
    pub fn last_key(&self) -> String {
        format!("till-{}", self.step)
    }

    /// The operation that was not answered, else a new one, with its total.
    fn next(&mut self, core: &str, variety: Variety) -> (Vec<u8>, i64) {
        if !self.unanswered {
            self.step += 1;
            self.unanswered = true;
        }
        let key = self.last_key();
        let path = format!("/api/v1/registers/{}", self.register);
        if variety == Variety::All && self.step.is_multiple_of(CLOSE_EVERY) {
            let request = request(core, PIN, &format!("{path}/z-reports"), &json!({}), Some(&key));
            return (request, 0);
        }
        let tiyn = 10_000 + i64::try_from(self.step * 37 % 5000).unwrap_or_default();
        let price = format!("{}.{:02}", tiyn / 100, tiyn % 100);
        let body = json!({
            "operation": "sell",
            "lines": [{"name": "Қымыз", "section": "1", "quantity": "1", "price": price, "vat": {"rate": "16"}}],
            "payments": [{"kind": "cash", "amount": price}],
        });
        (
            request(core, PIN, &format!("{path}/receipts"), &body, Some(&key)),
            tiyn,
        )
    }
}

fn issued(data: &Value, total: i64) -> Result<Issued, String> {
    let number = data["number"].as_u64();
    // A closing is answered by its report, without a number.
    let is_known = number.is_some() || total == 0;
    match is_known {
        true => Ok(Issued {
            number: number.unwrap_or_default(),
            sign: data["fiscal_sign"].as_str().map(str::to_owned),
            total,
        }),
        false => Err(format!("no number: {data}")),
    }
}

fn get(core: &str, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {core}\r\nAuthorization: Bearer {PIN}\r\n\r\n").into_bytes()
}

fn request(core: &str, pin: &str, path: &str, body: &Value, key: Option<&str>) -> Vec<u8> {
    let body = body.to_string();
    let key = key
        .map(|key| format!("Idempotency-Key: {key}\r\n"))
        .unwrap_or_default();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {core}\r\nAuthorization: Bearer {pin}\r\n{key}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn code(answer: &Answer) -> u64 {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    body["response_code"].as_u64().unwrap_or(u64::MAX)
}

/// What an answer holds when the core did what was asked.
fn done(answer: Result<Answer, Silence>) -> Result<Value, String> {
    let answer = answer.map_err(|silence| format!("the core does not answer: {silence:?}"))?;
    match code(&answer) {
        0 => {
            let mut body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            Ok(body["response_data"].take())
        }
        _ => Err(format!(
            "status {}: {}",
            answer.status,
            String::from_utf8_lossy(&answer.body)
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unanswered_sale_is_asked_for_by_the_same_bytes() {
        let mut till = Till {
            register: 3,
            step: 0,
            issued: Vec::new(),
            unanswered: false,
        };
        let first = till.next("127.0.0.1:1", Variety::All);
        assert_eq!(till.next("127.0.0.1:1", Variety::All), first);
        till.unanswered = false;
        assert_ne!(till.next("127.0.0.1:1", Variety::All).0, first.0);
    }

    #[test]
    fn an_answer_without_a_number_is_no_sale() {
        assert!(issued(&json!({"fiscal_sign": "1"}), 100).is_err());
        let answered = issued(&json!({"number": 4, "fiscal_sign": "1"}), 100).expect("a sale");
        assert_eq!((answered.number, answered.sign.as_deref()), (4, Some("1")));
    }
}
