//! Kazakh receipts counted, stored durably and answered, against the store's own limit for the same rows: document,
//! way to the tax authority, and the register's row with its counters, its token and the answer that a repeat gets.

use super::{Bench, BenchError, Who, line, machine, median};
use crate::intake::Pace;
use crate::kz::lane::{self, Losses, Running};
use crate::kz::register::{KzRegister, Mix};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use store::kz_documents::{self, KzDocument, KzDocumentKind};
use store::kz_registers::{self, KzProgress, KzRegister as RegisterRow, KzRegisterState};
use store::organizations::{self, NewOrganization};
use store::{Db, DbOptions, StoreError, Tx, kz_forwardings};
use tokio::task::JoinSet;
use types::{LocalDateTime, Money, OrganizationId, Timestamp};

/// Connections that are measured; each carries one register.
const CONNECTIONS: [u16; 3] = [1, 16, 256];
/// Least number of registers of a demo.
const REGISTERS_MIN: u16 = 2;
/// Of the store's limit: receipts in one unit, units under way, registers that they are of.
const UNIT: i64 = 256;
const UNITS: usize = 16;
const REGISTERS: i64 = 256;
/// Time by which a document has to be with the tax authority, microseconds.
const FORWARDING_US: i64 = 900_000_000;
const PATIENCE: Duration = Duration::from_secs(30);

/// What one receipt leaves behind, taken from a real one.
#[derive(Debug)]
struct Sample {
    payload: Vec<u8>,
    answer: Vec<u8>,
    token_state: String,
    books: String,
}

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    let sample = Arc::new(sample(bench)?);
    println!(
        "kz-operator: requests of {} bytes, answers of {}, books of {}",
        sample.payload.len(),
        sample.answer.len(),
        sample.books.len()
    );
    let limit = (0..bench.settings.rounds)
        .map(|round| {
            bench.settle()?;
            bench.runtime.block_on(store_limit(bench, round, &sample))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let limit = median(limit);
    println!("  store's own limit {limit:.0} receipts/s");
    for connections in CONNECTIONS {
        let mut figures = Vec::new();
        for round in 0..bench.settings.rounds {
            let outcome = one_round(bench, Who::Alone, connections, round, Pace::Saturating)?;
            println!("  {connections:>3} connections  {outcome}");
            figures.push(outcome.per_second());
        }
        let figure = median(figures);
        line(
            &format!("kz-operator, {connections} connections"),
            "receipts/s",
            figure,
            limit,
            "aim 0.4 and ≥ 5 000/s",
        );
        let half = Pace::PerSecond(figure / 2.0);
        let outcome = one_round(bench, Who::Alone, connections, bench.settings.rounds, half)?;
        println!(
            "  at half load, open loop: {}  (aim p99 ≤ 50 ms)",
            outcome.latencies
        );
        let round = bench.settings.rounds + 1;
        let demo = one_round(bench, Who::Demo, connections, round, Pace::Saturating)?;
        line(
            "  the demo, handing over too",
            "receipts/s",
            demo.per_second(),
            limit,
            "one process for everything, the simulated tax authority included",
        );
    }
    Ok(())
}

fn one_round(
    bench: &Bench,
    who: Who,
    connections: u16,
    round: u32,
    pace: Pace,
) -> Result<lane::Outcome, BenchError> {
    let condition = bench.settle()?;
    let name = format!("kz-operator-{connections}-{round}");
    let count = connections.max(REGISTERS_MIN);
    let server = match who {
        Who::Alone => bench.kz_operator(&name, count)?,
        Who::Demo => bench.kz_demo(&name, count)?,
    };
    let mut registers = KzRegister::of_sandbox(&server.facts, Mix::Sales);
    registers.truncate(usize::from(connections));
    let outcome = load(
        bench,
        server.facts["ofd"].as_str().unwrap_or_default(),
        registers,
        pace,
        bench.length(),
    );
    server.stop();
    println!("  {condition}");
    believed(outcome)
}

fn load(
    bench: &Bench,
    address: &str,
    registers: Vec<KzRegister>,
    pace: Pace,
    duration: Duration,
) -> lane::Outcome {
    let plan = lane::Plan {
        pace,
        duration,
        patience: PATIENCE,
        losses: Losses::None,
    };
    let running = Running::begin(address, registers, plan, bench.runtime.handle());
    bench.runtime.block_on(running.end())
}

fn believed(outcome: lane::Outcome) -> Result<lane::Outcome, BenchError> {
    match outcome.wrong.first() {
        None => Ok(outcome),
        Some(wrong) => Err(BenchError::Wrong(wrong.clone())),
    }
}

/// A few sales at a demo: what they leave behind is what the baseline writes.
fn sample(bench: &Bench) -> Result<Sample, BenchError> {
    let server = bench.kz_demo("kz-operator-sample", REGISTERS_MIN)?;
    let registers = KzRegister::of_sandbox(&server.facts, Mix::Sales);
    let address = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
    let outcome = load(
        bench,
        &address,
        registers,
        Pace::PerSecond(100.0),
        Duration::from_millis(500),
    );
    server.stop();
    let outcome = believed(outcome)?;
    let register = outcome
        .registers
        .first()
        .filter(|register| !register.taken().is_empty());
    let register = register.ok_or_else(|| BenchError::Wrong("the sandbox served no register".to_owned()))?;
    let (device_id, last) = (register.device_id(), register.taken().last().cloned());
    let last = last.ok_or_else(|| BenchError::Wrong("nothing was taken".to_owned()))?;
    let path = bench.folder.path().join("kz-operator-sample/qassa.db");
    let row = bench.runtime.block_on(async {
        let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display()))).await?;
        let row = db
            .read("sample", move |tx| kz_registers::find(tx, device_id))
            .await;
        db.shutdown().await;
        row
    })?;
    let row = row.ok_or_else(|| BenchError::Wrong("the register is gone".to_owned()))?;
    Ok(Sample {
        payload: last.payload,
        answer: last.answer,
        token_state: row.progress.token_state,
        books: row.progress.books,
    })
}

