//! Receipts from acceptance to done, with the demo's own virtual registers. Baseline: the rate at which one core
//! seals such receipts and does nothing else.

use super::{Bench, BenchError, line, median};
use crate::intake::{self, Pace, Plan};
use crate::ledger::Ledger;
use crate::operator::LoadedRegister;
use crate::verify;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Receipts a second that are offered.
const OFFERED: f64 = 2000.0;
/// Virtual registers that share the queue.
const REGISTERS: [u16; 2] = [2, 16];
const SEALED: u32 = 20_000;
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    println!(
        "end-to-end: {OFFERED} receipts/s offered for {} s",
        bench.settings.seconds
    );
    for registers in REGISTERS {
        with_registers(bench, registers)?;
    }
    Ok(())
}

fn with_registers(bench: &Bench, registers: u16) -> Result<(), BenchError> {
    let now = crate::machine::moscow_now();
    let (mut sealed, mut figures) = (Vec::new(), Vec::new());
    for round in 0..bench.settings.rounds {
        let condition = bench.settle()?;
        let begun = Instant::now();
        LoadedRegister::prepare(1, round, usize::try_from(SEALED).unwrap_or_default(), now)
            .map_err(|error| BenchError::Wrong(error.to_string()))?;
        sealed.push(f64::from(SEALED) / begun.elapsed().as_secs_f64());
        let server = bench.demo(&format!("end-to-end-{registers}-{round}"), registers)?;
        let shop = server
            .shop()
            .ok_or_else(|| BenchError::Wrong("the demo names no shop".to_owned()))?;
        let plan = Plan {
            run: format!("bench-{round}"),
            pace: Pace::PerSecond(OFFERED),
            duration: bench.length(),
            connections: 32,
            patience: Duration::from_secs(30),
            repeat_percent: 0,
            overdue: intake::Overdue::Sent,
        };
        let ledger = Arc::new(Ledger::default());
        let begun = Instant::now();
        let outcome = bench.runtime.block_on(intake::run(&shop, &plan, &ledger));
        let verdict = bench.runtime.block_on(verify::ledger(&shop, &ledger, PATIENCE));
        let took = begun.elapsed();
        server.stop();
        println!("  {condition} {outcome}\n    {verdict}");
        if !verdict.is_clean() {
            return Err(BenchError::Wrong("not every accepted receipt is done".to_owned()));
        }
        figures.push(f64::from(u32::try_from(verdict.done).unwrap_or(u32::MAX)) / took.as_secs_f64());
    }
    line(
        &format!("end to end, {registers} registers"),
        "receipts/s",
        median(figures),
        median(sealed),
        "all done, none lost",
    );
    Ok(())
}
