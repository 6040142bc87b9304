//! Everything that happens by itself: handing out tasks, delivering documents and messages, closing shifts.
//!
//! Every loop looks at the database on its own clock and is only woken earlier by [`app::Signals`], so that a
//! lost wake-up costs a moment and never a receipt.
#![warn(clippy::pedantic)]

mod delivery;
mod dispatch;
mod enrollment;
mod faults;
mod forwarding;
mod lanes;
mod messages;
mod schedule;
mod waiting;

use std::sync::Arc;
use std::time::Duration;

use app::App;
use outbound::enrollment_authority::EnrollmentAuthority;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use faults::{Faults, Healthy};
pub use forwarding::{DocumentForwarder, Forwarded};
pub use lanes::{Lanes, Share};
pub use messages::{MessageSender, Sent};
pub use waiting::count_waiting;

/// What the worker is told.
#[derive(Clone, Debug)]
pub struct WorkerConfig {
    /// Tasks that a virtual register takes at once.
    pub batch_tasks_max: u32,
    /// Address of the operator that virtual registers send to.
    pub ofd_address: String,
    /// Messages that are sent side by side.
    pub messages_parallel_max: usize,
}

/// What the worker needs besides the platform.
#[derive(Clone)]
pub struct Outside {
    /// Sends callbacks and mails.
    pub messages: Arc<dyn MessageSender>,
    /// Hands documents to the tax authorities of both countries.
    pub tax_authority: Arc<dyn DocumentForwarder>,
    /// Enrolls registers with the tax authority.
    pub enrollment_authority: Arc<dyn EnrollmentAuthority>,
    /// Faults that virtual registers are to show.
    pub faults: Arc<dyn Faults>,
}

/// Runs every loop until `stop` turns true; what is in hand is finished.
pub async fn run(app: App, outside: Outside, config: WorkerConfig, stop: watch::Receiver<bool>) {
    let mut loops = JoinSet::new();
    loops.spawn(dispatch::run(
        app.clone(),
        Arc::clone(&outside.faults),
        config.clone(),
        stop.clone(),
    ));
    loops.spawn(delivery::run(
        app.clone(),
        config.ofd_address.clone(),
        stop.clone(),
    ));
    loops.spawn(messages::run(
        app.clone(),
        Arc::clone(&outside.messages),
        config.messages_parallel_max,
        stop.clone(),
    ));
    for country in [forwarding::Country::Russia, forwarding::Country::Kazakhstan] {
        loops.spawn(forwarding::run(
            app.clone(),
            country,
            Arc::clone(&outside.tax_authority),
            stop.clone(),
        ));
    }
    loops.spawn(enrollment::run(
        app.clone(),
        Arc::clone(&outside.enrollment_authority),
        stop.clone(),
    ));
    loops.spawn(schedule::run(app, stop));
    while let Some(ended) = loops.join_next().await {
        if let Err(error) = ended {
            tracing::error!(error = %error, "a loop of the worker panicked");
        }
    }
}

/// Waits for the bell, but not longer than `longest`. `false`: the worker must stop.
async fn woken(bell: &tokio::sync::Notify, longest: Duration, stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = bell.notified() => true,
        () = tokio::time::sleep(longest) => true,
        () = stopped(stop) => false,
    }
}

/// Time that conversations with the outside get when the worker must stop: less than the process has.
const STOP_PATIENCE: Duration = Duration::from_secs(2);

/// Ends when the worker must stop and conversations with the outside have had their time.
async fn out_of_patience(stop: &mut watch::Receiver<bool>) {
    stopped(stop).await;
    tokio::time::sleep(STOP_PATIENCE).await;
}

/// Ends when the worker must stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say so: that is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}
