//! What an issued document changes.

use receipt::Operation;
use receipt::kz::{PaymentKind, Receipt};
use types::Money;

use super::super::{CashRegister, IssuedReceipt, Shift, Signature};
use crate::{CounterError, Document, DocumentBody, DocumentHead, NumberInShift, ShiftReport};

impl CashRegister {
    /// Counts an issued document and takes its numbers.
    pub(super) fn count(
        &mut self,
        document: &Document,
        signature: Option<&Signature>,
    ) -> Result<(), CounterError> {
        let head = &document.head;
        let mode = head.issue.mode();
        match &document.body {
            DocumentBody::Receipt(receipt) => {
                self.counters.add_receipt(receipt, mode)?;
                self.open_shift(head);
                self.count_for_cashier(head, receipt)?;
                self.last_receipt = Some(Box::new(IssuedReceipt {
                    head: head.clone(),
                    receipt: receipt.as_ref().clone(),
                    signature: signature.cloned(),
                }));
                if let crate::Issue::Autonomous { sign: Some(sign) } = head.issue {
                    self.next_sign = sign.next();
                }
            }
            DocumentBody::Movement { kind, amount } => self.counters.add_movement(*kind, *amount, mode)?,
            DocumentBody::ShiftClosing { report, .. } => {
                if let Some(report) = report {
                    self.close_shift_with(report);
                }
            }
        }
        self.last_number = head.number.unwrap_or(self.last_number.next());
        self.last_in_shift = match document.body {
            DocumentBody::ShiftClosing { .. } => NumberInShift::new(0),
            DocumentBody::Receipt(_) | DocumentBody::Movement { .. } => self.last_in_shift.next(),
        };
        self.last_document_at = self.last_document_at.max(Some(head.issued_at));
        Ok(())
    }

    fn open_shift(&mut self, head: &DocumentHead) {
        if let Shift::Closed { last } = self.shift {
            self.shift = Shift::Open {
                number: head.shift.unwrap_or(last.next()),
                opened_at: head.issued_at,
            };
        }
    }

    fn close_shift_with(&mut self, report: &ShiftReport) {
        self.counters = report.counters.clone();
        self.counters.close_shift();
        self.shift = Shift::Closed { last: report.shift };
        self.last_z = Some(Box::new(report.clone()));
        self.cashiers.clear();
    }

    fn count_for_cashier(&mut self, head: &DocumentHead, receipt: &Receipt) -> Result<(), CounterError> {
        let Some(cashier) = &head.cashier else {
            return Ok(());
        };
        let error = || CounterError { counter: "cashiers" };
        let figures = receipt.figures();
        let cash = figures.paid_by(PaymentKind::Cash);
        let counters = self.cashier_of(cashier);
        let tally = counters.receipts.of_mut(receipt.operation());
        tally.count = tally.count.checked_add(1).ok_or_else(error)?;
        tally.sum = tally.sum.checked_add(figures.total).ok_or_else(error)?;
        let sum: Option<Money> = match receipt.operation() {
            Operation::Sell | Operation::BuyReturn => counters.cash.checked_add(cash),
            Operation::SellReturn | Operation::Buy => counters.cash.checked_sub(cash),
        };
        counters.cash = sum.ok_or_else(error)?;
        Ok(())
    }
}
