use std::fmt::Write as _;

use types::{Inn, LocalDateTime, Money, MoneyError, Quantity, QuantityError};

use super::decimal::{Excess, Origin, excess};
use super::form::{TimeForms, integer_of, is_integer, url_fault};
use super::{Expected, Faults, FieldError, FieldErrorKind, Words, shown};
use crate::json::Value;
use crate::limits::{TEXT_LENGTH_MAX, URL_LENGTH_MAX};

/// A place in a body: its value, if there is one, its path, and where its faults go.
///
/// Every reader returns `None` when the value is absent or wrong; a wrong value is among the faults then, an
/// absent one only when the reader is not asked through [`Node::given`].
#[derive(Clone, Copy, Debug)]
pub struct Node<'v> {
    value: Option<&'v Value<'v>>,
    place: Place<'v>,
    faults: &'v Faults,
}

#[derive(Clone, Copy, Debug)]
enum Place<'v> {
    Root,
    Key(&'v Place<'v>, &'v str),
    Index(&'v Place<'v>, usize),
}

impl Place<'_> {
    fn write(&self, path: &mut String) {
        match self {
            Self::Root => {}
            Self::Key(parent, key) => {
                parent.write(path);
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Self::Index(parent, index) => {
                parent.write(path);
                let _ = write!(path, "[{index}]");
            }
        }
    }
}

impl<'v> Node<'v> {
    /// The body itself.
    #[must_use]
    pub const fn root(value: &'v Value<'v>, faults: &'v Faults) -> Self {
        Self {
            value: Some(value),
            place: Place::Root,
            faults,
        }
    }

    /// The value of a key, if there is one.
    #[must_use]
    pub fn key<'c>(&'c self, key: &'c str) -> Node<'c> {
        Node {
            value: self.value.and_then(|value| value.get(key)),
            place: Place::Key(&self.place, key),
            faults: self.faults,
        }
    }

