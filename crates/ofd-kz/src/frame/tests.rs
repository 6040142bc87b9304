use super::*;

/// 2.0.2, size 18, register 200956, token above 2^31, request 14. Source: KZ-OFD/header.
const BARE: &str = concat!(
    "A281",     // app code
    "CA00",     // version 202
    "12000000", // size 18: no payload
    "FC100300", // register 200956
    "E63B38A1", // token 2704817126
    "0E00",     // request 14
);

/// A keep-alive of 2.0.3.
const SYSTEM: &str = concat!(
    "A281",     // app code
    "CB00",     // version 203
    "14000000", // size: 18 bytes of header, 2 of payload
    "39300000", // register 12345
    "07000000", // token 7
    "0100",     // request 1
    "0800",     // command 0
);

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).expect("hexadecimal digits")
}

#[test]
fn reads_the_annotated_headers_and_writes_them_again() {
    let rows = [
        (BARE, [202, 18, 200_956, 2_704_817_126, 14], &[][..]),
        (SYSTEM, [203, 20, 12_345, 7, 1], &[8, 0][..]),
    ];
    for (text, numbers, body) in rows {
        let bytes = bytes(text);
        let Ok(Decoded::Message { frame, rest: [] }) = Frame::decode(&bytes) else {
            panic!("no message: {text}");
        };
        let Header {
            version,
            size_bytes,
            device_id,
            token,
            request_number,
        } = frame.header;
        let got = [
            version.into(),
            size_bytes,
            device_id,
            token,
            request_number.into(),
        ];
        assert_eq!((got, frame.payload), (numbers, body));
        assert_eq!(
            encode(
                &Header {
                    size_bytes: 0,
                    ..frame.header
                },
                body
            ),
            Ok(bytes)
        );
    }
}

#[test]
fn asks_for_more_at_every_cut() {
    let bytes = bytes(SYSTEM);
    for cut in 0..bytes.len() {
        let missing = if cut < HEADER_SIZE {
            HEADER_SIZE - cut
        } else {
            bytes.len() - cut
        };
        assert_eq!(
            Frame::decode(&bytes[..cut]),
            Ok(Decoded::Incomplete { missing }),
            "cut at {cut}"
        );
    }
}

#[test]
fn what_follows_is_handed_back() {
    let twice = [bytes(SYSTEM), bytes(BARE)].concat();
    let Ok(Decoded::Message { rest, .. }) = Frame::decode(&twice) else {
        panic!("no message");
    };
    assert_eq!(rest, bytes(BARE));
}

#[test]
fn each_broken_header_has_its_own_refusal() {
    let with_size = |size: u32| {
        let mut bytes = bytes(SYSTEM);
        bytes[4..8].copy_from_slice(&size.to_le_bytes());
        bytes
    };
    let above = u32::try_from(MESSAGE_SIZE_MAX).unwrap() + 1;
    let rows = [
        (
            bytes("2A08410A"),
            FrameError::AppCode { got: [0x2A, 0] },
            0,
            "app_code",
        ),
        (
            bytes("A282"),
            FrameError::AppCode { got: [0xA2, 0x82] },
            0,
            "app_code",
        ),
        (
            with_size(17),
            FrameError::SizeBelowHeader { size_bytes: 17 },
            4,
            "size_below_header",
        ),
        (
            with_size(0),
            FrameError::SizeBelowHeader { size_bytes: 0 },
            4,
            "size_below_header",
        ),
        (
            with_size(above),
            FrameError::SizeAboveLimit { size_bytes: above },
            4,
            "size_above_limit",
        ),
        (
            with_size(u32::MAX),
            FrameError::SizeAboveLimit { size_bytes: u32::MAX },
            4,
            "size_above_limit",
        ),
    ];
    for (bytes, error, offset, reason) in rows {
        assert_eq!(Frame::decode(&bytes), Err(error));
        assert_eq!((error.offset(), error.reason()), (offset, reason));
    }
}

#[test]
fn a_message_of_the_largest_size_passes_and_one_byte_more_does_not() {
    let header = Header {
        version: 203,
        size_bytes: 0,
        device_id: 1,
        token: 2,
        request_number: 3,
    };
    let largest = vec![0; MESSAGE_SIZE_MAX - HEADER_SIZE];
    let message = encode(&header, &largest).expect("fits");
    assert!(matches!(
        Frame::decode(&message),
        Ok(Decoded::Message { rest: [], .. })
    ));
    let payload_bytes = largest.len() + 1;
    assert_eq!(
        encode(&header, &vec![0; payload_bytes]),
        Err(TooLarge { payload_bytes })
    );
}

#[test]
fn the_first_bytes_tell_the_country() {
    use Detection::{Is, Neither, Undecided};
    let rows = [
        (&[][..], Undecided),
        (&[0xA2], Undecided),
        (&[0xA2, 0x81], Is(Dialect::Kazakhstan)),
        (&[0xA2, 0x81, 0xCA], Is(Dialect::Kazakhstan)),
        (&[0xA2, 0x80], Neither),
        (&[0x2A], Undecided),
        (&[0x2A, 0x08, 0x41], Undecided),
        (&[0x2A, 0x08, 0x41, 0x0A], Is(Dialect::Russia)),
        (&[0x2A, 0x08, 0x41, 0x0B], Neither),
        (&[0x16, 0x03, 0x01], Neither),
    ];
    for (first, detection) in rows {
        assert_eq!(detect(first), detection, "{first:02X?}");
    }
}
