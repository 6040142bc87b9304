//! Registers on their connections: one request at a time, the same again until it is answered.

use super::register::{Doubt, KzRegister};
use crate::intake::Pace;
use crate::latency::Latencies;
use crate::machine;
use crate::operator::LaneClock;
use ofd_kz::frame::{Decoded, Frame};
use std::fmt;
use std::io;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Pause before a broken connection is made again, or a request that was put off is repeated.
const RETRY_PAUSE: Duration = Duration::from_millis(100);
/// Time for one exchange.
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(15);
/// Of so many requests one loses its answer on the way, and one is repeated although it was answered.
const LOST_EVERY: u32 = 20;

/// How registers are to send.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// When requests are due.
    pub pace: Pace,
    /// How long.
    pub duration: Duration,
    /// How long one request is repeated.
    pub patience: Duration,
    /// Whether answers get lost on purpose.
    pub losses: Losses,
}

/// Whether answers get lost on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Losses {
    /// None does.
    None,
    /// Some do; what is repeated must be answered by the same bytes.
    Some,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The registers, whatever became of their last request.
    pub registers: Vec<KzRegister>,
    /// Requests that were answered.
    pub answered: u64,
    /// Answers that were lost on purpose, each then repeated.
    pub lost: u64,
    /// Times that the operator asked for patience.
    pub put_off: u64,
    /// Connections that broke or were refused.
    pub broken: u64,
    /// Answers that a register does not believe, in words.
    pub wrong: Vec<String>,
    /// From the first due moment to the last answer.
    pub elapsed: Duration,
    /// From the moment a request was due.
    pub latencies: Latencies,
}

impl Outcome {
    /// Answered requests a second.
    pub fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.answered).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }

    fn add(&mut self, other: Self) {
        self.registers.extend(other.registers);
        self.answered += other.answered;
        self.lost += other.lost;
        self.put_off += other.put_off;
        self.broken += other.broken;
        self.wrong.extend(other.wrong);
        self.latencies.add(&other.latencies);
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "answered {} ({:.0}/s)  lost answers {}  put off {}  wrong {}  broken connections {}  {}",
            self.answered,
            self.per_second(),
            self.lost,
            self.put_off,
            self.wrong.len(),
            self.broken,
            self.latencies
        )
    }
}

/// Registers that send until they are told to stop, or their time is over.
pub struct Running {
    lanes: JoinSet<(Outcome, Option<TcpStream>)>,
    stop: watch::Sender<bool>,
    start: Instant,
}

impl Running {
    /// Every register begins on a connection of its own.
    pub fn begin(
        address: &str,
        registers: Vec<KzRegister>,
        plan: Plan,
        runtime: &tokio::runtime::Handle,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let start = Instant::now();
        let count = u32::try_from(registers.len()).unwrap_or(u32::MAX);
        let mut lanes = JoinSet::new();
        for (index, register) in (0..count).zip(registers) {
            let lane = Lane {
                address: address.to_owned(),
                register,
                stream: None,
                outcome: Outcome::default(),
                plan,
                stopped: stopped.clone(),
            };
            let clock = LaneClock {
                start,
                pace: plan.pace,
                index,
                count,
            };
            lanes.spawn_on(lane.run(clock), runtime);
        }
        Self { lanes, stop, start }
    }

    /// Waits until all have ended.
    pub async fn end(self) -> Outcome {
        self.collect().await.0
    }

    /// No register hears another answer from now on; connections stay open until the second part is dropped, so that
    /// the operator goes on with what it has heard.
    pub async fn freeze(self) -> (Outcome, Vec<TcpStream>) {
        self.stop.send_replace(true);
        self.collect().await
    }

    async fn collect(mut self) -> (Outcome, Vec<TcpStream>) {
        let (mut all, mut streams) = (Outcome::default(), Vec::new());
        while let Some(lane) = self.lanes.join_next().await {
            let (outcome, stream) = lane.expect("a lane does not panic");
            all.add(outcome);
            streams.extend(stream);
        }
        all.elapsed = self.start.elapsed();
        (all, streams)
    }
}

struct Lane {
    address: String,
    register: KzRegister,
    stream: Option<TcpStream>,
    outcome: Outcome,
    plan: Plan,
    stopped: watch::Receiver<bool>,
}

