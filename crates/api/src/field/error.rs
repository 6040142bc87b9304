use std::borrow::Cow;
use std::fmt;

use enrollment::CardScanError;
use enrollment::FieldProblem;
use print::banner::BannerError;
use receipt::contact::ContactError;
use receipt::lint::Rule;
use types::{Money, NumberError};

use crate::json::Value;
use crate::limits::SHOWN_LENGTH_MAX;

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Where: `positions[0].price`; empty for the body as a whole.
    pub path: String,
    /// What was there, shortened; `None` when nothing was.
    pub value: Option<String>,
    /// What is wrong.
    pub kind: FieldErrorKind,
}

/// What can be wrong with a field. The list is closed; [`FieldErrorKind::name`] is stable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldErrorKind {
    /// A required field is absent.
    Missing,
    /// A required field is null.
    Null,
    /// A value of another JSON type.
    WrongType(Expected),
    /// A word that is not in the list.
    NotAllowed(Vec<&'static str>),
    /// A text longer than anything here may be.
    TooLong {
        /// Characters that are allowed.
        max: usize,
        /// Characters that there are.
        length: usize,
    },
    /// A required text of blanks or nothing.
    Empty,
    /// More elements than are read.
    TooMany {
        /// Elements that are allowed.
        max: usize,
    },
    /// A list that needs an element.
    TooFew,
    /// Not a decimal number.
    NotDecimal,
    /// An amount with a fraction of a kopeck.
    FractionOfKopeck {
        /// The nearest amount that has none.
        nearest: Money,
    },
    /// More decimals than are kept.
    TooPrecise {
        /// Decimals that are kept.
        decimals: u8,
    },
    /// A number outside its range.
    OutOfRange {
        /// Smallest and largest number.
        range: &'static str,
    },
    /// Not a date or time of the stated form.
    NotATime(&'static str),
    /// Not an address that can be called.
    NotAUrl(&'static str),
    /// Not hexadecimal digits.
    NotHex,
    /// Not base64.
    NotBase64,
    /// A picture that does not fit its place.
    Banner(BannerError),
    /// A scan that nobody can open.
    CardScan(CardScanError),
    /// An object that needs exactly one key.
    NotOneKey(Vec<&'static str>),
    /// A number of an authority that is none.
    OfficialNumber(NumberError),
    /// Neither an e-mail address nor a phone number.
    Contact(ContactError),
    /// The same external id earlier in the batch.
    Repeated {
        /// Place of the earlier one.
        first: usize,
    },
    /// Something that the platform says does not exist.
    Unknown,
    /// Something that somebody else has.
    Taken,
    /// What a form of enrollment says itself.
    Form(FieldProblem),
    /// A field that a use case refused, in its words.
    Refused {
        /// What would be right.
        message: String,
    },
    /// A rule of the receipt itself.
    Rule {
        /// Which.
        rule: Rule,
        /// The value, and what would be right.
        message: String,
    },
}

/// JSON types that a field may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// A string.
    Text,
    /// A string or an integer.
    TextOrInteger,
    /// A number, or a string that holds one.
    Number,
    /// An integer, or a string that holds one.
    Integer,
    /// A boolean.
    Boolean,
    /// An object.
    Object,
    /// An array.
    Array,
}

/// Error code of the KOMTET dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// `AUT00`: wrong id or signature.
    Authorization,
    /// `VLD00`: a field is wrong.
    Validation,
    /// `VLD11`: the external id is taken.
    ExternalIdTaken,
    /// `VLD12`: a fraction of a kopeck.
    FractionOfKopeck,
    /// `VLD13`: price, quantity and total do not go together.
    WrongCost,
    /// `SRV00`: the service is not available now, or not to the caller.
    Service,
    /// `NTF00`: no such address or thing. Ours: the dialect has no public code for it.
    Unknown,
    /// `SYS00`: our fault.
    System,
}

impl Code {
    /// As clients read it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Authorization => "AUT00",
            Self::Validation => "VLD00",
            Self::ExternalIdTaken => "VLD11",
            Self::FractionOfKopeck => "VLD12",
            Self::WrongCost => "VLD13",
            Self::Service => "SRV00",
            Self::Unknown => "NTF00",
            Self::System => "SYS00",
        }
    }
}

