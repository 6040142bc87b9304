//! From bytes to a container.

use types::crc::crc16_ccitt_false;

use super::{Container, ContainerKind, HEADER_SIZE, StorageBcd, VERSION};
use crate::signs::TRAILER_SIZE;

/// Offset of the check sum, which is not part of what it covers.
const CRC_AT: usize = 2;
const CRC_END: usize = 4;
const KIND_AT: usize = 4;
const VERSION_AT: usize = 6;
const STORAGE_AT: usize = 9;

/// Why bytes are no container.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// Shorter than the header.
    #[error("a container has at least {HEADER_SIZE} bytes; {size} came")]
    HeaderCut {
        /// Bytes that came.
        size: usize,
    },
    /// The length field disagrees with the bytes that came.
    #[error("the container tells a length of {length}; {size} bytes came")]
    Length {
        /// Length that the container tells.
        length: u16,
        /// Bytes that came.
        size: usize,
    },
    /// The check sum disagrees.
    #[error("the check sum is {carried:#06X}; {computed:#06X} was computed")]
    Crc {
        /// Check sum in the container.
        carried: u16,
        /// Check sum of the bytes.
        computed: u16,
    },
    /// Neither `A5` nor `5A`.
    #[error("container type {code:#04X} is neither 0xA5 nor 0x5A")]
    Kind {
        /// The type that stands there.
        code: u8,
    },
    /// A version with another header.
    #[error("container version {version} is unknown")]
    Version {
        /// The version that stands there.
        version: u8,
    },
    /// The number of the storage is not packed decimal.
    #[error("the fiscal storage number {bcd:02X?} is not packed decimal")]
    Storage {
        /// The bytes that stand there.
        bcd: [u8; 8],
    },
    /// No document.
    #[error("tag and length of the document need 4 bytes; {size} follow the header")]
    DocumentCut {
        /// Bytes after the header.
        size: usize,
    },
    /// The document is longer than the container.
    #[error("the document tells a length of {length}; {size} bytes follow its tag and length")]
    DocumentLength {
        /// Length that the document tells.
        length: u16,
        /// Bytes after its tag and length.
        size: usize,
    },
    /// What follows the document is no trailer.
    #[error("{size} bytes follow the document; a trailer has {TRAILER_SIZE}")]
    Trailer {
        /// Where the document ends, from the beginning of the container.
        offset: usize,
        /// Bytes after the document.
        size: usize,
    },
}

impl ContainerError {
    /// Where the refused field begins, from the beginning of the container.
    #[must_use]
    pub const fn offset(self) -> usize {
        match self {
            Self::HeaderCut { .. } | Self::Length { .. } => 0,
            Self::Crc { .. } => CRC_AT,
            Self::Kind { .. } => KIND_AT,
            Self::Version { .. } => VERSION_AT,
            Self::Storage { .. } => STORAGE_AT,
            Self::DocumentCut { .. } | Self::DocumentLength { .. } => HEADER_SIZE,
            Self::Trailer { offset, .. } => offset,
        }
    }
}

impl<'a> Container<'a> {
    /// Decodes one container that takes up all of `bytes`; its document must be plain.
    ///
    /// # Errors
    /// [`ContainerError`], one variant a refusal.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, ContainerError> {
        let size = bytes.len();
        let Some((header, content)) = bytes.split_first_chunk::<HEADER_SIZE>() else {
            return Err(ContainerError::HeaderCut { size });
        };
        let [l0, l1, c0, c1, kind, form_code, version, s0, s1, rest @ ..] = *header;
        let length = u16::from_le_bytes([l0, l1]);
        if usize::from(length) != size {
            return Err(ContainerError::Length { length, size });
        }
        let carried = u16::from_le_bytes([c0, c1]);
        let computed = crc16_ccitt_false(&[&[l0, l1], bytes.get(CRC_END..).unwrap_or_default()]);
        if carried != computed {
            return Err(ContainerError::Crc { carried, computed });
        }
        let kind = ContainerKind::from_code(kind).ok_or(ContainerError::Kind { code: kind })?;
        if version != VERSION {
            return Err(ContainerError::Version { version });
        }
        let [b0, b1, b2, b3, b4, b5, b6, b7, n0, n1, n2, service2 @ ..] = rest;
        let fiscal_storage = StorageBcd([b0, b1, b2, b3, b4, b5, b6, b7]);
        if fiscal_storage.digits().is_none() {
            return Err(ContainerError::Storage {
                bcd: fiscal_storage.0,
            });
        }
        let (body, trailer) = split_document(content)?;
        Ok(Self {
            kind,
            form_code,
            version,
            service1: [s0, s1],
            fiscal_storage,
            document_number: u32::from_be_bytes([0, n0, n1, n2]),
            service2,
            body,
            trailer,
        })
    }
}

/// The trailer begins where the document ends.
fn split_document(content: &[u8]) -> Result<(&[u8], Option<[u8; TRAILER_SIZE]>), ContainerError> {
    let size = content.len();
    let Some(([_, _, l0, l1], after)) = content.split_first_chunk::<4>() else {
        return Err(ContainerError::DocumentCut { size });
    };
    let length = u16::from_le_bytes([*l0, *l1]);
    let end = usize::from(length) + 4;
    let Some((body, trailer)) = content.split_at_checked(end) else {
        let size = after.len();
        return Err(ContainerError::DocumentLength { length, size });
    };
    if trailer.is_empty() {
        return Ok((body, None));
    }
    let trailer = trailer.try_into().map_err(|_| ContainerError::Trailer {
        offset: HEADER_SIZE + end,
        size: trailer.len(),
    })?;
    Ok((body, Some(trailer)))
}
