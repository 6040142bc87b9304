//! GS1 element strings: application identifiers and their values.

use serde::Serialize;
use types::Gtin;

use super::{GROUP_SEPARATOR, MarkingIssue};

/// One element of a GS1 code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gs1Element {
    /// Application identifier, such as `01`.
    pub identifier: String,
    /// Its value without separator.
    pub value: String,
}

/// `None` when the last digit is the check digit of the others, else what is wrong.
pub(super) fn check_item_number(number: &str) -> Option<MarkingIssue> {
    let (place, last) = number.char_indices().next_back()?;
    let expected = Gtin::check_digit(number.get(..place)?)?;
    let expected = char::from_digit(expected, 10)?;
    (expected != last).then(|| MarkingIssue::CheckDigit {
        number: number.to_owned(),
        expected,
    })
}

/// Elements of a code, and what could not be read of it.
pub(super) struct Parsed {
    pub elements: Vec<Gs1Element>,
    pub issues: Vec<MarkingIssue>,
}

impl Parsed {
    pub fn value(&self, identifier: &str) -> Option<&str> {
        let mut elements = self.elements.iter();
        elements
            .find(|element| element.identifier == identifier)
            .map(|element| element.value.as_str())
    }
}

/// How long the value of an application identifier is.
enum Extent {
    Fixed(usize),
    Variable(usize),
}

/// Identifiers that marking codes carry, by length of the identifier. Source: GS1 General Specifications.
fn identifier(rest: &str) -> Option<(&str, Extent)> {
    let two = rest.get(..2)?;
    let extent = match two {
        "00" => Extent::Fixed(18),
        "01" | "02" => Extent::Fixed(14),
        "11" | "12" | "13" | "15" | "16" | "17" => Extent::Fixed(6),
        "20" => Extent::Fixed(2),
        "10" | "21" | "22" => Extent::Variable(20),
        "30" | "37" => Extent::Variable(8),
        "90" | "91" | "92" | "93" | "94" | "95" | "96" | "97" | "98" | "99" => Extent::Variable(90),
        "31" | "32" | "33" | "34" | "35" | "36" => return Some((rest.get(..4)?, Extent::Fixed(6))),
        "24" | "25" => return Some((rest.get(..3)?, Extent::Variable(30))),
        "70" | "80" | "39" => return Some((rest.get(..4)?, Extent::Variable(90))),
        _ => return None,
    };
    Some((two, extent))
}

/// Reads elements one after the other; stops at the first that is none.
pub(super) fn parse(code: &str) -> Parsed {
    let mut parsed = Parsed {
        elements: Vec::new(),
        issues: Vec::new(),
    };
    let mut rest = code;
    while !rest.is_empty() {
        let Some((element, left)) = element(rest) else {
            parsed.issues.push(MarkingIssue::Element {
                rest: rest.to_owned(),
                place: code.len() - rest.len() + 1,
            });
            break;
        };
        parsed.elements.push(element);
        rest = left.strip_prefix(GROUP_SEPARATOR).unwrap_or(left);
    }
    parsed
}

fn element(rest: &str) -> Option<(Gs1Element, &str)> {
    let (identifier, extent) = identifier(rest)?;
    let body = rest.get(identifier.len()..)?;
    let (value, left) = match extent {
        Extent::Fixed(length) => (body.get(..length)?, body.get(length..)?),
        Extent::Variable(longest) => {
            let end = body.find(GROUP_SEPARATOR).unwrap_or(body.len());
            if end == 0 || end > longest {
                return None;
            }
            (body.get(..end)?, body.get(end..)?)
        }
    };
    if value.contains(GROUP_SEPARATOR) {
        return None;
    }
    let element = Gs1Element {
        identifier: identifier.to_owned(),
        value: value.to_owned(),
    };
    Some((element, left))
}

/// Serial numbers by length: milk and water 6, tobacco blocks 7, most goods 13, medicines and others 20.
pub(super) const SERIAL_LENGTHS: [usize; 4] = [6, 7, 13, 20];

/// Puts back the group separators that a scanner dropped after `01` + item number + `21` + serial number.
///
/// The tail tells where the serial number ends: `91` + 4 + `92` + 44 or 88, `93` + 4, `8005` + 6 + `93` + 4.
pub(super) fn restore_separators(code: &str) -> Option<String> {
    if code.contains(GROUP_SEPARATOR) || !code.is_ascii() {
        return None;
    }
    let serial_start = 18;
    let rest = code.get(serial_start..)?;
    SERIAL_LENGTHS.into_iter().rev().find_map(|length| {
        let (serial, tail) = rest.split_at_checked(length)?;
        let head = code.get(..serial_start)?;
        let tail = separated_tail(tail)?;
        Some(format!("{head}{serial}{tail}"))
    })
}

fn separated_tail(tail: &str) -> Option<String> {
    const SEPARATOR: char = GROUP_SEPARATOR;
    if let Some(keyed) = tail.strip_prefix("91") {
        let (key, rest) = keyed.split_at_checked(4)?;
        let check = rest
            .strip_prefix("92")
            .filter(|check| matches!(check.len(), 44 | 88))?;
        return Some(format!("{SEPARATOR}91{key}{SEPARATOR}92{check}"));
    }
    if let Some(priced) = tail.strip_prefix("8005") {
        let (price, rest) = priced.split_at_checked(6)?;
        let check = rest.strip_prefix("93").filter(|check| check.len() == 4)?;
        return Some(format!("{SEPARATOR}8005{price}{SEPARATOR}93{check}"));
    }
    let check = tail.strip_prefix("93").filter(|check| check.len() == 4)?;
    Some(format!("{SEPARATOR}93{check}"))
}
