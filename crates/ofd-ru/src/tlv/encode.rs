//! From a tree to bytes.

use types::LocalDateTime;

use super::DEPTH_MAX;
use crate::cp866;
use crate::tags::{self, Kind};
use crate::tree::{Document, Element, TagPath, Value};

/// Why a tree cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("element `{path}`: {refusal}")]
pub struct EncodeError {
    /// The element.
    pub path: TagPath,
    /// What is wrong.
    pub refusal: EncodeRefusal,
}

/// What is wrong with an element.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeRefusal {
    /// A character that code page 866 does not have.
    #[error("the character `{character}` (U+{:04X}) is not in code page 866", u32::from(*.character))]
    Character {
        /// The character.
        character: char,
    },
    /// More bytes than the tag admits.
    #[error("{size} bytes; at most {size_max} are allowed")]
    TooLong {
        /// Bytes of the value.
        size: usize,
        /// Bytes that the tag admits.
        size_max: usize,
    },
    /// Not the number of bytes that the tag demands.
    #[error("{size} bytes; exactly {expected} are demanded")]
    WrongSize {
        /// Bytes of the value.
        size: usize,
        /// Bytes that the tag demands.
        expected: usize,
    },
    /// A number that does not fit.
    #[error("the number {number} does not fit {size_max} bytes")]
    NumberTooLarge {
        /// The number, or the mantissa of a decimal.
        number: u64,
        /// Bytes that the tag admits.
        size_max: usize,
    },
    /// A time before 1970 or after 2106.
    #[error("the time {time} does not fit 32 bits")]
    TimeOutOfRange {
        /// The time.
        time: LocalDateTime,
    },
    /// A value of another type than the tag has; a typed value under an unknown tag.
    #[error("the value is {got}; the tag holds {expected}")]
    WrongType {
        /// What the value is.
        got: &'static str,
        /// What the tag holds.
        expected: &'static str,
    },
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("nested deeper than {limit} levels")]
    TooDeep {
        /// The limit.
        limit: usize,
    },
}

/// Encodes a document; refuses one larger than its form admits.
///
/// # Errors
/// [`EncodeError`] names the element and what is wrong with it.
pub fn encode_document(document: &Document) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(1024);
    let size_max = usize::from(document.form.size_max());
    write_element(document.form.tag().0, &mut out, |out| {
        write_level(&document.elements, out, 2)?;
        not_longer(out.len().saturating_sub(super::HEADER_SIZE), size_max)
    })
    .map_err(|mut error| {
        error.path.prepend(document.form.tag(), 0);
        error
    })?;
    Ok(out)
}

/// Encodes elements that no form wraps.
///
/// # Errors
/// [`EncodeError`] names the element and what is wrong with it.
pub fn encode_elements(elements: &[Element]) -> Result<Vec<u8>, EncodeError> {
    let mut out = Vec::with_capacity(1024);
    write_level(elements, &mut out, 1)?;
    Ok(out)
}

impl From<EncodeRefusal> for EncodeError {
    fn from(refusal: EncodeRefusal) -> Self {
        Self {
            path: TagPath::default(),
            refusal,
        }
    }
}

fn write_level(elements: &[Element], out: &mut Vec<u8>, depth: usize) -> Result<(), EncodeError> {
    if depth > DEPTH_MAX {
        return Err(EncodeRefusal::TooDeep { limit: DEPTH_MAX }.into());
    }
    for (position, element) in elements.iter().enumerate() {
        write_element(element.tag.0, out, |out| write_value(element, out, depth)).map_err(|mut error| {
            let same = |earlier: &&Element| earlier.tag == element.tag;
            let index = elements.iter().take(position).filter(same).count();
            error.path.prepend(element.tag, index);
            error
        })?;
    }
    Ok(())
}

/// Writes tag, length and what `value` appends.
fn write_element(
    tag: u16,
    out: &mut Vec<u8>,
    value: impl FnOnce(&mut Vec<u8>) -> Result<(), EncodeError>,
) -> Result<(), EncodeError> {
    out.extend_from_slice(&tag.to_le_bytes());
    let length_at = out.len();
    // Left at the maximum until the value is complete, so that a buffer that leaks cannot pass for a whole element.
    out.extend_from_slice(&[0xFF, 0xFF]);
    let value_at = out.len();
    value(out)?;
    let size = out.len() - value_at;
    let length = u16::try_from(size).map_err(|_| EncodeRefusal::TooLong {
        size,
        size_max: usize::from(u16::MAX),
    })?;
    if let Some(place) = out.get_mut(length_at..value_at) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    Ok(())
}

