//! The software register under load of its tills: `kill -9`, and the power of its disk. The operator works on; what it
//! heard before the damage and what the core wrote down must come to the same.

use super::{DrillError, Moments, Scene, end, machine_error, power_cut};
use crate::baseline;
use crate::disk::FragileDisk;
use crate::intake::Pace;
use crate::server::{CoreLaunch, Launch, Server};
use crate::till::{self, Outcome, Plan, Running, Till, Variety};
use std::path::Path;
use std::time::Duration;

/// Kills and cuts that the project promises to survive.
const KILLS: u32 = 50;
const CUTS: u32 = 10;
/// From ready to the kill, and from the beginning of the load to the cut.
const LIFE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_millis(2000));
const LIFE_OF_DISK: (Duration, Duration) = (Duration::from_millis(1500), Duration::from_millis(3500));
/// What one life and its restart take on average, for the length of the load.
const ROUND: f64 = 1.5;
/// Registers of the core, each with a till.
const REGISTERS: usize = 8;
/// Sales a second.
const RATE: f64 = 80.0;
/// Time from restart to the first answer.
const RESTART_MAX: Duration = Duration::from_secs(5);
/// The load goes on longer than the power.
const LOAD: Duration = Duration::from_secs(5);
/// How long tills go on after the recovery.
const AFTERWARDS: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn crash(scene: &Scene) -> Result<(), DrillError> {
    let times = scene.settings.times.unwrap_or(KILLS);
    println!(
        "core-crash: kill -9 of the software register, {times} times, seed {}",
        scene.settings.seed
    );
    let (launch, platform) = start_operator(scene, "operator")?;
    let core = CoreLaunch::new(
        &scene.settings.qassa,
        &scene.folder.join("core"),
        &platform,
        &scene.folder,
    )
    .map_err(machine_error("a free port"))?;
    let mut server = core.start()?;
    let tills = set_up(scene, &core, &platform)?;
    let running = sell(
        scene,
        &core,
        tills,
        Duration::from_secs_f64(f64::from(times) * ROUND),
    );
    let mut moments = Moments::new(scene.settings.seed);
    let mut slowest = Duration::ZERO;
    for _ in 0..times {
        std::thread::sleep(moments.next(LIFE.0, LIFE.1));
        if !server.is_running() {
            return Err(DrillError::Broken(
                "the core ended by itself; see its log".to_owned(),
            ));
        }
        server.kill();
        server = core.start()?;
        slowest = slowest.max(server.ready_after);
    }
    println!("  restart   slowest {:.2} s", slowest.as_secs_f64());
    let outcome = scene.runtime.block_on(running.end());
    judge(scene, (&core, server), (&launch, platform), outcome)?;
    match slowest <= RESTART_MAX {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "a restart took {slowest:?}, more than {RESTART_MAX:?}"
        ))),
    }
}

pub(super) fn cut(scene: &Scene) -> Result<(), DrillError> {
    let times = scene.settings.times.unwrap_or(CUTS);
    println!(
        "core-power-cut: {times} cuts of the software register's disk, seed {}",
        scene.settings.seed
    );
    let mut moments = Moments::new(scene.settings.seed);
    power_cut::control(scene, baseline::Sync::Yes, &mut moments)?;
    power_cut::control(scene, baseline::Sync::No, &mut moments)?;
    for time in 0..times {
        cut_once(scene, time, moments.next(LIFE_OF_DISK.0, LIFE_OF_DISK.1))?;
    }
    Ok(())
}

fn cut_once(scene: &Scene, time: u32, life: Duration) -> Result<(), DrillError> {
    let folder = scene.folder.join(format!("core-cut-{time}"));
    let mut disk = FragileDisk::create(&folder).map_err(machine_error("the fragile disk"))?;
    let (launch, platform) = start_operator(scene, &format!("operator-{time}"))?;
    let mut core = CoreLaunch::new(
        &scene.settings.qassa,
        &disk.path().join("core"),
        &platform,
        &scene.folder,
    )
    .map_err(machine_error("a free port"))?;
    let server = core.start()?;
    let tills = set_up(scene, &core, &platform)?;
    let running = sell(scene, &core, tills, LOAD);
    std::thread::sleep(life);
    // Tills hear no answer from now on: the cut finds each with at most one sale that it does not know the fate of.
    let heard = scene.runtime.block_on(running.freeze());
    disk.cut().map_err(machine_error("the cut"))?;
    server.kill();
    let place = disk.recover().map_err(machine_error("the recovery"))?;
    core.data = place.join("core");
    let server = core.start()?;
    println!(
        "  cut {time:<5} after {:.1} s  ready {:.2} s",
        life.as_secs_f64(),
        server.ready_after.as_secs_f64()
    );
    println!("  before    {heard}");
    if let Some(wrong) = heard.wrong.first() {
        return Err(DrillError::Broken(wrong.clone()));
    }
    if heard.issued == 0 {
        return Err(DrillError::Broken(
            "nothing was sold: the cut proves nothing".to_owned(),
        ));
    }
    let running = sell(scene, &core, heard.tills, AFTERWARDS);
    let outcome = scene.runtime.block_on(running.end());
    judge(scene, (&core, server), (&launch, platform), outcome)?;
    disk.forget().map_err(machine_error("the copy"))
}

fn start_operator(scene: &Scene, name: &str) -> Result<(Launch, Server), DrillError> {
    let data = scene.folder.join(name);
    std::fs::create_dir_all(&data).map_err(machine_error("the folder of the data"))?;
    let mut launch = Launch::demo(&scene.settings.qassa, &data, None, &scene.log())
        .map_err(machine_error("a free port"))?;
    launch.kz_registers = u16::try_from(REGISTERS).unwrap_or(u16::MAX);
    let server = launch.start()?;
    Ok((launch, server))
}

fn set_up(scene: &Scene, core: &CoreLaunch, platform: &Server) -> Result<Vec<Till>, DrillError> {
    let address = core.listen.to_string();
    let tills = scene
        .runtime
        .block_on(till::set_up(&address, &platform.facts, REGISTERS));
    tills.map_err(DrillError::Broken)
}

fn sell(scene: &Scene, core: &CoreLaunch, tills: Vec<Till>, duration: Duration) -> Running {
    let plan = Plan {
        pace: Pace::PerSecond(RATE),
        duration,
        patience: PATIENCE,
        variety: Variety::All,
    };
    Running::begin(&core.listen.to_string(), tills, plan, scene.runtime.handle())
}

/// Everything is sent; both programs end; journal and books are the same, and what every till was told.
fn judge(
    scene: &Scene,
    (core, server): (&CoreLaunch, Server),
    (launch, platform): (&Launch, Server),
    outcome: Outcome,
) -> Result<(), DrillError> {
    println!("  tills     {outcome}");
    if let Some(wrong) = outcome.wrong.first() {
        return Err(DrillError::Broken(wrong.clone()));
    }
    let address = core.listen.to_string();
    let drained = scene
        .runtime
        .block_on(till::drain(&address, &outcome.tills, PATIENCE));
    drained.map_err(DrillError::Broken)?;
    end(server)?;
    end(platform)?;
    let operator = format!("sqlite:{}", super::embedded_database(&launch.data)?.display());
    let journal: &Path = &core.data.join("core.db");
    let found = scene
        .runtime
        .block_on(till::audit::audit(journal, &operator, &outcome.tills))?;
    println!(
        "  books     documents {}  broken {}",
        found.documents,
        found.broken.len()
    );
    match found.broken.first() {
        None => Ok(()),
        Some(first) => Err(DrillError::Broken(format!("core and operator differ: {first}"))),
    }
}
