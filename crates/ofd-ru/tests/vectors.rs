//! Bytes and JSON of other programs. Those without a clear licence are read from a folder beside the checkout.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ofd_ru::container::Container;
use ofd_ru::inspection::{Inspection, RebuildParts, rebuild};
use ofd_ru::session::{Decoded, Frame};
use ofd_ru::tlv::{decode_document, decode_elements, decode_prefix, encode_document, encode_elements};
use ofd_ru::{Document, Element, Elements, Form, Value, json, signs, tags};
use serde_json::Value as Json;

/// Text of a file of `tests/`.
fn file(name: &str) -> String {
    let path = format!("{}/tests/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn hex_file(name: &str) -> Vec<u8> {
    hex::decode(file(name).trim()).unwrap()
}

#[expect(
    clippy::print_stdout,
    reason = "whoever runs the tests should know what did not run"
)]
fn skipped(path: &str) {
    println!("skipped: {path} is not there");
}

/// A file that may not be shipped; `None` when the folder is not there.
fn shared(name: &str) -> Option<Json> {
    let path = format!("{}/../../../shared/data/ru/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path);
    if text.is_err() {
        skipped(&path);
    }
    Some(serde_json::from_str(&text.ok()?).unwrap())
}

fn hex_of(json: &Json) -> Vec<u8> {
    hex::decode(json.as_str().unwrap()).unwrap()
}

/// Elements in a fixed order, so that writers may differ in it.
fn sorted(mut document: Document) -> Document {
    fn sort(elements: &mut [Element]) {
        elements.sort_by_key(|element| element.tag);
        for element in elements {
            if let Value::Nested(children) = &mut element.value {
                sort(children);
            }
        }
    }
    sort(&mut document.elements);
    document
}

#[test]
fn the_published_message_is_read_layer_by_layer_and_written_again() {
    let bytes = hex_file("data/ya_session_rereg.hex");
    let Ok(Decoded::Message { frame, rest: [] }) = Frame::decode(&bytes) else {
        panic!("one whole message");
    };
    assert_eq!(frame.header.protocol.0, [0x00, 0x01]);
    let container = Container::decode(frame.body).unwrap();
    assert_eq!(container.form(), Some(Form::ReRegistration));
    assert_eq!((container.document_number, container.body.len()), (1, 394));
    let document = decode_document(container.body).unwrap();
    assert_eq!(signs::printed_sign(&document), Some(2_853_205_313));
    assert_eq!(
        document.body().text(tags::REGISTRATION_NUMBER),
        Some("0000000005008570")
    );

    let body = encode_document(&document).unwrap();
    assert_eq!(body, container.body);
    let mut written = Vec::new();
    Container {
        body: &body,
        ..container
    }
    .encode_into(&mut written)
    .unwrap();
    assert_eq!(frame.header.message(&written), Some(bytes));
}

#[test]
fn the_published_message_prints_as_a_tree() {
    let bytes = hex_file("data/ya_session_rereg.hex");
    let inspection = Inspection::of(&bytes);
    assert!(inspection.is_whole());
    assert_eq!(inspection.consumed, bytes.len());
    assert_eq!(inspection.to_string(), file("golden/ya_session_rereg.txt"));
}

#[test]
fn the_published_message_is_cut_at_every_offset() {
    let bytes = hex_file("data/ya_session_rereg.hex");
    let document = &bytes[62..62 + 394];
    for cut in 0..bytes.len() {
        assert!(
            matches!(Frame::decode(&bytes[..cut]), Ok(Decoded::Incomplete { .. })),
            "{cut}"
        );
        assert!(!Inspection::of_message(&bytes[..cut]).is_whole());
    }
    for cut in 0..bytes.len() - 30 {
        assert!(Container::decode(&bytes[30..30 + cut]).is_err(), "{cut}");
    }
    for cut in 0..document.len() {
        assert!(decode_document(&document[..cut]).is_err(), "{cut}");
    }
}

#[test]
fn a_lone_header_asks_for_its_body() {
    let bytes = hex_file("data/ya_session_header.hex");
    assert_eq!(Frame::decode(&bytes), Ok(Decoded::Incomplete { missing: 305 }));
}

#[test]
fn an_old_receipt_with_padded_numbers_agrees_with_its_json() {
    let bytes = hex_file("data/ya_receipt_ffd10.hex");
    let document = decode_document(&bytes).unwrap();
    let expected: Json = serde_json::from_str(&file("data/ya_receipt_ffd10.json")).unwrap();
    let written = json::to_value(&document);
    for key in ["totalSum", "operator", "kktRegId", "nds18", "shiftNumber"] {
        let written = written[key]
            .as_str()
            .map_or(written[key].clone(), |text| text.trim().into());
        assert_eq!(written, expected["receipt"][key], "{key}");
    }
    assert_eq!(written["items"][0]["quantity"].as_f64(), Some(5.0));
    assert_eq!(
        written["items"][0]["modifiers"],
        expected["receipt"]["items"][0]["modifiers"]
    );
    assert_eq!(written["stornoItems"][0]["sum"], 2687);
    let short = encode_document(&document).unwrap();
    assert!(short.len() < bytes.len());
    assert_eq!(decode_document(&short), Ok(document));
}

/// The receipt reads and writes with every field that is an element of the format.
fn survives_tlv_and_json(payload: &Json) {
    let reading = json::from_value(payload).unwrap();
    let bytes = encode_document(&reading.document).unwrap();
    let decoded = decode_document(&bytes).unwrap();
    assert_eq!(decoded, reading.document);
    let written = json::to_value(&decoded);
    let Json::Object(fields) = payload else {
        panic!("an object");
    };
    for (key, value) in fields.iter().filter(|(key, _)| !reading.ignored.contains(key)) {
        if key != "taxationType" && key != "receiptCode" {
            compare(&written[key], value, key);
        }
    }
}

/// Numbers are equal when their values are; texts, when they are but for padding.
fn compare(written: &Json, expected: &Json, path: &str) {
    match (written, expected) {
        (Json::Object(written), Json::Object(expected)) => {
            for (key, value) in expected {
                compare(&written[key], value, &format!("{path}.{key}"));
            }
        }
        (Json::Array(written), Json::Array(expected)) => {
            assert_eq!(written.len(), expected.len(), "{path}");
            for (written, expected) in written.iter().zip(expected) {
                compare(written, expected, path);
            }
        }
        (Json::Number(written), Json::Number(expected)) => {
            assert_eq!(written.as_f64(), expected.as_f64(), "{path}");
        }
        (Json::String(written), Json::String(expected)) => {
            assert_eq!(written.trim_end(), expected.trim_end(), "{path}");
        }
        _ => assert_eq!(written, expected, "{path}"),
    }
}

#[test]
fn a_receipt_of_the_tax_authority_survives_tlv_and_json() {
    survives_tlv_and_json(&serde_json::from_str(&file("data/fns_receipt_2020.json")).unwrap());
}

/// The raw data of this receipt: four bytes, a header of 28 bytes, the document; its sign was left out.
#[test]
fn the_raw_data_of_a_receipt_agrees_with_its_fields() {
    let payload: Json = serde_json::from_str(&file("data/fns_receipt_2020.json")).unwrap();
    let raw = STANDARD.decode(payload["rawData"].as_str().unwrap()).unwrap();
    assert_eq!(raw[..4], [0xFF, 0xFF, 0, 28]);
    let (document, size) = decode_prefix(&raw[32..]).unwrap();
    assert_eq!(raw.len(), 32 + size);
    // This register writes an amount of zero as one byte, the shortest form has none.
    let short = encode_document(&document).unwrap();
    assert_eq!(decode_document(&short).as_ref(), Ok(&document));
    let written = json::to_value(&document);
    for key in [
        "kktRegId",
        "totalSum",
        "dateTime",
        "fiscalSign",
        "userInn",
        "shiftNumber",
    ] {
        compare(&written[key], &payload[key], key);
    }
    assert_eq!(
        written["items"].as_array().unwrap().len(),
        payload["items"].as_array().unwrap().len()
    );
}

#[test]
fn receipts_of_many_sources_survive_and_agree_with_another_encoder() {
    let Some(receipts) = shared("fns_receipts.json") else {
        return;
    };
    for receipt in receipts.as_array().unwrap() {
        survives_tlv_and_json(&receipt["payload"]);
        if let Some(peer) = receipt["tlv_hex_by_peer"].as_str() {
            let ours = json::from_value(&receipt["payload"]).unwrap().document;
            let theirs = decode_document(&hex::decode(peer).unwrap()).unwrap();
            assert_eq!(encode_document(&theirs).unwrap(), hex::decode(peer).unwrap());
            let shown = json::to_value(&sorted(ours));
            compare(&shown, &json::to_value(&sorted(theirs)), "peer");
        }
    }
}

#[test]
fn all_messages_of_the_shared_folder_decode() {
    let Some(messages) = shared("ofd_messages.json") else {
        return;
    };
    for message in messages.as_array().unwrap() {
        let bytes = hex_of(&message["hex"]);
        let inspection = Inspection::of(&bytes);
        if message["id"] == "ya_session_header_only" {
            assert_eq!(inspection.consumed, bytes.len());
            continue;
        }
        assert!(inspection.is_whole(), "{}: {inspection}", message["id"]);
        let container = inspection.container.unwrap();
        let mut written = Vec::new();
        let body = encode_document(inspection.document().unwrap()).unwrap();
        Container {
            body: &body,
            ..container
        }
        .encode_into(&mut written)
        .unwrap();
        assert!(bytes.ends_with(&written), "{}", message["id"]);
        let expected = &message["expect"];
        assert_eq!(
            Json::from(hex::encode(container.trailer.unwrap())),
            expected["trailer"]
        );
        assert_eq!(
            container.fiscal_storage.digits().unwrap(),
            expected["fn"].as_str().unwrap()
        );
    }
}

#[test]
fn all_primitives_of_the_shared_folder_decode() {
    let Some(primitives) = shared("tlv_primitives.json") else {
        return;
    };
    for primitive in primitives.as_array().unwrap() {
        let id = primitive["id"].as_str().unwrap();
        let (tag, value) = match primitive["kind"].as_str().unwrap() {
            "uint32" => (
                tags::SHIFT_NUMBER,
                Value::Uint(primitive["value"].as_u64().unwrap()),
            ),
            "byte" => (tags::OPERATION, Value::Uint(primitive["value"].as_u64().unwrap())),
            "vln" => (
                tags::RECEIPT_TOTAL,
                Value::Uint(primitive["value"].as_u64().unwrap()),
            ),
            "string" => (
                tags::CASHIER,
                Value::Text(primitive["value"].as_str().unwrap().into()),
            ),
            "fvln" => (
                tags::QUANTITY,
                Value::Decimal {
                    mantissa: 145_367,
                    scale: 2,
                },
            ),
            "unixtime" => {
                let seconds = primitive["value"].as_i64().unwrap();
                (
                    tags::DATE_TIME,
                    Value::Time(types::LocalDateTime::from_wall_seconds(seconds)),
                )
            }
            "vln_overflow" => {
                let number = primitive["value"].as_u64().unwrap();
                assert!(encode_elements(&[Element::uint(tags::RECEIPT_TOTAL, number)]).is_err());
                continue;
            }
            "tlv" | "stlv" | "stlv_repeat" => {
                let bytes = hex_of(primitive.get("hex").unwrap_or(&primitive["hex_value"]));
                let elements = decode_elements(&bytes).unwrap();
                assert_eq!(encode_elements(&elements).unwrap(), bytes, "{id}");
                continue;
            }
            other => panic!("{other}"),
        };
        let bytes = hex_of(&primitive["hex"]);
        let length = u16::try_from(bytes.len()).unwrap().to_le_bytes();
        let element = [&tag.0.to_le_bytes()[..], &length, &bytes].concat();
        let elements = decode_elements(&element).unwrap();
        assert_eq!(elements, [Element::new(tag, value)], "{id}");
        if primitive["dir"] != "decode" {
            assert_eq!(encode_elements(&elements).unwrap(), element, "{id}");
        }
    }
}

#[test]
fn qr_codes_of_the_shared_folder_agree_with_their_receipts() {
    let Some(receipts) = shared("fns_receipts.json") else {
        return;
    };
    for receipt in receipts.as_array().unwrap() {
        let document = json::from_value(&receipt["payload"]).unwrap().document;
        let qr = ofd_ru::qr::ReceiptQr::from_document(&document).unwrap();
        assert_eq!(Json::from(qr.to_string()), receipt["qr"]);
    }
}

/// Everything that decodes comes back byte for byte from its JSON, padded numbers too.
#[test]
fn inspections_survive_json() {
    let mut vectors = vec![
        hex_file("data/ya_session_rereg.hex"),
        hex_file("data/ya_receipt_ffd10.hex"),
    ];
    if let Some(messages) = shared("ofd_messages.json") {
        vectors.extend(
            messages
                .as_array()
                .unwrap()
                .iter()
                .map(|message| hex_of(&message["hex"])),
        );
    }
    if let Some(receipts) = shared("fns_receipts.json") {
        for receipt in receipts.as_array().unwrap() {
            vectors.extend(
                receipt["tlv_hex_by_peer"]
                    .as_str()
                    .map(|hex| hex::decode(hex).unwrap()),
            );
        }
    }
    let mut whole = 0;
    for bytes in vectors {
        let inspection = Inspection::of(&bytes);
        if !inspection.is_whole() {
            continue;
        }
        whole += 1;
        let header = inspection.header_json();
        let document: Json = serde_json::from_str(&inspection.content_json().unwrap()).unwrap();
        let parts = RebuildParts {
            header: Some(&header),
            document: Some(&document),
            original: inspection.original(),
        };
        assert_eq!(rebuild(inspection.layer, &parts).unwrap().bytes, bytes);
    }
    assert!(whole >= 2);
}
