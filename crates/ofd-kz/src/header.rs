//! The 18 bytes before every message. Source: KZ-OFD/header.

use serde::{Deserialize, Serialize};

/// First bytes of every message: 0x81A2, little-endian.
pub const APP_CODE: [u8; 2] = [0xA2, 0x81];

/// Bytes of a header.
pub const HEADER_SIZE: usize = 18;

/// Header of a message. All numbers are little-endian on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Header {
    /// Version of the protocol as sent: `X × 100 + Y × 10 + Z`, see [`Version`](crate::Version).
    pub version: u16,
    /// Bytes of the whole message, header included.
    pub size_bytes: u32,
    /// The register's id at the operator.
    pub device_id: u32,
    /// The operator's token: all 32 bits count.
    pub token: u32,
    /// Number of the request; an answer repeats it.
    pub request_number: u16,
}

impl Header {
    /// Reads the fields, whatever they hold; the app code is not looked at.
    #[must_use]
    pub const fn from_bytes(bytes: &[u8; HEADER_SIZE]) -> Self {
        let [
            _,
            _,
            v0,
            v1,
            s0,
            s1,
            s2,
            s3,
            d0,
            d1,
            d2,
            d3,
            t0,
            t1,
            t2,
            t3,
            r0,
            r1,
        ] = *bytes;
        Self {
            version: u16::from_le_bytes([v0, v1]),
            size_bytes: u32::from_le_bytes([s0, s1, s2, s3]),
            device_id: u32::from_le_bytes([d0, d1, d2, d3]),
            token: u32::from_le_bytes([t0, t1, t2, t3]),
            request_number: u16::from_le_bytes([r0, r1]),
        }
    }

    /// The bytes, app code first.
    #[must_use]
    pub const fn to_bytes(&self) -> [u8; HEADER_SIZE] {
        let [a0, a1] = APP_CODE;
        let [v0, v1] = self.version.to_le_bytes();
        let [s0, s1, s2, s3] = self.size_bytes.to_le_bytes();
        let [d0, d1, d2, d3] = self.device_id.to_le_bytes();
        let [t0, t1, t2, t3] = self.token.to_le_bytes();
        let [r0, r1] = self.request_number.to_le_bytes();
        [
            a0, a1, v0, v1, s0, s1, s2, s3, d0, d1, d2, d3, t0, t1, t2, t3, r0, r1,
        ]
    }

    /// The header of an answer to this request: everything but token and size is repeated.
    #[must_use]
    pub const fn answer(&self, token: u32) -> Self {
        Self {
            token,
            size_bytes: 0,
            ..*self
        }
    }
}
