//! The task that keeps one register: takes operations one by one, and speaks with the operator.

use std::collections::VecDeque;

use futures::future::BoxFuture;
use ofd_kz::{Header, Version};
use register_kz::{
    Answer, AnswerClass, CashRegister, InFlight, Mode, Outgoing, OutgoingBody, Purpose, ReportOrigin, Request,
};
use store::core_register::exchanges::CoreExchange;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use translate::kz::request_to_message;
use translate::kz::service::{Beside, Claims, Module, RegisterCard, RegisterFacts, Software, Wishes};

use crate::card;
use crate::config::Timing;
use crate::desk::{Desk, Operation, Reply, Trace};
use crate::error::CoreError;
use crate::exchange::{ExchangeError, exchange};
use crate::response::ResponseCode;

/// Tries of a document whose cashier waits. Source: ours.
const TRIES_MAX: u32 = 3;
/// Operations that wait for the one before them.
pub(crate) const WAITING_MAX: usize = 64;

/// What a register's task is told.
pub(crate) enum Message {
    /// Does an operation.
    Operate(Box<Operation>, Reply),
    /// Asks INFO, or sends what is queued, now; answers with what came of it.
    Test(oneshot::Sender<Result<CoreExchange, CoreError>>),
}

pub(crate) struct Keeper {
    desk: Desk,
    timing: Timing,
    inbox: mpsc::Receiver<Message>,
    stop: watch::Receiver<bool>,
    air: Option<Air>,
    waiting: VecDeque<(Box<Operation>, Reply)>,
    tests: Vec<oneshot::Sender<Result<CoreExchange, CoreError>>>,
    /// When the document that waits was first sent, and how often.
    urgent_since: Option<Instant>,
    urgent_tries: u32,
    next_urgent: Instant,
    next_background: Instant,
    /// Nothing is issued before the operator was asked once.
    is_ready: bool,
}

struct Air {
    attempt: u32,
    purpose: Purpose,
    request_number: u16,
    began: Instant,
    answer: BoxFuture<'static, Result<(Answer, Beside), ExchangeError>>,
}

/// What a register's task waits for.
enum Happened {
    Stop,
    Landed(Box<Result<(Answer, Beside), ExchangeError>>),
    Told(Message),
    Due,
}

