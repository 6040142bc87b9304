//! What the operator kept of Kazakh registers, read by an auditor: every document as it was sent and answered, none
//! more; tokens and counters as the registers have them, and as the documents add up to.

use super::register::{KzRegister, Sums, Taken};
use ofd_kz::exchange::TokenState;
use register_kz::OperatorBooks;
use serde::de::DeserializeOwned;
use store::{Row, StoreError, Tx, params};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Documents that the operator has.
    pub documents: usize,
    /// What must not be, in words.
    pub broken: Vec<String>,
}

const DOCUMENTS: &str = "-- audit.kz_documents
    select d.payload, d.answer, d.fiscal_sign, d.operation, d.total_minor, d.kind, f.document_id as forwarded
    from kz_documents d left join kz_forwardings f on f.document_id = d.id
    where d.device_id = $1 order by d.id";

const REGISTER: &str = "-- audit.kz_register
    select token_state, books from kz_registers where device_id = $1";

const CLOSINGS: &str = "-- audit.kz_closings
    select (select count(*) from kz_documents where device_id = $1 and kind = 'shift_closing') as documents,
           (select count(*) from kz_reports where device_id = $1 and kind = 'z') as reports";

/// Compares the operator's rows with what registers know. Nobody else may use these registers.
pub fn audit(tx: &mut Tx<'_>, registers: &[KzRegister]) -> Result<Found, StoreError> {
    let mut found = Found::default();
    for register in registers {
        let id = register.device_id();
        let problems = of_register(tx, register, &mut found.documents)?;
        found.broken.extend(
            problems
                .into_iter()
                .map(|problem| format!("register {id}: {problem}")),
        );
    }
    Ok(found)
}

fn of_register(
    tx: &mut Tx<'_>,
    register: &KzRegister,
    documents: &mut usize,
) -> Result<Vec<String>, StoreError> {
    let mut broken = Vec::new();
    if register.waits() {
        broken.push("its last request was never answered".to_owned());
    }
    let rows = tx.all(DOCUMENTS, params![register.device_id()])?;
    *documents += rows.len();
    if rows.len() != register.taken().len() {
        broken.push(format!(
            "{} documents are kept, {} were acknowledged",
            rows.len(),
            register.taken().len()
        ));
    }
    let mut fold = [0; 4];
    for (number, (row, taken)) in (1..).zip(rows.iter().zip(register.taken())) {
        if !is_same(row, taken)? {
            broken.push(format!("document {number} is not the one that was acknowledged"));
        }
        add(&mut fold, row)?;
    }
    if fold != register.sums().ever {
        broken.push(format!(
            "its documents add up to {fold:?}, its own books to {:?}",
            register.sums().ever
        ));
    }
    let closings = tx.only(CLOSINGS, params![register.device_id()])?;
    if closings.int("documents")? != closings.int("reports")? {
        broken.push("closings of shifts and Z reports are not the same number".to_owned());
    }
    let row = tx.only(REGISTER, params![register.device_id()])?;
    let tokens: TokenState = json(&row, "token_state")?;
    if tokens.valid_token != register.token() {
        broken.push(format!(
            "the operator waits for token {}, it has {}",
            tokens.valid_token,
            register.token()
        ));
    }
    let books: OperatorBooks = json(&row, "books")?;
    let counted = counted(&books);
    if counted != *register.sums() {
        broken.push(format!(
            "the operator counted {counted:?}, it counted {:?}",
            register.sums()
        ));
    }
    Ok(broken)
}

fn is_same(row: &Row, taken: &Taken) -> Result<bool, StoreError> {
    let (payload, answer): (Vec<u8>, Vec<u8>) = (row.get("payload")?, row.get("answer")?);
    let sign: Option<u32> = row.get("fiscal_sign")?;
    let forwarded: Option<i64> = row.get("forwarded")?;
    let told = taken.link.as_ref().map(|link| link.sign.clone());
    Ok(payload == taken.payload
        && answer == taken.answer
        && sign.map(|sign| sign.to_string()) == told
        && forwarded.is_some())
}

fn add(fold: &mut [i64; 4], row: &Row) -> Result<(), StoreError> {
    let (kind, operation): (String, Option<String>) = (row.get("kind")?, row.get("operation")?);
    let total: Option<i64> = row.get("total_minor")?;
    let place = ["buy", "buy_return", "sell", "sell_return"]
        .iter()
        .position(|name| Some(*name) == operation.as_deref());
    if let (Some(place), "receipt") = (place, kind.as_str()) {
        fold[place] += total.unwrap_or_default();
    }
    Ok(())
}

/// The operator's counters in the form of the register's own books.
fn counted(books: &OperatorBooks) -> Sums {
    let counters = books.counters();
    let (ever, receipts, shift) = (
        &counters.non_resettable,
        &counters.receipts_ever,
        &counters.shift.receipts,
    );
    // After a closing the counters of the old shift stay until the next one begins.
    let is_open = matches!(books.shift(), register_kz::BooksShift::Open { .. });
    let in_shift = |one: &register_kz::ReceiptCounters| match is_open {
        true => (one.count, one.total.minor()),
        false => (0, 0),
    };
    Sums {
        ever: [ever.buy, ever.buy_return, ever.sell, ever.sell_return].map(types::Money::minor),
        receipts: [
            receipts.buy,
            receipts.buy_return,
            receipts.sell,
            receipts.sell_return,
        ],
        drawer: counters.cash_in_drawer.minor(),
        in_shift: [
            in_shift(&shift.buy),
            in_shift(&shift.buy_return),
            in_shift(&shift.sell),
            in_shift(&shift.sell_return),
        ],
    }
}

/// A column of JSON.
pub fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, StoreError> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Damaged {
        detail: format!("column {column}: {error}"),
    })
}
