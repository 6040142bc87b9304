//! From what a scanner or a shop sends to the bare code.

use base64::Engine as _;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{alphabet, engine::DecodePaddingMode};

use super::SCAN_LENGTH_MAX;

/// Ends a field of variable length inside a GS1 code.
pub const GROUP_SEPARATOR: char = '\u{1d}';

/// Symbology identifiers that scanners put before a code: `DataMatrix`, GS1-128, `DataBar`, QR, EAN.
const SYMBOLOGIES: [&str; 9] = ["]d2", "]d1", "]C1", "]C0", "]e0", "]Q3", "]Q1", "]E0", "]E4"];

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Drops surrounding blanks, the symbology identifier and leading FNC1 or group separators; visible stand-ins
/// for the group separator (`␝`, `\u001d`) become the character itself.
#[must_use]
pub fn unwrap_scan(scan: &str) -> String {
    let bounded: String = scan.chars().take(SCAN_LENGTH_MAX * 2).collect();
    let is_edge = |c: char| c == ' ' || c == '\r' || c == '\n' || c == '\t';
    let mut code = bounded.trim_matches(is_edge);
    for symbology in SYMBOLOGIES {
        code = code.strip_prefix(symbology).unwrap_or(code);
    }
    // Keyboard-like scanners send FNC1 as `è` (0xE8).
    let code = code.trim_start_matches([GROUP_SEPARATOR, '\u{e8}', '␝']);
    code.replace('␝', "\u{1d}")
        .replace("\\u001d", "\u{1d}")
        .replace("\\u001D", "\u{1d}")
}

/// The text that the base64 stands for, when it is base64 of printable ASCII and group separators.
pub(super) fn from_base64(scan: &str) -> Option<String> {
    let trimmed = scan.trim();
    if trimmed.len() > SCAN_LENGTH_MAX * 2 {
        return None;
    }
    let text = String::from_utf8(BASE64.decode(trimmed).ok()?).ok()?;
    let is_code = |c: char| c.is_ascii_graphic() || c == ' ' || c == GROUP_SEPARATOR;
    (!text.is_empty() && text.chars().all(is_code)).then_some(text)
}
