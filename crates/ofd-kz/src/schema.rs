//! The field table: which number means what in which version. Source: KZ-OFD/messages, KZ-OFD/version-differences.
//!
//! The rows are made from `proto/*.proto` and the notes in them. [`walk`] judges bytes by the table,
//! [`inspection`](crate::inspection) names them by it.

#[rustfmt::skip]
mod base;
#[rustfmt::skip]
mod envelope;
#[rustfmt::skip]
mod nomenclature;
mod raw;
#[rustfmt::skip]
mod report;
#[rustfmt::skip]
mod service;
#[rustfmt::skip]
mod ticket;
mod walk;

pub use envelope::{REQUEST, RESPONSE};
pub use raw::{RawField, RawFields, RawValue, WireError};
pub use walk::{
    NESTING_MAX, PayloadError, PayloadRefusal, REMARKS_MAX, Remark, RemarkKind, Walk, known_part, walk,
};

pub(crate) use walk::low_i32;

use crate::version::Version;

/// One message.
#[derive(Debug)]
pub struct MessageSchema {
    /// Its name in `proto/*.proto`.
    pub name: &'static str,
    /// Its fields by number; a number whose meaning changed has a row for each meaning.
    pub fields: &'static [FieldSchema],
}

/// One field within a range of versions.
#[derive(Debug)]
pub struct FieldSchema {
    /// Number on the wire.
    pub number: u32,
    /// The protocol's name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// How often it stands.
    pub label: Label,
    /// Versions that this row is about.
    pub versions: Versions,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Unsigned, up to 2^31 − 1 by the protocol.
    Uint32,
    /// Unsigned, up to 2^63 − 1 by the protocol.
    Uint64,
    /// Signed, 32 bits.
    Int32,
    /// Truth value.
    Bool,
    /// UTF-8.
    String,
    /// Bytes.
    Bytes,
    /// A number with names.
    Enum(&'static EnumSchema),
    /// A message.
    Message(&'static MessageSchema),
}

/// How often a field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// Exactly once.
    Required,
    /// Exactly once in the version with this number, else at most once.
    RequiredIn(u16),
    /// At most once.
    Optional,
    /// Any number of times.
    Repeated,
}

/// First and last version, as their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions(pub u16, pub u16);

/// The names of an enum's numbers.
#[derive(Debug)]
pub struct EnumSchema {
    /// Number and the protocol's name.
    pub values: &'static [(i32, &'static str)],
}

impl MessageSchema {
    /// The field with this number in a version, and its place among the rows.
    #[must_use]
    pub fn by_number(&self, version: Version, number: u32) -> Option<(usize, &'static FieldSchema)> {
        let fits = |(_, field): &(usize, &FieldSchema)| field.number == number && field.exists_in(version);
        self.fields.iter().enumerate().find(fits)
    }

    /// The field with this name in a version.
    #[must_use]
    pub fn by_name(&self, version: Version, name: &str) -> Option<&'static FieldSchema> {
        let fits = |field: &&FieldSchema| field.name == name && field.exists_in(version);
        self.fields.iter().find(fits)
    }
}

impl FieldSchema {
    const fn new(number: u32, name: &'static str, kind: Kind, label: Label, versions: Versions) -> Self {
        Self {
            number,
            name,
            kind,
            label,
            versions,
        }
    }

    /// `true` when this row is about the version.
    #[must_use]
    pub const fn exists_in(&self, version: Version) -> bool {
        let Versions(first, last) = self.versions;
        let number = version.number();
        first <= number && number <= last
    }

    /// `true` when a message of this version cannot be without the field.
    #[must_use]
    pub const fn is_required_in(&self, version: Version) -> bool {
        match self.label {
            Label::Required => true,
            Label::RequiredIn(number) => number == version.number(),
            Label::Optional | Label::Repeated => false,
        }
    }

    /// `true` when the value is written the way that this field needs.
    #[must_use]
    pub const fn takes(&self, value: &RawValue<'_>) -> bool {
        match (self.kind, value) {
            (Kind::Uint32 | Kind::Uint64 | Kind::Int32 | Kind::Bool | Kind::Enum(_), RawValue::Varint(_))
            | (Kind::String | Kind::Bytes | Kind::Message(_), RawValue::Bytes { .. }) => true,
            // Repeated numbers may come packed into one value.
            (
                Kind::Uint32 | Kind::Uint64 | Kind::Int32 | Kind::Bool | Kind::Enum(_),
                RawValue::Bytes { .. },
            ) => {
                matches!(self.label, Label::Repeated)
            }
            _ => false,
        }
    }
}

impl EnumSchema {
    /// The protocol's name of a number.
    #[must_use]
    pub fn name(&self, number: i32) -> Option<&'static str> {
        self.values
            .iter()
            .find(|(one, _)| *one == number)
            .map(|(_, name)| *name)
    }

    /// The number of a name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i32> {
        self.values
            .iter()
            .find(|(_, one)| *one == name)
            .map(|(number, _)| *number)
    }
}

#[cfg(test)]
mod tests;
