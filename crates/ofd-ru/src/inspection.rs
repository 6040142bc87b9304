//! Bytes of unknown quality, laid open layer by layer for people and tools.
//!
//! Unlike the decoders, an inspection keeps what could be read before the first refusal. It prints as a tree with
//! offsets and official names.

mod header;
mod print;
mod rebuild;
mod rule;

pub use rebuild::{RebuildError, RebuildParts, Rebuilt, rebuild};

use crate::json as document_json;
use crate::session::KnownProtocol;

use crate::container::Container;
use crate::session::{Decoded, Frame, SIGNATURE, SessionHeader};
use crate::tlv::{
    DecodeRefusal, EncodeError, RawElements, decode_elements, decode_prefix, encode_document, encode_elements,
};
use crate::tree::{Document, Element, FfdVersion, Form, TagPath};

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
    /// Stable name of what is wrong, such as `container-crc`.
    pub rule: &'static str,
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
        let document = Self::of_tlv(bytes);
        // Type and version of a container; a document may have the same bytes there, but then it reads as one.
        let is_like_container = matches!(bytes, [_, _, _, _, 0xA5 | 0x5A, _, 1, ..]);
        if is_like_container && !document.is_whole() {
            return Self::of_container(bytes);
        }
        document
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
                rule::MESSAGE_CUT,
                format!("the message is cut: at least {missing} bytes are missing"),
            ),
            Err(error) => inspection.refuse(
                error.offset(),
                Layer::Message,
                rule::of_frame(error),
                error.to_string(),
            ),
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

    /// Version of the format that the document names; else the one that goes with the session's protocol.
    ///
    /// `None` without a document.
    #[must_use]
    pub fn version(&self) -> Option<FfdVersion> {
        let document = self.document()?;
        let protocol = self.header.and_then(|header| header.protocol.known());
        Some(document.version().unwrap_or(match protocol {
            Some(KnownProtocol::V1_1) => FfdVersion::V1_1,
            Some(KnownProtocol::V1_2) => FfdVersion::V1_2,
            Some(KnownProtocol::V1_0 | KnownProtocol::V1_05) | None => FfdVersion::V1_05,
        }))
    }

    /// The document or the elements as one JSON object; `None` when they could not be read.
    #[must_use]
    pub fn content_json(&self) -> Option<String> {
        let mut out = Vec::with_capacity(1024);
        self.content.as_ref()?.write_json(&mut out);
        String::from_utf8(out).ok()
    }

    /// The bytes of the document or the elements, when their JSON cannot give them back.
    ///
    /// Registers pad numbers with zeros and write quantities with trailing ones, and the tax authority's JSON
    /// does not tell. `None` also when there is no content.
    #[must_use]
    pub fn original(&self) -> Option<&'a [u8]> {
        let text = self.content_json()?;
        let json = serde_json::from_str(&text).unwrap_or_default();
        let again = rebuild::content(&json)
            .ok()?
            .and_then(|content| content.encode().ok());
        (again.as_deref() != Some(self.content_bytes)).then_some(self.content_bytes)
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

    fn refuse(&mut self, offset: usize, layer: Layer, rule: &'static str, message: String) {
        self.consumed = offset;
        self.refusal = Some(InspectionRefusal {
            offset,
            path: TagPath::default(),
            layer,
            rule,
            message,
        });
    }

    fn read_container(&mut self, bytes: &'a [u8], offset: usize) {
        match Container::decode(bytes) {
            Ok(container) => {
                self.container = Some(container);
                self.read_content(container.body, offset + crate::container::HEADER_SIZE);
            }
            Err(error) => self.refuse(
                offset + error.offset(),
                Layer::Container,
                rule::of_container(error),
                error.to_string(),
            ),
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
                    let refusal = DecodeRefusal::Trailing { count };
                    let rule = rule::of_document(refusal);
                    self.refuse(offset + size, Layer::Tlv, rule, refusal.to_string());
                }
            }
            Err(error) => {
                let (at, rule) = (offset + error.offset, rule::of_document(error.refusal));
                self.refuse(at, Layer::Tlv, rule, error.refusal.to_string());
                if let Some(refusal) = &mut self.refusal {
                    refusal.path = error.path;
                }
            }
        }
    }
}

impl Content {
    fn write_json(&self, out: &mut Vec<u8>) {
        match self {
            Self::Document(document) => document_json::write(document, out),
            Self::Elements(elements) => document_json::write_elements(elements, out),
        }
    }

    fn encode(&self) -> Result<Vec<u8>, EncodeError> {
        match self {
            Self::Document(document) => encode_document(document),
            Self::Elements(elements) => encode_elements(elements),
        }
    }
}

#[cfg(test)]
mod tests;
