//! Marked goods: does the code fit the line?

use std::collections::HashMap;
use types::Quantity;

use super::sums::fiscal_lines;
use super::{LINES_MAX, Linter, Path, Rule};
use crate::marking::read_as;
use crate::{
    FormatVersion, Fraction, LineSubject, MarkedItem, MarkingKind, MeasureUnit, PLANNED_STATUSES, ReceiptLine,
};

/// Longest text of tag 1292, such as `1/2`.
const FRACTION_LENGTH_MAX: usize = 24;

impl Linter<'_> {
    pub(super) fn markings(&mut self) {
        let receipt = self.receipt;
        let mut seen = HashMap::new();
        for (index, line) in receipt.lines.iter().take(LINES_MAX).enumerate() {
            let path = Path::root("lines").index(index);
            let Some(item) = &line.marking else {
                if line.subject.needs_code() {
                    let LineSubject(number) = line.subject;
                    let message = format!("subject {number} is marked goods with a code; give the code");
                    self.find(path.field("marking"), Rule::MarkingCodeMissing, message);
                }
                continue;
            };
            self.subject_of_marked(&path, line);
            let path = path.field("marking");
            self.code(&path, item);
            self.quantity_of_marked(&path, line, item);
            if let Some(status) = item
                .planned_status
                .filter(|status| !PLANNED_STATUSES.contains(status))
            {
                let message = format!("{status} is not a planned status: 1 to 6 and 255 are");
                self.find(path.field("planned_status"), Rule::MarkingStatus, message);
            }
            let single =
                is_marked(item.kind) && line.measure == MeasureUnit::PIECE && item.fraction.is_none();
            if single && let Some(first) = seen.insert(item.code.trim(), index) {
                let message = format!("lines[{first}] has the same code, but a code stands for one piece");
                self.find(path.field("code"), Rule::MarkingCodeTwice, message);
            }
        }
    }

    fn subject_of_marked(&mut self, path: &Path, line: &ReceiptLine) {
        let LineSubject(number) = line.subject;
        let kind = line
            .marking
            .as_ref()
            .map_or(MarkingKind::Unknown, |item| item.kind);
        if line.subject.forbids_code() {
            let message = format!(
                "subject {number} is goods without a code; with one it is {}",
                number + 1
            );
            self.find(path.field("subject"), Rule::MarkingCodeUnexpected, message);
        } else if self.context.version >= FormatVersion::V1_2 && !line.subject.needs_code() && is_marked(kind)
        {
            let message = format!("subject {number}, but goods with a marking code are 33 (31 with excise)");
            self.find(path.field("subject"), Rule::MarkingSubject, message);
        }
    }

    fn code(&mut self, path: &Path, item: &MarkedItem) {
        let parsed = read_as(item.kind, &item.code);
        if let MarkingKind::Other(place) = item.kind
            && !(1..=6).contains(&place)
        {
            let message = format!("there are six other kinds, F.1 to F.6, but not F.{place}");
            self.find(path.field("kind"), Rule::MarkingCodeUnusable, message);
        }
        for issue in &parsed.issues {
            let rule = if issue.is_obstacle() {
                Rule::MarkingCodeUnusable
            } else {
                Rule::MarkingCodeSuspicious
            };
            self.find(path.field("code"), rule, issue.to_string());
        }
    }

    fn quantity_of_marked(&mut self, path: &Path, line: &ReceiptLine, item: &MarkedItem) {
        let one_piece = line.quantity == Quantity::ONE && line.measure == MeasureUnit::PIECE;
        if let Some(fraction) = item.fraction {
            self.fraction(&path.field("fraction"), fraction, one_piece, line);
        } else if line.wholesale {
            let several = line.quantity > Quantity::ONE;
            if item.kind != MarkingKind::Itf14 || !several {
                let message = format!(
                    "wholesale by volume and grade has an ITF-14 code and more than one unit, not {:?} × {}",
                    item.kind, line.quantity
                );
                self.find(path.field("kind"), Rule::Wholesale, message);
            }
        } else if is_marked(item.kind) && line.measure == MeasureUnit::PIECE && !one_piece {
            let message = format!(
                "{} pieces with one code; make a line for each piece",
                line.quantity
            );
            self.find(path.field("code"), Rule::MarkingQuantity, message);
        }
        if fiscal_lines(line) > 1 && !line.wholesale {
            let message = format!(
                "{} × {} does not divide into {} by whole kopecks, and a code cannot stand in two lines",
                line.price, line.quantity, line.total
            );
            self.find(path.field("code"), Rule::MarkingLineSplits, message);
        }
    }

    fn fraction(&mut self, path: &Path, fraction: Fraction, one_piece: bool, line: &ReceiptLine) {
        let Fraction {
            numerator,
            denominator,
        } = fraction;
        let text = format!("{numerator}/{denominator}");
        if numerator == 0 || numerator >= denominator || text.len() > FRACTION_LENGTH_MAX {
            let message = format!("{text} is not a share of a piece, such as 1/2");
            self.find(path.clone(), Rule::MarkingFraction, message);
        }
        if !one_piece {
            let message = format!(
                "a share is sold as quantity 1 of unit 0 (piece), not {} of unit {}",
                line.quantity, line.measure.0
            );
            self.find(path.clone(), Rule::MarkingFraction, message);
        }
        if self.context.version < FormatVersion::V1_2 {
            let message = format!(
                "FFD {} does not write shares of marked pieces",
                self.context.version
            );
            self.find(path.clone(), Rule::DroppedByFormat, message);
        }
    }
}

/// Kinds of codes that single pieces carry; the others may stand on any goods.
const fn is_marked(kind: MarkingKind) -> bool {
    match kind {
        MarkingKind::Gs1Marked
        | MarkingKind::Short
        | MarkingKind::Fur
        | MarkingKind::Egais2
        | MarkingKind::Egais3 => true,
        MarkingKind::Unknown
        | MarkingKind::Ean8
        | MarkingKind::Ean13
        | MarkingKind::Itf14
        | MarkingKind::Gs1
        | MarkingKind::Other(_) => false,
    }
}
