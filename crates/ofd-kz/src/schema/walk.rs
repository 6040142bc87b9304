//! A payload judged by the field table, before any type is built.

use std::borrow::Cow;
use std::fmt::Write as _;

use prost::Message as _;
use types::{LocalDateTime, Money};

use super::raw::{RawField, RawFields, RawValue, WireError};
use super::{FieldSchema, Kind, Label, MessageSchema};
use crate::messages;
use crate::values::ValueError;
use crate::version::Version;

/// Messages nest no deeper than this; the protocol needs 7.
pub const NESTING_MAX: usize = 16;

/// Remarks of one payload that are kept. Of unknown and repeated fields only half as many are, so that a flood of
/// them hides no wrong value.
pub const REMARKS_MAX: usize = 100;

/// Largest values that the protocol lets unsigned fields have. Source: KZ-OFD/ranges.
const UINT32_MAX: u64 = (1 << 31) - 1;
const UINT64_MAX: u64 = (1 << 63) - 1;

/// Why a payload does not parse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{refusal} (field `{path}`, byte {offset})")]
pub struct PayloadError {
    /// Where, from the beginning of the payload.
    pub offset: usize,
    /// In which field, such as `ticket.items[2].commodity`; empty for the message itself.
    pub path: String,
    /// What is wrong.
    pub refusal: PayloadRefusal,
}

/// What makes a payload unreadable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PayloadRefusal {
    /// The bytes are no fields.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// A text that is not UTF-8.
    #[error("the text is not UTF-8 from its byte {valid} on")]
    Text {
        /// Bytes that are right.
        valid: usize,
    },
    /// A field that the version cannot be without.
    #[error("the mandatory field `{name}` is missing")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// Messages within messages without end.
    #[error("messages nest deeper than {NESTING_MAX}")]
    TooDeep,
}

/// Something odd in a payload that parses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where, from the beginning of the payload.
    pub offset: usize,
    /// Path of the field; for an unknown one that of its message.
    pub path: String,
    /// What is odd.
    pub kind: RemarkKind,
}

/// What is odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemarkKind {
    /// The version has no such number, or writes it otherwise.
    UnknownField {
        /// The number.
        number: u32,
        /// How it is written.
        wire_type: &'static str,
    },
    /// A number without a name.
    UnknownValue {
        /// The number.
        number: i32,
    },
    /// An unsigned value above the protocol's range.
    OutOfRange {
        /// The value.
        value: u64,
    },
    /// A field that may stand once stands again; the last one counts.
    Repeated,
    /// An amount or a time that is none.
    Value(ValueError),
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Odd things, at most [`REMARKS_MAX`].
    pub remarks: Vec<Remark>,
    /// How many fields the version does not know, all counted.
    pub unknown_fields: usize,
}

/// Judges a payload by the table of its version.
///
/// # Errors
/// [`PayloadError`] for what the protocol answers by a protocol error.
pub fn walk(schema: &'static MessageSchema, version: Version, payload: &[u8]) -> Result<Walk, PayloadError> {
    let mut walker = Walker {
        version,
        path: Vec::new(),
        found: Walk::default(),
    };
    walker.message(schema, payload, 0)?;
    Ok(walker.found)
}

/// The payload without the fields that the version does not know: borrowed when there are none.
#[must_use]
pub fn known_part<'a>(
    schema: &'static MessageSchema,
    version: Version,
    payload: &'a [u8],
    walk: &Walk,
) -> Cow<'a, [u8]> {
    if walk.unknown_fields == 0 {
        return Cow::Borrowed(payload);
    }
    let mut out = Vec::with_capacity(payload.len());
    copy_known(schema, version, payload, &mut out);
    Cow::Owned(out)
}

struct Walker {
    version: Version,
    path: Vec<(&'static str, Option<usize>)>,
    found: Walk,
}

impl Walker {
    fn message(
        &mut self,
        schema: &'static MessageSchema,
        bytes: &[u8],
        offset: usize,
    ) -> Result<(), PayloadError> {
        if self.path.len() > NESTING_MAX {
            return Err(self.refuse(offset, PayloadRefusal::TooDeep));
        }
        let mut counts = [0_usize; 32];
        for field in RawFields::new(bytes, offset) {
            let field = field.map_err(|(at, error)| self.refuse(at, error.into()))?;
            let known = schema.by_number(self.version, field.number);
            let Some((row, known)) = known.filter(|(_, known)| known.takes(&field.value)) else {
                self.unknown(&field);
                continue;
            };
            let mut index = 0;
            if let Some(count) = counts.get_mut(row) {
                index = *count;
                *count = count.saturating_add(1);
            }
            let is_repeated = known.label == Label::Repeated;
            self.path.push((known.name, is_repeated.then_some(index)));
            if index > 0 && !is_repeated {
                self.remark(field.offset, RemarkKind::Repeated);
            }
            self.field(known, &field)?;
            self.path.pop();
        }
        let missing = schema.fields.iter().zip(counts).find(|(known, count)| {
            *count == 0 && known.exists_in(self.version) && known.is_required_in(self.version)
        });
        match missing {
            Some((known, _)) => {
                let end = offset.saturating_add(bytes.len());
                Err(self.refuse(end, PayloadRefusal::Missing { name: known.name }))
            }
            None => Ok(()),
        }
    }

