//! Setting the platform up: organizations, people, shops, queues and registers.
//!
//! Both doors, `qassa admin` and the JSON API, bring texts; what is right is decided here alone.

pub mod organizations;
pub mod queues;
pub mod registers;
pub mod shops;
pub mod users;

use std::fmt;

use store::StoreError;
use types::OrganizationId;

use crate::credentials::PasswordError;
use crate::fiscalization::FiscalizationError;

/// Characters of a name: tag 1048 has no more.
pub const NAME_LENGTH_MAX: usize = 256;

/// Characters of an address that is called.
pub const URL_LENGTH_MAX: usize = 2_000;

/// What somebody may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everything: who holds the database.
    Everything,
    /// What belongs to one organization.
    Organization(OrganizationId),
}

impl Reach {
    /// Whether a thing of this organization is within reach.
    #[must_use]
    pub fn covers(self, organization: OrganizationId) -> bool {
        match self {
            Self::Everything => true,
            Self::Organization(own) => own == organization,
        }
    }
}

/// A field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which, as both doors spell it.
    pub field: &'static str,
    /// What was given; a secret is not repeated, and nothing is nothing.
    pub value: Option<String>,
    /// What would be right.
    pub right: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{} = `{value}`: {}", self.field, self.right),
            None => write!(f, "{}: {}", self.field, self.right),
        }
    }
}

/// A kind of thing that a number can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An organization.
    Organization,
    /// A shop.
    Shop,
    /// A receipt queue.
    Queue,
    /// A cash register.
    Register,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organization => "organization",
            Self::Shop => "shop",
            Self::Queue => "queue",
            Self::Register => "register",
        })
    }
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// Fields are wrong: all of them.
    #[error("{}", lines(.0))]
    Faults(Vec<Fault>),
    /// There is no such thing, or it is somebody else's.
    #[error("there is no {thing} {id}")]
    Unknown {
        /// What was named.
        thing: Thing,
        /// Its number.
        id: i64,
    },
    /// A virtual register refuses its registration.
    #[error(transparent)]
    Register(#[from] FiscalizationError),
    /// The password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The registration could not be written.
    #[error("the registration cannot be written: {0}")]
    Registration(#[from] serde_json::Error),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn lines(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    lines.join("\n")
}

impl SetupError {
    fn unknown(thing: Thing, id: i64) -> Self {
        Self::Unknown { thing, id }
    }

    fn fault(field: &'static str, value: impl Into<String>, right: impl Into<String>) -> Self {
        Self::Faults(vec![Fault {
            field,
            value: Some(value.into()),
            right: right.into(),
        }])
    }
}

/// Reads fields and collects what is wrong with them.
#[derive(Debug, Default)]
struct Reading {
    faults: Vec<Fault>,
}

impl Reading {
    /// Notes a fault; the value is not read.
    fn refuse<T>(&mut self, field: &'static str, value: &str, right: impl fmt::Display) -> Option<T> {
        self.faults.push(Fault {
            field,
            value: Some(value.to_owned()),
            right: right.to_string(),
        });
        None
    }

    /// As [`Self::refuse`], of a value that is not there or must not be shown.
    fn refuse_unshown<T>(&mut self, field: &'static str, right: impl fmt::Display) -> Option<T> {
        self.faults.push(Fault {
            field,
            value: None,
            right: right.to_string(),
        });
        None
    }

    /// A text read by a parser that says itself what is wrong.
    fn parsed<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        value: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(value) {
            Ok(read) => Some(read),
            Err(error) => self.refuse(field, value, error),
        }
    }

    /// As [`Self::parsed`]; nothing stays nothing.
    fn optional<T, E: fmt::Display>(
        &mut self,
        field: &'static str,
        value: Option<&str>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.parsed(field, value?, parse)
    }

    /// A text of 1 to `max` characters that documents can hold.
    fn text(&mut self, field: &'static str, value: &str, max: usize) -> Option<String> {
        let value = value.trim();
        let length = value.chars().count();
        if !(1..=max).contains(&length) {
            let right = format!("has {length} characters; it must have 1 to {max}");
            return self.refuse(field, value, right);
        }
        match receipt::text::encodable(value) {
            Ok(text) => Some(text.into_owned()),
            Err(error) => self.refuse(field, value, error),
        }
    }

    /// An address that can be called.
    fn url(&mut self, field: &'static str, value: Option<&str>) -> Option<String> {
        let value = value?;
        let host = value
            .strip_prefix("http://")
            .or_else(|| value.strip_prefix("https://"));
        let is_plain = value.chars().all(|one| one.is_ascii_graphic());
        if host.is_none_or(|host| host.is_empty() || host.starts_with('/')) || !is_plain {
            return self.refuse(
                field,
                value,
                "must be http:// or https:// with a host, without blanks",
            );
        }
        if value.len() > URL_LENGTH_MAX {
            let right = format!(
                "has {} characters, at most {URL_LENGTH_MAX} are allowed",
                value.len()
            );
            return self.refuse(field, "…", right);
        }
        Some(value.to_owned())
    }

    /// What was read, if nothing was wrong.
    fn finish<T>(self, read: Option<T>) -> Result<T, SetupError> {
        match read {
            Some(read) if self.faults.is_empty() => Ok(read),
            _ => Err(SetupError::Faults(self.faults)),
        }
    }
}

#[cfg(test)]
mod tests;
