//! One connection between register and operator, without a socket or a clock. Source: KZ-OFD/session.
//!
//! [`ServerSession`] is the operator's end, [`ClientSession`] the register's.

mod client;
mod server;

#[cfg(test)]
mod tests;

pub use client::{ClientError, ClientEvent, ClientSession, ClientTimeouts};
pub use server::{
    Answer, EndReason, IncomingMessage, NotAwaited, Refusal, ServerEvent, ServerSession, ServerTimeouts,
};
