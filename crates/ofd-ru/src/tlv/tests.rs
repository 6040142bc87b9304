use proptest::prelude::*;
use types::{LocalDateTime, Quantity};

use super::*;
use crate::arbitrary::document;
use crate::tags::{self, Occurrence};
use crate::tree::{Document, Element, Elements, Form, Tag, TagPath, Value};

const RECEIPT: &str = concat!(
    "0300",     // receipt
    "3F00",     // length: 63
    "F403",     // 1012 date and time
    "0400",     //
    "9855B958", // 2017-03-03T11:38:00
    "FC03",     // 1020 total
    "0200",     //
    "1027",     // 100.00
    "FA03",     // 1018 taxpayer, blanks on the right
    "0C00",     //
    "373730343335383531382020",
    "3A04",     // 1082: sum of one non-cash payment, zero
    "0000",     //
    "2304",     // 1059 line
    "1300",     // length: 19
    "0604",     //   1030 name
    "0400",     //
    "92A5E1E2", //   "Тест"
    "FF03",     //   1023 quantity
    "0300",     //
    "03BE03",   //   0.958
    "3704",     //   1079 price
    "0000",     //   0
    "FEFF",     // 65534, unknown
    "0200",     //
    "CAFE",
);

fn bytes(hex: &str) -> Vec<u8> {
    hex::decode(hex).unwrap()
}

fn receipt() -> Document {
    Document {
        form: Form::Receipt,
        elements: vec![
            Element::time(tags::DATE_TIME, LocalDateTime::from_wall_seconds(1_488_541_080)),
            Element::uint(tags::RECEIPT_TOTAL, 10_000_u32),
            Element::text(tags::ORGANIZATION_INN, "7704358518"),
            Element::uint(tags::ELECTRONIC_PAYMENT_PART_SUM, 0_u32),
            Element::nested(
                tags::LINE,
                vec![
                    Element::text(tags::LINE_NAME, "Тест"),
                    Element::quantity(tags::QUANTITY, Quantity::from_millionths(958_000)),
                    Element::uint(tags::PRICE, 0_u32),
                ],
            ),
            Element::new(Tag(65_534), Value::Unknown(vec![0xCA, 0xFE])),
        ],
    }
}

#[test]
fn reads_the_annotated_receipt() {
    assert_eq!(decode_document(&bytes(RECEIPT)), Ok(receipt()));
}

#[test]
fn writes_the_annotated_receipt() {
    assert_eq!(hex::encode_upper(encode_document(&receipt()).unwrap()), RECEIPT);
}

