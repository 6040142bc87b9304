use std::time::{Duration, Instant};

use super::*;

const MESSAGE: &str = concat!(
    "2A08410A",                         // signature
    "81A2",                             // session protocol 1.1
    "0120",                             // FFD 1.2
    "39393939303738393030303035343838", // "9999078900005488"
    "0300",                             // body: 3 bytes
    "1400",                             // container, answer expected, no check sum
    "0000",                             // no check sum
    "010203",                           // body
);

const TIMEOUTS: SessionTimeouts = SessionTimeouts {
    first_byte: Duration::from_secs(10),
    idle: Duration::from_mins(5),
    message: Duration::from_secs(30),
};

fn message() -> Vec<u8> {
    hex::decode(MESSAGE).unwrap()
}

fn header() -> SessionHeader {
    SessionHeader {
        body_size: 3,
        ..SessionHeader::from_register(ProtocolVersion::V1_2, *b"9999078900005488")
    }
}

#[test]
fn reads_the_annotated_message_and_writes_it_again() {
    let bytes = [message(), vec![0x2A]].concat();
    let decoded = Frame::decode(&bytes).unwrap();
    let expected = Frame {
        header: header(),
        body: &[1, 2, 3],
    };
    assert_eq!(
        decoded,
        Decoded::Message {
            frame: expected,
            rest: &[0x2A]
        }
    );
    assert_eq!(header().message(&[1, 2, 3]), Some(message()));
    assert_eq!(header().protocol.known(), Some(KnownProtocol::V1_2));
    assert!(header().flags.has_container() && header().flags.expects_answer());
}

#[test]
fn asks_for_more_at_every_cut() {
    let bytes = message();
    for cut in 0..bytes.len() {
        let missing = if cut < HEADER_SIZE {
            HEADER_SIZE
        } else {
            bytes.len()
        } - cut;
        assert_eq!(
            Frame::decode(&bytes[..cut]),
            Ok(Decoded::Incomplete { missing }),
            "cut at {cut}"
        );
    }
}

#[test]
fn check_sums_cover_what_the_flags_name() {
    for (flags, protects_body) in [(0x15, false), (0x16, true)] {
        let mut header = header();
        header.flags = SessionFlags(flags);
        let bytes = header.message(&[1, 2, 3]).unwrap();
        assert!(Frame::decode(&bytes).is_ok());
        for place in 6..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let in_flags_or_size = (24..28).contains(&place);
            let refused = matches!(Frame::decode(&changed), Err(FrameError::Crc { .. }));
            let covered = place < HEADER_SIZE || protects_body;
            assert!(
                refused == covered || in_flags_or_size,
                "flags {flags:#X}, changed at {place}"
            );
        }
    }
}

#[test]
fn each_broken_header_has_its_own_refusal() {
    type Break = fn(&mut Vec<u8>);
    let table: [(Break, FrameError, usize); 6] = [
        (
            |bytes| bytes[3] = 0x0B,
            FrameError::Signature {
                got: [0x2A, 0x08, 0x41, 0x0B],
            },
            0,
        ),
        (
            |bytes| bytes.splice(.., *b"GE").for_each(drop),
            FrameError::Signature { got: [b'G', 0, 0, 0] },
            0,
        ),
        (
            |bytes| bytes[4] = 0x80,
            FrameError::SessionVersion { got: [0x80, 0xA2] },
            4,
        ),
        (
            |bytes| bytes[8] = b'x',
            FrameError::Storage {
                got: *b"x999078900005488",
            },
            8,
        ),
        (
            |bytes| bytes[25] = 0x81,
            FrameError::BodySize { size: 0x8103 },
            24,
        ),
        (|bytes| bytes[26] = 0x17, FrameError::CrcMode { flags: 0x17 }, 26),
    ];
    for (break_it, refusal, offset) in table {
        let mut bytes = message();
        break_it(&mut bytes);
        assert_eq!(Frame::decode(&bytes), Err(refusal));
        assert_eq!(refusal.offset(), offset);
    }
}

/// A session with its clock.
struct Server {
    session: Session,
    now: Instant,
}

impl Server {
    fn new() -> Self {
        let now = Instant::now();
        Self {
            session: Session::new(now, TIMEOUTS),
            now,
        }
    }

    fn receive(&mut self, bytes: &[u8]) {
        assert_eq!(self.session.handle_bytes(self.now, bytes), bytes.len());
    }

    fn answer(&mut self, answer: Answer) {
        self.session.answer(self.now, answer).unwrap();
    }

    fn wait(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
        self.session.handle_timeout(self.now);
    }

    fn events(&mut self) -> Vec<SessionEvent> {
        std::iter::from_fn(|| self.session.poll_event()).collect()
    }

    fn sent(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.session.poll_transmit(&mut out);
        out
    }
}

fn told() -> SessionEvent {
    SessionEvent::Message(IncomingMessage {
        header: header(),
        body: vec![1, 2, 3],
    })
}

