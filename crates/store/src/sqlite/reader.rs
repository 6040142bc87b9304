//! A thread that runs reading units, one at a time.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use super::session::{DatabaseFile, SqliteSession};
use crate::db::Line;
use crate::job::{BoxedJob, Verdict};
use crate::{DbOptions, StoreError, Tx};

/// Steps of `SQLite`'s machine between two looks at the time: a few microseconds.
const STEPS_BETWEEN_LOOKS: i32 = 4_096;

pub(super) struct Reader {
    path: PathBuf,
    options: DbOptions,
    line: Arc<Line>,
    started: Instant,
    /// Milliseconds since `started` after which the statement is stopped.
    deadline_ms: Arc<AtomicU64>,
}

impl Reader {
    pub(super) fn new(path: PathBuf, options: DbOptions, line: Arc<Line>) -> Self {
        Self {
            path,
            options,
            line,
            started: Instant::now(),
            deadline_ms: Arc::new(AtomicU64::new(u64::MAX)),
        }
    }

    pub(super) fn run(self) {
        let mut session = None;
        while let Some(job) = self.line.queue.pop() {
            let begun = Instant::now();
            let open = match session.take() {
                Some(open) => Ok(open),
                None => self.open(),
            };
            match open {
                Ok(mut open) => {
                    self.work(&mut open, job);
                    session = Some(open);
                }
                Err(error) => job.answer(Err(error)),
            }
            self.line.worked(1, begun.elapsed());
        }
    }

    fn open(&self) -> Result<SqliteSession, StoreError> {
        let cache_kib = self.options.cache_kib / 8;
        let mut session = SqliteSession::open(
            &self.path,
            DatabaseFile::IsThere,
            cache_kib,
            self.options.lock_timeout_ms,
        )?;
        let (started, deadline_ms) = (self.started, Arc::clone(&self.deadline_ms));
        let late = move || elapsed_ms(started) > deadline_ms.load(Ordering::Relaxed);
        let guarded = session
            .connection
            .progress_handler(STEPS_BETWEEN_LOOKS, Some(late))
            .and_then(|()| session.connection.execute_batch("pragma query_only = on"));
        guarded.map_err(|error| session.translate("open a reader", &error))?;
        Ok(session)
    }

    fn work(&self, session: &mut SqliteSession, mut job: BoxedJob) {
        let deadline = elapsed_ms(self.started).saturating_add(self.options.statement_timeout_ms);
        self.deadline_ms.store(deadline, Ordering::Relaxed);
        if let Err(error) = session.control("begin") {
            let error = session.translate("begin", &error);
            job.answer(Err(error));
            return;
        }
        let (Verdict::Keep | Verdict::Undo, _) = job.run(Tx::new(session));
        if !session.connection.is_autocommit()
            && let Err(error) = session.control("rollback")
        {
            tracing::warn!(%error, unit = job.name(), "a reading unit could not be ended");
        }
        job.answer(Ok(()));
    }
}

fn elapsed_ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}
