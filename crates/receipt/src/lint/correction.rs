//! Corrections.

use super::{Linter, Path, Rule};
use crate::{CorrectionKind, FormatVersion};

impl Linter<'_> {
    pub(super) fn correction(&mut self) {
        let Some(correction) = &self.receipt.correction else {
            return;
        };
        let path = Path::root("correction");
        if correction.date > self.context.now {
            let message = format!(
                "the corrected settlement of {} is still to come; it is {}",
                correction.date.format("%d.%m.%Y"),
                self.context.now.format("%d.%m.%Y")
            );
            self.find(path.field("date"), Rule::CorrectionDateInFuture, message);
        }
        match (correction.kind, &correction.order_number) {
            (CorrectionKind::ByOrder, None) => {
                let message = "a correction by order names the number of the tax authority's order";
                self.find(path.field("order_number"), Rule::CorrectionOrderMissing, message);
            }
            (CorrectionKind::ByOrder | CorrectionKind::OwnInitiative, number) => {
                self.optional_text(path.field("order_number"), number.as_ref(), 32);
            }
        }
        if self.context.version == FormatVersion::V1_05 && self.receipt.operation.is_return() {
            let message = "FFD 1.05 corrects sales and purchases; make a return receipt instead";
            self.find(Path::root("operation"), Rule::CorrectionOfReturn, message);
        }
    }
}
