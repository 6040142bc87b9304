//! One register, its state on disk, and the operation that waits for the operator.
//!
//! A change is decided upon a copy, written together with its documents and its outcome, and only then believed.

mod book;
mod journal;
mod outcome;
mod rows;
mod wire;

use std::sync::Arc;

use print::Locale;
use register_kz::{Actor, CashRegister, Command, Document, Event};
use serde_json::Value;
use store::Db;
use store::core_register::exchanges::CoreExchange;
use store::core_register::operations::{self, CoreOperation};
use store::core_register::registers::{self, CoreRegister};
use tokio::sync::{oneshot, watch};
use types::{Clock, LocalDateTime, Timestamp, UtcOffset};

use crate::error::CoreError;
use crate::registry::Wanted;
use crate::request_match::{differing_fields, digest};
use crate::response::{Outcome, ResponseCode};
use journal::{Beside, stored};
use outcome::outcome_of;
pub(crate) use outcome::with_link;

/// What somebody asks of a register, with the key that makes a repeat of it harmless.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) key: String,
    pub(crate) name: &'static str,
    /// The whole command as JSON, keys in order.
    pub(crate) request: Value,
    pub(crate) command: Command,
    pub(crate) actor: Actor,
    pub(crate) locale: Locale,
    /// What a set-up changes beside the state.
    pub(crate) meta: Option<Box<CoreRegister>>,
    /// What a change of settings changes beside the state.
    pub(crate) settings: Option<Box<Wanted>>,
}

impl Operation {
    /// Whether it makes a document.
    pub(crate) const fn is_issuing(&self) -> bool {
        matches!(
            self.command,
            Command::IssueReceipt(_) | Command::MoveCash { .. } | Command::CloseShift { .. }
        )
    }
}

/// Who waits for an operation.
pub(crate) type Reply = oneshot::Sender<Result<Outcome, CoreError>>;

/// A register as others see it.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) meta: Arc<CoreRegister>,
    pub(crate) state: Arc<CashRegister>,
}

pub(crate) struct Desk {
    db: Db,
    clock: Arc<dyn Clock>,
    meta: CoreRegister,
    state: CashRegister,
    /// Name and key of the operation that waits for the operator, and who waits for it.
    open: Option<Open>,
    /// The journal may hold something else than memory does.
    is_stale: bool,
    seen: watch::Sender<Snapshot>,
}

struct Open {
    operation: CoreOperation,
    replies: Vec<Reply>,
    locale: Locale,
}

/// What an exchange leaves behind.
pub(crate) struct Trace {
    pub(crate) exchange: CoreExchange,
    /// JSON of the registration, when the operator told it.
    pub(crate) card: Option<String>,
}

impl Desk {
    /// Takes a register up as the journal has it.
    pub(crate) async fn load(db: Db, clock: Arc<dyn Clock>, meta: CoreRegister) -> Result<Self, CoreError> {
        let state = read_state(&meta)?;
        let id = meta.id;
        let operation = db
            .read("open_operation", move |tx| operations::open(tx, id))
            .await?;
        let snapshot = Snapshot {
            meta: Arc::new(meta.clone()),
            state: Arc::new(state.clone()),
        };
        Ok(Self {
            db,
            clock,
            meta,
            state,
            open: operation.map(|operation| Open {
                operation,
                replies: Vec::new(),
                locale: Locale::default(),
            }),
            is_stale: false,
            seen: watch::Sender::new(snapshot),
        })
    }

    pub(crate) fn watch(&self) -> watch::Receiver<Snapshot> {
        self.seen.subscribe()
    }

    pub(crate) const fn state(&self) -> &CashRegister {
        &self.state
    }

    pub(crate) const fn meta(&self) -> &CoreRegister {
        &self.meta
    }

    /// The wall clock of Kazakhstan.
    pub(crate) fn now(&self) -> LocalDateTime {
        self.clock.now().to_local(UtcOffset::KAZAKHSTAN)
    }

    pub(crate) fn timestamp(&self) -> Timestamp {
        self.clock.now()
    }

    /// A document of the queue.
    pub(crate) async fn document(&self, number: u64) -> Result<Document, CoreError> {
        let id = self.meta.id;
        let found = self
            .db
            .read("find_document", move |tx| registers::document(tx, id, number))
            .await?;
        let (document, _) = found.ok_or_else(|| {
            CoreError::Defect(format!("document {number} of the queue is not in the journal"))
        })?;
        serde_json::from_str(&document.body)
            .map_err(|error| CoreError::Defect(format!("document {number} of the journal: {error}")))
    }

    /// Whether a document of another operation has to be answered first.
    pub(crate) fn waits_behind(&self, operation: &Operation) -> bool {
        let is_open = self
            .open
            .as_ref()
            .is_some_and(|open| open.operation.key == operation.key);
        operation.is_issuing() && self.state.pending().is_some() && !is_open
    }

