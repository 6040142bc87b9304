//! What the clock causes: leases end, shifts close.

use std::time::Duration;

use app::App;
use app::fiscalization::{recovery, shifts};
use tokio::sync::watch;

const RECOVER_EVERY: Duration = Duration::from_secs(1);
const SHIFTS_EVERY: Duration = Duration::from_secs(10);

pub(crate) async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut recover = tokio::time::interval(RECOVER_EVERY);
    let mut close = tokio::time::interval(SHIFTS_EVERY);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = recover.tick() => {
                if let Err(error) = recovery::run(&app).await {
                    tracing::error!(error = %error, "ended leases cannot be looked at");
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
