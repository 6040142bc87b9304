//! A connection, its runtime, and the statements that it has prepared.

use std::sync::Arc;
use std::time::Duration;

use futures::{TryStreamExt as _, join, pin_mut};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Config, NoTls, RowStream, Statement};

use super::failure;
use crate::row::Head;
use crate::sql_text::{Sql, for_engine};
use crate::texts::Texts;
use crate::tx::Session;
use crate::{Cell, DbOptions, Engine, Row, StoreError, UnavailableReason, Value, engine_sql};

/// An answer may be so much later than the server's own limit before the connection counts as lost.
const GRACE: Duration = Duration::from_secs(5);

pub(super) struct PostgresSession {
    runtime: Runtime,
    client: Client,
    texts: Texts<Prepared>,
    reply_max: Duration,
    phase: Phase,
    /// The connection is of no use any more.
    pub(super) lost: bool,
    /// A statement met another unit: the unit may run again.
    pub(super) contended: bool,
}

/// Where the transaction is. It begins together with the unit's first statement, in one round trip.
#[derive(Clone, Copy)]
enum Phase {
    Idle,
    Due(&'static str),
    Begun,
}

struct Prepared {
    statement: Statement,
    head: Arc<Head>,
}

/// How a commit ended.
pub(super) enum Commit {
    Kept,
    Contended,
    Failed(StoreError),
}

/// What a statement met: the engine's error, or ours.
enum Trouble {
    Engine(tokio_postgres::Error),
    Ours(StoreError),
}

impl From<tokio_postgres::Error> for Trouble {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Engine(error)
    }
}

