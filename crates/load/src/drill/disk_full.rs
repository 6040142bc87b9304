//! The disk fills up under load, reads go on, and after it has grown the platform goes on by itself.

use super::{DrillError, Scene, machine_error, shop_of};
use crate::books::Told;
use crate::disk::SmallDisk;
use crate::http::Connection;
use crate::intake::{self, Pace, Plan};
use crate::ledger::{Entry, Ledger};
use crate::shop::Shop;
use crate::verify;
use std::sync::Arc;
use std::time::{Duration, Instant};

const SMALL_MIB: u32 = 64;
const LARGE_MIB: u32 = 1024;
/// A load that certainly fills the disk.
const FILL_RATE: f64 = 2000.0;
const FILL_TIME_MAX: Duration = Duration::from_secs(120);
/// From the growth to the next accepted receipt.
const RECOVER_MAX: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(300);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    println!("disk-full: {SMALL_MIB} MiB under load, then {LARGE_MIB} MiB");
    let point = scene.folder.join("disk");
    let disk = SmallDisk::create(&point, SMALL_MIB).map_err(machine_error("the small disk"))?;
    let (launch, _) = scene.launch(&point)?;
    let mut server = launch.start()?;
    let shop = shop_of(&server)?;
    let ledger = Arc::new(Ledger::default());
    fill(scene, &shop, &ledger)?;
    let accepted = ledger.accepted();
    let first = accepted.values().next().cloned().unwrap_or_default();
    let mut connection = Connection::to(shop.address());
    let read = scene
        .runtime
        .block_on(connection.exchange(&shop.get_task(&first)));
    let status = read.map_or(0, |answer| answer.status);
    println!(
        "  full      after {} receipts; a read is answered by {status}",
        accepted.len()
    );
    if status != 200 || !server.is_running() {
        return Err(DrillError::Broken(format!(
            "with a full disk a read is answered by {status}"
        )));
    }
    disk.grow(LARGE_MIB).map_err(machine_error("the growth"))?;
    let took = recover(scene, &shop, &ledger)?;
    println!("  recovered after {:.1} s, without a restart", took.as_secs_f64());
    let verdict = scene.runtime.block_on(verify::ledger(&shop, &ledger, PATIENCE));
    println!("  verify    {verdict}");
    super::end(server)?;
    scene.read_books(&launch, Told::default())?;
    match verdict.is_clean() {
        true => Ok(()),
        false => Err(DrillError::Broken(
            "acknowledged receipts are not what was promised".to_owned(),
        )),
    }
}

/// Loads until the platform refuses for want of room.
fn fill(scene: &Scene, shop: &Shop, ledger: &Arc<Ledger>) -> Result<(), DrillError> {
    let begun = Instant::now();
    for round in 0.. {
        let plan = Plan {
            run: format!("fill-{round}"),
            pace: Pace::PerSecond(FILL_RATE),
            duration: Duration::from_secs(2),
            connections: 32,
            patience: Duration::ZERO,
            repeat_percent: 0,
            overdue: intake::Overdue::Sent,
        };
        let outcome = scene.runtime.block_on(intake::run(shop, &plan, ledger));
        if let Some(Entry::Refused { status, .. }) = ledger
            .entries()
            .iter()
            .find(|entry| matches!(entry, Entry::Refused { .. }))
        {
            return Err(DrillError::Broken(format!(
                "a full disk is answered by {status}, which tells shops to give up"
            )));
        }
        if outcome.accepted == 0 {
            return match outcome.pushed_back > 0 {
                true => Ok(()),
                false => Err(DrillError::Broken("a full disk is not told by 503".to_owned())),
            };
        }
        if begun.elapsed() > FILL_TIME_MAX {
            return Err(DrillError::Broken("the disk did not fill up".to_owned()));
        }
    }
    Ok(())
}

fn recover(scene: &Scene, shop: &Shop, ledger: &Arc<Ledger>) -> Result<Duration, DrillError> {
    let begun = Instant::now();
    let plan = Plan {
        run: "after".to_owned(),
        pace: Pace::PerSecond(20.0),
        duration: Duration::from_secs(1),
        connections: 1,
        patience: RECOVER_MAX,
        repeat_percent: 0,
        overdue: intake::Overdue::Sent,
    };
    let outcome = scene.runtime.block_on(intake::run(shop, &plan, ledger));
    match outcome.accepted > 0 && outcome.unknown == 0 {
        true => Ok(begun.elapsed().saturating_sub(plan.duration)),
        false => Err(DrillError::Broken(format!(
            "no receipt is accepted {RECOVER_MAX:?} after the disk has grown"
        ))),
    }
}
