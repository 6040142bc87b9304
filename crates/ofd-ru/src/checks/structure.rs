//! The shape of the tree against the tag table: presence, place, repetition, types and lengths.

use std::sync::LazyLock;

use super::place::{Place, repeats};
use super::report::Report;
use super::rule::RuleId;
use super::value;
use super::{Stage, Subject};
use crate::tags::{self, Kind, Requirement, TagSpec};
use crate::tree::{Element, FfdVersion, Form, Tag, Value};

/// Form and groups below it; the format needs five.
const DEPTH_MAX: usize = 8;
const HEADER_SIZE: usize = 4;

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
        format!("tag {} is obsolete and has no place in FFD {}", spec.tag, subject.version)
    } else {
        format!("tag {} has no place in {parent} of FFD {}", spec.tag, subject.version)
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
        (Kind::Byte | Kind::Flag | Kind::Bits8 | Kind::U16 | Kind::U32 | Kind::Bits32 | Kind::Vln(_), Value::Uint(number)) => {
            size_of_uint(*number)
        }
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
            let message = format!("tag {} is {}; its bytes do not fit", spec.tag, kind_in_words(spec.kind));
            report.raise(RuleId::ValueType, place.path(), message);
            return size_of_unknown(value);
        }
    };
    if size > size_max {
        let message = format!("tag {} takes {size} bytes; it may take {size_max}", spec.tag);
        report.raise(RuleId::ValueTooLong, place.path(), message);
    }
    value::check(subject, spec, value, place, report);
    size_on_wire(spec.kind, size)
}

