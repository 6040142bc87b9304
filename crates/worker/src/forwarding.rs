//! Hands documents to the tax authorities, in batches: one loop for each country.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::forwarding::{self, Answer};
use app::kz_ofd;
use futures::future::BoxFuture;
use store::StoreError;
use store::kz_forwardings::DueKzForwarding;
use store::ofd_forwardings::DueForwarding;
use tokio::sync::{Notify, watch};

/// How often due documents are looked for when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Shortest time between two batches, so that documents of one moment travel together.
const GATHER: Duration = Duration::from_millis(20);

/// Documents of one batch.
const BATCH_MAX: u32 = 500;

/// Hands documents over.
pub trait DocumentForwarder: Send + Sync {
    /// Tries once with Russian documents; one answer for each, in order.
    fn forward<'a>(&'a self, documents: &'a [DueForwarding]) -> BoxFuture<'a, Vec<Forwarded>>;

    /// Tries once with Kazakh documents; one answer for each, in order.
    fn forward_kz<'a>(&'a self, documents: &'a [DueKzForwarding]) -> BoxFuture<'a, Vec<Forwarded>>;
}

/// What the tax authority said.
pub type Forwarded = Answer;

/// Whose documents a loop hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    Russia,
    Kazakhstan,
}

/// Label of the metric.
impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Russia => "ru",
            Self::Kazakhstan => "kz",
        })
    }
}

pub(crate) async fn run(
    app: App,
    country: Country,
    tax_authority: Arc<dyn DocumentForwarder>,
    mut stop: watch::Receiver<bool>,
) {
    let bell = bell(&app, country);
    loop {
        let handed = match hand_over(&app, country, tax_authority.as_ref(), &mut stop).await {
            Ok(handed) => handed,
            Err(error) => {
                tracing::error!(%country, error = %error, "documents for the tax authority wait for the database");
                0
            }
        };
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

fn bell(app: &App, country: Country) -> Arc<Notify> {
    let signals = app.signals();
    Arc::clone(match country {
        Country::Russia => &signals.forwarding_waiting,
        Country::Kazakhstan => &signals.kz_forwarding_waiting,
    })
}

/// One batch; how many documents it had. An answer that is not kept is asked for again: handing over is repeatable.
async fn hand_over(
    app: &App,
    country: Country,
    tax_authority: &dyn DocumentForwarder,
    stop: &mut watch::Receiver<bool>,
) -> Result<usize, StoreError> {
    match country {
        Country::Russia => {
            let due = forwarding::due(app, BATCH_MAX).await?;
            if due.is_empty() {
                return Ok(0);
            }
            let answers = tokio::select! {
                answers = tax_authority.forward(&due) => answers,
                // Without an answer they are due again.
                () = crate::out_of_patience(stop) => return Ok(0),
            };
            count(country, &answers);
            let handed = due.len();
            forwarding::record(app, due.into_iter().zip(answers).collect()).await?;
            Ok(handed)
        }
        Country::Kazakhstan => {
            let overdue = kz_ofd::forwarding::overdue(app).await?;
            metrics::gauge!("qassa_kz_forwardings_overdue")
                .set(f64::from(u32::try_from(overdue).unwrap_or(u32::MAX)));
            let due = kz_ofd::forwarding::due(app, BATCH_MAX).await?;
            if due.is_empty() {
                return Ok(0);
            }
            let answers = tokio::select! {
                answers = tax_authority.forward_kz(&due) => answers,
                // Without an answer they are due again.
                () = crate::out_of_patience(stop) => return Ok(0),
            };
            count(country, &answers);
            let handed = due.len();
            kz_ofd::forwarding::record(app, due.into_iter().zip(answers).collect()).await?;
            Ok(handed)
        }
    }
}

fn count(country: Country, answers: &[Answer]) {
    for answer in answers {
        let result = match answer {
            Answer::Accepted(_) => "accepted",
            Answer::Refused(_) => "refused",
            Answer::Silent(_) => "silent",
        };
        metrics::counter!(
            "qassa_tax_authority_documents_total",
            "country" => country.to_string(), "result" => result
        )
        .increment(1);
    }
}
