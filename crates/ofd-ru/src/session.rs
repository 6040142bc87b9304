//! Messages on the connection between register and operator. Source: RU-OFD/session.
//!
//! A message is a header of 30 bytes and a body, usually a [`Container`](crate::container::Container). [`Frame`]
//! decodes one, [`Session`] serves a whole connection without touching a socket or a clock.

mod frame;
mod header;
mod server;

#[cfg(test)]
mod tests;

pub use frame::{Decoded, Frame, FrameError};
pub use header::{CrcMode, KnownProtocol, ProtocolVersion, SessionFlags, SessionHeader};
pub use server::{
    Answer, EndReason, IncomingMessage, NotAwaited, Refusal, Session, SessionEvent, SessionTimeouts,
};

/// First bytes of every message.
pub const SIGNATURE: [u8; 4] = [0x2A, 0x08, 0x41, 0x0A];

/// Bytes of a session header.
pub const HEADER_SIZE: usize = 30;

/// Most bytes of a body that are read: a container around a document of 32 KiB.
///
/// The field could tell 65 535, but no form of the format is larger (RU-FFD/sizes), and every connection may make
/// the operator hold that much.
pub const BODY_SIZE_MAX: usize = crate::container::HEADER_SIZE + 4 + 32_768 + crate::signs::TRAILER_SIZE;
