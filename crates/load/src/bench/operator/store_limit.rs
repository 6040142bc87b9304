//! What the store takes of the operator's rows when nothing else is done.

use super::{Bench, BenchError, Used};
use crate::bench::machine;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;
use store::ofd_documents::{self, OfdDocument, SignatureState};
use store::ofd_registers::{self, OfdRegister, OfdRegisterState, Progress};
use store::{Db, DbOptions, StoreError, Tx, ofd_forwardings};
use tokio::task::JoinSet;
use types::{LocalDateTime, Money, Timestamp};

/// Documents of one unit.
pub(super) const UNIT: i64 = BATCHED.registers * BATCHED.documents;
/// Units under way.
pub(super) const UNITS: i64 = BATCHED.writers;
/// The operator's largest measurement has as many registers as these writers together.
const BATCHED: Shape = Shape {
    writers: 16,
    registers: 16,
    documents: 16,
};
/// Bytes of a confirmation.
const CONFIRMATION_SIZE: usize = 220;

/// What is kept of each document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The document and its confirmation.
    DocumentsAlone,
    /// What the operator keeps: document, confirmation, forwarding, progress of the register.
    Whole,
}

/// Who writes what.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// Writers side by side, each with one unit under way.
    writers: i64,
    /// Registers of one writer; each unit has documents of all of them.
    registers: i64,
    /// Documents of one register in one unit.
    documents: i64,
}

/// Documents a second in large units.
pub(super) fn batched(
    bench: &Bench,
    name: &str,
    container: &[u8],
    now: LocalDateTime,
    content: Content,
) -> Result<f64, BenchError> {
    bench.settle()?;
    bench
        .runtime
        .block_on(limit(bench, name, container, now, content, BATCHED))
}

/// Documents a second of `writers`, each with one document that it waits for.
pub(super) fn one_by_one(
    bench: &Bench,
    writers: u32,
    container: &[u8],
    now: LocalDateTime,
) -> Result<f64, BenchError> {
    bench.settle()?;
    let name = format!("waiting-{writers}");
    let shape = Shape {
        writers: i64::from(writers),
        registers: 1,
        documents: 1,
    };
    bench
        .runtime
        .block_on(limit(bench, &name, container, now, Content::Whole, shape))
}