impl Keeper {
    pub(crate) fn new(
        desk: Desk,
        timing: Timing,
        inbox: mpsc::Receiver<Message>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            desk,
            timing,
            inbox,
            stop,
            air: None,
            waiting: VecDeque::new(),
            tests: Vec::new(),
            urgent_since: None,
            urgent_tries: 0,
            next_urgent: Instant::now(),
            next_background: Instant::now(),
            is_ready: false,
        }
    }

    /// Runs until the program stops.
    pub(crate) async fn run(mut self) {
        let events = self.desk.state().begin_session();
        // A register that was never set up has nobody to ask.
        self.is_ready = self.desk.state().setup().is_none();
        if let Err(error) = self.desk.apply(&events, None).await {
            tracing::error!(register = self.desk.meta().id, %error, "the session did not begin");
        }
        loop {
            if *self.stop.borrow() {
                break;
            }
            let wake = self.send_due().await;
            self.is_ready |= self.air.is_none() || self.desk.state().unsent().is_some();
            let is_open = self.is_ready;
            let happened = tokio::select! {
                biased;
                () = stopped(&mut self.stop) => Happened::Stop,
                answer = in_air(self.air.as_mut()) => Happened::Landed(Box::new(answer)),
                message = self.inbox.recv(), if is_open => message.map_or(Happened::Stop, Happened::Told),
                () = at(wake) => Happened::Due,
            };
            match happened {
                Happened::Stop => break,
                Happened::Landed(answer) => self.landed(*answer).await,
                Happened::Told(message) => self.take(message).await,
                Happened::Due => {}
            }
        }
        self.desk.leave();
    }

    async fn take(&mut self, message: Message) {
        match message {
            Message::Operate(operation, reply) => {
                if !self.waits(&operation) {
                    self.desk.operate(*operation, reply).await;
                    self.next_urgent = Instant::now();
                    self.hurry();
                } else if self.waiting.len() < WAITING_MAX {
                    self.waiting.push_back((operation, reply));
                } else {
                    drop(reply.send(Err(CoreError::Code(ResponseCode::AnswerPending))));
                }
            }
            Message::Test(reply) => self.test(reply).await,
        }
    }

    /// A document waits for the one before it, and for INFO or a report under way: their answer may stop the register.
    fn waits(&self, operation: &Operation) -> bool {
        let asks = self
            .air
            .as_ref()
            .is_some_and(|air| matches!(air.purpose, Purpose::Info | Purpose::Report));
        self.desk.waits_behind(operation) || (asks && operation.is_issuing())
    }

    /// A token that was typed in, or a repair, is tried at once.
    fn hurry(&mut self) {
        if self.air.is_none() && self.desk.state().unsent().is_none() {
            self.next_background = Instant::now();
        }
    }

    async fn test(&mut self, reply: oneshot::Sender<Result<CoreExchange, CoreError>>) {
        // What is under way tells as much.
        if self.air.is_some() {
            self.tests.push(reply);
            return;
        }
        let now = self.desk.now();
        if matches!(self.desk.state().mode(now), Mode::Online) && self.desk.state().pending().is_none() {
            let events = self.desk.state().begin_session();
            if let Err(error) = self.desk.apply(&events, None).await {
                drop(reply.send(Err(error)));
                return;
            }
        }
        if self.desk.state().wants_to_send(now).is_none() {
            let error = match self.desk.state().mode(now) {
                Mode::Blocked { reason } => {
                    CoreError::Register(register_kz::CashRegisterError::Blocked { reason })
                }
                Mode::Setup | Mode::Online | Mode::Autonomous { .. } => {
                    CoreError::Code(ResponseCode::NotSetUp)
                }
            };
            drop(reply.send(Err(error)));
            return;
        }
        self.next_background = Instant::now();
        self.tests.push(reply);
    }

    /// Sends what is due; when to look again otherwise.
    async fn send_due(&mut self) -> Option<Instant> {
        if self.air.is_some() {
            return None;
        }
        let now = self.desk.now();
        let purpose = self.desk.state().wants_to_send(now)?;
        let due = match purpose {
            _ if self.desk.state().pending().is_some() => self.next_urgent,
            Purpose::Report => Instant::now(),
            Purpose::Document(_) | Purpose::Info | Purpose::System => self.next_background,
        };
        if due > Instant::now() {
            return Some(due);
        }
        match self.send().await {
            Ok(()) => None,
            Err(error) => {
                tracing::error!(register = self.desk.meta().id, %error, "a request cannot be sent");
                let later = Instant::now() + self.timing.pause;
                self.next_urgent = later;
                self.next_background = later;
                // Whoever waits for a document that cannot be sent is not left waiting.
                self.urgent_tries = self.urgent_tries.saturating_add(1);
                self.give_up_when_due().await;
                self.work_off().await;
                Some(later)
            }
        }
    }

    async fn send(&mut self) -> Result<(), CoreError> {
        let now = self.desk.now();
        let Some((event, outgoing)) = self.desk.state().begin_request(now) else {
            return Ok(());
        };
        let request = self.request(&outgoing).await?;
        let version = Version::known(self.desk.meta().version).unwrap_or(Version::V203);
        let facts = facts(self.desk.state(), &outgoing);
        // Before anything is on disk: a request that cannot be made is never in flight.
        let message = request_to_message(&request, &facts, version, now).map_err(|faults| {
            CoreError::Defect(
                faults
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            )
        })?;
        // What goes out is on disk first: after a crash the same number and token are repeated.
        self.desk.apply(&[event], None).await?;
        let Some(InFlight { purpose, .. }) = self.desk.state().link().in_flight().copied() else {
            return Ok(());
        };
        let header = Header {
            version: version.number(),
            size_bytes: 0,
            device_id: outgoing.device_id.get(),
            token: outgoing.token.get(),
            request_number: outgoing.request_number.get(),
        };
        let (server, timing) = (self.desk.meta().server.clone(), self.timing);
        self.urgent_since.get_or_insert_with(Instant::now);
        self.air = Some(Air {
            attempt: outgoing.attempt,
            purpose,
            request_number: outgoing.request_number.get(),
            began: Instant::now(),
            answer: Box::pin(async move { exchange(&server, version, header, &message, timing).await }),
        });
        Ok(())
    }

    async fn request(&mut self, outgoing: &Outgoing) -> Result<Request, CoreError> {
        Ok(match &outgoing.body {
            OutgoingBody::Pending(document) => Request::Document(document.clone()),
            OutgoingBody::Queued(number) => {
                Request::Document(Box::new(self.desk.document(number.get()).await?))
            }
            OutgoingBody::Report => Request::Report(ReportOrigin::Online),
            OutgoingBody::Info => Request::Info,
            OutgoingBody::System => Request::System,
        })
    }

    /// An answer came, or none.
    async fn landed(&mut self, answer: Result<(Answer, Beside), ExchangeError>) {
        let Some(air) = self.air.take() else { return };
        let exchange = self.logged(&air, &answer);
        let card = answer
            .as_ref()
            .ok()
            .and_then(|(_, beside)| beside.registration.as_ref())
            .map(|registration| card::to_json(registration).to_string());
        let trace = Trace {
            exchange: exchange.clone(),
            card,
        };
        self.next_background = Instant::now() + self.timing.background;
        if self.desk.state().pending().is_some() && matches!(air.purpose, Purpose::Document(_)) {
            self.urgent_tries = self.urgent_tries.saturating_add(1);
        }
        let kept = match &answer {
            Ok((answer, _)) => self.answered(air.attempt, answer, trace).await,
            Err(_) if self.desk.state().pending().is_some() => self.desk.apply(&[], Some(trace)).await,
            Err(_) => match self.desk.state().given_up(self.desk.now()) {
                Ok(events) => self.desk.apply(&events, Some(trace)).await,
                Err(error) => Err(error.into()),
            },
        };
        if let Err(error) = &kept {
            tracing::error!(register = self.desk.meta().id, %error, "an answer was not kept; its request is repeated");
        }
        for reply in self.tests.drain(..) {
            drop(reply.send(kept.clone().map(|()| exchange.clone())));
        }
        self.give_up_when_due().await;
        self.is_ready = true;
        self.work_off().await;
    }

    async fn answered(&mut self, attempt: u32, answer: &Answer, trace: Trace) -> Result<(), CoreError> {
        if answer.result.class() == AnswerClass::Accepted {
            self.next_background = Instant::now();
        }
        let events = self.desk.state().answered(attempt, answer, self.desk.now())?;
        self.desk.apply(&events, Some(trace)).await
    }

    /// A document that still waits is tried again, or issued without the operator.
    async fn give_up_when_due(&mut self) {
        if self.desk.state().pending().is_none() {
            self.urgent_since = None;
            self.urgent_tries = 0;
            return;
        }
        let next = Instant::now() + self.timing.pause;
        let since = self.urgent_since.unwrap_or_else(Instant::now);
        // A register that was stopped meanwhile sends nothing: its document cannot wait for ever.
        let is_sendable = self.desk.state().wants_to_send(self.desk.now()).is_some();
        if is_sendable && self.urgent_tries < TRIES_MAX && next.duration_since(since) < self.timing.whole {
            self.next_urgent = next;
            return;
        }
        let given_up = match self.desk.state().given_up(self.desk.now()) {
            Ok(events) => self.desk.apply(&events, None).await,
            Err(error) => Err(error.into()),
        };
        match given_up {
            Ok(()) => {
                self.urgent_since = None;
                self.urgent_tries = 0;
                self.next_background = Instant::now() + self.timing.background;
            }
            Err(error) => {
                tracing::error!(register = self.desk.meta().id, %error, "a document was not issued yet");
                self.next_urgent = next;
            }
        }
    }

    /// Operations that waited for the one before them.
    async fn work_off(&mut self) {
        while let Some((operation, reply)) = self.waiting.pop_front() {
            if self.waits(&operation) {
                self.waiting.push_front((operation, reply));
                return;
            }
            self.desk.operate(*operation, reply).await;
            self.next_urgent = Instant::now();
        }
    }

    fn logged(&self, air: &Air, answer: &Result<(Answer, Beside), ExchangeError>) -> CoreExchange {
        let (result, detail) = match answer {
            Ok((answer, _)) => (Some(answer.result.0), answer.text.clone()),
            Err(error) => (None, error.to_string()),
        };
        CoreExchange {
            at: self.desk.timestamp(),
            purpose: purpose_name(air.purpose).to_owned(),
            request_number: air.request_number,
            server: self.desk.meta().server.clone(),
            result,
            detail,
            took_ms: u32::try_from(air.began.elapsed().as_millis()).unwrap_or(u32::MAX),
        }
    }
}

