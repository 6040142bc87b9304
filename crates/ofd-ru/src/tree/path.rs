//! Where an element stands.

use std::fmt;

use super::Tag;

/// The way from the form down to an element, such as `3/1059[1]/1043`.
///
/// The form is the first step when the document is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct TagPath(Vec<PathStep>);

/// One step down: the `index`-th element with this tag among its siblings, from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PathStep {
    /// Tag of the element.
    pub tag: Tag,
    /// How many siblings with the same tag stand before it.
    pub index: usize,
}

impl TagPath {
    /// The path of a form or of a first top-level element.
    #[must_use]
    pub fn root(tag: Tag) -> Self {
        Self(vec![PathStep { tag, index: 0 }])
    }

    /// The path of a child of this element.
    #[must_use]
    pub fn child(&self, tag: Tag, index: usize) -> Self {
        let mut steps = self.0.clone();
        steps.push(PathStep { tag, index });
        Self(steps)
    }

    /// The steps, from the outermost.
    #[must_use]
    pub fn steps(&self) -> &[PathStep] {
        &self.0
    }

    /// Puts a step before the first: used while an error travels outwards.
    pub(crate) fn prepend(&mut self, tag: Tag, index: usize) {
        self.0.insert(0, PathStep { tag, index });
    }
}

/// `3/1059[1]/1043`; the index is shown from the second sibling on.
impl fmt::Display for TagPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str("/")?;
            }
            write!(f, "{}", step.tag)?;
            if step.index > 0 {
                write!(f, "[{}]", step.index)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_index_of_repeated_elements() {
        let path = TagPath::root(Tag(3)).child(Tag(1059), 1).child(Tag(1043), 0);
        assert_eq!(path.to_string(), "3/1059[1]/1043");
    }
}
