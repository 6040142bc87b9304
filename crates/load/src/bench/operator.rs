//! Documents received, checked, stored durably and confirmed, against the store's own limit for the same rows.
//!
//! The operator runs alone (`serve --role ofd`): handing documents over to the tax authority is another role's work.
//! The demo, where one process hands them over, simulates the tax authority and keeps what that was told, is
//! measured beside it.

mod store_limit;

use super::{Bench, BenchError, Used, Who, line, median, us_each};
use crate::intake::Pace;
use crate::operator::{self, Checking, LoadedRegister};
use crate::server::{DEMO_REGISTERS, Role};
use store_limit::Content;

/// Connections that are measured; each carries one register.
const CONNECTIONS: [u32; 3] = [1, 16, 256];
/// Documents prepared for one round; what is left over is thrown away.
const DOCUMENTS_MAX: usize = 240_000;

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    let now = crate::machine::moscow_now();
    let sample = LoadedRegister::prepare(1, 1, 1, now).map_err(refused)?;
    let container = sample.unsent().last().map(<[u8]>::to_vec).unwrap_or_default();
    println!("operator: documents of {} bytes", container.len());
    println!(
        "  operator: `serve --role ofd`; frame, container, document, sign and format are checked, then one durable\n    \
         unit keeps document (raw, parsed, indices), confirmation, forwarding and progress of the register\n  \
         baseline: the same rows, made beforehand; {} documents a unit, {} units under way,\n    \
         through the same store and its group commit; nothing is received, read, checked or signed",
        store_limit::UNIT,
        store_limit::UNITS,
    );
    let documents = store_limit::batched(bench, "alone", &container, now, Content::DocumentsAlone)?;
    println!(
        "  store's limit for documents alone, without forwarding and progress: {documents:.0} documents/s"
    );
    for connections in CONNECTIONS {
        let (mut limits, mut figures) = (Vec::new(), Vec::new());
        for round in 0..bench.settings.rounds {
            let name = format!("{connections}-{round}");
            limits.push(store_limit::batched(
                bench,
                &name,
                &container,
                now,
                Content::Whole,
            )?);
            let outcome = one_round(bench, Who::Alone, connections, round, Pace::Saturating)?;
            println!("  {connections:>3} connections  {outcome}");
            figures.push(outcome.per_second());
        }
        let (figure, limit) = (median(figures), median(limits));
        line(
            &format!("operator, {connections} connections"),
            "documents/s",
            figure,
            limit,
            "aim 0.5 and ≥ 10 000/s",
        );
        let waited_for = store_limit::one_by_one(bench, connections, &container, now)?;
        line(
            "  the same, by waiting writers",
            "documents/s",
            figure,
            waited_for,
            "the store with one document a unit and as many units under way as connections",
        );
        let round = bench.settings.rounds;
        let half = one_round(
            bench,
            Who::Alone,
            connections,
            round,
            Pace::PerSecond(figure / 2.0),
        )?;
        println!("  at half load, open loop: {}  (aim p99 ≤ 20 ms)", half.latencies);
        let demo = one_round(bench, Who::Demo, connections, round + 1, Pace::Saturating)?;
        line(
            "  the demo, handing over too",
            "documents/s",
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
    connections: u32,
    round: u32,
    pace: Pace,
) -> Result<operator::Outcome, BenchError> {
    let now = crate::machine::moscow_now();
    let run = u16::try_from(round + connections * 16).unwrap_or_default();
    let each = DOCUMENTS_MAX / usize::try_from(connections.max(4)).unwrap_or(4);
    let registers = (0..connections)
        .map(|index| LoadedRegister::prepare(run, index, each, now))
        .collect::<Result<Vec<_>, _>>()
        .map_err(refused)?;
    let condition = bench.settle()?;
    let name = format!("operator-{connections}-{round}");
    let server = match who {
        Who::Alone => bench.role(&name, Role::Ofd)?,
        Who::Demo => bench.demo(&name, DEMO_REGISTERS)?,
    };
    let address = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
    let used = Used::by(server.process());
    let outcome = bench.runtime.block_on(operator::run(
        &address,
        registers,
        pace,
        bench.length(),
        now,
        Checking::Afterwards,
    ));
    let answered = outcome.confirmed.len() + outcome.wrong.len();
    let (server_us, load_us) = (used.us_each(answered), us_each(outcome.processor, answered));
    server.stop();
    println!(
        "  {condition} processor for each: {server_us:.1} µs of the platform, {load_us:.1} µs of the registers"
    );
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
