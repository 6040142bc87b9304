//! From a document to JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{keys, product_code};
use crate::container::Container;
use crate::signs;
use crate::tags::{self, Kind, Occurrence, TagSpec};
use crate::tree::{Document, Element, Tag, Value};

/// Appends the document as one JSON object without blanks: `{"code":3,…}`.
pub fn write(document: &Document, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"code\":");
    write_number(u64::from(document.form.code()), out);
    write_fields(&document.elements, document.form.tag(), Separator::Comma, out);
    out.push(b'}');
}

/// Appends elements that no document wraps, as one JSON object without blanks.
pub fn write_elements(elements: &[Element], out: &mut Vec<u8>) {
    out.push(b'{');
    write_fields(elements, super::NO_PARENT, Separator::None, out);
    out.push(b'}');
}

/// The document as a JSON value.
#[must_use]
pub fn to_value(document: &Document) -> serde_json::Value {
    let mut out = Vec::with_capacity(1024);
    write(document, &mut out);
    serde_json::from_slice(&out).unwrap_or_default()
}

/// Appends the document as the operator sends it to the tax authority: wrapped by its name, with the message sign
/// and the raw container. Source: RU-FFD/submission.
///
/// `rawData` begins with `FF FF` and the size of a container header without length and check sum; that header, the
/// document and the sign without its two zero bytes follow.
pub fn submission(document: &Document, container: &Container<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"");
    out.extend_from_slice(document.form.json_key().as_bytes());
    out.extend_from_slice(b"\":{\"code\":");
    write_number(u64::from(document.form.code()), out);
    write_fields(&document.elements, document.form.tag(), Separator::Comma, out);
    if let Some(trailer) = container.trailer {
        out.extend_from_slice(b",\"messageFiscalSign\":");
        write_number(signs::message_sign_number(trailer), out);
    }
    out.extend_from_slice(b",\"rawData\":\"");
    out.extend_from_slice(STANDARD.encode(raw_data(container)).as_bytes());
    out.extend_from_slice(b"\"}}");
}

fn raw_data(container: &Container<'_>) -> Vec<u8> {
    let header = container.header_fields();
    let sign = container
        .trailer
        .as_ref()
        .and_then(|trailer| trailer.first_chunk::<8>());
    let [size, ..] = header.len().to_le_bytes();
    let prefix = [0xFF, 0xFF, 0, size];
    let sign = sign.map_or(&[][..], |sign| sign);
    [&prefix[..], &header, container.body, sign].concat()
}

/// What stands before the next field.
#[derive(Clone, Copy)]
enum Separator {
    None,
    Comma,
}

impl Separator {
    fn write(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::None => *self = Self::Comma,
            Self::Comma => out.push(b','),
        }
    }
}

/// Tags of the table that stand in one level.
#[derive(Default)]
struct TagSet([u64; 18]);

impl TagSet {
    /// Adds a tag; `false` when it was there.
    fn insert(&mut self, tag: Tag) -> bool {
        let (word, bit) = Self::place(tag);
        let Some(word) = self.0.get_mut(word) else {
            return true;
        };
        let fresh = *word & bit == 0;
        *word |= bit;
        fresh
    }

    fn contains(&self, tag: Tag) -> bool {
        let (word, bit) = Self::place(tag);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }

    /// Tags of the table begin at 1000.
    fn place(tag: Tag) -> (usize, u64) {
        let slot = usize::from(tag.0.saturating_sub(1000));
        (slot / 64, 1 << (slot % 64))
    }
}

fn write_fields(elements: &[Element], parent: Tag, mut separator: Separator, out: &mut Vec<u8>) {
    let (mut present, mut repeated) = (TagSet::default(), TagSet::default());
    let mut unknown = 0_usize;
    for element in elements {
        if shown(element).is_none() {
            unknown += 1;
        } else if !present.insert(element.tag) {
            repeated.insert(element.tag);
        }
    }
    let mut written = TagSet::default();
    for (position, element) in elements.iter().enumerate() {
        let Some(spec) = shown(element).filter(|_| written.insert(element.tag)) else {
            continue;
        };
        separator.write(out);
        write_key(spec, parent, out);
        if spec.occurrence == Occurrence::Many || repeated.contains(element.tag) {
            let all = elements.get(position..).unwrap_or_default();
            let same = all
                .iter()
                .filter(|other| other.tag == element.tag && shown(other).is_some());
            write_array(spec, same, out);
        } else {
            write_value(spec, &element.value, out);
        }
    }
    if unknown > 0 {
        separator.write(out);
        write_unknown(elements.iter().filter(|element| shown(element).is_none()), out);
    }
}

/// The row of an element that has a field of its own.
fn shown(element: &Element) -> Option<&'static TagSpec> {
    match element.value {
        Value::Unknown(_) => None,
        Value::Text(_)
        | Value::Uint(_)
        | Value::Decimal { .. }
        | Value::Time(_)
        | Value::Bytes(_)
        | Value::Nested(_) => tags::spec(element.tag),
    }
}

/// An element that stands where another one has its name is named by its number.
fn write_key(spec: &TagSpec, parent: Tag, out: &mut Vec<u8>) {
    out.push(b'"');
    if keys::is_ambiguous(spec, parent) {
        write_number(u64::from(spec.tag.0), out);
    } else {
        out.extend_from_slice(spec.json.as_str().as_bytes());
    }
    out.extend_from_slice(b"\":");
}

