//! From bytes to a tree.

use types::LocalDateTime;

use super::raw::{RawElement, RawElements};
use super::{DEPTH_MAX, HEADER_SIZE, SCALE_MAX};
use crate::cp866;
use crate::tags::{self, Kind};
use crate::tree::{Document, Element, Form, Tag, TagPath, Value};

/// Why bytes are not a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}, element `{path}`: {refusal}")]
pub struct DecodeError {
    /// Where the refused element or its header begins.
    pub offset: usize,
    /// The element; its parent when not even its tag is there.
    pub path: TagPath,
    /// What is wrong.
    pub refusal: DecodeRefusal,
}

/// What is wrong with the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeRefusal {
    /// Fewer than four bytes where tag and length should be.
    #[error("tag and length need 4 bytes, {available} left")]
    HeaderCut {
        /// Bytes that are left.
        available: usize,
    },
    /// The length leads out of the parent.
    #[error("length is {length}, but {available} bytes are left")]
    LengthBeyondEnd {
        /// Length that the element tells.
        length: u16,
        /// Bytes that are left.
        available: usize,
    },
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// The outermost tag is no form code.
    #[error("tag {tag} is no form code")]
    UnknownForm {
        /// The tag that stands there.
        tag: Tag,
    },
    /// Bytes after the document.
    #[error("{count} bytes follow the document")]
    Trailing {
        /// How many.
        count: usize,
    },
}

impl DecodeError {
    pub(super) fn at(offset: usize, refusal: DecodeRefusal) -> Self {
        Self {
            offset,
            path: TagPath::default(),
            refusal,
        }
    }
}

/// Decodes one whole document.
///
/// # Errors
/// [`DecodeError`] for a broken structure, an unknown form, and bytes after the document.
pub fn decode_document(bytes: &[u8]) -> Result<Document, DecodeError> {
    let (document, size) = decode_prefix(bytes)?;
    let count = bytes.len() - size;
    if count > 0 {
        return Err(DecodeError::at(size, DecodeRefusal::Trailing { count }));
    }
    Ok(document)
}

/// Decodes the document at the beginning of `bytes` and tells its size, so that a trailer may follow.
///
/// # Errors
/// [`DecodeError`] for a broken structure or an unknown form.
pub fn decode_prefix(bytes: &[u8]) -> Result<(Document, usize), DecodeError> {
    let mut outer = RawElements::new(bytes, 0);
    let element = outer
        .next()
        .unwrap_or_else(|| Err(DecodeError::at(0, DecodeRefusal::HeaderCut { available: 0 })))?;
    let Some(form) = Form::from_tag(element.tag) else {
        let tag = element.tag;
        return Err(DecodeError::at(0, DecodeRefusal::UnknownForm { tag }));
    };
    let elements = decode_level(element.value, HEADER_SIZE, 2).map_err(|mut error| {
        error.path.prepend(element.tag, 0);
        error
    })?;
    Ok((Document { form, elements }, outer.offset()))
}

/// Decodes elements that no form wraps. Offsets in errors count from the first byte.
///
/// # Errors
/// [`DecodeError`] for a broken structure.
pub fn decode_elements(bytes: &[u8]) -> Result<Vec<Element>, DecodeError> {
    decode_level(bytes, 0, 1)
}

fn decode_level(bytes: &[u8], offset: usize, depth: usize) -> Result<Vec<Element>, DecodeError> {
    if depth > DEPTH_MAX {
        return Err(DecodeError::at(
            offset,
            DecodeRefusal::TooDeep { limit: DEPTH_MAX },
        ));
    }
    // Counted from headers that are there, so that no peer's length asks for memory.
    let mut elements = Vec::with_capacity(RawElements::new(bytes, offset).count());
    for raw in RawElements::new(bytes, offset) {
        let raw = raw?;
        let value = match tags::spec(raw.tag).map(|spec| spec.kind) {
            None => Value::Unknown(raw.value.to_vec()),
            Some(Kind::Stlv(_)) => match decode_level(raw.value, raw.value_offset(), depth + 1) {
                Ok(children) => Value::Nested(children),
                Err(error) => return Err(within(error, &raw, &elements)),
            },
            Some(kind) => decode_plain(kind, raw.value),
        };
        elements.push(Element { tag: raw.tag, value });
    }
    Ok(elements)
}