fn write_value(element: &Element, out: &mut Vec<u8>, depth: usize) -> Result<(), EncodeError> {
    if let Value::Unknown(bytes) = &element.value {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    let Some(spec) = tags::spec(element.tag) else {
        return Err(EncodeRefusal::WrongType {
            got: type_name(&element.value),
            expected: "raw bytes, since the table does not know it",
        }
        .into());
    };
    let start = out.len();
    match (&element.value, spec.kind) {
        (Value::Text(text), Kind::Text(size)) => write_text(text, size, out)?,
        (Value::Text(text), Kind::FixedText(size)) => {
            write_text(text, size, out)?;
            out.resize(start + usize::from(size), b' ');
        }
        (Value::Text(text), Kind::Inn) => {
            write_text(text, spec.kind.size_max(), out)?;
            out.resize(start + usize::from(spec.kind.size_max()), b' ');
        }
        (
            Value::Uint(number),
            Kind::Byte | Kind::Flag | Kind::Bits8 | Kind::U16 | Kind::U32 | Kind::Bits32,
        ) => write_number(*number, spec.kind.size_max().into(), out)?,
        (Value::Uint(number), Kind::Vln(size)) => write_vln(*number, size.into(), out)?,
        (Value::Decimal { mantissa, scale }, Kind::Fvln(size)) => {
            out.push(*scale);
            write_vln(*mantissa, usize::from(size.saturating_sub(1)), out)?;
        }
        (Value::Time(time), Kind::Time) => write_time(*time, out)?,
        (Value::Bytes(bytes), Kind::Bytes(size)) => {
            not_longer(bytes.len(), size.into())?;
            out.extend_from_slice(bytes);
        }
        (Value::Bytes(bytes), Kind::FixedBytes(size)) => write_fixed_bytes(bytes, size.into(), out)?,
        (Value::Nested(elements), Kind::Stlv(size)) => {
            write_level(elements, out, depth + 1)?;
            if spec.size_is_binding() {
                not_longer(out.len() - start, size.into())?;
            }
        }
        (
            Value::Text(_)
            | Value::Uint(_)
            | Value::Decimal { .. }
            | Value::Time(_)
            | Value::Bytes(_)
            | Value::Nested(_)
            | Value::Unknown(_),
            kind,
        ) => {
            let got = type_name(&element.value);
            let expected = kind_name(kind);
            return Err(EncodeRefusal::WrongType { got, expected }.into());
        }
    }
    Ok(())
}

fn not_longer(size: usize, size_max: usize) -> Result<(), EncodeError> {
    if size > size_max {
        return Err(EncodeRefusal::TooLong { size, size_max }.into());
    }
    Ok(())
}

fn write_text(text: &str, size_max: u16, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let start = out.len();
    cp866::encode_into(text, out).map_err(|character| EncodeRefusal::Character { character })?;
    not_longer(out.len() - start, size_max.into())
}

fn write_number(number: u64, size: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let bytes = number.to_le_bytes();
    let (low, high) = bytes.split_at_checked(size).unwrap_or((&bytes, &[]));
    if high.iter().any(|byte| *byte != 0) {
        return Err(EncodeRefusal::NumberTooLarge {
            number,
            size_max: size,
        }
        .into());
    }
    out.extend_from_slice(low);
    Ok(())
}

fn write_vln(number: u64, size_max: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let bytes = number.to_le_bytes();
    let length = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    if length > size_max {
        return Err(EncodeRefusal::NumberTooLarge { number, size_max }.into());
    }
    out.extend_from_slice(bytes.get(..length).unwrap_or_default());
    Ok(())
}

fn write_time(time: LocalDateTime, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    let seconds = u32::try_from(time.wall_seconds()).map_err(|_| EncodeRefusal::TimeOutOfRange { time })?;
    out.extend_from_slice(&seconds.to_le_bytes());
    Ok(())
}

fn write_fixed_bytes(bytes: &[u8], expected: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
    if bytes.len() != expected {
        let size = bytes.len();
        return Err(EncodeRefusal::WrongSize { size, expected }.into());
    }
    out.extend_from_slice(bytes);
    Ok(())
}

const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Text(_) => "a text",
        Value::Uint(_) => "a number",
        Value::Decimal { .. } => "a decimal",
        Value::Time(_) => "a time",
        Value::Bytes(_) | Value::Unknown(_) => "raw bytes",
        Value::Nested(_) => "a structure",
    }
}

const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::FixedText(_) | Kind::Inn => "a text",
        Kind::Byte | Kind::Flag | Kind::U16 | Kind::U32 | Kind::Vln(_) | Kind::Bits8 | Kind::Bits32 => {
            "a number"
        }
        Kind::Fvln(_) => "a decimal",
        Kind::Time => "a time",
        Kind::Bytes(_) | Kind::FixedBytes(_) => "raw bytes",
        Kind::Stlv(_) => "a structure",
    }
}