/// Whether a lane goes on.
enum Next {
    Goes,
    Ends,
}

impl Lane {
    async fn run(mut self, clock: LaneClock) -> (Outcome, Option<TcpStream>) {
        let mut stopped = self.stopped.clone();
        tokio::select! {
            biased;
            // A sender that is gone stops nobody.
            Ok(_) = stopped.wait_for(|stop| *stop) => {}
            () = self.work(clock) => {}
        }
        self.outcome.registers.push(self.register);
        (self.outcome, self.stream)
    }

    async fn work(&mut self, clock: LaneClock) {
        for round in 0.. {
            let due = clock.due(round);
            // What was not answered before is repeated first, whatever the clock says.
            if due >= self.plan.duration && !self.register.waits() {
                return;
            }
            crate::latency::until(clock.start + due).await;
            if matches!(self.ask(clock.start + due, round).await, Next::Ends) {
                return;
            }
        }
    }

    /// One request until it is answered, as registers do, but not forever.
    async fn ask(&mut self, due: Instant, round: u32) -> Next {
        let message = self.register.message(machine::kazakhstan_now());
        let loses = self.plan.losses == Losses::Some;
        if loses && round % LOST_EVERY == 7 {
            self.lose_answer(&message).await;
        }
        let begun = Instant::now();
        loop {
            match tokio::time::timeout(EXCHANGE_TIMEOUT, self.exchange(&message)).await {
                Ok(Ok(answer)) => match self.register.accept(&answer) {
                    Ok(()) => {
                        self.outcome.latencies.record(due.elapsed());
                        self.outcome.answered += 1;
                        if loses && round % LOST_EVERY == 17 && self.is_kept(&answer) {
                            self.repeat(&message, &answer).await;
                        }
                        return Next::Goes;
                    }
                    Err(Doubt::PutOff) => self.outcome.put_off += 1,
                    Err(Doubt::Wrong(what)) => {
                        self.outcome.wrong.push(what);
                        return Next::Ends;
                    }
                },
                Ok(Err(_)) | Err(_) => {
                    self.stream = None;
                    self.outcome.broken += 1;
                }
            }
            if begun.elapsed() > self.plan.patience {
                return Next::Ends;
            }
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }

    /// Only documents are answered by the same bytes again; a report is made anew.
    fn is_kept(&self, answer: &[u8]) -> bool {
        self.register
            .taken()
            .last()
            .is_some_and(|taken| taken.answer == answer)
    }

    /// The connection breaks after the request has left.
    async fn lose_answer(&mut self, message: &[u8]) {
        self.outcome.lost += 1;
        if let Ok(stream) = self.connected().await {
            let _ = stream.write_all(message).await;
        }
        self.stream = None;
    }

    /// A register whose answer never reached its journal repeats the request; silence tells nothing.
    async fn repeat(&mut self, message: &[u8], first: &[u8]) {
        self.outcome.lost += 1;
        match tokio::time::timeout(EXCHANGE_TIMEOUT, self.exchange(message)).await {
            Ok(Ok(again)) if again != first && !is_put_off(&again) => {
                let id = self.register.device_id();
                self.outcome
                    .wrong
                    .push(format!("a repeat of register {id} is answered by other bytes"));
            }
            Ok(Ok(_)) => {}
            Ok(Err(_)) | Err(_) => self.stream = None,
        }
    }

    async fn connected(&mut self) -> io::Result<&mut TcpStream> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        self.stream
            .as_mut()
            .ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Sends a message; the whole answer.
    async fn exchange(&mut self, message: &[u8]) -> io::Result<Vec<u8>> {
        let stream = self.connected().await?;
        stream.write_all(message).await?;
        let mut buffer = Vec::with_capacity(1024);
        loop {
            if let Decoded::Message { rest, .. } = Frame::decode(&buffer).map_err(io::Error::other)? {
                let size = buffer.len() - rest.len();
                buffer.truncate(size);
                return Ok(buffer);
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Whether an answer asks for patience.
fn is_put_off(answer: &[u8]) -> bool {
    let Ok(Decoded::Message { frame, .. }) = Frame::decode(answer) else {
        return false;
    };
    let response = ofd_kz::payload::decode_response(ofd_kz::Version::V203, frame.payload);
    response.is_ok_and(|response| matches!(response.message.result.result_code, 254 | 255))
}
