use super::*;
use proptest::prelude::*;

const INFO_ANSWER: &str = include_str!("../../tests/vectors/info_response_v202.hex");
const CASHCORE: &str = include_str!("../../tests/vectors/cashcore_requests_v202.json");

fn bytes(text: &str) -> Vec<u8> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    hex::decode(digits).expect("hexadecimal digits")
}

fn cashcore() -> Vec<(Vec<u8>, Json)> {
    let vectors: Json = serde_json::from_str(CASHCORE).expect("JSON");
    let vectors = vectors["messages"].as_array().expect("messages");
    let read = |vector: &Json| {
        (
            bytes(vector["hex"].as_str().expect("hex")),
            vector["request"].clone(),
        )
    };
    vectors.iter().map(read).collect()
}

fn message(version: u16, payload: &[u8]) -> Vec<u8> {
    let header = Header {
        version,
        size_bytes: 0,
        device_id: 1,
        token: 2,
        request_number: 3,
    };
    crate::frame::encode(&header, payload).expect("fits")
}

/// Through JSON text and back to bytes.
fn again(inspection: &Inspection<'_>) -> Result<Rebuilt, RebuildError> {
    let through = |json: Json| serde_json::from_str::<Json>(&json.to_string()).expect("JSON");
    let header = through(inspection.header_json());
    let document = inspection.document_json().map(through);
    let parts = RebuildParts {
        header: Some(&header),
        document: document.as_ref(),
        original: inspection.original(),
    };
    rebuild(inspection.side, &parts)
}

#[test]
fn requests_of_cashcore_read_as_their_description_and_come_back() {
    for (bytes, description) in cashcore() {
        let inspection = Inspection::of(&bytes);
        assert_eq!(
            (inspection.side, inspection.consumed),
            (Side::Request, bytes.len())
        );
        assert_eq!(inspection.version(), Some(Version::V202));
        assert_eq!(inspection.document_json(), Some(description));
        assert_eq!(inspection.original(), None, "canonical bytes need no copy");
        let built = again(&inspection).expect("it can be written");
        assert_eq!((built.bytes, built.ignored), (bytes.clone(), vec![]));
        assert_eq!(inspection.findings(&CheckContext::default()), []);
    }
}

#[test]
fn an_answer_is_known_by_its_content() {
    let bytes = bytes(INFO_ANSWER);
    let inspection = Inspection::of(&bytes);
    assert_eq!((inspection.side, inspection.is_whole()), (Side::Response, true));
    let document = inspection.document_json().expect("a document");
    assert_eq!(document["command"], "COMMAND_INFO");
    assert_eq!(document["service"]["reg_info"]["org"]["tenantId"], 1);
    assert_eq!(again(&inspection).map(|built| built.bytes), Ok(bytes.clone()));
    let tree = inspection.to_string();
    assert!(tree.contains("00000  header"), "{tree}");
    assert!(tree.contains("result_code"), "{tree}");
}

#[test]
fn unknown_fields_are_shown_and_come_back() {
    // Numbers 99 (varint), 98 (8 bytes), 97 (bytes), 96 (group), 95 (4 bytes), and a negative command.
    let payload = bytes(concat!(
        "08FFFFFFFFFFFFFFFFFF01", // command −1
        "FD05DDCCBBAA",           // 95: 4 bytes
        "83060801",               // 96: group with 1: 1
        "8406",                   // its end
        "8A0602ABCD",             // 97: bytes
        "91060102030405060708",   // 98: 8 bytes
        "9806AC02",               // 99: 300
    ));
    let bytes = message(203, &payload);
    let inspection = Inspection::of_side(Side::Request, &bytes);
    let document = inspection.document_json().expect("a document");
    assert_eq!(document["command"], -1);
    let unknown = json!([
        {"number": 95, "wire_type": "i32", "bytes": "ddccbbaa"},
        {"number": 96, "wire_type": "group", "bytes": "0801"},
        {"number": 97, "wire_type": "len", "bytes": "abcd"},
        {"number": 98, "wire_type": "i64", "bytes": "0102030405060708"},
        {"number": 99, "wire_type": "varint", "bytes": "ac02"},
    ]);
    assert_eq!(document["unknown"], unknown);
    assert_eq!(inspection.original(), None);
    assert_eq!(again(&inspection).map(|built| built.bytes), Ok(bytes.clone()));
    let findings = inspection.findings(&CheckContext::default());
    let places: Vec<_> = findings
        .iter()
        .map(|finding| (finding.rule.as_str(), finding.offset))
        .collect();
    assert_eq!(places[0], ("command-unknown", Some(18)));
    assert_eq!(places[1], ("field-unknown", Some(18 + 11)));
    assert_eq!(places.len(), 6);
}

