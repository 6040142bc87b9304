use serde_json::json;

use super::*;
use crate::tags;
use crate::tree::{Elements, Form, Tag, TagPath};

const ELEMENTS: &str = "1E0401000123040C000604040092A5E1E2FEFF0000";

fn bytes(hex: &str) -> Vec<u8> {
    hex::decode(hex).unwrap()
}

#[test]
fn tells_bare_elements_from_documents() {
    let elements = bytes(ELEMENTS);
    let inspection = Inspection::of(&elements);
    assert!(inspection.is_whole());
    let Some(Content::Elements(read)) = &inspection.content else {
        panic!("elements");
    };
    assert_eq!(read.as_slice().uint(tags::OPERATION), Some(1));
    assert_eq!(
        inspection.to_string(),
        concat!(
            "00000  1054 Признак расчета                   1\n",
            "00005  1059 Предмет расчета                   [12 bytes]\n",
            "00009    1030 Наименование предмета расчета   \"Тест\"\n",
            "00017    65534 ?                               (not understood)\n",
        )
    );
}

#[test]
fn keeps_what_stands_before_the_refusal() {
    let document = bytes("03000A0006040100411E04020001");
    let inspection = Inspection::of(&document);
    let refusal = inspection.refusal.as_ref().unwrap();
    assert_eq!((refusal.offset, refusal.layer), (9, Layer::Tlv));
    assert_eq!(refusal.path.to_string(), "3/1054");
    assert_eq!(inspection.consumed, 9);
    assert!(inspection.document().is_none());
    let text = inspection.to_string();
    assert!(text.contains("\"A\""), "{text}");
    assert!(
        text.ends_with("00009  refused: document, element 3/1054: length is 2, but 1 bytes are left\n"),
        "{text}"
    );
}

#[test]
fn shows_a_document_although_bytes_follow_it() {
    let document = bytes("0300000000");
    let inspection = Inspection::of(&document);
    assert_eq!(inspection.document().unwrap().form, Form::Receipt);
    assert_eq!(inspection.refusal.as_ref().unwrap().offset, 4);
}

#[test]
fn finds_elements_in_the_whole_input() {
    let message = bytes("2A08410A81A2012039393939303738393030303035343838");
    let inspection = Inspection::of(&message);
    assert_eq!(inspection.layer, Layer::Message);
    assert_eq!(inspection.refusal.as_ref().unwrap().offset, 24);
    let elements = bytes(ELEMENTS);
    let inspection = Inspection::of(&elements);
    let path = TagPath::root(tags::LINE).child(Tag(65_534), 0);
    assert_eq!(inspection.locate(&path), Some(17));
}

/// The bytes that the inspection's own JSON gives back.
fn again(inspection: &Inspection<'_>) -> Result<Rebuilt, RebuildError> {
    let header = inspection.header_json();
    let document = inspection
        .content_json()
        .map(|text| serde_json::from_str(&text).unwrap());
    let parts = RebuildParts {
        header: Some(&header),
        document: document.as_ref(),
        original: inspection.original(),
    };
    rebuild(inspection.layer, &parts)
}

#[test]
fn json_gives_back_every_byte() {
    let lone_header = "2A08410A81A2012039393939303738393030303035343838000014003412";
    let table = [
        (
            "unknown and repeated tags between others",
            "03002B00FEFF0100AA0D04140030303030303030303030303030303031202020201E040100011E0400000704010005",
        ),
        (
            "padded numbers, trailing zeros",
            "03002800FC03030010270023040D00FF03030003E803370402006400FA030C00303037373032323033323736",
        ),
        ("bare elements", ELEMENTS),
        ("nothing", ""),
        (
            "a message without body, with a check sum that nobody reads",
            lone_header,
        ),
    ];
    for (name, hex) in table {
        let bytes = bytes(hex);
        let inspection = Inspection::of(&bytes);
        if name != "nothing" {
            assert!(inspection.is_whole(), "{name}: {inspection}");
            assert_eq!(again(&inspection).unwrap().bytes, bytes, "{name}");
        }
    }
}

