use super::*;

#[test]
fn refuses_more_than_the_limit_and_names_it() {
    let endless = std::io::repeat(b'A');
    let error = read_from(endless, "standard input").unwrap_err();
    assert!(error.to_string().contains("16 MiB"), "{error}");
    let exact = std::io::repeat(b'A').take(16 * 1024 * 1024);
    assert_eq!(read_from(exact, "a file").unwrap().len(), INPUT_BYTES_MAX);
}

#[test]
fn names_a_file_that_is_not_there() {
    let error = read(Some(Path::new("/no/such/file"))).unwrap_err();
    assert!(error.to_string().contains("/no/such/file"), "{error}");
}

#[test]
fn recognizes_how_bytes_are_written() {
    let table: [(&str, &[u8], Spelling); 8] = [
        ("hex", b"2A08410a", Spelling::Hex),
        ("hex in lines", b" 2a08\n410a\r\n", Spelling::Hex),
        ("hex with a prefix", b"0x2A08", Spelling::Hex),
        ("base64", b"KghBCg==", Spelling::Base64),
        ("base64 for URLs", b"_-8", Spelling::Base64),
        ("a message", b"\x2A\x08\x41\x0A", Spelling::Raw),
        ("a document", b"\x03\x00\x00\x00", Spelling::Raw),
        ("nothing", b" \n", Spelling::Raw),
    ];
    for (name, text, spelling) in table {
        assert_eq!(Spelling::of(text), spelling, "{name}");
    }
}

#[test]
fn every_spelling_reads_what_it_writes() {
    let bytes: Vec<u8> = (0..=255).collect();
    for spelling in [Spelling::Hex, Spelling::Base64, Spelling::Raw] {
        assert_eq!(
            spelling.read(spelling.write(bytes.clone())),
            Ok(bytes.clone()),
            "{spelling:?}"
        );
    }
    let url = Spelling::Base64.read(b"_-\n8".to_vec());
    assert_eq!(url, Ok(vec![0xFF, 0xEF]));
}

#[test]
fn says_where_a_text_is_wrong() {
    let table: [(Spelling, &str, &str, usize); 4] = [
        (Spelling::Hex, " 0x2A 0g", "`g` is no hexadecimal digit", 7),
        (
            Spelling::Hex,
            "2A0\n",
            "3 hexadecimal digits make no whole number of bytes",
            4,
        ),
        (Spelling::Hex, "\u{44f}", "`\\xd1` is no hexadecimal digit", 0),
        (
            Spelling::Base64,
            "Kg*=",
            "not base64: Invalid symbol 42, offset 2.",
            2,
        ),
    ];
    for (spelling, text, message, offset) in table {
        let error = spelling.read(text.as_bytes().to_vec()).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.offset()), (message, offset));
    }
}