#[test]
fn tells_several_messages_one_after_the_other() {
    let mut server = Server::new();
    server.receive(&[message(), message(), message()[..5].to_vec()].concat());
    assert_eq!(server.events(), [told()]);
    server.answer(Answer::Send(vec![7]));
    assert_eq!((server.events(), server.sent()), (vec![told()], vec![7]));
    server.answer(Answer::Send(vec![8]));
    assert_eq!((server.events(), server.sent()), (vec![], vec![8]));
    server.receive(&message()[5..]);
    assert_eq!(server.events(), [told()]);
    assert_eq!(server.session.poll_timeout(), None);
}

#[test]
fn takes_a_message_byte_by_byte() {
    let mut server = Server::new();
    for byte in message() {
        assert_eq!(server.events(), []);
        server.receive(&[byte]);
    }
    assert_eq!(server.events(), [told()]);
}

#[test]
fn a_half_closed_peer_still_gets_its_answers() {
    let mut server = Server::new();
    server.receive(&[message(), message()].concat());
    server.session.handle_end();
    assert_eq!(server.events(), [told()]);
    server.answer(Answer::Send(vec![7]));
    assert_eq!(server.events(), [told()]);
    server.answer(Answer::Send(vec![8]));
    assert_eq!(server.events(), [SessionEvent::Ended(EndReason::Closed)]);
    assert_eq!(server.sent(), [7, 8]);
}

#[test]
fn a_peer_that_closes_within_a_message_is_told() {
    let mut server = Server::new();
    server.receive(&message()[..31]);
    server.session.handle_end();
    assert_eq!(
        server.events(),
        [SessionEvent::Ended(EndReason::Cut { received: 31 })]
    );
}

#[test]
fn every_wait_for_the_peer_has_an_end() {
    let mut server = Server::new();
    server.wait(9);
    assert_eq!(server.events(), []);
    server.wait(1);
    assert_eq!(server.events(), [SessionEvent::Ended(EndReason::NoFirstByte)]);

    let mut server = Server::new();
    server.receive(&message());
    server.wait(1000);
    assert_eq!(server.events(), [told()]);
    server.answer(Answer::Send(vec![]));
    server.wait(299);
    assert_eq!(server.events(), []);
    server.wait(1);
    assert_eq!(server.events(), [SessionEvent::Ended(EndReason::Idle)]);
}

#[test]
fn one_byte_in_ten_seconds_is_too_slow() {
    let mut server = Server::new();
    for byte in &message()[..3] {
        server.receive(&[*byte]);
        assert_eq!(server.events(), []);
        server.wait(10);
    }
    assert_eq!(
        server.events(),
        [SessionEvent::Ended(EndReason::Slow { received: 3 })]
    );
}

#[test]
fn a_broken_message_gets_the_header_without_a_container() {
    let mut server = Server::new();
    let mut broken = message();
    broken[26] = 0x17;
    server.receive(&message());
    server.answer(Answer::Send(vec![]));
    server.receive(&broken);
    let error = FrameError::CrcMode { flags: 0x17 };
    assert_eq!(
        server.events(),
        [
            told(),
            SessionEvent::Refused(Refusal {
                error,
                offset: 33 + 26
            }),
            SessionEvent::Ended(EndReason::Refused),
        ]
    );
    let empty = SessionHeader {
        body_size: 0,
        flags: SessionFlags(0),
        ..header()
    };
    assert_eq!(server.sent(), empty.to_bytes());
}

#[test]
fn another_protocol_gets_no_answer() {
    let mut server = Server::new();
    server.receive(&[b"GET / HTTP/1.1\r\n"[..].to_vec(), vec![0; 64]].concat());
    assert_eq!(server.events().len(), 2);
    assert_eq!(server.sent(), [0_u8; 0]);
    server.receive(b"more is forgotten");
}

#[test]
fn refusing_and_closing_end_the_session() {
    for (answer, size) in [
        (Answer::Refuse(header().refusal()), HEADER_SIZE),
        (Answer::Close, 0),
    ] {
        let mut server = Server::new();
        server.receive(&[message(), message()].concat());
        server.answer(answer);
        assert_eq!(
            server.events(),
            [told(), SessionEvent::Ended(EndReason::Answered)]
        );
        assert_eq!(server.sent().len(), size);
        assert_eq!(server.session.answer(server.now, Answer::Close), Err(NotAwaited));
    }
}

#[test]
fn holds_a_bounded_number_of_bytes() {
    let mut server = Server::new();
    server.receive(&message());
    let flood = vec![0x2A; 100_000];
    let taken = server.session.handle_bytes(server.now, &flood);
    assert!(taken < 64 * 1024);
    assert_eq!(server.session.capacity(), 0);
    assert_eq!(server.session.handle_bytes(server.now, &flood), 0);
}
