//! The container that carries one document between fiscal storage and operator. Source: RU-OFD/container.

mod decode;

#[cfg(test)]
mod tests;

use types::FiscalStorageNumber;
use types::crc::crc16_ccitt_false;

use crate::signs::TRAILER_SIZE;
use crate::tree::Form;

pub use decode::ContainerError;

/// Bytes before the document.
pub const HEADER_SIZE: usize = 32;

/// Value of the first service data in all samples.
pub const SERVICE_DATA: [u8; 2] = [0x10, 0x09];

const VERSION: u8 = 1;
const DOCUMENT_NUMBER_MAX: u32 = 0x00FF_FFFF;

/// One container. Borrows the document from the bytes that it was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Container<'a> {
    /// Direction.
    pub kind: ContainerKind,
    /// Data type as sent: the form code of the document, or another number of the storage's archive.
    pub form_code: u8,
    /// Version of the container.
    pub version: u8,
    /// Service data 1; meaning unknown.
    pub service1: [u8; 2],
    /// Number of the fiscal storage.
    pub fiscal_storage: StorageBcd,
    /// Number of the document: 24 bits.
    pub document_number: u32,
    /// Service data 2; the answer echoes its first four bytes.
    pub service2: [u8; 12],
    /// The document with tag and length: plain when the register does not encrypt.
    pub body: &'a [u8],
    /// Sign of the message; some senders leave it out.
    pub trailer: Option<[u8; TRAILER_SIZE]>,
}

/// Direction of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContainerKind {
    /// `A5`: from the register.
    ToOfd,
    /// `5A`: to the register.
    ToRegister,
}

/// Number of a fiscal storage in packed decimal digits, high nibble first, `F` after the last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StorageBcd(pub [u8; 8]);

/// Why a container cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ContainerEncodeError {
    /// Longer than the length field can tell.
    #[error("the container has {size} bytes; at most {} are possible", u16::MAX)]
    TooLarge {
        /// Bytes of the whole container.
        size: usize,
    },
    /// More than 24 bits.
    #[error("document number {number} exceeds {DOCUMENT_NUMBER_MAX}")]
    DocumentNumber {
        /// The number.
        number: u32,
    },
}

impl<'a> Container<'a> {
    /// A container as registers make it, with the service data of the samples.
    #[must_use]
    pub fn from_register(
        form: Form,
        storage: &FiscalStorageNumber,
        document_number: u32,
        body: &'a [u8],
        trailer: [u8; TRAILER_SIZE],
    ) -> Self {
        Self {
            kind: ContainerKind::ToOfd,
            form_code: form.code(),
            version: VERSION,
            service1: SERVICE_DATA,
            fiscal_storage: StorageBcd::from_number(storage),
            document_number,
            service2: service_data([0; 4], body.len()),
            body,
            trailer: Some(trailer),
        }
    }

    /// The answer to this container: echoes its storage, number and service data.
    #[must_use]
    pub fn answered<'b>(&self, body: &'b [u8], trailer: [u8; TRAILER_SIZE]) -> Container<'b> {
        let [a, b, c, d, ..] = self.service2;
        Container {
            kind: ContainerKind::ToRegister,
            form_code: Form::OfdAcknowledgement.code(),
            version: VERSION,
            service1: self.service1,
            fiscal_storage: self.fiscal_storage,
            document_number: self.document_number,
            service2: service_data([a, b, c, d], body.len()),
            body,
            trailer: Some(trailer),
        }
    }

    /// The header behind length and check sum.
    pub(crate) fn header_fields(&self) -> [u8; HEADER_SIZE - 4] {
        let [_, number @ ..] = self.document_number.to_be_bytes();
        let fields: [&[u8]; 5] = [
            &[self.kind.code(), self.form_code, self.version],
            &self.service1,
            &self.fiscal_storage.0,
            &number,
            &self.service2,
        ];
        let mut header = [0; HEADER_SIZE - 4];
        for (place, byte) in header.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        header
    }

    /// The form of the document; `None` when the data type is no form code.
    #[must_use]
    pub const fn form(&self) -> Option<Form> {
        Form::from_code(self.form_code)
    }

    /// Appends the container with its length and check sum.
    ///
    /// # Errors
    /// [`ContainerEncodeError`]; nothing is appended then.
    pub fn encode_into(&self, out: &mut Vec<u8>) -> Result<(), ContainerEncodeError> {
        let trailer = self.trailer.as_ref().map_or(&[][..], |trailer| trailer);
        let size = HEADER_SIZE + self.body.len() + trailer.len();
        let length = u16::try_from(size)
            .map_err(|_| ContainerEncodeError::TooLarge { size })?
            .to_le_bytes();
        let number = self.document_number;
        if number > DOCUMENT_NUMBER_MAX {
            return Err(ContainerEncodeError::DocumentNumber { number });
        }
        let header = self.header_fields();
        let crc = crc16_ccitt_false(&[&length, &header, self.body, trailer]);
        out.reserve(size);
        out.extend_from_slice(&length);
        out.extend_from_slice(&crc.to_le_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(self.body);
        out.extend_from_slice(trailer);
        Ok(())
    }
}

/// Echoed or zero bytes, zeros where the samples are opaque, and the size of the plain document, big-endian.
fn service_data([a, b, c, d]: [u8; 4], body_size: usize) -> [u8; 12] {
    let [high, low] = u16::try_from(body_size).unwrap_or(u16::MAX).to_be_bytes();
    [a, b, c, d, 0, 0, 0, 0, 0, 0, high, low]
}

impl ContainerKind {
    /// Its number on the wire.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::ToOfd => 0xA5,
            Self::ToRegister => 0x5A,
        }
    }

    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        match code {
            0xA5 => Some(Self::ToOfd),
            0x5A => Some(Self::ToRegister),
            _ => None,
        }
    }
}

impl StorageBcd {
    /// From the number of a storage.
    #[must_use]
    pub fn from_number(number: &FiscalStorageNumber) -> Self {
        let mut nibbles = number
            .as_str()
            .bytes()
            .map(|digit| digit.wrapping_sub(b'0') & 0x0F);
        let mut packed = [0; 8];
        for byte in &mut packed {
            let high = nibbles.next().unwrap_or(0x0F);
            *byte = high << 4 | nibbles.next().unwrap_or(0x0F);
        }
        Self(packed)
    }

    /// The digits, without the padding; `None` when a nibble is no digit.
    #[must_use]
    pub fn digits(self) -> Option<String> {
        let nibbles = self.0.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
        let mut digits = String::with_capacity(16);
        for nibble in nibbles {
            if digits.len() == 15 && nibble == 0x0F {
                break;
            }
            digits.push(char::from_digit(u32::from(nibble), 10)?);
        }
        Some(digits)
    }

    /// The number, when it is one of 16 digits.
    #[must_use]
    pub fn number(self) -> Option<FiscalStorageNumber> {
        FiscalStorageNumber::parse(&self.digits()?).ok()
    }
}
