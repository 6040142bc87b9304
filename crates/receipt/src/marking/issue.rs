use serde::Serialize;

use crate::MarkingKind;

/// What is wrong or odd about a marking code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
pub enum MarkingIssue {
    /// Nothing was scanned.
    #[error("the code is empty")]
    Empty,
    /// Longer than the longest code.
    #[error("the code has {length} characters; at most 256 are possible")]
    TooLong {
        /// Length in characters.
        length: usize,
    },
    /// A character that no scanner sends.
    #[error(
        "`{character}` (U+{code:04X}) at place {place} cannot be part of a code; was the keyboard layout Russian, or a symbol lost?"
    )]
    Character {
        /// The character.
        character: char,
        /// Its Unicode number.
        code: u32,
        /// Its place, from 1.
        place: usize,
    },
    /// No known structure.
    #[error("the structure of the code is not known; it will be sold as an unidentified code")]
    NotRecognized,
    /// The check digit of the item number is wrong.
    #[error("the check digit of `{number}` is wrong; it should be {expected}")]
    CheckDigit {
        /// The number as it came.
        number: String,
        /// The digit that would be right.
        expected: char,
    },
    /// A serial number of a length that no group of goods has.
    #[error("the serial number `{serial}` has {length} characters; known are 6, 7, 13 and 20")]
    SerialLength {
        /// The serial number.
        serial: String,
        /// Its length.
        length: usize,
    },
    /// The group separator (0x1D) after the serial number is lost.
    #[error("the group separator (0x1D) is lost; set the scanner to send it")]
    SeparatorLost,
    /// No check code, so that nothing can be verified.
    #[error("the code has no check code (92 or 93): it is an extract, or the scan was cut")]
    NoCheckCode,
    /// A check code of a length that does not exist.
    #[error("the check code has {length} characters; known are 4 (93), 44 and 88 (92)")]
    CheckCodeLength {
        /// Its length.
        length: usize,
    },
    /// An element that does not parse.
    #[error("`{rest}` at place {place} is not an element of a GS1 code")]
    Element {
        /// What could not be read.
        rest: String,
        /// Its place, from 1.
        place: usize,
    },
    /// The shop names one kind, the code is of another.
    #[error("the code is named {named:?} but looks like {recognized:?}")]
    KindDiffers {
        /// What the shop says.
        named: MarkingKind,
        /// What the code looks like.
        recognized: MarkingKind,
    },
    /// The extract does not fit its tag.
    #[error("{kind:?} takes {expected}, but `{value}` has {length} characters")]
    Length {
        /// The kind.
        kind: MarkingKind,
        /// The value as it came.
        value: String,
        /// Its length.
        length: usize,
        /// What would be right.
        expected: &'static str,
    },
    /// The extract has characters that its tag does not take.
    #[error("{kind:?} takes {expected}, not `{value}`")]
    Shape {
        /// The kind.
        kind: MarkingKind,
        /// The value as it came.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
}

impl MarkingIssue {
    /// `true` when the document cannot take the code at all; otherwise the code is odd but can be sold.
    #[must_use]
    pub const fn is_obstacle(&self) -> bool {
        match self {
            Self::Empty | Self::TooLong { .. } | Self::Character { .. } | Self::Length { .. } => true,
            Self::NotRecognized
            | Self::CheckDigit { .. }
            | Self::SerialLength { .. }
            | Self::SeparatorLost
            | Self::NoCheckCode
            | Self::CheckCodeLength { .. }
            | Self::Element { .. }
            | Self::KindDiffers { .. }
            | Self::Shape { .. } => false,
        }
    }
}
