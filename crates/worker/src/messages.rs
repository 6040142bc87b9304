//! Delivers callbacks and mails, side by side up to a bound.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::messages::{self, Delivery, DueMessage};
use futures::future::BoxFuture;
use futures::stream::{FuturesUnordered, StreamExt};
use tokio::sync::watch;

/// How often due messages are looked for when nothing rings.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Sends one message to the outside.
pub trait MessageSender: Send + Sync {
    /// Tries once.
    fn send<'a>(&'a self, message: &'a DueMessage) -> BoxFuture<'a, Sent>;
}

/// What became of a try.
pub type Sent = Delivery;

pub(crate) async fn run(
    app: App,
    sender: Arc<dyn MessageSender>,
    parallel_max: usize,
    mut stop: watch::Receiver<bool>,
) {
    let bell = Arc::clone(&app.signals().message_waiting);
    let limit = u32::try_from(parallel_max).unwrap_or(u32::MAX);
    loop {
        match messages::lease(&app, limit).await {
            Ok(due) if due.is_empty() => {}
            Ok(due) => {
                let full = due.len() >= parallel_max;
                deliver(&app, sender.as_ref(), due, &mut stop).await;
                if full && !*stop.borrow() {
                    continue;
                }
            }
            Err(error) => tracing::error!(error = %error, "due messages cannot be read"),
        }
        if !crate::woken(&bell, LOOK_EVERY, &mut stop).await {
            return;
        }
    }
}

/// A try that outlives the worker: whether it arrived is unknown, and messages go at least once.
const CUT: &str = "the server stopped before there was an answer";

async fn deliver(
    app: &App,
    sender: &dyn MessageSender,
    due: Vec<DueMessage>,
    stop: &mut watch::Receiver<bool>,
) {
    let mut tries: FuturesUnordered<_> = due
        .iter()
        .map(|due| async move { (due, sender.send(due).await) })
        .collect();
    let mut outcomes = Vec::with_capacity(due.len());
    let mut unanswered: HashSet<_> = due.iter().map(|due| due.message.id).collect();
    let mut patience = std::pin::pin!(crate::out_of_patience(stop));
    loop {
        let ended = tokio::select! {
            ended = tries.next() => ended,
            () = patience.as_mut() => break,
        };
        let Some((due, outcome)) = ended else { break };
        unanswered.remove(&due.message.id);
        let label = match &outcome {
            Delivery::Delivered(_) => "delivered",
            Delivery::Failed(_) => "failed",
            Delivery::Hopeless(_) => "forbidden",
        };
        let kind = due.message.kind.as_str();
        metrics::counter!("qassa_messages_total", "kind" => kind, "result" => label).increment(1);
        outcomes.push((due.message.clone(), outcome));
    }
    drop(tries);
    let cut = due.iter().filter(|due| unanswered.contains(&due.message.id));
    outcomes.extend(cut.map(|due| (due.message.clone(), Delivery::Failed(CUT.to_owned()))));
    if let Err(error) = messages::record(app, outcomes).await {
        tracing::error!(error = %error, "outcomes were not kept; the messages are sent again");
    }
}
