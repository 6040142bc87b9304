//! The operator's TCP server: moves bytes between sockets and [`ofd_ru::session::Session`].
//!
//! What a message means is decided behind [`Ingest`]. The server bounds everything a peer may take: connections,
//! memory, and the time of every wait. Peers that keep a place without sending a message lose it first when places
//! run out. A register behind a slow line waits in the backlog of the listener, nobody else notices it.
//!
//! Architecture invariant: this crate knows no document, no database and no rule of the tax authority.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions))]

mod connection;
mod door;
mod measurement;
mod place;
mod server;

use std::net::SocketAddr;
use std::time::Duration;

use futures::future::BoxFuture;
use ofd_ru::session::{Answer, IncomingMessage, SessionTimeouts};

pub use server::serve;

/// What becomes of messages.
pub trait Ingest: Send + Sync + 'static {
    /// Answers a message of `peer`. A confirmation must be durable before it is returned.
    ///
    /// The future may be dropped when it takes longer than [`WireConfig::answer`]; the register repeats the message
    /// then.
    fn ingest(&self, peer: SocketAddr, message: IncomingMessage) -> BoxFuture<'_, Answer>;
}

/// Limits of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireConfig {
    /// Connections that are served at once; further ones wait in the backlog of the listener.
    pub connections_max: usize,
    /// How long peers may take.
    pub timeouts: SessionTimeouts,
    /// How long a peer may take to receive an answer.
    pub write: Duration,
    /// How long an answer may take to be made.
    pub answer: Duration,
    /// How long a peer may wait between messages before a newcomer may take its place, when places have run out.
    pub eviction: Duration,
    /// How long messages in flight may take after the signal to stop.
    pub stop: Duration,
}

/// Ten thousand connections; a register is given five minutes between messages, half a minute for one.
impl Default for WireConfig {
    fn default() -> Self {
        Self {
            connections_max: 10_000,
            timeouts: SessionTimeouts {
                first_byte: Duration::from_secs(15),
                idle: Duration::from_mins(5),
                message: Duration::from_secs(30),
            },
            write: Duration::from_secs(15),
            answer: Duration::from_mins(1),
            eviction: Duration::from_secs(2),
            stop: Duration::from_secs(4),
        }
    }
}
