//! Messages ↔ bytes. Source: KZ-OFD/messages.

use prost::Message as _;
use sha2::{Digest as _, Sha256};

use crate::frame::{self, TooLarge};
use crate::header::Header;
use crate::messages::{Request, Response, TicketRequest};
use crate::schema::{self, MessageSchema, PayloadError, Walk};
use crate::version::{Version, VersionPolicy};

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

/// Why a request is answered by a protocol error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The version is unknown or not served.
    #[error("version {got} is not served")]
    Version {
        /// The version in the header.
        got: u16,
    },
    /// The payload does not parse.
    #[error(transparent)]
    Payload(#[from] PayloadError),
}

/// Decodes the request of a message by the schema that its header names, when that version is served.
///
/// # Errors
/// [`RequestError`]: the register gets a protocol error.
pub fn read_request(
    policy: VersionPolicy,
    header: &Header,
    payload: &[u8],
) -> Result<(Version, Received<Request>), RequestError> {
    let got = header.version;
    let version = policy.admit(got).ok_or(RequestError::Version { got })?;
    Ok((version, decode_request(version, payload)?))
}

/// Digest of what a receipt says, whatever came beside it: two autonomous receipts with the same number and date are
/// the same document when this is equal. Source: KZ-OFD/autonomous.
#[must_use]
pub fn content_digest(receipt: &TicketRequest) -> [u8; 32] {
    Sha256::digest(receipt.encode_to_vec()).into()
}

/// Why a message cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EncodeError {
    /// Too many bytes.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The other side could not read it, for instance because a field is missing that its version wants.
    #[error("the message would not be read: {0}")]
    Unreadable(#[from] PayloadError),
}

/// The whole message of a request; the header's size is set here.
///
/// Fields that the header's version does not have are left out; one schema serves all versions.
///
/// # Errors
/// [`EncodeError`].
pub fn encode_request(header: &Header, request: &Request) -> Result<Vec<u8>, EncodeError> {
    encode(&schema::REQUEST, header, request)
}

/// The whole message of an answer, as [`encode_request`].
///
/// # Errors
/// [`EncodeError`].
pub fn encode_response(header: &Header, response: &Response) -> Result<Vec<u8>, EncodeError> {
    encode(&schema::RESPONSE, header, response)
}

/// The version by whose schema a message of an unknown version is still answered.
///
/// Command and result have never changed their numbers.
pub const ANSWER_VERSION: Version = Version::V202;

fn encode<T: prost::Message>(
    schema: &'static MessageSchema,
    header: &Header,
    message: &T,
) -> Result<Vec<u8>, EncodeError> {
    let payload = message.encode_to_vec();
    let version = Version::known(header.version).unwrap_or(ANSWER_VERSION);
    let walk = schema::walk(schema, version, &payload)?;
    let known = schema::known_part(schema, version, &payload, &walk);
    Ok(frame::encode(header, &known)?)
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::{KkmRegInfo, OrgRegInfo, ResponseRegInfo, Result as ResultPart, ServiceResponse};

    fn header(version: u16) -> Header {
        Header {
            version,
            size_bytes: 0,
            device_id: 1,
            token: 2,
            request_number: 3,
        }
    }

    fn answer(address_kz: Option<&str>) -> Response {
        let org = OrgRegInfo {
            address_kz: address_kz.map(str::to_owned),
            ..OrgRegInfo::default()
        };
        Response {
            command: 5,
            result: ResultPart::default(),
            service: Some(ServiceResponse {
                reg_info: Some(ResponseRegInfo {
                    kkm: Some(KkmRegInfo::default()),
                    org: Some(org),
                    ..ResponseRegInfo::default()
                }),
                ..ServiceResponse::default()
            }),
            ..Response::default()
        }
    }

    /// The number that is text in 2.0.3 is an integer in 2.0.2, where a register would stumble over it.
    #[test]
    fn an_answer_has_only_what_its_version_has() {
        let written =
            |version| encode_response(&header(version), &answer(Some("A"))).expect("it can be sent");
        let has_address = |bytes: Vec<u8>| bytes.windows(3).any(|part| part == [0x32, 1, b'A']);
        assert!(has_address(written(203)));
        assert!(!has_address(written(202)));
    }

    #[test]
    fn the_header_chooses_the_schema_and_the_policy_admits_it() {
        let read = |policy, version| {
            let read = read_request(policy, &header(version), &[8, 0]);
            read.map(|(version, _)| version)
        };
        let got = 204;
        assert_eq!(read(VersionPolicy::Published, 203), Ok(Version::V203));
        assert_eq!(
            read(VersionPolicy::Published, got),
            Err(RequestError::Version { got })
        );
        assert_eq!(read(VersionPolicy::WithDraft, got), Ok(Version::V204));
        let broken = read_request(VersionPolicy::Published, &header(202), &[8]);
        assert!(matches!(broken, Err(RequestError::Payload(_))));
    }

    #[test]
    fn the_digest_is_of_the_content() {
        let receipt = |operation| TicketRequest {
            operation,
            ..TicketRequest::default()
        };
        assert_eq!(content_digest(&receipt(2)), content_digest(&receipt(2)));
        assert_ne!(content_digest(&receipt(2)), content_digest(&receipt(3)));
    }

    #[test]
    fn an_answer_that_its_version_could_not_read_is_not_sent() {
        let error = encode_response(&header(204), &answer(None)).expect_err("the address is mandatory");
        assert!(error.to_string().contains("`address_kz` is missing"), "{error}");
        assert!(encode_response(&header(203), &answer(None)).is_ok());
    }
}
