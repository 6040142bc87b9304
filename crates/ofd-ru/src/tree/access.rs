//! Reading and making elements.

use types::{LocalDateTime, Quantity};

use super::{Document, Element, FfdVersion, Form, Tag, Value};
use crate::tags;

/// Reading of elements by tag. Implemented for slices of elements, such as [`Document::body`].
pub trait Elements {
    /// The first element with this tag.
    fn element(&self, tag: Tag) -> Option<&Element>;

    /// All elements with this tag, in order.
    fn elements_of(&self, tag: Tag) -> impl Iterator<Item = &Element>;

    /// The number under this tag; `None` when absent or of another type.
    fn uint(&self, tag: Tag) -> Option<u64> {
        self.element(tag).and_then(|element| element.value.as_uint())
    }

    /// The text under this tag; `None` when absent or of another type.
    fn text(&self, tag: Tag) -> Option<&str> {
        self.element(tag).and_then(|element| element.value.as_text())
    }

    /// The time under this tag; `None` when absent or of another type.
    fn time(&self, tag: Tag) -> Option<LocalDateTime> {
        self.element(tag).and_then(|element| element.value.as_time())
    }

    /// The children of the first element with this tag; `None` when absent or not nested.
    fn nested(&self, tag: Tag) -> Option<&[Element]> {
        self.element(tag).and_then(|element| element.value.as_nested())
    }
}

impl Elements for [Element] {
    fn element(&self, tag: Tag) -> Option<&Element> {
        self.iter().find(|element| element.tag == tag)
    }

    fn elements_of(&self, tag: Tag) -> impl Iterator<Item = &Element> {
        self.iter().filter(move |element| element.tag == tag)
    }
}

impl Document {
    /// A document of this kind without elements.
    #[must_use]
    pub const fn new(form: Form) -> Self {
        Self {
            form,
            elements: Vec::new(),
        }
    }

    /// Its elements, for reading by tag with [`Elements`].
    #[must_use]
    pub fn body(&self) -> &[Element] {
        &self.elements
    }

    /// Version of the format by tag 1209; `None` when the tag is absent or its number unknown.
    #[must_use]
    pub fn version(&self) -> Option<FfdVersion> {
        self.body()
            .uint(tags::FFD_VERSION)
            .and_then(FfdVersion::from_code)
    }
}

impl Element {
    /// An element with this value.
    #[must_use]
    pub const fn new(tag: Tag, value: Value) -> Self {
        Self { tag, value }
    }

    /// A text.
    #[must_use]
    pub fn text(tag: Tag, text: impl Into<String>) -> Self {
        Self::new(tag, Value::Text(text.into()))
    }

    /// A number, flag, mask or amount.
    #[must_use]
    pub fn uint(tag: Tag, number: impl Into<u64>) -> Self {
        Self::new(tag, Value::Uint(number.into()))
    }

    /// A quantity.
    #[must_use]
    pub const fn quantity(tag: Tag, quantity: Quantity) -> Self {
        let (mantissa, scale) = quantity.to_decimal();
        Self::new(tag, Value::Decimal { mantissa, scale })
    }

    /// A time.
    #[must_use]
    pub const fn time(tag: Tag, time: LocalDateTime) -> Self {
        Self::new(tag, Value::Time(time))
    }

    /// Raw bytes of a known tag.
    #[must_use]
    pub fn bytes(tag: Tag, bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(tag, Value::Bytes(bytes.into()))
    }

    /// A structure.
    #[must_use]
    pub const fn nested(tag: Tag, elements: Vec<Self>) -> Self {
        Self::new(tag, Value::Nested(elements))
    }
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }

    /// The number, if it is one.
    #[must_use]
    pub const fn as_uint(&self) -> Option<u64> {
        if let Self::Uint(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The decimal as a quantity; `None` for another type or more than six decimals.
    #[must_use]
    pub fn as_quantity(&self) -> Option<Quantity> {
        if let Self::Decimal { mantissa, scale } = self {
            Quantity::from_decimal(*mantissa, *scale)
        } else {
            None
        }
    }

    /// The time, if it is one.
    #[must_use]
    pub const fn as_time(&self) -> Option<LocalDateTime> {
        if let Self::Time(time) = self {
            Some(*time)
        } else {
            None
        }
    }

    /// The raw bytes of a known tag, if they are such.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self {
            Some(bytes)
        } else {
            None
        }
    }

    /// The children, if it is a structure.
    #[must_use]
    pub fn as_nested(&self) -> Option<&[Element]> {
        if let Self::Nested(elements) = self {
            Some(elements)
        } else {
            None
        }
    }
}