/// Bytes of a value of this kind when its own content takes `size`.
fn size_on_wire(kind: Kind, size: usize) -> usize {
    match kind {
        Kind::FixedText(_) | Kind::Inn | Kind::U16 | Kind::U32 | Kind::Bits32 => size.max(usize::from(kind.size_max())),
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

/// Tags that register or storage put into every document when it is sealed.
const ADDED_WHEN_SEALED: [Tag; 23] = [
    tags::DATE_TIME,
    tags::ORGANIZATION_INN,
    tags::REGISTRATION_NUMBER,
    tags::SHIFT_NUMBER,
    tags::FISCAL_DOCUMENT_NUMBER,
    tags::FISCAL_STORAGE_NUMBER,
    tags::RECEIPT_NUMBER_IN_SHIFT,
    tags::ORGANIZATION_NAME,
    tags::STORAGE_EXHAUSTED,
    tags::STORAGE_REPLACEMENT_URGENT,
    tags::STORAGE_MEMORY_FULL,
    tags::OFD_ANSWER_OVERDUE,
    tags::FISCAL_SIGN,
    tags::UNSENT_DOCUMENTS_COUNT,
    tags::FIRST_UNSENT_DATE_TIME,
    tags::SHIFT_DOCUMENTS_COUNT,
    tags::SHIFT_RECEIPTS_COUNT,
    tags::STORAGE_TOTALS,
    tags::UNSENT_TOTALS,
    tags::SHIFT_TOTALS,
    tags::STORAGE_FFD_VERSION,
    tags::FFD_VERSION,
    tags::KEY_RESOURCE_DAYS,
];

/// Mandatory on paper, but not in the bytes that go to the operator. Source: RU-FFD/forms.
fn is_mandatory_on_paper_only(tag: Tag, parent: Tag) -> bool {
    let short_report = [Form::ShiftOpening, Form::ShiftClosing, Form::SettlementStatus]
        .iter()
        .any(|form| form.tag() == parent);
    let of_place = [tags::SETTLEMENT_ADDRESS, tags::ORGANIZATION_NAME, tags::SETTLEMENT_PLACE].contains(&tag);
    [tags::DOCUMENT_NAME, tags::QR].contains(&tag) || (short_report && of_place)
}

fn is_mandatory(requirement: Requirement, tag: Tag, parent: Tag, stage: Stage) -> bool {
    let exempt = match stage {
        Stage::Sealed => false,
        Stage::Body => ADDED_WHEN_SEALED.contains(&tag),
    };
    requirement == Requirement::Mandatory && !exempt && !is_mandatory_on_paper_only(tag, parent)
}

/// What the tag table says about the children of one parent, as sets.
struct Lawful {
    admitted: TagSet,
    mandatory_sealed: TagSet,
    mandatory_body: TagSet,
}

impl Lawful {
    fn of(version: FfdVersion, parent: Tag) -> Option<&'static Self> {
        let [v1_05, v1_1, v1_2] = &*LAWFUL;
        let table = match version.of_table() {
            FfdVersion::V1_0 | FfdVersion::V1_05 => v1_05,
            FfdVersion::V1_1 => v1_1,
            FfdVersion::V1_2 => v1_2,
        };
        table.get(parent_slot(parent)?)?.as_deref()
    }

    fn build(version: FfdVersion, parent: Tag) -> Option<Box<Self>> {
        let children = tags::children(version, parent);
        if children.is_empty() {
            return None;
        }
        let mut lawful = Self {
            admitted: TagSet::EMPTY,
            mandatory_sealed: TagSet::EMPTY,
            mandatory_body: TagSet::EMPTY,
        };
        for child in children {
            let tag = child.spec.tag;
            if !child.spec.is_printed_only() {
                lawful.admitted.insert(tag);
            }
            if is_mandatory(child.requirement, tag, parent, Stage::Sealed) {
                lawful.mandatory_sealed.insert(tag);
            }
            if is_mandatory(child.requirement, tag, parent, Stage::Body) {
                lawful.mandatory_body.insert(tag);
            }
        }
        Some(Box::new(lawful))
    }

    fn admits(&self, tag: Tag) -> bool {
        self.admitted.has(tag)
    }

    const fn mandatory(&self, stage: Stage) -> &TagSet {
        match stage {
            Stage::Sealed => &self.mandatory_sealed,
            Stage::Body => &self.mandatory_body,
        }
    }
}

/// One list a version (1.05, 1.1, 1.2), by the slot of the parent.
static LAWFUL: LazyLock<[Vec<Option<Box<Lawful>>>; 3]> = LazyLock::new(|| {
    [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2]
        .map(|version| (0..PARENT_SLOTS).map(|slot| Lawful::build(version, parent_of(slot))).collect())
});

/// Forms have the first slots, groups those after.
const FORM_SLOTS: usize = 128;
const PARENT_SLOTS: usize = FORM_SLOTS + TAG_SLOTS;

fn parent_slot(parent: Tag) -> Option<usize> {
    let number = usize::from(parent.0);
    if number < FORM_SLOTS {
        return Some(number);
    }
    tag_slot(parent).map(|slot| FORM_SLOTS + slot)
}

fn parent_of(slot: usize) -> Tag {
    let number = match slot.checked_sub(FORM_SLOTS) {
        None => slot,
        Some(tag_slot) if tag_slot < SLOTS_1000 => 1000 + tag_slot,
        Some(tag_slot) => 2000 + tag_slot - SLOTS_1000,
    };
    Tag(u16::try_from(number).unwrap_or_default())
}

/// Tags 1000 to 1359 and 2000 to 2151 have a slot; the format uses no others.
const SLOTS_1000: usize = 360;
const SLOTS_2000: usize = 152;
const TAG_SLOTS: usize = SLOTS_1000 + SLOTS_2000;

fn tag_slot(tag: Tag) -> Option<usize> {
    match usize::from(tag.0) {
        number @ 1000..1360 => Some(number - 1000),
        number @ 2000..2152 => Some(SLOTS_1000 + number - 2000),
        _ => None,
    }
}

/// A set of tags of the format.
#[derive(Clone, Copy)]
struct TagSet([u64; TAG_SLOTS / 64]);

impl TagSet {
    const EMPTY: Self = Self([0; TAG_SLOTS / 64]);

    /// `false` when the tag was there already.
    fn insert(&mut self, tag: Tag) -> bool {
        let Some(slot) = tag_slot(tag) else { return true };
        let Some(word) = self.0.get_mut(slot / 64) else {
            return true;
        };
        let bit = 1 << (slot % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    fn has(&self, tag: Tag) -> bool {
        tag_slot(tag)
            .and_then(|slot| Some(self.0.get(slot / 64)? >> (slot % 64) & 1 == 1))
            .unwrap_or(false)
    }

    fn contains(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).all(|(word, wanted)| word & wanted == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_of_the_table_has_its_own_slot() {
        for spec in tags::all() {
            let slot = tag_slot(spec.tag).unwrap_or_else(|| panic!("{} has no slot", spec.tag));
            assert_eq!(parent_of(FORM_SLOTS + slot), spec.tag);
        }
        for form in Form::ALL {
            assert_eq!(parent_slot(form.tag()).map(parent_of), Some(form.tag()));
        }
    }

    #[test]
    fn every_parent_of_the_table_has_its_sets() {
        for version in [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2] {
            for slot in 0..PARENT_SLOTS {
                let parent = parent_of(slot);
                let children = tags::children(version, parent);
                assert_eq!(Lawful::of(version, parent).is_some(), !children.is_empty(), "{version} {parent}");
            }
        }
    }
}
