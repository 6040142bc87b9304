//! Session header and container as JSON, both ways.

use serde_json::{Value as Json, json};

use super::{Inspection, RebuildError};
use crate::container::{Container, ContainerKind, StorageBcd};
use crate::session::{ProtocolVersion, SessionFlags, SessionHeader};

impl Inspection<'_> {
    /// Fields of session header and container; [`rebuild`](super::rebuild) reads them back.
    #[must_use]
    pub fn header_json(&self) -> serde_json::Value {
        let mut fields = serde_json::Map::new();
        if let Some(header) = &self.header {
            let session = json!({
                "sessionVersion": hex::encode_upper(header.session_version),
                "protocolVersion": hex::encode_upper(header.protocol.0),
                "fiscalDriveNumber": String::from_utf8_lossy(&header.fiscal_storage),
                "bodySize": header.body_size,
                "flags": header.flags.0,
                "crc": header.crc,
            });
            fields.insert("session".to_owned(), session);
        }
        if let Some(container) = &self.container {
            let value = json!({
                "type": container.kind.code(),
                "code": container.form_code,
                "version": container.version,
                "service1": hex::encode_upper(container.service1),
                "fiscalDriveNumber": container.fiscal_storage.digits(),
                "fiscalDocumentNumber": container.document_number,
                "service2": hex::encode_upper(container.service2),
                "documentSize": container.body.len(),
                "trailer": container.trailer.map(hex::encode_upper),
            });
            fields.insert("container".to_owned(), value);
        }
        serde_json::Value::Object(fields)
    }
}

/// A session header as [`Inspection::header_json`] tells it; `bodySize` is not read.
pub(super) fn read_session(json: &Json) -> Result<SessionHeader, RebuildError> {
    let fields = Fields {
        json,
        path: "header.session",
    };
    let number = fields.text("fiscalDriveNumber", "at most 16 digits")?;
    let mut fiscal_storage = [b' '; 16];
    if number.len() > fiscal_storage.len() {
        return Err(fields.wrong("fiscalDriveNumber", "at most 16 digits"));
    }
    for (place, byte) in fiscal_storage.iter_mut().zip(number.bytes()) {
        *place = byte;
    }
    Ok(SessionHeader {
        session_version: fields.bytes("sessionVersion", "4 hexadecimal digits")?,
        protocol: ProtocolVersion(fields.bytes("protocolVersion", "4 hexadecimal digits")?),
        fiscal_storage,
        body_size: 0,
        flags: SessionFlags(fields.number("flags", "a number of 16 bits")?),
        crc: match json.get("crc") {
            Some(_) => fields.number("crc", "a number of 16 bits")?,
            None => 0,
        },
    })
}

/// A container as [`Inspection::header_json`] tells it, around a document of so many bytes that is still to come.
///
/// Service data that hold the size of the document, as `documentSize` tells it, get the new one.
pub(super) fn read_container(json: &Json, document_size: usize) -> Result<Container<'static>, RebuildError> {
    let fields = Fields {
        json,
        path: "header.container",
    };
    let [data @ .., high, low] = fields.bytes::<12>("service2", "24 hexadecimal digits")?;
    let told = json.get("documentSize").and_then(Json::as_u64);
    let size = u16::try_from(document_size).ok();
    let [high, low] = match size {
        Some(size) if told == Some(u64::from(u16::from_be_bytes([high, low]))) => size.to_be_bytes(),
        Some(_) | None => [high, low],
    };
    let mut service2 = [0; 12];
    for (place, byte) in service2.iter_mut().zip(data.into_iter().chain([high, low])) {
        *place = byte;
    }
    let kind = ContainerKind::from_code(fields.number("type", "165 or 90")?);
    Ok(Container {
        kind: kind.ok_or_else(|| fields.wrong("type", "165 or 90"))?,
        form_code: fields.number("code", "a number of 8 bits")?,
        version: fields.number("version", "a number of 8 bits")?,
        service1: fields.bytes("service1", "4 hexadecimal digits")?,
        fiscal_storage: fields.storage()?,
        document_number: fields.number("fiscalDocumentNumber", "a number of 24 bits")?,
        service2,
        body: &[],
        trailer: match json.get("trailer") {
            None | Some(Json::Null) => None,
            Some(_) => Some(fields.bytes("trailer", "20 hexadecimal digits")?),
        },
    })
}

/// Fields of one header.
struct Fields<'a> {
    json: &'a Json,
    path: &'static str,
}

impl<'a> Fields<'a> {
    fn text(&self, key: &str, expected: &'static str) -> Result<&'a str, RebuildError> {
        let text = self.json.get(key).and_then(Json::as_str);
        text.ok_or_else(|| self.wrong(key, expected))
    }

    fn number<T: TryFrom<u64>>(&self, key: &str, expected: &'static str) -> Result<T, RebuildError> {
        let number = self.json.get(key).and_then(Json::as_u64);
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| self.wrong(key, expected))
    }

    fn bytes<const SIZE: usize>(
        &self,
        key: &str,
        expected: &'static str,
    ) -> Result<[u8; SIZE], RebuildError> {
        let bytes = hex::decode(self.text(key, expected)?).ok();
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| self.wrong(key, expected))
    }

    /// Digits, padded with `F` on the right, are what they look like in hexadecimal.
    fn storage(&self) -> Result<StorageBcd, RebuildError> {
        const EXPECTED: &str = "15 or 16 digits";
        let digits = self.text("fiscalDriveNumber", EXPECTED)?;
        let formed = matches!(digits.len(), 15 | 16) && digits.bytes().all(|digit| digit.is_ascii_digit());
        let packed = hex::decode(format!("{digits:F<16}")).ok();
        packed
            .filter(|_| formed)
            .and_then(|packed| packed.try_into().ok())
            .map(StorageBcd)
            .ok_or_else(|| self.wrong("fiscalDriveNumber", EXPECTED))
    }

    fn wrong(&self, key: &str, expected: &'static str) -> RebuildError {
        let path = format!("{}.{key}", self.path);
        match self.json.get(key) {
            Some(value) => RebuildError::Wrong {
                path,
                value: value.clone(),
                expected,
            },
            None => RebuildError::Missing { path },
        }
    }
}
