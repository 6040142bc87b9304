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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kz::mock::{self, Lie};
    use ofd_kz::{Version, payload};
    use serde_json::{Value, json};
    use std::sync::Arc;
    use store::kz_documents::{self, KzDocument, KzDocumentKind};
    use store::kz_registers::{self, KzProgress, KzRegister as RegisterRow, KzRegisterState};
    use store::organizations::{self, NewOrganization};
    use store::{Db, DbOptions, kz_forwardings};
    use types::{LocalDateTime, OrganizationId, Timestamp};

    const NOW: Timestamp = Timestamp::from_micros(1);

    /// What is wrong with the rows.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Damage {
        None,
        Lost,
        Doubled,
        OtherAnswer,
        NotForwarded,
        OtherToken,
        OtherCounter,
    }

    #[tokio::test]
    async fn every_damage_of_the_books_is_found() {
        let registers = Arc::new(mock::run_against(Lie::None).await.registers);
        assert_eq!(audited(Damage::None, &registers).await, Vec::<String>::new());
        for damage in [
            Damage::Lost,
            Damage::Doubled,
            Damage::OtherAnswer,
            Damage::NotForwarded,
            Damage::OtherToken,
            Damage::OtherCounter,
        ] {
            assert!(!audited(damage, &registers).await.is_empty(), "{damage:?}");
        }
    }

    async fn audited(damage: Damage, registers: &Arc<Vec<KzRegister>>) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("books.db").display());
        let db = Db::open(DbOptions::new(url)).await.expect("a database");
        db.migrate(NOW).await.expect("a schema");
        let known = Arc::clone(registers);
        let written = db.write("rows", move |tx| write(tx, damage, &known[0]));
        written.await.expect("written");
        let known = Arc::clone(registers);
        let found = db.read("audit", move |tx| audit(tx, &known)).await;
        db.shutdown().await;
        found.expect("read").broken
    }

    fn write(tx: &mut Tx<'_>, damage: Damage, register: &KzRegister) -> Result<(), StoreError> {
        let organization = NewOrganization {
            inn: "200140000014".to_owned(),
            kpp: None,
            name: "ТОО «Мысал»".to_owned(),
        };
        let organization = organizations::create(tx, &organization, NOW)?;
        let wrong = |one| u32::from(damage == one);
        let row = RegisterRow {
            device_id: register.device_id(),
            organization,
            enrolled_at: NOW,
            serial_number: String::new(),
            registration_number: mock::REGISTRATION_NUMBER.to_owned(),
            card: "{}".to_owned(),
            progress: KzProgress {
                state: KzRegisterState::Active,
                token_state:
                    json!({"valid_token": register.token() ^ wrong(Damage::OtherToken), "last": null})
                        .to_string(),
                books: books(register.sums(), i64::from(wrong(Damage::OtherCounter))).to_string(),
                facts: None,
                shift_number: 1,
                shift_opened_at: None,
                last_document_at: None,
                last_seen_at: None,
            },
        };
        kz_registers::enroll(tx, &row)?;
        let last = register.taken().len() - 1;
        for (place, taken) in register.taken().iter().enumerate() {
            let mut row = document(organization, register.device_id(), taken);
            match damage {
                Damage::Lost if place == last => continue,
                Damage::OtherAnswer if place == last => row.answer.push(0),
                _ => {}
            }
            let id = kz_documents::insert(tx, &row)?;
            if damage != Damage::NotForwarded || place != last {
                kz_forwardings::insert(tx, id, NOW, NOW)?;
            }
            if damage == Damage::Doubled && place == last {
                row.fiscal_sign = None;
                kz_documents::insert(tx, &row)?;
            }
        }
        Ok(())
    }

    fn document(organization: OrganizationId, device_id: u32, taken: &Taken) -> KzDocument {
        let request = payload::decode_request(Version::V203, &taken.payload).expect("a request");
        let receipt = request.message.ticket;
        let word =
            |operation: i32| ["buy", "buy_return", "sell", "sell_return"][operation as usize].to_owned();
        KzDocument {
            device_id,
            organization,
            registration_number: mock::REGISTRATION_NUMBER.to_owned(),
            kind: match receipt {
                Some(_) => KzDocumentKind::Receipt,
                None => KzDocumentKind::CashMovement,
            },
            version: 203,
            shift_number: 1,
            document_number: None,
            operation: receipt.map(|receipt| word(receipt.operation)),
            is_autonomous: false,
            total: taken.link.as_ref().map(|link| link.total),
            issued_at: LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0).expect("a time"),
            received_at: NOW,
            fiscal_sign: taken.link.as_ref().and_then(|link| link.sign.parse().ok()),
            autonomous_sign: None,
            annuls: None,
            content_hash: Vec::new(),
            flags: "[]".to_owned(),
            payload: taken.payload.clone(),
            answer: taken.answer.clone(),
        }
    }

    /// Books of the operator that say what the register's own say, but for a difference.
    fn books(sums: &Sums, difference: i64) -> Value {
        let mut books = serde_json::to_value(OperatorBooks::new(None)).expect("books");
        books["shift"] = json!({"open": {"number": 1, "opened_at": 0, "received_at": 0}});
        let counters = &mut books["counters"];
        for (place, name) in ["buy", "buy_return", "sell", "sell_return"]
            .into_iter()
            .enumerate()
        {
            counters["non_resettable"][name] = json!(sums.ever[place] + difference);
            counters["receipts_ever"][name] = json!(sums.receipts[place]);
            counters["shift"]["receipts"][name]["count"] = json!(sums.in_shift[place].0);
            counters["shift"]["receipts"][name]["total"] = json!(sums.in_shift[place].1);
        }
        counters["cash_in_drawer"] = json!(sums.drawer);
        books
    }
}
