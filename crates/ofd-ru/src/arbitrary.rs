//! Any documents, for property tests.

use proptest::prelude::*;
use types::LocalDateTime;

use crate::tags::{self, Kind};
use crate::tlv::encode_elements;
use crate::tree::{Document, Element, Form, Tag, Value};

fn text(size: u16) -> impl Strategy<Value = String> {
    let letters = prop_oneof![
        prop::char::range('!', '~'),
        prop::char::range('А', 'я'),
        Just('№')
    ];
    prop::collection::vec(letters, 0..=usize::from(size.min(40)))
        .prop_map(|letters| letters.into_iter().collect())
}

fn value(kind: Kind) -> BoxedStrategy<Value> {
    let power = |size: u16| {
        1_u64
            .checked_shl(u32::from(size) * 8)
            .map_or(u64::MAX, |bound| bound - 1)
    };
    match kind {
        Kind::Text(size) | Kind::FixedText(size) => text(size).prop_map(Value::Text).boxed(),
        Kind::Inn => "[1-9][0-9]{9}([0-9]{2})?".prop_map(Value::Text).boxed(),
        Kind::Byte | Kind::Flag | Kind::Bits8 => any::<u8>().prop_map(|n| Value::Uint(n.into())).boxed(),
        Kind::U16 => any::<u16>().prop_map(|n| Value::Uint(n.into())).boxed(),
        Kind::U32 | Kind::Bits32 => any::<u32>().prop_map(|n| Value::Uint(n.into())).boxed(),
        Kind::Vln(size) => (0..=power(size)).prop_map(Value::Uint).boxed(),
        Kind::Fvln(size) => (0..=power(size - 1), 0_u8..=6)
            .prop_map(|(mantissa, scale)| Value::Decimal { mantissa, scale })
            .boxed(),
        Kind::Time => any::<u32>()
            .prop_map(|n| Value::Time(LocalDateTime::from_wall_seconds(n.into())))
            .boxed(),
        Kind::Bytes(size) => prop::collection::vec(any::<u8>(), 0..=usize::from(size))
            .prop_map(Value::Bytes)
            .boxed(),
        Kind::FixedBytes(size) => prop::collection::vec(any::<u8>(), usize::from(size))
            .prop_map(Value::Bytes)
            .boxed(),
        Kind::Stlv(_) => Just(Value::Nested(Vec::new())).boxed(),
    }
}

fn element() -> impl Strategy<Value = Element> {
    let known: Vec<_> = tags::all().collect();
    let known = prop::sample::select(known)
        .prop_flat_map(|spec| value(spec.kind).prop_map(move |value| Element::new(spec.tag, value)));
    let unknown = (3000_u16.., prop::collection::vec(any::<u8>(), 0..20))
        .prop_map(|(tag, bytes)| Element::new(Tag(tag), Value::Unknown(bytes)));
    prop_oneof![9 => known, 1 => unknown]
}

pub(crate) fn document() -> impl Strategy<Value = Document> {
    let line = prop::collection::vec(element(), 0..8)
        .prop_map(|elements| Element::nested(tags::LINE, elements))
        .prop_filter("a line has a size limit", |line| {
            encode_elements(std::slice::from_ref(line)).is_ok()
        });
    prop::collection::vec(prop_oneof![4 => element(), 1 => line], 0..30).prop_map(|elements| Document {
        form: Form::Receipt,
        elements,
    })
}
