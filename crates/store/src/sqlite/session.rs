//! A connection and the statements that it has prepared.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::failure;
use crate::row::Head;
use crate::sql_text::{Sql, for_engine, without_comments};
use crate::texts::Texts;
use crate::tx::Session;
use crate::{Cell, Engine, Row, StoreError, Value, engine_sql};

/// Statements that a connection keeps prepared.
const STATEMENTS_MAX: usize = 256;

pub(super) struct SqliteSession {
    pub(super) connection: Connection,
    /// Something was changed since this was last set to `false`.
    pub(super) wrote: bool,
    texts: Texts<Text>,
    /// Names of unique constraints that were asked for, by table and columns.
    unique: HashMap<(String, String), Option<String>>,
}

struct Text {
    sql: String,
    head: OnceLock<Arc<Head>>,
    reads_only: OnceLock<bool>,
}

/// Whether a missing file is made.
#[derive(Clone, Copy)]
pub(super) enum DatabaseFile {
    IsThere,
    MayBeNew,
}

/// What a statement met: the engine's error, or ours.
enum Trouble {
    Engine(rusqlite::Error),
    Ours(StoreError),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Engine(error)
    }
}

/// Names of constraints, where `SQLite` tells only columns.
pub(super) trait Catalogue {
    fn unique_constraint(&mut self, table: &str, columns: &str) -> Option<String>;
}

impl SqliteSession {
    pub(super) fn open(
        path: &Path,
        file: DatabaseFile,
        cache_kib: u32,
        lock_timeout_ms: u64,
    ) -> Result<Self, StoreError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_EXRESCODE;
        match file {
            DatabaseFile::IsThere => {}
            DatabaseFile::MayBeNew => flags |= OpenFlags::SQLITE_OPEN_CREATE,
        }
        let translated = |error: rusqlite::Error| {
            let label = format!("open {}", path.display());
            failure::translate(&label, &error, &mut NoCatalogue)
        };
        let connection = Connection::open_with_flags(path, flags).map_err(translated)?;
        connection
            .execute_batch(&engine_sql::sqlite_session(cache_kib, lock_timeout_ms))
            .map_err(translated)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_MAX);
        Ok(Self {
            connection,
            wrote: false,
            texts: Texts::new(),
            unique: HashMap::new(),
        })
    }

    /// A statement of ours without parameters or rows, such as `commit`.
    pub(super) fn control(&self, statement: &'static str) -> Result<(), rusqlite::Error> {
        self.connection.prepare_cached(statement)?.execute([]).map(drop)
    }

    pub(super) fn translate(&mut self, query: &str, error: &rusqlite::Error) -> StoreError {
        failure::translate(query, error, self)
    }

    fn text(&mut self, sql: Sql<'_>) -> Result<Arc<Text>, StoreError> {
        if let Some(text) = self.texts.find(sql) {
            return Ok(text);
        }
        let words = for_engine(sql.text(), Engine::Sqlite)
            .map_err(|detail| StoreError::refused(sql.label(), detail))?;
        let text = Text {
            sql: words,
            head: OnceLock::new(),
            reads_only: OnceLock::new(),
        };
        Ok(self.texts.keep(sql, text))
    }

    fn in_our_words<T>(&mut self, sql: Sql<'_>, outcome: Result<T, Trouble>) -> Result<T, StoreError> {
        outcome.map_err(|trouble| match trouble {
            Trouble::Engine(error) => self.translate(sql.label(), &error),
            Trouble::Ours(error) => error,
        })
    }
}

impl Session for SqliteSession {
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    fn execute(&mut self, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let text = self.text(sql)?;
        let outcome = execute(&self.connection, &text, sql, params);
        self.wrote |= !was_undone(&outcome);
        self.in_our_words(sql, outcome)
    }

    fn query(&mut self, sql: Sql<'_>, params: &[Value<'_>], rows_max: usize) -> Result<Vec<Row>, StoreError> {
        let text = self.text(sql)?;
        let outcome = query(&self.connection, &text, sql, params, rows_max);
        self.wrote |= !was_undone(&outcome) && !text.reads_only.get().copied().unwrap_or(false);
        self.in_our_words(sql, outcome)
    }
}

fn execute(connection: &Connection, text: &Text, sql: Sql<'_>, params: &[Value<'_>]) -> Result<u64, Trouble> {
    let mut statement = connection.prepare_cached(&text.sql)?;
    bind(&mut statement, sql, params)?;
    if statement.column_count() == 0 {
        let changed = statement.raw_execute()?;
        return Ok(u64::try_from(changed).unwrap_or(u64::MAX));
    }
    // rows that nobody asked for, such as those of `returning`
    let mut rows = statement.raw_query();
    while rows.next()?.is_some() {}
    Ok(connection.changes())
}

