//! The journal of a stopped core beside the books of its operator: the same documents with the same signs, the same
//! tokens, the same counters; and everything that a till was told, once.

use super::Till;
use crate::kz::audit::json;
use ofd_kz::exchange::TokenState;
use register_kz::{CashRegister, OperatorBooks};
use std::collections::BTreeMap;
use std::path::Path;
use store::core_register::registers::{self, CoreRegister};
use store::{Db, DbOptions, StoreError, params};

/// A document on one side: its sign and its total.
type Document = (Option<String>, Option<i64>);

/// What one side knows of a register.
#[derive(Debug)]
struct Journal {
    state: CashRegister,
    /// By through number.
    documents: BTreeMap<u64, Option<String>>,
    /// Where the operator's counters were others than the register's. The register takes them over, so that what
    /// both sides count at the end is the same whatever was lost.
    corrected: Vec<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Documents in the journals of the core.
    pub documents: usize,
    /// What must not be, in words.
    pub broken: Vec<String>,
}

const BOOKS: &str = "-- audit.core_books
    select token_state, books from kz_registers where device_id = $1";

const DOCUMENTS: &str = "-- audit.core_documents
    select document_number, fiscal_sign, case when kind = 'receipt' then total_minor end as total
    from kz_documents where device_id = $1 order by id";

const JOURNAL: &str = "-- audit.core_journal
    select d.number, a.sign from core_documents d
    left join core_acknowledgements a on a.register_id = d.register_id and a.number = d.number
    where d.register_id = $1";

const CORRECTED: &str = "-- audit.core_corrected
    select kind, detail from core_events
    where register_id = $1 and kind in ('counters_adopted', 'report_differs') order by id limit 100";

/// Reads both databases, which no program has open.
pub async fn audit(journal: &Path, operator: &str, tills: &[Till]) -> Result<Found, StoreError> {
    let core = Db::open(DbOptions::new(format!("sqlite:{}", journal.display()))).await?;
    let journals = read(&core).await;
    core.shutdown().await;
    let journals = journals?;
    let mut found = Found::default();
    let platform = Db::open(DbOptions::new(operator)).await?;
    for till in tills {
        let id = till.register;
        let Some(journal) = journals.get(&id) else {
            found.broken.push(format!("register {id} is not in the journal"));
            continue;
        };
        found.documents += journal.documents.len();
        let mut problems = compare(&platform, journal, till).await?;
        problems.extend(journal.corrected.iter().cloned());
        found.broken.extend(
            problems
                .into_iter()
                .map(|problem| format!("register {id}: {problem}")),
        );
    }
    platform.shutdown().await;
    Ok(found)
}

async fn read(core: &Db) -> Result<BTreeMap<u32, Journal>, StoreError> {
    let journals = core.read("audit_core", |tx| {
        let mut journals = BTreeMap::new();
        for one in registers::all(tx)? {
            let rows = tx.all(JOURNAL, params![one.id])?;
            let documents = rows.iter().map(|row| Ok((row.get("number")?, row.get("sign")?)));
            let documents = documents.collect::<Result<_, StoreError>>()?;
            let rows = tx.all(CORRECTED, params![one.id])?;
            let corrected = rows.iter().map(|row| {
                let (kind, detail): (String, String) = (row.get("kind")?, row.get("detail")?);
                Ok(format!("{kind}: {detail}"))
            });
            let journal = Journal {
                state: state(&one)?,
                documents,
                corrected: corrected.collect::<Result<_, StoreError>>()?,
            };
            journals.insert(one.id, journal);
        }
        Ok::<_, StoreError>(journals)
    });
    journals.await
}

async fn compare(platform: &Db, journal: &Journal, till: &Till) -> Result<Vec<String>, StoreError> {
    let device_id = journal.state.link().device_id().get();
    let read = platform.read("audit_operator", move |tx| {
        let row = tx.only(BOOKS, params![device_id])?;
        let tokens: TokenState = json(&row, "token_state")?;
        let books: OperatorBooks = json(&row, "books")?;
        let rows = tx.all(DOCUMENTS, params![device_id])?;
        let documents = rows.iter().map(|row| {
            let sign: Option<u32> = row.get("fiscal_sign")?;
            let document: Document = (sign.map(|sign| sign.to_string()), row.get("total")?);
            Ok((row.get("document_number")?, document))
        });
        Ok::<_, StoreError>((
            tokens,
            books,
            documents.collect::<Result<Vec<(u64, Document)>, StoreError>>()?,
        ))
    });
    let (tokens, books, kept) = read.await?;
    let mut broken = Vec::new();
    let own = journal.state.link().token().map(register_kz::OfdToken::get);
    if own != Some(tokens.valid_token) {
        broken.push(format!(
            "the operator waits for token {}, the core has {own:?}",
            tokens.valid_token
        ));
    }
    if books.counters() != journal.state.counters() {
        broken.push(format!(
            "the operator counted {:?}, the core {:?}",
            books.counters(),
            journal.state.counters()
        ));
    }
    let count = kept.len();
    let kept: BTreeMap<u64, Document> = kept.into_iter().collect();
    if kept.len() != count {
        broken.push("the operator has a number twice".to_owned());
    }
    let signs = kept.iter().map(|(number, (sign, _))| (*number, sign.clone()));
    if signs.collect::<BTreeMap<_, _>>() != journal.documents {
        broken.push(format!(
            "the operator has {count} documents, the journal {}, or other signs",
            journal.documents.len()
        ));
    }
    broken.extend(till.missing(&kept));
    Ok(broken)
}

