//! Sales of the software register, durable while its operator is away, against the store's own limit for the rows that
//! a sale leaves in the journal.

use super::{Bench, BenchError, line, machine, median};
use crate::intake::Pace;
use crate::server::{CoreLaunch, Server};
use crate::till::{self, Outcome, Plan, Running, Till, Variety};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::core_register::operations::{self, CoreOperation};
use store::core_register::registers::{self, CoreDocument, CoreRegister};
use store::{Db, DbOptions, StoreError, Tx};
use tokio::task::JoinSet;
use types::Timestamp;

/// Registers that are measured, each with a till that sells without pause.
const REGISTERS: [usize; 3] = [1, 8, 64];
/// Of the store's limit: sales in one unit, and units under way.
const UNIT: u64 = 256;
const UNITS: usize = 16;
/// Until a register knows that its operator is away.
const GOING_AUTONOMOUS: Duration = Duration::from_secs(30);

/// What one sale leaves in the journal, taken from a real one.
#[derive(Debug)]
struct Sample {
    register: CoreRegister,
    document: CoreDocument,
    operation: CoreOperation,
}

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    println!("core: sales of one line without the operator");
    let sample = Arc::new(sample(bench)?);
    println!(
        "  a sale is a document of {} bytes, an answer of {}, a state of {}",
        sample.document.body.len(),
        sample
            .operation
            .outcome
            .as_ref()
            .map_or(0, |outcome| outcome.body.len()),
        sample.register.state.len()
    );
    let limit = (0..bench.settings.rounds)
        .map(|round| {
            bench.settle()?;
            bench.runtime.block_on(store_limit(bench, round, &sample))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let limit = median(limit);
    println!("  store's own limit {limit:.0} sales/s");
    for count in REGISTERS {
        let mut figures = Vec::new();
        for round in 0..bench.settings.rounds {
            let outcome = one_round(bench, count, round, Pace::Saturating)?;
            println!("  {count:>3} registers  {outcome}");
            figures.push(outcome.per_second());
        }
        let figure = median(figures);
        line(
            &format!("core, {count} registers"),
            "sales/s",
            figure,
            limit,
            "no aim but p99",
        );
        let half = figure / 2.0;
        let outcome = one_round(bench, count, bench.settings.rounds, Pace::PerSecond(half))?;
        println!(
            "  at half load ({half:.0}/s), open loop: {}  (aim p99 ≤ 20 ms)",
            outcome.latencies
        );
    }
    Ok(())
}

/// A core with registers whose operator has just gone.
struct Alone {
    server: Server,
    address: String,
    tills: Vec<Till>,
    launch: CoreLaunch,
}

fn alone(bench: &Bench, name: &str, count: usize) -> Result<Alone, BenchError> {
    let registers = u16::try_from(count.max(2)).unwrap_or(u16::MAX);
    let platform = bench.kz_demo(&format!("{name}-operator"), registers)?;
    let data = bench.folder.path().join(name);
    let launch = CoreLaunch::new(&bench.settings.qassa, &data, &platform, bench.folder.path())
        .map_err(machine("a free port"))?;
    let server = launch.start()?;
    let address = launch.listen.to_string();
    let tills = bench
        .runtime
        .block_on(till::set_up(&address, &platform.facts, count));
    let tills = tills.map_err(BenchError::Wrong)?;
    platform.stop();
    // The first sale of each register is tried at the operator before it is issued without: one sale each.
    let one_each = Pace::PerSecond(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
    let warmed = sell(bench, &address, tills, one_each, Duration::from_secs(1))?;
    if warmed.tills.iter().any(|till| till.issued.len() != 1) {
        return Err(BenchError::Wrong(
            "a register did not sell without its operator".to_owned(),
        ));
    }
    Ok(Alone {
        server,
        address,
        tills: warmed.tills,
        launch,
    })
}

fn sell(
    bench: &Bench,
    address: &str,
    tills: Vec<Till>,
    pace: Pace,
    duration: Duration,
) -> Result<Outcome, BenchError> {
    let plan = Plan {
        pace,
        duration,
        patience: GOING_AUTONOMOUS,
        variety: Variety::Sales,
    };
    let running = Running::begin(address, tills, plan, bench.runtime.handle());
    let outcome = bench.runtime.block_on(running.end());
    match outcome.wrong.first() {
        None => Ok(outcome),
        Some(wrong) => Err(BenchError::Wrong(wrong.clone())),
    }
}

fn one_round(bench: &Bench, count: usize, round: u32, pace: Pace) -> Result<Outcome, BenchError> {
    let core = alone(bench, &format!("core-{count}-{round}"), count)?;
    let condition = bench.settle()?;
    let outcome = sell(bench, &core.address, core.tills, pace, bench.length())?;
    core.server.stop();
    println!("  {condition}");
    Ok(outcome)
}

fn sample(bench: &Bench) -> Result<Sample, BenchError> {
    let core = alone(bench, "core-sample", 1)?;
    let outcome = sell(
        bench,
        &core.address,
        core.tills,
        Pace::Saturating,
        Duration::from_millis(200),
    )?;
    core.server.stop();
    let last = outcome
        .tills
        .first()
        .and_then(|till| till.issued.last().map(|issued| (issued.number, till.last_key())));
    let (number, key) = last.ok_or_else(|| BenchError::Wrong("nothing was sold".to_owned()))?;
    let journal = core.launch.data.join("core.db");
    bench.runtime.block_on(async {
        let db = Db::open(DbOptions::new(format!("sqlite:{}", journal.display()))).await?;
        let read = db.read("sample", move |tx| {
            let register = registers::all(tx)?.pop();
            let id = register.as_ref().map_or(0, |register| register.id);
            let document = registers::document(tx, id, number)?.map(|(document, _)| document);
            Ok::<_, StoreError>((register, document, operations::find(tx, id, &key)?))
        });
        let rows = read.await;
        db.shutdown().await;
        match rows? {
            (Some(register), Some(document), Some(operation)) => Ok(Sample {
                register,
                document,
                operation,
            }),
            _ => Err(BenchError::Wrong(
                "the journal does not have the last sale".to_owned(),
            )),
        }
    })
}

/// The rows of sales written in large units: what the journal takes when nothing else is done.
async fn store_limit(bench: &Bench, round: u32, sample: &Arc<Sample>) -> Result<f64, BenchError> {
    let path = bench.folder.path().join(format!("core-limit-{round}.db"));
    let db = Db::open(DbOptions::new(format!("sqlite:{}", path.display()))).await?;
    store::core_register::migrate(&db, Timestamp::from_micros(1)).await?;
    let prepared = Arc::clone(sample);
    let id = db
        .write("prepare", move |tx| registers::add(tx, &prepared.register))
        .await?;
    let (next, begun, length) = (Arc::new(AtomicU64::new(1)), Instant::now(), bench.length());
    let mut lanes = JoinSet::new();
    for _ in 0..UNITS {
        let (db, next, sample) = (db.clone(), Arc::clone(&next), Arc::clone(sample));
        lanes.spawn(async move {
            while begun.elapsed() < length {
                let first = next.fetch_add(UNIT, Ordering::Relaxed);
                let sample = Arc::clone(&sample);
                db.write("limit", move |tx| {
                    for number in first..first + UNIT {
                        write(tx, &sample, id, number)?;
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

fn write(tx: &mut Tx<'_>, sample: &Sample, register: u32, number: u64) -> Result<(), StoreError> {
    let now = Timestamp::from_micros(1);
    let document = CoreDocument {
        number,
        ..sample.document.clone()
    };
    let operation = CoreOperation {
        key: format!("till-{number}"),
        ..sample.operation.clone()
    };
    registers::save_state(tx, register, &sample.register.state, None)?;
    registers::add_document(tx, register, &document, now)?;
    operations::add(tx, register, &operation, now)
}
