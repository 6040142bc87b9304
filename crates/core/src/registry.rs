//! The registers of a core: making, adding, asking.

mod addition;
mod facts;
mod settings_change;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use register_kz::OfdToken;
use store::Db;
use store::core_register::events::{self, CoreEvent};
use store::core_register::exchanges::{self, CoreExchange};
use store::core_register::registers::{self, CoreAcknowledgement, CoreDocument, CoreRegister};
use tokio::sync::{mpsc, oneshot, watch};
use types::Clock;

use crate::config::{CoreConfig, REGISTERS_MAX};
use crate::desk::{Desk, Operation, Snapshot};
use crate::error::CoreError;
use crate::keeper::{Keeper, Message, WAITING_MAX};
use crate::response::{Outcome, ResponseCode};
pub(crate) use addition::Addition;
use addition::Probe;
pub(crate) use settings_change::{CertificateChange, Settings, Wanted};

pub(crate) use store::core_register::registers::{CoreAcknowledgement as Said, CoreDocument as Row};

const SERIAL_NUMBERS: &str = "serial_numbers";

/// A new register task, for whoever runs tasks.
pub(crate) type Task = futures::future::BoxFuture<'static, ()>;

pub(crate) struct Registry {
    db: Db,
    clock: Arc<dyn Clock>,
    config: Arc<CoreConfig>,
    handles: Mutex<BTreeMap<u32, Handle>>,
    tasks: mpsc::UnboundedSender<Task>,
    stop: watch::Receiver<bool>,
    /// One addition at a time.
    adding: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Handle {
    inbox: mpsc::Sender<Message>,
    seen: watch::Receiver<Snapshot>,
}

impl Registry {
    pub(crate) fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        config: Arc<CoreConfig>,
        tasks: mpsc::UnboundedSender<Task>,
        stop: watch::Receiver<bool>,
    ) -> Self {
        Self {
            db,
            clock,
            config,
            handles: Mutex::default(),
            tasks,
            stop,
            adding: tokio::sync::Mutex::new(()),
        }
    }

    /// Takes every register of the journal up; how many there are.
    pub(crate) async fn start(&self) -> Result<usize, CoreError> {
        let rows = self.db.read("list_registers", registers::all).await?;
        let count = rows.len();
        for row in rows {
            self.keep(row).await?;
        }
        Ok(count)
    }

    pub(crate) fn list(&self) -> Vec<Snapshot> {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles
            .values()
            .map(|handle| handle.seen.borrow().clone())
            .collect()
    }

    pub(crate) fn find(&self, id: u32) -> Result<Snapshot, CoreError> {
        Ok(self.handle(id)?.seen.borrow().clone())
    }

    /// Does an operation of a register.
    pub(crate) async fn operate(&self, id: u32, operation: Operation) -> Result<Outcome, CoreError> {
        let handle = self.handle(id)?;
        let (reply, outcome) = oneshot::channel();
        let message = Message::Operate(Box::new(operation), reply);
        let later = |_| CoreError::Code(ResponseCode::StillWorking);
        handle
            .inbox
            .send(message)
            .await
            .map_err(|_| CoreError::Code(ResponseCode::StillWorking))?;
        outcome.await.map_err(later)?
    }

    /// Asks the operator now.
    pub(crate) async fn test(&self, id: u32) -> Result<CoreExchange, CoreError> {
        let handle = self.handle(id)?;
        let (reply, outcome) = oneshot::channel();
        let stopping = || CoreError::Code(ResponseCode::StillWorking);
        handle
            .inbox
            .send(Message::Test(reply))
            .await
            .map_err(|_| stopping())?;
        outcome.await.map_err(|_| stopping())?
    }

    pub(crate) async fn document(
        &self,
        id: u32,
        number: u64,
    ) -> Result<(CoreDocument, Option<CoreAcknowledgement>), CoreError> {
        self.handle(id)?;
        let found = self
            .db
            .read("find_document", move |tx| registers::document(tx, id, number))
            .await?;
        found.ok_or(CoreError::Code(ResponseCode::DocumentUnknown))
    }

    pub(crate) async fn documents(
        &self,
        id: u32,
        before: u64,
        limit: u32,
    ) -> Result<Vec<(CoreDocument, Option<CoreAcknowledgement>)>, CoreError> {
        self.handle(id)?;
        let list = self.db.read("list_documents", move |tx| {
            registers::documents(tx, id, before, limit)
        });
        Ok(list.await?)
    }

    pub(crate) async fn exchanges(&self, id: u32, limit: u32) -> Result<Vec<CoreExchange>, CoreError> {
        self.handle(id)?;
        let list = self
            .db
            .read("list_exchanges", move |tx| exchanges::newest(tx, id, limit));
        Ok(list.await?)
    }

    /// What happened to a register beside its documents, with ids, newest first, before an id.
    pub(crate) async fn events(
        &self,
        id: u32,
        before: i64,
        limit: u32,
    ) -> Result<Vec<(i64, CoreEvent)>, CoreError> {
        self.handle(id)?;
        let list = self
            .db
            .read("list_events", move |tx| events::newest(tx, id, before, limit));
        Ok(list.await?)
    }

    async fn keep(&self, row: CoreRegister) -> Result<Snapshot, CoreError> {
        let id = row.id;
        let desk = Desk::load(self.db.clone(), Arc::clone(&self.clock), row).await?;
        let (inbox, messages) = mpsc::channel(WAITING_MAX);
        let seen = desk.watch();
        let snapshot = seen.borrow().clone();
        let keeper = Keeper::new(desk, self.config.timing, messages, self.stop.clone());
        let task: Task = Box::pin(keeper.run());
        self.tasks
            .send(task)
            .map_err(|_| CoreError::Code(ResponseCode::StillWorking))?;
        let mut handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        handles.insert(id, Handle { inbox, seen });
        Ok(snapshot)
    }

    fn handle(&self, id: u32) -> Result<Handle, CoreError> {
        let handles = self.handles.lock().unwrap_or_else(PoisonError::into_inner);
        let handle = handles.get(&id).cloned();
        handle.ok_or(CoreError::Code(ResponseCode::RegisterUnknown))
    }

    fn room(&self) -> Result<(), CoreError> {
        if self.list().len() >= REGISTERS_MAX {
            return Err(CoreError::Code(ResponseCode::LimitReached));
        }
        Ok(())
    }
}

/// A token as a cabinet shows it: 32 bits, some show it as a signed number. Source: KZ-OFD/token.
pub(crate) fn token(text: &str) -> Option<OfdToken> {
    let number: i64 = text.trim().parse().ok()?;
    let low = u32::try_from(number).ok();
    let signed = || i32::try_from(number).ok().map(i32::cast_unsigned);
    low.or_else(signed).map(OfdToken::new)
}
