use super::*;
use crate::encode::encode;
use types::LocalDateTime;

fn vector(name: &str) -> Vec<u8> {
    let path = format!("{}/../ofd-ru/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn bytes(name: &str) -> Vec<u8> {
    let text = vector(name);
    Spelling::of(&text).read(text).unwrap()
}

fn now() -> LocalDateTime {
    LocalDateTime::from_calendar(2026, 11, 22, 10, 0, 0).unwrap()
}

fn json(kind: DecodeKind, bytes: &[u8]) -> Json {
    serde_json::from_str(&decode(kind, bytes, now()).json()).unwrap()
}

#[test]
fn tells_a_message_layer_by_layer() {
    let message = bytes("ya_session_rereg.hex");
    let answer = json(DecodeKind::Auto, &message);
    assert_eq!(answer["ok"], true);
    assert_eq!(answer["kind"], "ru-message");
    assert_eq!(answer["version"], "1.05");
    assert_eq!(answer["consumed"], 466);
    assert_eq!(
        answer["header"]["session"]["fiscalDriveNumber"],
        "9999078900005488"
    );
    assert_eq!(answer["header"]["container"]["fiscalDocumentNumber"], 1);
    assert_eq!(answer["document"]["code"], 11);
    assert_eq!(answer["document"]["userInn"], "7702203276  ");
    assert_eq!(answer, json(DecodeKind::RuMessage, &message));
}

#[test]
fn each_finding_has_its_place() {
    let answer = json(DecodeKind::Auto, &bytes("ya_session_rereg.hex"));
    for finding in answer["findings"].as_array().unwrap() {
        assert!(finding["path"].as_str().unwrap().starts_with("11"), "{finding}");
        assert!(finding["offset"].as_u64().unwrap() >= 62, "{finding}");
        assert!(["error", "warning"].contains(&finding["severity"].as_str().unwrap()));
    }
    // A receipt without anything: what is missing is told at the receipt itself.
    let answer = json(DecodeKind::RuTlv, &[3, 0, 0, 0]);
    assert_eq!(answer["ok"], true);
    let missing = &answer["findings"][0];
    assert_eq!(
        (&missing["rule"], &missing["offset"]),
        (&Json::from("tag-missing"), &Json::from(0))
    );
}

#[test]
fn inner_layers_are_read_by_themselves() {
    let message = bytes("ya_session_rereg.hex");
    for (kind, name, part) in [
        (DecodeKind::RuContainer, "ru-container", &message[30..]),
        (DecodeKind::RuTlv, "ru-tlv", &message[62..456]),
    ] {
        for answer in [json(kind, part), json(DecodeKind::Auto, part)] {
            assert_eq!(
                (&answer["ok"], &answer["kind"]),
                (&Json::from(true), &Json::from(name))
            );
            assert_eq!(answer["document"]["code"], 11);
            assert_eq!(answer["consumed"], part.len());
        }
    }
}

#[test]
fn a_refusal_is_one_finding_with_rule_and_offset() {
    let message = bytes("ya_session_rereg.hex");
    let mut wrong_crc = message.clone();
    wrong_crc[32] ^= 1;
    let mut wrong_length = message[62..456].to_vec();
    wrong_length[7] = 0xFF;
    let cases: [(&str, DecodeKind, &[u8], &str, u64); 6] = [
        (
            "cut message",
            DecodeKind::Auto,
            &message[..100],
            "message-cut",
            100,
        ),
        (
            "another protocol",
            DecodeKind::RuMessage,
            b"GET / HTTP",
            "message-signature",
            0,
        ),
        (
            "check sum of the container",
            DecodeKind::Auto,
            &wrong_crc,
            "container-crc",
            32,
        ),
        (
            "cut container",
            DecodeKind::RuContainer,
            &message[30..40],
            "container-cut",
            0,
        ),
        (
            "length of an element",
            DecodeKind::RuTlv,
            &wrong_length,
            "element-length",
            4,
        ),
        (
            "the other country",
            DecodeKind::Auto,
            &[0xA2, 0x81, 0, 0],
            "message-cut",
            4,
        ),
    ];
    for (name, kind, bytes, rule, offset) in cases {
        let answer = json(kind, bytes);
        assert_eq!(answer["ok"], false, "{name}");
        let findings = answer["findings"].as_array().unwrap();
        assert_eq!(findings.len(), 1, "{name}");
        assert_eq!(findings[0]["rule"], rule, "{name}");
        assert_eq!(findings[0]["offset"], offset, "{name}");
        assert_eq!(findings[0]["severity"], "error", "{name}");
    }
}

#[test]
fn what_follows_a_message_is_told() {
    let mut stream = bytes("ya_session_rereg.hex");
    stream.extend_from_slice(&[0x2A, 0x08]);
    let answer = json(DecodeKind::Auto, &stream);
    assert_eq!(
        (&answer["ok"], &answer["consumed"]),
        (&Json::from(true), &Json::from(466))
    );
    let last = answer["findings"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["rule"], &last["offset"]),
        (&Json::from("bytes-after-message"), &Json::from(466))
    );
}

