//! From a code to what the document takes of it: tag 1163.

use std::ops::RangeInclusive;

use super::gs1::{self, Parsed, SERIAL_LENGTHS};
use super::{CodeType, GROUP_SEPARATOR, MarkingIssue, ParsedCode, SCAN_LENGTH_MAX};
use crate::MarkingKind;

/// Longest value of tags 1300 and 1320 to 1325.
const OTHER_LENGTH_MAX: usize = 32;
/// Length of a tobacco pack's code: item number 14, serial number 7, price 4, check code 4.
const TOBACCO_PACK_LENGTH: usize = 29;

/// Recognizes a bare code by its structure.
pub(super) fn recognize(code: &str) -> ParsedCode {
    let mut parsed = blank(MarkingKind::Unknown, code);
    if code.is_empty() {
        parsed.issues.push(MarkingIssue::Empty);
        return parsed;
    }
    let length = code.chars().count();
    if length > SCAN_LENGTH_MAX {
        parsed.issues.push(MarkingIssue::TooLong { length });
        return parsed;
    }
    if let Some(issue) = foreign_character(code) {
        parsed.issues.push(issue);
        return parsed;
    }
    by_structure(code).unwrap_or_else(|| {
        parsed.issues.push(MarkingIssue::NotRecognized);
        parsed
    })
}

fn foreign_character(code: &str) -> Option<MarkingIssue> {
    let is_foreign = |c: char| !(c.is_ascii_graphic() || c == ' ' || c == GROUP_SEPARATOR);
    let (place, character) = code.chars().enumerate().find(|(_, c)| is_foreign(*c))?;
    Some(MarkingIssue::Character {
        character,
        code: u32::from(character),
        place: place + 1,
    })
}

fn by_structure(code: &str) -> Option<ParsedCode> {
    let all_digits = code.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits {
        match code.len() {
            8 => return Some(barcode(MarkingKind::Ean8, code)),
            13 => return Some(barcode(MarkingKind::Ean13, code)),
            14 => return Some(barcode(MarkingKind::Itf14, code)),
            _ => {}
        }
    }
    if let Some(pack) = tobacco_pack(code) {
        return Some(pack);
    }
    if is_item_number_element(code) {
        return Some(gs1_code(code));
    }
    if is_fur_sign(code) {
        return Some(extract(MarkingKind::Fur, code, code));
    }
    let stamp = |length| code.len() == length && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if stamp(68) {
        return Some(extract(MarkingKind::Egais2, code, code.get(8..31)?));
    }
    if stamp(150) {
        return Some(extract(MarkingKind::Egais3, code, code.get(..14)?));
    }
    None
}

fn blank(kind: MarkingKind, code: &str) -> ParsedCode {
    ParsedCode {
        kind,
        code_type: CodeType::Unidentified,
        full_code: code.to_owned(),
        product_code: unidentified(code),
        gtin: None,
        serial: None,
        retail_price_code: None,
        elements: Vec::new(),
        check_key: None,
        check_code: None,
        control_code: None,
        issues: Vec::new(),
    }
}

fn extract(kind: MarkingKind, code: &str, product_code: &str) -> ParsedCode {
    ParsedCode {
        product_code: product_code.to_owned(),
        ..blank(kind, code)
    }
}

/// Beginning of a code that nobody recognizes: tag 1300 takes 32 printable characters.
pub(super) fn unidentified(code: &str) -> String {
    code.chars()
        .filter(|c| *c != GROUP_SEPARATOR)
        .take(OTHER_LENGTH_MAX)
        .collect()
}

fn barcode(kind: MarkingKind, digits: &str) -> ParsedCode {
    let mut parsed = extract(kind, digits, digits);
    parsed.gtin = Some(format!("{digits:0>14}"));
    parsed.issues.extend(gs1::check_item_number(digits));
    parsed
}

