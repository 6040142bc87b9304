use serde::{Serialize, Serializer};
use std::fmt;

/// Place in a receipt: `lines[2].total`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(Vec<Step>);

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A field of the model, by its Rust name.
    Field(&'static str),
    /// An element of a list, from 0.
    Index(usize),
}

impl Path {
    /// A field of the receipt itself.
    #[must_use]
    pub fn root(field: &'static str) -> Self {
        Self(vec![Step::Field(field)])
    }

    /// A field below this place.
    #[must_use]
    pub fn field(&self, field: &'static str) -> Self {
        self.step(Step::Field(field))
    }

    /// An element of the list at this place, from 0.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(Step::Index(index))
    }

    /// The steps from the receipt to the place.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    fn step(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.0.iter().enumerate() {
            match step {
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