fn write_array<'a>(spec: &TagSpec, elements: impl Iterator<Item = &'a Element>, out: &mut Vec<u8>) {
    out.push(b'[');
    let mut separator = Separator::None;
    for element in elements {
        separator.write(out);
        write_value(spec, &element.value, out);
    }
    out.push(b']');
}

fn write_value(spec: &TagSpec, value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) if product_code::is_product_code(spec.tag) => {
            write_product_code(spec.tag, text, out);
        }
        Value::Text(text) => write_text(spec.kind, text, out),
        Value::Uint(mask) if spec.tag == tags::CHANGE_REASONS => write_codes(*mask, out),
        Value::Uint(number) => write_number(*number, out),
        Value::Decimal { mantissa, scale } => write_decimal(*mantissa, usize::from(*scale), out),
        Value::Time(time) => {
            out.push(b'"');
            out.extend_from_slice(time.to_string().as_bytes());
            out.push(b'"');
        }
        Value::Bytes(bytes) if spec.tag == tags::FISCAL_SIGN => {
            let sign = bytes
                .last_chunk::<4>()
                .map_or(0, |sign| u32::from_be_bytes(*sign));
            write_number(u64::from(sign), out);
        }
        Value::Bytes(bytes) | Value::Unknown(bytes) => write_hex(bytes, out),
        Value::Nested(elements) => {
            out.push(b'{');
            write_fields(elements, spec.tag, Separator::None, out);
            out.push(b'}');
        }
    }
}

/// Texts of fixed length are shown with their blanks.
fn write_text(kind: Kind, text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_escaped(text, out);
    if let Kind::Inn | Kind::FixedText(_) = kind {
        let missing = usize::from(kind.size_max()).saturating_sub(text.chars().count());
        out.extend(std::iter::repeat_n(b' ', missing));
    }
    out.push(b'"');
}

fn write_escaped(text: &str, out: &mut Vec<u8>) {
    let is_plain = |byte: &u8| *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
    if text.as_bytes().iter().all(is_plain) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    for byte in text.as_bytes() {
        if is_plain(byte) {
            out.push(*byte);
            continue;
        }
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                write_digits(*byte, out);
            }
        }
    }
}

fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in bytes {
        write_digits(*byte, out);
    }
    out.push(b'"');
}

fn write_digits(byte: u8, out: &mut Vec<u8>) {
    let digit = |nibble: u8| {
        if nibble < 10 {
            b'0' + nibble
        } else {
            b'A' + nibble - 10
        }
    };
    out.extend_from_slice(&[digit(byte >> 4), digit(byte & 0x0F)]);
}

fn write_number(mut number: u64, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 20];
    let mut used = 0;
    for place in digits.iter_mut().rev() {
        let [digit, ..] = (number % 10).to_le_bytes();
        *place = b'0' + digit;
        number /= 10;
        used += 1;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(20 - used..).unwrap_or_default());
}

/// All digits of the mantissa, with the point where the scale wants it.
fn write_decimal(mantissa: u64, scale: usize, out: &mut Vec<u8>) {
    let start = out.len();
    write_number(mantissa, out);
    if scale == 0 {
        return;
    }
    let digits = out.len() - start;
    let missing = (scale + 1).saturating_sub(digits);
    out.splice(start..start, std::iter::repeat_n(b'0', missing));
    out.insert(out.len() - scale, b'.');
}

/// Codes of a mask: bit number plus one.
fn write_codes(mask: u64, out: &mut Vec<u8>) {
    out.push(b'[');
    let mut separator = Separator::None;
    for bit in (0..64).filter(|bit| mask >> bit & 1 == 1) {
        separator.write(out);
        write_number(bit + 1, out);
    }
    out.push(b']');
}

fn write_product_code(tag: Tag, code: &str, out: &mut Vec<u8>) {
    let parts = product_code::parts(tag, code);
    out.extend_from_slice(b"{\"rawProductCode\":\"");
    write_escaped(code, out);
    out.push(b'"');
    if let Some(id_type) = parts.id_type {
        out.extend_from_slice(b",\"productIdType\":");
        write_number(u64::from(id_type), out);
    }
    for (key, part) in [("gtin", parts.gtin), ("sernum", parts.serial)] {
        if let Some(part) = part {
            out.extend_from_slice(b",\"");
            out.extend_from_slice(key.as_bytes());
            out.extend_from_slice(b"\":\"");
            write_escaped(part, out);
            out.push(b'"');
        }
    }
    out.push(b'}');
}

fn write_unknown<'a>(elements: impl Iterator<Item = &'a Element>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\"unknown\":[");
    let mut separator = Separator::None;
    for element in elements {
        separator.write(out);
        out.extend_from_slice(b"{\"tag\":");
        write_number(u64::from(element.tag.0), out);
        out.extend_from_slice(b",\"hex\":");
        match &element.value {
            Value::Unknown(bytes) | Value::Bytes(bytes) => write_hex(bytes, out),
            Value::Text(_) | Value::Uint(_) | Value::Decimal { .. } | Value::Time(_) | Value::Nested(_) => {
                out.extend_from_slice(b"null");
            }
        }
        out.push(b'}');
    }
    out.push(b']');
}
