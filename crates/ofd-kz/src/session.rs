//! One connection between register and operator, without a socket or a clock. Source: KZ-OFD/session.
//!
//! [`ServerSession`] is the operator's end, [`ClientSession`] the register's.

mod client;

#[cfg(test)]
mod tests;

pub use client::{ClientError, ClientEvent, ClientSession, ClientTimeouts};
use session::{Framed, Framing};

use crate::frame::{Decoded, Frame, FrameError, MESSAGE_SIZE_MAX};
use crate::header::Header;

pub use session::{Answer, EndReason, NotAwaited, SessionTimeouts};

/// Messages of KZ-OFD/frame. A broken stream gets no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kazakh;

/// The operator's end of one connection.
pub type ServerSession = session::Session<Kazakh>;

/// What the operator's end tells.
pub type ServerEvent = session::SessionEvent<Header, FrameError>;

/// A message with an intact frame; its body is a `Request`, not decoded yet.
pub type IncomingMessage = session::IncomingMessage<Header>;

/// A stream that is no message.
pub type Refusal = session::Refusal<FrameError>;

impl Framing for Kazakh {
    type Header = Header;
    type Error = FrameError;

    const MESSAGE_SIZE_MAX: usize = MESSAGE_SIZE_MAX;

    fn decode(bytes: &[u8]) -> Result<Option<Framed<'_, Header>>, FrameError> {
        Ok(match Frame::decode(bytes)? {
            Decoded::Incomplete { .. } => None,
            Decoded::Message { frame, rest } => Some(Framed {
                header: frame.header,
                body: frame.payload,
                size: bytes.len() - rest.len(),
            }),
        })
    }

    fn offset(error: FrameError) -> usize {
        error.offset()
    }

    fn refusal(_: &[u8]) -> Option<Vec<u8>> {
        None
    }
}
