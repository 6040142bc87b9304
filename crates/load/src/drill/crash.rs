//! `kill -9` of the platform at random moments under load.

use super::{DrillError, Engine, Moments, Scene, machine_error};
use std::time::Duration;

/// Kills that the project promises to survive.
const TIMES_SQLITE: u32 = 50;
const TIMES_POSTGRES: u32 = 20;
/// From ready to the kill.
const LIFE: (Duration, Duration) = (Duration::from_millis(200), Duration::from_millis(2500));
/// Time from restart to ready.
const RESTART_MAX: Duration = Duration::from_secs(5);
/// What one life and its restart take on average, for the length of the load.
const ROUND: f64 = 1.8;

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let promised = match scene.settings.engine {
        Engine::Sqlite => TIMES_SQLITE,
        Engine::Postgres => TIMES_POSTGRES,
    };
    let times = scene.settings.times.unwrap_or(promised);
    println!(
        "crash: kill -9, {times} times, {:?}, seed {}",
        scene.settings.engine, scene.settings.seed
    );
    let (launch, cluster) = scene.launch(&scene.folder)?;
    let mut server = launch.start()?;
    let load = scene.load(&server, Duration::from_secs_f64(f64::from(times) * ROUND))?;
    let mut moments = Moments::new(scene.settings.seed);
    let mut slowest = Duration::ZERO;
    for _ in 0..times {
        std::thread::sleep(moments.next(LIFE.0, LIFE.1));
        if !server.is_running() {
            return Err(DrillError::Broken(
                "the platform ended by itself; see its log".to_owned(),
            ));
        }
        server.kill();
        server = launch.start()?;
        slowest = slowest.max(server.ready_after);
    }
    println!("  restart   slowest {:.2} s", slowest.as_secs_f64());
    scene.judge(load, server, &launch)?;
    if let Some(mut cluster) = cluster {
        cluster.stop().map_err(machine_error("PostgreSQL"))?;
    }
    match slowest <= RESTART_MAX {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "a restart took {slowest:?}, more than {RESTART_MAX:?}"
        ))),
    }
}
