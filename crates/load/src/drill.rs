//! Drills: what must not be lost when machines, disks and databases fail.
//!
//! Each runs the real program, loads it, does the damage at moments that a seed decides, and lets a ledger and an
//! auditor judge. A drill that cannot fail proves nothing: the power cut has a control that must lose.

mod back_pressure;
mod core;
mod crash;
mod database_crash;
mod disk_full;
mod power_cut;
mod read_only;
mod slow_peers;
mod timing;

use crate::books::Told;
use crate::intake::{Overdue, Pace, Plan};
use crate::kz::buyer;
use crate::kz::lane::{self, Losses, Running};
use crate::kz::register::{KzRegister, Mix};
use crate::ledger::Ledger;
use crate::operator::{self, Checking, LoadedRegister};
use crate::postgres::Cluster;
use crate::server::{Launch, Server, free_address};
use crate::shop::Shop;
use crate::{books, intake, machine, verify};
use clap::ValueEnum;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use types::LocalDateTime;

/// Time for the platform to finish what it accepted.
const PATIENCE: Duration = Duration::from_secs(180);

/// Which damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// `kill -9` of the platform at random moments under load.
    Crash,
    /// The power of the disk is cut under load; needs root.
    PowerCut,
    /// The disk fills up under load, then grows; needs root.
    DiskFull,
    /// The platform starts on a disk that takes no writes; needs root.
    ReadOnly,
    /// `kill -9` of PostgreSQL under load.
    PgCrash,
    /// `kill -9` of the software register under load of its tills.
    CoreCrash,
    /// The power of the software register's disk is cut under load of its tills; needs root.
    CorePowerCut,
    /// Thousands of peers that send next to nothing.
    SlowPeers,
    /// Three times as much as the platform can take.
    BackPressure,
    /// Whether the time of a check tells how much of a signature is right.
    Timing,
    /// All of them, on the engines that they are promised for; needs root.
    All,
}

/// Where the platform keeps its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// The embedded database.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// What a drill is told.
#[derive(Clone, Debug, clap::Args)]
pub struct Settings {
    /// The program under test.
    #[arg(long)]
    pub qassa: PathBuf,
    /// Database.
    #[arg(long, value_enum, default_value = "sqlite")]
    pub engine: Engine,
    /// How many times the damage is done (samples of `timing`, seconds of `back-pressure`); without it the number that
    /// the project promises.
    #[arg(long)]
    pub times: Option<u32>,
    /// Receipts a second.
    #[arg(long, default_value_t = 200.0)]
    pub rate: f64,
    /// Decides the moments of damage.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder for the data; without it a temporary one.
    #[arg(long)]
    pub folder: Option<PathBuf>,
}

