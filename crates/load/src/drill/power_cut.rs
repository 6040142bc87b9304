//! The power of the disk is cut under load. `kill -9` proves nothing about durability, since the kernel keeps what
//! was written; this does.

use super::{DrillError, Engine, Load, Moments, Scene, machine_error, shop_of};
use crate::baseline;
use crate::books::Told;
use crate::disk::FragileDisk;
use crate::intake::{self, Plan};
use crate::kz::lane;
use crate::kz::register::KzRegister;
use crate::ledger::{self, Ledger};
use crate::postgres::Cluster;
use crate::server::{Server, free_address};
use crate::shop::Shop;
use crate::verify;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

const TIMES: u32 = 10;
/// From the beginning of the load to the cut.
const LIFE: (Duration, Duration) = (Duration::from_millis(1500), Duration::from_millis(4000));
/// The load goes on a little longer than the power.
const LOAD: Duration = Duration::from_secs(5);
/// Time for the recovered platform to finish what it had accepted.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long Kazakh registers go on after the recovery.
const AFTERWARDS: Duration = Duration::from_secs(1);
const SLOW_START: Duration = Duration::from_secs(10);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let times = scene.settings.times.unwrap_or(TIMES);
    println!(
        "power-cut: {times} cuts, {:?}, seed {}",
        scene.settings.engine, scene.settings.seed
    );
    let mut moments = Moments::new(scene.settings.seed);
    control(scene, baseline::Sync::Yes, &mut moments)?;
    control(scene, baseline::Sync::No, &mut moments)?;
    for time in 0..times {
        cut_once(scene, time, moments.next(LIFE.0, LIFE.1))?;
    }
    Ok(())
}

/// A log that waits for the disk must lose nothing; one that does not must lose: otherwise the cut cuts nothing.
pub(super) fn control(scene: &Scene, sync: baseline::Sync, moments: &mut Moments) -> Result<(), DrillError> {
    // A new name each time: a cut can undo the removal of an old file.
    let folder = scene.folder.join(format!("control-{sync:?}").to_lowercase());
    let mut disk = FragileDisk::create(&folder).map_err(machine_error("the fragile disk"))?;
    let address = free_address().map_err(machine_error("a free port"))?;
    let program = std::env::current_exe().map_err(machine_error("this program"))?;
    let log = disk.path().join("log");
    let mut child = Command::new(program)
        .args([
            "baseline",
            "--listen",
            &address.to_string(),
            "--sync",
            if sync == baseline::Sync::Yes { "yes" } else { "no" },
        ])
        .arg("--log")
        .arg(&log)
        .stdin(Stdio::null())
        .spawn()
        .map_err(machine_error("the baseline"))?;
    let shop = Shop {
        base: format!("http://{address}"),
        id: "control".to_owned(),
        secret: baseline::SECRET.to_owned(),
        queue: 1,
    };
    let known = Arc::new(Ledger::default());
    let mut lanes = JoinSet::new();
    let (plan, book) = (
        Plan {
            patience: SLOW_START,
            ..scene.plan(LOAD)
        },
        Arc::clone(&known),
    );
    lanes.spawn_on(
        async move { intake::run(&shop, &plan, &book).await },
        scene.runtime.handle(),
    );
    std::thread::sleep(moments.next(LIFE.0, LIFE.1));
    let acknowledged = known.accepted();
    let cut = disk.cut().map_err(machine_error("the cut"));
    let _ = child.kill();
    let _ = child.wait();
    lanes.abort_all();
    cut?;
    let place = disk.recover().map_err(machine_error("the recovery"))?;
    let kept = baseline::read_log(&place.join("log")).map_err(machine_error("the log"))?;
    let kept: std::collections::BTreeSet<String> = kept.into_iter().collect();
    let lost = acknowledged.keys().filter(|id| !kept.contains(*id)).count();
    println!(
        "  control   sync {sync:?}: acknowledged {}, lost {lost}",
        acknowledged.len()
    );
    let as_expected = !acknowledged.is_empty() && (lost > 0) == (sync == baseline::Sync::No);
    match as_expected {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "the control with sync {sync:?} lost {lost}: the cut proves nothing"
        ))),
    }
}

