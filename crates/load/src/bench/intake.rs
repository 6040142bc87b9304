//! Tasks accepted durably, against a bare server with the same signature check, JSON and group-commit log. Both are
//! loaded without pause by the same generator on the same machine, in turns.
//!
//! Intake alone is the role `api` in a process of its own: tasks wait, as they do when the workers run elsewhere.
//! Beside it stands the demo, where the same process meanwhile seals, delivers, confirms, hands over and mails what
//! it has taken in.

use super::{Bench, BenchError, Used, line, machine, median};
use crate::baseline;
use crate::intake::{self, Pace, Plan};
use crate::ledger::Ledger;
use crate::server::{DEMO_REGISTERS, Role, Server, free_address};
use crate::shop::Shop;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Time for the baseline to listen.
const LISTEN_MAX: Duration = Duration::from_secs(5);
/// Load of the measurement of latencies, as a share of what was accepted without pause.
const HALF: f64 = 0.5;

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    let (mut bare, bare_shop) = start_baseline(bench)?;
    let result = compare(bench, bare.id(), &bare_shop);
    let _ = bare.kill();
    let _ = bare.wait();
    result
}

fn compare(bench: &Bench, bare_process: u32, bare_shop: &Shop) -> Result<(), BenchError> {
    println!("intake: {} connections", bench.settings.connections);
    println!(
        "  alone: `serve --role api`; tasks wait\n  at work: the demo, which meanwhile seals, delivers, confirms, hands \
         over and mails\n  bare: axum, the same signature, JSON to a tree, one log with a sync for all who wait; \
         no field is checked and no key is looked up"
    );
    let (mut alone, mut at_work, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..bench.settings.rounds {
        println!("  round {round} {}", bench.settle()?);
        let plan = plan(bench, round, Pace::Saturating);
        let theirs = measured(bench, bare_process, bare_shop, &plan);
        println!("    bare     {theirs}");
        let mine = load(bench, bench.role(&format!("intake-{round}"), Role::Api)?, &plan)?;
        println!("    alone    {mine}");
        let working = load(
            bench,
            bench.demo(&format!("intake-work-{round}"), DEMO_REGISTERS)?,
            &plan,
        )?;
        println!("    at work  {working}");
        alone.push(mine.per_second());
        at_work.push(working.per_second());
        bare.push(theirs.per_second());
    }
    let (alone, at_work, bare) = (median(alone), median(at_work), median(bare));
    let pace = Pace::PerSecond(alone * HALF);
    let half = load(
        bench,
        bench.role("intake-half", Role::Api)?,
        &plan(bench, bench.settings.rounds, pace),
    )?;
    println!("    alone at half load, open loop: {half}");
    line("intake alone", "tasks/s", alone, bare, "floor 0.5, target 0.8");
    line(
        "intake, all worked off",
        "tasks/s",
        at_work,
        bare,
        "one process for everything",
    );
    Ok(())
}

fn measured(bench: &Bench, process: u32, shop: &Shop, plan: &Plan) -> intake::Outcome {
    let (server_used, load_used) = (Used::by(process), Used::by(std::process::id()));
    let outcome = bench.runtime.block_on(intake::run(shop, plan, &ledger()));
    let accepted = usize::try_from(outcome.accepted).unwrap_or_default();
    let (server_us, load_us) = (server_used.us_each(accepted), load_used.us_each(accepted));
    println!("    processor for each: {server_us:.1} µs of the server, {load_us:.1} µs of the shops");
    outcome
}

/// Loads the server's shop and stops the server.
fn load(bench: &Bench, server: Server, plan: &Plan) -> Result<intake::Outcome, BenchError> {
    let shop = server
        .shop()
        .ok_or_else(|| BenchError::Wrong("the demo names no shop".to_owned()))?;
    let outcome = measured(bench, server.process(), &shop, plan);
    server.stop();
    Ok(outcome)
}

fn ledger() -> Arc<Ledger> {
    Arc::new(Ledger::default())
}

fn plan(bench: &Bench, round: u32, pace: Pace) -> Plan {
    Plan {
        run: format!(
            "bench-{round}-{}",
            if pace == Pace::Saturating { "full" } else { "half" }
        ),
        pace,
        duration: bench.length(),
        connections: bench.settings.connections,
        patience: Duration::ZERO,
        repeat_percent: 0,
        overdue: intake::Overdue::Sent,
    }
}

/// The baseline in a process of its own, as the platform is.
fn start_baseline(bench: &Bench) -> Result<(Child, Shop), BenchError> {
    let address = free_address().map_err(machine("a free port"))?;
    let program = std::env::current_exe().map_err(machine("this program"))?;
    let child = Command::new(program)
        .args([
            "baseline",
            "--listen",
            &address.to_string(),
            "--sync",
            "yes",
            "--log",
        ])
        .arg(bench.folder.path().join("baseline.log"))
        .stdin(Stdio::null())
        .spawn()
        .map_err(machine("the baseline"))?;
    let begun = Instant::now();
    while std::net::TcpStream::connect(address).is_err() {
        if begun.elapsed() > LISTEN_MAX {
            return Err(BenchError::Wrong("the baseline does not listen".to_owned()));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let shop = Shop {
        base: format!("http://{address}"),
        id: "bench".to_owned(),
        secret: baseline::SECRET.to_owned(),
        queue: 1,
    };
    Ok((child, shop))
}