#[test]
fn bytes_that_json_cannot_tell_are_kept() {
    // The command twice, the second one written long.
    let bytes = message(202, &[8, 5, 8, 0x80, 0]);
    let inspection = Inspection::of(&bytes);
    assert_eq!(
        inspection.document_json(),
        Some(json!({"command": "COMMAND_SYSTEM"}))
    );
    assert_eq!(inspection.original(), Some(&bytes[18..]));
    assert_eq!(again(&inspection).map(|built| built.bytes), Ok(bytes.clone()));
    let parts = RebuildParts {
        header: Some(&inspection.header_json()),
        document: Some(&json!({"command": "COMMAND_INFO"})),
        original: inspection.original(),
    };
    let changed = rebuild(Side::Request, &parts).expect("it can be written");
    assert_eq!(
        changed.bytes[18..],
        [8, 5],
        "the original is left when the document says something else"
    );
}

#[test]
fn the_same_number_is_named_by_the_version() {
    // A taxpayer with number 6 as text, in the service part.
    let payload = [8, 5, 0x32, 7, 0x62, 5, 0x12, 3, 0x32, 1, b'A'];
    let read = |version| {
        let bytes = message(version, &payload);
        Inspection::of_side(Side::Request, &bytes)
            .document_json()
            .expect("a document")
    };
    assert_eq!(
        read(203)["service"]["reg_info"]["org"],
        json!({"address_kz": "A"})
    );
    let unknown = json!({"unknown": [{"number": 6, "wire_type": "len", "bytes": "41"}]});
    assert_eq!(read(202)["service"]["reg_info"]["org"], unknown);
}

#[test]
fn each_refusal_has_a_name_and_a_place() {
    let refused = |bytes: &[u8]| {
        let inspection = Inspection::of_side(Side::Request, bytes);
        assert_eq!(inspection.document_json(), None);
        assert_eq!(inspection.original(), None);
        let refusal = inspection.refusal.clone().expect("a refusal");
        assert_eq!(inspection.consumed, refusal.offset);
        assert!(inspection.to_string().contains("refused"), "{inspection}");
        (refusal.rule, refusal.offset, refusal.path)
    };
    let rows: &[(Vec<u8>, &str, usize, &str)] = &[
        (vec![0x2A], "message-app-code", 0, ""),
        (message(203, &[8, 5])[..19].to_vec(), "message-cut", 19, ""),
        (message(205, &[8, 5]), "message-version", 2, ""),
        (message(203, &[8]), "field-varint", 19, ""),
        (
            message(203, &[8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2]),
            "field-varint",
            19,
            "",
        ),
        (message(203, &[8, 5, 0, 1]), "field-number", 20, ""),
        (message(203, &[8, 5, 0x0F]), "field-wire-type", 20, ""),
        (message(203, &[8, 5, 0x0C]), "field-group", 20, ""),
        (message(203, &[8, 5, 0x0B, 8, 1]), "field-group", 20, ""),
        (message(203, &[8, 5, 0x32, 9, 0]), "field-length", 22, ""),
        (
            message(203, &[8, 8, 0x42, 3, 0x0A, 1, 0xFF]),
            "field-text",
            24,
            "auth.login",
        ),
        (
            message(203, &[8, 8, 0x42, 3, 0x0A, 1, b'a']),
            "field-missing",
            25,
            "auth",
        ),
        (message(203, &[]), "field-missing", 18, ""),
    ];
    for (bytes, rule, offset, path) in rows {
        assert_eq!(
            refused(bytes),
            (*rule, *offset, (*path).to_owned()),
            "{}",
            hex::encode(bytes)
        );
    }
}