    /// The first of these keys that is given, else the first.
    #[must_use]
    pub fn key_of<'c, const N: usize>(&'c self, first: &'c str, others: [&'c str; N]) -> Node<'c> {
        let node = self.key(first);
        if node.is_given() {
            return node;
        }
        others
            .into_iter()
            .map(|key| self.key(key))
            .find(Node::is_given)
            .unwrap_or(node)
    }

    /// The value itself; `None` also for null.
    #[must_use]
    pub fn value(&self) -> Option<&'v Value<'v>> {
        self.value.filter(|value| **value != Value::Null)
    }

    /// `true` when there is a value and it is not null.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.value().is_some()
    }

    /// This place when there is something: the way to read an optional field. Null counts as nothing.
    #[must_use]
    pub fn given(self) -> Option<Self> {
        self.is_given().then_some(self)
    }

    /// The path, such as `positions[0].price`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        self.place.write(&mut path);
        path
    }

    /// Notes that something is wrong here.
    pub fn fault(&self, kind: FieldErrorKind) {
        self.faults.push(FieldError {
            path: self.path(),
            value: self.value.map(shown),
            kind,
        });
    }

    /// Notes that something is wrong here, without repeating the value: for secrets.
    pub fn fault_unshown(&self, kind: FieldErrorKind) {
        self.faults.push(FieldError {
            path: self.path(),
            value: None,
            kind,
        });
    }

    fn refuse<T>(&self, kind: FieldErrorKind) -> Option<T> {
        self.fault(kind);
        None
    }

    fn required(&self) -> Option<&'v Value<'v>> {
        match self.value {
            None => self.refuse(FieldErrorKind::Missing),
            Some(Value::Null) => self.refuse(FieldErrorKind::Null),
            Some(value) => Some(value),
        }
    }

    fn wrong_type<T>(&self, expected: Expected) -> Option<T> {
        self.refuse(FieldErrorKind::WrongType(expected))
    }

    /// An object; reads nothing of it. An empty array counts: PHP writes an empty object so.
    #[must_use]
    pub fn object(self) -> Option<Self> {
        let value = self.required()?;
        let is_object = matches!(value, Value::Object(_)) || *value == Value::Array(Vec::new());
        if is_object {
            Some(self)
        } else {
            self.wrong_type(Expected::Object)
        }
    }

    /// Keys of an object.
    #[must_use]
    pub fn keys(&self) -> Vec<&'v str> {
        match self.value {
            Some(Value::Object(fields)) => fields.iter().map(|(key, _)| key.as_ref()).collect(),
            Some(_) | None => Vec::new(),
        }
    }

    /// Notes every key of an object that is none of these, so that a misspelt one is not taken for one that was left
    /// out.
    pub fn only(&self, known: &[&str]) {
        for key in self.keys().into_iter().filter(|key| !known.contains(key)) {
            let key = super::cut(key);
            let message = format!("is not known; there are: {}", known.join(", "));
            self.key(&key).fault_unshown(FieldErrorKind::Refused { message });
        }
    }

    /// Elements of an array of at most `max`; beyond that none is looked at.
    #[must_use]
    pub fn items(&self, max: usize) -> Option<Vec<Node<'_>>> {
        let Value::Array(items) = self.required()? else {
            return self.wrong_type(Expected::Array);
        };
        if items.len() > max {
            return self.refuse(FieldErrorKind::TooMany { max });
        }
        let node = |(index, value)| Node {
            value: Some(value),
            place: Place::Index(&self.place, index),
            faults: self.faults,
        };
        Some(items.iter().enumerate().map(node).collect())
    }

    /// Elements of an array that may be absent.
    #[must_use]
    pub fn optional_items(&self, max: usize) -> Vec<Node<'_>> {
        if !self.is_given() {
            return Vec::new();
        }
        self.items(max).unwrap_or_default()
    }

    /// A text that says something, without blanks around it.
    #[must_use]
    pub fn text(&self) -> Option<&'v str> {
        self.text_of(TEXT_LENGTH_MAX)
    }

    /// As [`Self::text`], of at most so many characters.
    #[must_use]
    pub fn text_of(&self, max: usize) -> Option<&'v str> {
        let Value::Text(text) = self.required()? else {
            return self.wrong_type(Expected::Text);
        };
        match text.trim() {
            "" => self.refuse(FieldErrorKind::Empty),
            text => self.not_longer(text, max),
        }
    }

    /// A text, owned; one that is empty counts as absent.
    #[must_use]
    pub fn optional_text(&self) -> Option<String> {
        self.unless_blank()?.text().map(str::to_owned)
    }

    fn unless_blank(&self) -> Option<Self> {
        let is_blank = |text: &str| text.trim().is_empty();
        let blank = self.value()?.as_text().is_some_and(is_blank);
        (!blank).then_some(*self)
    }

    /// A text as it is, blanks kept.
    #[must_use]
    pub fn raw_text(&self) -> Option<&'v str> {
        match self.required()?.as_text() {
            Some(text) => self.not_longer(text, TEXT_LENGTH_MAX),
            None => self.wrong_type(Expected::Text),
        }
    }

    /// The text, unless it is longer than so many characters.
    #[must_use]
    pub fn not_longer<'t>(&self, text: &'t str, max: usize) -> Option<&'t str> {
        if text.len() > max {
            let length = text.chars().count();
            if length > max {
                return self.refuse(FieldErrorKind::TooLong { max, length });
            }
        }
        Some(text)
    }

    /// A text or an integer, as text.
    #[must_use]
    pub fn text_or_integer(&self) -> Option<&'v str> {
        let value = self.required()?;
        if value.as_text().is_some() {
            return self.text();
        }
        let integer = value.as_number().filter(|number| is_integer(number));
        integer.or_else(|| self.wrong_type(Expected::TextOrInteger))
    }

    /// A text or an integer, owned; an empty text counts as absent.
    #[must_use]
    pub fn optional_text_or_integer(&self) -> Option<String> {
        self.unless_blank()?.text_or_integer().map(str::to_owned)
    }

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(&self) -> Option<bool> {
        let Value::Boolean(value) = self.required()? else {
            return self.wrong_type(Expected::Boolean);
        };
        Some(*value)
    }

    fn number(&self, expected: Expected) -> Option<&'v str> {
        let value = self.required()?;
        let text = value.as_number().or_else(|| value.as_text().map(str::trim));
        text.or_else(|| self.wrong_type(expected))
    }

    /// A number as the text of a decimal.
    #[must_use]
    pub fn decimal(&self) -> Option<&'v str> {
        let text = self.number(Expected::Number)?;
        match Quantity::parse(text.trim_start_matches('-')) {
            Err(QuantityError::NotDecimal(_)) => self.refuse(FieldErrorKind::NotDecimal),
            Ok(_) | Err(QuantityError::TooPrecise(_) | QuantityError::OutOfRange(_)) => Some(text),
        }
    }

    /// An integer; `2.0` and `"2"` are integers too.
    #[must_use]
    pub fn integer(&self, min: i64, max: i64, range: &'static str) -> Option<i64> {
        let text = self.number(Expected::Integer)?;
        let Some(number) = integer_of(text) else {
            return self.wrong_type(Expected::Integer);
        };
        if number < min || number > max {
            return self.refuse(FieldErrorKind::OutOfRange { range });
        }
        Some(number)
    }

    /// An amount in major units; what a float leaves behind is dropped.
    #[must_use]
    pub fn money(&self) -> Option<Money> {
        let text = self.number(Expected::Number)?;
        match Money::parse_major(text) {
            Ok(amount) => Some(amount),
            Err(MoneyError::NotDecimal(_)) => self.refuse(FieldErrorKind::NotDecimal),
            Err(MoneyError::OutOfRange(_)) => self.refuse(OUT_OF_RANGE),
            Err(MoneyError::FractionOfMinorUnit(_)) => match excess(text, 2) {
                None => self.refuse(OUT_OF_RANGE),
                Some(Excess {
                    nearest,
                    origin: Origin::FloatNoise,
                }) => Some(Money::from_minor(nearest)),
                Some(Excess {
                    nearest,
                    origin: Origin::Meant,
                }) => self.refuse(FieldErrorKind::FractionOfKopeck {
                    nearest: Money::from_minor(nearest),
                }),
            },
        }
    }

    /// A quantity; what a float leaves behind is dropped.
    #[must_use]
    pub fn quantity(&self) -> Option<Quantity> {
        let text = self.number(Expected::Number)?;
        if text.starts_with('-') {
            return self.refuse(FieldErrorKind::OutOfRange { range: "more than 0" });
        }
        match Quantity::parse(text) {
            Ok(quantity) => Some(quantity),
            Err(QuantityError::NotDecimal(_)) => self.refuse(FieldErrorKind::NotDecimal),
            Err(QuantityError::OutOfRange(_)) => self.refuse(OUT_OF_RANGE),
            Err(QuantityError::TooPrecise(_)) => match excess(text, 6) {
                Some(Excess {
                    nearest,
                    origin: Origin::FloatNoise,
                }) => u64::try_from(nearest).ok().map(Quantity::from_millionths),
                Some(Excess {
                    origin: Origin::Meant,
                    ..
                }) => self.refuse(FieldErrorKind::TooPrecise { decimals: 6 }),
                None => self.refuse(OUT_OF_RANGE),
            },
        }
    }

    /// A word of a closed list.
    #[must_use]
    pub fn word<T: Copy + PartialEq>(&self, words: &Words<T>) -> Option<T> {
        let Value::Text(word) = self.required()? else {
            return self.wrong_type(Expected::Text);
        };
        words
            .meaning(word)
            .or_else(|| self.refuse(FieldErrorKind::NotAllowed(words.all())))
    }

    /// A word of a closed list that clients also write as a number.
    #[must_use]
    pub fn word_or_number<T: Copy + PartialEq>(&self, words: &Words<T>) -> Option<T> {
        let word = self.number(Expected::TextOrInteger)?;
        let integer = integer_of(word).map(|integer| integer.to_string());
        let meaning = words.meaning(integer.as_deref().unwrap_or(word));
        meaning.or_else(|| self.refuse(FieldErrorKind::NotAllowed(words.all())))
    }

    /// A taxpayer number.
    #[must_use]
    pub fn inn(&self) -> Option<Inn> {
        match Inn::parse(self.text_or_integer()?) {
            Ok(inn) => Some(inn),
            Err(error) => self.refuse(FieldErrorKind::OfficialNumber(error)),
        }
    }

    /// A taxpayer number; an empty text counts as absent.
    #[must_use]
    pub fn optional_inn(&self) -> Option<Inn> {
        self.unless_blank()?.inn()
    }

    /// A time in one of these forms.
    #[must_use]
    pub fn time(&self, forms: &TimeForms) -> Option<LocalDateTime> {
        let text = self.text()?;
        forms
            .read(text)
            .or_else(|| self.refuse(FieldErrorKind::NotATime(forms.shown)))
    }

    /// An address that can be called.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let text = self.not_longer(self.text()?, URL_LENGTH_MAX)?;
        match url_fault(text) {
            Some(reason) => self.refuse(FieldErrorKind::NotAUrl(reason)),
            None => Some(text.to_owned()),
        }
    }
}

const OUT_OF_RANGE: FieldErrorKind = FieldErrorKind::OutOfRange {
    range: "less than 100000000",
};