#[test]
fn a_text_that_writes_down_no_bytes_is_refused_at_its_place() {
    let error = Spelling::Hex.read(b"03 0x".to_vec()).unwrap_err();
    let answer = Answer::unreadable(DecodeKind::Auto, &error);
    let answer: Json = serde_json::from_str(&answer.json()).unwrap();
    assert_eq!(answer["findings"][0]["rule"], "not-hex");
    assert_eq!(answer["findings"][0]["offset"], 4);
    assert_eq!(
        (&answer["ok"], &answer["kind"]),
        (&Json::from(false), &Json::from("auto"))
    );
}

#[test]
fn the_tree_has_findings_below_it() {
    let answer = decode(DecodeKind::RuTlv, &[3, 0, 0, 0], now());
    assert!(
        answer.tree.starts_with("00000  3 Кассовый чек"),
        "{}",
        answer.tree
    );
    assert!(
        answer.tree.contains("00000  error 3/1037 tag-missing: "),
        "{}",
        answer.tree
    );
    let refused = decode(DecodeKind::RuTlv, &[3, 0, 9, 0], now());
    assert_eq!(refused.tree.lines().count(), 1, "{}", refused.tree);
    assert!(refused.tree.contains("refused: document"), "{}", refused.tree);
}

#[test]
fn unknown_tags_stand_under_unknown() {
    let answer = json(DecodeKind::RuTlv, &[3, 0, 6, 0, 0xFE, 0xFF, 2, 0, 0xCA, 0xFE]);
    assert_eq!(
        answer["document"]["unknown"],
        serde_json::json!([{"tag": 65534, "hex": "CAFE"}])
    );
}

#[test]
fn digits_of_a_quantity_are_told_as_they_are() {
    // 1.000: mantissa 1000, three digits after the point
    let line = [0x23, 4, 7, 0, 0xFF, 3, 3, 0, 3, 0xE8, 3];
    let answer = decode(DecodeKind::RuTlv, &line, now());
    assert!(
        answer.json().contains(r#""items":[{"quantity":1.000}]"#),
        "{}",
        answer.json()
    );
}

#[test]
fn every_vector_comes_back_byte_for_byte() {
    let message = bytes("ya_session_rereg.hex");
    let vectors = [
        message.clone(),
        message[30..].to_vec(),
        message[62..456].to_vec(),
        bytes("ya_receipt_ffd10.hex"),
        vec![3, 0, 0, 0],
        vec![0x23, 4, 7, 0, 0xFF, 3, 3, 0, 3, 0xE8, 3],
    ];
    for bytes in vectors {
        let report = decode(DecodeKind::Auto, &bytes, now()).json();
        assert_eq!(
            encode(DecodeKind::Auto, report.as_bytes()).unwrap().bytes,
            bytes,
            "{report}"
        );
    }
}

#[test]
fn every_vector_beside_the_checkout_comes_back_byte_for_byte() {
    let path = format!(
        "{}/../../../shared/data/ru/ofd_messages.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: {path} is not there");
        return;
    };
    let messages: Json = serde_json::from_str(&text).unwrap();
    for message in messages.as_array().unwrap() {
        let bytes = hex::decode(message["hex"].as_str().unwrap()).unwrap();
        let answer = decode(DecodeKind::Auto, &bytes, now());
        if answer.report.ok {
            let again = encode(DecodeKind::Auto, answer.json().as_bytes()).unwrap();
            assert_eq!(again.bytes, bytes, "{}", message["id"]);
        } else {
            assert_eq!(message["id"], "ya_session_header_only");
        }
    }
}

