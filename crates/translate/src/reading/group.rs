//! Elements of one group, read with the model's types.

use ofd_ru::{Element, Elements, Tag, Value};
use types::{Inn, LocalDateTime, Money, Quantity};

use super::ReadError;

#[derive(Clone, Copy)]
pub(super) struct Group<'a>(&'a [Element]);

impl<'a> Group<'a> {
    pub const fn new(elements: &'a [Element]) -> Self {
        Self(elements)
    }

    pub fn elements(self) -> &'a [Element] {
        self.0
    }

    pub fn group(self, tag: Tag) -> Option<Self> {
        self.0.nested(tag).map(Self)
    }

    pub fn groups(self, tag: Tag) -> impl Iterator<Item = Self> {
        let elements = self.0.iter().filter(move |element| element.tag == tag);
        elements.filter_map(|element| element.value.as_nested()).map(Self)
    }

    pub fn text(self, tag: Tag) -> Option<String> {
        self.0.text(tag).map(str::to_owned)
    }

    pub fn texts(self, tag: Tag) -> Vec<String> {
        let elements = self.0.elements_of(tag);
        elements
            .filter_map(|element| element.value.as_text())
            .map(str::to_owned)
            .collect()
    }

    pub fn uint(self, tag: Tag) -> Option<u64> {
        self.0.uint(tag)
    }

    pub fn bytes(self, tag: Tag) -> Option<&'a [u8]> {
        self.0.element(tag).and_then(|element| element.value.as_bytes())
    }

    pub fn byte(self, tag: Tag) -> Result<Option<u8>, ReadError> {
        self.optional(tag, |number| u8::try_from(number).ok(), "one byte")
    }

    pub fn time(self, tag: Tag) -> Result<LocalDateTime, ReadError> {
        self.0.time(tag).ok_or(ReadError::Missing { tag })
    }

    pub fn money(self, tag: Tag) -> Result<Option<Money>, ReadError> {
        let amount = |minor| i64::try_from(minor).ok().map(Money::from_minor);
        self.optional(tag, amount, "an amount in kopecks")
    }

    pub fn quantity(self, tag: Tag) -> Result<Option<Quantity>, ReadError> {
        self.read(tag, Value::as_quantity, "a quantity with at most six decimals")
    }

    /// A taxpayer number; `None` also for twelve zeros (a party without one) and for wrong check digits, which
    /// stored documents do have.
    pub fn inn(self, tag: Tag) -> Option<Inn> {
        self.0.text(tag).and_then(|text| Inn::parse(text).ok())
    }

    /// A date as text, `DD.MM.YYYY`.
    pub fn date(self, tag: Tag) -> Result<Option<LocalDateTime>, ReadError> {
        let date = |value: &Value| {
            let text = value.as_text()?;
            LocalDateTime::parse(text, "%d.%m.%Y").ok()
        };
        self.read(tag, date, "a date DD.MM.YYYY")
    }

    /// A number of a table; `None` when the tag is absent.
    pub fn optional<T>(
        self,
        tag: Tag,
        meaning: impl FnOnce(u64) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, ReadError> {
        self.read(tag, |value| value.as_uint().and_then(meaning), expected)
    }

    /// A number of a table that must be there.
    pub fn required<T>(
        self,
        tag: Tag,
        meaning: impl FnOnce(u64) -> Option<T>,
        expected: &'static str,
    ) -> Result<T, ReadError> {
        self.optional(tag, meaning, expected)?
            .ok_or(ReadError::Missing { tag })
    }

    fn read<T>(
        self,
        tag: Tag,
        meaning: impl FnOnce(&Value) -> Option<T>,
        expected: &'static str,
    ) -> Result<Option<T>, ReadError> {
        let Some(element) = self.0.element(tag) else {
            return Ok(None);
        };
        match meaning(&element.value) {
            Some(value) => Ok(Some(value)),
            None => Err(ReadError::Value {
                tag,
                value: element.value.clone(),
                expected,
            }),
        }
    }
}
