//! Tasks accepted durably, against a bare server with the same signature check, JSON and group-commit log. Both are
//! loaded without pause by the same generator on the same machine, in turns.

use super::{Bench, BenchError, line, machine, median};
use crate::baseline;
use crate::intake::{self, Pace, Plan};
use crate::ledger::Ledger;
use crate::server::DEMO_REGISTERS;
use crate::server::free_address;
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
    let result = compare(bench, &bare_shop);
    let _ = bare.kill();
    let _ = bare.wait();
    result
}

fn compare(bench: &Bench, bare_shop: &Shop) -> Result<(), BenchError> {
    println!("intake: {} connections", bench.settings.connections);
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..bench.settings.rounds {
        let condition = bench.settle()?;
        let theirs = bench.runtime.block_on(intake::run(
            bare_shop,
            &plan(bench, round, Pace::Saturating),
            &ledger(),
        ));
        let server = bench.demo(&format!("intake-{round}"), DEMO_REGISTERS)?;
        let shop = server
            .shop()
            .ok_or_else(|| BenchError::Wrong("the demo names no shop".to_owned()))?;
        let mine = bench.runtime.block_on(intake::run(
            &shop,
            &plan(bench, round, Pace::Saturating),
            &ledger(),
        ));
        println!("  round {round} {condition}");
        println!("    bare   {theirs}");
        println!("    qassa  {mine}");
        if round + 1 == bench.settings.rounds {
            server.stop();
            let server = bench.demo("intake-half", DEMO_REGISTERS)?;
            let shop = server
                .shop()
                .ok_or_else(|| BenchError::Wrong("the demo names no shop".to_owned()))?;
            let pace = Pace::PerSecond(mine.per_second() * HALF);
            let half = bench
                .runtime
                .block_on(intake::run(&shop, &plan(bench, round, pace), &ledger()));
            println!("    half   {half}");
            server.stop();
        } else {
            server.stop();
        }
        ours.push(mine.per_second());
        bare.push(theirs.per_second());
    }
    line(
        "intake",
        "tasks/s",
        median(ours),
        median(bare),
        "floor 0.5, target 0.8",
    );
    Ok(())
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
