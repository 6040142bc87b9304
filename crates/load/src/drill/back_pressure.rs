//! Three times as much as the platform can take, for a minute: it goes on working, says who must come back and when,
//! and is itself again at once.

use super::{DrillError, Scene, shop_of};
use crate::http::Connection;
use crate::intake::{self, Outcome, Overdue, Pace, Plan};
use crate::ledger::Ledger;
use crate::server::Server;
use crate::shop::Shop;
use crate::verify;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LENGTH: Duration = Duration::from_secs(60);
/// Connections of the measurement of the capacity, and of the flood.
const CALM_CONNECTIONS: usize = 64;
const FLOOD_CONNECTIONS: usize = 3000;
const OFFERED: f64 = 3.0;
const GOODPUT_MIN: f64 = 0.8;
const RECOVER_MAX: Duration = Duration::from_secs(5);
/// What counts as being itself again.
const CALM_RATE: f64 = 20.0;
const CALM_LATENCY: Duration = Duration::from_millis(250);
/// Acknowledged receipts that are asked for afterwards; the rest waits in the queue.
const ASKED: usize = 2000;
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    let length = scene
        .settings
        .times
        .map_or(LENGTH, |seconds| Duration::from_secs(u64::from(seconds)));
    println!("back-pressure: {OFFERED} times the capacity for {length:?}");
    let calm = measure(scene, "calm", Pace::Saturating, CALM_CONNECTIONS, length)?;
    let capacity = calm.outcome.per_second();
    println!("  capacity  {}", calm.outcome);
    calm.end(scene)?;
    let flood = measure(
        scene,
        "flood",
        Pace::PerSecond(capacity * OFFERED),
        FLOOD_CONNECTIONS,
        length,
    )?;
    println!("  flood     {}", flood.outcome);
    let goodput = flood.outcome.per_second() / capacity;
    println!(
        "  goodput   {goodput:.2} of the capacity, {} of {} refusals without Retry-After",
        flood.outcome.unannounced, flood.outcome.pushed_back
    );
    let recovered = recover(scene, &flood.shop)?;
    println!("  recovered after {:.1} s", recovered.as_secs_f64());
    let unannounced = flood.outcome.unannounced;
    let refused = flood.outcome.refused;
    flood.end(scene)?;
    if unannounced + refused > 0 {
        return Err(DrillError::Broken(format!(
            "{unannounced} were sent away without a time to come back, {refused} for good"
        )));
    }
    match goodput >= GOODPUT_MIN {
        true => Ok(()),
        false => Err(DrillError::Broken(format!(
            "goodput fell to {goodput:.2} of the capacity"
        ))),
    }
}

/// A load on a platform of its own, with an empty queue.
struct Measured {
    server: Server,
    shop: Shop,
    ledger: Arc<Ledger>,
    outcome: Outcome,
}

fn measure(
    scene: &Scene,
    name: &str,
    pace: Pace,
    connections: usize,
    duration: Duration,
) -> Result<Measured, DrillError> {
    let (launch, _cluster) = scene.launch(&scene.folder.join(name))?;
    let server = launch.start()?;
    let shop = shop_of(&server)?;
    let ledger = Arc::new(Ledger::default());
    let plan = Plan {
        run: name.to_owned(),
        pace,
        duration,
        connections,
        patience: Duration::ZERO,
        repeat_percent: 0,
        overdue: Overdue::Dropped,
    };
    let outcome = scene.runtime.block_on(intake::run(&shop, &plan, &ledger));
    Ok(Measured {
        server,
        shop,
        ledger,
        outcome,
    })
}

impl Measured {
    /// Asks for some of what was acknowledged, spread over the run, and ends the platform.
    fn end(self, scene: &Scene) -> Result<(), DrillError> {
        let entries = self.ledger.entries();
        let stride = (entries.len() / ASKED).max(1);
        let some: Vec<_> = entries.into_iter().step_by(stride).collect();
        let verdict = scene.runtime.block_on(verify::known(&self.shop, &some, PATIENCE));
        println!("  verify    {verdict}");
        super::end(self.server)?;
        match verdict.broken.is_empty() {
            true => Ok(()),
            false => Err(DrillError::Broken(
                "acknowledged receipts are not there".to_owned(),
            )),
        }
    }
}

/// Until a second in which every receipt is accepted quickly.
fn recover(scene: &Scene, shop: &Shop) -> Result<Duration, DrillError> {
    let begun = Instant::now();
    for second in 0.. {
        let at = begun.elapsed();
        if at > RECOVER_MAX {
            break;
        }
        let plan = Plan {
            run: format!("calm-again-{second}"),
            pace: Pace::PerSecond(CALM_RATE),
            duration: Duration::from_millis(500),
            connections: 4,
            patience: Duration::ZERO,
            repeat_percent: 0,
            overdue: Overdue::Sent,
        };
        let ledger = Arc::new(Ledger::default());
        let outcome = scene.runtime.block_on(intake::run(shop, &plan, &ledger));
        let all = outcome.unknown == 0 && outcome.accepted > 0;
        if all && outcome.latencies.quantile(1.0) <= CALM_LATENCY {
            return Ok(at);
        }
    }
    let mut connection = Connection::to(shop.address());
    let last = scene
        .runtime
        .block_on(connection.exchange(&shop.put_task("last", 1)));
    Err(DrillError::Broken(format!(
        "not itself again {RECOVER_MAX:?} after the flood: {last:?}"
    )))
}
