//! Bytes of unknown quality, laid open for people and tools.
//!
//! Unlike the decoders, an inspection keeps what could be read before the first refusal. It prints as a tree with
//! offsets and the protocol's names.

mod json;
mod print;
mod rebuild;

pub use rebuild::{RebuildError, RebuildParts, Rebuilt, rebuild};

use serde_json::{Value as Json, json};

use crate::checks::{self, CheckContext, Finding};
use crate::frame::{Decoded, Frame, FrameError};
use crate::header::{APP_CODE, HEADER_SIZE, Header};
use crate::payload::decode_request;
use crate::schema::{
    self, MessageSchema, PayloadError, PayloadRefusal, RawFields, RawValue, Walk, WireError,
};
use crate::version::{Version, VersionPolicy};

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A register.
    Request,
    /// The operator.
    Response,
}

/// What bytes hold, as far as they could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection<'a> {
    /// By whose schema it is read.
    pub side: Side,
    /// Bytes that were understood: the whole message, or up to the refusal.
    pub consumed: usize,
    /// The header.
    pub header: Option<Header>,
    /// Why the rest could not be read.
    pub refusal: Option<InspectionRefusal>,
    payload: &'a [u8],
    walk: Walk,
}

/// The first thing that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionRefusal {
    /// Where, from the beginning of the input.
    pub offset: usize,
    /// In which field; empty outside of fields.
    pub path: String,
    /// Stable name of what is wrong, such as `message-cut`.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
}

impl Side {
    /// The schema of its messages.
    #[must_use]
    pub const fn schema(self) -> &'static MessageSchema {
        match self {
            Self::Request => &schema::REQUEST,
            Self::Response => &schema::RESPONSE,
        }
    }
}

