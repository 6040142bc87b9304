//! What the clock causes: leases end, shifts close.

use std::time::Duration;

use app::fiscalization::{recovery, shifts};
use app::{App, deadlines};
use tokio::sync::watch;

const RECOVER_EVERY: Duration = Duration::from_secs(1);
const SHIFTS_EVERY: Duration = Duration::from_secs(10);
const DEADLINES_EVERY: Duration = Duration::from_secs(10);

pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut recover = tokio::time::interval(RECOVER_EVERY);
    let mut close = tokio::time::interval(SHIFTS_EVERY);
    let mut bring_near = tokio::time::interval(DEADLINES_EVERY);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = recover.tick() => {
                if let Err(error) = recovery::run(&app).await {
                    tracing::error!(error = %error, "ended leases cannot be looked at");
                }
            }
            _ = bring_near.tick() => {
                if let Err(error) = deadlines::bring_near(&app).await {
                    tracing::error!(error = %error, "deadlines cannot be looked at");
                }
            }
            _ = close.tick() => {
                if let Err(error) = shifts::close_due(&app).await {
                    tracing::error!(error = app::text_of(&error), "shifts cannot be looked at");
                }
            }
        }
    }
}
