//! What hostile input must not do, one function a target: any bytes in, no panic, and what was read can be written
//! and read again.
//!
//! `cargo xtask fuzz` lets an engine search; the tests here try seeds with seeded damage, the same on every run.

mod kz;
mod signature;

use api::cloud::Door;
use api::komtet::receipt::{read_task, read_tasks};
use bytes::Bytes;
use ofd_ru::checks::{CheckContext, check_document};
use ofd_ru::container::Container;
use ofd_ru::session::{Answer, EndReason, Session, SessionEvent, SessionTimeouts};
use ofd_ru::{FfdVersion, json, tlv};
use receipt::{FormatVersion, LintContext};
use std::hint::black_box;
use std::time::{Duration, Instant};
use types::LocalDateTime;

/// A document: read, checked, written as JSON, and written and read again.
pub fn ru_tlv(input: &[u8]) {
    let Ok(document) = tlv::decode_document(input) else {
        return;
    };
    for version in [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2] {
        black_box(check_document(&document, version, &CheckContext::default()));
    }
    let mut text = Vec::new();
    json::write(&document, &mut text);
    assert!(
        json::read(&text).is_ok(),
        "the JSON of a document is not read: {}",
        String::from_utf8_lossy(&text)
    );
    if let Ok(written) = tlv::encode_document(&document) {
        assert_eq!(
            tlv::decode_document(&written).as_ref(),
            Ok(&document),
            "written and read again"
        );
    }
}

/// A container: read, and written as it was.
pub fn ru_container(input: &[u8]) {
    let Ok(container) = Container::decode(input) else {
        return;
    };
    ru_tlv(container.body);
    let mut written = Vec::new();
    if container.encode_into(&mut written).is_ok() {
        assert_eq!(
            Container::decode(&written),
            Ok(container),
            "written and read again"
        );
    }
}

/// A connection: the same events, however the stream is cut. The first byte decides where.
pub fn ru_session(input: &[u8]) {
    let Some((at, stream)) = input.split_first() else {
        return;
    };
    let (head, tail) = stream.split_at(usize::from(*at).min(stream.len()));
    let whole = events(&[stream]);
    assert_eq!(whole, events(&[head, tail]), "cut at {}", head.len());
}

/// A message of the Kazakh protocol from either side: laid open, checked, and written as it was.
pub fn kz_message(input: &[u8]) {
    kz::message(input);
}

/// A connection of a Kazakh register: the same events, however the stream is cut. The first byte decides where.
pub fn kz_session(input: &[u8]) {
    kz::session(input);
}

/// A shop's receipt in both versions of the dialect.
pub fn komtet_receipt(input: &[u8]) {
    let now = LocalDateTime::from_wall_seconds(1_800_000_000);
    let context = LintContext::new(FormatVersion::V1_2, now);
    let body = Bytes::copy_from_slice(input);
    for door in [Door::KomtetV1, Door::KomtetV2] {
        // Refusals are as welcome as receipts.
        let _ = read_task(door, &body, &context);
        let _ = read_tasks(door, &body, &context);
    }
}

/// A signature, a certificate, a revocation list, an OCSP answer.
pub fn eds_signature(input: &[u8]) {
    signature::any(input);
}

/// What a session tells when each message is answered by nothing but its header.
fn events(pieces: &[&[u8]]) -> Vec<SessionEvent> {
    let now = Instant::now();
    let timeouts = SessionTimeouts {
        first_byte: Duration::from_secs(1),
        idle: Duration::from_secs(1),
        message: Duration::from_secs(1),
    };
    let mut session = Session::new(now, timeouts);
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

fn drain(session: &mut Session, now: Instant, told: &mut Vec<SessionEvent>) {
    let mut out = Vec::new();
    while let Some(event) = session.poll_event() {
        if let SessionEvent::Message(_) = event {
            session
                .answer(now, Answer::Send(Vec::new()))
                .expect("a message waits");
        }
        let ended = matches!(event, SessionEvent::Ended(EndReason::Refused));
        told.push(event);
        if ended {
            break;
        }
    }
    while session.poll_transmit(&mut out) {}
}

#[cfg(test)]
mod tests;