impl<'a> Inspection<'a> {
    /// Inspects a message of this protocol; its content tells who wrote it.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Self {
        let request = Self::of_side(Side::Request, bytes);
        if request.is_whole() && request.walk.unknown_fields == 0 {
            return request;
        }
        let response = Self::of_side(Side::Response, bytes);
        let is_better = match (request.is_whole(), response.is_whole()) {
            (true, true) => response.walk.unknown_fields < request.walk.unknown_fields,
            (request, response) => response && !request,
        };
        if is_better { response } else { request }
    }

    /// Inspects a message by the schema of one side. Bytes behind it are not consumed.
    #[must_use]
    pub fn of_side(side: Side, bytes: &'a [u8]) -> Self {
        let walk = Walk::default();
        let mut inspection = Self {
            side,
            consumed: 0,
            header: None,
            refusal: None,
            payload: &[],
            walk,
        };
        match Frame::decode(bytes) {
            Ok(Decoded::Message { frame, rest }) => {
                inspection.consumed = bytes.len().saturating_sub(rest.len());
                inspection.header = Some(frame.header);
                inspection.payload = frame.payload;
                inspection.read_payload();
            }
            Ok(Decoded::Incomplete { missing }) => {
                let message = format!("the message is cut: at least {missing} bytes are missing");
                inspection.refuse(bytes.len(), String::new(), "message-cut", message);
            }
            Err(error) => {
                inspection.refuse(
                    error.offset(),
                    String::new(),
                    rule_of_frame(error),
                    error.to_string(),
                );
            }
        }
        inspection
    }

    /// `true` when everything could be read.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.refusal.is_none()
    }

    /// The version by whose schema the payload is read.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        VersionPolicy::WithDraft.admit(self.header?.version)
    }

    /// Fields of the header; an empty object without one.
    #[must_use]
    pub fn header_json(&self) -> Json {
        let Some(header) = &self.header else {
            return Json::Object(serde_json::Map::new());
        };
        json!({
            "appcode": hex::encode_upper(APP_CODE),
            "version": header.version,
            "size": header.size_bytes,
            "id": header.device_id,
            "token": header.token,
            "reqnum": header.request_number,
        })
    }

    /// The whole document in the protocol's field names; `None` when it could not be read.
    ///
    /// 64-bit numbers and bytes are text, codes are their names; fields that the version does not know stand under
    /// `unknown` in their message.
    #[must_use]
    pub fn document_json(&self) -> Option<Json> {
        let version = self.version().filter(|_| self.is_whole())?;
        Some(json::write(self.side.schema(), version, self.payload))
    }

    /// The bytes of the payload, when its JSON cannot give them back: another order of fields, numbers written long.
    #[must_use]
    pub fn original(&self) -> Option<&'a [u8]> {
        let document = self.document_json()?;
        let again = rebuild::payload(self.side.schema(), self.version()?, &document).ok();
        (again.map(|built| built.bytes).as_deref() != Some(self.payload)).then_some(self.payload)
    }

    /// What the rules say, with the place of each finding in the whole input.
    #[must_use]
    pub fn findings(&self, context: &CheckContext<'_>) -> Vec<Finding> {
        let Some(version) = self.version().filter(|_| self.is_whole()) else {
            return Vec::new();
        };
        let mut findings = match self.side {
            Side::Request => match decode_request(version, self.payload) {
                Ok(received) => checks::check_request(&received.message, &received.walk, version, context),
                Err(_) => Vec::new(),
            },
            Side::Response => checks::check_response(&self.walk),
        };
        for finding in &mut findings {
            let told = finding.offset.map(|offset| offset.saturating_add(HEADER_SIZE));
            finding.offset = told.or_else(|| self.locate(&finding.path));
        }
        findings
    }

    /// Where a field begins in the whole input; for a missing one, the nearest message around it.
    #[must_use]
    pub fn locate(&self, path: &str) -> Option<usize> {
        let version = self.version()?;
        let (mut schema, mut bytes, mut offset) = (self.side.schema(), self.payload, HEADER_SIZE);
        let mut nearest = HEADER_SIZE;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let (name, index) = step.split_once('[').unwrap_or((step, "0]"));
            let index: usize = index.trim_end_matches(']').parse().ok()?;
            let Some(known) = schema.by_name(version, name) else {
                break;
            };
            let fields = RawFields::new(bytes, offset).flatten();
            let Some(field) = fields.filter(|field| field.number == known.number).nth(index) else {
                break;
            };
            nearest = field.offset;
            match (known.kind, field.value) {
                (
                    schema::Kind::Message(nested),
                    RawValue::Bytes {
                        content,
                        offset: begin,
                    },
                ) => {
                    (schema, bytes, offset) = (nested, content, begin);
                }
                _ => break,
            }
        }
        Some(nearest)
    }

    fn read_payload(&mut self) {
        let Some(version) = self.version() else {
            let number = self.header.map_or(0, |header| header.version);
            let message = format!("version {number} is unknown; 202, 203 and 204 are read");
            self.refuse(2, String::new(), "message-version", message);
            return;
        };
        match schema::walk(self.side.schema(), version, self.payload) {
            Ok(walk) => self.walk = walk,
            Err(PayloadError {
                offset,
                path,
                refusal,
            }) => {
                let rule = rule_of_payload(&refusal);
                self.refuse(
                    offset.saturating_add(HEADER_SIZE),
                    path,
                    rule,
                    refusal.to_string(),
                );
            }
        }
    }

    fn refuse(&mut self, offset: usize, path: String, rule: &'static str, message: String) {
        self.consumed = offset;
        self.refusal = Some(InspectionRefusal {
            offset,
            path,
            rule,
            message,
        });
    }
}

const fn rule_of_frame(error: FrameError) -> &'static str {
    match error {
        FrameError::AppCode { .. } => "message-app-code",
        FrameError::SizeBelowHeader { .. } => "message-size-below-header",
        FrameError::SizeAboveLimit { .. } => "message-size-above-limit",
    }
}

const fn rule_of_payload(refusal: &PayloadRefusal) -> &'static str {
    match refusal {
        PayloadRefusal::Wire(WireError::Varint) => "field-varint",
        PayloadRefusal::Wire(WireError::Number { .. }) => "field-number",
        PayloadRefusal::Wire(WireError::WireType { .. }) => "field-wire-type",
        PayloadRefusal::Wire(WireError::Length { .. }) => "field-length",
        PayloadRefusal::Wire(WireError::Group { .. }) => "field-group",
        PayloadRefusal::Text { .. } => "field-text",
        PayloadRefusal::Missing { .. } => "field-missing",
        PayloadRefusal::TooDeep => "nesting-too-deep",
    }
}

#[cfg(test)]
mod tests;
