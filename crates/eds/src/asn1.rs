//! A bounded reader of BER and DER that hands out slices of what was received.
//!
//! Hashes are taken over the slices: nothing is ever written anew. Outer layers of a message may be BER with
//! indefinite lengths and strings in segments; whatever is hashed is read by [`Rules::Der`].

use crate::reason::Refusal;
use const_oid::ObjectIdentifier;
use std::borrow::Cow;
use types::{LocalDateTime, Timestamp, UtcOffset};

/// Levels of nesting that are read.
pub const DEPTH_MAX: u8 = 32;

/// Identifier octets of the types that signatures are made of.
pub(crate) mod tag {
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const OID: u8 = 0x06;
    pub const ENUMERATED: u8 = 0x0A;
    pub const UTC_TIME: u8 = 0x17;
    pub const GENERALIZED_TIME: u8 = 0x18;
    pub const BMP_STRING: u8 = 0x1E;
    pub const UTF8_STRING: u8 = 0x0C;
    pub const NUMERIC_STRING: u8 = 0x12;
    pub const PRINTABLE_STRING: u8 = 0x13;
    pub const TELETEX_STRING: u8 = 0x14;
    pub const IA5_STRING: u8 = 0x16;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;

    /// `[number]`, primitive.
    pub const fn context(number: u8) -> u8 {
        0x80 | number
    }

    /// `[number]`, constructed.
    pub const fn context_constructed(number: u8) -> u8 {
        0xA0 | number
    }
}

const CONSTRUCTED: u8 = 0x20;
const END_OF_CONTENTS: [u8; 2] = [0, 0];

/// Which encoding is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Also indefinite lengths, lengths that are longer than they need to be, strings in segments.
    Ber,
    /// One encoding a value.
    Der,
}

/// One value: its identifier octet, its contents, and all of its bytes as received.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
    pub raw: &'a [u8],
    depth: u8,
    rules: Rules,
}

/// Reads values one behind the other; can't run past its end.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    depth: u8,
    rules: Rules,
}

fn malformed(detail: impl Into<String>) -> Refusal {
    Refusal::malformed(detail)
}

impl<'a> Reader<'a> {
    pub const fn new(bytes: &'a [u8], rules: Rules) -> Self {
        Self {
            rest: bytes,
            depth: 0,
            rules,
        }
    }

    pub const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Octets that are not read yet.
    pub const fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The next value, whatever it is.
    pub fn next(&mut self) -> Result<Element<'a>, Refusal> {
        let (element, rest) = split(self.rest, self.depth, self.rules)?;
        self.rest = rest;
        Ok(element)
    }

    /// The next value, which must be of this type.
    pub fn expect(&mut self, tag: u8, name: &str) -> Result<Element<'a>, Refusal> {
        match self.optional(tag)? {
            Some(element) => Ok(element),
            None => match self.rest.first() {
                Some(found) => Err(malformed(format!(
                    "{name}: type {found:#04x} where {tag:#04x} belongs"
                ))),
                None => Err(malformed(format!("{name} is missing"))),
            },
        }
    }

    /// The next value if it is of this type.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Refusal> {
        if self.peek() == Some(tag) {
            self.next().map(Some)
        } else {
            Ok(None)
        }
    }

    /// A `SEQUENCE`, opened.
    pub fn sequence(&mut self, name: &str) -> Result<Self, Refusal> {
        self.expect(tag::SEQUENCE, name)?.reader()
    }

    /// A string of octets, segments joined. Only BER has it in segments.
    pub fn octets(&mut self, name: &str) -> Result<Cow<'a, [u8]>, Refusal> {
        if self.rules == Rules::Ber && self.peek() == Some(tag::OCTET_STRING | CONSTRUCTED) {
            let mut joined = Vec::new();
            self.next()?.join(&mut joined)?;
            return Ok(Cow::Owned(joined));
        }
        Ok(Cow::Borrowed(self.expect(tag::OCTET_STRING, name)?.content))
    }

    pub fn oid(&mut self, name: &str) -> Result<ObjectIdentifier, Refusal> {
        self.expect(tag::OID, name)?.oid()
    }

    /// The octet of the type that follows.
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Nothing may follow.
    pub fn finish(&self, name: &str) -> Result<(), Refusal> {
        match self.rest.len() {
            0 => Ok(()),
            count => Err(malformed(format!("{count} bytes behind the end of {name}"))),
        }
    }
}

