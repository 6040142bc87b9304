use super::*;
use crate::WireConfig;

fn started() -> (Instant, Dialogue) {
    let now = Instant::now();
    (now, Dialogue::new(now, WireConfig::default().timeouts))
}

/// What a stream is refused for, told byte by byte.
fn refused_for(stream: &[u8]) -> (usize, Option<Refused>) {
    let (now, mut dialogue) = started();
    for (count, byte) in (1..).zip(stream) {
        assert_eq!(dialogue.handle_bytes(now, &[*byte]), 1);
        if let Some(Event::Refused(refused)) = dialogue.poll_event() {
            assert!(matches!(dialogue.poll_event(), Some(Event::Ended(End::Refused))));
            return (count, Some(refused));
        }
    }
    (stream.len(), None)
}

#[test]
fn what_begins_like_no_protocol_is_refused_at_the_first_byte_that_shows_it() {
    let foreign = |first: &[u8]| {
        Some(Refused::Foreign {
            first: first.to_vec(),
        })
    };
    for (stream, count, refused) in [
        (&b"GET / HTTP/1.1"[..], 1, foreign(b"G")),
        (&[0xA2, 0x82], 2, foreign(&[0xA2, 0x82])),
        (&[0x2A, 0x08, 0x41, 0x0B], 4, foreign(&[0x2A, 0x08, 0x41, 0x0B])),
        (&[0x16, 0x03, 0x01], 2, Some(Refused::Tls)),
        (&[0x16, 0x04, 0x01], 2, foreign(&[0x16, 0x04])),
        (&[0x16], 1, None),
        (&[0xA2], 1, None),
        (&[0x2A, 0x08, 0x41], 3, None),
    ] {
        assert_eq!(refused_for(stream), (count, refused), "{stream:02X?}");
    }
}

#[test]
fn refusals_have_stable_words() {
    for (stream, word) in [
        (&b"G"[..], "unknown_protocol"),
        (&[0x16, 0x03], "tls"),
        (
            &[0xA2, 0x81, 0xCA, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            "size_below_header",
        ),
    ] {
        let (_, refused) = refused_for(stream);
        assert_eq!(refused.as_ref().map(Refused::reason), Some(word));
    }
}

#[test]
fn the_first_bytes_tell_the_protocol() {
    for (first, protocol) in [
        (&[0xA2][..], Protocol::Unknown),
        (&[0xA2, 0x81], Protocol::Kazakhstan),
        (&[0x2A, 0x08, 0x41], Protocol::Unknown),
        (&[0x2A, 0x08, 0x41, 0x0A], Protocol::Russia),
    ] {
        let (now, mut dialogue) = started();
        assert!(dialogue.is_idle());
        assert_eq!(dialogue.handle_bytes(now, first), first.len());
        assert_eq!(dialogue.protocol(), protocol, "{first:02X?}");
        assert!(!dialogue.is_idle());
    }
}

#[test]
fn no_more_is_taken_than_tells_the_protocol() {
    let (now, mut dialogue) = started();
    assert_eq!(dialogue.capacity(), FIRST_SIZE_MAX);
    assert_eq!(
        dialogue.handle_bytes(now, &[0xA2, 0x81, 1, 2, 3, 4, 5]),
        FIRST_SIZE_MAX
    );
    assert!(dialogue.capacity() > FIRST_SIZE_MAX);
}

#[test]
fn an_answer_before_the_protocol_is_told_is_awaited_by_nobody() {
    let (now, mut dialogue) = started();
    assert_eq!(dialogue.answer(now, Answer::Close), Err(NotAwaited));
}