/// Why a drill did not pass.
#[derive(Debug, thiserror::Error)]
pub enum DrillError {
    /// The platform broke a promise.
    #[error("{0}")]
    Broken(String),
    /// The drill itself could not be done.
    #[error("{what}")]
    Machine {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The platform did not start.
    #[error(transparent)]
    Start(#[from] crate::server::StartError),
    /// The books cannot be read.
    #[error("the books cannot be read")]
    Books(#[from] store::StoreError),
}

/// What `all` runs, in this order.
const ALL: &[(Kind, Engine)] = &[
    (Kind::Timing, Engine::Sqlite),
    (Kind::SlowPeers, Engine::Sqlite),
    (Kind::BackPressure, Engine::Sqlite),
    (Kind::DiskFull, Engine::Sqlite),
    (Kind::ReadOnly, Engine::Sqlite),
    (Kind::Crash, Engine::Sqlite),
    (Kind::Crash, Engine::Postgres),
    (Kind::PgCrash, Engine::Postgres),
    (Kind::CoreCrash, Engine::Sqlite),
    (Kind::CorePowerCut, Engine::Sqlite),
    (Kind::PowerCut, Engine::Sqlite),
    (Kind::PowerCut, Engine::Postgres),
];

/// Runs one drill, or all of them; `Ok` means that every promise held.
pub fn run(kind: Kind, settings: &Settings) -> Result<(), DrillError> {
    match kind {
        Kind::All => run_all(settings),
        one => run_one(one, settings),
    }
}

/// Every drill in a folder of its own, whatever became of those before; a table at the end.
fn run_all(settings: &Settings) -> Result<(), DrillError> {
    let mut rows = Vec::new();
    let mut failed = 0;
    for (kind, engine) in ALL {
        let name = kind
            .to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned());
        let own = Settings {
            engine: *engine,
            folder: settings
                .folder
                .as_ref()
                .map(|folder| folder.join(format!("{name}-{engine:?}").to_lowercase())),
            ..settings.clone()
        };
        let begun = std::time::Instant::now();
        let outcome = run_one(*kind, &own);
        failed += u32::from(outcome.is_err());
        let verdict = outcome.map_or_else(|error| format!("FAILED: {error}"), |()| "passed".to_owned());
        let seconds = begun.elapsed().as_secs();
        rows.push(format!(
            "{name:<14} {:<9} {seconds:>5} s  {verdict}",
            format!("{engine:?}").to_lowercase()
        ));
    }
    println!("\n{}", rows.join("\n"));
    match failed {
        0 => Ok(()),
        failed => Err(DrillError::Broken(format!(
            "{failed} of {} drills failed",
            ALL.len()
        ))),
    }
}

fn run_one(kind: Kind, settings: &Settings) -> Result<(), DrillError> {
    let temporary = tempfile::Builder::new()
        .prefix("drill")
        .tempdir()
        .map_err(machine_error("a temporary folder"))?;
    let folder = settings
        .folder
        .clone()
        .unwrap_or_else(|| temporary.path().to_owned());
    std::fs::create_dir_all(&folder).map_err(machine_error("the folder"))?;
    // PostgreSQL runs as a user of its own and must reach its cluster below.
    std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).map_err(machine_error("the folder"))?;
    let runtime = Runtime::new().map_err(machine_error("a runtime"))?;
    let mut scene = Scene {
        folder,
        settings: settings.clone(),
        runtime,
    };
    if kind == Kind::PgCrash {
        scene.settings.engine = Engine::Postgres;
    }
    match kind {
        Kind::Crash => crash::run(&scene),
        Kind::PowerCut => power_cut::run(&scene),
        Kind::DiskFull => disk_full::run(&scene),
        Kind::ReadOnly => read_only::run(&scene),
        Kind::PgCrash => database_crash::run(&scene),
        Kind::CoreCrash => core::crash(&scene),
        Kind::CorePowerCut => core::cut(&scene),
        Kind::SlowPeers => slow_peers::check_descriptors().and_then(|()| slow_peers::run(&scene)),
        Kind::BackPressure => back_pressure::run(&scene),
        Kind::Timing => timing::run(&scene),
        Kind::All => Err(DrillError::Broken("a drill within a drill".to_owned())),
    }
}

fn machine_error(what: &'static str) -> impl FnOnce(io::Error) -> DrillError {
    move |source| DrillError::Machine { what, source }
}

/// What every drill works with.
struct Scene {
    folder: PathBuf,
    settings: Settings,
    runtime: Runtime,
}

impl Scene {
    /// Where the log of the platform goes.
    fn log(&self) -> PathBuf {
        self.folder.join("qassa.log")
    }

    /// A launch whose data are below `place`, with a PostgreSQL of its own when that is asked for.
    fn launch(&self, place: &Path) -> Result<(Launch, Option<Cluster>), DrillError> {
        let data = place.join("data");
        std::fs::create_dir_all(&data).map_err(machine_error("the folder of the data"))?;
        let cluster = match self.settings.engine {
            Engine::Sqlite => None,
            Engine::Postgres => {
                let address = free_address().map_err(machine_error("a free port"))?;
                let mut cluster =
                    Cluster::create(&place.join("postgres"), address).map_err(machine_error("a cluster"))?;
                cluster.start().map_err(machine_error("PostgreSQL"))?;
                Some(cluster)
            }
        };
        let database = cluster.as_ref().map(Cluster::url);
        let mut launch = Launch::demo(&self.settings.qassa, &data, database, &self.log())
            .map_err(machine_error("a free port"))?;
        launch.kz_registers = KZ_REGISTERS;
        Ok((launch, cluster))
    }

