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
