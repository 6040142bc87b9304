//! The computer's clock: it stands on every receipt.

use store::health::SchemaVersion;
use types::{Timestamp, UtcOffset};

use super::Finding;

const SUBJECT: &str = "clock";

/// This program was not made before that moment: 2026-01-01T00:00:00Z.
const EARLIEST: Timestamp = Timestamp::from_micros(1_767_225_600_000_000);
/// Registers cannot write times after 2106: 2100-01-01T00:00:00Z.
const LATEST: Timestamp = Timestamp::from_micros(4_102_444_800_000_000);

/// Compares the clock with what must lie before it.
pub(super) fn examine(now: Timestamp, schema: Option<&SchemaVersion>) -> Finding {
    let migrated_at = schema.map_or(EARLIEST, |schema| schema.applied_at);
    if !(EARLIEST..LATEST).contains(&now) {
        Finding::fail(SUBJECT, format!("it is {now} by the computer's clock: set it"))
    } else if now < migrated_at {
        let message =
            format!("it is {now}, but the database was migrated at {migrated_at}: the clock stepped back");
        Finding::fail(SUBJECT, message)
    } else {
        let moscow = now.to_local(UtcOffset::MOSCOW);
        Finding::ok(
            SUBJECT,
            format!("it is {} in Moscow", moscow.format("%Y-%m-%d %H:%M:%S")),
        )
    }
}
