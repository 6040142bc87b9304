//! Reading single elements by tag.

use types::LocalDateTime;

use super::path::Place;
use crate::tree::{Element, Tag, Value};

/// The elements of one document or group, with their place.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    pub(super) elements: &'a [Element],
    pub(super) place: &'a Place<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn value(&self, tag: Tag) -> Option<&'a Value> {
        self.elements.iter().find(|element| element.tag == tag).map(|element| &element.value)
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        self.value(tag).is_some()
    }

    pub(super) fn uint(&self, tag: Tag) -> Option<u64> {
        match self.value(tag)? {
            Value::Uint(number) => Some(*number),
            _ => None,
        }
    }

    /// The number, or zero when there is none.
    pub(super) fn uint_or_zero(&self, tag: Tag) -> u64 {
        self.uint(tag).unwrap_or(0)
    }

    pub(super) fn text(&self, tag: Tag) -> Option<&'a str> {
        match self.value(tag)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn time(&self, tag: Tag) -> Option<LocalDateTime> {
        match self.value(tag)? {
            Value::Time(time) => Some(*time),
            _ => None,
        }
    }

    pub(super) fn nested(&self, tag: Tag) -> Option<&'a [Element]> {
        match self.value(tag)? {
            Value::Nested(elements) => Some(elements),
            _ => None,
        }
    }

    /// The groups of one tag: each with its position among the elements.
    pub(super) fn groups(&self, tag: Tag) -> impl Iterator<Item = (usize, &'a [Element])> + use<'a> {
        self.elements.iter().enumerate().filter_map(move |(position, element)| match &element.value {
            Value::Nested(elements) if element.tag == tag => Some((position, elements.as_slice())),
            _ => None,
        })
    }

    /// Place of the first element of a tag, or of the group when there is none.
    pub(super) fn position(&self, tag: Tag) -> Option<usize> {
        self.elements.iter().position(|element| element.tag == tag)
    }
}
