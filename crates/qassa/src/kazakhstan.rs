//! The Kazakh operator, until it opens.

use ofd_kz::messages::{self, CommandType};
use ofd_kz::payload::{self, ANSWER_VERSION};
use ofd_kz::session::{Answer, IncomingMessage};
use ofd_kz::{KnownResult, Version};

/// Tells the register to try again later; it works autonomously meanwhile and keeps its documents.
///
/// The token of the request goes back, so that the register may repeat it unchanged.
pub(crate) fn put_off(message: &IncomingMessage) -> Answer {
    let version = Version::known(message.header.version).unwrap_or(ANSWER_VERSION);
    let command = payload::decode_request(version, &message.payload).map_or_else(
        |_| CommandType::Reserved.number(),
        |received| received.message.command,
    );
    let response = messages::Response {
        command,
        result: messages::Result {
            result_code: KnownResult::ServiceTemporarilyUnavailable.code().0,
            result_text: None,
        },
        ..messages::Response::default()
    };
    let header = message.header.answer(message.header.token);
    payload::encode_response(&header, &response).map_or(Answer::Close, Answer::Send)
}

#[cfg(test)]
mod tests {
    use ofd_kz::Header;
    use ofd_kz::frame::{Decoded, Frame};

    use super::*;

    #[test]
    fn a_register_is_told_to_try_again_with_its_token() {
        let header = Header {
            version: 203,
            size_bytes: 0,
            device_id: 7,
            token: 0xDEAD_BEEF,
            request_number: 3,
        };
        for (payload, command) in [
            (&[0x08, 0x05][..], CommandType::Info.number()),
            (&[0xFF], CommandType::Reserved.number()),
        ] {
            let payload = payload.to_vec();
            let Answer::Send(bytes) = put_off(&IncomingMessage { header, payload }) else {
                panic!("an answer");
            };
            let Ok(Decoded::Message { frame, .. }) = Frame::decode(&bytes) else {
                panic!("a whole message");
            };
            let answered = payload::decode_response(Version::V203, frame.payload)
                .unwrap()
                .message;
            assert_eq!(
                (frame.header.token, frame.header.request_number),
                (0xDEAD_BEEF, 3)
            );
            assert_eq!((answered.command, answered.result.result_code), (command, 254));
        }
    }
}