impl<'a> Element<'a> {
    /// Reads what is inside.
    pub fn reader(&self) -> Result<Reader<'a>, Refusal> {
        if self.tag & CONSTRUCTED == 0 {
            return Err(malformed(format!("type {:#04x} holds no values", self.tag)));
        }
        Ok(Reader {
            rest: self.content,
            depth: self.depth.saturating_add(1),
            rules: self.rules,
        })
    }

    pub fn oid(&self) -> Result<ObjectIdentifier, Refusal> {
        ObjectIdentifier::from_bytes(self.content).map_err(|_| malformed("not an object identifier"))
    }

    pub fn boolean(&self) -> Result<bool, Refusal> {
        match self.content {
            [value] => Ok(*value != 0),
            _ => Err(malformed("not a boolean")),
        }
    }

    /// A small natural number.
    pub fn number(&self) -> Result<u32, Refusal> {
        let digits = match self.content {
            [0, digits @ ..] => digits,
            [first, ..] if *first >= 0x80 => return Err(malformed("a negative number")),
            [] => return Err(malformed("a number without digits")),
            digits => digits,
        };
        if digits.len() > 4 {
            return Err(malformed("a number of more than 32 bits"));
        }
        Ok(digits
            .iter()
            .fold(0, |number, digit| (number << 8) | u32::from(*digit)))
    }

    /// Octets of a string of bits that is a whole number of octets.
    pub fn whole_bits(&self) -> Result<&'a [u8], Refusal> {
        match self.content {
            [0, octets @ ..] => Ok(octets),
            _ => Err(malformed("a string of bits that is no string of octets")),
        }
    }

    /// A named list of bits, the first one lowest; bits beyond the sixteenth are not looked at.
    pub fn flags(&self) -> Result<u16, Refusal> {
        let [unused, octets @ ..] = self.content else {
            return Err(malformed("a string of bits without its first octet"));
        };
        if *unused > 7 || (octets.is_empty() && *unused != 0) {
            return Err(malformed("a string of bits with a wrong first octet"));
        }
        let octet = |at: usize| octets.get(at).copied().unwrap_or(0).reverse_bits();
        Ok(u16::from(octet(0)) | u16::from(octet(1)) << 8)
    }

    /// Text of any of the string types; unreadable characters are replaced.
    pub fn text(&self) -> Option<String> {
        match self.tag {
            tag::UTF8_STRING
            | tag::NUMERIC_STRING
            | tag::PRINTABLE_STRING
            | tag::TELETEX_STRING
            | tag::IA5_STRING => Some(String::from_utf8_lossy(self.content).into_owned()),
            tag::BMP_STRING => {
                let units = self.content.chunks(2).map(|pair| match pair {
                    [high, low] => u16::from_be_bytes([*high, *low]),
                    _ => 0xFFFD,
                });
                Some(
                    char::decode_utf16(units)
                        .map(|one| one.unwrap_or(char::REPLACEMENT_CHARACTER))
                        .collect(),
                )
            }
            _ => None,
        }
    }

    /// `UTCTime` or `GeneralizedTime` in the only form that certificates may have: to the second, in UTC.
    /// Fractions of a second, as time stamps have them, are cut off.
    pub fn time(&self) -> Result<Timestamp, Refusal> {
        let wrong = || malformed(format!("`{}` is not a time", self.content.escape_ascii()));
        let text = std::str::from_utf8(self.content).map_err(|_| wrong())?;
        let digits = text.strip_suffix('Z').ok_or_else(wrong)?;
        let digits = match (self.tag, digits.split_once('.')) {
            (tag::GENERALIZED_TIME, Some((whole, fraction)))
                if !fraction.is_empty() && fraction.bytes().all(|one| one.is_ascii_digit()) =>
            {
                whole
            }
            _ => digits,
        };
        let (year, rest) = match (self.tag, digits.len()) {
            (tag::UTC_TIME, 12) => digits.split_at(2),
            (tag::GENERALIZED_TIME, 14) => digits.split_at(4),
            _ => return Err(wrong()),
        };
        if !digits.bytes().all(|one| one.is_ascii_digit()) {
            return Err(wrong());
        }
        let year: i16 = year.parse().map_err(|_| wrong())?;
        let year = match self.tag {
            // RFC 5280, 4.1.2.5.1.
            tag::UTC_TIME if year >= 50 => year + 1900,
            tag::UTC_TIME => year + 2000,
            _ => year,
        };
        let field = |at: usize| rest.get(at..at + 2).and_then(|two| two.parse::<i8>().ok());
        let fields = (field(0), field(2), field(4), field(6), field(8));
        let (Some(month), Some(day), Some(hour), Some(minute), Some(second)) = fields else {
            return Err(wrong());
        };
        LocalDateTime::from_calendar(year, month, day, hour, minute, second)
            .map(|time| time.at(UtcOffset::from_hours(0)))
            .ok_or_else(wrong)
    }

    fn join(&self, joined: &mut Vec<u8>) -> Result<(), Refusal> {
        let mut segments = self.reader()?;
        while !segments.is_at_end() {
            let segment = segments.next()?;
            match segment.tag {
                tag::OCTET_STRING => joined.extend_from_slice(segment.content),
                constructed if constructed == tag::OCTET_STRING | CONSTRUCTED => segment.join(joined)?,
                other => return Err(malformed(format!("a segment of type {other:#04x}"))),
            }
        }
        Ok(())
    }
}