#[test]
fn an_inner_layer_can_be_written_alone() {
    let message = bytes("ya_session_rereg.hex");
    let report = decode(DecodeKind::Auto, &message, now()).json();
    let container = encode(DecodeKind::RuContainer, report.as_bytes()).unwrap();
    assert_eq!(container.bytes, message[30..]);
    let document = encode(DecodeKind::RuTlv, report.as_bytes()).unwrap();
    assert_eq!(document.bytes, message[62..456]);
    let alone: Json = serde_json::from_str(&report).unwrap();
    let alone = encode(DecodeKind::RuTlv, alone["document"].to_string().as_bytes()).unwrap();
    assert_eq!(alone.bytes, message[62..456]);
}

#[test]
fn what_cannot_be_encoded_says_why() {
    let cases = [
        ("{", "not JSON"),
        (r#"{"ok":false}"#, "`ok` is false"),
        (r#"{"kind":"kz-other"}"#, r#"`kind` is "kz-other""#),
        (r#"{"kind":"kz-request"}"#, "`header` is missing"),
        (
            r#"{"kind":"kz-request","header":{"version":203,"id":1,"token":2,"reqnum":3},"document":{"command":"X"}}"#,
            "`document.command` is",
        ),
        (r#"{"kind":"ru-tlv"}"#, "`document` is missing"),
        (
            r#"{"kind":"ru-message","document":{"code":3}}"#,
            "`header.session` is missing",
        ),
        (r#"{"code":3,"totalSum":"x"}"#, "document: `totalSum` is"),
        (r#"{"code":3,"user":"汉"}"#, "is not in code page 866"),
        (
            r#"{"kind":"ru-tlv","original":"0","document":{"code":3}}"#,
            "`original`",
        ),
    ];
    for (json, message) in cases {
        let error = encode(DecodeKind::Auto, json.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}

/// `A2 81`, 2.0.3, register 1, token 2, request 3.
fn kazakh_request(body: &[u8]) -> Vec<u8> {
    let size = u8::try_from(18 + body.len()).unwrap();
    let header = [0xA2, 0x81, 203, 0, size, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0];
    [&header[..], body].concat()
}

#[test]
fn a_kazakh_request_is_told_with_its_findings() {
    // A cash movement without its part, and an unknown field 99.
    let bytes = kazakh_request(&[8, 6, 0x98, 0x06, 1]);
    for kind in [DecodeKind::Auto, DecodeKind::KzRequest] {
        let answer = json(kind, &bytes);
        assert_eq!(
            (&answer["ok"], &answer["kind"]),
            (&true.into(), &"kz-request".into())
        );
        assert_eq!(
            (&answer["version"], &answer["consumed"]),
            (&"2.0.3".into(), &23.into())
        );
        assert_eq!(answer["header"]["reqnum"], 3);
        assert_eq!(answer["document"]["command"], "COMMAND_MONEY_PLACEMENT");
        assert_eq!(answer["document"]["unknown"][0]["number"], 99);
        let findings: Vec<(&str, &str, u64)> = answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| {
                let text = |name: &str| finding[name].as_str().unwrap();
                (
                    text("rule"),
                    text("severity"),
                    finding["offset"].as_u64().unwrap(),
                )
            })
            .collect();
        let expected = [
            ("part-missing", "error", 18),
            ("field-unknown", "warning", 20),
            ("service-missing", "warning", 18),
        ];
        assert_eq!(findings, expected);
    }
}

#[test]
fn bytes_behind_a_kazakh_message_are_told() {
    let mut bytes = kazakh_request(&[8, 0]);
    bytes.extend([0; 5]);
    let answer = json(DecodeKind::Auto, &bytes);
    assert_eq!((&answer["ok"], &answer["consumed"]), (&true.into(), &20.into()));
    assert_eq!(answer["findings"][0]["rule"], "bytes-after-message");
    let refused = json(DecodeKind::KzResponse, &bytes);
    assert_eq!(
        (&refused["ok"], &refused["findings"][0]["rule"]),
        (&false.into(), &"field-missing".into())
    );
}
