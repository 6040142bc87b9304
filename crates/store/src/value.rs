//! Parameters of a statement.

use types::{
    ApiKeyId, ApplicationId, DocumentId, EmployeeId, LocalDateTime, Money, OrderId, OrganizationId, OutboxId,
    QueueId, RegisterId, RegistrationCardId, ShopId, TaskId, Timestamp, TradePointId, UserId,
};

/// One parameter. Texts and bytes are borrowed: binding copies nothing of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// `bigint`.
    Int(i64),
    /// `text`.
    Text(&'a str),
    /// `bytea` or `blob`.
    Bytes(&'a [u8]),
}

/// Parameters of a statement: `params![id, &name, None::<i64>]` is a slice of [`Value`].
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

macro_rules! from_int {
    ($($int:ty),*) => {$(
        impl From<$int> for Value<'_> {
            fn from(int: $int) -> Self {
                Self::Int(i64::from(int))
            }
        }
    )*};
}
from_int!(i64, i32, i16, i8, u32, u16, u8, bool);

macro_rules! from_wrapped {
    ($($wrapper:ty => $method:ident),* $(,)?) => {$(
        impl From<$wrapper> for Value<'_> {
            fn from(wrapped: $wrapper) -> Self {
                Self::Int(wrapped.$method())
            }
        }
    )*};
}
from_wrapped! {
    OrganizationId => get, UserId => get, ShopId => get, QueueId => get, RegisterId => get, TaskId => get,
    OrderId => get, EmployeeId => get, OutboxId => get, DocumentId => get, TradePointId => get, ApplicationId => get, RegistrationCardId => get,
    ApiKeyId => get,
    Money => minor, Timestamp => micros, LocalDateTime => wall_seconds,
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
