//! `qassa encode`: bytes from the JSON of `qassa decode --json`.

use std::process::ExitCode;

use ofd_kz::inspection::{self as kazakh, Side};
use ofd_ru::inspection::{Layer, RebuildError, RebuildParts, Rebuilt, rebuild};
use serde_json::Value as Json;

use crate::cli::{DecodeKind, Encode};
use crate::input::{self, Spelling};
use crate::verdict::{self, Verdict};

/// Why JSON makes no bytes.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// Not JSON.
    #[error("not JSON: {0}")]
    Syntax(#[from] serde_json::Error),
    /// The JSON tells a kind that is not written.
    #[error("`kind` is {value}; ru-message, ru-container, ru-tlv, kz-request and kz-response are written")]
    Kind {
        /// What stands there.
        value: Json,
    },
    /// The JSON tells what could not be read.
    #[error("`ok` is false: what could not be decoded cannot be encoded")]
    Refused,
    /// The original bytes are no text in hexadecimal digits.
    #[error("`original` is not made of pairs of hexadecimal digits")]
    Original,
    /// A part that is missing or wrong.
    #[error("{0}")]
    Rebuild(#[from] RebuildError),
    /// A part of a Kazakh message that is missing or wrong.
    #[error("{0}")]
    Kazakh(#[from] kazakh::RebuildError),
}

/// Runs the tool.
pub fn run(args: &Encode) -> ExitCode {
    let text = match input::read(args.file.as_deref()) {
        Ok(text) => text,
        Err(error) => {
            verdict::complain(&error);
            return Verdict::Misuse.into();
        }
    };
    let rebuilt = match encode(args.kind, &text) {
        Ok(rebuilt) => rebuilt,
        Err(error) => {
            verdict::complain(&error);
            return Verdict::Wrong.into();
        }
    };
    if !rebuilt.ignored.is_empty() {
        let fields = rebuilt.ignored.join(", ");
        verdict::complain(&format_args!(
            "left out, because they are no elements or fields: {fields}"
        ));
    }
    if rebuilt.bytes.is_empty() && !rebuilt.ignored.is_empty() {
        verdict::complain(&"nothing is left to write");
        return Verdict::Wrong.into();
    }
    let spelling = Spelling::named(&args.writing).unwrap_or(Spelling::Hex);
    verdict::print(&spelling.write(rebuilt.bytes), Verdict::Right).into()
}

/// Writes the bytes that the JSON tells. A document alone, without the object around it, is a document too.
///
/// # Errors
/// [`EncodeError`] names the field.
pub fn encode(kind: DecodeKind, text: &[u8]) -> Result<Rebuilt, EncodeError> {
    let json: Json = serde_json::from_slice(text)?;
    if json.get("ok") == Some(&Json::Bool(false)) {
        return Err(EncodeError::Refused);
    }
    let is_report = json.get("header").is_some() || json.get("kind").is_some();
    let original = match json.get("original").filter(|_| is_report) {
        None | Some(Json::Null) => None,
        Some(hex) => {
            let bytes = hex.as_str().and_then(|hex| hex::decode(hex).ok());
            Some(bytes.ok_or(EncodeError::Original)?)
        }
    };
    let header = json.get("header");
    let document = if is_report {
        json.get("document")
    } else {
        Some(&json)
    };
    let original = original.as_deref();
    match form(kind, &json)? {
        Form::Russian(layer) => {
            let parts = RebuildParts {
                header,
                document,
                original,
            };
            Ok(rebuild(layer, &parts)?)
        }
        Form::Kazakh(side) => {
            let parts = kazakh::RebuildParts {
                header,
                document,
                original,
            };
            let kazakh::Rebuilt { bytes, ignored } = kazakh::rebuild(side, &parts)?;
            Ok(Rebuilt { bytes, ignored })
        }
    }
}

/// What is written.
enum Form {
    Russian(Layer),
    Kazakh(Side),
}

fn form(kind: DecodeKind, json: &Json) -> Result<Form, EncodeError> {
    match kind {
        DecodeKind::RuMessage => Ok(Form::Russian(Layer::Message)),
        DecodeKind::RuContainer => Ok(Form::Russian(Layer::Container)),
        DecodeKind::RuTlv => Ok(Form::Russian(Layer::Tlv)),
        DecodeKind::KzRequest => Ok(Form::Kazakh(Side::Request)),
        DecodeKind::KzResponse => Ok(Form::Kazakh(Side::Response)),
        DecodeKind::Auto => match json.get("kind").map(|kind| (kind, kind.as_str())) {
            None | Some((_, Some("ru-tlv"))) => Ok(Form::Russian(Layer::Tlv)),
            Some((_, Some("ru-message"))) => Ok(Form::Russian(Layer::Message)),
            Some((_, Some("ru-container"))) => Ok(Form::Russian(Layer::Container)),
            Some((_, Some("kz-request"))) => Ok(Form::Kazakh(Side::Request)),
            Some((_, Some("kz-response"))) => Ok(Form::Kazakh(Side::Response)),
            Some((value, _)) => Err(EncodeError::Kind { value: value.clone() }),
        },
    }
}