/// The signal to stop; a sender that is gone stops as well.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    drop(stop.wait_for(|stop| *stop).await);
}

/// The answer that is awaited; without one, never.
async fn in_air(air: Option<&mut Air>) -> Result<(Answer, Beside), ExchangeError> {
    match air {
        Some(air) => (&mut air.answer).await,
        None => std::future::pending().await,
    }
}

async fn at(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake).await,
        None => std::future::pending().await,
    }
}

const fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Document(_) => "document",
        Purpose::Report => "report",
        Purpose::Info => "info",
        Purpose::System => "system",
    }
}

/// What stands beside a request of this register.
fn facts(state: &CashRegister, outgoing: &Outgoing) -> RegisterFacts {
    let setup = state.setup();
    let card = RegisterCard {
        registration_number: setup
            .and_then(|setup| setup.registration_number.as_ref())
            .map(ToString::to_string),
        serial_number: setup.map(|setup| setup.serial_number.to_string()),
        device_id: Some(outgoing.device_id.to_string()),
    };
    let taxpayer_number = setup.map(|setup| setup.seller.to_string());
    RegisterFacts {
        outage: outgoing.outage,
        ..facts_of(card, taxpayer_number)
    }
}

/// What a register tells of itself.
pub(crate) fn facts_of(register: RegisterCard, taxpayer_number: Option<String>) -> RegisterFacts {
    RegisterFacts {
        wishes: Wishes {
            registration: true,
            taxation: false,
        },
        software: Software {
            modules: vec![Module {
                name: "qassa".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                build: None,
            }],
            os_family: Some(std::env::consts::OS.to_owned()),
            hardware: Some(std::env::consts::ARCH.to_owned()),
            ..Software::default()
        },
        claims: Claims {
            register,
            taxpayer_number,
        },
        ..RegisterFacts::default()
    }
}