impl PostgresSession {
    pub(super) fn connect(config: &Config, options: &DbOptions) -> Result<Self, StoreError> {
        let lost =
            |error: &dyn std::fmt::Display| StoreError::unavailable(UnavailableReason::ConnectionLost, error);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| lost(&error))?;
        let reply_max = Duration::from_millis(options.statement_timeout_ms).saturating_add(GRACE);
        let connect = async {
            let (client, connection) = config.connect(NoTls).await?;
            Ok::<_, tokio_postgres::Error>((client, connection))
        };
        let (client, connection) = runtime
            .block_on(async { tokio::time::timeout(reply_max, connect).await })
            .map_err(|_| lost(&"the server did not answer in time"))?
            .map_err(|error| failure::translate("connect", &error))?;
        runtime.spawn(async {
            // its end is seen by the next statement
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection to the database ended");
            }
        });
        let mut session = Self {
            runtime,
            client,
            texts: Texts::new(),
            reply_max,
            phase: Phase::Idle,
            lost: false,
            contended: false,
        };
        session.control(&engine_sql::postgres_session(
            options.statement_timeout_ms,
            options.lock_timeout_ms,
        ))?;
        session.control(engine_sql::POSTGRES_DURABLE)?;
        Ok(session)
    }

    /// The next statement begins a transaction.
    pub(super) fn begin(&mut self, begin: &'static str) {
        self.phase = Phase::Due(begin);
        self.contended = false;
    }

    pub(super) fn commit(&mut self) -> Commit {
        let Phase::Begun = std::mem::replace(&mut self.phase, Phase::Idle) else {
            return Commit::Kept; // a unit without a statement
        };
        match self.wait(self.client.batch_execute("commit")) {
            Ok(Ok(())) => Commit::Kept,
            Ok(Err(error)) if failure::is_contention(&error) => Commit::Contended,
            Ok(Err(error)) if failure::is_certain(&error) => {
                Commit::Failed(failure::translate("commit", &error))
            }
            Ok(Err(error)) => {
                self.lost = true;
                Commit::Failed(StoreError::OutcomeUnknown {
                    detail: error.to_string(),
                })
            }
            Err(late) => {
                self.lost = true;
                Commit::Failed(StoreError::OutcomeUnknown {
                    detail: late.to_string(),
                })
            }
        }
    }

    pub(super) fn undo(&mut self) {
        if let Phase::Begun = std::mem::replace(&mut self.phase, Phase::Idle)
            && !self.lost
            && self.control("rollback").is_err()
        {
            self.lost = true;
        }
    }

    /// Statements of ours without parameters or rows.
    pub(super) fn control(&mut self, statements: &str) -> Result<(), StoreError> {
        let outcome = self.wait(self.client.batch_execute(statements));
        let outcome = outcome
            .map_err(Trouble::Ours)
            .and_then(|done| done.map_err(Trouble::Engine));
        self.in_our_words("control", outcome)
    }

    fn wait<T>(&self, reply: impl Future<Output = T>) -> Result<T, StoreError> {
        self.runtime
            .block_on(async { tokio::time::timeout(self.reply_max, reply).await })
            .map_err(|_| {
                StoreError::unavailable(
                    UnavailableReason::ConnectionLost,
                    "the server did not answer in time",
                )
            })
    }

    fn prepared(&mut self, sql: Sql<'_>) -> Result<Arc<Prepared>, StoreError> {
        if let Some(prepared) = self.texts.find(sql) {
            return Ok(prepared);
        }
        let query = sql.label();
        let words =
            for_engine(sql.text(), Engine::Postgres).map_err(|detail| StoreError::refused(query, detail))?;
        let outcome = self.wait(self.client.prepare(&words));
        let outcome = outcome
            .map_err(Trouble::Ours)
            .and_then(|done| done.map_err(Trouble::Engine));
        let statement = self.in_our_words(query, outcome)?;
        let head = Arc::new(Head {
            query: query.to_owned(),
            columns: statement
                .columns()
                .iter()
                .map(|column| column.name().to_owned())
                .collect(),
        });
        Ok(self.texts.keep(sql, Prepared { statement, head }))
    }

    /// Sends a statement, together with what begins the transaction when that is due.
    fn send<T>(
        &mut self,
        sql: Sql<'_>,
        params: &[Value<'_>],
        collect: impl AsyncFnOnce(RowStream, &Prepared) -> Result<T, Trouble>,
    ) -> Result<T, StoreError> {
        let prepared = self.prepared(sql)?;
        let wanted = prepared.statement.params().len();
        if wanted != params.len() {
            let detail = format!("it has {wanted} parameters, {} were given", params.len());
            return Err(StoreError::refused(sql.label(), detail));
        }
        let phase = std::mem::replace(&mut self.phase, Phase::Begun);
        let statement = async {
            let rows = self.client.query_raw(&prepared.statement, params).await?;
            collect(rows, &prepared).await
        };
        let outcome = match phase {
            Phase::Due(begin) => self.wait(async { join!(self.client.batch_execute(begin), statement) }),
            Phase::Begun | Phase::Idle => self.wait(async { (Ok(()), statement.await) }),
        };
        let outcome = match outcome {
            Ok((Ok(()), done)) => done,
            Ok((Err(error), _)) => {
                // the statement was already on its way, perhaps outside of any transaction
                self.lost = true;
                Err(Trouble::Engine(error))
            }
            Err(late) => Err(Trouble::Ours(late)),
        };
        self.in_our_words(sql.label(), outcome)
    }

    fn in_our_words<T>(&mut self, query: &str, outcome: Result<T, Trouble>) -> Result<T, StoreError> {
        outcome.map_err(|trouble| match trouble {
            Trouble::Engine(error) => {
                self.lost |= failure::is_lost(&error);
                self.contended |= failure::is_contention(&error);
                failure::translate(query, &error)
            }
            Trouble::Ours(error) => {
                self.lost |= matches!(error, StoreError::Unavailable { .. });
                error
            }
        })
    }
}

impl Session for PostgresSession {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn execute(&mut self, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.send(sql, params, async |rows, _| {
            pin_mut!(rows);
            while rows.try_next().await?.is_some() {}
            Ok(rows.rows_affected().unwrap_or(0))
        })
    }

    fn query(&mut self, sql: Sql<'_>, params: &[Value<'_>], rows_max: usize) -> Result<Vec<Row>, StoreError> {
        self.send(sql, params, async |rows, prepared: &Prepared| {
            pin_mut!(rows);
            let mut found = Vec::new();
            let mut surplus = false;
            while let Some(row) = rows.try_next().await? {
                surplus |= found.len() >= rows_max;
                if !surplus {
                    let cells = (0..row.len()).map(|column| row.try_get::<_, Cell>(column));
                    found.push(Row::new(
                        Arc::clone(&prepared.head),
                        cells.collect::<Result<_, _>>()?,
                    ));
                }
            }
            if surplus {
                let detail = format!("it gave more than {rows_max} rows");
                return Err(Trouble::Ours(StoreError::refused(&prepared.head.query, detail)));
            }
            Ok(found)
        })
    }
}
