//! Applications on their way to the tax authority and back, and pauses whose day has come.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::enrollment::{authority, service};
use outbound::enrollment_authority::EnrollmentAuthority;
use tokio::sync::watch;

/// How often due applications and pauses are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub(crate) async fn run(app: App, authority: Arc<dyn EnrollmentAuthority>, mut stop: watch::Receiver<bool>) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = look.tick() => {
                if let Err(error) = authority::round(&app, authority.as_ref()).await {
                    tracing::error!(error = app::text_of(&error), "applications cannot be looked after");
                }
                begin_suspensions(&app).await;
            }
        }
    }
}

/// Until no pause is due; one unit begins a limited number of them.
async fn begin_suspensions(app: &App) {
    loop {
        match service::begin_suspensions(app).await {
            Ok(begun) if begun.is_empty() => return,
            Ok(begun) => tracing::info!(registers = begun.len(), "pauses began"),
            Err(error) => {
                tracing::error!(error = app::text_of(&error), "pauses cannot be begun");
                return;
            }
        }
    }
}
