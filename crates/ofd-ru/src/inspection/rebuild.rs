//! From the JSON of an inspection back to bytes.

use serde_json::Value as Json;

use super::header::{read_container, read_session};
use super::{Content, Layer};
use crate::container::{Container, ContainerEncodeError};
use crate::json::{self, JsonError};
use crate::session::CrcMode;
use crate::tlv::{EncodeError, decode_document, decode_elements};

/// What an inspection told as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct RebuildParts<'a> {
    /// [`Inspection::header_json`](super::Inspection::header_json).
    pub header: Option<&'a Json>,
    /// [`Inspection::content_json`](super::Inspection::content_json); `None` for a message without a body.
    pub document: Option<&'a Json>,
    /// [`Inspection::original`](super::Inspection::original): taken as long as `document` says the same.
    pub original: Option<&'a [u8]>,
}

/// Bytes, and what of the JSON they do not tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Paths of fields of the document that are no elements, such as `metadata`.
    pub ignored: Vec<String>,
}

/// Why JSON makes no bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError {
    /// A part is not there.
    #[error("`{path}` is missing")]
    Missing {
        /// Where it should stand.
        path: String,
    },
    /// A field of a header with an impossible value.
    #[error("`{path}` is {value}; {expected} is expected")]
    Wrong {
        /// Path of the field.
        path: String,
        /// The value as it came.
        value: Json,
        /// What would be right.
        expected: &'static str,
    },
    /// The document does not read.
    #[error("document: {0}")]
    Document(#[from] JsonError),
    /// An element cannot be written.
    #[error("document: {0}")]
    Element(#[from] EncodeError),
    /// The container cannot be written.
    #[error("{0}")]
    Container(#[from] ContainerEncodeError),
}

/// Writes the bytes of `layer`: lengths and check sums are computed, signs are kept as they are.
///
/// # Errors
/// [`RebuildError`] names the field.
pub fn rebuild(layer: Layer, parts: &RebuildParts<'_>) -> Result<Rebuilt, RebuildError> {
    let (content, ignored) = match parts.document {
        Some(json) => read(json)?,
        None => (None, Vec::new()),
    };
    let body = match content {
        Some(content) => Some(write(&content, parts.original)?),
        None => None,
    };
    let bytes = match layer {
        Layer::Tlv => body.ok_or_else(|| missing("document"))?,
        Layer::Container => container(parts.header, &body.ok_or_else(|| missing("document"))?)?,
        Layer::Message => message(parts.header, body.as_deref())?,
    };
    Ok(Rebuilt { bytes, ignored })
}

/// The content that the JSON tells; `None` for `null`.
pub(super) fn content(json: &Json) -> Result<Option<Content>, JsonError> {
    read(json).map(|(content, _)| content)
}

fn read(json: &Json) -> Result<(Option<Content>, Vec<String>), JsonError> {
    if json.is_null() {
        return Ok((None, Vec::new()));
    }
    match json::from_value(json) {
        Ok(reading) => Ok((Some(Content::Document(reading.document)), reading.ignored)),
        Err(JsonError::NoForm) => {
            let (elements, ignored) = json::elements_from_value(json)?;
            Ok((Some(Content::Elements(elements)), ignored))
        }
        Err(error) => Err(error),
    }
}

/// The original bytes when they still say the same, else the canonical ones.
fn write(content: &Content, original: Option<&[u8]>) -> Result<Vec<u8>, EncodeError> {
    let kept = original.filter(|bytes| told(bytes).as_ref() == Some(content));
    match kept {
        Some(bytes) => Ok(bytes.to_vec()),
        None => content.encode(),
    }
}

/// What JSON tells about these bytes.
fn told(bytes: &[u8]) -> Option<Content> {
    let decoded = decode_document(bytes).map(Content::Document);
    let decoded = decoded.or_else(|_| decode_elements(bytes).map(Content::Elements));
    let mut text = Vec::new();
    decoded.ok()?.write_json(&mut text);
    content(&serde_json::from_slice(&text).ok()?).ok()?
}

fn container(header: Option<&Json>, body: &[u8]) -> Result<Vec<u8>, RebuildError> {
    let fields = header
        .and_then(|header| header.get("container"))
        .filter(|fields| !fields.is_null())
        .ok_or_else(|| missing("header.container"))?;
    let mut bytes = Vec::new();
    Container {
        body,
        ..read_container(fields, body.len())?
    }
    .encode_into(&mut bytes)?;
    Ok(bytes)
}

fn message(header: Option<&Json>, body: Option<&[u8]>) -> Result<Vec<u8>, RebuildError> {
    let fields = header
        .and_then(|header| header.get("session"))
        .filter(|fields| !fields.is_null())
        .ok_or_else(|| missing("header.session"))?;
    let session = read_session(fields)?;
    let body = match body {
        Some(body) => container(header, body)?,
        None => Vec::new(),
    };
    let size = body.len();
    let mut bytes = session
        .message(&body)
        .ok_or(ContainerEncodeError::TooLarge { size })?;
    if session.flags.crc_mode() == Some(CrcMode::None) {
        // What stands in a field that nobody reads is kept.
        let place = bytes.get_mut(crate::session::HEADER_SIZE - 2..);
        for (place, byte) in place.into_iter().flatten().zip(session.crc.to_le_bytes()) {
            *place = byte;
        }
    }
    Ok(bytes)
}

fn missing(path: &str) -> RebuildError {
    let path = path.to_owned();
    RebuildError::Missing { path }
}
