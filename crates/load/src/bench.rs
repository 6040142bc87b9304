//! Measurements, each a ratio to a baseline of the same run: a bare figure says more about the machine than about
//! the program.

mod codec;
mod core;
mod end_to_end;
mod idle;
mod intake;
mod kz_operator;
mod operator;

use crate::machine::{self, Condition};
use crate::server::{DEMO_REGISTERS, Launch, Role, Server, StartError};
use clap::ValueEnum;
use std::io;
use std::path::PathBuf;
use std::time::Duration;
use tokio::runtime::Runtime;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// Receipts decoded, checked and written as JSON on one core.
    Codec,
    /// Tasks accepted durably, against a bare server.
    Intake,
    /// Documents received, stored and confirmed, against the store's own limit.
    Operator,
    /// Kazakh receipts counted, stored and answered, against the store's own limit.
    KzOperator,
    /// Sales of the software register while its operator is away.
    Core,
    /// Receipts from acceptance to done.
    EndToEnd,
    /// Start and memory of the idle demo.
    Idle,
}

/// What a measurement is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Settings {
    /// The program under test, built for release.
    #[arg(long)]
    pub qassa: PathBuf,
    /// Rounds; what is compared takes turns, and medians are taken.
    #[arg(long, default_value_t = 5)]
    pub rounds: u32,
    /// Length of one round, seconds.
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// Connections of the measurement of the intake.
    #[arg(long, default_value_t = 64)]
    pub connections: usize,
    /// How long each measurement waits for an idle machine, seconds.
    #[arg(long, default_value_t = 45)]
    pub patience: u64,
}

/// Why there is no figure.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The machine did not do what was asked.
    #[error("{what}")]
    Machine {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The platform did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The store did not take a document.
    #[error("the store refused")]
    Store(#[from] store::StoreError),
    /// What was measured is not what should be.
    #[error("{0}")]
    Wrong(String),
}

/// Runs one measurement and prints its figures.
pub fn run(kind: Kind, settings: &Settings) -> Result<(), BenchError> {
    let folder = tempfile::Builder::new()
        .prefix("bench")
        .tempdir()
        .map_err(machine("a temporary folder"))?;
    let runtime = Runtime::new().map_err(machine("a runtime"))?;
    let bench = Bench {
        folder,
        settings: settings.clone(),
        runtime,
    };
    match kind {
        Kind::Codec => codec::run(&bench),
        Kind::Intake => intake::run(&bench),
        Kind::Operator => operator::run(&bench),
        Kind::KzOperator => kz_operator::run(&bench),
        Kind::Core => core::run(&bench),
        Kind::EndToEnd => end_to_end::run(&bench),
        Kind::Idle => idle::run(&bench),
    }
}

fn machine(what: &'static str) -> impl FnOnce(io::Error) -> BenchError {
    move |source| BenchError::Machine { what, source }
}

/// Who is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// The operator in a process of its own.
    Alone,
    /// The whole platform in one process, the simulated tax authority included.
    Demo,
}

/// One part of the platform, on the data of a demo that was started and stopped before.
fn alone(launch: &Launch, role: Role) -> Result<Server, BenchError> {
    let demo = launch.start()?;
    let facts = demo.facts.clone();
    demo.stop();
    Ok(launch.start_role(role, facts)?)
}

struct Bench {
    folder: tempfile::TempDir,
    settings: Settings,
    runtime: Runtime,
}

impl Bench {
    fn length(&self) -> Duration {
        Duration::from_secs(self.settings.seconds)
    }

    /// A demo on an empty folder of its own.
    fn demo(&self, name: &str, registers: u16) -> Result<Server, BenchError> {
        Ok(self.launch(name, registers)?.start()?)
    }

    /// A demo with so many Kazakh registers.
    fn kz_demo(&self, name: &str, registers: u16) -> Result<Server, BenchError> {
        Ok(self.kz_launch(name, registers)?.start()?)
    }

    fn kz_launch(&self, name: &str, registers: u16) -> Result<Launch, BenchError> {
        Ok(Launch {
            kz_registers: registers,
            ..self.launch(name, DEMO_REGISTERS)?
        })
    }

    /// One part of the platform alone, on the data of a demo that was started and stopped before.
    fn role(&self, name: &str, role: Role) -> Result<Server, BenchError> {
        alone(&self.launch(name, DEMO_REGISTERS)?, role)
    }

    /// The operator alone, with so many Kazakh registers.
    fn kz_operator(&self, name: &str, registers: u16) -> Result<Server, BenchError> {
        alone(&self.kz_launch(name, registers)?, Role::Ofd)
    }

    fn launch(&self, name: &str, registers: u16) -> Result<Launch, BenchError> {
        let data = self.folder.path().join(name);
        std::fs::create_dir_all(&data).map_err(machine("a folder"))?;
        let log = self.folder.path().join(format!("{name}.log"));
        let mut launch =
            Launch::demo(&self.settings.qassa, &data, None, &log).map_err(machine("a free port"))?;
        launch.registers = registers;
        Ok(launch)
    }

    /// Waits for an idle machine and measures its raw sync.
    fn settle(&self) -> Result<Condition, BenchError> {
        let patience = Duration::from_secs(self.settings.patience);
        machine::settle(self.folder.path(), patience).map_err(machine("the raw sync"))
    }
}

/// Processor time while something ran.
struct Used {
    process: u32,
    before: Duration,
}

impl Used {
    fn by(process: u32) -> Self {
        let before = machine::processor_time(process).unwrap_or_default();
        Self { process, before }
    }

    /// Microseconds for each of `pieces`.
    fn us_each(&self, pieces: usize) -> f64 {
        let now = machine::processor_time(self.process).unwrap_or_default();
        us_each(now.saturating_sub(self.before), pieces)
    }
}

fn us_each(used: Duration, pieces: usize) -> f64 {
    used.as_secs_f64() * 1e6 / f64::from(u32::try_from(pieces.max(1)).unwrap_or(u32::MAX))
}

/// The middle one.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// One line: figure, baseline, their ratio and what is aimed at.
fn line(name: &str, unit: &str, figure: f64, baseline: f64, aim: &str) {
    println!(
        "{name:<28} {figure:>10.0} {unit}  baseline {baseline:>10.0}  ratio {:.2}  ({aim})",
        figure / baseline
    );
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_median_is_the_middle_one() {
        assert!((super::median(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
    }
}
