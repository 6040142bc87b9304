//! Bytes of unknown quality, laid open layer by layer for people and tools.
//!
//! Unlike the decoders, an inspection keeps what could be read before the first refusal. It prints as a tree with
//! offsets and official names.

mod print;

use serde_json::json;

use crate::container::Container;
use crate::session::{Decoded, Frame, SIGNATURE, SessionHeader};
use crate::tlv::{DecodeRefusal, RawElements, decode_elements, decode_prefix};
use crate::tree::{Document, Element, Form, TagPath};

/// What bytes hold, as far as they could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection<'a> {
    /// Which layer is the outermost.
    pub layer: Layer,
    /// Bytes that were understood: the whole message, or up to the refusal.
    pub consumed: usize,
    /// Header of the session message.
    pub header: Option<SessionHeader>,
    /// The container.
    pub container: Option<Container<'a>>,
    /// The document or bare elements.
    pub content: Option<Content>,
    /// Where the document or the elements begin in the whole input.
    pub content_offset: usize,
    /// Why the rest could not be read.
    pub refusal: Option<InspectionRefusal>,
    /// Raw bytes of the document or of the elements.
    content_bytes: &'a [u8],
}

/// Outermost layer of what is inspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// Session header and what follows.
    Message,
    /// Container.
    Container,
    /// Document or elements.
    Tlv,
}

/// Elements with or without a form around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A document.
    Document(Document),
    /// Elements.
    Elements(Vec<Element>),
}

/// The first thing that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionRefusal {
    /// Where, from the beginning of the input.
    pub offset: usize,
    /// In which element; empty outside of documents.
    pub path: TagPath,
    /// Layer that refused.
    pub layer: Layer,
    /// What is wrong.
    pub message: String,
}

impl<'a> Inspection<'a> {
    /// Inspects bytes whose kind their beginning tells.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        if bytes.starts_with(&SIGNATURE) {
            return Self::of_message(bytes);
        }
        let [l0, l1, _, _, kind, ..] = bytes else {
            return Self::of_tlv(bytes);
        };
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        if matches!(kind, 0xA5 | 0x5A) && length <= bytes.len() && Container::decode(bytes).is_ok() {
            return Self::of_container(bytes);
        }
        Self::of_tlv(bytes)
    }

    /// Inspects a session message. Bytes behind it are not consumed.
    #[must_use]
    pub fn of_message(bytes: &'a [u8]) -> Self {
        let mut inspection = Self::empty(Layer::Message);
        match Frame::decode(bytes) {
            Ok(Decoded::Message { frame, rest }) => {
                inspection.consumed = bytes.len() - rest.len();
                inspection.header = Some(frame.header);
                if !frame.body.is_empty() {
                    inspection.read_container(frame.body, inspection.consumed - frame.body.len());
                }
            }
            Ok(Decoded::Incomplete { missing }) => inspection.refuse(
                bytes.len(),
                Layer::Message,
                format!("the message is cut: at least {missing} bytes are missing"),
            ),
            Err(error) => inspection.refuse(error.offset(), Layer::Message, error.to_string()),
        }
        inspection
    }

    /// Inspects a container.
    #[must_use]
    pub fn of_container(bytes: &'a [u8]) -> Self {
        let mut inspection = Self::empty(Layer::Container);
        inspection.consumed = bytes.len();
        inspection.read_container(bytes, 0);
        inspection
    }

    /// Inspects a document, or elements when the first tag is no form code.
    #[must_use]
    pub fn of_tlv(bytes: &'a [u8]) -> Self {
        let mut inspection = Self::empty(Layer::Tlv);
        inspection.consumed = bytes.len();
        inspection.read_content(bytes, 0);
        inspection
    }

    /// The document, when there is a whole one.
    #[must_use]
    pub const fn document(&self) -> Option<&Document> {
        match &self.content {
            Some(Content::Document(document)) => Some(document),
            Some(Content::Elements(_)) | None => None,
        }
    }

    /// `true` when everything could be read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.refusal.is_none()
    }

    /// Offset of an element in the whole input.
    #[must_use]
    pub fn locate(&self, path: &TagPath) -> Option<usize> {
        crate::tlv::locate(self.content_bytes, path).map(|offset| offset + self.content_offset)
    }

    /// Fields of session header and container, for tools.
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

    const fn empty(layer: Layer) -> Self {
        Self {
            layer,
            consumed: 0,
            header: None,
            container: None,
            content: None,
            content_offset: 0,
            refusal: None,
            content_bytes: &[],
        }
    }

    fn refuse(&mut self, offset: usize, layer: Layer, message: String) {
        self.consumed = offset;
        self.refusal = Some(InspectionRefusal {
            offset,
            path: TagPath::default(),
            layer,
            message,
        });
    }

    fn read_container(&mut self, bytes: &'a [u8], offset: usize) {
        match Container::decode(bytes) {
            Ok(container) => {
                self.container = Some(container);
                self.read_content(container.body, offset + crate::container::HEADER_SIZE);
            }
            Err(error) => self.refuse(offset + error.offset(), Layer::Container, error.to_string()),
        }
    }

    fn read_content(&mut self, bytes: &'a [u8], offset: usize) {
        self.content_offset = offset;
        self.content_bytes = bytes;
        let first = RawElements::new(bytes, 0).next().and_then(Result::ok);
        let is_form = first.is_some_and(|element| Form::from_tag(element.tag).is_some());
        let content = if is_form || bytes.is_empty() {
            decode_prefix(bytes).map(|(document, size)| (Content::Document(document), size))
        } else {
            decode_elements(bytes).map(|elements| (Content::Elements(elements), bytes.len()))
        };
        match content {
            Ok((content, size)) => {
                self.content = Some(content);
                let count = bytes.len() - size;
                if count > 0 {
                    let message = DecodeRefusal::Trailing { count }.to_string();
                    self.refuse(offset + size, Layer::Tlv, message);
                }
            }
            Err(error) => {
                self.refuse(offset + error.offset, Layer::Tlv, error.refusal.to_string());
                if let Some(refusal) = &mut self.refusal {
                    refusal.path = error.path;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