#[test]
fn refuses_a_cut_at_every_offset() {
    let whole = bytes(RECEIPT);
    for cut in 0..whole.len() {
        assert!(decode_document(&whole[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn each_broken_structure_has_its_own_refusal() {
    let table = [
        ("", 0, "", DecodeRefusal::HeaderCut { available: 0 }),
        ("0300FF", 0, "", DecodeRefusal::HeaderCut { available: 3 }),
        (
            "03000500F4030000",
            0,
            "3",
            DecodeRefusal::LengthBeyondEnd {
                length: 5,
                available: 4,
            },
        ),
        ("03000200F403", 4, "3", DecodeRefusal::HeaderCut { available: 2 }),
        (
            "03000C00230400002304040006040100",
            12,
            "3/1059[1]/1030",
            DecodeRefusal::LengthBeyondEnd {
                length: 1,
                available: 0,
            },
        ),
        ("08000000", 0, "", DecodeRefusal::UnknownForm { tag: Tag(8) }),
        ("0300000000", 4, "", DecodeRefusal::Trailing { count: 1 }),
    ];
    for (input, offset, path, refusal) in table {
        let error = decode_document(&bytes(input)).unwrap_err();
        assert_eq!(
            (error.offset, error.path.to_string().as_str(), error.refusal),
            (offset, path, refusal),
            "{input}"
        );
    }
}

#[test]
fn refuses_nesting_below_the_limit() {
    let nested = |levels: usize| {
        (1..levels).fold(Vec::new(), |inner, _| {
            let length = u16::try_from(inner.len()).unwrap();
            [&1071_u16.to_le_bytes()[..], &length.to_le_bytes(), &inner].concat()
        })
    };
    let wrapped = |levels| {
        let mut inner = nested(levels);
        inner.splice(0..2, [3, 0]);
        inner
    };
    assert!(decode_document(&wrapped(DEPTH_MAX)).is_ok());
    let error = decode_document(&wrapped(DEPTH_MAX + 1)).unwrap_err();
    assert_eq!(error.refusal, DecodeRefusal::TooDeep { limit: DEPTH_MAX });
}

#[test]
fn takes_what_registers_in_the_field_send() {
    let table: [(Tag, &str, Value); 12] = [
        (tags::OPERATION, "", Value::Uint(0)),
        (tags::SHIFT_NUMBER, "", Value::Uint(0)),
        (tags::RECEIPT_TOTAL, "7F1F000000000000", Value::Uint(8063)),
        (tags::RECEIPT_TOTAL, "00000000", Value::Uint(0)),
        (
            tags::QUANTITY,
            "02D7370200000000",
            Value::Decimal {
                mantissa: 145_367,
                scale: 2,
            },
        ),
        (
            tags::QUANTITY,
            "",
            Value::Decimal {
                mantissa: 0,
                scale: 0,
            },
        ),
        (
            tags::ORGANIZATION_INN,
            "303037373034333538353138",
            Value::Text("7704358518".into()),
        ),
        (
            tags::ORGANIZATION_INN,
            "37373034333538353138",
            Value::Text("7704358518".into()),
        ),
        (
            tags::CASHIER_INN,
            "303030303030303030303030",
            Value::Text("000000000000".into()),
        ),
        (tags::OPERATION, "0100", Value::Unknown(vec![1, 0])),
        (
            tags::RECEIPT_TOTAL,
            "01020304050607",
            Value::Unknown(vec![1, 2, 3, 4, 5, 6, 7]),
        ),
        (tags::FISCAL_SIGN, "2104", Value::Unknown(vec![0x21, 4])),
    ];
    for (tag, value, expected) in table {
        let value = bytes(value);
        let length = u16::try_from(value.len()).unwrap();
        let element = [&tag.0.to_le_bytes()[..], &length.to_le_bytes(), &value].concat();
        assert_eq!(
            decode_elements(&element).unwrap(),
            [Element::new(tag, expected)],
            "{tag}"
        );
    }
}

#[test]
fn each_unwritable_value_has_its_own_refusal() {
    let table = [
        (
            Element::text(tags::LINE_NAME, "5 ₽"),
            EncodeRefusal::Character { character: '₽' },
        ),
        (
            Element::text(tags::ORGANIZATION_INN, "1234567890123"),
            EncodeRefusal::TooLong {
                size: 13,
                size_max: 12,
            },
        ),
        (
            Element::bytes(tags::FISCAL_SIGN, [1, 2]),
            EncodeRefusal::WrongSize { size: 2, expected: 6 },
        ),
        (
            Element::uint(tags::OPERATION, 256_u32),
            EncodeRefusal::NumberTooLarge {
                number: 256,
                size_max: 1,
            },
        ),
        (
            Element::uint(tags::RECEIPT_TOTAL, 87_892_227_523_633_222_u64),
            EncodeRefusal::NumberTooLarge {
                number: 87_892_227_523_633_222,
                size_max: 6,
            },
        ),
        (
            Element::time(tags::DATE_TIME, LocalDateTime::from_wall_seconds(-1)),
            EncodeRefusal::TimeOutOfRange {
                time: LocalDateTime::from_wall_seconds(-1),
            },
        ),
        (
            Element::text(tags::DATE_TIME, "now"),
            EncodeRefusal::WrongType {
                got: "a text",
                expected: "a time",
            },
        ),
        (
            Element::uint(Tag(9999), 1_u32),
            EncodeRefusal::WrongType {
                got: "a number",
                expected: "raw bytes, since the table does not know it",
            },
        ),
    ];
    for (element, refusal) in table {
        let tag = element.tag;
        let mut document = receipt();
        document.elements.push(element);
        let error = encode_document(&document).unwrap_err();
        assert_eq!(
            (error.refusal, error.path.steps().last().unwrap().tag),
            (refusal, tag)
        );
    }
}

#[test]
fn refuses_what_outgrows_its_structure_or_its_form() {
    let filler = |size| Element::new(Tag(1), Value::Unknown(vec![0; size]));
    let refusal = |element| {
        let mut document = Document::new(Form::OfdAcknowledgement);
        document.elements.push(element);
        encode_document(&document).map_err(|error| error.to_string())
    };
    assert_eq!(
        refusal(Element::nested(tags::USER_REQUISITE, vec![filler(317)])),
        Err("element `7/1084`: 321 bytes; at most 320 are allowed".to_owned())
    );
    assert!(refusal(filler(508)).is_ok());
    assert_eq!(
        refusal(filler(509)),
        Err("element `7`: 513 bytes; at most 512 are allowed".to_owned())
    );
}

#[test]
fn finds_the_offset_of_a_path() {
    let whole = bytes(RECEIPT);
    let line = TagPath::root(Tag(3)).child(tags::LINE, 0);
    assert_eq!(locate(&whole, &line), Some(38));
    assert_eq!(locate(&whole, &line.child(tags::QUANTITY, 0)), Some(50));
    assert_eq!(locate(&whole, &line.child(tags::QUANTITY, 1)), None);
}

#[test]
fn reads_elements_by_tag() {
    let receipt = receipt();
    assert_eq!(receipt.body().uint(tags::RECEIPT_TOTAL), Some(10_000));
    let line = receipt.body().nested(tags::LINE).unwrap();
    assert_eq!(line.text(tags::LINE_NAME), Some("Тест"));
    assert_eq!(
        line.element(tags::QUANTITY).unwrap().value.as_quantity(),
        Some(Quantity::from_millionths(958_000))
    );
}

proptest! {
    #[test]
    fn a_document_survives_the_wire(document in document()) {
        let encoded = encode_document(&document).unwrap();
        let decoded = decode_document(&encoded).unwrap();
        prop_assert_eq!(&decoded, &document);
        prop_assert_eq!(encode_document(&decoded).unwrap(), encoded);
    }

    #[test]
    fn any_bytes_are_read_or_refused_and_what_is_read_settles(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(elements) = decode_elements(&bytes)
            && let Ok(encoded) = encode_elements(&elements)
        {
            prop_assert_eq!(decode_elements(&encoded).unwrap(), elements);
        }
    }
}

#[test]
fn a_repeated_element_keeps_its_order() {
    assert_eq!(tags::spec(tags::LINE).unwrap().occurrence, Occurrence::Many);
    let elements = decode_elements(&bytes("ED03010041ED03010042ED03010043")).unwrap();
    let texts: Vec<_> = elements
        .as_slice()
        .elements_of(tags::TRANSFER_OPERATOR_ADDRESS)
        .filter_map(|element| element.value.as_text())
        .collect();
    assert_eq!(texts, ["A", "B", "C"]);
}
