//! Moments to come, after the clock was set back.
//!
//! Leases and tries are kept as moments, since several machines look at them. A clock that was ahead and is set back
//! leaves moments that are farther off than any of them can be: those are brought to the farthest that is possible, so
//! that nobody waits for the old time to come again. A clock that jumps ahead ends leases early, which is harmless:
//! whoever may have sealed is asked.

use store::{StoreError, ofd_forwardings, outbox, tasks};

use crate::{App, forwarding, messages};

/// Brings near what is farther off than it can be; the number of tasks, messages and documents.
pub async fn bring_near(app: &App) -> Result<u64, StoreError> {
    let now = app.now();
    let lease_end = now.plus_s(i64::from(app.settings().lease_s));
    let brought = app
        .db()
        .write("bring_deadlines_near", move |tx| {
            let leases = tasks::shorten_leases(tx, lease_end)?;
            let (first, later) = messages::latest_tries(now);
            let tries = outbox::bring_near(tx, first, later)?;
            let documents = ofd_forwardings::bring_near(tx, forwarding::latest_try(now))?;
            Ok::<_, StoreError>(leases.saturating_add(tries).saturating_add(documents))
        })
        .await?;
    if brought > 0 {
        tracing::warn!(
            brought,
            "the clock was set back; what waited for later waits no longer than it may"
        );
        app.signals().message_waiting.notify_one();
    }
    Ok(brought)
}
