//! The disk under the embedded database.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::Finding;

const SUBJECT: &str = "disk";
const MIB: u64 = 1024 * 1024;

/// Below this the platform soon refuses receipts.
const FREE_FAIL: u64 = 64 * MIB;
/// Below this somebody should look after it.
const FREE_WARN: u64 = 1024 * MIB;

/// Syncs that are measured; the median counts.
const SYNCS: usize = 9;
/// A slower disk makes every receipt wait.
const SYNC_SLOW: Duration = Duration::from_millis(50);
/// No disk writes so fast: a cache that may lose power, or no disk at all, answers.
const SYNC_UNLIKELY: Duration = Duration::from_micros(15);

/// Looks at the folder of the database.
pub(super) fn examine(folder: &Path) -> Vec<Finding> {
    vec![free_space(folder), sync_time(folder)]
}

fn free_space(folder: &Path) -> Finding {
    let shown = folder.display();
    let free = match rustix::fs::statvfs(folder) {
        Ok(space) => space.f_bavail.saturating_mul(space.f_frsize),
        Err(error) => {
            return Finding::warn(SUBJECT, format!("the free space of {shown} is unknown: {error}"));
        }
    };
    space_finding(free, &shown.to_string())
}

pub(super) fn space_finding(free: u64, folder: &str) -> Finding {
    let message = format!("{} MiB are free in {folder}", free / MIB);
    if free < FREE_FAIL {
        Finding::fail(
            SUBJECT,
            format!("{message}; at least {} are needed", FREE_FAIL / MIB),
        )
    } else if free < FREE_WARN {
        Finding::warn(
            SUBJECT,
            format!("{message}; below {} it is time for more", FREE_WARN / MIB),
        )
    } else {
        Finding::ok(SUBJECT, message)
    }
}

fn sync_time(folder: &Path) -> Finding {
    match median_sync(folder) {
        Ok(median) => sync_finding(median),
        Err(error) => {
            let message = format!("{} takes no files: {error}", folder.display());
            Finding::fail(SUBJECT, message)
        }
    }
}

pub(super) fn sync_finding(median: Duration) -> Finding {
    let micros = median.as_micros();
    if median > SYNC_SLOW {
        let message = format!("a sync takes {micros} µs: every receipt waits so long; use a faster disk");
        Finding::warn(SUBJECT, message)
    } else if median < SYNC_UNLIKELY {
        let message = format!("a sync takes {micros} µs, too fast for a disk: a power cut may lose receipts");
        Finding::warn(SUBJECT, message)
    } else {
        Finding::ok(SUBJECT, format!("a sync takes {micros} µs"))
    }
}

/// Writes a page and waits for the disk, a few times, in a file that is removed again.
fn median_sync(folder: &Path) -> std::io::Result<Duration> {
    let path = folder.join(format!(".qassa-doctor-{}", std::process::id()));
    let mut file = File::options().write(true).create_new(true).open(&path)?;
    let measured = measure(&mut file);
    std::fs::remove_file(&path)?;
    measured
}

fn measure(file: &mut File) -> std::io::Result<Duration> {
    let mut times = [Duration::ZERO; SYNCS];
    for time in &mut times {
        file.write_all(&[0; 4096])?;
        let start = Instant::now();
        file.sync_data()?;
        *time = start.elapsed();
    }
    times.sort_unstable();
    Ok(times[SYNCS / 2])
}
