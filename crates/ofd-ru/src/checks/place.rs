//! Where a finding stands.

use crate::tags::Occurrence;
use crate::tree::{Element, Elements, Form, Tag, TagPath};

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
            Place::Form(form) => TagPath::root(form.tag()),
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
                path.child(
                    element.tag,
                    before.filter(|sibling| sibling.tag == element.tag).count(),
                )
            }
        }
    }

    /// Elements from the form down to this place, the form included.
    pub(super) fn depth(&self) -> usize {
        match self {
            Place::Form(_) => 1,
            Place::Inside { parent, .. } => parent.depth() + 1,
        }
    }
}

/// The elements of a document or of a group in it, and where they stand.
#[derive(Clone, Copy)]
pub(super) struct Group<'a> {
    pub(super) elements: &'a [Element],
    pub(super) place: Place<'a>,
}

impl<'a> Group<'a> {
    pub(super) fn uint(&self, tag: Tag) -> Option<u64> {
        self.elements.uint(tag)
    }

    /// The number, or zero when there is none.
    pub(super) fn uint_or_zero(&self, tag: Tag) -> u64 {
        self.elements.uint(tag).unwrap_or(0)
    }

    pub(super) fn text(&self, tag: Tag) -> Option<&'a str> {
        self.elements.text(tag)
    }

    pub(super) fn has(&self, tag: Tag) -> bool {
        self.elements.element(tag).is_some()
    }

    /// Path of the first element of a tag, present or not.
    pub(super) fn path_of(&self, tag: Tag) -> TagPath {
        self.place.path().child(tag, 0)
    }

    /// The groups that stand under one tag.
    pub(super) fn groups(&'a self, tag: Tag) -> impl Iterator<Item = Group<'a>> {
        self.elements
            .iter()
            .enumerate()
            .filter_map(move |(position, element)| {
                let elements = (element.tag == tag).then(|| element.value.as_nested())??;
                Some(Group {
                    elements,
                    place: self.place.inside(self.elements, position),
                })
            })
    }
}

/// Whether a tag may stand more than once in its parent.
pub(super) const fn repeats(occurrence: Occurrence) -> bool {
    match occurrence {
        Occurrence::Once => false,
        Occurrence::Many | Occurrence::Loose => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags;

    #[test]
    fn a_place_counts_siblings_of_its_tag() {
        let siblings = [
            Element::uint(tags::RECEIPT_TOTAL, 1_u8),
            Element::nested(tags::LINE, vec![]),
            Element::nested(tags::LINE, vec![]),
        ];
        let form = Place::Form(Form::Receipt);
        let place = form.inside(&siblings, 2);
        assert_eq!(
            (place.path().to_string(), place.depth()),
            ("3/1059[1]".to_owned(), 2)
        );
    }
}
