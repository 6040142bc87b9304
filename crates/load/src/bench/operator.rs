//! Documents received, checked, stored durably and confirmed, against the store's own limit for such rows.

use super::{Bench, BenchError, line, machine, median};
use crate::intake::Pace;
use crate::operator::{self, LoadedRegister};
use crate::server::DEMO_REGISTERS;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use store::ofd_documents::{self, OfdDocument, SignatureState};
use store::{Db, DbOptions, StoreError};
use tokio::task::JoinSet;
use types::{LocalDateTime, Money, Timestamp};

/// Connections that are measured; each carries one register.
const CONNECTIONS: [u32; 3] = [1, 16, 256];
/// Documents prepared for one round; what is left over is thrown away.
const DOCUMENTS_MAX: usize = 120_000;
/// Of the store's limit: documents in one unit, and units under way.
const UNIT: i64 = 256;
const UNITS: usize = 16;

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    let now = crate::machine::moscow_now();
    let sample = LoadedRegister::prepare(1, 1, 1, now).map_err(refused)?;
    let container = sample.unsent().last().map(<[u8]>::to_vec).unwrap_or_default();
    println!("operator: documents of {} bytes", container.len());
    let limit = (0..bench.settings.rounds)
        .map(|round| {
            bench.settle()?;
            bench.runtime.block_on(store_limit(bench, round, &container, now))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let limit = median(limit);
    println!("  store's own limit {limit:.0} documents/s");
    for connections in CONNECTIONS {
        let mut figures = Vec::new();
        for round in 0..bench.settings.rounds {
            let outcome = one_round(bench, connections, round, Pace::Saturating)?;
            println!("  {connections:>3} connections  {outcome}");
            figures.push(outcome.per_second());
        }
        let figure = median(figures);
        line(
            &format!("operator, {connections} connections"),
            "documents/s",
            figure,
            limit,
            "aim 0.5 and ≥ 10 000/s",
        );
        let outcome = one_round(
            bench,
            connections,
            bench.settings.rounds,
            Pace::PerSecond(figure / 2.0),
        )?;
        println!(
            "  at half load, open loop: {}  (aim p99 ≤ 20 ms)",
            outcome.latencies
        );
    }
    Ok(())
}

fn one_round(
    bench: &Bench,
    connections: u32,
    round: u32,
    pace: Pace,
) -> Result<operator::Outcome, BenchError> {
    let now = crate::machine::moscow_now();
    let run = u16::try_from(round + connections * 16).unwrap_or_default();
    let each = DOCUMENTS_MAX / usize::try_from(connections).unwrap_or(1);
    let registers = (0..connections)
        .map(|index| LoadedRegister::prepare(run, index, each, now))
        .collect::<Result<Vec<_>, _>>()
        .map_err(refused)?;
    let condition = bench.settle()?;
    let server = bench.demo(&format!("operator-{connections}-{round}"), DEMO_REGISTERS)?;
    let address = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
    let outcome = bench
        .runtime
        .block_on(operator::run(&address, registers, pace, bench.length(), now));
    server.stop();
    println!("  {condition}");
    match outcome.wrong.first() {
        None => Ok(outcome),
        Some(wrong) => Err(BenchError::Wrong(format!(
            "a confirmation that its storage refused: {wrong}"
        ))),
    }
}

fn refused(error: register::RegisterError) -> BenchError {
    BenchError::Wrong(format!("a register refuses: {error}"))
}

/// Rows of documents inserted in large units: what the database takes when nothing else is done.
async fn store_limit(
    bench: &Bench,
    round: u32,
    container: &[u8],
    now: LocalDateTime,
) -> Result<f64, BenchError> {
    let path = bench.folder.path().join(format!("limit-{round}.db"));
    let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display()))).await?;
    db.migrate(Timestamp::from_micros(1)).await?;
    let (next, container, begun) = (
        Arc::new(AtomicI64::new(0)),
        Arc::new(container.to_vec()),
        Instant::now(),
    );
    let length = bench.length();
    let mut lanes = JoinSet::new();
    for _ in 0..UNITS {
        let (db, next, container) = (db.clone(), Arc::clone(&next), Arc::clone(&container));
        lanes.spawn(async move {
            while begun.elapsed() < length {
                let first = next.fetch_add(UNIT, Ordering::Relaxed);
                let container = Arc::clone(&container);
                db.write("limit", move |tx| {
                    for number in first..first + UNIT {
                        ofd_documents::insert(tx, &row(number, &container, now))?;
                    }
                    Ok::<(), StoreError>(())
                })
                .await?;
            }
            Ok::<(), StoreError>(())
        });
    }
    while let Some(lane) = lanes.join_next().await {
        lane.expect("a lane does not panic")?;
    }
    let took: Duration = begun.elapsed();
    db.shutdown().await;
    std::fs::remove_file(&path).map_err(machine("the file of the limit"))?;
    let written = u32::try_from(next.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Ok(f64::from(written) / took.as_secs_f64())
}

fn row(number: i64, container: &[u8], now: LocalDateTime) -> OfdDocument {
    OfdDocument {
        organization: None,
        fiscal_storage_number: format!("99990000{:08}", number % 64),
        document_number: number,
        form: 3,
        format_version: 4,
        registration_number: Some("0000000001012345".to_owned()),
        inn: Some("7700000016".to_owned()),
        shift_number: Some(1),
        receipt_number: Some(number),
        operation: Some(1),
        total: Some(Money::from_minor(50_000)),
        settled_at: now,
        fiscal_sign: 1,
        received_at: Timestamp::from_micros(number),
        signature: SignatureState::Verified,
        error_count: 0,
        warning_count: 0,
        container: container.to_vec(),
        confirmation: vec![0; 220],
    }
}
