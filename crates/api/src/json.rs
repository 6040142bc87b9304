//! JSON as the doors need it: read once from the bytes, numbers kept as their text, sizes bounded, order kept.
//!
//! A general reader turns `10.1` into a float before anybody can object; here a number stays the text that the
//! client wrote until somebody asks for money or a quantity.

mod canonical;
mod read;
mod write;

use std::borrow::Cow;

pub use canonical::{content_hash, difference};
pub use read::{JsonError, JsonErrorKind, read, read_items};
pub use write::{array, decimal, integer, object, optional_text, text, to_bytes};

/// A JSON value; the texts borrow from the input where they can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean(bool),
    /// The text of a number that satisfies the grammar of JSON.
    Number(Cow<'a, str>),
    /// A string without its escapes.
    Text(Cow<'a, str>),
    /// A list.
    Array(Vec<Value<'a>>),
    /// Keys in the order of the text, each once.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

/// What a body may cost before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Objects and arrays inside one another.
    pub depth_max: usize,
    /// Elements of one array.
    pub items_max: usize,
    /// Keys of one object.
    pub keys_max: usize,
    /// Values in all.
    pub values_max: usize,
}

impl<'a> Value<'a> {
    /// The value of a key; `None` when there is no such key or this is no object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        let Self::Object(fields) = self else {
            return None;
        };
        let mut fields = fields.iter();
        fields.find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The same value without anything borrowed.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Null => Value::Null,
            Self::Boolean(boolean) => Value::Boolean(boolean),
            Self::Number(number) => Value::Number(own(number)),
            Self::Text(text) => Value::Text(own(text)),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Object(fields) => {
                let fields = fields
                    .into_iter()
                    .map(|(key, value)| (own(key), value.into_owned()));
                Value::Object(fields.collect())
            }
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The text of a number.
    #[must_use]
    pub fn as_number(&self) -> Option<&str> {
        if let Self::Number(number) = self {
            Some(number)
        } else {
            None
        }
    }

    /// What kind of value it is, for messages.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests;
