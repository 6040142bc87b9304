use super::*;
use crate::reason::Reason;

fn first(bytes: &[u8], rules: Rules) -> Result<Element<'_>, Refusal> {
    Reader::new(bytes, rules).next()
}

#[test]
fn refuses_what_no_certificate_needs() {
    let refused: &[(&str, &[u8], Rules)] = &[
        ("nothing", &[], Rules::Ber),
        ("no length", &[0x30], Rules::Ber),
        ("less than told", &[0x04, 0x02, 0x00], Rules::Ber),
        ("a type of two octets", &[0x1F, 0x81, 0x00, 0x00], Rules::Ber),
        (
            "a length of five octets",
            &[0x04, 0x85, 0, 0, 0, 0, 0],
            Rules::Ber,
        ),
        ("a reserved length", &[0x04, 0xFF], Rules::Ber),
        (
            "a longest length",
            &[0x04, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0],
            Rules::Ber,
        ),
        ("an indefinite primitive", &[0x04, 0x80, 0x00, 0x00], Rules::Ber),
        (
            "an indefinite length without end",
            &[0x30, 0x80, 0x04, 0x00],
            Rules::Ber,
        ),
        (
            "an indefinite length in DER",
            &[0x30, 0x80, 0x00, 0x00],
            Rules::Der,
        ),
        ("a length too long in DER", &[0x04, 0x81, 0x01, 0x00], Rules::Der),
    ];
    for (name, bytes, rules) in refused {
        let reason = first(bytes, *rules).map(|_| ()).map_err(|error| error.reason);
        assert_eq!(reason, Err(Reason::Malformed), "{name}");
    }
}

#[test]
fn joins_segments_and_keeps_what_was_received() {
    let bytes = [
        0x24, 0x80, 0x04, 0x01, b'a', 0x24, 0x03, 0x04, 0x01, b'b', 0x04, 0x00, 0x00, 0x00,
    ];
    let mut reader = Reader::new(&bytes, Rules::Ber);
    assert_eq!(reader.octets("text").unwrap().as_ref(), b"ab");
    assert!(reader.is_at_end());
    assert_eq!(first(&bytes, Rules::Ber).unwrap().raw, bytes);
    assert!(Reader::new(&bytes, Rules::Der).octets("text").is_err());
}

#[test]
fn nesting_deeper_than_the_limit_is_refused() {
    let nested = |levels: usize| [[0x30, 0x80].repeat(levels), [0, 0].repeat(levels)].concat();
    let most = usize::from(DEPTH_MAX);
    assert!(first(&nested(most), Rules::Ber).is_ok());
    let refused = first(&nested(most + 1), Rules::Ber).unwrap_err();
    assert!(refused.detail.contains("32 levels"), "{refused}");
    // As deep as memory allows: the stack stays where it is.
    assert!(first(&nested(1_000_000), Rules::Ber).is_err());
}

#[test]
fn reads_times_of_both_types() {
    let time = |tag: u8, text: &str| {
        let mut bytes = vec![tag, u8::try_from(text.len()).unwrap()];
        bytes.extend_from_slice(text.as_bytes());
        first(&bytes, Rules::Der)
            .unwrap()
            .time()
            .map(|time| time.to_string())
    };
    let read = |tag, text: &str| time(tag, text).unwrap();
    assert_eq!(read(0x17, "220918132014Z"), "2022-09-18T13:20:14Z");
    assert_eq!(read(0x17, "500101000000Z"), "1950-01-01T00:00:00Z");
    assert_eq!(read(0x17, "491231235959Z"), "2049-12-31T23:59:59Z");
    assert_eq!(read(0x18, "19700101000000Z"), "1970-01-01T00:00:00Z");
    assert_eq!(read(0x18, "20220918132014.123Z"), "2022-09-18T13:20:14Z");
    for (tag, text) in [
        (0x17, "220918132014"),
        (0x17, "2209181320Z"),
        (0x17, "220918132014+0500"),
        (0x17, "221318132014Z"),
        (0x17, "22091813201４"),
        (0x18, "20220918132014.Z"),
        (0x18, "+0220918132014Z"),
        (0x17, "+20918132014Z"),
    ] {
        assert!(time(tag, text).is_err(), "{text}");
    }
}

#[test]
fn reads_flags_from_the_first_bit_on() {
    let flags = |bytes: &[u8]| first(bytes, Rules::Der).unwrap().flags();
    assert_eq!(flags(&[0x03, 0x02, 0x06, 0xC0]), Ok(0b11));
    assert_eq!(flags(&[0x03, 0x03, 0x07, 0x00, 0x80]), Ok(1 << 8));
    assert_eq!(flags(&[0x03, 0x01, 0x00]), Ok(0));
    assert!(flags(&[0x03, 0x00]).is_err());
    assert!(flags(&[0x03, 0x02, 0x08, 0xC0]).is_err());
}
