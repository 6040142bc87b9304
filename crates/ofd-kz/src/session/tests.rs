use std::time::{Duration, Instant};

use super::*;
use crate::frame::{FrameError, MESSAGE_SIZE_MAX, encode};
use crate::header::Header;

const TIMEOUTS: SessionTimeouts = SessionTimeouts {
    first_byte: Duration::from_secs(5),
    idle: Duration::from_mins(1),
    message: Duration::from_secs(10),
};

fn header(request_number: u16) -> Header {
    Header {
        version: 203,
        size_bytes: 0,
        device_id: 12_345,
        token: 7,
        request_number,
    }
}

fn message(request_number: u16) -> Vec<u8> {
    encode(&header(request_number), &[8, 0]).expect("fits")
}

fn number(event: Option<ServerEvent>) -> Option<u16> {
    match event {
        Some(ServerEvent::Message(message)) => Some(message.header.request_number),
        _ => None,
    }
}

#[test]
fn tells_one_message_at_a_time_wherever_the_stream_is_cut() {
    let now = Instant::now();
    let stream = [message(1), message(2)].concat();
    for cut in 0..=stream.len() {
        let mut session = ServerSession::new(now, TIMEOUTS);
        for piece in [&stream[..cut], &stream[cut..]] {
            assert_eq!(session.handle_bytes(now, piece), piece.len());
        }
        for expected in [1, 2] {
            assert_eq!(number(session.poll_event()), Some(expected), "cut at {cut}");
            assert_eq!(session.poll_event(), None, "the next one waits");
            session
                .answer(now, Answer::Send(vec![1]))
                .expect("a message waits");
        }
        let mut out = Vec::new();
        assert!(session.poll_transmit(&mut out));
        assert_eq!(out, [1, 1]);
        assert!(session.is_idle());
    }
}

