//! Emptying the write-ahead log without stopping the writer for long.
//!
//! A thread of its own copies the log home while the writer goes on (`passive`), which is the long part. What was
//! written meanwhile is short; the writer copies that itself between two batches, and since nothing is added at
//! that moment, the whole log is home and the next batch begins it anew. Left alone, `SQLite` would do all of the
//! copying within some unit's commit, and under steady load a passive pass alone would never reach the end.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Instant;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::session::{DatabaseFile, SqliteSession};
use super::{failure, thread};
use crate::StoreError;

/// The writer's side.
pub(super) struct Checkpoints {
    wake: SyncSender<()>,
    state: Arc<State>,
    /// Pages of log after which a pass begins.
    threshold: u32,
    /// Pages that were in the log when the last pass ended.
    home: u32,
}

struct State {
    /// Pages in the log after the last commit.
    pages: AtomicU32,
    /// The other thread is at work.
    passing: AtomicBool,
    /// It has just ended: what came meanwhile is short.
    passed: AtomicBool,
    sync_failed: AtomicBool,
}

/// What a pass found: pages in the log, and how many of them are home.
struct Pass {
    log: u32,
    home: u32,
}

impl Checkpoints {
    /// Takes over the emptying of the log from the connection; the receiver resolves when the thread has ended.
    pub(super) fn start(
        path: PathBuf,
        writer: &mut Connection,
        threshold: u32,
        lock_timeout_ms: u64,
    ) -> Result<(Self, oneshot::Receiver<()>), StoreError> {
        let state = Arc::new(State {
            pages: AtomicU32::new(0),
            passing: AtomicBool::new(false),
            passed: AtomicBool::new(false),
            sync_failed: AtomicBool::new(false),
        });
        let counter = Arc::clone(&state);
        writer
            .wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages: i32| {
                counter
                    .pages
                    .store(u32::try_from(pages).unwrap_or(0), Ordering::Relaxed);
                Ok(())
            }))
            .map_err(|error| StoreError::refused("watch the log", error))?;
        let (wake, woken) = sync_channel(1);
        let shared = Arc::clone(&state);
        let end = thread("store-checkpoint", move || {
            pass_when_woken(&woken, &shared, || {
                SqliteSession::open(&path, DatabaseFile::IsThere, 256, lock_timeout_ms)
            });
        })?;
        let checkpoints = Self {
            wake,
            state,
            threshold: threshold.max(1),
            home: 0,
        };
        Ok((checkpoints, end))
    }

    /// Between two batches.
    pub(super) fn after_commit(&mut self, writer: &Connection) {
        let pages = self.state.pages.load(Ordering::Relaxed);
        if pages < self.home {
            self.home = 0; // the log began anew
        }
        if self.state.passed.swap(false, Ordering::Acquire) {
            if let Ok(pass) = pass(writer, "tail") {
                self.home = pass.home;
                metrics::gauge!("qassa_store_log_pages").set(pass.log);
            }
        } else if pages.saturating_sub(self.home) >= self.threshold
            && !self.state.passing.swap(true, Ordering::Acquire)
        {
            // the channel holds one: a full one means that the thread is about to look anyway
            self.wake.try_send(()).unwrap_or_default();
        }
    }

    /// Whether a sync failed while pages were copied home.
    pub(super) fn sync_failed(&self) -> bool {
        self.state.sync_failed.load(Ordering::Relaxed)
    }
}

fn pass_when_woken(
    woken: &Receiver<()>,
    state: &State,
    open: impl Fn() -> Result<SqliteSession, StoreError>,
) {
    let mut session = None;
    while woken.recv().is_ok() {
        if session.is_none() {
            session = open()
                .inspect_err(|error| tracing::warn!(%error, "the log cannot be emptied"))
                .ok();
        }
        if let Some(session) = &session {
            match pass(&session.connection, "background") {
                Ok(_) => state.passed.store(true, Ordering::Release),
                Err(error) if failure::is_failed_sync(&error) => {
                    state.sync_failed.store(true, Ordering::Relaxed);
                }
                Err(error) => tracing::warn!(%error, "the log could not be emptied; trying again later"),
            }
        }
        state.passing.store(false, Ordering::Release);
    }
}

fn pass(connection: &Connection, part: &'static str) -> Result<Pass, rusqlite::Error> {
    let begun = Instant::now();
    let pass = connection.query_row("pragma wal_checkpoint(passive)", [], |row| {
        let count = |column| {
            row.get::<_, i64>(column)
                .map(|pages| u32::try_from(pages).unwrap_or(0))
        };
        Ok(Pass {
            log: count(1)?,
            home: count(2)?,
        })
    });
    metrics::histogram!("qassa_store_checkpoint_seconds", "part" => part).record(begun.elapsed());
    pass
}
