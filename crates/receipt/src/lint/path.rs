use serde::{Serialize, Serializer};
use std::fmt;
use std::hash::{Hash, Hasher};

/// Place in a receipt: `lines[2].total`.
#[derive(Clone, Default)]
pub struct Path(Steps);

/// Steps of a path that are kept without memory of their own: a place is named for every rule that is looked at,
/// though few are broken.
const FEW: usize = 6;

#[derive(Clone)]
enum Steps {
    Few { steps: [Step; FEW], count: usize },
    Many(Vec<Step>),
}

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
        Self::default().step(Step::Field(field))
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
        match &self.0 {
            Steps::Few { steps, count } => steps.get(..*count).unwrap_or_default(),
            Steps::Many(steps) => steps,
        }
    }

    fn step(&self, step: Step) -> Self {
        if let Steps::Few { mut steps, count } = self.0
            && let Some(place) = steps.get_mut(count)
        {
            *place = step;
            let count = count.saturating_add(1);
            return Self(Steps::Few { steps, count });
        }
        let mut steps = self.steps().to_vec();
        steps.push(step);
        Self(Steps::Many(steps))
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::Few {
            steps: [Step::Index(0); FEW],
            count: 0,
        }
    }
}

impl PartialEq for Path {
    fn eq(&self, other: &Self) -> bool {
        self.steps() == other.steps()
    }
}

impl Eq for Path {}

impl Hash for Path {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.steps().hash(state);
    }
}

impl fmt::Debug for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Path").field(&self.steps()).finish()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps().iter().enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_length_keeps_all_its_steps() {
        let mut path = Path::root("lines");
        let mut text = "lines".to_owned();
        for index in 0..FEW + 3 {
            assert_eq!(path.to_string(), text);
            assert_eq!(path.steps().len(), index + 1);
            path = path.index(index);
            text = format!("{text}[{index}]");
        }
        assert_eq!(path, path.clone());
        assert_ne!(path.field("a"), path.field("b"));
        assert_ne!(Path::root("lines"), Path::root("lines").index(0));
    }
}
