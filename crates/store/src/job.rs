//! A unit of work on its way through a thread and back to whoever asked.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tokio::sync::oneshot;

use crate::{Isolation, StoreError, Tx};

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Undo,
}

/// A unit whose types are forgotten, so that one queue holds all.
pub(crate) trait Job: Send {
    fn name(&self) -> &'static str;
    fn isolation(&self) -> Isolation;
    /// Runs the unit and keeps its result; may be called again when the run was undone.
    fn run(&mut self, tx: Tx<'_>) -> (Verdict, Option<StoreError>);
    /// Hands the result over, or `fate` in its place when the run did not last.
    fn answer(self: Box<Self>, fate: Result<(), StoreError>);
}

pub(crate) type BoxedJob = Box<dyn Job>;

/// The one implementation of [`Job`].
pub(crate) struct Unit<T, E, F> {
    name: &'static str,
    isolation: Isolation,
    closure: F,
    asked_at: Instant,
    result: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Unit<T, E, F> {
    pub(crate) fn new(
        name: &'static str,
        isolation: Isolation,
        closure: F,
    ) -> (Self, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        let unit = Self {
            name,
            isolation,
            closure,
            asked_at: Instant::now(),
            result: None,
            reply,
        };
        (unit, answer)
    }
}

impl<T, E, F> Job for Unit<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn isolation(&self) -> Isolation {
        self.isolation
    }

    fn run(&mut self, mut tx: Tx<'_>) -> (Verdict, Option<StoreError>) {
        // a panic leaves nothing half done: the transaction is undone, and the closure's captures are not seen again
        let closure = AssertUnwindSafe(|| (self.closure)(&mut tx));
        let result = catch_unwind(closure).unwrap_or_else(|panic| {
            Err(E::from(StoreError::Panicked {
                unit: self.name,
                message: panic_message(panic.as_ref()),
            }))
        });
        let result = match (result, tx.failure()) {
            (Ok(_), Some(failure)) => Err(E::from(failure.clone())),
            (result, _) => result,
        };
        let verdict = if result.is_ok() {
            Verdict::Keep
        } else {
            Verdict::Undo
        };
        self.result = Some(result);
        (verdict, tx.into_failure())
    }

    fn answer(self: Box<Self>, fate: Result<(), StoreError>) {
        metrics::histogram!("qassa_store_unit_seconds", "name" => self.name).record(self.asked_at.elapsed());
        let result = match (fate, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(StoreError::shutting_down())),
            (Err(error), _) => Err(E::from(error)),
        };
        // whoever asked may be gone: the unit stands all the same
        drop(self.reply.send(result));
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
