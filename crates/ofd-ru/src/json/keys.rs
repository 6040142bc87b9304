//! Which tag a field means.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::tags::{self, TagSpec};
use crate::tree::{Form, Tag};

/// Names that others use for a tag.
const ALIASES: [(&str, Tag); 2] = [
    // The tax authority publishes this name with a Cyrillic first letter.
    ("\u{441}orrectionBase", tags::CORRECTION_BASIS),
    ("correctionBase", tags::CORRECTION_BASIS),
];

static BY_KEY: LazyLock<HashMap<&'static str, Vec<&'static TagSpec>>> = LazyLock::new(|| {
    let mut by_key: HashMap<_, Vec<_>> = HashMap::new();
    for spec in tags::all() {
        by_key.entry(spec.json.as_str()).or_default().push(spec);
    }
    for (key, tag) in ALIASES {
        by_key.insert(key, tags::spec(tag).into_iter().collect());
    }
    by_key
});

/// Tags that share their name with another tag, which is fine as long as each stands in its own parents.
const SHARED: [Tag; 14] = [
    tags::DATE_TIME,
    tags::OPERATIONAL_DATE_TIME,
    tags::RECEIPT_TOTAL,
    tags::TOTAL_SUM,
    tags::ELECTRONIC_PAYMENT_PART_SUM,
    tags::ELECTRONIC_SUM,
    tags::VAT_TOTAL_SUM,
    tags::LINE_VAT,
    tags::PREPAID_PAYMENT,
    tags::PREPAID_SUM,
    tags::POSTPAID_PAYMENT,
    tags::POSTPAID_SUM,
    tags::IN_KIND_PAYMENT,
    tags::IN_KIND_SUM,
];

/// `true` for a tag whose name could mean another one in this parent.
pub(super) fn is_ambiguous(spec: &TagSpec, parent: Tag) -> bool {
    let shared = SHARED.contains(&spec.tag) && !belongs(spec, parent);
    shared || (spec.tag == tags::TAXATION_REGIMES && is_settlement(parent))
}

/// The row of the element that a field of `parent` means; a name that belongs elsewhere is still understood.
pub(super) fn spec_of(key: &str, parent: Tag) -> Option<&'static TagSpec> {
    if key == "taxationType" && is_settlement(parent) {
        return tags::spec(tags::TAXATION_REGIME);
    }
    if let Ok(number) = key.parse() {
        return tags::spec(Tag(number));
    }
    let candidates = BY_KEY.get(key)?;
    candidates
        .iter()
        .find(|spec| belongs(spec, parent))
        .or_else(|| candidates.first())
        .copied()
}

fn belongs(spec: &TagSpec, parent: Tag) -> bool {
    spec.usage.iter().any(|usage| usage.parents.contains(&parent))
}

/// Old receipts show the applied regime under the name of the registered ones.
fn is_settlement(parent: Tag) -> bool {
    matches!(
        Form::from_tag(parent),
        Some(
            Form::Receipt
                | Form::StrictReportingForm
                | Form::CorrectionReceipt
                | Form::CorrectionStrictReportingForm
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_shared_names_is_whole() {
        let mut shared: Vec<_> = BY_KEY
            .values()
            .filter(|specs| specs.len() > 1)
            .flatten()
            .map(|spec| spec.tag)
            .collect();
        shared.sort_unstable();
        let mut listed = SHARED;
        listed.sort_unstable();
        assert_eq!(shared, listed);
    }
}
