//! Tasks as agents expect them, in the version that the shop spoke. Source: KOMTET/register-door.

mod v1;
mod v2;

use receipt::Receipt;

use crate::cloud::{Door, HandedOutTask};
use crate::json::Value;
use crate::komtet::enumeration::{INTENT, Intent, IntentKind};
use crate::komtet::part::Fields as TaskFields;

/// A task with everything that the agent wants to be told.
#[must_use]
pub fn task(task: &HandedOutTask) -> Value<'_> {
    Value::Object(match task.door {
        Door::KomtetV1 => v1::task(task),
        Door::KomtetV2 => v2::task(task),
    })
}

fn intent(receipt: &Receipt) -> &'static str {
    let kind = match receipt.correction {
        Some(_) => IntentKind::Correction,
        None => IntentKind::Receipt,
    };
    INTENT.word(Intent {
        operation: receipt.operation,
        kind,
    })
}

#[cfg(test)]
mod tests;
