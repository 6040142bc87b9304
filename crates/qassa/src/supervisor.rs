//! Tasks of the process: who runs, who failed, and how all of them stop.

use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Runs the parts of the process and stops them together.
#[derive(Debug)]
pub struct Supervisor {
    parts: JoinSet<(&'static str, Result<(), String>)>,
    stop: watch::Sender<bool>,
}

impl Default for Supervisor {
    fn default() -> Self {
        Self {
            parts: JoinSet::new(),
            stop: watch::Sender::new(false),
        }
    }
}

impl Supervisor {
    /// Turns `true` when the parts must stop.
    #[must_use]
    pub fn stop_signal(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Runs a part until it returns. An error of one part stops all.
    pub fn run<F, E>(&mut self, name: &'static str, part: F)
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: std::fmt::Display,
    {
        self.parts
            .spawn(async move { (name, part.await.map_err(|error| error.to_string())) });
    }

    /// Waits for a signal to end or for a part to fail, then stops all parts, giving them `grace` to finish.
    ///
    /// # Errors
    /// The part that failed, and why.
    pub async fn wait(mut self, grace: Duration) -> Result<(), String> {
        let failure = tokio::select! {
            () = end_signal() => None,
            ended = self.parts.join_next() => failure_of(ended),
        };
        let _ = self.stop.send(true);
        let stopped = tokio::time::timeout(grace, async {
            let mut failure = failure;
            while let Some(ended) = self.parts.join_next().await {
                failure = failure.or(failure_of(Some(ended)));
            }
            failure
        })
        .await;
        match stopped {
            Ok(None) => Ok(()),
            Ok(Some(failure)) => Err(failure),
            Err(_) => {
                self.parts.abort_all();
                Err(format!(
                    "parts were still at work {} ms after the signal to stop",
                    grace.as_millis()
                ))
            }
        }
    }
}

type Ended = Option<Result<(&'static str, Result<(), String>), tokio::task::JoinError>>;

fn failure_of(ended: Ended) -> Option<String> {
    match ended {
        None | Some(Ok((_, Ok(())))) => None,
        Some(Ok((name, Err(error)))) => Some(format!("{name}: {error}")),
        Some(Err(error)) => Some(format!("a part panicked: {error}")),
    }
}

/// SIGTERM, or Ctrl-C at a terminal.
pub async fn end_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = match signal(SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(error = %error, "cannot listen for SIGTERM");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