    /// Receipts at the rate of the settings, tried again for as long as the platform may be away.
    fn plan(&self, duration: Duration) -> Plan {
        Plan {
            run: format!("drill-{}", self.settings.seed),
            pace: Pace::PerSecond(self.settings.rate),
            duration,
            connections: 32,
            patience: PATIENCE,
            repeat_percent: 5,
            overdue: Overdue::Sent,
        }
    }

    /// Starts loading shops, Russian registers and Kazakh ones.
    fn load(&self, server: &Server, duration: Duration) -> Result<Load, DrillError> {
        let shop = shop_of(server)?;
        let ledger = Arc::new(Ledger::default());
        let now = machine::moscow_now();
        let mut lanes = JoinSet::new();
        let (plan, book, customer) = (self.plan(duration), Arc::clone(&ledger), shop.clone());
        lanes.spawn_on(
            async move { Side::Shop(intake::run(&customer, &plan, &book).await) },
            self.runtime.handle(),
        );
        let registers = prepare_registers(self.settings.seed, now)?;
        let address = server.facts["ofd"].as_str().unwrap_or_default().to_owned();
        lanes.spawn_on(
            async move {
                let pace = Pace::PerSecond(OPERATOR_RATE);
                Side::Operator(
                    operator::run(&address, registers, pace, duration, now, Checking::AtOnce).await,
                )
            },
            self.runtime.handle(),
        );
        let registers = KzRegister::of_sandbox(&server.facts, Mix::Everything);
        let kazakhstan = self.load_kazakhstan(server, registers, duration);
        Ok(Load {
            shop,
            ledger,
            lanes,
            kazakhstan,
        })
    }

    /// Kazakh registers begin, or go on where they were.
    fn load_kazakhstan(&self, server: &Server, registers: Vec<KzRegister>, duration: Duration) -> Running {
        let plan = lane::Plan {
            pace: Pace::PerSecond(OPERATOR_RATE),
            duration,
            patience: PATIENCE,
            losses: Losses::Some,
        };
        let address = server.facts["ofd"].as_str().unwrap_or_default();
        Running::begin(address, registers, plan, self.runtime.handle())
    }

    /// Kazakh registers at the end of their load: every answer was believed, and every receipt is found by its buyer.
    fn judge_kazakhstan(&self, address: &str, outcome: lane::Outcome) -> Result<Vec<KzRegister>, DrillError> {
        println!("  kazakh    {outcome}");
        if let Some(wrong) = outcome.wrong.first() {
            return Err(DrillError::Broken(wrong.clone()));
        }
        let (asked, missing) = self.runtime.block_on(buyer::look_up(address, &outcome.registers));
        println!("  buyers    looked up {asked}  not found {}", missing.len());
        match missing.first() {
            None => Ok(outcome.registers),
            Some(first) => Err(DrillError::Broken(format!(
                "{} acknowledged receipts are not found, such as {first}",
                missing.len()
            ))),
        }
    }

    /// Waits for the load, asks for everything that was acknowledged, ends the platform and reads its books.
    fn judge(&self, load: Load, server: Server, launch: &Launch) -> Result<(), DrillError> {
        let (shop, ledger, told) = self.finish(load)?;
        let verdict = self.runtime.block_on(verify::ledger(&shop, &ledger, PATIENCE));
        println!("  verify    {verdict}");
        end(server)?;
        self.read_books(launch, told)?;
        match verdict.is_clean() {
            true => Ok(()),
            false => Err(DrillError::Broken(
                "acknowledged receipts are not what was promised".to_owned(),
            )),
        }
    }

    /// Waits for the load to end.
    fn finish(&self, mut load: Load) -> Result<(Shop, Arc<Ledger>, Told), DrillError> {
        let mut confirmed = Vec::new();
        while let Some(side) = self.runtime.block_on(load.lanes.join_next()) {
            match side.expect("a lane does not panic") {
                Side::Shop(outcome) => println!("  shop      {outcome}"),
                Side::Operator(outcome) => {
                    println!("  operator  {outcome}");
                    if let Some(wrong) = outcome.wrong.first() {
                        return Err(DrillError::Broken(format!(
                            "a confirmation that its storage refused: {wrong}"
                        )));
                    }
                    confirmed.extend(outcome.confirmed);
                }
            }
        }
        let outcome = self.runtime.block_on(load.kazakhstan.end());
        let kz_registers = self.judge_kazakhstan(load.shop.address(), outcome)?;
        let path = self.folder.join("ledger");
        load.ledger.write_to(&path).map_err(machine_error("the ledger"))?;
        let told = Told {
            confirmed,
            kz_registers,
        };
        Ok((load.shop, load.ledger, told))
    }

