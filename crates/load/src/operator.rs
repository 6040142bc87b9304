//! Registers that send sealed documents to the operator, as fiscal storages do: in order, one at a time, the next
//! one only after the confirmation of the one before.
//!
//! Every confirmation is handed to its storage, which checks it, its sign included: at once, or after the load, when
//! the work of the registers must not be taken for that of the operator.

mod documents;

use crate::intake::Pace;
use crate::latency::Latencies;
use crate::machine;
use documents::{receipt, registration};
use ofd_ru::session::{Decoded, Frame, ProtocolVersion, SessionHeader};
use ofd_ru::signs::SandboxKeys;
use register::{Confirmation, Event, RegisterCommand, RegisterError, StorageProfile, VirtualRegister};
use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use types::{FiscalStorageNumber, LocalDateTime};

/// Pause before a broken connection is made again.
const RETRY_PAUSE: Duration = Duration::from_millis(100);
/// Time for one exchange.
const EXCHANGE_TIMEOUT: Duration = Duration::from_secs(15);
/// When the storages check their confirmations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checking {
    /// Before the next document leaves.
    AtOnce,
    /// When the load is over.
    Afterwards,
}

/// A document that the operator confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Number of the storage.
    pub storage: String,
    /// Number of the document.
    pub number: i64,
    /// The container that was sent.
    pub container: Vec<u8>,
}

/// A registered register with sealed documents that wait for the operator.
pub struct LoadedRegister {
    register: VirtualRegister,
    keys: SandboxKeys,
    unsent: VecDeque<Vec<u8>>,
    sent: i64,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Documents with a confirmation that its storage accepted.
    pub confirmed: Vec<Confirmed>,
    /// Confirmations that a storage refused, in words.
    pub wrong: Vec<String>,
    /// Connections that broke or were refused.
    pub broken: u64,
    /// From the first due moment to the last confirmation.
    pub elapsed: Duration,
    /// Processor time of the registers meanwhile; without checks that were put off.
    pub processor: Duration,
    /// From the moment a document was due.
    pub latencies: Latencies,
}

impl Outcome {
    /// Confirmed documents a second.
    pub fn per_second(&self) -> f64 {
        f64::from(u32::try_from(self.confirmed.len()).unwrap_or(u32::MAX)) / self.elapsed.as_secs_f64()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "confirmed {} ({:.0}/s)  wrong {}  broken connections {}  {}",
            self.confirmed.len(),
            self.per_second(),
            self.wrong.len(),
            self.broken,
            self.latencies
        )
    }
}

impl LoadedRegister {
    /// The `index`th register of a run, with `receipts` sealed at `now` after its registration and the opening of a shift.
    ///
    /// `run` tells runs against one operator apart; both it and `index` are below 10 000. The number of the storage is
    /// one that the demo takes from guests.
    pub fn prepare(run: u16, index: u32, receipts: usize, now: LocalDateTime) -> Result<Self, RegisterError> {
        let storage = FiscalStorageNumber::parse(&format!("99990789{run:04}{index:04}")).expect("16 digits");
        let keys = SandboxKeys::published(&storage);
        let (mut register, events) = VirtualRegister::register(
            registration(index),
            storage,
            StorageProfile::default(),
            now,
            &keys,
        )?;
        let mut unsent = VecDeque::with_capacity(receipts + 2);
        unsent.extend(events.into_iter().filter_map(container));
        unsent.extend(
            register
                .handle(RegisterCommand::OpenShift, now, &keys)?
                .into_iter()
                .filter_map(container),
        );
        for _ in 0..receipts {
            unsent.push_back(register.seal(receipt(now), now, &keys)?.container);
        }
        Ok(Self {
            register,
            keys,
            unsent,
            sent: 0,
        })
    }

    /// Containers that wait, oldest first.
    pub fn unsent(&self) -> impl Iterator<Item = &[u8]> {
        self.unsent.iter().map(Vec::as_slice)
    }

    /// The message of the document behind `unchecked` ones that were answered.
    fn message(&self, unchecked: usize) -> Option<Vec<u8>> {
        let mut storage = [b' '; 16];
        for (place, byte) in storage
            .iter_mut()
            .zip(self.register.storage().number().as_str().bytes())
        {
            *place = byte;
        }
        SessionHeader::from_register(ProtocolVersion::V1_2, storage).message(self.unsent.get(unchecked)?)
    }

    /// Hands an answer to the storage, which checks it and its sign.
    fn accept(&mut self, answer: Vec<u8>, now: LocalDateTime) -> Result<Confirmed, RegisterError> {
        let document = self.unsent.pop_front().unwrap_or_default();
        let confirmation = Confirmation {
            answer,
            document: document.clone(),
            following: self.unsent.front().cloned(),
        };
        match self
            .register
            .handle(RegisterCommand::AcceptConfirmation(confirmation), now, &self.keys)
        {
            Ok(_) => {
                self.sent += 1;
                let storage = self.register.storage().number().as_str().to_owned();
                Ok(Confirmed {
                    storage,
                    number: self.sent,
                    container: document,
                })
            }
            Err(error) => {
                self.unsent.push_front(document);
                Err(error)
            }
        }
    }
}