    /// Does an operation, or says what came of the same one before; whoever has to wait is answered later.
    pub(crate) async fn operate(&mut self, operation: Operation, reply: Reply) {
        match self.try_operate(operation).await {
            Ok(Some(outcome)) => drop(reply.send(Ok(outcome))),
            Ok(None) => {
                if let Some(open) = &mut self.open {
                    open.replies.push(reply);
                }
            }
            Err(error) => drop(reply.send(Err(error))),
        }
    }

    /// `None`: it waits for the operator.
    async fn try_operate(&mut self, operation: Operation) -> Result<Option<Outcome>, CoreError> {
        self.refresh().await?;
        let (id, key) = (self.meta.id, operation.key.clone());
        let known = self
            .db
            .read("find_operation", move |tx| operations::find(tx, id, &key))
            .await?;
        if let Some(known) = known {
            return repeated(known, operation.name, &operation.request);
        }
        let request_sha256 = digest(operation.name, &operation.request);
        let now = self.now();
        let (mut command, mut changed) = (operation.command, operation.meta);
        if let Some(wanted) = operation.settings.as_deref() {
            let setup = self
                .state
                .setup()
                .ok_or(CoreError::Code(ResponseCode::NotSetUp))?;
            // Upon the register as it is now: it was another when the change was asked for.
            command = Command::ChangeSettings(wanted.change(&self.meta, setup.rollover)?);
            let after = wanted.settings.upon(&self.meta);
            self.queue_fits(after.version).await?;
            changed = Some(Box::new(after));
        }
        let events = self.state.decide(command, &operation.actor, now)?;
        self.fits_the_wire(&events)?;
        let next = self.after(&events)?;
        let mut begun = CoreOperation {
            key: operation.key,
            name: operation.name.to_owned(),
            request: operation.request.to_string(),
            request_sha256,
            person: operation.actor.cashier.code,
            outcome: None,
        };
        let meta = changed.as_deref().unwrap_or(&self.meta);
        let outcome = if next.pending().is_some() {
            None
        } else {
            Some(outcome_of(
                &begun.name,
                &events,
                meta,
                &next,
                now,
                operation.locale,
            ))
        };
        begun.outcome = outcome.as_ref().map(stored);
        let beside = Beside {
            begun: Some(begun.clone()),
            meta: changed,
            ..Beside::default()
        };
        self.write(&events, next, beside).await?;
        if outcome.is_none() {
            self.open = Some(Open {
                operation: begun,
                replies: Vec::new(),
                locale: operation.locale,
            });
        }
        Ok(outcome)
    }

    /// Writes what events change, and finishes the operation that they end.
    pub(crate) async fn apply(&mut self, events: &[Event], trace: Option<Trace>) -> Result<(), CoreError> {
        self.refresh().await?;
        let next = self.after(events)?;
        let mut beside = Beside::default();
        if let Some(trace) = trace {
            beside.answered = trace.exchange.result.is_some();
            beside.exchange = Some(trace.exchange);
            beside.card = trace.card;
        }
        let ended = self
            .open
            .as_ref()
            .filter(|_| next.pending().is_none())
            .map(|open| {
                let name = &open.operation.name;
                let outcome = outcome_of(name, events, &self.meta, &next, self.now(), open.locale);
                (open.operation.key.clone(), outcome)
            });
        beside.finished = ended
            .as_ref()
            .map(|(key, outcome)| (key.clone(), stored(outcome)));
        self.write(events, next, beside).await?;
        if let Some((_, outcome)) = ended
            && let Some(open) = self.open.take()
        {
            for reply in open.replies {
                drop(reply.send(Ok(outcome.clone())));
            }
        }
        Ok(())
    }

    /// Answers those who wait that the outcome comes later: the program stops.
    pub(crate) fn leave(&mut self) {
        for reply in self.open.take().map(|open| open.replies).unwrap_or_default() {
            drop(reply.send(Err(CoreError::Code(ResponseCode::StillWorking))));
        }
    }

    fn after(&self, events: &[Event]) -> Result<CashRegister, CoreError> {
        let mut next = self.state.clone();
        for event in events {
            next.apply(event)
                .map_err(|error| CoreError::Defect(error.to_string()))?;
        }
        Ok(next)
    }
}

fn read_state(meta: &CoreRegister) -> Result<CashRegister, CoreError> {
    serde_json::from_str(&meta.state).map_err(|error| {
        CoreError::Defect(format!(
            "the state of register {} does not parse: {error}",
            meta.id
        ))
    })
}

/// What came of an operation before; `None` while it waits for the operator.
pub(crate) fn repeated(
    known: CoreOperation,
    name: &str,
    request: &Value,
) -> Result<Option<Outcome>, CoreError> {
    if known.request_sha256 != digest(name, request) {
        let before: Value = serde_json::from_str(&known.request).unwrap_or_default();
        let mut fields = differing_fields(&before, request);
        if known.name != name {
            fields.insert(0, "operation".to_owned());
        }
        return Err(CoreError::KeyConflict { fields });
    }
    Ok(known.outcome.map(|outcome| Outcome {
        status: outcome.status,
        body: outcome.body,
    }))
}
