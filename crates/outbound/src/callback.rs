//! Callbacks: a shop is told over HTTP how its task ended.

mod client;
mod scripted;
mod target;

use types::Secret;

use crate::Pending;

pub use client::{CallbackConfig, CallbackConfigError, HttpCallbacks, ResolveHost, SystemResolver};
pub use scripted::ScriptedCallbacks;
pub use target::{CallbackTargets, ForbiddenTarget, Network, NetworkError, TargetPolicy};

/// Delivers callbacks.
pub trait Callbacks: Send + Sync {
    /// Sends one callback and says how it ended; never takes longer than the configured time-out.
    fn deliver<'a>(&'a self, callback: &'a Callback) -> Pending<'a, CallbackOutcome>;
}

/// One POST request.
#[derive(Clone, Debug)]
pub struct Callback {
    /// Where the shop wants it: an absolute `http` or `https` address.
    pub url: String,
    /// Header fields, the signature among them; the caller signs.
    pub headers: Vec<CallbackHeader>,
    /// Body as signed.
    pub body: Vec<u8>,
}

/// A header field of a callback; its value may be a signature, so that it is never printed.
#[derive(Clone, Debug)]
pub struct CallbackHeader {
    /// Name, such as `Content-Type`.
    pub name: &'static str,
    /// Value.
    pub value: Secret,
}

/// How a callback ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallbackOutcome {
    /// Answered with 200: done.
    Delivered {
        /// Always 200.
        status: u16,
    },
    /// Answered with anything else, a redirection included: not done.
    Refused {
        /// Status of the answer.
        status: u16,
    },
    /// The target may not be called; nothing was sent, and trying again is useless.
    Forbidden {
        /// Why not.
        reason: ForbiddenTarget,
    },
    /// No answer: nobody knows whether the shop has it.
    Failed {
        /// What happened.
        reason: CallbackFailure,
    },
}

impl CallbackOutcome {
    /// Whether another attempt can change anything.
    #[must_use]
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Delivered { .. } | Self::Forbidden { .. } => true,
            Self::Refused { .. } | Self::Failed { .. } => false,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackFailure {
    /// The name has no address.
    #[error("no address for `{host}`: {detail}")]
    Unresolved {
        /// Name of the host.
        host: String,
        /// What the resolver said.
        detail: String,
    },
    /// Nothing within the time-out.
    #[error("no answer within {limit_ms} ms")]
    TimedOut {
        /// The time-out.
        limit_ms: u64,
    },
    /// No connection: refused, unreachable, or no common TLS.
    #[error("no connection: {detail}")]
    Unconnected {
        /// What the system said.
        detail: String,
    },
    /// The connection broke, or the answer was not HTTP.
    #[error("no readable answer: {detail}")]
    Broken {
        /// What the client said.
        detail: String,
    },
}
