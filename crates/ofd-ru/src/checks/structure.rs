//! The shape of the tree against the tag table: presence, place, repetition, types and lengths.

use super::Subject;
use super::lawful::{Lawful, TagSet, is_mandatory};
use super::place::{Place, repeats};
use super::report::Report;
use super::rule::RuleId;
use super::value;
use crate::tags::{self, Kind, TagSpec};
use crate::tlv::{DEPTH_MAX, HEADER_SIZE};
use crate::tree::{Element, FfdVersion, Tag, Value};

/// Checks the whole tree of a document.
pub(super) fn check(subject: &Subject<'_>, report: &mut Report) {
    let form = subject.document.form;
    let place = Place::Form(form);
    let size = check_children(subject, form.tag(), &subject.document.elements, &place, report);
    let size_max = usize::from(form.size_max());
    if size > size_max {
        let message = format!("the document takes {size} bytes; its form allows {size_max}");
        report.raise(RuleId::DocumentTooBig, place.path(), message);
    }
}

/// Checks the elements below one parent and returns the bytes that they take.
fn check_children(
    subject: &Subject<'_>,
    parent: Tag,
    elements: &[Element],
    place: &Place<'_>,
    report: &mut Report,
) -> usize {
    let lawful = Lawful::of(subject.version, parent);
    let mut seen = TagSet::EMPTY;
    let mut size = 0;
    for (position, element) in elements.iter().enumerate() {
        let place = place.inside(elements, position);
        size += HEADER_SIZE;
        let Some(spec) = tags::spec(element.tag) else {
            size += size_of_unknown(&element.value);
            let message = format!("the format has no tag {}; it is kept as it came", element.tag);
            report.raise(RuleId::TagUnknown, place.path(), message);
            continue;
        };
        if !lawful.is_some_and(|lawful| lawful.admits(element.tag)) {
            misplaced(subject, spec, parent, &place, report);
        }
        if !seen.insert(element.tag) && !repeats(spec.occurrence) {
            let message = format!("tag {} stands more than once; it may stand once", element.tag);
            report.raise(RuleId::TagRepeated, place.path(), message);
        }
        size += check_value(subject, spec, &element.value, &place, report);
    }
    if let Some(lawful) = lawful {
        let mandatory = lawful.mandatory(subject.stage);
        if !seen.contains(mandatory) {
            missing(subject, parent, &seen, place, report);
        }
    }
    size
}

#[cold]
fn misplaced(subject: &Subject<'_>, spec: &TagSpec, parent: Tag, place: &Place<'_>, report: &mut Report) {
    // The header of an abolished version was never tabled; what stands there is nobody's fault.
    if subject.version == FfdVersion::V1_0 {
        return;
    }
    let message = if spec.is_printed_only() {
        format!("tag {} is printed only and is not sent", spec.tag)
    } else if spec.usage.is_empty() {
        format!(
            "tag {} is obsolete and has no place in FFD {}",
            spec.tag, subject.version
        )
    } else {
        format!(
            "tag {} has no place in {parent} of FFD {}",
            spec.tag, subject.version
        )
    };
    report.raise(RuleId::TagMisplaced, place.path(), message);
}

#[cold]
fn missing(subject: &Subject<'_>, parent: Tag, seen: &TagSet, place: &Place<'_>, report: &mut Report) {
    if subject.version == FfdVersion::V1_0 {
        return;
    }
    for child in tags::children(subject.version, parent) {
        let tag = child.spec.tag;
        if is_mandatory(child.requirement, tag, parent, subject.stage) && !seen.has(tag) {
            let message = format!(
                "tag {tag} ({}) is missing; FFD {} demands it in {parent}",
                child.spec.json.as_str(),
                subject.version
            );
            report.raise(RuleId::TagMissing, place.path().child(tag, 0), message);
        }
    }
}

