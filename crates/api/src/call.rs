//! A call on its way to its endpoint: who makes it, and what it brings.

use std::sync::Arc;

use axum::http::Uri;
use axum::http::request::Parts;
use bytes::Bytes;
use types::{Clock, LocalDateTime, UtcOffset};

use crate::cloud::{Door, RegisterActor, ShopActor, UserActor};
use crate::field::{Faults, FieldError, FieldErrorKind, Words};
use crate::komtet::signature::PublicAddresses;
use crate::reply::Failure;

/// What the configuration decides for the doors.
#[derive(Clone)]
pub struct Settings {
    /// Addresses that clients sign.
    pub addresses: PublicAddresses,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Wall clock of the places of settlement.
    pub offset: UtcOffset,
}

impl Settings {
    /// The wall clock of the places of settlement.
    #[must_use]
    pub fn now(&self) -> LocalDateTime {
        self.clock.now().to_local(self.offset)
    }
}

/// A call with its path, query and body.
pub(crate) struct Call<'a, C, A> {
    pub(crate) cloud: &'a C,
    pub(crate) settings: &'a Settings,
    pub(crate) actor: A,
    pub(crate) input: Input,
}

/// A call of a shop.
pub(crate) type ShopCall<'a, C> = Call<'a, C, ShopActor>;
/// A call of a register's agent.
pub(crate) type RegisterCall<'a, C> = Call<'a, C, RegisterActor>;
/// A call of a person.
pub(crate) type PersonCall<'a, C> = Call<'a, C, UserActor>;

/// What a call brings.
pub(crate) struct Input {
    pub(crate) parts: Parts,
    pub(crate) path: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Input {
    /// A parameter of the path.
    pub(crate) fn path(&self, name: &str) -> Result<&str, Failure> {
        let mut path = self.path.iter();
        let found = path.find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        found.ok_or(Failure::NotFound)
    }

    /// A number in the path; what is no number names nothing.
    pub(crate) fn id(&self, name: &str) -> Result<i64, Failure> {
        let number = self.path(name)?.parse::<i64>();
        number.ok().filter(|number| *number > 0).ok_or(Failure::NotFound)
    }

    /// Version of the KOMTET dialect in the path.
    pub(crate) fn door(&self) -> Result<Door, Failure> {
        match self.path("version")? {
            "v1" => Ok(Door::KomtetV1),
            "v2" => Ok(Door::KomtetV2),
            _ => Err(Failure::NotFound),
        }
    }

    /// The query, decoded.
    pub(crate) fn query(&self) -> Query {
        Query::of(&self.parts.uri)
    }
}

/// A query; its faults are collected like those of a body.
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
    /// Parameters that were asked for: the ones that the call knows.
    known: std::cell::RefCell<Vec<String>>,
    faults: Faults,
}

impl Query {
    fn of(uri: &Uri) -> Self {
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
        Self {
            pairs: pairs.map(|query| query.0).unwrap_or_default(),
            known: std::cell::RefCell::default(),
            faults: Faults::default(),
        }
    }

    /// A parameter that says something.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.known.borrow_mut().push(key.to_owned());
        let mut pairs = self.pairs.iter();
        let found = pairs.find(|(name, _)| name == key).map(|(_, value)| value.trim());
        found.filter(|value| !value.is_empty())
    }

    /// A parameter read by `read`, or a fault.
    pub(crate) fn read<T>(
        &self,
        key: &str,
        kind: impl FnOnce() -> FieldErrorKind,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.text(key)?;
        let found = read(value);
        if found.is_none() {
            self.faults.push(FieldError {
                path: key.to_owned(),
                value: Some(crate::field::shown(&crate::json::text(value))),
                kind: kind(),
            });
        }
        found
    }

    /// A whole number of at least `min`.
    pub(crate) fn integer(&self, key: &str, min: i64, range: &'static str) -> Option<i64> {
        let in_range = |text: &str| text.parse().ok().filter(|number| *number >= min);
        self.read(key, || FieldErrorKind::OutOfRange { range }, in_range)
    }

    /// A word of a closed list.
    pub(crate) fn word<T: Copy + PartialEq>(&self, key: &str, words: &Words<T>) -> Option<T> {
        self.read(
            key,
            || FieldErrorKind::NotAllowed(words.all()),
            |word| words.meaning(word),
        )
    }

    /// As [`Self::finish`]; a parameter that nobody asked for is a fault too, so that a misspelt filter does not
    /// answer with everything.
    pub(crate) fn finish_known(self) -> Result<(), Failure> {
        let known = self.known.take();
        for (name, value) in self.pairs.iter().filter(|(name, _)| !known.contains(name)) {
            let message = match known.as_slice() {
                [] => "is not known; there are no parameters here".to_owned(),
                known => format!("is not known; there are: {}", known.join(", ")),
            };
            self.faults.push(FieldError {
                path: crate::field::cut(name).into_owned(),
                value: Some(crate::field::shown(&crate::json::text(value))),
                kind: FieldErrorKind::Refused { message },
            });
        }
        self.finish()
    }

    /// All faults of the query, if there are any.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.faults.is_empty() {
            Ok(())
        } else {
            Err(Failure::Fields(self.faults.into_list()))
        }
    }
}
