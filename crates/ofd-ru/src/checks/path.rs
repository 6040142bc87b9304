//! Where in a document something stands.

use std::fmt;

use crate::tags::{self, Occurrence};
use crate::tree::{Element, Form, Tag};

/// Deepest place that a path can name: the form and seven elements below it.
pub const DEPTH_MAX: usize = 8;

/// Place in a document: `3/1059[2]/1043` is the total of the second line of a receipt.
///
/// The number in brackets counts elements of one tag within their parent, from 1. It stands at tags that
/// repeat, and at the unlawful second element of a tag that does not.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TagPath {
    steps: [Step; DEPTH_MAX],
    depth: usize,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
struct Step {
    tag: u16,
    /// Counted from 1.
    index: u16,
}

impl TagPath {
    /// The document as a whole.
    #[must_use]
    pub fn of_form(form: Form) -> Self {
        let path = Self {
            steps: [Step::default(); DEPTH_MAX],
            depth: 0,
        };
        path.join(form.tag(), 1)
    }

    /// The `index`-th element `tag` below this place, counted from 1; a path that is full stays as it is.
    #[must_use]
    pub fn join(mut self, tag: Tag, index: u16) -> Self {
        if let Some(step) = self.steps.get_mut(self.depth) {
            *step = Step { tag: tag.0, index };
            self.depth += 1;
        }
        self
    }

    /// Tags from the form down to the element.
    pub fn tags(&self) -> impl Iterator<Item = Tag> {
        self.steps().iter().map(|step| Tag(step.tag))
    }

    /// The element itself; the form's tag for the document as a whole.
    #[must_use]
    pub fn last(&self) -> Option<Tag> {
        self.tags().last()
    }

    /// Offset of the element's header in the raw document, `document` beginning with the header of the form.
    ///
    /// For an element that is not there: the offset of the nearest one above it. `None` when the bytes do not
    /// begin with this form.
    #[must_use]
    pub fn locate(&self, document: &[u8]) -> Option<usize> {
        let mut found = None;
        let (mut start, mut end) = (0, document.len());
        for step in self.steps() {
            let Some((offset, length)) = step.find(document, start, end) else {
                return found;
            };
            found = Some(offset);
            start = offset + HEADER_SIZE;
            end = start + length;
        }
        found
    }

    fn steps(&self) -> &[Step] {
        self.steps.get(..self.depth).unwrap_or(&self.steps)
    }
}

const HEADER_SIZE: usize = 4;

impl Step {
    /// Offset of the header and length of the value, between two offsets of the raw document.
    fn find(self, document: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
        let (mut offset, mut left) = (start, self.index);
        while offset < end {
            let header = document.get(offset..end)?.first_chunk::<HEADER_SIZE>()?;
            let [tag_low, tag_high, length_low, length_high] = *header;
            let length = usize::from(u16::from_le_bytes([length_low, length_high]));
            if u16::from_le_bytes([tag_low, tag_high]) == self.tag {
                left = left.saturating_sub(1);
                if left == 0 {
                    return (offset + HEADER_SIZE + length <= end).then_some((offset, length));
                }
            }
            offset += HEADER_SIZE + length;
        }
        None
    }
}

impl fmt::Display for TagPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (depth, step) in self.steps().iter().enumerate() {
            if depth > 0 {
                f.write_str("/")?;
            }
            write!(f, "{}", step.tag)?;
            let repeats = tags::spec(Tag(step.tag)).is_some_and(|spec| spec.occurrence == Occurrence::Many);
            if repeats || step.index > 1 {
                write!(f, "[{}]", step.index)?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for TagPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A place on the way down; becomes a [`TagPath`] only when there is something to say about it.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    Form(Form),
    Inside {
        parent: &'a Place<'a>,
        siblings: &'a [Element],
        position: usize,
    },
}

impl<'a> Place<'a> {
    pub(super) const fn inside(&'a self, siblings: &'a [Element], position: usize) -> Place<'a> {
        Place::Inside {
            parent: self,
            siblings,
            position,
        }
    }

    pub(super) fn path(&self) -> TagPath {
        match self {
            Place::Form(form) => TagPath::of_form(*form),
            Place::Inside {
                parent,
                siblings,
                position,
            } => {
                let path = parent.path();
                let Some(element) = siblings.get(*position) else {
                    return path;
                };
                let before = siblings.iter().take(*position);
                let index = before.filter(|sibling| sibling.tag == element.tag).count() + 1;
                path.join(element.tag, u16::try_from(index).unwrap_or(u16::MAX))
            }
        }
    }

    /// Elements between the form and this place.
    pub(super) fn depth(&self) -> usize {
        match self {
            Place::Form(_) => 1,
            Place::Inside { parent, .. } => parent.depth() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_total(line: u16) -> TagPath {
        TagPath::of_form(Form::Receipt).join(tags::LINE, line).join(tags::LINE_TOTAL, 1)
    }

    #[test]
    fn counts_repeating_tags_from_one() {
        assert_eq!(line_total(2).to_string(), "3/1059[2]/1043");
        assert_eq!(TagPath::of_form(Form::Receipt).join(tags::RECEIPT_TOTAL, 1).to_string(), "3/1020");
        assert_eq!(TagPath::of_form(Form::Receipt).join(tags::RECEIPT_TOTAL, 2).to_string(), "3/1020[2]");
    }

    #[test]
    fn finds_the_element_in_the_bytes() {
        let bytes = [
            3, 0, 19, 0, // receipt
            0xFC, 0x03, 1, 0, 9, // 1020
            0x23, 0x04, 0, 0, // 1059
            0x23, 0x04, 6, 0, // 1059
            0x13, 0x04, 2, 0, 9, 0, // 1043
        ];
        assert_eq!(line_total(2).locate(&bytes), Some(17));
        assert_eq!(line_total(1).locate(&bytes), Some(9), "the nearest element above a missing one");
        assert_eq!(line_total(3).locate(&bytes), Some(0));
        assert_eq!(TagPath::of_form(Form::ShiftOpening).locate(&bytes), None);
        for cut in 0..bytes.len() {
            let _ = line_total(2).locate(&bytes[..cut]);
        }
    }

    #[test]
    fn a_path_cannot_grow_beyond_its_depth() {
        let mut path = TagPath::of_form(Form::Receipt);
        for _ in 0..20 {
            path = path.join(tags::LINE, 1);
        }
        assert_eq!(path.tags().count(), DEPTH_MAX);
    }
}
