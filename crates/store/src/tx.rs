//! What a unit of work may do.

use crate::sql_text::Sql;
use crate::{Engine, Row, StoreError, Value};

/// Rows that one statement may give: more is a list without a limit, which is a defect.
const ROWS_MAX: usize = 65_536;

/// How far a unit is kept apart from units that run at the same time.
///
/// `SQLite` has one writer, so that its units are serial whatever is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// As if the units ran one after the other. The default of [`crate::Db::write`]: what is right on `SQLite` is
    /// right on `PostgreSQL`.
    Serializable,
    /// Each statement sees what is committed when it starts. For hot units whose invariants are held by
    /// constraints, row locks or compare-and-set alone: say by which, where it is asked for.
    ReadCommitted,
    /// One consistent picture, reading only: [`crate::Db::read`].
    Snapshot,
}

/// A unit's view of the database.
pub struct Tx<'a> {
    session: &'a mut dyn Session,
    failure: Option<StoreError>,
}

/// What an engine's connection does inside a transaction.
pub(crate) trait Session {
    fn engine(&self) -> Engine;
    fn execute(&mut self, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64, StoreError>;
    fn query(&mut self, sql: Sql<'_>, params: &[Value<'_>], rows_max: usize) -> Result<Vec<Row>, StoreError>;
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut dyn Session) -> Self {
        Self {
            session,
            failure: None,
        }
    }

    /// The first statement that failed, which ends the unit.
    pub(crate) fn into_failure(self) -> Option<StoreError> {
        self.failure
    }

    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }

    /// Which engine this is; only for what [`crate`] says cannot be portable.
    pub(crate) fn engine(&self) -> Engine {
        self.session.engine()
    }

    /// Runs a statement; the number of rows that it changed.
    ///
    /// # Errors
    /// [`StoreError`]; the unit is then at its end.
    pub fn execute(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.run(Sql::Fixed(sql), |session, sql| session.execute(sql, params))
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    /// As [`Tx::execute`]; also when there is more than one row.
    pub fn one(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<Option<Row>, StoreError> {
        let rows = self.run(Sql::Fixed(sql), |session, sql| session.query(sql, params, 1))?;
        Ok(rows.into_iter().next())
    }

    /// The row that is always there: a count, what an insert returns.
    ///
    /// # Errors
    /// As [`Tx::execute`]; also when there is not exactly one row.
    pub fn only(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<Row, StoreError> {
        self.run(Sql::Fixed(sql), |session, sql| {
            let row = session.query(sql, params, 1)?.into_iter().next();
            row.ok_or_else(|| StoreError::refused(sql.label(), "it gave no row"))
        })
    }

    /// All rows; the statement has a limit.
    ///
    /// # Errors
    /// As [`Tx::execute`]; also when there are more than 65,536 rows.
    pub fn all(&mut self, sql: &'static str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.run(Sql::Fixed(sql), |session, sql| {
            session.query(sql, params, ROWS_MAX)
        })
    }

    /// As [`Tx::execute`], for a text put together in this crate.
    pub(crate) fn execute_built(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        self.run(Sql::Built(sql), |session, sql| session.execute(sql, params))
    }

    /// As [`Tx::all`], for a text put together in this crate.
    pub(crate) fn all_built(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.run(Sql::Built(sql), |session, sql| {
            session.query(sql, params, ROWS_MAX)
        })
    }

    fn run<T>(
        &mut self,
        sql: Sql<'_>,
        statement: impl FnOnce(&mut dyn Session, Sql<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let query = sql.label();
        if self.failure.is_some() {
            return Err(StoreError::AfterFailure {
                query: query.to_owned(),
            });
        }
        let outcome = if query.is_empty() {
            Err(StoreError::refused(
                sql.text(),
                "a query begins with a line `-- area.name`",
            ))
        } else {
            statement(self.session, sql)
        };
        outcome.inspect_err(|error| self.failure = Some(error.clone()))
    }
}
