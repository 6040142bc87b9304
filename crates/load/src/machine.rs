//! The state of the machine beside a measurement: without it a figure says little.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};
use types::{LocalDateTime, Timestamp, UtcOffset};

/// Share of idle time that counts as an idle machine.
pub const IDLE_MIN: f64 = 0.88;
const WINDOW: Duration = Duration::from_millis(700);
const BLOCK: [u8; 8192] = [b'x'; 8192];
const BLOCKS: u64 = 1024;

/// What the machine was doing and how fast its disk answered.
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    /// Idle share of all processors, 0 to 1.
    pub idle: f64,
    /// Median of one 8 KiB overwrite with its sync.
    pub sync: Duration,
}

/// Waits until the machine is idle, at most `patience`, then measures the raw sync in `folder`.
pub fn settle(folder: &Path, patience: Duration) -> io::Result<Condition> {
    let begun = Instant::now();
    let idle = loop {
        let idle = idle_share()?;
        if idle >= IDLE_MIN || begun.elapsed() >= patience {
            break idle;
        }
    };
    Ok(Condition {
        idle,
        sync: raw_sync(folder, Duration::from_millis(500))?,
    })
}

impl std::fmt::Display for Condition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = if self.idle >= IDLE_MIN {
            "idle"
        } else {
            "CONTENDED"
        };
        let sync_ms = self.sync.as_secs_f64() * 1e3;
        write!(
            formatter,
            "[{word} {:.0} %, raw sync {sync_ms:.2} ms]",
            self.idle * 100.0
        )
    }
}

/// Ticks a second of the kernel's clock of processor times.
const TICKS_PER_SECOND: f64 = 100.0;

/// Processor time that a process has used, all its threads together; `None` when it is gone.
pub fn processor_time(process: u32) -> Option<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before it may hold blanks.
    let (_, fields) = text.rsplit_once(')')?;
    let ticks = |place| fields.split_whitespace().nth(place)?.parse::<f64>().ok();
    Some(Duration::from_secs_f64(
        (ticks(11)? + ticks(12)?) / TICKS_PER_SECOND,
    ))
}

/// Median of one overwrite of 8 KiB with `fdatasync`.
pub fn raw_sync(folder: &Path, window: Duration) -> io::Result<Duration> {
    let path = folder.join("raw-sync");
    let file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .open(&path)?;
    file.set_len(0)?;
    for block in 0..BLOCKS {
        file.write_all_at(&BLOCK, block * 8192)?;
    }
    file.sync_all()?;
    let mut took = Vec::new();
    let begun = Instant::now();
    let mut block = 0;
    while begun.elapsed() < window {
        let at = Instant::now();
        file.write_all_at(&BLOCK, block * 8192)?;
        file.sync_data()?;
        took.push(at.elapsed());
        block = (block + 1) % BLOCKS;
    }
    std::fs::remove_file(&path)?;
    took.sort();
    Ok(took.get(took.len() / 2).copied().unwrap_or_default())
}

/// Wall clock of registers in Moscow.
pub fn moscow_now() -> LocalDateTime {
    now_at(UtcOffset::from_hours(3))
}

/// Wall clock of registers in Kazakhstan.
pub fn kazakhstan_now() -> LocalDateTime {
    now_at(UtcOffset::KAZAKHSTAN)
}

fn now_at(offset: UtcOffset) -> LocalDateTime {
    #[expect(clippy::disallowed_methods, reason = "load and drills run in real time")]
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let us = i64::try_from(now.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(us).to_local(offset)
}

/// Makes the folder's entry of a new file durable.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn idle_share() -> io::Result<f64> {
    let before = processor_times()?;
    std::thread::sleep(WINDOW);
    let after = processor_times()?;
    let (idle, all) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
    #[expect(clippy::cast_precision_loss, reason = "ticks of less than a second")]
    Ok(if all == 0 { 1.0 } else { idle as f64 / all as f64 })
}

/// Idle and all ticks since the start of the machine.
fn processor_times() -> io::Result<(u64, u64)> {
    let text = std::fs::read_to_string("/proc/stat")?;
    let line = text.lines().next().unwrap_or_default();
    let ticks: Vec<u64> = line
        .split_whitespace()
        .skip(1)
        .filter_map(|word| word.parse().ok())
        .take(8)
        .collect();
    let idle = ticks.iter().skip(3).take(2).sum();
    Ok((idle, ticks.iter().sum()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_this_process_has_used() {
        let begun = Instant::now();
        let before = processor_time(std::process::id()).expect("it runs");
        while processor_time(std::process::id()).expect("it runs") == before {
            assert!(begun.elapsed() < Duration::from_secs(60), "no tick was counted");
        }
        assert_eq!(processor_time(u32::MAX), None);
    }

    #[test]
    fn measures_a_sync_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let sync = raw_sync(folder.path(), Duration::from_millis(20)).expect("measured");
        assert!(sync > Duration::ZERO);
        assert_eq!(std::fs::read_dir(folder.path()).expect("readable").count(), 0);
    }
}
