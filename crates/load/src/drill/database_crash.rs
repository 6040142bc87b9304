//! `kill -9` of PostgreSQL under load; the platform stays up and heals by itself.

use super::{DrillError, Moments, Scene, machine_error};
use crate::http::Connection;
use std::time::{Duration, Instant};

const TIMES: u32 = 5;
const LIFE: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(5));
/// From the database's return to the first answer of the platform.
const HEAL_MAX: Duration = Duration::from_secs(5);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let times = scene.settings.times.unwrap_or(TIMES);
    println!(
        "pg-crash: kill -9 of PostgreSQL, {times} times, seed {}",
        scene.settings.seed
    );
    let (launch, cluster) = scene.launch(&scene.folder)?;
    let mut cluster = cluster.ok_or_else(|| DrillError::Broken("no cluster".to_owned()))?;
    let mut server = launch.start()?;
    let load = scene.load(&server, LIFE.1 * times)?;
    let mut moments = Moments::new(scene.settings.seed);
    let mut slowest = Duration::ZERO;
    for _ in 0..times {
        std::thread::sleep(moments.next(LIFE.0, LIFE.1));
        cluster.kill().map_err(machine_error("kill of PostgreSQL"))?;
        std::thread::sleep(Duration::from_millis(500));
        cluster
            .start_again()
            .map_err(machine_error("PostgreSQL after its crash"))?;
        slowest = slowest.max(heal(scene, &load.shop)?);
        if !server.is_running() {
            return Err(DrillError::Broken(
                "the platform ended with its database".to_owned(),
            ));
        }
    }
    println!("  heal      slowest {:.2} s", slowest.as_secs_f64());
    scene.judge(load, server, &launch)?;
    cluster.stop().map_err(machine_error("PostgreSQL"))
}

/// Asks for the queue until it is answered from the database.
fn heal(scene: &Scene, shop: &crate::shop::Shop) -> Result<Duration, DrillError> {
    let begun = Instant::now();
    let request = shop.request("GET", &format!("/api/shop/v2/queues/{}", shop.queue), "");
    let mut connection = Connection::to(shop.address());
    while begun.elapsed() < HEAL_MAX {
        if scene
            .runtime
            .block_on(connection.exchange(&request))
            .is_ok_and(|answer| answer.status == 200)
        {
            return Ok(begun.elapsed());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    Err(DrillError::Broken(format!(
        "no answer {HEAL_MAX:?} after the database was back"
    )))
}