impl Till {
    /// What it was told and is not there, and what is there though it was told of none.
    fn missing(&self, kept: &BTreeMap<u64, Document>) -> Vec<String> {
        let mut broken = Vec::new();
        if self.unanswered {
            broken.push("the last sale was never answered".to_owned());
        }
        let (sales, closings): (Vec<_>, Vec<_>) = self.issued.iter().partition(|issued| issued.total > 0);
        if kept.len() != sales.len() + closings.len() {
            broken.push(format!(
                "{} documents are kept, {} sales and {} closings were acknowledged",
                kept.len(),
                sales.len(),
                closings.len()
            ));
        }
        for issued in sales {
            let is_there = kept.get(&issued.number).is_some_and(|(sign, total)| {
                *total == Some(issued.total) && (issued.sign.is_none() || *sign == issued.sign)
            });
            if !is_there {
                broken.push(format!("{issued:?} is lost"));
            }
        }
        broken
    }
}

fn state(row: &CoreRegister) -> Result<CashRegister, StoreError> {
    serde_json::from_str(&row.state).map_err(|error| StoreError::Damaged {
        detail: format!("the state of register {}: {error}", row.id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::till::Issued;
    use store::core_register::events::{self, CoreEvent};

    fn till(sold: &[(u64, &str, i64)]) -> Till {
        let issued = sold.iter().map(|(number, sign, total)| Issued {
            number: *number,
            sign: Some((*sign).to_owned()),
            total: *total,
        });
        Till {
            register: 1,
            step: 0,
            issued: issued.collect(),
            unanswered: false,
        }
    }

    #[tokio::test]
    async fn counters_that_the_operator_corrected_are_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("core.db").display());
        let core = Db::open(DbOptions::new(url)).await.expect("a database");
        let now = types::Timestamp::from_micros(0);
        store::core_register::migrate(&core, now).await.expect("a schema");
        let row = CoreRegister {
            id: 0,
            name: "Till".to_owned(),
            serial_number: "QSSA1000000000001".to_owned(),
            platform: "test".to_owned(),
            server: String::new(),
            version: 203,
            state: serde_json::to_string(&CashRegister::new()).expect("a state"),
            card: None,
            vat_certificate: None,
            created_at: now,
            last_answer_at: None,
        };
        let written = core.write("rows", move |tx| {
            let id = registers::add(tx, &row)?;
            for kind in ["set_up", "counters_adopted", "blocked", "report_differs"] {
                let event = CoreEvent {
                    at: now,
                    kind: kind.to_owned(),
                    person: None,
                    number: None,
                    detail: "{}".to_owned(),
                };
                events::add(tx, id, &event)?;
            }
            Ok::<_, StoreError>(id)
        });
        let id = written.await.expect("written");
        let journals = read(&core).await.expect("read");
        assert_eq!(
            journals[&id].corrected,
            ["counters_adopted: {}", "report_differs: {}"]
        );
        core.shutdown().await;
    }

    #[test]
    fn a_lost_a_doubled_and_a_changed_sale_are_found() {
        let kept = |all: &[(u64, &str, i64)]| -> BTreeMap<u64, Document> {
            let documents = all
                .iter()
                .map(|(number, sign, total)| (*number, (Some((*sign).to_owned()), Some(*total))));
            documents.collect()
        };
        let told = till(&[(1, "11", 100), (2, "22", 200)]);
        assert!(told.missing(&kept(&[(1, "11", 100), (2, "22", 200)])).is_empty());
        for wrong in [
            &[(1, "11", 100)][..],
            &[(1, "11", 100), (2, "22", 200), (3, "33", 200)],
            &[(1, "11", 100), (2, "22", 201)],
            &[(1, "11", 100), (2, "23", 200)],
        ] {
            assert!(!told.missing(&kept(wrong)).is_empty(), "{wrong:?}");
        }
    }
}