#[test]
fn a_changed_document_is_written_anew() {
    let padded = bytes("03000700FC0303001027000000");
    let inspection = Inspection::of_tlv(&padded[..11]);
    assert_eq!(inspection.original(), Some(&padded[..11]));
    let changed = json!({"code": 3, "totalSum": 10_001});
    let parts = RebuildParts {
        document: Some(&changed),
        original: inspection.original(),
        ..RebuildParts::default()
    };
    let rebuilt = rebuild(Layer::Tlv, &parts).unwrap();
    assert_eq!(rebuilt.bytes, bytes("03000600FC0302001127"));
}

#[test]
fn an_inspection_of_canonical_bytes_carries_no_original() {
    let document = bytes("03000600FC0302001127");
    assert_eq!(Inspection::of(&document).original(), None);
}

#[test]
fn a_container_around_a_changed_document_tells_its_size() {
    let storage = types::FiscalStorageNumber::parse("9999078900005488").unwrap();
    let body = bytes("03000600FC0302001127");
    let container = Container::from_register(Form::Receipt, &storage, 7, &body, [7; 10]);
    let mut written = Vec::new();
    container.encode_into(&mut written).unwrap();
    let inspection = Inspection::of(&written);
    assert_eq!(again(&inspection).unwrap().bytes, written);

    let header = inspection.header_json();
    let changed = json!({"code": 3, "metadata": 1});
    let parts = RebuildParts {
        header: Some(&header),
        document: Some(&changed),
        original: None,
    };
    let rebuilt = rebuild(Layer::Container, &parts).unwrap();
    let container = Container::decode(&rebuilt.bytes).unwrap();
    assert_eq!(container.service2[10..], [0, 4]);
    assert_eq!(container.trailer, Some([7; 10]));
    assert_eq!(rebuilt.ignored, ["metadata"]);
}

#[test]
fn each_wrong_field_of_a_header_is_named() {
    let document = json!({"code": 3});
    let good = json!({"container": {
        "type": 165, "code": 3, "version": 1, "service1": "1009", "fiscalDriveNumber": "9999078900005488",
        "fiscalDocumentNumber": 1, "service2": "000000000000000000000004", "documentSize": 4, "trailer": null,
    }});
    let refusal = |layer, header: &serde_json::Value| {
        let parts = RebuildParts {
            header: Some(header),
            document: Some(&document),
            original: None,
        };
        rebuild(layer, &parts).map_err(|error| error.to_string())
    };
    assert!(refusal(Layer::Container, &good).is_ok());
    let table = [
        (
            "type",
            json!(7),
            "`header.container.type` is 7; 165 or 90 is expected",
        ),
        (
            "trailer",
            json!("00"),
            "`header.container.trailer` is \"00\"; 20 hexadecimal digits is expected",
        ),
        (
            "fiscalDriveNumber",
            json!("99990789"),
            "`header.container.fiscalDriveNumber` is \"99990789\"; 15 or 16 digits is expected",
        ),
        (
            "fiscalDocumentNumber",
            json!(16_777_216),
            "document number 16777216 exceeds 16777215",
        ),
    ];
    for (key, value, message) in table {
        let mut header = good.clone();
        header["container"][key] = value;
        assert_eq!(refusal(Layer::Container, &header).unwrap_err(), message);
    }
    let missing = refusal(Layer::Message, &good).unwrap_err();
    assert_eq!(missing, "`header.session` is missing");
}

#[test]
fn a_damaged_container_is_still_seen_as_one() {
    let storage = types::FiscalStorageNumber::parse("9999078900005488").unwrap();
    let container = Container::from_register(Form::Receipt, &storage, 7, &[3, 0, 0, 0], [7; 10]);
    let mut written = Vec::new();
    container.encode_into(&mut written).unwrap();
    *written.last_mut().unwrap() = 8;
    let refusal = Inspection::of(&written).refusal.unwrap();
    assert_eq!(
        (refusal.layer, refusal.rule, refusal.offset),
        (Layer::Container, "container-crc", 2)
    );
    let refusal = Inspection::of(&written[..40]).refusal.unwrap();
    assert_eq!(
        (refusal.layer, refusal.rule),
        (Layer::Container, "container-length")
    );
}
