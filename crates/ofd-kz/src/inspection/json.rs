//! A payload as JSON in the protocol's field names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};

use crate::schema::{FieldSchema, Kind, Label, MessageSchema, RawField, RawFields, RawValue, low_i32};
use crate::version::Version;

/// Where fields without a name stand.
pub(super) const UNKNOWN: &str = "unknown";

/// The message as an object; bytes that are no fields are left out, so walk them first.
pub(super) fn write(schema: &MessageSchema, version: Version, bytes: &[u8]) -> Json {
    let mut object = Map::new();
    fill(&mut object, schema, version, bytes);
    Json::Object(object)
}

fn fill(object: &mut Map<String, Json>, schema: &MessageSchema, version: Version, bytes: &[u8]) {
    let mut unknown = Vec::new();
    for field in RawFields::new(bytes, 0).flatten() {
        let known = schema.by_number(version, field.number);
        let Some((_, known)) = known.filter(|(_, known)| known.takes(&field.value)) else {
            unknown.push(unknown_json(&field));
            continue;
        };
        if known.label == Label::Repeated {
            let place = object
                .entry(known.name)
                .or_insert_with(|| Json::Array(Vec::new()));
            if let Json::Array(list) = place {
                list.extend(values(known, version, &field.value));
            }
        } else if let (Kind::Message(nested), RawValue::Bytes { content, .. }) = (known.kind, field.value) {
            // A message that stands twice is one message in two parts.
            let place = object
                .entry(known.name)
                .or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(part) = place {
                fill(part, nested, version, content);
            }
        } else if let Some(value) = values(known, version, &field.value).pop() {
            object.insert(known.name.to_owned(), value);
        }
    }
    if !unknown.is_empty() {
        let place = object.entry(UNKNOWN).or_insert_with(|| Json::Array(Vec::new()));
        if let Json::Array(list) = place {
            list.extend(unknown);
        }
    }
}

/// One value, or those of a packed list.
fn values(known: &FieldSchema, version: Version, value: &RawValue<'_>) -> Vec<Json> {
    match (known.kind, value) {
        (Kind::Message(nested), RawValue::Bytes { content, .. }) => vec![write(nested, version, content)],
        (Kind::String, RawValue::Bytes { content, .. }) => vec![json!(String::from_utf8_lossy(content))],
        (Kind::Bytes, RawValue::Bytes { content, .. }) => vec![json!(STANDARD.encode(content))],
        (kind, RawValue::Varint(number)) => vec![number_json(kind, *number)],
        (kind, RawValue::Bytes { content, .. }) => {
            packed(content).map(|number| number_json(kind, number)).collect()
        }
        _ => Vec::new(),
    }
}

fn packed(mut content: &[u8]) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        (!content.is_empty()).then(|| prost::encoding::decode_varint(&mut content).ok())?
    })
}

fn number_json(kind: Kind, number: u64) -> Json {
    match kind {
        Kind::Uint64 => json!(number.to_string()),
        Kind::Int32 => json!(low_i32(number)),
        Kind::Bool => json!(number != 0),
        Kind::Enum(names) => {
            let code = low_i32(number);
            names.name(code).map_or_else(|| json!(code), |name| json!(name))
        }
        Kind::Uint32 | Kind::String | Kind::Bytes | Kind::Message(_) => json!(number),
    }
}

fn unknown_json(field: &RawField<'_>) -> Json {
    let bytes = match field.value {
        RawValue::Varint(number) => {
            let mut bytes = Vec::new();
            prost::encoding::encode_varint(number, &mut bytes);
            bytes
        }
        RawValue::Fixed64(number) => number.to_le_bytes().to_vec(),
        RawValue::Fixed32(number) => number.to_le_bytes().to_vec(),
        RawValue::Bytes { content, .. } | RawValue::Group(content) => content.to_vec(),
    };
    json!({
        "number": field.number,
        "wire_type": field.value.wire_type(),
        "bytes": hex::encode(bytes),
    })
}
