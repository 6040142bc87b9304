//! From JSON to a document.

use serde_json::{Map, Number, Value as Json};
use types::LocalDateTime;

use super::{keys, product_code};
use crate::tags::{self, Kind, TagSpec};
use crate::tlv::{DEPTH_MAX, SCALE_MAX};
use crate::tree::{Document, Element, Form, Tag, Value};

/// Fields that are no elements.
const UNKNOWN: &str = "unknown";
const FORM_CODES: [&str; 2] = ["code", "receiptCode"];

/// A document and what was left aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Paths of fields that are no elements, such as `metadata`.
    pub ignored: Vec<String>,
}

/// Why JSON is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON.
    #[error("not JSON: {0}")]
    Syntax(String),
    /// Neither a form code nor the name of a document.
    #[error("neither `code` nor the name of a document tells the kind")]
    NoForm,
    /// A form code that the format does not have.
    #[error("form code {code} is unknown")]
    UnknownForm {
        /// The code as it came.
        code: String,
    },
    /// A value of a type that the element does not have.
    #[error("`{path}` is `{value}`; {expected} is expected")]
    WrongType {
        /// Path of the field.
        path: String,
        /// The value as it came, shortened.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("`{path}` is nested deeper than {DEPTH_MAX} levels")]
    TooDeep {
        /// Path of the field.
        path: String,
    },
}

/// Reads a document from JSON text.
///
/// # Errors
/// [`JsonError`] names the field.
pub fn read(text: &[u8]) -> Result<Reading, JsonError> {
    let json: Json = serde_json::from_slice(text).map_err(|error| JsonError::Syntax(error.to_string()))?;
    from_value(&json)
}

/// Reads a document from a JSON value.
///
/// # Errors
/// [`JsonError`] names the field.
pub fn from_value(json: &Json) -> Result<Reading, JsonError> {
    let (form, fields) = form_and_fields(json)?;
    let mut ignored = Vec::new();
    let elements = read_fields(fields, form.tag(), "", 2, &mut ignored)?;
    let document = Document { form, elements };
    Ok(Reading { document, ignored })
}

/// Reads elements that no document wraps, and the paths of fields that are no elements.
///
/// # Errors
/// [`JsonError`] names the field.
pub fn elements_from_value(json: &Json) -> Result<(Vec<Element>, Vec<String>), JsonError> {
    let fields = json
        .as_object()
        .ok_or_else(|| wrong_type("", json, "an object of elements"))?;
    let mut ignored = Vec::new();
    let elements = read_fields(fields, super::NO_PARENT, "", 1, &mut ignored)?;
    Ok((elements, ignored))
}

/// `{"code":3,…}`, or `{"receipt":{…}}`, or `{"document":{"receipt":{…}}}`.
fn form_and_fields(json: &Json) -> Result<(Form, &Map<String, Json>), JsonError> {
    let mut fields = json.as_object().ok_or(JsonError::NoForm)?;
    if let Some(Json::Object(inner)) = fields.get("document") {
        fields = inner;
    }
    if let Some(code) = FORM_CODES.iter().find_map(|key| fields.get(*key)) {
        let form = code
            .as_u64()
            .and_then(|code| u8::try_from(code).ok())
            .and_then(Form::from_code);
        let code = code.to_string();
        return form.map_or(Err(JsonError::UnknownForm { code }), |form| Ok((form, fields)));
    }
    let named = |form: &Form| match fields.get(form.json_key()) {
        Some(Json::Object(inner)) => Some((*form, inner)),
        _ => None,
    };
    Form::ALL.iter().find_map(named).ok_or(JsonError::NoForm)
}

fn read_fields(
    fields: &Map<String, Json>,
    parent: Tag,
    path: &str,
    depth: usize,
    ignored: &mut Vec<String>,
) -> Result<Vec<Element>, JsonError> {
    if depth > DEPTH_MAX {
        let path = path.to_owned();
        return Err(JsonError::TooDeep { path });
    }
    let mut elements = Vec::with_capacity(fields.len());
    for (key, json) in fields {
        let path = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        if key == UNKNOWN {
            read_unknown(json, &path, &mut elements)?;
            continue;
        }
        let Some(spec) = keys::spec_of(key, parent) else {
            if depth > 2 || !FORM_CODES.contains(&key.as_str()) {
                ignored.push(path);
            }
            continue;
        };
        match json {
            Json::Null => {}
            Json::Array(values) if spec.tag != tags::CHANGE_REASONS || values.iter().any(Json::is_array) => {
                for (index, json) in values.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    let value = read_value(spec, json, &path, depth, ignored)?;
                    elements.push(Element::new(spec.tag, value));
                }
            }
            _ => elements.push(Element::new(
                spec.tag,
                read_value(spec, json, &path, depth, ignored)?,
            )),
        }
    }
    Ok(elements)
}

