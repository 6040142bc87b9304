//! The database of a stopped platform, read by an auditor: numbers without gaps, one document a task, what the
//! operator has is what was sealed, byte for byte.

use crate::kz::audit;
use crate::kz::register::KzRegister;
use crate::operator::Confirmed;
use std::fmt;
use store::{Db, DbOptions, Row, StoreError, Tx, params};

/// Problems that are told one by one.
const TOLD_MAX: usize = 10;
/// How long an audit may take: it reads everything.
const STATEMENT_TIMEOUT_MS: u64 = 300_000;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    /// Sealed documents.
    pub sealed: i64,
    /// Documents that the operator has.
    pub received: i64,
    /// Confirmations that storages have.
    pub confirmed: i64,
    /// Tasks that are done.
    pub done: i64,
    /// Documents that the Kazakh operator has of the registers of the load.
    pub kz_documents: usize,
    /// What must not be, in words.
    pub broken: Vec<String>,
}

impl fmt::Display for Books {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "sealed {}  received {}  confirmed {}  tasks done {}  Kazakh documents {}  broken {}",
            self.sealed,
            self.received,
            self.confirmed,
            self.done,
            self.kz_documents,
            self.broken.len()
        )?;
        for problem in self.broken.iter().take(TOLD_MAX) {
            write!(formatter, "\n  {problem}")?;
        }
        Ok(())
    }
}

/// What a load was told, to be found in the books.
#[derive(Debug, Default)]
pub struct Told {
    /// Confirmed Russian documents.
    pub confirmed: Vec<Confirmed>,
    /// Kazakh registers with what they know of themselves.
    pub kz_registers: Vec<KzRegister>,
}

/// Reads the books of a database that no server has open (SQLite) or that rests (PostgreSQL).
pub async fn audit(url: &str, told: Told) -> Result<Books, StoreError> {
    let mut options = DbOptions::new(url);
    options.statement_timeout_ms = STATEMENT_TIMEOUT_MS;
    let db = Db::open(options).await?;
    let books = db.read("audit", move |tx| read(tx, &told)).await;
    db.shutdown().await;
    books
}

fn read(tx: &mut Tx<'_>, told: &Told) -> Result<Books, StoreError> {
    let mut books = Books {
        sealed: count(tx, "-- audit.sealed\nselect count(*) as n from sealed_documents")?,
        received: count(tx, "-- audit.received\nselect count(*) as n from ofd_documents")?,
        confirmed: count(
            tx,
            "-- audit.confirmed\nselect count(*) as n from acknowledgements",
        )?,
        done: count(
            tx,
            "-- audit.done\nselect count(*) as n from tasks where state = 'done'",
        )?,
        kz_documents: 0,
        broken: Vec::new(),
    };
    let gaps = tx.all(SEALED_GAPS, &[])?;
    books.broken.extend(
        gaps.iter()
            .map(|row| gap("sealed", row))
            .collect::<Result<Vec<_>, _>>()?,
    );
    let gaps = tx.all(RECEIVED_GAPS, &[])?;
    books.broken.extend(
        gaps.iter()
            .map(|row| gap("received", row))
            .collect::<Result<Vec<_>, _>>()?,
    );
    for (what, sql) in CONTRADICTIONS {
        let found = count(tx, sql)?;
        if found > 0 {
            books.broken.push(format!("{found} {what}"));
        }
    }
    for one in &told.confirmed {
        let row = tx.one(CONTAINER, params![&one.storage, one.number])?;
        let kept: Option<Vec<u8>> = row.map(|row| row.get("container")).transpose()?;
        if kept.as_deref() != Some(one.container.as_slice()) {
            let fate = if kept.is_some() { "other bytes" } else { "lost" };
            books.broken.push(format!(
                "{fate}: confirmed document {} of {}",
                one.number, one.storage
            ));
        }
    }
    let kazakh = audit::audit(tx, &told.kz_registers)?;
    books.kz_documents = kazakh.documents;
    books.broken.extend(kazakh.broken);
    Ok(books)
}

const SEALED_GAPS: &str = "-- audit.sealed_gaps
    select fiscal_storage_number as storage, count(*) as n, min(document_number) as first, max(document_number) as last
    from sealed_documents group by fiscal_storage_number
    having min(document_number) <> 1 or max(document_number) <> count(*) limit 1000";

const RECEIVED_GAPS: &str = "-- audit.received_gaps
    select fiscal_storage_number as storage, count(*) as n, min(document_number) as first, max(document_number) as last
    from ofd_documents group by fiscal_storage_number
    having min(document_number) <> 1 or max(document_number) <> count(*) limit 1000";

const CONTAINER: &str = "-- audit.container
    select container from ofd_documents where fiscal_storage_number = $1 and document_number = $2";

/// What must not be found, and how it is counted.
const CONTRADICTIONS: &[(&str, &str)] = &[
    (
        "confirmed documents that the operator does not have, or has with other bytes",
        "-- audit.confirmed_not_received
         select count(*) as n from acknowledgements a
         join sealed_documents s on s.fiscal_storage_number = a.fiscal_storage_number
              and s.document_number = a.document_number
         left join ofd_documents d on d.fiscal_storage_number = a.fiscal_storage_number
              and d.document_number = a.document_number
         where d.id is null or d.container <> s.container",
    ),
    (
        "received documents of our storages that were never sealed",
        "-- audit.received_not_sealed
         select count(*) as n from ofd_documents d
         join fiscal_storages f on f.number = d.fiscal_storage_number
         left join sealed_documents s on s.fiscal_storage_number = d.fiscal_storage_number
              and s.document_number = d.document_number
         where s.document_number is null",
    ),
    (
        "tasks that are done without the sealed document that they name",
        "-- audit.done_not_sealed
         select count(*) as n from tasks t
         left join sealed_documents s on s.task_id = t.id
         where t.state = 'done' and t.fiscal_storage_number in (select number from fiscal_storages)
           and (s.document_number is null or s.document_number <> t.document_number)",
    ),
    (
        "sealed documents whose task is not done",
        "-- audit.sealed_not_done
         select count(*) as n from sealed_documents s
         join tasks t on t.id = s.task_id where t.state <> 'done'",
    ),
];

fn count(tx: &mut Tx<'_>, sql: &'static str) -> Result<i64, StoreError> {
    tx.only(sql, &[])?.int("n")
}

fn gap(what: &str, row: &Row) -> Result<String, StoreError> {
    let storage: String = row.get("storage")?;
    Ok(format!(
        "a gap in {what} documents of {storage}: {} from {} to {}",
        row.int("n")?,
        row.int("first")?,
        row.int("last")?
    ))
}