fn is_item_number_element(code: &str) -> bool {
    let number = code.strip_prefix("01").and_then(|rest| rest.get(..14));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The pack of 29 characters has no identifiers; it differs from a GS1 code by its check digit.
fn tobacco_pack(code: &str) -> Option<ParsedCode> {
    if code.len() != TOBACCO_PACK_LENGTH || code.contains(GROUP_SEPARATOR) {
        return None;
    }
    let (gtin, rest) = code.split_at_checked(14)?;
    let looks_like_gs1 = is_item_number_element(code) && code.get(16..18) == Some("21");
    if looks_like_gs1 || !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (serial, rest) = rest.split_at_checked(7)?;
    let (price, check) = rest.split_at_checked(4)?;
    let mut parsed = extract(MarkingKind::Short, code, code.get(..21)?);
    parsed.code_type = CodeType::Short;
    parsed.gtin = Some(gtin.to_owned());
    parsed.serial = Some(serial.to_owned());
    parsed.retail_price_code = Some(price.to_owned());
    parsed.check_code = Some(check.to_owned());
    parsed.control_code = Some(check.to_owned());
    parsed.issues.extend(gs1::check_item_number(gtin));
    Some(parsed)
}

fn gs1_code(code: &str) -> ParsedCode {
    let restored = gs1::restore_separators(code);
    let full_code = restored.as_deref().unwrap_or(code);
    let elements = gs1::parse(full_code);
    let mut parsed = blank(MarkingKind::Gs1, full_code);
    if restored.is_some() {
        parsed.issues.push(MarkingIssue::SeparatorLost);
    }
    parsed.gtin = elements.value("01").map(str::to_owned);
    parsed.serial = elements.value("21").map(str::to_owned);
    parsed.check_key = elements.value("91").map(str::to_owned);
    let check_code = elements.value("92").or(elements.value("93"));
    parsed.control_code = check_code
        .and_then(|check| check.get(check.len().checked_sub(4)?..))
        .map(str::to_owned);
    parsed.check_code = check_code.map(str::to_owned);
    let gtin = parsed.gtin.as_deref().unwrap_or_default();
    parsed.product_code = format!("01{gtin}");
    parsed.issues.extend(gs1::check_item_number(gtin));
    if let Some(serial) = &parsed.serial {
        parsed.kind = MarkingKind::Gs1Marked;
        parsed.product_code = format!("01{gtin}21{serial}");
        parsed.code_type = code_type(&elements);
        parsed.issues.extend(marked_issues(serial, &elements));
    }
    parsed.issues.extend(elements.issues);
    parsed.elements = elements.elements;
    parsed
}

fn code_type(elements: &Parsed) -> CodeType {
    match (
        elements.value("92").map(str::len),
        elements.value("93").map(str::len),
    ) {
        (Some(88), _) => CodeType::Checked88,
        (Some(44), _) => CodeType::Unchecked44,
        (None, Some(4)) => CodeType::Unchecked4,
        _ => CodeType::Unidentified,
    }
}

fn marked_issues(serial: &str, elements: &Parsed) -> Vec<MarkingIssue> {
    let mut issues = Vec::new();
    if !SERIAL_LENGTHS.contains(&serial.len()) {
        issues.push(MarkingIssue::SerialLength {
            serial: serial.to_owned(),
            length: serial.len(),
        });
    }
    match (elements.value("92"), elements.value("93")) {
        (None, None) => issues.push(MarkingIssue::NoCheckCode),
        (Some(check), _) if !matches!(check.len(), 44 | 88) => {
            issues.push(MarkingIssue::CheckCodeLength { length: check.len() });
        }
        (None, Some(check)) if check.len() != 4 => {
            issues.push(MarkingIssue::CheckCodeLength { length: check.len() });
        }
        _ => {}
    }
    issues
}

/// `СС-ЦЦЦЦЦЦ-ССССССССССС` in Latin letters: two letters, six digits, ten characters, 20 with the hyphens.
fn is_fur_sign(code: &str) -> bool {
    let mut parts = code.split('-');
    let (country, number, serial) = (parts.next(), parts.next(), parts.next());
    parts.next().is_none()
        && country.is_some_and(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase()))
        && number.is_some_and(|part| part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_digit()))
        && serial
            .is_some_and(|part| part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Reads a code as the named kind, which is not the recognized one.
pub(super) fn read_as(named: MarkingKind, recognized: ParsedCode) -> ParsedCode {
    let found = recognized.kind;
    let value = match (group(named), group(found)) {
        (Group::Gs1, Group::Gs1) => recognized.product_code.clone(),
        (Group::Unidentified, _) => unidentified(&recognized.full_code),
        (Group::Gs1 | Group::Fixed | Group::Free, _) => recognized.full_code.replace(GROUP_SEPARATOR, ""),
    };
    let mut parsed = ParsedCode {
        kind: named,
        product_code: value,
        ..recognized
    };
    if group(named) == Group::Unidentified || parsed.obstacle().is_some() {
        return parsed;
    }
    parsed
        .issues
        .retain(|issue| *issue != MarkingIssue::NotRecognized);
    let (lengths, expected) = value_length(named);
    let length = parsed.product_code.chars().count();
    let issue = if lengths.contains(&length) {
        contradiction(named, found, &parsed.product_code)
    } else {
        Some(MarkingIssue::Length {
            kind: named,
            value: parsed.product_code.clone(),
            length,
            expected,
        })
    };
    parsed.issues.extend(issue);
    parsed
}

/// How the value of a kind's tag is made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Unidentified,
    Gs1,
    Fixed,
    Free,
}

