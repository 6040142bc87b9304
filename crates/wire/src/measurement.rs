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

/// What a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// Not told yet, or none that is served.
    Unknown,
    Russia,
    Kazakhstan,
}

impl Protocol {
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Russia => "ru",
            Self::Kazakhstan => "kz",
        }
    }
}

/// What became of a message.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MessageResult {
    /// An answer was made.
    Answered,
    /// The answer without a container was made; only the Russian protocol has it.
    Refused,
    /// The connection was closed without an answer.
    Closed,
    /// No answer was made in time.
    TimedOut,
}

/// Counts a connection while it lives.
#[derive(Debug)]
pub(crate) struct Counted(Protocol);

impl Counted {
    pub(crate) fn new() -> Self {
        metrics::counter!("qassa_ofd_connections_total").increment(1);
        open_connections(Protocol::Unknown).increment(1.0);
        Self(Protocol::Unknown)
    }

    /// The protocol may have been told.
    pub(crate) fn speaks(&mut self, protocol: Protocol) {
        if self.0 != protocol {
            open_connections(self.0).decrement(1.0);
            open_connections(protocol).increment(1.0);
            self.0 = protocol;
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        open_connections(self.0).decrement(1.0);
    }
}

fn open_connections(protocol: Protocol) -> metrics::Gauge {
    metrics::gauge!("qassa_ofd_connections", "protocol" => protocol.label())
}

pub(crate) fn ended(protocol: Protocol, end: End) {
    let (protocol, reason) = (protocol.label(), end.label());
    metrics::counter!("qassa_ofd_connections_ended_total", "protocol" => protocol, "reason" => reason)
        .increment(1);
}

pub(crate) fn message(protocol: Protocol, result: MessageResult, took: Duration) {
    let protocol = protocol.label();
    let label = match result {
        MessageResult::Answered => "answered",
        MessageResult::Refused => "refused",
        MessageResult::Closed => "closed",
        MessageResult::TimedOut => "timed_out",
    };
    metrics::counter!("qassa_ofd_messages_total", "protocol" => protocol, "result" => label).increment(1);
    metrics::histogram!("qassa_ofd_answer_seconds", "protocol" => protocol).record(took);
}

pub(crate) fn refused(protocol: Protocol, reason: &'static str) {
    let protocol = protocol.label();
    metrics::counter!("qassa_ofd_refusals_total", "protocol" => protocol, "reason" => reason).increment(1);
}

pub(crate) fn accept_failed(kind: &'static str) {
    metrics::counter!("qassa_ofd_accept_failures_total", "kind" => kind).increment(1);
}

pub(crate) fn accept_paused() {
    metrics::counter!("qassa_ofd_accept_pauses_total").increment(1);
}
