//! Messages ↔ bytes. Source: KZ-OFD/messages.

use prost::Message as _;

use crate::frame::{self, TooLarge};
use crate::header::Header;
use crate::messages::{Request, Response};
use crate::schema::{self, MessageSchema, PayloadError, Walk};
use crate::version::Version;

/// A message and what was odd about its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received<T> {
    /// The message; fields that its version does not know are left out.
    pub message: T,
    /// What the bytes hold beside it.
    pub walk: Walk,
}

/// Decodes a request by the schema of `version`.
///
/// # Errors
/// [`PayloadError`]: the register gets a protocol error.
pub fn decode_request(version: Version, payload: &[u8]) -> Result<Received<Request>, PayloadError> {
    decode(&schema::REQUEST, version, payload)
}

/// Decodes an answer by the schema of `version`.
///
/// # Errors
/// As [`decode_request`].
pub fn decode_response(version: Version, payload: &[u8]) -> Result<Received<Response>, PayloadError> {
    decode(&schema::RESPONSE, version, payload)
}

/// The whole message of a request; the header's size is set here.
///
/// Fields that the header's version does not have are the caller's to leave out.
///
/// # Errors
/// [`TooLarge`].
pub fn encode_request(header: &Header, request: &Request) -> Result<Vec<u8>, TooLarge> {
    frame::encode(header, &request.encode_to_vec())
}

/// The whole message of an answer; the header's size is set here.
///
/// # Errors
/// [`TooLarge`].
pub fn encode_response(header: &Header, response: &Response) -> Result<Vec<u8>, TooLarge> {
    frame::encode(header, &response.encode_to_vec())
}

/// The version by whose schema a message of an unknown version is still answered.
///
/// Command and result have never changed their numbers.
pub const ANSWER_VERSION: Version = Version::V202;

fn decode<T: prost::Message + Default>(
    schema: &'static MessageSchema,
    version: Version,
    payload: &[u8],
) -> Result<Received<T>, PayloadError> {
    let walk = schema::walk(schema, version, payload)?;
    let known = schema::known_part(schema, version, payload, &walk);
    match T::decode(known.as_ref()) {
        Ok(message) => Ok(Received { message, walk }),
        // The walk has looked at everything that the decoder can refuse.
        Err(_) => Err(PayloadError {
            offset: 0,
            path: String::new(),
            refusal: schema::PayloadRefusal::TooDeep,
        }),
    }
}
