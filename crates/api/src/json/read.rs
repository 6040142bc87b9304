use std::borrow::Cow;

use super::{Bounds, Value};

/// Why bytes are not JSON that is taken, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at line {line}, column {column} (byte {offset})")]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Byte of the input, from 0.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Character in the line, from 1.
    pub column: usize,
}

/// What can be wrong with JSON.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonErrorKind {
    /// The bytes are no text.
    #[error("the body is not UTF-8")]
    NotUtf8,
    /// The text ends in the middle of a value.
    #[error("the body ends too early, {expected} expected")]
    Ends {
        /// What should follow.
        expected: &'static str,
    },
    /// Something else than what should follow.
    #[error("`{found}` where {expected} is expected")]
    Unexpected {
        /// The character.
        found: char,
        /// What should follow.
        expected: &'static str,
    },
    /// A value, and something after it.
    #[error("`{0}` after the end of the value")]
    Trailing(char),
    /// Not the grammar of a number.
    #[error("a number that is none")]
    Number,
    /// A backslash and something that it does not go with.
    #[error("an escape that is none")]
    Escape,
    /// Half of a character of UTF-16.
    #[error("half of a surrogate pair")]
    Surrogate,
    /// A control character that has to be escaped.
    #[error("an unescaped control character in a string")]
    Control,
    /// A key twice in one object: nobody can say which one counts.
    #[error("the key `{0}` twice in one object")]
    DuplicateKey(String),
    /// Beyond [`Bounds::depth_max`].
    #[error("more than {0} levels of objects and arrays")]
    TooDeep(usize),
    /// Beyond [`Bounds::items_max`].
    #[error("more than {0} elements in one array")]
    TooManyItems(usize),
    /// Beyond [`Bounds::keys_max`].
    #[error("more than {0} keys in one object")]
    TooManyKeys(usize),
    /// Beyond [`Bounds::values_max`].
    #[error("more than {0} values")]
    TooManyValues(usize),
}

/// Reads one value that takes the whole input.
///
/// # Errors
/// [`JsonError`] says what and where.
pub fn read(bytes: &[u8], bounds: Bounds) -> Result<Value<'_>, JsonError> {
    let mut reader = Reader::new(bytes, bounds)?;
    let value = reader.value().and_then(|value| reader.end().map(|()| value));
    value.map_err(|(offset, kind)| located(bytes, offset, kind))
}

/// Reads an array that takes the whole input, each element with its own text. `None` when it is no array.
///
/// # Errors
/// [`JsonError`] says what and where.
pub fn read_items(bytes: &[u8], bounds: Bounds) -> Result<Option<Vec<(&str, Value<'_>)>>, JsonError> {
    let mut reader = Reader::new(bytes, bounds)?;
    reader.skip_blanks();
    if reader.peek() != Some(b'[') {
        return read(bytes, bounds).map(|_| None);
    }
    let mut items = Vec::new();
    let read = reader.elements(|reader| {
        reader.skip_blanks();
        let start = reader.at;
        let value = reader.value()?;
        items.push((reader.text.get(start..reader.at).unwrap_or_default(), value));
        Ok(())
    });
    match read.and_then(|()| reader.end()) {
        Ok(()) => Ok(Some(items)),
        Err((offset, kind)) => Err(located(bytes, offset, kind)),
    }
}

fn located(bytes: &[u8], offset: usize, kind: JsonErrorKind) -> JsonError {
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or(bytes));
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    JsonError {
        kind,
        offset,
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
    }
}

