//! The operator's TCP server: moves bytes between sockets and the sessions of [`ofd_ru`] and [`ofd_kz`], which share
//! a port: the first bytes of a connection tell the country.
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
mod dialogue;
mod door;
mod measurement;
mod place;
mod server;

use std::net::SocketAddr;
use std::time::Duration;

use futures::future::BoxFuture;
use ofd_kz::session as kz;
use ofd_ru::session as ru;

pub use server::serve;

/// What becomes of messages. An answer that confirms something must be durable before it is returned.
///
/// The futures may be dropped when they take longer than [`WireConfig::answer`] or, of a
/// Kazakh register, [`WireConfig::answer_kz`]; the register repeats the message then.
pub trait Ingest: Send + Sync + 'static {
    /// Answers a message of a Russian register.
    fn ingest_ru(&self, peer: SocketAddr, message: ru::IncomingMessage) -> BoxFuture<'_, ru::Answer>;

    /// Answers a message of a Kazakh register.
    fn ingest_kz(&self, peer: SocketAddr, message: kz::IncomingMessage) -> BoxFuture<'_, kz::Answer>;
}

/// How long the server waits for a peer, whatever it speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// From the beginning of the connection to its first byte.
    pub first_byte: Duration,
    /// From an answer to the first byte of the next message.
    pub idle: Duration,
    /// From the first byte of a message to its last.
    pub message: Duration,
}

/// Limits of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireConfig {
    /// Connections that are served at once; further ones wait in the backlog of the listener.
    pub connections_max: usize,
    /// How long peers may take.
    pub timeouts: Timeouts,
    /// How long a peer may take to receive an answer.
    pub write: Duration,
    /// How long an answer to a Russian register may take to be made.
    pub answer: Duration,
    /// How long an answer to a Kazakh register may take to be made: it waits less. Source: KZ-OFD/session.
    pub answer_kz: Duration,
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
            timeouts: Timeouts {
                first_byte: Duration::from_secs(15),
                idle: Duration::from_mins(5),
                message: Duration::from_secs(30),
            },
            write: Duration::from_secs(15),
            answer: Duration::from_mins(1),
            answer_kz: Duration::from_secs(5),
            eviction: Duration::from_secs(2),
            stop: Duration::from_secs(4),
        }
    }
}
