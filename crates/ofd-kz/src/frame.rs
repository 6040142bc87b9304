//! One message in a stream of bytes. Source: KZ-OFD/frame.

use crate::header::{APP_CODE, HEADER_SIZE, Header};

/// Most bytes of a message, header included: a stranger's size field never makes the operator hold more.
pub const MESSAGE_SIZE_MAX: usize = 65_536;

/// One message. Borrows the payload from the bytes that it was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Its header.
    pub header: Header,
    /// A `Request` or a `Response`.
    pub payload: &'a [u8],
}

/// What the beginning of a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded<'a> {
    /// The beginning of a message.
    Incomplete {
        /// Bytes that must come at least before it makes sense to try again.
        missing: usize,
    },
    /// A whole message.
    Message {
        /// The message.
        frame: Frame<'a>,
        /// What follows it. In a stream that is the next message; at the end of an answer it means nothing: one
        /// recorded server sends 3062 bytes for a message of 577.
        rest: &'a [u8],
    },
}

/// Why bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Another protocol.
    #[error("the message begins with {got:02X?} instead of {APP_CODE:02X?}")]
    AppCode {
        /// The first bytes up to the wrong one, then zeros: the same, however the stream is cut.
        got: [u8; 2],
    },
    /// A size that does not even hold the header.
    #[error("a message of {size_bytes} bytes; the header alone has {HEADER_SIZE}")]
    SizeBelowHeader {
        /// Bytes that the header tells.
        size_bytes: u32,
    },
    /// A size that no message needs.
    #[error("a message of {size_bytes} bytes; at most {MESSAGE_SIZE_MAX} are accepted")]
    SizeAboveLimit {
        /// Bytes that the header tells.
        size_bytes: u32,
    },
}

/// A payload that does not fit a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a payload of {payload_bytes} bytes makes a message above {MESSAGE_SIZE_MAX}")]
pub struct TooLarge {
    /// Bytes of the payload.
    pub payload_bytes: usize,
}

/// Which country's register speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// This protocol: `A2 81`.
    Kazakhstan,
    /// The Russian one: `2A 08 41 0A`.
    Russia,
}

/// What the first bytes of a connection tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detection {
    /// Too few bytes to tell.
    Undecided,
    /// One protocol fits.
    Is(Dialect),
    /// None fits.
    Neither,
}

const RUSSIAN_SIGNATURE: [u8; 4] = [0x2A, 0x08, 0x41, 0x0A];

/// Tells the two protocols apart by the first bytes of a connection, so that both can share a port.
#[must_use]
pub fn detect(first: &[u8]) -> Detection {
    let begins = |signature: &[u8]| first.iter().zip(signature).all(|(got, wanted)| got == wanted);
    let whole = |signature: &[u8]| first.len() >= signature.len();
    match (begins(&APP_CODE), begins(&RUSSIAN_SIGNATURE)) {
        (true, _) if whole(&APP_CODE) => Detection::Is(Dialect::Kazakhstan),
        (_, true) if whole(&RUSSIAN_SIGNATURE) => Detection::Is(Dialect::Russia),
        (false, false) => Detection::Neither,
        _ => Detection::Undecided,
    }
}

impl FrameError {
    /// Where the refused field begins, from the beginning of the message.
    #[must_use]
    pub const fn offset(self) -> usize {
        match self {
            Self::AppCode { .. } => 0,
            Self::SizeBelowHeader { .. } | Self::SizeAboveLimit { .. } => 4,
        }
    }

    /// Stable word for metrics and logs.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::AppCode { .. } => "app_code",
            Self::SizeBelowHeader { .. } => "size_below_header",
            Self::SizeAboveLimit { .. } => "size_above_limit",
        }
    }
}

impl Frame<'_> {
    /// Decodes the message at the beginning of `bytes`.
    ///
    /// A wrong header is refused as soon as it is there, before its payload.
    ///
    /// # Errors
    /// [`FrameError`], one variant a refusal.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FrameError> {
        compare_app_code(bytes)?;
        let Some((header, after)) = bytes.split_first_chunk::<HEADER_SIZE>() else {
            let missing = HEADER_SIZE - bytes.len();
            return Ok(Decoded::Incomplete { missing });
        };
        let header = Header::from_bytes(header);
        let size = payload_size(header)?;
        let Some((payload, rest)) = after.split_at_checked(size) else {
            let missing = size - after.len();
            return Ok(Decoded::Incomplete { missing });
        };
        let frame = Frame { header, payload };
        Ok(Decoded::Message { frame, rest })
    }
}

/// The message: `header` with its size set, and the payload.
///
/// # Errors
/// [`TooLarge`] above [`MESSAGE_SIZE_MAX`].
pub fn encode(header: &Header, payload: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let payload_bytes = payload.len();
    let size = HEADER_SIZE.saturating_add(payload_bytes);
    let size_bytes = u32::try_from(size).ok().filter(|_| size <= MESSAGE_SIZE_MAX);
    let size_bytes = size_bytes.ok_or(TooLarge { payload_bytes })?;
    let header = Header {
        size_bytes,
        ..*header
    };
    Ok([&header.to_bytes()[..], payload].concat())
}

/// Refuses another protocol by its first byte already.
fn compare_app_code(bytes: &[u8]) -> Result<(), FrameError> {
    let differs = |(byte, expected): (&u8, u8)| *byte != expected;
    let Some(wrong) = bytes.iter().zip(APP_CODE).position(differs) else {
        return Ok(());
    };
    let mut got = [0; 2];
    for (place, byte) in got.iter_mut().zip(bytes).take(wrong + 1) {
        *place = *byte;
    }
    Err(FrameError::AppCode { got })
}

fn payload_size(header: Header) -> Result<usize, FrameError> {
    let size_bytes = header.size_bytes;
    let size = usize::try_from(size_bytes).unwrap_or(usize::MAX);
    if size > MESSAGE_SIZE_MAX {
        return Err(FrameError::SizeAboveLimit { size_bytes });
    }
    size.checked_sub(HEADER_SIZE)
        .ok_or(FrameError::SizeBelowHeader { size_bytes })
}

#[cfg(test)]
mod tests;
