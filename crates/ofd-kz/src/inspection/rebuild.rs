//! From the JSON of an inspection back to bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use prost::encoding::{WireType, encode_key, encode_varint};
use serde_json::{Map, Value as Json};

use super::json::{self, UNKNOWN};
use super::{Header, Side};
use crate::frame::{self, TooLarge};
use crate::schema::{self, FieldSchema, Kind, Label, MessageSchema, NESTING_MAX, PayloadError};
use crate::version::{Version, VersionPolicy};

/// What an inspection told as JSON.
#[derive(Clone, Copy, Debug, Default)]
pub struct RebuildParts<'a> {
    /// [`Inspection::header_json`](super::Inspection::header_json).
    pub header: Option<&'a Json>,
    /// [`Inspection::document_json`](super::Inspection::document_json).
    pub document: Option<&'a Json>,
    /// [`Inspection::original`](super::Inspection::original): taken as long as `document` says the same.
    pub original: Option<&'a [u8]>,
}

/// Bytes, and what of the JSON they do not tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuilt {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Paths of what is no field of the version.
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
    /// A field with an impossible value.
    #[error("`{path}` is {value}; {expected} is expected")]
    Wrong {
        /// Path of the field.
        path: String,
        /// The value as it came.
        value: Json,
        /// What would be right.
        expected: &'static str,
    },
    /// The bytes would not be read again.
    #[error("document: {0}")]
    Payload(#[from] PayloadError),
    /// Too many bytes.
    #[error("{0}")]
    TooLarge(#[from] TooLarge),
}

/// Writes a message: its size is computed, fields stand in the order of their numbers.
///
/// # Errors
/// [`RebuildError`] names the field.
pub fn rebuild(side: Side, parts: &RebuildParts<'_>) -> Result<Rebuilt, RebuildError> {
    let header = read_header(parts.header.ok_or_else(|| missing("header"))?)?;
    let version = VersionPolicy::WithDraft
        .admit(header.version)
        .ok_or_else(|| RebuildError::Wrong {
            path: "header.version".to_owned(),
            value: header.version.into(),
            expected: "202, 203 or 204",
        })?;
    let document = parts
        .document
        .filter(|json| !json.is_null())
        .ok_or_else(|| missing("document"))?;
    let schema = side.schema();
    let built = payload(schema, version, document)?;
    let says_the_same = |bytes: &&[u8]| json::write(schema, version, bytes) == *document;
    let kept = parts.original.filter(says_the_same).map(<[u8]>::to_vec);
    let bytes = kept.unwrap_or(built.bytes);
    schema::walk(schema, version, &bytes)?;
    let bytes = frame::encode(&header, &bytes)?;
    Ok(Rebuilt {
        bytes,
        ignored: built.ignored,
    })
}

/// The payload alone.
pub(super) fn payload(
    schema: &MessageSchema,
    version: Version,
    document: &Json,
) -> Result<Rebuilt, RebuildError> {
    let mut writer = Writer {
        version,
        ignored: Vec::new(),
    };
    let bytes = writer.message(schema, document, "document", 0)?;
    Ok(Rebuilt {
        bytes,
        ignored: writer.ignored,
    })
}

fn read_header(json: &Json) -> Result<Header, RebuildError> {
    let number = |name: &str, largest: u64, expected| {
        let value = json.get(name).ok_or_else(|| missing(&format!("header.{name}")))?;
        let number = value.as_u64().filter(|number| *number <= largest);
        number.ok_or_else(|| wrong(&format!("header.{name}"), value, expected))
    };
    let long = |name| number(name, u32::MAX.into(), "a number of 32 bits");
    let short = |name| number(name, u16::MAX.into(), "a number of 16 bits");
    Ok(Header {
        version: u16::try_from(short("version")?).unwrap_or_default(),
        size_bytes: 0,
        device_id: u32::try_from(long("id")?).unwrap_or_default(),
        token: u32::try_from(long("token")?).unwrap_or_default(),
        request_number: u16::try_from(short("reqnum")?).unwrap_or_default(),
    })
}

struct Writer {
    version: Version,
    ignored: Vec<String>,
}

impl Writer {
    fn message(
        &mut self,
        schema: &MessageSchema,
        json: &Json,
        path: &str,
        depth: usize,
    ) -> Result<Vec<u8>, RebuildError> {
        let object = json.as_object().filter(|_| depth <= NESTING_MAX);
        let object = object.ok_or_else(|| wrong(path, json, "an object"))?;
        // Number and bytes of each field.
        let mut fields: Vec<(u32, Vec<u8>)> = Vec::new();
        for (name, value) in object {
            let path = format!("{path}.{name}");
            if name == UNKNOWN {
                fields.extend(unknown(value, &path)?);
            } else if let Some(known) = schema.by_name(self.version, name) {
                let bytes = self.field(known, value, &path, depth)?;
                fields.push((known.number, bytes));
            } else {
                self.ignored.push(path);
            }
        }
        fields.sort_by_key(|(number, _)| *number);
        Ok(fields.into_iter().flat_map(|(_, bytes)| bytes).collect())
    }

    fn field(
        &mut self,
        known: &FieldSchema,
        value: &Json,
        path: &str,
        depth: usize,
    ) -> Result<Vec<u8>, RebuildError> {
        let mut out = Vec::new();
        if known.label == Label::Repeated {
            let list = value.as_array().ok_or_else(|| wrong(path, value, "a list"))?;
            for (index, value) in list.iter().enumerate() {
                self.value(known, value, &format!("{path}[{index}]"), depth, &mut out)?;
            }
        } else {
            self.value(known, value, path, depth, &mut out)?;
        }
        Ok(out)
    }

    fn value(
        &mut self,
        known: &FieldSchema,
        value: &Json,
        path: &str,
        depth: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), RebuildError> {
        let number = known.number;
        let text = |expected| value.as_str().ok_or_else(|| wrong(path, value, expected));
        match known.kind {
            Kind::Message(nested) => {
                let bytes = self.message(nested, value, path, depth.saturating_add(1))?;
                prost::encoding::bytes::encode(number, &bytes, out);
            }
            Kind::String => prost::encoding::string::encode(number, &text("a text")?.to_owned(), out),
            Kind::Bytes => {
                let bytes = STANDARD.decode(text("base64")?).ok();
                let bytes = bytes.ok_or_else(|| wrong(path, value, "base64"))?;
                prost::encoding::bytes::encode(number, &bytes, out);
            }
            kind => {
                encode_key(number, WireType::Varint, out);
                encode_varint(varint(kind, value, path)?, out);
            }
        }
        Ok(())
    }
}

/// A number as the wire has it; negative ones fill all 64 bits.
fn varint(kind: Kind, value: &Json, path: &str) -> Result<u64, RebuildError> {
    let (read, expected) = match kind {
        Kind::Bool => (value.as_bool().map(u64::from), "true or false"),
        Kind::Enum(names) => {
            let by_name = value.as_str().and_then(|name| names.number(name)).map(i64::from);
            (
                by_name.or_else(|| value.as_i64()).map(i64::cast_unsigned),
                "a name of the protocol or a number",
            )
        }
        Kind::Int32 => (value.as_i64().map(i64::cast_unsigned), "a number"),
        Kind::Uint32 | Kind::Uint64 | Kind::String | Kind::Bytes | Kind::Message(_) => {
            let told = value.as_str().and_then(|text| text.parse().ok());
            (told.or_else(|| value.as_u64()), "a number of zero or more")
        }
    };
    read.ok_or_else(|| wrong(path, value, expected))
}

/// Fields without a name: number, way of writing, bytes.
fn unknown(json: &Json, path: &str) -> Result<Vec<(u32, Vec<u8>)>, RebuildError> {
    let list = json.as_array().ok_or_else(|| wrong(path, json, "a list"))?;
    let mut fields = Vec::new();
    for (index, one) in list.iter().enumerate() {
        let path = format!("{path}[{index}]");
        let empty = Map::new();
        let object = one.as_object().unwrap_or(&empty);
        let number = object
            .get("number")
            .and_then(Json::as_u64)
            .and_then(|number| u32::try_from(number).ok());
        let wire = object.get("wire_type").and_then(Json::as_str);
        let bytes = object
            .get("bytes")
            .and_then(Json::as_str)
            .and_then(|text| hex::decode(text).ok());
        let written = number
            .filter(|number| (1..1 << 29).contains(number))
            .zip(wire)
            .zip(bytes)
            .and_then(|((number, wire), bytes)| Some((number, unknown_field(number, wire, &bytes)?)));
        let expected = "number, wire_type and bytes of a field";
        fields.push(written.ok_or_else(|| wrong(&path, one, expected))?);
    }
    Ok(fields)
}

fn unknown_field(number: u32, wire: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match (wire, bytes.len()) {
        ("varint", 1..=10) => {
            encode_key(number, WireType::Varint, &mut out);
            out.extend_from_slice(bytes);
        }
        ("i64", 8) => {
            encode_key(number, WireType::SixtyFourBit, &mut out);
            out.extend_from_slice(bytes);
        }
        ("i32", 4) => {
            encode_key(number, WireType::ThirtyTwoBit, &mut out);
            out.extend_from_slice(bytes);
        }
        ("len", _) => prost::encoding::bytes::encode(number, &bytes.to_vec(), &mut out),
        ("group", _) => {
            encode_key(number, WireType::StartGroup, &mut out);
            out.extend_from_slice(bytes);
            encode_key(number, WireType::EndGroup, &mut out);
        }
        _ => return None,
    }
    Some(out)
}

fn missing(path: &str) -> RebuildError {
    let path = path.to_owned();
    RebuildError::Missing { path }
}

fn wrong(path: &str, value: &Json, expected: &'static str) -> RebuildError {
    RebuildError::Wrong {
        path: path.to_owned(),
        value: value.clone(),
        expected,
    }
}
