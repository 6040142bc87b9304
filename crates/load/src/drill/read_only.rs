//! The platform is started on a disk that takes no writes: it refuses to start, says why, and changes nothing; when
//! the disk takes writes again it starts and has everything.

use super::{DrillError, Scene, machine_error};
use crate::disk::SmallDisk;
use crate::server::StartError;
use crate::verify;
use std::time::Duration;

const MIB: u32 = 512;
const LOAD: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn run(scene: &Scene) -> Result<(), DrillError> {
    println!("read-only: start on a disk without writes");
    let point = scene.folder.join("disk");
    let disk = SmallDisk::create(&point, MIB).map_err(machine_error("the small disk"))?;
    let (launch, _) = scene.launch(&point)?;
    let server = launch.start()?;
    let (shop, ledger, confirmed) = scene.finish(scene.load(&server, LOAD)?)?;
    server.kill();
    disk.protect().map_err(machine_error("the protection"))?;
    match launch.start() {
        Ok(server) => {
            server.kill();
            return Err(DrillError::Broken(
                "the platform runs on a disk that takes no writes".to_owned(),
            ));
        }
        Err(StartError::NotReady { .. }) => {}
        Err(other) => return Err(other.into()),
    }
    let log = std::fs::read_to_string(scene.log()).map_err(machine_error("the log"))?;
    let last = log.lines().last().unwrap_or_default();
    println!("  refused   {last}");
    disk.release().map_err(machine_error("the release"))?;
    let server = launch.start()?;
    let verdict = scene.runtime.block_on(verify::ledger(&shop, &ledger, PATIENCE));
    println!("  verify    {verdict}");
    super::end(server)?;
    scene.read_books(&launch, confirmed)?;
    match verdict.is_clean() {
        true => Ok(()),
        false => Err(DrillError::Broken(
            "acknowledged receipts are not what was promised".to_owned(),
        )),
    }
}