#[test]
fn a_cut_at_any_offset_is_refused_or_shorter() {
    for (bytes, _) in cashcore() {
        let payload = &bytes[HEADER_SIZE..];
        for cut in 0..payload.len() {
            // A cut between two fields of the message leaves a message; any other leaves none.
            let bytes = message(202, &payload[..cut]);
            let inspection = Inspection::of_side(Side::Request, &bytes);
            let is_between = RawFields::new(payload, 0)
                .flatten()
                .any(|field| field.offset == cut);
            assert_eq!(inspection.is_whole(), is_between && cut > 0, "cut at {cut}");
        }
    }
}

#[test]
fn what_cannot_be_written_is_named() {
    let header = json!({"version": 203, "id": 1, "token": 2, "reqnum": 3});
    let built = |header: &Json, document: &Json| {
        let parts = RebuildParts {
            header: Some(header),
            document: Some(document),
            original: None,
        };
        rebuild(Side::Request, &parts)
    };
    let rows = [
        (json!({}), json!({}), "`header.version` is missing"),
        (
            json!({"version": 299, "id": 1, "token": 2, "reqnum": 3}),
            json!({}),
            "202, 203 or 204",
        ),
        (
            json!({"version": 203, "id": 1, "token": 4_294_967_296_u64, "reqnum": 3}),
            json!({}),
            "32 bits",
        ),
        (header.clone(), json!(null), "`document` is missing"),
        (
            header.clone(),
            json!({"command": "NOTHING"}),
            "`document.command` is \"NOTHING\"",
        ),
        (
            header.clone(),
            json!({"command": 1, "ticket": 5}),
            "an object is expected",
        ),
        (
            header.clone(),
            json!({"command": 1, "ticket": {"items": {}}}),
            "a list is expected",
        ),
        (
            header.clone(),
            json!({"command": 5, "unknown": [{"number": 0}]}),
            "number, wire_type and bytes",
        ),
        (
            header.clone(),
            json!({}),
            "the mandatory field `command` is missing",
        ),
    ];
    for (header, document, message) in rows {
        let error = built(&header, &document).expect_err("refused").to_string();
        assert!(error.contains(message), "{error}");
    }
    let ignored = built(&header, &json!({"command": 5, "colour": "red"})).expect("written");
    assert_eq!(ignored.ignored, ["document.colour"]);
}

#[test]
fn findings_are_located() {
    let (bytes, mut document) = cashcore().swap_remove(1);
    document["ticket"]["items"][0]["commodity"]["sum"]["bills"] = "1161".into();
    let header = Inspection::of(&bytes).header_json();
    let parts = RebuildParts {
        header: Some(&header),
        document: Some(&document),
        original: None,
    };
    let changed = rebuild(Side::Request, &parts).expect("written").bytes;
    let inspection = Inspection::of(&changed);
    let findings = inspection.findings(&CheckContext::default());
    let line = findings
        .iter()
        .find(|finding| finding.rule.as_str() == "line-sum")
        .expect("found");
    let offset = line.offset.expect("located");
    // Number 6, six bytes: 1161 tenge.
    assert_eq!(changed[offset..offset + 4], [0x32, 5, 8, 0x89]);
    assert_eq!(
        inspection.locate("ticket.parent_ticket"),
        inspection.locate("ticket"),
        "the nearest around it"
    );
    assert_eq!(inspection.locate(""), Some(18));
}

proptest! {
    /// Whatever is changed in real bytes: what reads is written again as it was.
    #[test]
    fn damaged_requests_come_back_or_are_refused(
        which in 0_usize..3, changes in prop::collection::vec((0_usize..300, any::<u8>()), 0..4),
        version in 202_u16..205,
    ) {
        let (bytes, _) = cashcore().swap_remove(which);
        let mut payload = bytes[HEADER_SIZE..].to_vec();
        for (at, byte) in changes {
            let at = at % payload.len();
            payload[at] = byte;
        }
        let bytes = message(version, &payload);
        let inspection = Inspection::of(&bytes);
        // A tree is printed of anything.
        prop_assert!(!inspection.to_string().is_empty());
        if inspection.is_whole() {
            prop_assert_eq!(again(&inspection).map(|built| built.bytes), Ok(bytes.clone()));
            let _ = inspection.findings(&CheckContext::default());
        }
    }
}
