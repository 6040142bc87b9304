//! The tag table as sets, one for each version and parent, so that a document is looked through once.

use std::sync::LazyLock;

use super::Stage;
use crate::tags::{self, Requirement};
use crate::tree::{FfdVersion, Form, Tag};

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
    let of_place = [
        tags::SETTLEMENT_ADDRESS,
        tags::ORGANIZATION_NAME,
        tags::SETTLEMENT_PLACE,
    ]
    .contains(&tag);
    [tags::DOCUMENT_NAME, tags::QR].contains(&tag) || (short_report && of_place)
}

pub(super) fn is_mandatory(requirement: Requirement, tag: Tag, parent: Tag, stage: Stage) -> bool {
    let exempt = match stage {
        Stage::Sealed => false,
        Stage::Body => ADDED_WHEN_SEALED.contains(&tag),
    };
    requirement == Requirement::Mandatory && !exempt && !is_mandatory_on_paper_only(tag, parent)
}

/// What the tag table says about the children of one parent, as sets.
pub(super) struct Lawful {
    admitted: TagSet,
    mandatory_sealed: TagSet,
    mandatory_body: TagSet,
}

impl Lawful {
    pub(super) fn of(version: FfdVersion, parent: Tag) -> Option<&'static Self> {
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

    pub(super) fn admits(&self, tag: Tag) -> bool {
        self.admitted.has(tag)
    }

    pub(super) const fn mandatory(&self, stage: Stage) -> &TagSet {
        match stage {
            Stage::Sealed => &self.mandatory_sealed,
            Stage::Body => &self.mandatory_body,
        }
    }
}

/// One list a version (1.05, 1.1, 1.2), by the slot of the parent.
static LAWFUL: LazyLock<[Vec<Option<Box<Lawful>>>; 3]> = LazyLock::new(|| {
    [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2].map(|version| {
        (0..PARENT_SLOTS)
            .map(|slot| Lawful::build(version, parent_of(slot)))
            .collect()
    })
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
pub(super) struct TagSet([u64; TAG_SLOTS / 64]);

impl TagSet {
    pub(super) const EMPTY: Self = Self([0; TAG_SLOTS / 64]);

    /// `false` when the tag was there already.
    pub(super) fn insert(&mut self, tag: Tag) -> bool {
        let Some(slot) = tag_slot(tag) else { return true };
        let Some(word) = self.0.get_mut(slot / 64) else {
            return true;
        };
        let bit = 1 << (slot % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        tag_slot(tag)
            .and_then(|slot| Some(self.0.get(slot / 64)? >> (slot % 64) & 1 == 1))
            .unwrap_or(false)
    }

    pub(super) fn contains(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(other.0)
            .all(|(word, wanted)| word & wanted == wanted)
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
                assert_eq!(
                    Lawful::of(version, parent).is_some(),
                    !children.is_empty(),
                    "{version} {parent}"
                );
            }
        }
    }
}