/// The first value of these bytes and what follows it.
fn split(bytes: &[u8], depth: u8, rules: Rules) -> Result<(Element<'_>, &[u8]), Refusal> {
    if depth >= DEPTH_MAX {
        return Err(malformed(format!("nested deeper than {DEPTH_MAX} levels")));
    }
    let (tag, after_tag) = bytes.split_first().ok_or_else(|| malformed("cut off"))?;
    if tag & 0x1F == 0x1F {
        return Err(malformed(format!("a type of many octets, {tag:#04x}")));
    }
    let (length, contents) = length(after_tag, rules)?;
    let (content, rest) = match length {
        Some(length) => contents
            .split_at_checked(length)
            .ok_or_else(|| malformed(format!("cut off: {length} bytes told, {} there", contents.len())))?,
        None if tag & CONSTRUCTED == 0 => {
            return Err(malformed("a value of indefinite length that holds no values"));
        }
        None => indefinite(contents, depth)?,
    };
    let raw = bytes.get(..bytes.len() - rest.len()).unwrap_or(bytes);
    let element = Element {
        tag: *tag,
        content,
        raw,
        depth,
        rules,
    };
    Ok((element, rest))
}

/// A length and what follows it; `None` for an indefinite one.
fn length(bytes: &[u8], rules: Rules) -> Result<(Option<usize>, &[u8]), Refusal> {
    let (first, rest) = bytes.split_first().ok_or_else(|| malformed("cut off"))?;
    match (first, rules) {
        (0..0x80, _) => Ok((Some(usize::from(*first)), rest)),
        (0x80, Rules::Ber) => Ok((None, rest)),
        (0x80, Rules::Der) => Err(malformed("an indefinite length where DER belongs")),
        (0x81..=0x84, _) => {
            let (digits, rest) = rest
                .split_at_checked(usize::from(first & 0x7F))
                .ok_or_else(|| malformed("cut off"))?;
            let length = digits
                .iter()
                .fold(0_usize, |length, digit| (length << 8) | usize::from(*digit));
            if rules == Rules::Der && (length < 0x80 || digits.first() == Some(&0)) {
                return Err(malformed("a length with more octets than it needs"));
            }
            Ok((Some(length), rest))
        }
        _ => Err(malformed(format!("a length that begins with {first:#04x}"))),
    }
}

/// What stands before the end-of-contents octets, and what follows them.
fn indefinite(contents: &[u8], depth: u8) -> Result<(&[u8], &[u8]), Refusal> {
    let mut rest = contents;
    loop {
        if let Some(after) = rest.strip_prefix(&END_OF_CONTENTS) {
            let content = contents.get(..contents.len() - rest.len()).unwrap_or_default();
            return Ok((content, after));
        }
        rest = split(rest, depth.saturating_add(1), Rules::Ber)?.1;
    }
}

#[cfg(test)]
mod tests;
