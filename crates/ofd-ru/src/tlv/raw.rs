//! Elements by their bytes, before the tag table types them.

use super::decode::{DecodeError, DecodeRefusal, decode_plain};
use super::{DEPTH_MAX, HEADER_SIZE};
use crate::tags::{self, Kind};
use crate::tree::{Tag, TagPath, Value};

/// One element as it stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawElement<'a> {
    /// Its tag.
    pub tag: Tag,
    /// Where its tag begins, counted as the iterator was told.
    pub offset: usize,
    /// Its value.
    pub value: &'a [u8],
}

/// The elements of one level. Ends after the first refusal.
#[derive(Clone, Debug)]
pub struct RawElements<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> RawElements<'a> {
    /// The elements in `bytes`, whose first byte has the given offset in the whole input.
    #[must_use]
    pub const fn new(bytes: &'a [u8], offset: usize) -> Self {
        Self { rest: bytes, offset }
    }

    /// Where the next element begins.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The bytes that have not been read.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    fn read(&mut self) -> Result<RawElement<'a>, DecodeError> {
        let Some(([t0, t1, l0, l1], after)) = self.rest.split_first_chunk::<HEADER_SIZE>() else {
            let available = self.rest.len();
            return Err(DecodeError::at(
                self.offset,
                DecodeRefusal::HeaderCut { available },
            ));
        };
        let tag = Tag(u16::from_le_bytes([*t0, *t1]));
        let length = u16::from_le_bytes([*l0, *l1]);
        let Some((value, rest)) = after.split_at_checked(usize::from(length)) else {
            let available = after.len();
            return Err(DecodeError {
                offset: self.offset,
                path: TagPath::root(tag),
                refusal: DecodeRefusal::LengthBeyondEnd { length, available },
            });
        };
        let element = RawElement {
            tag,
            offset: self.offset,
            value,
        };
        self.rest = rest;
        self.offset += HEADER_SIZE + value.len();
        Ok(element)
    }
}

impl<'a> Iterator for RawElements<'a> {
    type Item = Result<RawElement<'a>, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let element = self.read();
        if element.is_err() {
            self.rest = &[];
        }
        Some(element)
    }
}

impl RawElement<'_> {
    /// Offset of its value.
    #[must_use]
    pub const fn value_offset(&self) -> usize {
        self.offset + HEADER_SIZE
    }

    /// Its value by the tag table; a structure has no children here.
    #[must_use]
    pub fn decoded(&self) -> Value {
        match tags::spec(self.tag) {
            Some(spec) if matches!(spec.kind, Kind::Stlv(_)) => Value::Nested(Vec::new()),
            Some(spec) => decode_plain(spec.kind, self.value),
            None => Value::Unknown(self.value.to_vec()),
        }
    }

    /// `true` when its value consists of elements: forms and STLV tags of the table.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        tags::spec(self.tag).is_some_and(|spec| matches!(spec.kind, Kind::Stlv(_)))
    }
}

/// Offset in `document` of the element that a path leads to; `None` when there is no such element.
///
/// `document` is a whole document, so that the first step of the path is its form.
#[must_use]
pub fn locate(document: &[u8], path: &TagPath) -> Option<usize> {
    let mut level = RawElements::new(document, 0);
    let mut offset = None;
    for step in path.steps().iter().take(DEPTH_MAX) {
        let element = level
            .map_while(Result::ok)
            .filter(|element| element.tag == step.tag)
            .nth(step.index)?;
        offset = Some(element.offset);
        level = RawElements::new(element.value, element.value_offset());
    }
    offset
}