/// What the engine itself refuses leaves nothing behind.
fn was_undone<T>(outcome: &Result<T, Trouble>) -> bool {
    matches!(outcome, Err(Trouble::Engine(error)) if error.sqlite_error().is_some())
}

fn query(
    connection: &Connection,
    text: &Text,
    sql: Sql<'_>,
    params: &[Value<'_>],
    rows_max: usize,
) -> Result<Vec<Row>, Trouble> {
    let mut statement = connection.prepare_cached(&text.sql)?;
    bind(&mut statement, sql, params)?;
    text.reads_only.get_or_init(|| statement.readonly());
    let head = text.head.get_or_init(|| {
        Arc::new(Head {
            query: sql.label().to_owned(),
            columns: statement.column_names().map(str::to_owned).collect(),
        })
    });
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        if found.len() >= rows_max {
            let detail = format!("it gave more than {rows_max} rows");
            return Err(Trouble::Ours(StoreError::refused(sql.label(), detail)));
        }
        let mut cells = Vec::with_capacity(head.columns.len());
        for column in 0..head.columns.len() {
            cells.push(cell(row.get_ref(column)?, sql)?);
        }
        found.push(Row::new(Arc::clone(head), cells));
    }
    Ok(found)
}

fn bind(statement: &mut rusqlite::Statement<'_>, sql: Sql<'_>, params: &[Value<'_>]) -> Result<(), Trouble> {
    let wanted = statement.parameter_count();
    if wanted != params.len() {
        let detail = format!("it has {wanted} parameters, {} were given", params.len());
        return Err(Trouble::Ours(StoreError::refused(sql.label(), detail)));
    }
    for (place, value) in (1..).zip(params) {
        statement.raw_bind_parameter(place, value)?;
    }
    Ok(())
}

fn cell(value: ValueRef<'_>, sql: Sql<'_>) -> Result<Cell, Trouble> {
    let refused = |detail: &str| Trouble::Ours(StoreError::refused(sql.label(), detail));
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(int) => Cell::Int(int),
        ValueRef::Text(text) => match String::from_utf8(text.to_vec()) {
            Ok(text) => Cell::Text(text),
            Err(_) => return Err(refused("it gave a text that is not UTF-8")),
        },
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(refused("it gave a floating-point number; cast it to bigint")),
    })
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(int) => ValueRef::Integer(int),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Catalogue for SqliteSession {
    fn unique_constraint(&mut self, table: &str, columns: &str) -> Option<String> {
        let key = (table.to_owned(), columns.to_owned());
        if let Some(known) = self.unique.get(&key) {
            return known.clone();
        }
        let name = index_name(self, table, columns).or_else(|| constraint_name(self, table, columns));
        self.unique.insert(key, name.clone());
        name
    }
}

/// The unique index over exactly these columns.
fn index_name(session: &mut SqliteSession, table: &str, columns: &str) -> Option<String> {
    let sql = Sql::Fixed(engine_sql::SQLITE_UNIQUE_INDEXES);
    let rows = session.query(sql, &[Value::Text(table)], 64).ok()?;
    let row = rows
        .iter()
        .find(|row| row.text("columns").is_ok_and(|found| found == columns))?;
    row.get("name").ok()
}

/// The name in `constraint name unique (a, b)` of the table's own text.
fn constraint_name(session: &mut SqliteSession, table: &str, columns: &str) -> Option<String> {
    let rows = session
        .query(Sql::Fixed(engine_sql::SQLITE_TABLE), &[Value::Text(table)], 1)
        .ok()?;
    let words = without_comments(rows.first()?.text("sql").ok()?);
    for declared in words.split("constraint ").skip(1) {
        let Some((name, rest)) = declared.trim_start().split_once(char::is_whitespace) else {
            continue;
        };
        let Some(list) = rest.trim_start().strip_prefix("unique") else {
            continue;
        };
        let Some((list, _)) = list
            .trim_start()
            .strip_prefix('(')
            .and_then(|list| list.split_once(')'))
        else {
            continue;
        };
        if list.split(',').map(str::trim).eq(columns.split(", ")) {
            return Some(name.to_owned());
        }
    }
    None
}

/// For errors before there is a schema.
struct NoCatalogue;

impl Catalogue for NoCatalogue {
    fn unique_constraint(&mut self, _: &str, _: &str) -> Option<String> {
        None
    }
}
