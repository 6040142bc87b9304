//! Hands documents to the tax authority, in batches.

use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::forwarding::{self, Answer};
use futures::future::BoxFuture;
use store::ofd_forwardings::DueForwarding;
use tokio::sync::watch;

/// How often due documents are looked for when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Shortest time between two batches, so that documents of one moment travel together.
const GATHER: Duration = Duration::from_millis(20);

/// Documents of one batch.
const BATCH_MAX: u32 = 500;

/// Hands documents over.
pub trait DocumentForwarder: Send + Sync {
    /// Tries once; one answer for each document, in order.
    fn forward<'a>(&'a self, documents: &'a [DueForwarding]) -> BoxFuture<'a, Vec<Forwarded>>;
}

/// What the tax authority said.
pub type Forwarded = Answer;

pub(crate) async fn run(
    app: App,
    tax_authority: Arc<dyn DocumentForwarder>,
    mut stop: watch::Receiver<bool>,
) {
    let bell = Arc::clone(&app.signals().forwarding_waiting);
    loop {
        let handed = hand_over(&app, tax_authority.as_ref(), &mut stop).await;
        let longest = if handed == BATCH_MAX as usize {
            GATHER
        } else {
            LOOK_EVERY
        };
        if !crate::woken(&bell, longest, &mut stop).await {
            return;
        }
        tokio::time::sleep(GATHER).await;
    }
}

async fn hand_over(
    app: &App,
    tax_authority: &dyn DocumentForwarder,
    stop: &mut watch::Receiver<bool>,
) -> usize {
    let due = match forwarding::due(app, BATCH_MAX).await {
        Ok(due) if due.is_empty() => return 0,
        Ok(due) => due,
        Err(error) => {
            tracing::error!(error = %error, "documents for the tax authority cannot be read");
            return 0;
        }
    };
    let handed = due.len();
    let answers = tokio::select! {
        answers = tax_authority.forward(&due) => answers,
        // Without an answer they are due again.
        () = crate::out_of_patience(stop) => return 0,
    };
    let answered: Vec<_> = due.into_iter().zip(answers).collect();
    for (_, answer) in &answered {
        let result = match answer {
            Answer::Accepted(_) => "accepted",
            Answer::Refused(_) => "refused",
            Answer::Silent(_) => "silent",
        };
        metrics::counter!("qassa_tax_authority_documents_total", "result" => result).increment(1);
    }
    if let Err(error) = forwarding::record(app, answered).await {
        tracing::error!(error = %error, "answers of the tax authority were not kept; the documents go again");
    }
    handed
}