const fn group(kind: MarkingKind) -> Group {
    match kind {
        MarkingKind::Unknown => Group::Unidentified,
        MarkingKind::Gs1 | MarkingKind::Gs1Marked | MarkingKind::Short => Group::Gs1,
        MarkingKind::Ean8
        | MarkingKind::Ean13
        | MarkingKind::Itf14
        | MarkingKind::Fur
        | MarkingKind::Egais2
        | MarkingKind::Egais3 => Group::Fixed,
        MarkingKind::Other(_) => Group::Free,
    }
}

/// Length of the value of a kind's tag, and the same in words. Source: RU-FFD/1300 to RU-FFD/1325.
const fn value_length(kind: MarkingKind) -> (RangeInclusive<usize>, &'static str) {
    match kind {
        MarkingKind::Ean8 => (8..=8, "8 digits"),
        MarkingKind::Ean13 => (13..=13, "13 digits"),
        MarkingKind::Itf14 => (14..=14, "14 digits"),
        MarkingKind::Gs1 | MarkingKind::Gs1Marked | MarkingKind::Short => {
            (1..=38, "1 to 38 characters, or a whole GS1 code")
        }
        MarkingKind::Fur => (20..=20, "20 characters, such as RU-123456-ABC1234567"),
        MarkingKind::Egais2 => (
            23..=23,
            "a stamp of 68 characters, or the 23 that the document has",
        ),
        MarkingKind::Egais3 => (
            14..=14,
            "a stamp of 150 characters, or the 14 that the document has",
        ),
        MarkingKind::Unknown | MarkingKind::Other(_) => (1..=OTHER_LENGTH_MAX, "1 to 32 characters"),
    }
}

/// What speaks against the named kind although the length fits.
fn contradiction(named: MarkingKind, found: MarkingKind, value: &str) -> Option<MarkingIssue> {
    let shape = |expected| {
        Some(MarkingIssue::Shape {
            kind: named,
            value: value.to_owned(),
            expected,
        })
    };
    match named {
        MarkingKind::Ean8 | MarkingKind::Ean13 | MarkingKind::Itf14 => shape("digits only"),
        MarkingKind::Fur => shape("two letters, six digits and ten characters between hyphens"),
        MarkingKind::Gs1 | MarkingKind::Gs1Marked if found == MarkingKind::Unknown => {
            shape("a code that begins with 01 and 14 digits")
        }
        // The 14 digits of an extract look like ITF-14.
        MarkingKind::Egais3 if found == MarkingKind::Itf14 => None,
        MarkingKind::Unknown | MarkingKind::Other(_) => None,
        MarkingKind::Gs1
        | MarkingKind::Gs1Marked
        | MarkingKind::Short
        | MarkingKind::Egais2
        | MarkingKind::Egais3 => (found != MarkingKind::Unknown).then_some(MarkingIssue::KindDiffers {
            named,
            recognized: found,
        }),
    }
}
