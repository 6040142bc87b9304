//! Do lines and payments agree?

use types::Money;

use super::{AMOUNT_MAX, LINES_MAX, Linter, Path, Rule};
use crate::{FormatVersion, ReceiptLine, SplitLine};

/// Terms of a sum that a message shows.
const TERMS_SHOWN: usize = 6;

impl Linter<'_> {
    pub(super) fn amount(&mut self, path: Path, amount: Money) {
        if amount.is_negative() {
            let message = format!("{amount} is below zero; a return is an operation of its own");
            self.find(path, Rule::AmountNegative, message);
        } else if amount > AMOUNT_MAX {
            self.find(
                path,
                Rule::AmountTooLarge,
                format!("{amount} is more than {AMOUNT_MAX}"),
            );
        }
    }

    pub(super) fn payments(&mut self) {
        let path = Path::root("payments");
        for (name, amount) in self.payment_kinds() {
            self.amount(path.field(name), amount);
        }
    }

    fn payment_kinds(&self) -> [(&'static str, Money); 5] {
        let payments = self.receipt.payments;
        [
            ("cash", payments.cash),
            ("electronic", payments.electronic),
            ("prepaid", payments.prepaid),
            ("postpaid", payments.postpaid),
            ("in_kind", payments.in_kind),
        ]
    }

    pub(super) fn totals(&mut self) {
        let receipt = self.receipt;
        let may_lack_lines = receipt.correction.is_some() && self.context.version == FormatVersion::V1_05;
        if receipt.lines.is_empty() {
            if !may_lack_lines {
                let message = "a receipt has at least one line";
                self.find(Path::root("lines"), Rule::LinesMissing, message);
            }
            return;
        }
        let fiscal_lines: usize = receipt.lines.iter().map(fiscal_lines).sum();
        if fiscal_lines > LINES_MAX {
            let message = format!(
                "{fiscal_lines} lines after splitting; registers take {LINES_MAX}. Make two receipts of it"
            );
            self.find(Path::root("lines"), Rule::TooManyLines, message);
        }
        let lines = Money::sum(receipt.lines.iter().map(|line| line.total));
        let (Some(lines), Some(paid)) = (lines, receipt.payments.total()) else {
            let message = format!("the sum of the receipt is more than {AMOUNT_MAX}");
            self.find(Path::root("lines"), Rule::AmountTooLarge, message);
            return;
        };
        if lines > AMOUNT_MAX {
            let message = format!("the sum of the receipt, {lines}, is more than {AMOUNT_MAX}");
            self.find(Path::root("lines"), Rule::AmountTooLarge, message);
        }
        if lines != paid {
            let message = self.mismatch(lines, paid);
            self.find(Path::root("payments"), Rule::SumMismatch, message);
        }
    }

    fn mismatch(&self, lines: Money, paid: Money) -> String {
        let totals = self.receipt.lines.iter().map(|line| line.total.to_string());
        let kinds = self.payment_kinds();
        let payments = kinds.iter().filter(|(_, amount)| *amount != Money::ZERO);
        let payments = payments.map(|(name, amount)| format!("{name} {amount}"));
        let (missing, surplus) = (lines.checked_sub(paid), paid.checked_sub(lines));
        let verdict = match (missing, surplus) {
            (Some(missing), _) if !missing.is_negative() => format!("{missing} are not paid"),
            (_, Some(surplus)) => format!("{surplus} are paid too much"),
            _ => "they differ".to_owned(),
        };
        format!(
            "lines {}; payments {}: {verdict}",
            sum(totals, lines),
            sum(payments, paid)
        )
    }
}

/// `1.00 + 2.00 = 3.00`
fn sum(terms: impl Iterator<Item = String>, total: Money) -> String {
    let mut terms: Vec<_> = terms.collect();
    match terms.as_slice() {
        [] => return total.to_string(),
        [single] => return single.clone(),
        [_, _, ..] => {}
    }
    if terms.len() > TERMS_SHOWN {
        let hidden = terms.len() - TERMS_SHOWN;
        terms.truncate(TERMS_SHOWN);
        terms.push(format!("{hidden} more"));
    }
    format!("{} = {total}", terms.join(" + "))
}

pub(super) fn fiscal_lines(line: &ReceiptLine) -> usize {
    match line.split() {
        Ok(SplitLine::WithRemainder(..)) => 2,
        Ok(SplitLine::Whole(_)) | Err(_) => 1,
    }
}