fn cut_once(scene: &Scene, time: u32, life: Duration) -> Result<(), DrillError> {
    let folder = scene.folder.join(format!("cut-{time}"));
    let mut disk = FragileDisk::create(&folder).map_err(machine_error("the fragile disk"))?;
    let (mut launch, mut cluster) = scene.launch(&disk.path())?;
    let server = launch.start()?;
    let Load {
        shop,
        ledger,
        mut lanes,
        kazakhstan,
    } = scene.load(&server, LOAD)?;
    std::thread::sleep(life);
    // What was promised before the power went. Registers hear no answer from now on: the cut finds each with at most
    // one request that it does not know the fate of, as a register whose shop lost its power too.
    let (heard, connections) = scene.runtime.block_on(kazakhstan.freeze());
    let promised = ledger.entries();
    disk.cut().map_err(machine_error("the cut"))?;
    server.kill();
    drop(connections);
    lanes.abort_all();
    if let Some(cluster) = &mut cluster {
        cluster.kill().map_err(machine_error("kill of PostgreSQL"))?;
    }
    let place = disk.recover().map_err(machine_error("the recovery"))?;
    launch.data = place.join("data");
    let revived = revive(scene, &place)?;
    if let Some(cluster) = &revived {
        launch.database = Some(cluster.url());
    }
    let server = launch.start()?;
    let here = shop_of(&server)?;
    let verdict = scene.runtime.block_on(verify::run(&here, &promised, PATIENCE));
    println!(
        "  cut {time:<5} after {:.1} s  ready {:.2} s  {verdict}",
        life.as_secs_f64(),
        server.ready_after.as_secs_f64()
    );
    let kz_registers = go_on(scene, &server, &here, heard)?;
    super::end(server)?;
    let told = Told {
        kz_registers,
        ..Told::default()
    };
    scene.read_books(&launch, told)?;
    if let Some(mut cluster) = revived {
        cluster.stop().map_err(machine_error("PostgreSQL"))?;
    }
    disk.forget().map_err(machine_error("the copy"))?;
    if here.id != shop.id {
        return Err(DrillError::Broken("the recovered demo is another one".to_owned()));
    }
    match verdict.is_clean() || ledger::accepted(&promised).is_empty() {
        true => Ok(()),
        false => Err(DrillError::Broken(
            "acknowledged receipts did not survive the cut".to_owned(),
        )),
    }
}

/// Kazakh registers repeat what was not answered before the cut and go on: their tokens must still be the right ones.
fn go_on(
    scene: &Scene,
    server: &Server,
    here: &Shop,
    heard: lane::Outcome,
) -> Result<Vec<KzRegister>, DrillError> {
    let before = heard.answered;
    let waiting = heard.registers.iter().filter(|register| register.waits()).count();
    if let Some(wrong) = heard.wrong.first() {
        return Err(DrillError::Broken(wrong.clone()));
    }
    println!(
        "            Kazakh requests answered before the cut {before}, registers in the middle of one {waiting}"
    );
    let running = scene.load_kazakhstan(server, heard.registers, AFTERWARDS);
    let outcome = scene.runtime.block_on(running.end());
    if before == 0 || outcome.answered == 0 {
        return Err(DrillError::Broken(
            "no Kazakh register was served: the cut proves nothing".to_owned(),
        ));
    }
    scene.judge_kazakhstan(here.address(), outcome)
}

/// A PostgreSQL on the recovered disk, where the old one was.
fn revive(scene: &Scene, place: &Path) -> Result<Option<Cluster>, DrillError> {
    if scene.settings.engine != Engine::Postgres {
        return Ok(None);
    }
    let address = free_address().map_err(machine_error("a free port"))?;
    let mut cluster = Cluster::at(&place.join("postgres"), address).map_err(machine_error("the cluster"))?;
    // The file of the old postmaster names a process that is gone.
    cluster
        .start()
        .map_err(machine_error("PostgreSQL on the recovered disk"))?;
    Ok(Some(cluster))
}
