//! A receipt as elements.

mod body;
mod detail;
mod line;
mod party;
mod total;

use ofd_ru::{Element, FfdVersion, Form, Tag, tags};
use receipt::contact::ContactError;
use receipt::marking::{LegacyError, MarkingIssue};
use receipt::text::TextError;
use receipt::{ArithmeticError, Correction, FormatVersion, Receipt, RegisterUse};
use types::Money;

use crate::code;
use body::Body;

/// What is known about the register beside the receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealingContext {
    /// Version of the format that the register writes.
    pub version: FormatVersion,
    /// Registered for the Internet only: tag 1108.
    pub register_use: RegisterUse,
    /// Time zone of the place of settlement, 1 to 11, for receipts that do not name it: tag 1011.
    pub time_zone: Option<u8>,
    /// Results of the checks of marking codes, by line of the receipt; lines beyond the end are not checked.
    pub marking_checks: Vec<MarkingCheck>,
}

impl SealingContext {
    /// A register that may be used anywhere, without time zone and results of marking checks.
    #[must_use]
    pub const fn new(version: FormatVersion) -> Self {
        Self {
            version,
            register_use: RegisterUse::Any,
            time_zone: None,
            marking_checks: Vec::new(),
        }
    }
}

/// Result of the check of a marking code: the bits of tag 2106. Source: RU-FFD/2106.
///
/// Bit 0: checked by the storage; 1: its key check was positive; 2: the marking system answered; 3: the planned
/// status is right; 4: the register works without transfer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MarkingCheck(pub u8);

impl MarkingCheck {
    /// Nobody has checked the code: `[M]`.
    pub const NOT_CHECKED: Self = Self(0);
    /// Storage and marking system found everything right: `[M+]`.
    pub const POSITIVE: Self = Self(0b1111);

    /// `true` when storage and marking system found everything right.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.0 & Self::POSITIVE.0 == Self::POSITIVE.0
    }
}

/// Why a receipt cannot be written. A receipt without errors in [`receipt::lint()`] does not get here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranslateError {
    /// Price, quantity and total make no fiscal line.
    #[error("line {line} cannot be split")]
    Line {
        /// Which line, from 0.
        line: usize,
        /// Why.
        source: ArithmeticError,
    },
    /// A marking code that its tag does not take.
    #[error("the marking code of line {line} cannot be written")]
    Marking {
        /// Which line, from 0.
        line: usize,
        /// Why.
        source: MarkingIssue,
    },
    /// A kind of marking code that the format has no tag for.
    #[error("line {line} has a marking code of kind F.{place}; there are F.1 to F.6")]
    MarkingKind {
        /// Which line, from 0.
        line: usize,
        /// The kind's place.
        place: u8,
    },
    /// A marking code that tag 1162 does not take.
    #[error("the marking code of line {line} cannot be written as tag 1162")]
    LegacyMarking {
        /// Which line, from 0.
        line: usize,
        /// Why.
        source: LegacyError,
    },
    /// A text with characters that the format lacks.
    #[error("tag {tag} cannot be written")]
    Text {
        /// The tag.
        tag: Tag,
        /// Which characters.
        source: TextError,
    },
    /// A contact that is none.
    #[error("tag {tag} cannot be written")]
    Contact {
        /// The tag.
        tag: Tag,
        /// Why.
        source: ContactError,
    },
    /// An amount below zero, or one that leaves its range.
    #[error("tag {tag} cannot be {amount}")]
    Amount {
        /// The tag.
        tag: Tag,
        /// The amount.
        amount: Money,
    },
    /// A version of the format that is read but never written.
    #[error("FFD {version} is no longer written")]
    Version {
        /// The version.
        version: FfdVersion,
    },
    /// The sums of the receipt leave their range.
    #[error("the sums of the receipt are out of range")]
    OutOfRange,
    /// A VAT rate that the format has no number for.
    #[error("the format has no number for a VAT rate of {percent} %")]
    VatRate {
        /// The percentage.
        percent: u8,
    },
}

/// The register's part of a receipt (forms 3, 4, 31, 41), in the order of the tag table.
///
/// Written is what the receipt itself says. Left to the register: the seller (1018, 1048), its own address,
/// place and cashier (1009, 1187, 1021) where the receipt names none, 1036, 1060, 1117. Left to the storage:
/// 1012, 1037, 1038, 1040, 1041, 1042, 1077, 1209.
/// Discounts become prices: see [`receipt::split_line`]. Texts are written as [`receipt::text::encodable`]
/// gives them. What the version has no tag for is dropped; [`receipt::lint()`] warns about it.
///
/// # Errors
/// [`TranslateError`] names the line or the tag.
pub fn receipt_to_elements(
    receipt: &Receipt,
    context: &SealingContext,
) -> Result<(Form, Vec<Element>), TranslateError> {
    let mut body = Body::default();
    body.uint(tags::OPERATION, code::operation_number(receipt.operation));
    body.uint(tags::TAXATION_REGIME, code::taxation_mask(receipt.taxation));
    party::write_seller(receipt, &mut body)?;
    party::write_buyer(receipt, context.version, &mut body)?;
    if let Some(correction) = &receipt.correction {
        write_correction(correction, context.version, &mut body)?;
    }
    line::write_lines(receipt, context, &mut body)?;
    total::write_totals(receipt, context.version, &mut body)?;
    detail::write_details(receipt, context, &mut body)?;
    Ok((code::form(receipt), body.into_elements()))
}

/// Tags 1173 and 1174. FFD 1.05 demands a number: a correction on own initiative has `0`.
fn write_correction(
    correction: &Correction,
    version: FormatVersion,
    body: &mut Body,
) -> Result<(), TranslateError> {
    body.uint(tags::CORRECTION_KIND, code::correction_number(correction.kind));
    let fallback = match version {
        FormatVersion::V1_05 => Some("0"),
        FormatVersion::V1_1 | FormatVersion::V1_2 => None,
    };
    body.group(tags::CORRECTION_BASIS, |basis| {
        basis.time(tags::CORRECTED_SETTLEMENT_DATE, correction.date);
        let number = correction.order_number.as_deref().or(fallback);
        basis.optional_text(tags::CORRECTION_ORDER_NUMBER, number)
    })
}
