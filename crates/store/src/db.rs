//! The handle that everything above holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::{Mutex, oneshot};
use types::Timestamp;

use crate::job::{BoxedJob, Job, Unit};
use crate::options::Place;
use crate::queue::{Queue, Refused};
use crate::{DbOptions, Engine, Isolation, Migrated, StoreError, Tx, migration, postgres, sqlite};

/// A database. Clones share it.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    lines: CloseAtEnd,
    /// One receiver for each thread; it resolves when the thread has ended.
    ends: Mutex<Vec<oneshot::Receiver<()>>>,
}

/// What the threads of an engine take their work from.
#[derive(Clone)]
pub(crate) struct Lines {
    pub(crate) writes: Arc<Line>,
    pub(crate) reads: Arc<Line>,
}

/// Lines whose threads end when nobody can ask them any more.
struct CloseAtEnd(Lines);

/// A queue of units and the pace at which they are worked off.
pub(crate) struct Line {
    pub(crate) queue: Queue<BoxedJob>,
    /// Moving average of the time that one waiting unit costs, in nanoseconds.
    pace_ns: AtomicU64,
}

impl Line {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            queue: Queue::new(capacity),
            pace_ns: AtomicU64::new(100_000),
        }
    }

    /// Tells that `units` took so long together.
    pub(crate) fn worked(&self, units: usize, took: std::time::Duration) {
        let units = u128::try_from(units.max(1)).unwrap_or(1);
        let each = u64::try_from(took.as_nanos() / units).unwrap_or(u64::MAX);
        let before = self.pace_ns.load(Ordering::Relaxed);
        self.pace_ns.store(
            (before / 8).saturating_mul(7).saturating_add(each / 8),
            Ordering::Relaxed,
        );
    }

    fn retry_after_ms(&self, waiting: usize) -> u64 {
        let waiting = u64::try_from(waiting).unwrap_or(u64::MAX);
        let drain_ns = self.pace_ns.load(Ordering::Relaxed).saturating_mul(waiting);
        (drain_ns / 1_000_000).clamp(50, 5_000)
    }

    fn push(&self, job: BoxedJob) -> Result<(), StoreError> {
        match self.queue.try_push(job) {
            Ok(()) => Ok(()),
            Err(Refused::Full { waiting }) => Err(StoreError::Busy {
                retry_after_ms: self.retry_after_ms(waiting),
            }),
            Err(Refused::Closed) => Err(StoreError::shutting_down()),
        }
    }
}

impl Db {
    /// Opens the database and starts the engine's threads. Nothing is migrated.
    ///
    /// # Errors
    /// [`StoreError::Options`]; [`StoreError::Unavailable`], also when another process has the database;
    /// [`StoreError::Damaged`] when the log of an embedded database was changed behind our back.
    pub async fn open(options: DbOptions) -> Result<Self, StoreError> {
        let lines = Lines {
            writes: Arc::new(Line::new(options.waiting_units_max)),
            reads: Arc::new(Line::new(options.waiting_reads_max)),
        };
        let closing = CloseAtEnd(lines.clone()); // threads that run already end when the rest fails
        let (engine, ends) = match options.place()? {
            Place::Sqlite(path) => (Engine::Sqlite, sqlite::start(path, options, lines.clone()).await?),
            Place::Postgres(config) => (
                Engine::Postgres,
                postgres::start(*config, &options, &lines).await?,
            ),
        };
        let inner = Inner {
            engine,
            lines: closing,
            ends: Mutex::new(ends),
        };
        Ok(Self {
            inner: Arc::new(inner),
        })
    }

    /// Brings the schema forward; `now` is written beside each migration.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when the schema is newer than this program or not its own.
    pub async fn migrate(&self, now: Timestamp) -> Result<Migrated, StoreError> {
        migration::run(self, now, migration::MIGRATIONS).await
    }

    /// Runs a unit of work; returns when it is durable, or when nothing of it was kept.
    ///
    /// `name` is a verb and a noun (`accept_task`): metrics and retries are counted by it.
    ///
    /// # Errors
    /// Those of the unit, and [`StoreError`].
    pub async fn write<T, E, F>(&self, name: &'static str, unit: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.write_at(Isolation::Serializable, name, unit).await
    }

    /// As [`Db::write`], with the isolation named.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_at<T, E, F>(&self, isolation: Isolation, name: &'static str, unit: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (unit, answer) = Unit::new(name, isolation, unit);
        metrics::gauge!("qassa_store_waiting_units").set(self.waiting());
        hand_over(&self.inner.lines.0.writes, unit, answer).await
    }

    /// Runs a unit that only reads, on one consistent picture of what is durable.
    ///
    /// # Errors
    /// Those of the unit, and [`StoreError`].
    pub async fn read<T, E, F>(&self, name: &'static str, unit: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (unit, answer) = Unit::new(name, Isolation::Snapshot, unit);
        hand_over(&self.inner.lines.0.reads, unit, answer).await
    }

    /// Takes no further unit, finishes those that wait, and closes the database.
    pub async fn shutdown(self) {
        self.inner.lines.close();
        for end in self.inner.ends.lock().await.drain(..) {
            // an error means that the thread is gone already
            end.await.unwrap_or_default();
        }
    }

    /// Which engine keeps the data.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    fn waiting(&self) -> u32 {
        u32::try_from(self.inner.lines.0.writes.queue.len()).unwrap_or(u32::MAX)
    }
}

async fn hand_over<T, E, F>(
    line: &Line,
    unit: Unit<T, E, F>,
    answer: oneshot::Receiver<Result<T, E>>,
) -> Result<T, E>
where
    Unit<T, E, F>: Job + 'static,
    E: From<StoreError>,
{
    line.push(Box::new(unit))?;
    answer.await.unwrap_or_else(|_| {
        Err(E::from(StoreError::OutcomeUnknown {
            detail: "the engine's thread ended before it answered".to_owned(),
        }))
    })
}

impl CloseAtEnd {
    fn close(&self) {
        self.0.writes.queue.close();
        self.0.reads.queue.close();
    }
}

impl Drop for CloseAtEnd {
    fn drop(&mut self) {
        self.close();
    }
}