async fn limit(
    bench: &Bench,
    name: &str,
    container: &[u8],
    now: LocalDateTime,
    content: Content,
    shape: Shape,
) -> Result<f64, BenchError> {
    let path = bench.folder.path().join(format!("limit-{name}.db"));
    let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display()))).await?;
    db.migrate(Timestamp::from_micros(1)).await?;
    db.write("registers", move |tx| {
        (0..shape.writers * shape.registers).try_for_each(|register| {
            ofd_registers::enroll(tx, &guest(register), Timestamp::from_micros(1)).map(drop)
        })
    })
    .await?;
    let written = Arc::new(AtomicI64::new(0));
    let (length, begun, used) = (bench.length(), Instant::now(), Used::by(std::process::id()));
    let mut lanes = JoinSet::new();
    for writer in 0..shape.writers {
        let (db, written, container) = (db.clone(), Arc::clone(&written), container.to_vec());
        lanes.spawn(async move {
            for unit in 0.. {
                if begun.elapsed() >= length {
                    break;
                }
                let rows = rows(shape, writer, unit, &container, now);
                let documents = i64::try_from(rows.len()).unwrap_or_default();
                db.write("limit", move |tx| {
                    rows.iter().try_for_each(|row| keep(tx, row, content))
                })
                .await?;
                written.fetch_add(documents, Ordering::Relaxed);
            }
            Ok::<(), StoreError>(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane.expect("a lane does not panic")?;
    }
    let took = begun.elapsed();
    db.shutdown().await;
    std::fs::remove_file(&path).map_err(machine("the file of the limit"))?;
    let written = u32::try_from(written.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    let us = used.us_each(usize::try_from(written).unwrap_or_default());
    let per_second = f64::from(written) / took.as_secs_f64();
    println!("    store {name}: {per_second:.0} documents/s, {us:.1} µs of processor each");
    Ok(per_second)
}

/// What one unit of a writer keeps: the next documents of each of its registers.
fn rows(shape: Shape, writer: i64, unit: i64, container: &[u8], now: LocalDateTime) -> Vec<OfdDocument> {
    let own = writer * shape.registers..(writer + 1) * shape.registers;
    own.flat_map(|register| {
        let first = unit * shape.documents + 1;
        (first..first + shape.documents).map(move |number| row(register, number, container, now))
    })
    .collect()
}

fn keep(tx: &mut Tx<'_>, row: &OfdDocument, content: Content) -> Result<(), StoreError> {
    let contended = || StoreError::Contended {
        unit: "limit",
        attempts: 1,
    };
    let id = ofd_documents::insert(tx, row)?.ok_or_else(contended)?;
    match content {
        Content::DocumentsAlone => Ok(()),
        Content::Whole => {
            ofd_forwardings::insert(tx, id, row.received_at)?;
            let progress = Progress {
                document_number: row.document_number,
                settled_at: Some(row.settled_at),
                shift_number: row.shift_number,
                receipt_number: row.receipt_number,
                shift_opened_at: Some(row.settled_at),
            };
            let before = row.document_number - 1;
            ofd_registers::advance(tx, &row.fiscal_storage_number, before, &progress, row.received_at)?
                .then_some(())
                .ok_or_else(contended)
        }
    }
}

fn guest(register: i64) -> OfdRegister {
    OfdRegister {
        fiscal_storage_number: storage(register),
        organization: None,
        registration_number: None,
        serial_number: None,
        inn: None,
        state: OfdRegisterState::Guest,
        progress: Progress::default(),
        last_received_at: None,
        version: 0,
    }
}

fn storage(register: i64) -> String {
    format!("99990789{register:08}")
}

/// One document of one register, with a sign like any other.
fn row(register: i64, number: i64, container: &[u8], now: LocalDateTime) -> OfdDocument {
    OfdDocument {
        organization: None,
        fiscal_storage_number: storage(register),
        document_number: number,
        form: 3,
        format_version: 4,
        registration_number: Some(format!("{register:016}")),
        inn: Some("7700000016".to_owned()),
        shift_number: Some(1),
        receipt_number: Some(number),
        operation: Some(1),
        total: Some(Money::from_minor(50_000)),
        settled_at: now,
        fiscal_sign: scattered(register, number),
        received_at: Timestamp::from_micros(number),
        signature: SignatureState::Verified,
        error_count: 0,
        warning_count: 0,
        container: container.to_vec(),
        confirmation: vec![0; CONFIRMATION_SIZE],
    }
}

/// Signs are spread over their whole range; equal ones would make their index cheaper than it is.
fn scattered(register: i64, number: i64) -> u32 {
    let seed = register.unsigned_abs() << 32 | number.unsigned_abs();
    let mixed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ mixed >> 32).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    u32::try_from(mixed >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_rows_have_one_number_and_signs_are_spread() {
        let now = LocalDateTime::from_calendar(2026, 11, 22, 12, 0, 0).expect("a date");
        let rows: Vec<_> = (0..4)
            .flat_map(|unit| (0..2).flat_map(move |writer| rows(BATCHED, writer, unit, &[1], now)))
            .collect();
        let numbers: HashSet<_> = rows
            .iter()
            .map(|row| (&row.fiscal_storage_number, row.document_number))
            .collect();
        assert_eq!(numbers.len(), 4 * 2 * 256);
        assert_eq!(numbers.len(), rows.len());
        let low = rows.iter().filter(|row| row.fiscal_sign < u32::MAX / 2).count();
        assert!((rows.len() / 3..rows.len() * 2 / 3).contains(&low), "{low}");
    }
}