impl FieldErrorKind {
    /// Stable name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Null => "null",
            Self::WrongType(_) => "wrong_type",
            Self::NotAllowed(_) => "not_allowed",
            Self::TooLong { .. } => "too_long",
            Self::Empty => "empty",
            Self::TooMany { .. } => "too_many",
            Self::TooFew => "too_few",
            Self::NotDecimal => "not_decimal",
            Self::FractionOfKopeck { .. } => "fraction_of_kopeck",
            Self::TooPrecise { .. } => "too_precise",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotATime(_) => "not_a_time",
            Self::NotAUrl(_) => "not_a_url",
            Self::NotHex => "not_hex",
            Self::NotBase64 => "not_base64",
            Self::Banner(_) => "banner",
            Self::CardScan(_) => "card_scan",
            Self::NotOneKey(_) => "not_one_key",
            Self::OfficialNumber(_) => "official_number",
            Self::Contact(_) => "contact",
            Self::Repeated { .. } => "repeated",
            Self::Unknown => "unknown",
            Self::Taken => "taken",
            Self::Form(problem) => form_name(problem),
            Self::Refused { .. } => "refused",
            Self::Rule { rule, .. } => rule.id(),
        }
    }

    /// Code of the KOMTET dialect that says the same.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::FractionOfKopeck { .. } => Code::FractionOfKopeck,
            Self::Rule {
                rule: Rule::TotalAbovePrice,
                ..
            } => Code::WrongCost,
            Self::Missing
            | Self::Null
            | Self::WrongType(_)
            | Self::NotAllowed(_)
            | Self::TooLong { .. }
            | Self::Empty
            | Self::TooMany { .. }
            | Self::TooFew
            | Self::NotDecimal
            | Self::TooPrecise { .. }
            | Self::OutOfRange { .. }
            | Self::NotATime(_)
            | Self::NotAUrl(_)
            | Self::NotHex
            | Self::NotBase64
            | Self::Banner(_)
            | Self::CardScan(_)
            | Self::NotOneKey(_)
            | Self::OfficialNumber(_)
            | Self::Contact(_)
            | Self::Repeated { .. }
            | Self::Unknown
            | Self::Taken
            | Self::Form(_)
            | Self::Refused { .. }
            | Self::Rule { .. } => Code::Validation,
        }
    }

    /// What would be right, for fields with a list of words.
    #[must_use]
    pub fn allowed(&self) -> Option<&[&'static str]> {
        if let Self::NotAllowed(words) | Self::NotOneKey(words) = self {
            return Some(words);
        }
        None
    }
}

const fn form_name(problem: &FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Missing => "missing",
        FieldProblem::TooLong { .. } => "too_long",
        FieldProblem::Malformed { .. } => "malformed",
        FieldProblem::Unknown { .. } => "unknown",
        FieldProblem::Divided { .. } => "divided",
        FieldProblem::Elsewhere { .. } => "elsewhere",
        FieldProblem::OutOfRange { .. } => "out_of_range",
        FieldProblem::Fixed => "fixed",
        FieldProblem::ByReEnrollment => "by_re_enrollment",
        FieldProblem::NotConsented => "not_consented",
    }
}

impl fmt::Display for FieldErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is required"),
            Self::Null => f.write_str("is required and must not be null"),
            Self::WrongType(expected) => write!(f, "must be {expected}"),
            Self::NotAllowed(words) => write!(f, "must be one of: {}", words.join(", ")),
            Self::TooLong { max, length } => write!(f, "has {length} characters, at most {max} are allowed"),
            Self::Empty => f.write_str("must not be empty"),
            Self::TooMany { max } => write!(f, "has more than {max} elements"),
            Self::TooFew => f.write_str("needs at least one element"),
            Self::NotDecimal => f.write_str("is not a decimal number"),
            Self::FractionOfKopeck { nearest } => {
                write!(f, "has a fraction of a kopeck; the nearest amount is {nearest}")
            }
            Self::TooPrecise { decimals } => write!(f, "has more than {decimals} decimals"),
            Self::OutOfRange { range } => write!(f, "must be {range}"),
            Self::NotATime(form) => write!(f, "must be of the form {form}"),
            Self::NotAUrl(reason) => write!(f, "is not a URL that can be called: {reason}"),
            Self::NotHex => f.write_str("must be pairs of hexadecimal digits"),
            Self::NotBase64 => f.write_str("must be base64 with its padding"),
            Self::Banner(error) => error.fmt(f),
            Self::CardScan(error) => error.fmt(f),
            Self::NotOneKey(words) => write!(f, "must have exactly one key of: {}", words.join(", ")),
            Self::OfficialNumber(error) => error.fmt(f),
            Self::Contact(error) => error.fmt(f),
            Self::Repeated { first } => write!(f, "stands in element {first} of the batch already"),
            Self::Unknown => f.write_str("does not exist"),
            Self::Taken => f.write_str("is in use already"),
            Self::Form(problem) => problem.fmt(f),
            Self::Refused { message } | Self::Rule { message, .. } => f.write_str(message),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a string",
            Self::TextOrInteger => "a string or an integer",
            Self::Number => "a number",
            Self::Integer => "an integer",
            Self::Boolean => "a boolean",
            Self::Object => "an object",
            Self::Array => "an array",
        })
    }
}

/// Path, what is wrong, and the value: `count: must be an integer; got true`.
impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str("body")?,
            path => f.write_str(path)?,
        }
        write!(f, ": {}", self.kind)?;
        let says_value_itself = matches!(
            self.kind,
            FieldErrorKind::OfficialNumber(_) | FieldErrorKind::Contact(_) | FieldErrorKind::Rule { .. }
        );
        match &self.value {
            Some(value) if !says_value_itself => write!(f, "; got {value}"),
            Some(_) | None => Ok(()),
        }
    }
}

/// A value as an answer repeats it: its JSON, shortened; of arrays and objects only what they are.
#[must_use]
pub fn shown(value: &Value<'_>) -> String {
    let text = match value {
        Value::Null => return "null".to_owned(),
        Value::Boolean(true) => return "true".to_owned(),
        Value::Boolean(false) => return "false".to_owned(),
        Value::Array(_) | Value::Object(_) => return value.kind().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("`{text}`"),
    };
    cut(&text).into_owned()
}

/// A text no longer than answers repeat.
#[must_use]
pub fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN_LENGTH_MAX) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
