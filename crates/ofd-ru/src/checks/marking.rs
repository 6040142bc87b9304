//! Marked goods in documents of FFD 1.2. Source: RU-FFD/marking.

use types::{LocalDateTime, Quantity};

use super::place::Group;
use super::report::Report;
use super::rule::RuleId;
use super::{Stage, Subject, line};
use crate::tags;
use crate::tree::{Elements, FfdVersion, Form, Tag};

/// Subjects of tag 1212 with a marking code: excise goods and other goods.
const WITH_CODE: [u64; 2] = [31, 33];
/// Tags of 1163 that hold the code of a single marked piece.
const MARKED_CODES: [Tag; 5] = [
    tags::CODE_GS1_MARKED,
    tags::CODE_SHORT,
    tags::CODE_FUR,
    tags::CODE_EGAIS_2,
    tags::CODE_EGAIS_3,
];

/// 1 September 2025: the time zone of the place of settlement came with tag 1011.
const TIME_ZONE_FROM: LocalDateTime = LocalDateTime::from_wall_seconds(1_756_684_800);

/// Checks what marked goods demand of the whole receipt.
pub(super) fn check_receipt(subject: &Subject<'_>, receipt: &Group<'_>, report: &mut Report) {
    if subject.version != FfdVersion::V1_2 {
        return;
    }
    let has_marked = receipt.groups(tags::LINE).any(|line| is_marked(&line));
    let has_result = receipt.has(tags::MARKED_PRODUCTS_CHECK_RESULT);
    let is_correction = matches!(
        subject.document.form,
        Form::CorrectionReceipt | Form::CorrectionStrictReportingForm
    );
    if has_marked && !has_result && !is_correction && subject.stage == Stage::Sealed {
        let message = "there are goods with marking codes, but no result of their check".to_owned();
        report.raise(
            RuleId::MarkingResultMissing,
            receipt.path_of(tags::MARKED_PRODUCTS_CHECK_RESULT),
            message,
        );
    }
    if has_result
        && !has_marked
        && !receipt
            .groups(tags::LINE)
            .any(|line| line.has(tags::PRODUCT_CODE_FORMS))
    {
        let message = "there is a result of the check of marking codes, but no line with a code".to_owned();
        report.raise(
            RuleId::MarkingResultNeedless,
            receipt.path_of(tags::MARKED_PRODUCTS_CHECK_RESULT),
            message,
        );
    }
    let is_new = subject
        .document
        .elements
        .time(tags::DATE_TIME)
        .is_some_and(|at| at >= TIME_ZONE_FROM);
    if has_marked && is_new && !receipt.has(tags::SETTLEMENT_TIME_ZONE) {
        let message = "a receipt with marked goods names the time zone, 2 being Moscow".to_owned();
        report.raise(
            RuleId::TimeZoneMissing,
            receipt.path_of(tags::SETTLEMENT_TIME_ZONE),
            message,
        );
    }
}

fn is_marked(line: &Group<'_>) -> bool {
    line.uint(tags::LINE_SUBJECT)
        .is_some_and(|subject| WITH_CODE.contains(&subject))
}

/// Checks the marking data of one line.
pub(super) fn check_line(subject: &Subject<'_>, line: &Group<'_>, report: &mut Report) {
    check_code(subject, line, report);
    check_fraction(line, tags::PRODUCT_CODE_FORMS, report);
}

fn check_code(subject: &Subject<'_>, line: &Group<'_>, report: &mut Report) {
    let Some(code) = line.groups(tags::PRODUCT_CODE_FORMS).next() else {
        if is_marked(line) && !line.has(tags::PRODUCT_CODE_FORMS) {
            let message = "goods of subject 31 or 33 have a marking code in 1163".to_owned();
            report.raise(
                RuleId::MarkingCodeMissing,
                line.path_of(tags::PRODUCT_CODE_FORMS),
                message,
            );
        }
        return;
    };
    if code.elements.len() != 1 {
        let message = format!("tag 1163 has {} codes; one is right", code.elements.len());
        report.raise(RuleId::ProductCodeChoice, code.place.path(), message);
    }
    let holds_marked = MARKED_CODES.iter().any(|tag| code.has(*tag));
    if let Some(subject) = line.uint(tags::LINE_SUBJECT)
        && holds_marked
        && !WITH_CODE.contains(&subject)
    {
        let message = format!("the line has a marking code, but subject {subject}; 31 or 33 is right");
        report.raise(
            RuleId::MarkingCodeNeedless,
            line.path_of(tags::LINE_SUBJECT),
            message,
        );
    }
    if !is_marked(line) {
        return;
    }
    // The result of the check comes from the storage.
    let wanted: &[Tag] = match subject.stage {
        Stage::Sealed => &[tags::MARKING_PROCESSING_MODE, tags::PRODUCT_CHECK_RESULT],
        Stage::Body => &[tags::MARKING_PROCESSING_MODE],
    };
    for tag in wanted {
        if !line.has(*tag) {
            let message = format!("goods with a marking code have tag {tag}");
            report.raise(RuleId::MarkingDataIncomplete, line.path_of(*tag), message);
        }
    }
}

/// Checks tag 1291 of a line whose marking code stands in `code_tag`.
fn check_fraction(line: &Group<'_>, code_tag: Tag, report: &mut Report) {
    for fraction in line.groups(tags::FRACTIONAL_QUANTITY) {
        let quantity = line
            .elements
            .element(tags::QUANTITY)
            .map(|element| &element.value);
        let whole = quantity.is_none_or(|quantity| quantity.as_quantity() == Some(Quantity::ONE));
        let pieces = line.uint(tags::MEASURE_UNIT).is_none_or(|measure| measure == 0);
        if !(line.has(code_tag) && whole && pieces) {
            let message = format!("a share of a marked piece has {code_tag}, quantity 1 and measure 0");
            report.raise(RuleId::FractionConditions, fraction.place.path(), message);
        }
        let (Some(numerator), Some(denominator)) =
            (fraction.uint(tags::NUMERATOR), fraction.uint(tags::DENOMINATOR))
        else {
            continue;
        };
        let repeated = fraction
            .text(tags::FRACTION)
            .is_none_or(|text| is_fraction(text, numerator, denominator));
        if numerator == 0 || numerator >= denominator || !repeated {
            let text = fraction.text(tags::FRACTION).unwrap_or_default();
            let message = format!("the share is {numerator} of {denominator}, in text `{text}`");
            report.raise(RuleId::FractionValue, fraction.place.path(), message);
        }
    }
}

fn is_fraction(text: &str, numerator: u64, denominator: u64) -> bool {
    let number = |text: &str| text.trim().parse::<u64>().ok();
    text.split_once('/')
        .is_some_and(|(above, below)| number(above) == Some(numerator) && number(below) == Some(denominator))
}

/// Checks the goods of a marking notification (form 82).
pub(super) fn check_notification(notification: &Group<'_>, report: &mut Report) {
    for product in notification.groups(tags::MARKED_PRODUCT) {
        line::check_amounts(&product, report);
        check_fraction(&product, tags::MARKING_CODE, report);
    }
}
