//! Names of what is measured.

use std::time::Duration;

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The peer closed between messages.
    Closed,
    /// The peer closed within a message.
    Cut,
    /// The peer sent nothing.
    NoFirstByte,
    /// The peer sent no further message.
    Idle,
    /// A message took too long.
    Slow,
    /// The stream was no message.
    Refused,
    /// The last answer ended the connection.
    Answered,
    /// A newcomer took the place.
    Evicted,
    /// The server stops.
    Stopped,
    /// The peer did not receive its answer.
    WriteTimeout,
    /// The connection broke.
    Broken,
}

impl End {
    const fn label(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Cut => "cut",
            Self::NoFirstByte => "no_first_byte",
            Self::Idle => "idle",
            Self::Slow => "slow",
            Self::Refused => "refused",
            Self::Answered => "answered",
            Self::Evicted => "evicted",
            Self::Stopped => "stopped",
            Self::WriteTimeout => "write_timeout",
            Self::Broken => "broken",
        }
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MessageResult {
    /// An answer with a container was made.
    Answered,
    /// The answer without a container was made.
    Refused,
    /// The connection was closed without an answer.
    Closed,
    /// No answer was made in time.
    TimedOut,
}

/// Counts connections while it lives.
pub(crate) struct Counted;

impl Counted {
    pub(crate) fn new() -> Self {
        metrics::counter!("qassa_ofd_connections_total").increment(1);
        metrics::gauge!("qassa_ofd_connections").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("qassa_ofd_connections").decrement(1.0);
    }
}

pub(crate) fn ended(end: End) {
    metrics::counter!("qassa_ofd_connections_ended_total", "reason" => end.label()).increment(1);
}

pub(crate) fn message(result: MessageResult, took: Duration) {
    let label = match result {
        MessageResult::Answered => "answered",
        MessageResult::Refused => "refused",
        MessageResult::Closed => "closed",
        MessageResult::TimedOut => "timed_out",
    };
    metrics::counter!("qassa_ofd_messages_total", "result" => label).increment(1);
    metrics::histogram!("qassa_ofd_answer_seconds").record(took);
}

pub(crate) fn refused(reason: &'static str) {
    metrics::counter!("qassa_ofd_refusals_total", "reason" => reason).increment(1);
}

pub(crate) fn accept_failed(kind: &'static str) {
    metrics::counter!("qassa_ofd_accept_failures_total", "kind" => kind).increment(1);
}

pub(crate) fn accept_paused() {
    metrics::counter!("qassa_ofd_accept_pauses_total").increment(1);
}