type Step<T> = Result<T, (usize, JsonErrorKind)>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    values: usize,
    bounds: Bounds,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8], bounds: Bounds) -> Result<Self, JsonError> {
        let text = std::str::from_utf8(bytes)
            .map_err(|error| located(bytes, error.valid_up_to(), JsonErrorKind::NotUtf8))?;
        Ok(Self {
            text,
            at: 0,
            depth: 0,
            values: 0,
            bounds,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn refuse<T>(&self, expected: &'static str) -> Step<T> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let kind = match rest.chars().next() {
            None => JsonErrorKind::Ends { expected },
            Some(found) => JsonErrorKind::Unexpected { found, expected },
        };
        Err((self.at, kind))
    }

    fn end(&mut self) -> Step<()> {
        self.skip_blanks();
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => Ok(()),
            Some(found) => Err((self.at, JsonErrorKind::Trailing(found))),
        }
    }

    fn value(&mut self) -> Step<Value<'a>> {
        self.skip_blanks();
        self.values += 1;
        if self.values > self.bounds.values_max {
            return Err((self.at, JsonErrorKind::TooManyValues(self.bounds.values_max)));
        }
        match self.peek() {
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(|text| Value::Number(Cow::Borrowed(text))),
            Some(b'{') => self.object(),
            Some(b'[') => {
                let mut items = Vec::new();
                self.elements(|reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            Some(b't') => self.word("true", Value::Boolean(true)),
            Some(b'f') => self.word("false", Value::Boolean(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(_) | None => self.refuse("a value"),
        }
    }

    fn word(&mut self, word: &'static str, value: Value<'a>) -> Step<Value<'a>> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(value);
        }
        self.refuse("a value")
    }

    fn deeper(&mut self) -> Step<()> {
        self.depth += 1;
        if self.depth > self.bounds.depth_max {
            return Err((self.at, JsonErrorKind::TooDeep(self.bounds.depth_max)));
        }
        self.at += 1;
        self.skip_blanks();
        Ok(())
    }

    fn elements(&mut self, mut element: impl FnMut(&mut Self) -> Step<()>) -> Step<()> {
        self.deeper()?;
        let mut count = 0_usize;
        if self.peek() != Some(b']') {
            loop {
                if count >= self.bounds.items_max {
                    return Err((self.at, JsonErrorKind::TooManyItems(self.bounds.items_max)));
                }
                count += 1;
                element(self)?;
                self.skip_blanks();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    Some(_) | None => return self.refuse("`,` or `]`"),
                }
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    fn object(&mut self) -> Step<Value<'a>> {
        self.deeper()?;
        let mut fields: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        if self.peek() != Some(b'}') {
            loop {
                if fields.len() >= self.bounds.keys_max {
                    return Err((self.at, JsonErrorKind::TooManyKeys(self.bounds.keys_max)));
                }
                self.skip_blanks();
                let start = self.at;
                if self.peek() != Some(b'"') {
                    return self.refuse("a key in double quotes");
                }
                let key = self.string()?;
                if fields.iter().any(|(name, _)| *name == key) {
                    return Err((start, JsonErrorKind::DuplicateKey(key.into_owned())));
                }
                self.skip_blanks();
                if self.peek() != Some(b':') {
                    return self.refuse("`:`");
                }
                self.at += 1;
                let value = self.value()?;
                fields.push((key, value));
                self.skip_blanks();
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    Some(_) | None => return self.refuse("`,` or `}`"),
                }
            }
        }
        self.at += 1;
        self.depth -= 1;
        Ok(Value::Object(fields))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Step<&'a str> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits();
        let mut sound = whole == 1 || (whole > 1 && !leading_zero);
        if self.peek() == Some(b'.') {
            self.at += 1;
            sound &= self.digits() > 0;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            sound &= self.digits() > 0;
        }
        match self.text.get(start..self.at) {
            Some(text) if sound => Ok(text),
            Some(_) | None => Err((start, JsonErrorKind::Number)),
        }
    }

    fn string(&mut self) -> Step<Cow<'a, str>> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        let plain = self.text.get(start..self.at).unwrap_or_default();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut written = plain.to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(written));
                }
                Some(b'\\') => written.push(self.escape()?),
                Some(0..=0x1F) => return Err((self.at, JsonErrorKind::Control)),
                Some(_) => {
                    let start = self.at;
                    self.skip_plain();
                    written.push_str(self.text.get(start..self.at).unwrap_or_default());
                }
                None => return self.refuse("the end of a string"),
            }
        }
    }

    fn skip_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let plain = rest
            .iter()
            .position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        self.at += plain.unwrap_or(rest.len());
    }

    fn escape(&mut self) -> Step<char> {
        let start = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(start),
            Some(_) => return Err((start, JsonErrorKind::Escape)),
            None => {
                self.at = self.text.len();
                return self.refuse("the end of a string");
            }
        })
    }

    fn unicode(&mut self, start: usize) -> Step<char> {
        let unit = self.four_hex(start)?;
        if !(0xD800..0xE000).contains(&unit) {
            return char::from_u32(unit).ok_or((start, JsonErrorKind::Surrogate));
        }
        let follows = self.text.get(self.at..self.at + 2) == Some("\\u");
        if unit >= 0xDC00 || !follows {
            return Err((start, JsonErrorKind::Surrogate));
        }
        self.at += 2;
        let low = self.four_hex(start)?;
        if !(0xDC00..0xE000).contains(&low) {
            return Err((start, JsonErrorKind::Surrogate));
        }
        let code = 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        char::from_u32(code).ok_or((start, JsonErrorKind::Surrogate))
    }

    fn four_hex(&mut self, start: usize) -> Step<u32> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        self.at += 4;
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or((start, JsonErrorKind::Escape))
    }
}
