//! The thread that writes: many units, one sync.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::checkpoint::Checkpoints;
use super::failure;
use super::session::{DatabaseFile, SqliteSession};
use crate::db::{Line, Lines};
use crate::job::{BoxedJob, Verdict};
use crate::{DbOptions, StoreError, Tx, UnavailableReason};

pub(super) struct Writer {
    session: SqliteSession,
    checkpoints: Checkpoints,
    checkpoints_end: oneshot::Receiver<()>,
    line: Arc<Line>,
    units_max: usize,
    took_max: Duration,
    /// A sync failed: nothing is acknowledged any more.
    sealed: bool,
}

/// What can be undone. A savepoint for each unit costs a copy of each page that the unit touches, so that the first
/// run does without: units are repeatable.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Undo {
    Batch,
    Unit,
}

/// How the units of a batch ran.
enum Ran {
    All,
    /// One has failed after it had written.
    MustUndoOne,
}

impl Writer {
    pub(super) fn open(path: &Path, options: &DbOptions, lines: Lines) -> Result<Self, StoreError> {
        let mut session = SqliteSession::open(
            path,
            DatabaseFile::MayBeNew,
            options.cache_kib,
            options.lock_timeout_ms,
        )?;
        if let Some(pages) = options.pages_max {
            session
                .connection
                .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
                .map_err(|error| session.translate("set the quota", &error))?;
        }
        let (checkpoints, checkpoints_end) = Checkpoints::start(
            path.to_owned(),
            &mut session.connection,
            options.checkpoint_pages,
            options.lock_timeout_ms,
        )?;
        Ok(Self {
            session,
            checkpoints,
            checkpoints_end,
            line: lines.writes,
            units_max: options.batch_units_max.max(1),
            took_max: Duration::from_millis(options.batch_ms_max),
            sealed: false,
        })
    }

    pub(super) fn run(mut self) {
        while let Some(job) = self.line.queue.pop() {
            self.batch(job);
            self.checkpoints.after_commit(&self.session.connection);
        }
        // the thread ends when nobody can wake it
        drop(self.checkpoints);
        self.checkpoints_end.blocking_recv().unwrap_or_default();
        if let Err(error) = self
            .session
            .connection
            .execute_batch("pragma wal_checkpoint(truncate)")
        {
            tracing::warn!(%error, "the log was not emptied at the end; the next start does it");
        }
    }

    /// Runs the unit and those that wait behind it, commits them together, and answers all.
    fn batch(&mut self, first: BoxedJob) {
        let begun = Instant::now();
        let mut units = vec![first];
        let mut fate = self
            .begin()
            .and_then(|()| self.run_units(&mut units, begun, Undo::Batch));
        if let Ok(Ran::MustUndoOne) = fate {
            // rare: a unit failed after it had written. All run again, this time so that each can be undone alone
            self.undo();
            fate = self
                .begin()
                .and_then(|()| self.run_units(&mut units, begun, Undo::Unit));
        }
        let fate = fate.and_then(|_| self.commit());
        if fate.is_err() {
            self.undo();
        }
        self.line.worked(units.len(), begun.elapsed());
        metrics::histogram!("qassa_store_batch_units").record(u32::try_from(units.len()).unwrap_or(u32::MAX));
        for unit in units {
            unit.answer(fate.clone());
        }
    }

    fn begin(&mut self) -> Result<(), StoreError> {
        self.sealed |= self.checkpoints.sync_failed();
        if self.sealed {
            return Err(StoreError::unavailable(
                UnavailableReason::SyncFailed,
                "writes are refused since a sync failed; start again to recover what is on the disk",
            ));
        }
        self.control("begin immediate")
    }

    /// An error means that the engine gave up the whole transaction.
    fn run_units(
        &mut self,
        units: &mut Vec<BoxedJob>,
        begun: Instant,
        undo: Undo,
    ) -> Result<Ran, StoreError> {
        let mut done = 0;
        while let Some(unit) = units.get_mut(done) {
            if undo == Undo::Unit {
                self.control("savepoint unit")?;
            }
            self.session.wrote = false;
            let (verdict, failure) = unit.run(Tx::new(&mut self.session));
            if self.session.connection.is_autocommit() {
                return Err(failure.unwrap_or_else(|| {
                    StoreError::unavailable(UnavailableReason::Io, "the engine undid the batch")
                }));
            }
            match (verdict, undo) {
                (Verdict::Keep, Undo::Batch) => {}
                (Verdict::Undo, Undo::Batch) if !self.session.wrote => {}
                (Verdict::Undo, Undo::Batch) => return Ok(Ran::MustUndoOne),
                (Verdict::Keep, Undo::Unit) => self.control("release unit")?,
                (Verdict::Undo, Undo::Unit) => {
                    self.control("rollback to unit")?;
                    self.control("release unit")?;
                }
            }
            done = done.saturating_add(1);
            if done == units.len() && done < self.units_max && begun.elapsed() < self.took_max {
                units.extend(self.line.queue.try_pop());
            }
        }
        Ok(Ran::All)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let begun = Instant::now();
        let outcome = self.session.control("commit");
        metrics::histogram!("qassa_store_commit_seconds").record(begun.elapsed());
        outcome.map_err(|error| {
            if failure::is_failed_sync(&error) {
                self.sealed = true;
                tracing::error!(%error, "a sync failed; no write is served until the process starts again");
            }
            if failure::is_io(&error) {
                return StoreError::OutcomeUnknown {
                    detail: error.to_string(),
                };
            }
            self.session.translate("commit", &error)
        })
    }

    fn undo(&mut self) {
        if !self.session.connection.is_autocommit()
            && let Err(error) = self.session.control("rollback")
        {
            tracing::error!(%error, "a batch could not be undone");
        }
    }

    fn control(&mut self, statement: &'static str) -> Result<(), StoreError> {
        self.session
            .control(statement)
            .map_err(|error| self.session.translate(statement, &error))
    }
}