#[test]
fn another_protocol_and_a_wrong_size_are_closed_without_an_answer() {
    let now = Instant::now();
    let mut large = message(2);
    large[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    let size_bytes = u32::MAX;
    for (bytes, error, offset) in [
        (vec![0x2A], FrameError::AppCode { got: [0x2A, 0] }, 20),
        (large, FrameError::SizeAboveLimit { size_bytes }, 24),
    ] {
        let mut session = ServerSession::new(now, TIMEOUTS);
        let _ = session.handle_bytes(now, &message(1));
        session.poll_event().expect("the first message");
        session.answer(now, Answer::Send(Vec::new())).expect("it waits");
        let _ = session.handle_bytes(now, &bytes);
        assert_eq!(
            session.poll_event(),
            Some(ServerEvent::Refused(Refusal { error, offset }))
        );
        assert_eq!(session.poll_event(), Some(ServerEvent::Ended(EndReason::Refused)));
        assert!(!session.poll_transmit(&mut Vec::new()));
        assert_eq!(session.answer(now, Answer::Close), Err(NotAwaited));
    }
}

#[test]
fn each_silence_has_its_deadline() {
    let start = Instant::now();
    let end = |session: &mut ServerSession, at: Instant| {
        assert_eq!(session.poll_timeout(), Some(at));
        session.handle_timeout(
            at.checked_sub(Duration::from_millis(1))
                .expect("later than the start"),
        );
        assert_eq!(session.poll_event(), None);
        session.handle_timeout(at);
        session.poll_event()
    };
    let mut silent = ServerSession::new(start, TIMEOUTS);
    let ended = end(&mut silent, start + TIMEOUTS.first_byte);
    assert_eq!(ended, Some(ServerEvent::Ended(EndReason::NoFirstByte)));

    let mut slow = ServerSession::new(start, TIMEOUTS);
    let _ = slow.handle_bytes(start, &message(1)[..5]);
    let _ = slow.handle_bytes(start + Duration::from_secs(9), &message(1)[5..6]);
    let ended = end(&mut slow, start + TIMEOUTS.message);
    assert_eq!(ended, Some(ServerEvent::Ended(EndReason::Slow { received: 6 })));

    let mut idle = ServerSession::new(start, TIMEOUTS);
    let _ = idle.handle_bytes(start, &message(1));
    idle.poll_event().expect("a message");
    assert_eq!(
        idle.poll_timeout(),
        None,
        "the operator's own time is not the peer's"
    );
    idle.answer(start, Answer::Send(Vec::new())).expect("it waits");
    let ended = end(&mut idle, start + TIMEOUTS.idle);
    assert_eq!(ended, Some(ServerEvent::Ended(EndReason::Idle)));
}

#[test]
fn the_end_of_the_stream_is_told_apart() {
    let now = Instant::now();
    for (bytes, reason) in [
        (vec![], EndReason::Closed),
        (message(1)[..19].to_vec(), EndReason::Cut { received: 19 }),
    ] {
        let mut session = ServerSession::new(now, TIMEOUTS);
        let _ = session.handle_bytes(now, &bytes);
        session.handle_end();
        assert_eq!(session.poll_event(), Some(ServerEvent::Ended(reason)));
    }
    let mut last = ServerSession::new(now, TIMEOUTS);
    let _ = last.handle_bytes(now, &message(1));
    last.handle_end();
    assert_eq!(
        number(last.poll_event()),
        Some(1),
        "a peer that closed its end still gets its answer"
    );
    last.answer(now, Answer::Refuse(vec![9])).expect("it waits");
    assert_eq!(last.poll_event(), Some(ServerEvent::Ended(EndReason::Answered)));
    assert!(last.poll_transmit(&mut Vec::new()));
}

#[test]
fn holds_a_bounded_number_of_bytes() {
    let now = Instant::now();
    let mut session = ServerSession::new(now, TIMEOUTS);
    let largest = encode(&header(1), &vec![0; MESSAGE_SIZE_MAX - 18]).expect("fits");
    let mut taken = 0;
    for piece in [largest.as_slice(), &vec![0xA2; 100_000]] {
        taken += session.handle_bytes(now, piece);
    }
    assert_eq!(number(session.poll_event()), Some(1));
    assert!(taken < MESSAGE_SIZE_MAX + 100_000);
    while session.capacity() > 0 {
        assert!(session.handle_bytes(now, &[0xA2; 1000]) > 0);
    }
    assert_eq!(session.handle_bytes(now, &[0xA2]), 0);
}

const PATIENCE: ClientTimeouts = ClientTimeouts {
    answer: Duration::from_secs(5),
};

#[test]
fn a_register_gets_its_answer_and_drops_what_follows() {
    let now = Instant::now();
    let mut client = ClientSession::new(PATIENCE);
    client.begin(now, header(4)).expect("free");
    assert_eq!(client.begin(now, header(5)), Err(ClientError::Busy));
    client.handle_bytes(&[message(4), vec![0; 3000]].concat());
    let Some(ClientEvent::Answer {
        header: answer,
        payload,
    }) = client.poll_event()
    else {
        panic!("no answer");
    };
    assert_eq!((answer.request_number, payload), (4, vec![8, 0]));
    assert_eq!(client.poll_timeout(), None);
    client.handle_bytes(&message(4));
    assert_eq!(client.poll_event(), None, "nothing is awaited");
}

#[test]
fn a_register_without_an_answer_knows_why() {
    let now = Instant::now();
    let failure = |act: &dyn Fn(&mut ClientSession)| {
        let mut client = ClientSession::new(PATIENCE);
        client.begin(now, header(4)).expect("free");
        act(&mut client);
        match client.poll_event() {
            Some(ClientEvent::Failed(error)) => Some(error),
            _ => None,
        }
    };
    let foreign = ClientError::Foreign {
        device_id: 12_345,
        request_number: 3,
    };
    assert_eq!(failure(&|client| client.handle_bytes(&message(3))), Some(foreign));
    assert_eq!(
        failure(&|client| client.handle_end()),
        Some(ClientError::Cut { received: 0 })
    );
    let wrong = ClientError::Frame(FrameError::AppCode { got: [0, 0] });
    assert_eq!(failure(&|client| client.handle_bytes(&[0])), Some(wrong));
    let slow = failure(&|client| {
        client.handle_bytes(&message(4)[..19]);
        client.handle_timeout(now + PATIENCE.answer);
    });
    assert_eq!(slow, Some(ClientError::Slow { received: 19 }));
}
