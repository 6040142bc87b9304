//! `decode` and `encode`.

use super::{qassa, vector};

#[test]
fn a_message_goes_through_decode_and_encode_unchanged() {
    let file = vector("ya_session_rereg.hex");
    let text = std::fs::read_to_string(&file).unwrap();
    let bytes = hex::decode(text.trim()).unwrap();
    for (options, input) in [
        (vec!["decode", "auto", "--json", file.as_str()], vec![]),
        (vec!["decode", "ru-message", "--json", "--raw"], bytes.clone()),
        (
            vec!["decode", "ru-message", "--json", "--hex", "-"],
            text.clone().into_bytes(),
        ),
        (vec!["decode", "auto", "--json"], bytes.clone()),
    ] {
        let decoded = qassa(&options, &input);
        assert_eq!(decoded.status, 0, "{options:?}: {}", decoded.stderr);
        assert_eq!(decoded.json()[0]["ok"], true);
        let encoded = qassa(&["encode", "auto", "--raw"], &decoded.stdout);
        assert_eq!(
            (encoded.status, encoded.stdout),
            (0, bytes.clone()),
            "{options:?}"
        );
    }
}

#[test]
fn a_kazakh_message_goes_through_decode_and_encode_unchanged() {
    let file = format!(
        "{}/../ofd-kz/tests/vectors/info_response_v202.hex",
        env!("CARGO_MANIFEST_DIR")
    );
    let bytes = hex::decode(std::fs::read_to_string(&file).unwrap().trim()).unwrap();
    for kind in ["auto", "kz-response"] {
        let decoded = qassa(&["decode", kind, "--json", &file], b"");
        assert_eq!(decoded.status, 0, "{kind}: {}", decoded.stderr);
        assert_eq!(decoded.json()[0]["kind"], "kz-response");
        let encoded = qassa(&["encode", "auto", "--raw"], &decoded.stdout);
        assert_eq!((encoded.status, encoded.stdout), (0, bytes.clone()), "{kind}");
    }
    let wrong_side = qassa(&["decode", "kz-request", &file], b"");
    assert_eq!(wrong_side.status, 1);
    assert!(wrong_side.text().contains("refused"), "{}", wrong_side.text());
}

#[test]
fn the_tree_is_for_people() {
    let decoded = qassa(&["decode", "auto", &vector("ya_session_rereg.hex")], b"");
    assert_eq!(decoded.status, 0);
    assert!(
        decoded.text().contains("00110    1018 ИНН пользователя"),
        "{}",
        decoded.text()
    );
}

#[test]
fn what_does_not_decode_ends_with_one() {
    let refused = qassa(&["decode", "auto", "--json"], b"030015");
    assert_eq!((refused.status, refused.stderr.as_str()), (1, ""));
    let answer = &refused.json()[0];
    assert_eq!(
        (
            answer["ok"].as_bool(),
            answer["findings"].as_array().unwrap().len()
        ),
        (Some(false), 1)
    );
    assert_eq!(qassa(&["decode", "ru-tlv", "--hex"], b"0").status, 1);
    assert_eq!(
        qassa(&["encode", "auto"], b"{}").status,
        0,
        "elements without any"
    );
    assert_eq!(qassa(&["encode", "auto"], br#"{"a":1}"#).status, 1);
    let refused = qassa(&["encode", "ru-tlv"], br#"{"code":99}"#);
    assert_eq!(refused.status, 1);
    assert!(
        refused.stderr.contains("form code 99 is unknown"),
        "{}",
        refused.stderr
    );
}

#[test]
fn fields_that_are_no_elements_are_told() {
    let encoded = qassa(&["encode", "ru-tlv"], br#"{"code":3,"colour":"red"}"#);
    assert_eq!((encoded.status, encoded.text()), (0, "03000000\n"));
    assert!(encoded.stderr.contains("colour"), "{}", encoded.stderr);
}

#[test]
fn wrong_use_ends_with_two() {
    let cases: [(&[&str], &str); 5] = [
        (&["decode", "auto", "/no/such/file"], "/no/such/file"),
        (
            &["decode", "kz-message"],
            "ru-message, ru-container, ru-tlv, kz-request, kz-response, auto",
        ),
        (&["encode", "kz"], "kz-request"),
        (&["decode", "auto", "--hex", "--raw"], "cannot be used with"),
        (&["decode", "--json"], "<KIND>"),
    ];
    for (arguments, message) in cases {
        let outcome = qassa(arguments, b"");
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, b"");
    }
}

#[test]
fn the_limit_of_the_input_is_named() {
    let endless = vec![b'0'; 16 * 1024 * 1024 + 1];
    for arguments in [
        &["decode", "auto", "--json"][..],
        &["encode", "auto"],
        &["check", "receipt", "-"],
    ] {
        let outcome = qassa(arguments, &endless);
        assert_eq!(outcome.status, 2, "{arguments:?}");
        assert!(outcome.stderr.contains("16 MiB"), "{}", outcome.stderr);
    }
}