/// Checks type, length and content of one value and returns the bytes that it takes.
fn check_value(
    subject: &Subject<'_>,
    spec: &TagSpec,
    value: &Value,
    place: &Place<'_>,
    report: &mut Report,
) -> usize {
    let size_max = usize::from(spec.kind.size_max());
    let size = match (spec.kind, value) {
        (Kind::Text(_) | Kind::FixedText(_) | Kind::Inn, Value::Text(text)) => text.chars().count(),
        (
            Kind::Byte | Kind::Flag | Kind::Bits8 | Kind::U16 | Kind::U32 | Kind::Bits32 | Kind::Vln(_),
            Value::Uint(number),
        ) => size_of_uint(*number),
        (Kind::Fvln(_), Value::Decimal { mantissa, .. }) => 1 + size_of_uint(*mantissa),
        (Kind::Time, Value::Time(_)) => 4,
        (Kind::Bytes(_), Value::Bytes(bytes)) => bytes.len(),
        (Kind::FixedBytes(size), Value::Bytes(bytes)) if bytes.len() == usize::from(size) => bytes.len(),
        (Kind::Stlv(_), Value::Nested(elements)) => {
            if place.depth() > DEPTH_MAX {
                let message = format!("groups nest deeper than {DEPTH_MAX}");
                report.raise(RuleId::NestingTooDeep, place.path(), message);
                return 0;
            }
            check_children(subject, spec.tag, elements, place, report)
        }
        (_, value) => {
            let message = format!(
                "tag {} is {}; its bytes do not fit",
                spec.tag,
                kind_in_words(spec.kind)
            );
            report.raise(RuleId::ValueType, place.path(), message);
            return size_of_unknown(value);
        }
    };
    if size > size_max && spec.size_is_binding() {
        let message = format!("tag {} takes {size} bytes; it may take {size_max}", spec.tag);
        report.raise(RuleId::ValueTooLong, place.path(), message);
    }
    value::check(subject, spec, value, place, report);
    size_on_wire(spec.kind, size)
}

/// Bytes of a value of this kind when its own content takes `size`.
fn size_on_wire(kind: Kind, size: usize) -> usize {
    match kind {
        Kind::FixedText(_) | Kind::Inn | Kind::U16 | Kind::U32 | Kind::Bits32 => {
            size.max(usize::from(kind.size_max()))
        }
        Kind::Text(_)
        | Kind::Byte
        | Kind::Flag
        | Kind::Bits8
        | Kind::Vln(_)
        | Kind::Fvln(_)
        | Kind::Time
        | Kind::Bytes(_)
        | Kind::FixedBytes(_)
        | Kind::Stlv(_) => size,
    }
}

fn size_of_uint(number: u64) -> usize {
    match number {
        0..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFF_FFFF => 3,
        0x100_0000..=0xFFFF_FFFF => 4,
        0x1_0000_0000..=0xFF_FFFF_FFFF => 5,
        0x100_0000_0000..=0xFFFF_FFFF_FFFF => 6,
        0x1_0000_0000_0000..=0xFF_FFFF_FFFF_FFFF => 7,
        _ => 8,
    }
}

fn size_of_unknown(value: &Value) -> usize {
    match value {
        Value::Unknown(bytes) | Value::Bytes(bytes) => bytes.len(),
        Value::Text(text) => text.chars().count(),
        Value::Uint(number) => size_of_uint(*number),
        Value::Decimal { mantissa, .. } => 1 + size_of_uint(*mantissa),
        Value::Time(_) => 4,
        Value::Nested(_) => 0,
    }
}

fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::FixedText(_) => "text",
        Kind::Inn => "a taxpayer number",
        Kind::Byte | Kind::Bits8 => "one byte",
        Kind::Flag => "a flag of one byte",
        Kind::U16 => "a number of two bytes",
        Kind::U32 | Kind::Bits32 => "a number of four bytes",
        Kind::Vln(_) => "a number of variable length",
        Kind::Fvln(_) => "a decimal of variable length",
        Kind::Time => "a time of four bytes",
        Kind::Bytes(_) => "a byte string",
        Kind::FixedBytes(_) => "a byte string of fixed length",
        Kind::Stlv(_) => "a group",
    }
}
