//! Targets of the Kazakh protocol.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ofd_kz::checks::CheckContext;
use ofd_kz::frame::{Decoded, Frame};
use ofd_kz::header::{HEADER_SIZE, Header};
use ofd_kz::inspection::{Inspection, RebuildParts, Side, rebuild};
use ofd_kz::payload::{EncodeError, decode_request, decode_response, encode_request, encode_response};
use ofd_kz::session::{Answer, ServerEvent, ServerSession, SessionTimeouts};
use ofd_kz::{Version, exchange};

pub fn message(input: &[u8]) {
    for side in [Side::Request, Side::Response] {
        let inspection = Inspection::of_side(side, input);
        black_box(inspection.to_string());
        black_box(inspection.findings(&CheckContext::default()));
        let (header, document) = (inspection.header_json(), inspection.document_json());
        let parts = RebuildParts {
            header: Some(&header),
            document: document.as_ref(),
            original: inspection.original(),
        };
        if inspection.is_whole() {
            let built = rebuild(side, &parts).expect("what was read is written");
            assert_eq!(
                Some(built.bytes.as_slice()),
                input.get(..inspection.consumed),
                "written and read again"
            );
        }
    }
    if let Ok(Decoded::Message { frame, .. }) = Frame::decode(input) {
        black_box(exchange::peek_command(frame.payload));
        typed(&frame);
    }
}

/// What the types hold is written and read again.
fn typed(frame: &Frame<'_>) {
    for version in Version::ALL {
        let header = Header {
            version: version.number(),
            ..frame.header
        };
        if let Ok(read) = decode_request(version, frame.payload)
            && let Some(bytes) = written(encode_request(&header, &read.message))
        {
            let again = decode_request(version, payload(&bytes)).expect("read again");
            assert_eq!(again.message, read.message);
        }
        if let Ok(read) = decode_response(version, frame.payload)
            && let Some(bytes) = written(encode_response(&header, &read.message))
        {
            let again = decode_response(version, payload(&bytes)).expect("read again");
            assert_eq!(again.message, read.message);
        }
    }
}

/// Packed numbers grow when they are written one by one, at worst beyond the limit.
fn written(result: Result<Vec<u8>, EncodeError>) -> Option<Vec<u8>> {
    match result {
        Ok(bytes) => Some(bytes),
        Err(EncodeError::TooLarge(_)) => None,
        Err(EncodeError::Unreadable(error)) => panic!("what was read is not read again: {error}"),
    }
}

fn payload(message: &[u8]) -> &[u8] {
    message.get(HEADER_SIZE..).unwrap_or_default()
}

pub fn session(input: &[u8]) {
    let Some((at, stream)) = input.split_first() else {
        return;
    };
    let (head, tail) = stream.split_at(usize::from(*at).min(stream.len()));
    let whole = events(&[stream]);
    assert_eq!(whole, events(&[head, tail]), "cut at {}", head.len());
}

/// What a session tells when each message is answered by nothing.
fn events(pieces: &[&[u8]]) -> Vec<ServerEvent> {
    let now = Instant::now();
    let second = Duration::from_secs(1);
    let timeouts = SessionTimeouts {
        first_byte: second,
        idle: second,
        message: second,
    };
    let mut session = ServerSession::new(now, timeouts);
    let mut told = Vec::new();
    for piece in pieces {
        let mut rest = *piece;
        loop {
            let taken = session.handle_bytes(now, rest);
            rest = rest.get(taken..).unwrap_or_default();
            let before = told.len();
            drain(&mut session, now, &mut told);
            if taken == 0 && told.len() == before {
                break;
            }
        }
    }
    session.handle_end();
    drain(&mut session, now, &mut told);
    told
}

fn drain(session: &mut ServerSession, now: Instant, told: &mut Vec<ServerEvent>) {
    while let Some(event) = session.poll_event() {
        if let ServerEvent::Message(_) = event {
            session
                .answer(now, Answer::Send(Vec::new()))
                .expect("a message waits");
        }
        told.push(event);
    }
}
