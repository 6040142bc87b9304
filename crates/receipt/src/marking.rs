//! What a scanned marking code is, and what of it a fiscal document takes. Source: RU-FFD/marking.
//!
//! [`recognize`] reads a raw scan and tells its kind by itself; [`read_as`] trusts the kind that a shop names
//! and reports where the code contradicts it. Neither ever fails: a code that cannot be recognized is sold as
//! an unidentified one, and [`ParsedCode::issues`] says why.

mod gs1;
mod issue;
mod legacy;
mod permit;
mod product_code;
mod scan;

use serde::Serialize;

pub use gs1::Gs1Element;
pub use issue::MarkingIssue;
pub use legacy::{LegacyCode, LegacyError};
pub use permit::{LocalModule, PERMIT_DATE, PERMIT_FEDERAL_ID, PERMIT_NUMBER, PermitError, PermitMode};
pub use scan::{GROUP_SEPARATOR, unwrap_scan};

use crate::MarkingKind;

/// A marking code taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParsedCode {
    /// Which of tags 1300 to 1325 the code goes to.
    pub kind: MarkingKind,
    /// Shape of the code: tag 2100.
    pub code_type: CodeType,
    /// The code as the marking system knows it: the scan without symbology prefix, group separators kept. Tag
    /// 2000.
    pub full_code: String,
    /// What the document takes: the value of the tag that [`ParsedCode::kind`] names.
    pub product_code: String,
    /// Global trade item number, 14 digits.
    pub gtin: Option<String>,
    /// Serial number of the piece.
    pub serial: Option<String>,
    /// Maximum retail price of a tobacco pack, 4 characters as they stand in the code.
    pub retail_price_code: Option<String>,
    /// Elements of a GS1 code in their order.
    pub elements: Vec<Gs1Element>,
    /// Id of the key that made the check code: application identifier 91.
    pub check_key: Option<String>,
    /// Check code: application identifier 92 or 93, or the tail of a tobacco pack.
    pub check_code: Option<String>,
    /// Last four characters of the check code: tag 2115.
    pub control_code: Option<String>,
    /// What is wrong or odd; empty for a sound code.
    pub issues: Vec<MarkingIssue>,
}

/// Shape of a marking code: tag 2100.
///
/// Which codes of 44 characters the fiscal storage can check is not public; they are taken as not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum CodeType {
    /// 0: not identified.
    Unidentified,
    /// 1: short code.
    Short,
    /// 2: check code of 88 characters, which the fiscal storage checks.
    Checked88,
    /// 3: check code of 44 characters, which the fiscal storage does not check.
    Unchecked44,
    /// 4: check code of 44 characters, which the fiscal storage checks.
    Checked44,
    /// 5: check code of 4 characters, which the fiscal storage does not check.
    Unchecked4,
}

impl CodeType {
    /// Number of the order's table.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Unidentified => 0,
            Self::Short => 1,
            Self::Checked88 => 2,
            Self::Unchecked44 => 3,
            Self::Checked44 => 4,
            Self::Unchecked4 => 5,
        }
    }
}

/// Recognizes a raw scan: plain, or in base64.
///
/// Codes longer than [`SCAN_LENGTH_MAX`] are cut before anything is done with them.
#[must_use]
pub fn recognize(scan: &str) -> ParsedCode {
    let plain = product_code::recognize(&unwrap_scan(scan));
    if plain.kind != MarkingKind::Unknown {
        return plain;
    }
    match scan::from_base64(scan).map(|text| product_code::recognize(&unwrap_scan(&text))) {
        Some(decoded) if decoded.kind != MarkingKind::Unknown => decoded,
        Some(_) | None => plain,
    }
}

/// Reads a code as the kind that a shop names: the whole scan or the extract that the document takes, plain or
/// in base64.
///
/// The named kind stays; what contradicts it is in [`ParsedCode::issues`].
#[must_use]
pub fn read_as(kind: MarkingKind, code: &str) -> ParsedCode {
    let recognized = recognize(code);
    if kind == recognized.kind {
        return recognized;
    }
    product_code::read_as(kind, recognized)
}

/// Longest code that is looked at: tag 2000. Source: RU-FFD/2000.
pub const SCAN_LENGTH_MAX: usize = 256;

impl ParsedCode {
    /// `true` when nothing is wrong or odd.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.issues.is_empty()
    }

    /// The first reason why the document cannot take the code at all.
    #[must_use]
    pub fn obstacle(&self) -> Option<&MarkingIssue> {
        self.issues.iter().find(|issue| issue.is_obstacle())
    }
}

#[cfg(test)]
mod tests;
