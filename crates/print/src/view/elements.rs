//! Lenient reading of the elements of a document.

use ofd_ru::{Element, Tag, Value};
use types::{LocalDateTime, Money, Quantity};

/// Longest text that is shown; the format's longest element has 256 characters.
const TEXT_MAX_CHARS: usize = 1024;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Elements<'a>(&'a [Element]);

impl<'a> Elements<'a> {
    pub(crate) const fn of(elements: &'a [Element]) -> Self {
        Self(elements)
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'a Element> {
        self.0.iter()
    }

    fn values(self, tag: u16) -> impl Iterator<Item = &'a Value> {
        self.0
            .iter()
            .filter(move |element| element.tag == Tag(tag))
            .map(|element| &element.value)
    }

    fn value(self, tag: u16) -> Option<&'a Value> {
        self.values(tag).next()
    }

    pub(crate) fn has(self, tag: u16) -> bool {
        self.value(tag).is_some()
    }

    /// The first non-empty text.
    pub(crate) fn text(self, tag: u16) -> Option<String> {
        self.texts(tag).into_iter().next()
    }

    /// All non-empty texts of a repeatable tag.
    pub(crate) fn texts(self, tag: u16) -> Vec<String> {
        let texts = self.values(tag).filter_map(|value| match value {
            Value::Text(text) => Some(printable(text)),
            _other_type => None,
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    pub(crate) fn uint(self, tag: u16) -> Option<u64> {
        match self.value(tag)? {
            Value::Uint(number) => Some(*number),
            _other_type => None,
        }
    }

    pub(crate) fn flag(self, tag: u16) -> Option<bool> {
        self.uint(tag).map(|number| number != 0)
    }

    pub(crate) fn money(self, tag: u16) -> Option<Money> {
        let minor = i64::try_from(self.uint(tag)?).ok()?;
        Some(Money::from_minor(minor))
    }

    pub(crate) fn quantity(self, tag: u16) -> Option<Quantity> {
        match self.value(tag)? {
            Value::Decimal { mantissa, scale } => Quantity::from_decimal(*mantissa, *scale),
            Value::Uint(whole) => Quantity::from_whole(*whole),
            _other_type => None,
        }
    }

    pub(crate) fn time(self, tag: u16) -> Option<LocalDateTime> {
        match self.value(tag)? {
            Value::Time(at) => Some(*at),
            _other_type => None,
        }
    }

    pub(crate) fn nested(self, tag: u16) -> Option<Elements<'a>> {
        self.all_nested(tag).next()
    }

    pub(crate) fn all_nested(self, tag: u16) -> impl Iterator<Item = Elements<'a>> {
        self.values(tag).filter_map(|value| match value {
            Value::Nested(elements) => Some(Elements(elements)),
            _other_type => None,
        })
    }
}

/// Drops what could forge lines, terminal commands or the order of reading; trims; bounds the length.
pub(crate) fn printable(text: &str) -> String {
    let cleaned: String = text
        .chars()
        .take(TEXT_MAX_CHARS)
        .map(|character| match character {
            '\t' | '\n' | '\r' => ' ',
            other => other,
        })
        .filter(|character| !character.is_control() && !changes_direction(*character))
        .collect();
    cleaned.trim().to_owned()
}

/// Marks that reorder what the reader sees (Unicode TR36), and the byte order mark.
const fn changes_direction(character: char) -> bool {
    matches!(
        character,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{2028}' | '\u{2029}'
    )
}
