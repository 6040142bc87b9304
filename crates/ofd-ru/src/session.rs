//! Messages on the connection between register and operator. Source: RU-OFD/session.
//!
//! A message is a header of 30 bytes and a body, usually a [`Container`](crate::container::Container). [`Frame`]
//! decodes one, [`Session`] serves a whole connection without touching a socket or a clock.

mod frame;
mod header;

#[cfg(test)]
mod tests;

pub use frame::{Decoded, Frame, FrameError};
pub use header::{CrcMode, KnownProtocol, ProtocolVersion, SessionFlags, SessionHeader};
pub use session::{Answer, EndReason, NotAwaited, SessionTimeouts};

use session::{Framed, Framing};

/// First bytes of every message.
pub const SIGNATURE: [u8; 4] = [0x2A, 0x08, 0x41, 0x0A];

/// Bytes of a session header.
pub const HEADER_SIZE: usize = 30;

/// Most bytes of a body that are read: a container around a document of 32 KiB.
///
/// The field could tell 65 535, but no form of the format is larger (RU-FFD/sizes), and every connection may make
/// the operator hold that much.
pub const BODY_SIZE_MAX: usize = crate::container::HEADER_SIZE + 4 + 32_768 + crate::signs::TRAILER_SIZE;

/// Messages of RU-OFD/session. A broken one gets its header without a container, another protocol gets nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Russian;

/// The operator's end of one connection.
pub type Session = session::Session<Russian>;

/// What a session tells.
pub type SessionEvent = session::SessionEvent<SessionHeader, FrameError>;

/// A message with an intact frame; its body is usually a container.
pub type IncomingMessage = session::IncomingMessage<SessionHeader>;

/// A stream that is no message.
pub type Refusal = session::Refusal<FrameError>;

impl Framing for Russian {
    type Header = SessionHeader;
    type Error = FrameError;

    const MESSAGE_SIZE_MAX: usize = HEADER_SIZE + BODY_SIZE_MAX;

    fn decode(bytes: &[u8]) -> Result<Option<Framed<'_, SessionHeader>>, FrameError> {
        Ok(match Frame::decode(bytes)? {
            Decoded::Incomplete { .. } => None,
            Decoded::Message { frame, rest } => Some(Framed {
                header: frame.header,
                body: frame.body,
                size: bytes.len() - rest.len(),
            }),
        })
    }

    fn offset(error: FrameError) -> usize {
        error.offset()
    }

    fn refusal(bytes: &[u8]) -> Option<Vec<u8>> {
        let header = bytes.first_chunk::<HEADER_SIZE>()?;
        header
            .starts_with(&SIGNATURE)
            .then(|| SessionHeader::from_bytes(header).refusal())
    }
}