/// The error of a child, with the way to it from its parent.
#[cold]
fn within(mut error: DecodeError, raw: &RawElement<'_>, before: &[Element]) -> DecodeError {
    let same = |element: &&Element| element.tag == raw.tag;
    error.path.prepend(raw.tag, before.iter().filter(same).count());
    error
}

/// The value of a tag that is no structure; raw when the bytes do not fit its type.
pub(super) fn decode_plain(kind: Kind, bytes: &[u8]) -> Value {
    match kind {
        Kind::Text(_) => Value::Text(cp866::decode(bytes)),
        Kind::FixedText(_) => Value::Text(cp866::decode(unpadded(bytes))),
        Kind::Inn => Value::Text(cp866::decode(taxpayer_number(bytes))),
        Kind::Byte | Kind::Flag | Kind::Bits8 => uint(number(bytes, 1), bytes),
        Kind::U16 => uint(number(bytes, 2), bytes),
        Kind::U32 | Kind::Bits32 => uint(number(bytes, 4), bytes),
        Kind::Vln(size) => uint(vln(bytes, size), bytes),
        Kind::Fvln(_) => decimal(bytes),
        Kind::Time => match number(bytes, 4).and_then(|seconds| i64::try_from(seconds).ok()) {
            Some(seconds) => Value::Time(LocalDateTime::from_wall_seconds(seconds)),
            None => Value::Unknown(bytes.to_vec()),
        },
        Kind::Bytes(size) if bytes.len() <= usize::from(size) => Value::Bytes(bytes.to_vec()),
        Kind::FixedBytes(size) if bytes.len() == usize::from(size) => Value::Bytes(bytes.to_vec()),
        Kind::Bytes(_) | Kind::FixedBytes(_) | Kind::Stlv(_) => Value::Unknown(bytes.to_vec()),
    }
}

fn uint(number: Option<u64>, bytes: &[u8]) -> Value {
    match number {
        Some(number) => Value::Uint(number),
        None => Value::Unknown(bytes.to_vec()),
    }
}

/// Little-endian, of at most `size` bytes; registers in the field send empty values for zero.
fn number(bytes: &[u8], size: usize) -> Option<u64> {
    (bytes.len() <= size).then(|| little_endian(bytes)).flatten()
}

/// Little-endian with any number of high zero bytes.
fn vln(bytes: &[u8], size: u16) -> Option<u64> {
    let significant = significant(bytes);
    (significant.len() <= usize::from(size))
        .then(|| little_endian(significant))
        .flatten()
}

fn decimal(bytes: &[u8]) -> Value {
    let (scale, mantissa) = bytes.split_first().unwrap_or((&0, &[]));
    match little_endian(significant(mantissa)) {
        Some(mantissa) if *scale <= SCALE_MAX => Value::Decimal {
            mantissa,
            scale: *scale,
        },
        Some(_) | None => Value::Unknown(bytes.to_vec()),
    }
}

fn significant(bytes: &[u8]) -> &[u8] {
    let length = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    bytes.get(..length).unwrap_or_default()
}

fn little_endian(bytes: &[u8]) -> Option<u64> {
    let mut buffer = [0; 8];
    buffer.get_mut(..bytes.len())?.copy_from_slice(bytes);
    Some(u64::from_le_bytes(buffer))
}

fn unpadded(bytes: &[u8]) -> &[u8] {
    let length = bytes
        .iter()
        .rposition(|byte| *byte != b' ')
        .map_or(0, |last| last + 1);
    bytes.get(..length).unwrap_or_default()
}

/// A ten-digit number padded as `00…` to twelve is taken without the zeros: no region has the code 00.
fn taxpayer_number(bytes: &[u8]) -> &[u8] {
    let bytes = unpadded(bytes);
    match bytes {
        [b'0', b'0', number @ ..] if bytes.len() == 12 && number.iter().any(|digit| *digit != b'0') => number,
        _ => bytes,
    }
}
