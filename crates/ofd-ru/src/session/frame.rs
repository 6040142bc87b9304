//! One message in a stream of bytes.

use super::header::SessionHeader;
use super::{BODY_SIZE_MAX, HEADER_SIZE, SIGNATURE};

/// One message. Borrows the body from the bytes that it was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Its header.
    pub header: SessionHeader,
    /// Its body.
    pub body: &'a [u8],
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
        /// What follows it.
        rest: &'a [u8],
    },
}

/// Why bytes are no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// Another protocol.
    #[error("the message begins with {got:02X?} instead of {SIGNATURE:02X?}")]
    Signature {
        /// The first bytes up to the wrong one, then zeros: the same, however the stream is cut.
        got: [u8; 4],
    },
    /// An unknown version of the session protocol.
    #[error("session protocol version {got:02X?} is unknown")]
    SessionVersion {
        /// The version that stands there.
        got: [u8; 2],
    },
    /// The number of the storage has other characters than digits, or none.
    #[error("fiscal storage number {got:02X?} is not made of digits")]
    Storage {
        /// The bytes that stand there.
        got: [u8; 16],
    },
    /// A body that no document needs.
    #[error("a body of {size} bytes; at most {BODY_SIZE_MAX} are accepted")]
    BodySize {
        /// Bytes that the header tells.
        size: u16,
    },
    /// The forbidden check sum mode.
    #[error("flags {flags:#06X} name the forbidden check sum mode")]
    CrcMode {
        /// The flags that stand there.
        flags: u16,
    },
    /// The check sum disagrees.
    #[error("the check sum is {carried:#06X}; {computed:#06X} was computed")]
    Crc {
        /// Check sum in the header.
        carried: u16,
        /// Check sum of the bytes.
        computed: u16,
    },
}

impl FrameError {
    /// Where the refused field begins, from the beginning of the message.
    #[must_use]
    pub const fn offset(self) -> usize {
        match self {
            Self::Signature { .. } => 0,
            Self::SessionVersion { .. } => 4,
            Self::Storage { .. } => 8,
            Self::BodySize { .. } => 24,
            Self::CrcMode { .. } => 26,
            Self::Crc { .. } => 28,
        }
    }

    /// Stable word for metrics and logs.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Signature { .. } => "signature",
            Self::SessionVersion { .. } => "session_version",
            Self::Storage { .. } => "storage_number",
            Self::BodySize { .. } => "body_size",
            Self::CrcMode { .. } => "crc_mode",
            Self::Crc { .. } => "crc",
        }
    }
}

impl Frame<'_> {
    /// Decodes the message at the beginning of `bytes`.
    ///
    /// A wrong header is refused as soon as it is there, before its body.
    ///
    /// # Errors
    /// [`FrameError`], one variant a refusal.
    pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, FrameError> {
        compare_signature(bytes)?;
        let Some((header, after)) = bytes.split_first_chunk::<HEADER_SIZE>() else {
            let missing = HEADER_SIZE - bytes.len();
            return Ok(Decoded::Incomplete { missing });
        };
        let header = SessionHeader::from_bytes(header);
        judge(&header)?;
        let size = usize::from(header.body_size);
        let Some((body, rest)) = after.split_at_checked(size) else {
            let missing = size - after.len();
            return Ok(Decoded::Incomplete { missing });
        };
        let (carried, computed) = (header.crc, header.computed_crc(body));
        // Without a check sum the field should be zero, but what stands there says nothing about the message.
        if header.flags.crc_mode() != Some(super::CrcMode::None) && carried != computed {
            return Err(FrameError::Crc { carried, computed });
        }
        let frame = Frame { header, body };
        Ok(Decoded::Message { frame, rest })
    }
}

/// Refuses another protocol by its first byte already.
fn compare_signature(bytes: &[u8]) -> Result<(), FrameError> {
    let differs = |(byte, expected): (&u8, u8)| *byte != expected;
    let Some(wrong) = bytes.iter().zip(SIGNATURE).position(differs) else {
        return Ok(());
    };
    let mut got = [0; 4];
    for (place, byte) in got.iter_mut().zip(bytes).take(wrong + 1) {
        *place = *byte;
    }
    Err(FrameError::Signature { got })
}

fn judge(header: &SessionHeader) -> Result<(), FrameError> {
    let got = header.session_version;
    if !matches!(got, [0x81, 0xA2] | [0x82, 0xFB]) {
        return Err(FrameError::SessionVersion { got });
    }
    if header.storage_digits().is_none_or(str::is_empty) {
        let got = header.fiscal_storage;
        return Err(FrameError::Storage { got });
    }
    if usize::from(header.body_size) > BODY_SIZE_MAX {
        let size = header.body_size;
        return Err(FrameError::BodySize { size });
    }
    if header.flags.crc_mode().is_none() {
        let flags = header.flags.0;
        return Err(FrameError::CrcMode { flags });
    }
    Ok(())
}
