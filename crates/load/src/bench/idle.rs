//! Start and memory of the idle demo.

use super::{Bench, BenchError, median};
use crate::server::DEMO_REGISTERS;
use std::time::Duration;

const REST: Duration = Duration::from_secs(3);
const MEMORY_MAX_MIB: f64 = 150.0;
const READY_MAX_S: f64 = 1.0;
const MIB: f64 = 1024.0 * 1024.0;

pub(super) fn run(bench: &Bench) -> Result<(), BenchError> {
    println!(
        "idle: {} starts on empty data {}",
        bench.settings.rounds,
        bench.settle()?
    );
    let (mut ready, mut memory) = (Vec::new(), Vec::new());
    for round in 0..bench.settings.rounds {
        let server = bench.demo(&format!("idle-{round}"), DEMO_REGISTERS)?;
        ready.push(server.ready_after.as_secs_f64());
        std::thread::sleep(REST);
        let bytes = server.resident_bytes().unwrap_or_default();
        memory.push(f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) * 1024.0 / MIB);
        server.stop();
    }
    let (ready, memory) = (median(ready), median(memory));
    println!(
        "start to ready               {ready:>10.2} s    ratio {:.2} of {READY_MAX_S} s",
        ready / READY_MAX_S
    );
    println!(
        "memory at rest               {memory:>10.0} MiB  ratio {:.2} of {MEMORY_MAX_MIB} MiB",
        memory / MEMORY_MAX_MIB
    );
    match ready <= READY_MAX_S && memory <= MEMORY_MAX_MIB {
        true => Ok(()),
        false => Err(BenchError::Wrong(
            "the idle demo takes more than it may".to_owned(),
        )),
    }
}