/// The rows of receipts written in large units: what the database takes when nothing else is done.
async fn store_limit(bench: &Bench, round: u32, sample: &Arc<Sample>) -> Result<f64, BenchError> {
    let path = bench.folder.path().join(format!("kz-limit-{round}.db"));
    let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display()))).await?;
    db.migrate(Timestamp::from_micros(1)).await?;
    let prepared = Arc::clone(sample);
    let organization = db.write("prepare", move |tx| prepare(tx, &prepared)).await?;
    let (now, length) = (crate::machine::kazakhstan_now(), bench.length());
    let (next, begun) = (Arc::new(AtomicI64::new(0)), Instant::now());
    let mut lanes = JoinSet::new();
    for _ in 0..UNITS {
        let (db, next, sample) = (db.clone(), Arc::clone(&next), Arc::clone(sample));
        lanes.spawn(async move {
            while begun.elapsed() < length {
                let first = next.fetch_add(UNIT, Ordering::Relaxed);
                let sample = Arc::clone(&sample);
                db.write("limit", move |tx| {
                    for number in first..first + UNIT {
                        write(tx, &sample, organization, number, now)?;
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
    let took = begun.elapsed();
    db.shutdown().await;
    std::fs::remove_file(&path).map_err(machine("the file of the limit"))?;
    let written = u32::try_from(next.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
    Ok(f64::from(written) / took.as_secs_f64())
}

fn prepare(tx: &mut Tx<'_>, sample: &Sample) -> Result<OrganizationId, StoreError> {
    let now = Timestamp::from_micros(1);
    let organization = NewOrganization {
        inn: "200140000014".to_owned(),
        kpp: None,
        name: "ТОО «Мысал»".to_owned(),
    };
    let organization = organizations::create(tx, &organization, now)?;
    for number in 0..REGISTERS {
        let row = RegisterRow {
            device_id: device_id(number),
            organization,
            enrolled_at: now,
            serial_number: format!("QSSA1{number:012}"),
            registration_number: registration_number(number),
            card: "{}".to_owned(),
            progress: progress(sample, now),
        };
        kz_registers::enroll(tx, &row)?;
    }
    Ok(organization)
}

fn write(
    tx: &mut Tx<'_>,
    sample: &Sample,
    organization: OrganizationId,
    number: i64,
    now: LocalDateTime,
) -> Result<(), StoreError> {
    let received_at = Timestamp::from_micros(number);
    let row = KzDocument {
        device_id: device_id(number),
        organization,
        registration_number: registration_number(number),
        kind: KzDocumentKind::Receipt,
        version: 203,
        shift_number: 1,
        document_number: Some(number),
        operation: Some("sell".to_owned()),
        is_autonomous: false,
        total: Some(Money::from_minor(50_000)),
        issued_at: now,
        received_at,
        // Signs come in no order.
        fiscal_sign: u32::try_from(number.wrapping_mul(2_654_435_761) & i64::from(u32::MAX)).ok(),
        autonomous_sign: None,
        annuls: None,
        content_hash: vec![0; 32],
        flags: "[]".to_owned(),
        payload: sample.payload.clone(),
        answer: sample.answer.clone(),
    };
    let id = kz_documents::insert(tx, &row)?;
    let due = Timestamp::from_micros(received_at.micros() + FORWARDING_US);
    kz_forwardings::insert(tx, id, received_at, due)?;
    kz_registers::advance(tx, row.device_id, &progress(sample, received_at))
}

fn progress(sample: &Sample, at: Timestamp) -> KzProgress {
    KzProgress {
        state: KzRegisterState::Active,
        token_state: sample.token_state.clone(),
        books: sample.books.clone(),
        facts: None,
        shift_number: 1,
        shift_opened_at: None,
        last_document_at: Some(at),
        last_seen_at: Some(at),
    }
}

fn device_id(number: i64) -> u32 {
    u32::try_from(number % REGISTERS).unwrap_or_default() + 1
}

fn registration_number(number: i64) -> String {
    format!("0101{:08}", number % REGISTERS)
}
