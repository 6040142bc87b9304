//! File descriptors: every part gets its share, so that no crowd at one door keeps another, or the database, from
//! opening what it needs.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Descriptors for everything but peers: database, calls to the outside, logs.
pub const RESERVED: u64 = 96;

/// Takes as many descriptors as the system allows this process; how many that are.
pub fn take_all() -> u64 {
    let limits = getrlimit(Resource::Nofile);
    let Some(most) = limits.maximum else {
        return limits.current.unwrap_or(u64::MAX);
    };
    let wanted = Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    match setrlimit(Resource::Nofile, wanted) {
        Ok(()) => most,
        Err(error) => {
            tracing::warn!(%error, most, "the limit of open files could not be raised");
            limits.current.unwrap_or(most)
        }
    }
}

/// Connections that two doors may hold, when they may open so many descriptors together; each at least one.
///
/// A door that wants less than half leaves the rest to the other.
#[must_use]
pub fn share(descriptors: u64, first: usize, second: usize) -> (usize, usize) {
    let room = usize::try_from(descriptors.saturating_sub(RESERVED)).unwrap_or(usize::MAX);
    let half = room / 2;
    let (least, most) = (first.min(second), first.max(second));
    let little = least.min(half).max(1);
    let much = most.min(room.saturating_sub(little)).max(1);
    if first <= second {
        (little, much)
    } else {
        (much, little)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doors_share_what_there_is_and_leave_the_reserve() {
        for (descriptors, first, second, expected) in [
            (1_000_000, 4096, 4096, (4096, 4096)),
            (256, 4096, 4096, (80, 80)),
            (256, 20, 4096, (20, 140)),
            (256, 4096, 20, (140, 20)),
            (10, 4096, 4096, (1, 1)),
        ] {
            assert_eq!(
                share(descriptors, first, second),
                expected,
                "{descriptors} {first} {second}"
            );
        }
    }
}