fn read_value(
    spec: &TagSpec,
    json: &Json,
    path: &str,
    depth: usize,
    ignored: &mut Vec<String>,
) -> Result<Value, JsonError> {
    let wrong = |expected| wrong_type(path, json, expected);
    match spec.kind {
        Kind::Text(_) | Kind::FixedText(_) | Kind::Inn => {
            let text = read_text(spec.tag, json).ok_or_else(|| wrong("a text"))?;
            let is_padded = matches!(spec.kind, Kind::FixedText(_) | Kind::Inn);
            let text = if is_padded {
                text.trim_end_matches(' ')
            } else {
                text
            };
            Ok(Value::Text(text.to_owned()))
        }
        Kind::Byte | Kind::Flag | Kind::U16 | Kind::U32 | Kind::Vln(_) | Kind::Bits8 | Kind::Bits32 => {
            let number = read_number(spec.tag, json);
            Ok(Value::Uint(
                number.ok_or_else(|| wrong("a whole number of zero or more"))?,
            ))
        }
        Kind::Fvln(_) => read_decimal(json).ok_or_else(|| wrong("a decimal number of zero or more")),
        Kind::Time => {
            let time = read_time(json).ok_or_else(|| wrong("a time such as 2026-11-22T10:00:00"))?;
            Ok(Value::Time(time))
        }
        Kind::Bytes(_) | Kind::FixedBytes(_) if spec.tag == tags::FISCAL_SIGN => {
            read_fiscal_sign(json).ok_or_else(|| wrong("a fiscal sign of at most 48 bits"))
        }
        Kind::Bytes(_) | Kind::FixedBytes(_) => {
            let bytes = json.as_str().and_then(|text| hex::decode(text).ok());
            Ok(Value::Bytes(bytes.ok_or_else(|| wrong("hexadecimal digits"))?))
        }
        Kind::Stlv(_) => {
            let fields = json.as_object().ok_or_else(|| wrong("an object"))?;
            read_fields(fields, spec.tag, path, depth + 1, ignored).map(Value::Nested)
        }
    }
}

/// A product code may be an object with the whole code in it.
fn read_text(tag: Tag, json: &Json) -> Option<&str> {
    match json {
        Json::String(text) => Some(text),
        Json::Object(parts) if product_code::is_product_code(tag) => parts.get("rawProductCode")?.as_str(),
        _ => None,
    }
}

fn read_number(tag: Tag, json: &Json) -> Option<u64> {
    match json {
        Json::Number(number) => whole(number),
        Json::Bool(set) => Some(u64::from(*set)),
        Json::Array(codes) if tag == tags::CHANGE_REASONS => codes.iter().try_fold(0, |mask, code| {
            let bit = code.as_u64()?.checked_sub(1)?;
            Some(mask | 1_u64.checked_shl(u32::try_from(bit).ok()?)?)
        }),
        _ => None,
    }
}

/// `100` and `100.0` are the same number.
fn whole(number: &Number) -> Option<u64> {
    number
        .as_u64()
        .or_else(|| match decimal_digits(&number.to_string()) {
            Some((number, 0)) => Some(number),
            Some(_) | None => None,
        })
}

fn read_decimal(json: &Json) -> Option<Value> {
    let Json::Number(number) = json else {
        return None;
    };
    let (mantissa, scale) = decimal_digits(&number.to_string())?;
    Some(Value::Decimal { mantissa, scale })
}

/// Mantissa and number of decimals, without trailing zeros, of a JSON number of zero or more.
fn decimal_digits(text: &str) -> Option<(u64, u8)> {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut mantissa: u64 = format!("{whole}{fraction}").parse().ok()?;
    let mut scale = i32::try_from(fraction.len())
        .ok()?
        .checked_sub(exponent.parse().ok()?)?;
    while scale > 0 && mantissa.is_multiple_of(10) {
        mantissa /= 10;
        scale -= 1;
    }
    while scale < 0 && mantissa > 0 {
        mantissa = mantissa.checked_mul(10)?;
        scale += 1;
    }
    let scale = u8::try_from(scale.max(0)).ok()?;
    (scale <= SCALE_MAX).then_some((mantissa, scale))
}

fn read_time(json: &Json) -> Option<LocalDateTime> {
    match json {
        Json::Number(seconds) => seconds.as_i64().map(LocalDateTime::from_wall_seconds),
        Json::String(text) => LocalDateTime::parse(text, "%Y-%m-%dT%H:%M:%S").ok(),
        _ => None,
    }
}

/// The printed number, or all six bytes as one number.
fn read_fiscal_sign(json: &Json) -> Option<Value> {
    let [0, 0, bytes @ ..] = json.as_u64()?.to_be_bytes() else {
        return None;
    };
    let bytes = match bytes {
        [0, 0, sign @ ..] => [&[0x21, 0x04][..], &sign].concat(),
        all => all.to_vec(),
    };
    Some(Value::Bytes(bytes))
}

fn read_unknown(json: &Json, path: &str, elements: &mut Vec<Element>) -> Result<(), JsonError> {
    let wrong = |json| wrong_type(path, json, "a list of objects with `tag` and `hex`");
    for entry in json.as_array().ok_or_else(|| wrong(json))? {
        let tag = entry.get("tag").and_then(Json::as_u64);
        let hex = entry.get("hex").and_then(Json::as_str);
        let element = tag
            .and_then(|tag| u16::try_from(tag).ok())
            .zip(hex.and_then(|hex| hex::decode(hex).ok()))
            .map(|(tag, bytes)| Element::new(Tag(tag), Value::Unknown(bytes)));
        elements.push(element.ok_or_else(|| wrong(entry))?);
    }
    Ok(())
}

fn wrong_type(path: &str, json: &Json, expected: &'static str) -> JsonError {
    let mut value = json.to_string();
    if let Some((cut, _)) = value.char_indices().nth(60) {
        value.truncate(cut);
    }
    JsonError::WrongType {
        path: path.to_owned(),
        value,
        expected,
    }
}
