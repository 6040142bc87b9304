//! A thread with one connection, that runs units until the queue is closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio_postgres::Config;

use super::session::{Commit, PostgresSession};
use crate::db::Line;
use crate::job::{BoxedJob, Verdict};
use crate::sql_text::Sql;
use crate::tx::Session as _;
use crate::{DbOptions, StoreError, Tx, engine_sql};

/// Pause between two tries to connect.
const RECONNECT_PAUSE: Duration = Duration::from_millis(250);

pub(super) struct Lane {
    config: Config,
    options: DbOptions,
    line: Arc<Line>,
    /// Lanes of this line that have a connection.
    connected: Arc<AtomicUsize>,
    number: usize,
    session: Option<PostgresSession>,
}

/// How a run ended.
enum Run {
    Done(Result<(), StoreError>),
    /// Another unit was in the way.
    Contended,
    /// The connection broke before the commit: nothing was kept.
    Lost(StoreError),
}

impl Lane {
    pub(super) fn new(
        config: Config,
        options: DbOptions,
        line: Arc<Line>,
        connected: Arc<AtomicUsize>,
        number: usize,
    ) -> Self {
        Self {
            config,
            options,
            line,
            connected,
            number,
            session: None,
        }
    }

    /// Looks at the server first, tells whether it will do, and works if so.
    pub(super) fn connect_and_run(mut self, opened: oneshot::Sender<Result<(), StoreError>>) {
        let open = self.connect().and_then(|mut session| {
            check_server(&mut session)?;
            self.keep(session);
            Ok(())
        });
        let usable = open.is_ok();
        drop(opened.send(open));
        if usable {
            self.run();
        }
    }

    /// A lane takes a unit only while it is connected: a broken one must not fail what others would do. It connects
    /// when the lanes that are connected have their hands full.
    pub(super) fn run(mut self) {
        while (self.session.is_some() || self.line.queue.rest()) && self.is_connected() {
            let Some(job) = self.line.queue.pop() else { return };
            let begun = Instant::now();
            self.work(job);
            // the other lanes work at the same time
            let lanes = u32::try_from(self.options.pool_size.max(1)).unwrap_or(1);
            self.line
                .worked(1, begun.elapsed().checked_div(lanes).unwrap_or_default());
        }
    }

    /// Connects, as often as it takes; `false` when the database was closed meanwhile.
    fn is_connected(&mut self) -> bool {
        while self.session.is_none() {
            match self.connect() {
                Ok(session) => self.keep(session),
                Err(error) => {
                    let closed = self.line.queue.is_closed();
                    if closed || self.connected.load(Ordering::Relaxed) == 0 {
                        self.refuse_waiting(&error);
                    }
                    if closed {
                        return false;
                    }
                    std::thread::sleep(RECONNECT_PAUSE);
                }
            }
        }
        true
    }

    /// Nobody is connected: who waits is told so.
    fn refuse_waiting(&self, error: &StoreError) {
        while let Some(job) = self.line.queue.try_pop() {
            job.answer(Err(error.clone()));
        }
    }

    fn connect(&self) -> Result<PostgresSession, StoreError> {
        PostgresSession::connect(&self.config, &self.options)
    }

    fn keep(&mut self, session: PostgresSession) {
        if !session.lost {
            self.connected.fetch_add(1, Ordering::Relaxed);
            self.session = Some(session);
        }
    }

    fn take(&mut self) -> Option<PostgresSession> {
        let session = self.session.take()?;
        self.connected.fetch_sub(1, Ordering::Relaxed);
        Some(session)
    }

    fn work(&mut self, mut job: BoxedJob) {
        let mut attempt = 0;
        let mut reconnected = false;
        let fate = loop {
            attempt += 1;
            match self.attempt(&mut job) {
                Run::Done(fate) => break fate,
                Run::Contended if attempt >= self.options.attempts_max => {
                    break Err(StoreError::Contended {
                        unit: job.name(),
                        attempts: attempt,
                    });
                }
                Run::Contended => {
                    metrics::counter!("qassa_store_retries_total", "name" => job.name()).increment(1);
                    std::thread::sleep(self.pause(attempt));
                }
                Run::Lost(error) if reconnected => break Err(error),
                Run::Lost(_) => reconnected = true,
            }
        };
        job.answer(fate);
    }

    fn attempt(&mut self, job: &mut BoxedJob) -> Run {
        let mut session = match self.take().map_or_else(|| self.connect(), Ok) {
            Ok(session) => session,
            Err(error) => return Run::Done(Err(error)),
        };
        session.begin(engine_sql::postgres_begin(job.isolation()));
        let (verdict, failure) = job.run(Tx::new(&mut session));
        let run = match (verdict, failure) {
            (Verdict::Keep, _) => match session.commit() {
                Commit::Kept => Run::Done(Ok(())),
                Commit::Contended => Run::Contended,
                Commit::Failed(error) => Run::Done(Err(error)),
            },
            (Verdict::Undo, Some(_)) if session.contended => Run::Contended,
            (Verdict::Undo, Some(error)) if session.lost => Run::Lost(error),
            (Verdict::Undo, _) => Run::Done(Ok(())),
        };
        session.undo();
        self.keep(session);
        run
    }

    /// Longer with each attempt, and another for each lane, so that those who met do not meet again.
    fn pause(&self, attempt: u32) -> Duration {
        let lane = u32::try_from(self.number % 16).unwrap_or(0);
        let step = 1_u32.checked_shl(attempt.min(5)).unwrap_or(1);
        Duration::from_micros(u64::from(
            step.saturating_mul(lane.saturating_add(2)).saturating_mul(100),
        ))
    }
}

/// Text must be UTF-8 and ordered by code point, as it is on `SQLite`; a server that never syncs is named.
fn check_server(session: &mut PostgresSession) -> Result<(), StoreError> {
    let rows = session.query(Sql::Fixed(engine_sql::POSTGRES_TRAITS), &[], 1)?;
    let Some(row) = rows.first() else { return Ok(()) };
    let (encoding, ordering, fsync) = (row.text("encoding")?, row.text("ordering")?, row.text("fsync")?);
    if encoding != "UTF8" {
        return Err(StoreError::refused(
            "engine.traits",
            format!("the encoding is {encoding}, UTF8 is needed"),
        ));
    }
    if !matches!(ordering, "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
        let detail = format!(
            "the database sorts by `{ordering}`; make it with `create database … template template0 \
             lc_collate 'C' lc_ctype 'C.UTF-8'`"
        );
        return Err(StoreError::refused("engine.traits", detail));
    }
    if fsync != "on" {
        tracing::warn!("the server runs with fsync off: what it acknowledges may be lost with the power");
    }
    Ok(())
}
