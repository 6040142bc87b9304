//! How the rows of the tag table become constants, one index and lists of children.

use super::TagSpec;

/// Turns rows into constants and a static slice of [`TagSpec`].
///
/// A row: `NAME = number "official name" official|own "JSON key" Once|Many|Loose Kind => version M|C|O|P(parents)…;`
macro_rules! tag_table {
    ($(
        $constant:ident = $number:literal $name:literal $owner:ident $key:literal $occurs:ident
            $kind:ident $(($size:literal))?
            $(=> $($version:ident $($requirement:ident($($parent:literal)+))+),+)?;
    )+) => {
        $(
            #[doc = concat!("Tag ", $number, ": ", $name, ".")]
            pub const $constant: crate::tree::Tag = crate::tree::Tag($number);
        )+

        pub(super) static ROWS: &[super::TagSpec] = &[$(
            super::TagSpec {
                tag: crate::tree::Tag($number),
                name: $name,
                json: super::table::json_key!($owner $key),
                kind: super::Kind::$kind $(($size))?,
                occurrence: super::Occurrence::$occurs,
                usage: &[$($($(
                    super::Usage {
                        version: crate::tree::FfdVersion::$version,
                        requirement: super::table::requirement!($requirement),
                        parents: &[$(crate::tree::Tag($parent)),+],
                    },
                )+)+)?],
            },
        )+];
    };
}

macro_rules! json_key {
    (official $key:literal) => {
        super::JsonKey::Official($key)
    };
    (own $key:literal) => {
        super::JsonKey::Own($key)
    };
}

macro_rules! requirement {
    (M) => {
        super::Requirement::Mandatory
    };
    (C) => {
        super::Requirement::Conditional
    };
    (O) => {
        super::Requirement::Optional
    };
    (P) => {
        super::Requirement::Printed
    };
}

pub(super) use json_key;
pub(super) use requirement;
pub(super) use tag_table;

/// The parts of the table, in ascending order of tags within each part.
pub(super) static PARTS: [&[TagSpec]; 5] = [
    super::settlement::ROWS,
    super::totals::ROWS,
    super::details::ROWS,
    super::marking::ROWS,
    super::obsolete::ROWS,
];

const FIRST_TAG: u16 = 1000;
const SLOTS: usize = 1120;

/// The row of a tag by its number.
pub(super) fn row(number: u16) -> Option<&'static TagSpec> {
    let slot = number.checked_sub(FIRST_TAG)?;
    INDEX.get(usize::from(slot)).copied().flatten()
}

static INDEX: [Option<&'static TagSpec>; SLOTS] = index();

#[expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "built at compile time; an error would not compile"
)]
const fn index() -> [Option<&'static TagSpec>; SLOTS] {
    let mut index = [None; SLOTS];
    let mut part = 0;
    while part < PARTS.len() {
        let rows = PARTS[part];
        let mut at = 0;
        while at < rows.len() {
            let slot = (rows[at].tag.0 - FIRST_TAG) as usize;
            assert!(index[slot].is_none(), "a tag has two rows");
            index[slot] = Some(&rows[at]);
            at += 1;
        }
        part += 1;
    }
    index
}
