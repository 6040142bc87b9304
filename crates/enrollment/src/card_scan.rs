//! The scan or photo of a registration card that a taxpayer uploads for review.

use std::fmt;

/// Bytes of a scan.
pub const CARD_SCAN_MAX_BYTES: usize = 2 * 1024 * 1024;

/// What a scan is, told by its first bytes and by nothing that a caller says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanKind {
    /// A photo.
    Jpeg,
    /// A picture.
    Png,
    /// A scanned document.
    Pdf,
}

impl ScanKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jpeg, Self::Png, Self::Pdf];

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    const fn beginning(self) -> &'static [u8] {
        match self {
            Self::Jpeg => &[0xFF, 0xD8, 0xFF],
            Self::Png => b"\x89PNG\r\n\x1a\n",
            Self::Pdf => b"%PDF-",
        }
    }

    /// What these bytes are, when they are a scan.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| bytes.starts_with(kind.beginning()))
    }
}

/// A scan; its bytes are kept as they came and read by people alone.
#[derive(Clone, PartialEq, Eq)]
pub struct CardScan {
    kind: ScanKind,
    bytes: Vec<u8>,
}

/// Why bytes are no scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardScanError {
    /// More bytes than a scan may have.
    #[error("has {size_bytes} bytes; a scan has {CARD_SCAN_MAX_BYTES} at most")]
    TooLarge {
        /// Bytes that came.
        size_bytes: usize,
    },
    /// Neither of the kinds.
    #[error("is neither JPEG nor PNG nor PDF")]
    Unknown,
}

impl CardScan {
    /// Reads a scan.
    ///
    /// # Errors
    /// [`CardScanError`] when it is too large, or nothing that a reviewer can open.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, CardScanError> {
        if bytes.len() > CARD_SCAN_MAX_BYTES {
            let size_bytes = bytes.len();
            return Err(CardScanError::TooLarge { size_bytes });
        }
        let kind = ScanKind::of(&bytes).ok_or(CardScanError::Unknown)?;
        Ok(Self { kind, bytes })
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> ScanKind {
        self.kind
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for CardScan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardScan({:?}, {} bytes)", self.kind, self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_known_by_its_first_bytes() {
        for (bytes, kind) in [
            (&b"\xFF\xD8\xFF\xE0rest"[..], Ok(ScanKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\nrest", Ok(ScanKind::Png)),
            (b"%PDF-1.7", Ok(ScanKind::Pdf)),
            (b"", Err(CardScanError::Unknown)),
            (b"<html>", Err(CardScanError::Unknown)),
            (b" %PDF-1.7", Err(CardScanError::Unknown)),
        ] {
            assert_eq!(
                CardScan::parse(bytes.to_vec()).map(|scan| scan.kind()),
                kind,
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn a_scan_too_large_is_refused() {
        let mut bytes = b"%PDF-".to_vec();
        bytes.resize(CARD_SCAN_MAX_BYTES, 0);
        assert!(CardScan::parse(bytes.clone()).is_ok());
        bytes.push(0);
        let size_bytes = bytes.len();
        assert_eq!(
            CardScan::parse(bytes),
            Err(CardScanError::TooLarge { size_bytes })
        );
    }
}
