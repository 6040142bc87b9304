//! A product code as the tax authority shows it: the code and its parts.

use crate::tags;
use crate::tree::Tag;

/// What is known about a code beside the code.
pub(super) struct Parts<'a> {
    /// Number of the kind.
    pub id_type: Option<u8>,
    /// GTIN.
    pub gtin: Option<&'a str>,
    /// Serial number.
    pub serial: Option<&'a str>,
}

/// `true` for the kinds of codes that stand in tag 1163.
pub(super) const fn is_product_code(tag: Tag) -> bool {
    matches!(tag.0, 1300..=1309 | 1320..=1325)
}

/// The parts of a code: `01` GTIN `21` serial number in a marked one.
pub(super) fn parts(tag: Tag, code: &str) -> Parts<'_> {
    match tag {
        tags::CODE_ITF_14 => Parts {
            id_type: Some(5),
            gtin: Some(code),
            serial: None,
        },
        tags::CODE_GS1_MARKED => {
            let split = code.strip_prefix("01").and_then(|rest| rest.split_at_checked(14));
            Parts {
                id_type: Some(6),
                gtin: split.map(|(gtin, _)| gtin),
                serial: split.and_then(|(_, rest)| rest.strip_prefix("21")),
            }
        }
        _ => Parts {
            id_type: None,
            gtin: None,
            serial: None,
        },
    }
}