/// Every register sends on a connection of its own until its documents or the time are over.
pub async fn run(
    address: &str,
    registers: Vec<LoadedRegister>,
    pace: Pace,
    duration: Duration,
    now: LocalDateTime,
    checking: Checking,
) -> Outcome {
    let processor = || machine::processor_time(std::process::id()).unwrap_or_default();
    let (start, used) = (Instant::now(), processor());
    let count = u32::try_from(registers.len()).unwrap_or(u32::MAX);
    let mut lanes = JoinSet::new();
    for (index, register) in (0..count).zip(registers) {
        let lane = Lane {
            address: address.to_owned(),
            register,
            stream: None,
            outcome: Outcome::default(),
            now,
            checking,
            unchecked: Vec::new(),
            buffer: Vec::with_capacity(2048),
        };
        let clock = LaneClock {
            start,
            pace,
            index,
            count,
        };
        lanes.spawn(lane.run(clock, duration));
    }
    let mut ended = Vec::new();
    while let Some(lane) = lanes.join_next().await {
        ended.push(lane.expect("a lane does not panic"));
    }
    let mut all = Outcome {
        elapsed: start.elapsed(),
        processor: processor().saturating_sub(used),
        ..Outcome::default()
    };
    for lane in ended.into_iter().map(Lane::check) {
        all.latencies.add(&lane.latencies);
        all.broken += lane.broken;
        all.confirmed.extend(lane.confirmed);
        all.wrong.extend(lane.wrong);
    }
    all
}

/// When the documents of one of several lanes are due.
#[derive(Clone, Copy)]
pub struct LaneClock {
    /// When all lanes begin.
    pub start: Instant,
    /// Of all lanes together.
    pub pace: Pace,
    /// Which lane, from 0.
    pub index: u32,
    /// How many there are.
    pub count: u32,
}

impl LaneClock {
    /// From the start to the document of this round, from 0.
    pub fn due(&self, round: u32) -> Duration {
        match self.pace {
            Pace::PerSecond(rate) => Duration::from_secs_f64(
                (f64::from(round) * f64::from(self.count) + f64::from(self.index)) / rate,
            ),
            Pace::Saturating => self.start.elapsed(),
        }
    }
}

struct Lane {
    address: String,
    register: LoadedRegister,
    stream: Option<TcpStream>,
    outcome: Outcome,
    now: LocalDateTime,
    checking: Checking,
    /// Answers to the first of the register's unsent documents.
    unchecked: Vec<Vec<u8>>,
    buffer: Vec<u8>,
}

impl Lane {
    async fn run(mut self, clock: LaneClock, duration: Duration) -> Self {
        for round in 0.. {
            let due = clock.due(round);
            let message = self.register.message(self.unchecked.len());
            let Some(message) = message.filter(|_| due < duration) else {
                break;
            };
            crate::latency::until(clock.start + due).await;
            // A document that is due is sent until it is confirmed, as a storage does, but not forever.
            let answer = loop {
                match tokio::time::timeout(EXCHANGE_TIMEOUT, self.exchange(&message)).await {
                    Ok(Ok(answer)) => break answer,
                    Ok(Err(_)) | Err(_) => {
                        self.stream = None;
                        self.outcome.broken += 1;
                    }
                }
                if clock.start.elapsed() > duration * 2 + EXCHANGE_TIMEOUT {
                    return self;
                }
                tokio::time::sleep(RETRY_PAUSE).await;
            };
            self.outcome.latencies.record((clock.start + due).elapsed());
            self.unchecked.push(answer);
            if self.checking == Checking::AtOnce {
                self.check_answers();
            }
            if !self.outcome.wrong.is_empty() {
                break;
            }
        }
        self
    }

    /// What the lane came to when its storage has checked all answers.
    fn check(mut self) -> Outcome {
        self.check_answers();
        self.outcome
    }

    fn check_answers(&mut self) {
        for answer in self.unchecked.drain(..) {
            match self.register.accept(answer, self.now) {
                Ok(confirmed) => self.outcome.confirmed.push(confirmed),
                Err(error) => {
                    self.outcome.wrong.push(chain(&error));
                    return;
                }
            }
        }
    }

    /// Sends a message; the body of the answer.
    async fn exchange(&mut self, message: &[u8]) -> io::Result<Vec<u8>> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.address).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        stream.write_all(message).await?;
        self.buffer.clear();
        loop {
            if let Decoded::Message { frame, .. } = Frame::decode(&self.buffer).map_err(io::Error::other)? {
                return Ok(frame.body.to_vec());
            }
            if stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn container(event: Event) -> Option<Vec<u8>> {
    match event {
        Event::DocumentSealed(document) => Some(document.container),
        Event::Prepared | Event::ConfirmationAccepted(_) | Event::SendingCompleted => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ofd_ru::checks::{self, CheckContext, Severity};
    use ofd_ru::container::Container;
    use ofd_ru::{FfdVersion, tlv};

    #[test]
    fn prepared_documents_pass_the_format_checks() {
        let now = LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0).expect("a date");
        let register = LoadedRegister::prepare(7, 3, 4, now).expect("prepared");
        assert_eq!(register.unsent().count(), 6);
        for container in register.unsent() {
            let container = Container::decode(container).expect("a container");
            let document = tlv::decode_document(container.body).expect("a document");
            let findings = checks::check_document(&document, FfdVersion::V1_2, &CheckContext::default());
            let errors: Vec<_> = findings
                .iter()
                .filter(|one| one.severity == Severity::Error)
                .collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
    }
}
