//! Token and request number: who may speak, what is a repeat, when a token changes. Source: KZ-OFD/exchange.
//!
//! Pure: [`judge`] looks at the stored state of a register and at a request; the caller stores [`TokenState`] in the
//! same transaction as what the request did.

use prost::Message as _;
use serde::{Deserialize, Serialize};

use crate::command::{Command, KnownCommand, Rotation};
use crate::frame::{self, TooLarge};
use crate::header::Header;
use crate::messages::{Response, Result as ResultPart};
use crate::result_code::KnownResult;
use crate::schema::{RawFields, RawValue, low_i32};

/// What the operator keeps of one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenState {
    /// The token of the next request.
    pub valid_token: u32,
    /// The last accepted request whose answer is repeated byte for byte.
    pub last: Option<LastAccepted>,
}

/// An accepted request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAccepted {
    /// Token of the request, since then an old one.
    pub token: u32,
    /// Its number.
    pub request_number: u16,
    /// Its command.
    pub command: Command,
    /// The whole answer, header included.
    #[serde(with = "hexadecimal")]
    pub answer: Vec<u8>,
}

/// Whether a request parses by the schema of its version, and its version is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It does.
    Parsed,
    /// It does not.
    Unreadable,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// No such register.
    UnknownId,
    /// The answer was lost: these bytes go out again, nothing is done.
    Repeat(&'a [u8]),
    /// Number and token of the last request with another command.
    InvalidRetry,
    /// Number of the last request with a token that is neither its own nor the valid one.
    InvalidRequestNumber,
    /// The token is not the valid one.
    InvalidToken,
    /// The request does not parse.
    ProtocolError,
    /// The request goes on to block state and content.
    Admit(Rotation),
}

/// Judges a request: register, repeat, retry, number, token, parse, in this order.
///
/// `state` is `None` for an unknown register; `command` as [`peek_command`] reads it, whether the rest parses or not.
#[must_use]
pub fn judge<'a>(
    state: Option<&'a TokenState>,
    header: &Header,
    command: Option<Command>,
    reading: Reading,
) -> Verdict<'a> {
    let Some(state) = state else {
        return Verdict::UnknownId;
    };
    if let Some(last) = &state.last
        && last.request_number == header.request_number
    {
        match command {
            Some(command) if last.token == header.token && command == last.command => {
                return Verdict::Repeat(&last.answer);
            }
            Some(_) if last.token == header.token => return Verdict::InvalidRetry,
            None if last.token == header.token => return Verdict::ProtocolError,
            // A restarted register begins from any number; its valid token is enough.
            _ if header.token != state.valid_token => return Verdict::InvalidRequestNumber,
            _ => {}
        }
    }
    if header.token != state.valid_token {
        return Verdict::InvalidToken;
    }
    match (reading, command) {
        (Reading::Parsed, Some(command)) => Verdict::Admit(command.rotation()),
        (Reading::Unreadable, _) | (_, None) => Verdict::ProtocolError,
    }
}

impl Verdict<'_> {
    /// The result that refuses the request; `None` for a repeat and for what is admitted.
    #[must_use]
    pub const fn refusal(&self) -> Option<KnownResult> {
        match self {
            Self::UnknownId => Some(KnownResult::UnknownId),
            Self::InvalidRetry => Some(KnownResult::InvalidRetryRequest),
            Self::InvalidRequestNumber => Some(KnownResult::InvalidRequestNumber),
            Self::InvalidToken => Some(KnownResult::InvalidToken),
            Self::ProtocolError => Some(KnownResult::ProtocolError),
            Self::Repeat(_) | Self::Admit(_) => None,
        }
    }
}

impl TokenState {
    /// A register with a token that the cabinet issued; the one before it is invalid, also for a repeat.
    #[must_use]
    pub const fn issued(token: u32) -> Self {
        Self {
            valid_token: token,
            last: None,
        }
    }

    /// The next token from a random number: never zero, the valid token or the one before it.
    #[must_use]
    pub fn next_token(&self, random: u32) -> u32 {
        let is_used = |token: u32| {
            token == 0
                || token == self.valid_token
                || self.last.as_ref().is_some_and(|last| last.token == token)
        };
        // Of four numbers in a row one is free.
        let tries = (0..4).map(|step| random.wrapping_add(step));
        tries.into_iter().find(|token| !is_used(*token)).unwrap_or(random)
    }

    /// The state after a request that was admitted with [`Rotation::Rotates`] got result 0.
    ///
    /// `answer` is the whole message with `new_token` in its header.
    #[must_use]
    pub const fn accepted(header: &Header, command: Command, new_token: u32, answer: Vec<u8>) -> Self {
        Self {
            valid_token: new_token,
            last: Some(LastAccepted {
                token: header.token,
                request_number: header.request_number,
                command,
                answer,
            }),
        }
    }
}

/// The command of a request, read although the rest may not parse or its version is unknown.
#[must_use]
pub fn peek_command(payload: &[u8]) -> Option<Command> {
    let mut command = None;
    for field in RawFields::new(payload, 0) {
        let Ok(field) = field else { break };
        if let (1, RawValue::Varint(number)) = (field.number, field.value) {
            command = Some(Command(low_i32(number)));
        }
    }
    command
}

/// The whole message that refuses a request. It repeats the request's token, whatever is valid: else a stranger
/// who guesses an id would be handed the token.
///
/// # Errors
/// [`TooLarge`] when the text makes it so.
pub fn refusal(
    request: &Header,
    command: Option<Command>,
    result: KnownResult,
    text: &str,
) -> Result<Vec<u8>, TooLarge> {
    let answer = Response {
        command: command.unwrap_or_else(|| KnownCommand::Reserved.into()).0,
        result: ResultPart {
            result_code: result.code().0,
            result_text: (!text.is_empty()).then(|| text.to_owned()),
        },
        ..Response::default()
    };
    frame::encode(&request.answer(request.token), &answer.encode_to_vec())
}

/// The register's side: what it sends next. Source: KZ-OFD/exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSide {
    /// Id at the operator.
    pub device_id: u32,
    /// Token of the last answer, or as typed in.
    pub token: u32,
    /// Number of the last request.
    pub request_number: u16,
}

impl RegisterSide {
    /// The header of a new request; numbers wrap from 65535 to 0. Its size is set when it is encoded.
    #[must_use]
    pub const fn next_request(&mut self, version: u16) -> Header {
        self.request_number = self.request_number.wrapping_add(1);
        self.repeat(version)
    }

    /// The header of the last request again: same number, same token.
    #[must_use]
    pub const fn repeat(&self, version: u16) -> Header {
        Header {
            version,
            size_bytes: 0,
            device_id: self.device_id,
            token: self.token,
            request_number: self.request_number,
        }
    }

    /// Keeps the token of an answer, whatever its result.
    pub const fn note_answer(&mut self, answer: &Header) {
        self.token = answer.token;
    }
}

/// Bytes as hexadecimal digits in the stored state.
mod hexadecimal {
    use serde::{Deserialize as _, Deserializer, Serializer, de};
    use std::borrow::Cow;

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        hex::decode(text.as_ref()).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