    fn read_books(&self, launch: &Launch, told: Told) -> Result<(), DrillError> {
        let url = match &launch.database {
            Some(url) => url.clone(),
            None => format!("sqlite:{}", embedded_database(&launch.data)?.display()),
        };
        let books = self.runtime.block_on(books::audit(&url, told))?;
        println!("  books     {books}");
        match books.broken.is_empty() {
            true => Ok(()),
            false => Err(DrillError::Broken("the books are broken".to_owned())),
        }
    }
}

/// Documents a second that registers of the drill send to the operator.
const OPERATOR_RATE: f64 = 100.0;
/// Registers of the drill, and documents of each.
const OPERATOR_REGISTERS: u32 = 16;
const OPERATOR_DOCUMENTS: usize = 2000;
/// Kazakh registers of the drill.
const KZ_REGISTERS: u16 = 16;

/// A load that runs.
struct Load {
    shop: Shop,
    ledger: Arc<Ledger>,
    lanes: JoinSet<Side>,
    kazakhstan: Running,
}

enum Side {
    Shop(intake::Outcome),
    Operator(operator::Outcome),
}

fn prepare_registers(seed: u64, now: LocalDateTime) -> Result<Vec<LoadedRegister>, DrillError> {
    let run = u16::try_from(seed % 10_000).unwrap_or_default();
    (0..OPERATOR_REGISTERS)
        .map(|index| LoadedRegister::prepare(run, index, OPERATOR_DOCUMENTS, now))
        .collect::<Result<_, _>>()
        .map_err(|error| DrillError::Broken(format!("a register of the drill refuses: {error}")))
}

fn shop_of(server: &Server) -> Result<Shop, DrillError> {
    server
        .shop()
        .ok_or_else(|| DrillError::Broken(format!("the demo names no shop: {}", server.facts)))
}

/// Ends the platform in order and within the promised time.
fn end(server: Server) -> Result<(), DrillError> {
    let (took, well) = server.stop();
    println!("  stop      {:.1} s", took.as_secs_f64());
    match well && took <= STOP_MAX {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "SIGTERM: ended well: {well}, after {took:?}"
        ))),
    }
}

/// Time in which SIGTERM ends the platform.
const STOP_MAX: Duration = Duration::from_secs(5);

/// The database file in the folder of a demo.
fn embedded_database(data: &Path) -> Result<PathBuf, DrillError> {
    let files = std::fs::read_dir(data).map_err(machine_error("the folder of the data"))?;
    files
        .flatten()
        .map(|file| file.path())
        .find(|path| path.extension().is_some_and(|end| end == "db" || end == "sqlite"))
        .ok_or_else(|| DrillError::Broken(format!("no database in {}", data.display())))
}

/// Pauses between damages: spread over a range, the same for the same seed.
struct Moments {
    state: u64,
}

impl Moments {
    fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Between `least` and `most`.
    fn next(&mut self, least: Duration, most: Duration) -> Duration {
        // Steele, Lea, Flood: SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let span = u64::try_from((most - least).as_micros())
            .unwrap_or(u64::MAX)
            .max(1);
        least + Duration::from_micros(mixed % span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_stay_in_their_range_and_follow_the_seed() {
        let (least, most) = (Duration::from_millis(100), Duration::from_millis(900));
        let moments = |seed| {
            let mut moments = Moments::new(seed);
            (0..100).map(|_| moments.next(least, most)).collect::<Vec<_>>()
        };
        assert!(moments(1).iter().all(|moment| (least..most).contains(moment)));
        assert_eq!(moments(1), moments(1));
        assert_ne!(moments(1), moments(2));
    }
}
