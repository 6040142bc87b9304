//! A task of the cloud as a receipt. Source: KOMTET/register-door.
//!
//! Known quirks: the cloud fills in what the shop left out; empty texts and `null` stand for absent ones; the
//! operational detail comes under two names; a rate of VAT may come as an object with a number.

mod v1;
mod v2;
mod words;

use receipt::Receipt;
use serde::Deserialize;

/// Why a task cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// The JSON has another shape.
    #[error("the task cannot be read: {0}")]
    Shape(#[from] serde_json::Error),
    /// A word that is not known.
    #[error("field `{field}` has `{value}`, which is not known")]
    Word {
        /// Where.
        field: &'static str,
        /// The value as it came.
        value: String,
    },
    /// A field that must be there is absent.
    #[error("field `{field}` is missing")]
    Missing {
        /// Where.
        field: &'static str,
    },
    /// A value of the wrong form.
    #[error("field `{field}` is `{value}`: {reason}")]
    Wrong {
        /// Where.
        field: &'static str,
        /// The value as it came.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
struct Head {
    version: Option<String>,
}

/// Reads a task of either version, as the cloud's register door hands it out.
///
/// # Errors
/// [`TaskError`] names the first wrong field.
pub fn read(body: &str) -> Result<Receipt, TaskError> {
    let head: Head = serde_json::from_str(body)?;
    match head.version.as_deref() {
        Some("v2") => v2::read(body),
        Some("v1") | None => v1::read(body),
        Some(other) => Err(TaskError::Word {
            field: "version",
            value: other.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
