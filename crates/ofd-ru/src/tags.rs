//! The tag table of FFD 1.05, 1.1 and 1.2: one row a tag. Source: RU-FFD/tags.
//!
//! The rows stand in the child modules in the notation of [`tag_table`](table), so that they can be compared
//! with the order by eye. Each row also makes a constant: [`BUYER_CONTACT`] is tag 1008.

mod details;
mod marking;
mod obsolete;
mod settlement;
mod table;
mod totals;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::tree::{FfdVersion, Tag};

pub use details::*;
pub use marking::*;
pub use obsolete::*;
pub use settlement::*;
pub use totals::*;

/// What the format says about one tag.
#[derive(Debug, PartialEq, Eq)]
pub struct TagSpec {
    /// Number of the element.
    pub tag: Tag,
    /// Official name, Russian.
    pub name: &'static str,
    /// Name of the field in JSON.
    pub json: JsonKey,
    /// Type and length of the value.
    pub kind: Kind,
    /// How often the element may stand in its parent.
    pub occurrence: Occurrence,
    /// Where the element belongs; empty for elements that are only read.
    pub usage: &'static [Usage],
}

/// Type of a value and its length in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CP866 text of at most so many bytes.
    Text(u16),
    /// CP866 text of exactly so many bytes, padded with blanks on the right.
    FixedText(u16),
    /// Taxpayer number: 12 bytes, padded with blanks on the right; some registers pad with `00` on the left.
    Inn,
    /// Unsigned byte.
    Byte,
    /// Unsigned byte, 0 or 1.
    Flag,
    /// Unsigned 16 bits, little-endian.
    U16,
    /// Unsigned 32 bits, little-endian.
    U32,
    /// Unsigned little-endian number without high zero bytes, of at most so many bytes.
    Vln(u16),
    /// Number of decimals, then a VLN mantissa, of at most so many bytes together.
    Fvln(u16),
    /// Seconds of the wall clock since 1970, 32 bits, little-endian.
    Time,
    /// Bit mask of 8 bits.
    Bits8,
    /// Bit mask of 32 bits, little-endian.
    Bits32,
    /// At most so many raw bytes.
    Bytes(u16),
    /// Exactly so many raw bytes.
    FixedBytes(u16),
    /// Nested elements of at most so many bytes together.
    Stlv(u16),
}

/// Name of a field in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKey {
    /// Published by the tax authority.
    Official(&'static str),
    /// Ours, where the tax authority publishes none.
    Own(&'static str),
}

/// How often an element may stand in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// At most once.
    Once,
    /// Any number of times; an array in JSON.
    Many,
    /// Usually once, but repeats are admitted; in JSON a lone value stands bare.
    Loose,
}

/// Whether an element must stand in its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Requirement {
    /// Belongs on paper; need not be sent, but may be.
    Printed,
    /// May be there.
    Optional,
    /// Must be there under conditions that the order names.
    Conditional,
    /// Must be there.
    Mandatory,
}

/// Parents that share a requirement in one version of the format.
#[derive(Debug, PartialEq, Eq)]
pub struct Usage {
    /// Version of the format.
    pub version: FfdVersion,
    /// Whether the element must be there.
    pub requirement: Requirement,
    /// Form codes and STLV tags.
    pub parents: &'static [Tag],
}

/// An element that belongs into a parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// Its row of the table.
    pub spec: &'static TagSpec,
    /// Whether it must be there.
    pub requirement: Requirement,
}

/// The row of a tag; `None` when the format does not know it.
#[must_use]
pub fn spec(tag: Tag) -> Option<&'static TagSpec> {
    table::row(tag.0)
}

/// All rows: those in use in ascending order of tags, then the obsolete ones in ascending order.
pub fn all() -> impl Iterator<Item = &'static TagSpec> {
    table::PARTS.iter().flat_map(|part| part.iter())
}

/// What belongs into the electronic form of a document, or into an STLV, in one version.
///
/// In ascending order of tags, without the elements that are printed only. Version 1.0 is read by the rows of 1.05. Empty when the parent has no children in that version.
#[must_use]
pub fn children(version: FfdVersion, parent: Tag) -> &'static [Child] {
    CHILDREN
        .get(&(version.of_table(), parent))
        .map_or(&[], Vec::as_slice)
}

static CHILDREN: LazyLock<HashMap<(FfdVersion, Tag), Vec<Child>>> = LazyLock::new(|| {
    let mut children: HashMap<_, Vec<Child>> = HashMap::new();
    for spec in all().filter(|spec| !spec.is_printed_only()) {
        for usage in spec.usage {
            for parent in usage.parents {
                let child = Child {
                    spec,
                    requirement: usage.requirement,
                };
                children.entry((usage.version, *parent)).or_default().push(child);
            }
        }
    }
    children
});

impl TagSpec {
    /// Whether the element belongs into `parent` in `version`, and how strictly.
    #[must_use]
    pub fn requirement(&self, version: FfdVersion, parent: Tag) -> Option<Requirement> {
        self.usage
            .iter()
            .find(|usage| usage.version == version.of_table() && usage.parents.contains(&parent))
            .map(|usage| usage.requirement)
    }

    /// `true` for what is printed only and never goes to the operator.
    #[must_use]
    pub const fn is_printed_only(&self) -> bool {
        matches!(self.tag, DOCUMENT_NAME | QR)
    }

    /// `false` where the published size is smaller than the published parts may take: the counters of reports.
    ///
    /// Such a size is told, but not enforced: 1145 may have 32 bytes by the order, but its count and three
    /// sums of six bytes already take 38.
    #[must_use]
    pub const fn size_is_binding(&self) -> bool {
        !matches!(
            self.tag.0,
            1129..=1133 | 1145 | 1146 | 1157 | 1158 | 1194 | 1232 | 1233
        )
    }
}

impl JsonKey {
    /// The name itself.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official(key) | Self::Own(key) => key,
        }
    }
}

impl Kind {
    /// Most bytes that a value may take.
    #[must_use]
    pub const fn size_max(self) -> u16 {
        match self {
            Self::Text(size)
            | Self::FixedText(size)
            | Self::Vln(size)
            | Self::Fvln(size)
            | Self::Bytes(size)
            | Self::FixedBytes(size)
            | Self::Stlv(size) => size,
            Self::Inn => 12,
            Self::Byte | Self::Flag | Self::Bits8 => 1,
            Self::U16 => 2,
            Self::U32 | Self::Time | Self::Bits32 => 4,
        }
    }
}

#[cfg(test)]
mod tests;