    fn field(&mut self, known: &FieldSchema, field: &RawField<'_>) -> Result<(), PayloadError> {
        match (known.kind, field.value) {
            (Kind::Message(schema), RawValue::Bytes { content, offset }) => {
                self.message(schema, content, offset)?;
                self.value(schema, content, field.offset);
                Ok(())
            }
            (Kind::String, RawValue::Bytes { content, offset }) => match std::str::from_utf8(content) {
                Ok(_) => Ok(()),
                Err(error) => {
                    let valid = error.valid_up_to();
                    Err(self.refuse(offset.saturating_add(valid), PayloadRefusal::Text { valid }))
                }
            },
            (Kind::Enum(names), RawValue::Varint(value)) => {
                let number = low_i32(value);
                if names.name(number).is_none() {
                    self.remark(field.offset, RemarkKind::UnknownValue { number });
                }
                Ok(())
            }
            (Kind::Uint32, RawValue::Varint(value)) if value > UINT32_MAX => {
                self.remark(field.offset, RemarkKind::OutOfRange { value });
                Ok(())
            }
            (Kind::Uint64, RawValue::Varint(value)) if value > UINT64_MAX => {
                self.remark(field.offset, RemarkKind::OutOfRange { value });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Amounts and times are looked at here, wherever they stand.
    fn value(&mut self, schema: &MessageSchema, content: &[u8], offset: usize) {
        let error = match schema.name {
            "Money" => messages::Money::decode(content)
                .ok()
                .and_then(|wire| Money::try_from(wire).err()),
            "DateTime" => messages::DateTime::decode(content)
                .ok()
                .and_then(|wire| LocalDateTime::try_from(wire).err()),
            _ => None,
        };
        if let Some(error) = error {
            self.remark(offset, RemarkKind::Value(error));
        }
    }

    fn unknown(&mut self, field: &RawField<'_>) {
        self.found.unknown_fields = self.found.unknown_fields.saturating_add(1);
        let (number, wire_type) = (field.number, field.value.wire_type());
        self.remark(field.offset, RemarkKind::UnknownField { number, wire_type });
    }

    fn remark(&mut self, offset: usize, kind: RemarkKind) {
        let room = match kind {
            RemarkKind::UnknownField { .. } | RemarkKind::Repeated => REMARKS_MAX / 2,
            RemarkKind::UnknownValue { .. } | RemarkKind::OutOfRange { .. } | RemarkKind::Value(_) => {
                REMARKS_MAX
            }
        };
        if self.found.remarks.len() < room {
            let path = self.path();
            self.found.remarks.push(Remark { offset, path, kind });
        }
    }

    fn refuse(&self, offset: usize, refusal: PayloadRefusal) -> PayloadError {
        PayloadError {
            offset,
            path: self.path(),
            refusal,
        }
    }

    fn path(&self) -> String {
        let mut text = String::new();
        for (name, index) in &self.path {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(name);
            if let Some(index) = index {
                // A string takes everything.
                let _ = write!(text, "[{index}]");
            }
        }
        text
    }
}

/// The low 32 bits as a signed number, as the wire has negative ones.
pub(crate) fn low_i32(value: u64) -> i32 {
    let [b0, b1, b2, b3, ..] = value.to_le_bytes();
    i32::from_le_bytes([b0, b1, b2, b3])
}

fn copy_known(schema: &MessageSchema, version: Version, bytes: &[u8], out: &mut Vec<u8>) {
    for field in RawFields::new(bytes, 0).flatten() {
        let known = schema.by_number(version, field.number);
        let Some((_, known)) = known.filter(|(_, known)| known.takes(&field.value)) else {
            continue;
        };
        match (known.kind, field.value) {
            (Kind::Message(nested), RawValue::Bytes { content, .. }) => {
                let mut inner = Vec::with_capacity(content.len());
                copy_known(nested, version, content, &mut inner);
                prost::encoding::bytes::encode(field.number, &inner, out);
            }
            _ => out.extend_from_slice(field.bytes),
        }
    }
}
