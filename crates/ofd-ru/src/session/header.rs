//! The thirty bytes before a body.

use types::crc::crc16_ccitt_false;

use super::{HEADER_SIZE, SIGNATURE};

/// Session protocol 1.1.
const SESSION_VERSION: [u8; 2] = [0x81, 0xA2];

/// Header of a message, as sent; nothing of it has been judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionHeader {
    /// Version of the session protocol: `81 A2`, or `82 FB` of test messages.
    pub session_version: [u8; 2],
    /// Version of the application protocol.
    pub protocol: ProtocolVersion,
    /// Number of the fiscal storage in ASCII, padded with blanks on the right.
    pub fiscal_storage: [u8; 16],
    /// Bytes of the body.
    pub body_size: u16,
    /// Flags.
    pub flags: SessionFlags,
    /// Check sum; 0 where the flags name none.
    pub crc: u16,
}

/// Version of the application protocol, as sent. It need not agree with tag 1209 of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtocolVersion(pub [u8; 2]);

/// The versions that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KnownProtocol {
    /// FFD 1.0; registers with FFD 1.05 send it too.
    V1_0,
    /// FFD 1.05.
    V1_05,
    /// FFD 1.1.
    V1_1,
    /// FFD 1.2.
    V1_2,
}

/// Flags of a message, as sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionFlags(pub u16);

/// What the check sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrcMode {
    /// Nothing; the field is zero.
    None,
    /// The header.
    Header,
    /// Header and body.
    HeaderAndBody,
}

impl SessionHeader {
    /// Reads the fields behind the signature, which the caller has compared.
    pub(super) fn from_bytes(bytes: &[u8; HEADER_SIZE]) -> Self {
        let [
            _,
            _,
            _,
            _,
            s0,
            s1,
            p0,
            p1,
            fiscal_storage @ ..,
            l0,
            l1,
            f0,
            f1,
            c0,
            c1,
        ] = *bytes;
        Self {
            session_version: [s0, s1],
            protocol: ProtocolVersion([p0, p1]),
            fiscal_storage,
            body_size: u16::from_le_bytes([l0, l1]),
            flags: SessionFlags(u16::from_le_bytes([f0, f1])),
            crc: u16::from_le_bytes([c0, c1]),
        }
    }

    /// A header for a body of this storage that expects an answer, without check sum.
    #[must_use]
    pub const fn from_register(protocol: ProtocolVersion, fiscal_storage: [u8; 16]) -> Self {
        Self {
            session_version: SESSION_VERSION,
            protocol,
            fiscal_storage,
            body_size: 0,
            flags: SessionFlags::USUAL,
            crc: 0,
        }
    }

    /// The header of an answer to this message: same storage, same protocol, same check sum mode.
    #[must_use]
    pub const fn answered(&self) -> Self {
        Self {
            session_version: SESSION_VERSION,
            body_size: 0,
            flags: self.flags.answered(),
            crc: 0,
            ..*self
        }
    }

    /// The header with this body as one message: length and check sum are put right.
    ///
    /// `None` when the body is larger than the length field can tell.
    #[must_use]
    pub fn message(&self, body: &[u8]) -> Option<Vec<u8>> {
        let mut header = *self;
        header.body_size = u16::try_from(body.len()).ok()?;
        header.crc = header.computed_crc(body);
        Some([&header.to_bytes()[..], body].concat())
    }

    /// The answer without a container, after which the operator closes the connection.
    #[must_use]
    pub fn refusal(&self) -> Vec<u8> {
        let header = Self {
            session_version: SESSION_VERSION,
            body_size: 0,
            flags: SessionFlags(0),
            crc: 0,
            ..*self
        };
        header.to_bytes().to_vec()
    }

    /// Number of the storage without blanks; `None` when it is not made of digits.
    #[must_use]
    pub fn storage_digits(&self) -> Option<&str> {
        let digits = std::str::from_utf8(&self.fiscal_storage)
            .ok()?
            .trim_end_matches(' ');
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
    }

    /// The check sum that the flags ask for; 0 where they ask for none or are wrong.
    pub(super) fn computed_crc(&self, body: &[u8]) -> u16 {
        let bytes = self.to_bytes();
        let covered = bytes.get(..HEADER_SIZE - 2).unwrap_or_default();
        match self.flags.crc_mode() {
            Some(CrcMode::Header) => crc16_ccitt_false(&[covered]),
            Some(CrcMode::HeaderAndBody) => crc16_ccitt_false(&[covered, body]),
            Some(CrcMode::None) | None => 0,
        }
    }

    /// The header as it is sent.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; HEADER_SIZE] {
        let mut bytes = [0; HEADER_SIZE];
        let fields: [&[u8]; 7] = [
            &SIGNATURE,
            &self.session_version,
            &self.protocol.0,
            &self.fiscal_storage,
            &self.body_size.to_le_bytes(),
            &self.flags.0.to_le_bytes(),
            &self.crc.to_le_bytes(),
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }
}

impl ProtocolVersion {
    /// FFD 1.05.
    pub const V1_05: Self = Self([0x01, 0x05]);
    /// FFD 1.1.
    pub const V1_1: Self = Self([0x01, 0x10]);
    /// FFD 1.2.
    pub const V1_2: Self = Self([0x01, 0x20]);

    /// The version, when it is a known one.
    #[must_use]
    pub const fn known(self) -> Option<KnownProtocol> {
        match self.0 {
            [0x01, 0x00] | [0x00, 0x01 | 0x02] => Some(KnownProtocol::V1_0),
            [0x01, 0x05] => Some(KnownProtocol::V1_05),
            [0x01, 0x10] => Some(KnownProtocol::V1_1),
            [0x01, 0x20] => Some(KnownProtocol::V1_2),
            _ => None,
        }
    }
}

impl SessionFlags {
    /// No check sum, a container, an answer is expected.
    pub const USUAL: Self = Self(0x0014);

    /// What the check sum covers; `None` for the forbidden value.
    #[must_use]
    pub const fn crc_mode(self) -> Option<CrcMode> {
        match self.0 & 0b11 {
            0b00 => Some(CrcMode::None),
            0b01 => Some(CrcMode::Header),
            0b10 => Some(CrcMode::HeaderAndBody),
            _ => None,
        }
    }

    /// Whether the body is a container.
    #[must_use]
    pub const fn has_container(self) -> bool {
        self.0 & 0b100 != 0
    }

    /// Whether the sender says that it waits for an answer.
    #[must_use]
    pub const fn expects_answer(self) -> bool {
        self.0 & 0b11_0000 == 0b01_0000
    }

    /// Priority, 0 to 3.
    #[must_use]
    pub fn priority(self) -> u8 {
        let [low, _] = self.0.to_le_bytes();
        low >> 6
    }

    /// The usual flags with the check sum mode of these.
    #[must_use]
    pub const fn answered(self) -> Self {
        Self(Self::USUAL.0 | (self.0 & 0b11))
    }
}
