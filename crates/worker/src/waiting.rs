//! Counting the tasks that wait: what the intake holds against its limit, and what the dispatcher hands out.

use std::time::Duration;

use app::App;
use tokio::sync::watch;

/// How often waiting tasks are counted.
pub(crate) const COUNT_EVERY: Duration = Duration::from_millis(250);

/// Puts a fresh count in the place of the estimate.
pub(crate) async fn count(app: &App) {
    let counted = app
        .db()
        .read("count_waiting", store::tasks::waiting_by_queue)
        .await;
    match counted {
        Ok(counts) => {
            let all: u64 = counts.iter().map(|(_, waiting)| waiting).sum();
            metrics::gauge!("qassa_tasks_waiting").set(f64::from(u32::try_from(all).unwrap_or(u32::MAX)));
            app.waiting().counted(counts);
        }
        Err(error) => tracing::error!(error = %error, "waiting tasks cannot be counted"),
    }
}

/// Counts until `stop` turns true: for a process that takes tasks in and does not run the worker, which is told by
/// nobody how many of them others have worked off.
pub async fn count_waiting(app: App, mut stop: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(COUNT_EVERY);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = crate::stopped(&mut stop) => return,
            _ = tick.tick() => count(&app).await,
        }
    }
}
