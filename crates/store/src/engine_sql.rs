//! The SQL that cannot be the same on both engines. All of it stands here.

use crate::{Engine, Isolation};

/// Words for a placeholder of the portable text.
pub(crate) fn placeholder(engine: Engine, name: &str) -> Option<&'static str> {
    if let Some(index) = leading_index(name) {
        return Some(match engine {
            Engine::Sqlite => index,
            Engine::Postgres => "",
        });
    }
    Some(match (name, engine) {
        ("ID", Engine::Sqlite) => "integer primary key autoincrement",
        ("ID", Engine::Postgres) => "bigint generated always as identity primary key",
        ("BYTES", Engine::Sqlite) => "blob",
        ("BYTES", Engine::Postgres) => "bytea",
        // one writer: every row is locked already
        ("FOR_UPDATE" | "SKIP_LOCKED", Engine::Sqlite) => "",
        ("FOR_UPDATE", Engine::Postgres) => "for update",
        ("SKIP_LOCKED", Engine::Postgres) => "for update skip locked",
        _ => return None,
    })
}

/// The index that leads a list: without statistics `SQLite` takes the narrower of two that begin alike.
fn leading_index(name: &str) -> Option<&'static str> {
    Some(match name {
        "LED_BY_TIME" => "indexed by kz_documents_by_time",
        "LED_BY_SHIFT" => "indexed by kz_documents_by_shift",
        "LED_BY_OPERATION" => "indexed by kz_documents_by_operation",
        "LED_BY_AUTONOMOUS" => "indexed by kz_documents_autonomous",
        "LED_BY_NUMBER" => "indexed by kz_documents_by_number",
        _ => return None,
    })
}

/// Refuses every change and removal in a table: `$APPEND_ONLY table` in a migration.
pub(crate) fn append_only(engine: Engine, table: &str) -> Vec<String> {
    match engine {
        Engine::Sqlite => ["update", "delete"]
            .into_iter()
            .map(|change| {
                format!(
                    "create trigger {table}_no_{change} before {change} on {table}
                     begin select raise(abort, '{table}_append_only'); end"
                )
            })
            .collect(),
        Engine::Postgres => vec![
            "create or replace function refuse_change() returns trigger language plpgsql as
             'begin
                raise exception ''rows of % are never changed'', tg_table_name
                using errcode = ''restrict_violation'', constraint = tg_table_name || ''_append_only'';
              end'"
                .to_owned(),
            format!(
                "create trigger {table}_append_only before update or delete on {table}
                 for each row execute function refuse_change()"
            ),
            format!(
                "create trigger {table}_no_truncate before truncate on {table}
                 for each statement execute function refuse_change()"
            ),
        ],
    }
}

/// Begins a writing unit on `PostgreSQL`.
pub(crate) fn postgres_begin(isolation: Isolation) -> &'static str {
    match isolation {
        Isolation::Serializable => "begin isolation level serializable read write",
        Isolation::ReadCommitted => "begin isolation level read committed read write",
        Isolation::Snapshot => "begin isolation level repeatable read read only",
    }
}

/// Keeps two processes from migrating one `PostgreSQL` database at a time; the number is ours alone.
pub(crate) const POSTGRES_MIGRATION_LOCK: &str = "-- migration.lock
    select cast(pg_advisory_xact_lock(7237501) as text)";

/// Makes a session of `PostgreSQL` durable and bounded; milliseconds.
pub(crate) fn postgres_session(statement_timeout_ms: u64, lock_timeout_ms: u64) -> String {
    format!(
        "set statement_timeout = {statement_timeout_ms}; set lock_timeout = {lock_timeout_ms};
         set idle_in_transaction_session_timeout = {statement_timeout_ms}; set client_min_messages = warning"
    )
}

/// Raises `synchronous_commit` where a server's default would acknowledge before the log is safe.
pub(crate) const POSTGRES_DURABLE: &str = "select set_config('synchronous_commit', 'on', false)
     from pg_settings where name = 'synchronous_commit' and setting = 'off'";

/// What a `PostgreSQL` server must be: encoding, ordering, and whether it syncs.
pub(crate) const POSTGRES_TRAITS: &str = "-- engine.traits
    select pg_encoding_to_char(encoding) as encoding, datcollate as ordering, current_setting('fsync') as fsync
    from pg_database where datname = current_database()";

/// Settings of every `SQLite` connection.
///
/// - `synchronous = full`: a commit returns after the log is synced.
/// - `mmap_size = 0`: a read error of a mapped page would end the process, a read error of a call is an answer.
/// - `journal_size_limit`: the log file is used again and again; what a burst added is given back.
pub(crate) fn sqlite_session(cache_kib: u32, lock_timeout_ms: u64) -> String {
    format!(
        "pragma busy_timeout = {lock_timeout_ms}; pragma journal_mode = wal; pragma synchronous = full;
         pragma fullfsync = on; pragma foreign_keys = on; pragma temp_store = memory; pragma mmap_size = 0;
         pragma trusted_schema = off; pragma cell_size_check = on; pragma journal_size_limit = 268435456;
         pragma cache_size = -{cache_kib}"
    )
}

/// Columns of all tables of a `SQLite` database.
pub(crate) const SQLITE_COLUMNS: &str = "-- schema.columns
    select m.name as tab, c.name as col, lower(c.type) as kind, (c.\"notnull\" or c.pk > 0) as required
    from sqlite_master m, pragma_table_info(m.name) c
    where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid";

/// Columns of all tables of a `PostgreSQL` database, in the words of [`SQLITE_COLUMNS`].
pub(crate) const POSTGRES_COLUMNS: &str = "-- schema.columns_of_server
    select table_name::text as tab, column_name::text as col,
           case when is_identity = 'YES' then 'integer' when data_type = 'bytea' then 'blob'
                else data_type end::text as kind,
           is_nullable = 'NO' as required
    from information_schema.columns where table_schema = current_schema() order by 1, ordinal_position";

/// Names of indexes and named constraints of a `SQLite` table; `sql` is null for those of a `unique (…)`.
pub(crate) const SQLITE_TABLE: &str = "-- schema.table
    select sql from sqlite_master where type = 'table' and name = $1";

/// Unique indexes that were made by `create unique index`, with their columns in order.
pub(crate) const SQLITE_UNIQUE_INDEXES: &str = "-- schema.unique_indexes
    select l.name, (select group_concat(i.name, ', ') from pragma_index_info(l.name) i) as columns
    from pragma_index_list($1) l where l.\"unique\" = 1 and l.origin = 'c'";

/// The whole schema of a `SQLite` database, statement by statement.
pub(crate) const SQLITE_SCHEMA: &str = "-- schema.dump
    select type, name, sql from sqlite_master where sql is not null and name not like 'sqlite_%'
    order by tbl_name, type <> 'table', name";
