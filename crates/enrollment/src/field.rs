//! Wrong fields of a form, all of them at once.

use std::fmt;

/// Wrong fields that one answer lists; the rest is not listed.
pub const FIELD_ERRORS_MAX: usize = 50;

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field in its form, such as `address.street`.
    pub path: &'static str,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// The field must be filled in.
    #[error("must be filled in")]
    Missing,
    /// More characters than allowed.
    #[error("has more than {max} characters")]
    TooLong {
        /// Characters allowed.
        max: usize,
    },
    /// Not of the form that the field has.
    #[error("`{value}` is not {expected}")]
    Malformed {
        /// The text as it came, cut to 80 characters.
        value: String,
        /// What would be right.
        expected: &'static str,
    },
    /// Not in the dictionary that the field is chosen from.
    #[error("`{value}` is not in the dictionary")]
    Unknown {
        /// The text as it came, cut to 80 characters.
        value: String,
    },
    /// A settlement that consists of parts: one of the parts must be chosen.
    #[error("`{value}` is divided: choose the part of it")]
    Divided {
        /// The settlement.
        value: String,
    },
    /// In the dictionary, but elsewhere than the field above says.
    #[error("`{value}` does not lie in `{within}`")]
    Elsewhere {
        /// What was chosen.
        value: String,
        /// Where it would have to lie.
        within: String,
    },
    /// A number beyond its range.
    #[error("`{value}` is not between {min} and {max}")]
    OutOfRange {
        /// The number as it came.
        value: String,
        /// Smallest number allowed.
        min: i64,
        /// Greatest number allowed.
        max: i64,
    },
    /// The tax authority knows this fact: it may never change.
    #[error("is fixed since the register was submitted to the tax authority")]
    Fixed,
    /// Changes by re-enrollment only.
    #[error("changes by re-enrollment only")]
    ByReEnrollment,
    /// The consent that the application needs was not given.
    #[error("consent is needed")]
    NotConsented,
}

/// All wrong fields of a form; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// One wrong field.
    #[must_use]
    pub fn one(path: &'static str, problem: FieldProblem) -> Self {
        Self(vec![FieldError { path, problem }])
    }

    /// The wrong fields in the order of the form.
    #[must_use]
    pub fn as_slice(&self) -> &[FieldError] {
        &self.0
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{}: {}", error.path, error.problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}

/// Collects wrong fields while a form is parsed.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<FieldError>);

impl Fields {
    pub(crate) fn refuse(&mut self, path: &'static str, problem: FieldProblem) {
        if self.0.len() < FIELD_ERRORS_MAX {
            self.0.push(FieldError { path, problem });
        }
    }

    /// A text that must be there; blanks around it are dropped.
    pub(crate) fn required(&mut self, path: &'static str, raw: &str, max: usize) -> Option<String> {
        if raw.trim().is_empty() {
            self.refuse(path, FieldProblem::Missing);
            return None;
        }
        self.optional(path, raw, max)
    }

    /// A text that may be absent; `None` when it is, or when it is wrong.
    pub(crate) fn optional(&mut self, path: &'static str, raw: &str, max: usize) -> Option<String> {
        let text = raw.trim();
        if text.is_empty() {
            return None;
        }
        if text.chars().count() > max {
            self.refuse(path, FieldProblem::TooLong { max });
            return None;
        }
        if text.chars().any(char::is_control) {
            let expected = "text in one line";
            self.refuse(path, malformed(text, expected));
            return None;
        }
        Some(text.to_owned())
    }

    /// A value that must be there and is read by `parse`.
    pub(crate) fn parsed<T>(
        &mut self,
        path: &'static str,
        raw: &str,
        expected: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        if raw.trim().is_empty() {
            self.refuse(path, FieldProblem::Missing);
            return None;
        }
        let value = parse(raw.trim());
        if value.is_none() {
            self.refuse(path, malformed(raw, expected));
        }
        value
    }

    /// The value, when it could be made and no field is wrong.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, FieldErrors> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            Some(_) | None => Err(FieldErrors(self.0)),
        }
    }
}

pub(crate) fn malformed(value: &str, expected: &'static str) -> FieldProblem {
    FieldProblem::Malformed {
        value: shown(value),
        expected,
    }
}

/// What came, short enough to be shown.
pub(crate) fn shown(value: &str) -> String {
    const SHOWN_MAX: usize = 80;
    value.trim().chars().take(SHOWN_MAX).collect()
}
