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

/// Reads both databases, which no program has open.
pub async fn audit(journal: &Path, operator: &str, tills: &[Till]) -> Result<Found, StoreError> {
    let core = Db::open(DbOptions::new(format!("sqlite:{}", journal.display()))).await?;
    let journals = core.read("audit_core", |tx| {
        let mut journals = BTreeMap::new();
        for one in registers::all(tx)? {
            let rows = tx.all(JOURNAL, params![one.id])?;
            let documents = rows.iter().map(|row| Ok((row.get("number")?, row.get("sign")?)));
            let documents = documents.collect::<Result<_, StoreError>>()?;
            let state = state(&one)?;
            journals.insert(one.id, Journal { state, documents });
        }
        Ok::<_, StoreError>(journals)
    });
    let journals = journals.await;
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
        let problems = compare(&platform, journal, till).await?;
        found.broken.extend(
            problems
                .into_iter()
                .map(|problem| format!("register {id}: {problem}")),
        );
    }
    platform.shutdown().await;
    Ok(found)
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
