//! Applying events: the only place where the books change.

use types::LocalDateTime;

use super::admit::count_document;
use super::{AUTONOMOUS_KEYS_MAX, AutonomousKey, BooksEvent, BooksShift, LastDocument, OperatorBooks};
use crate::{Annulled, Document, DocumentBody, ShiftReport};

/// An event that did not come from these books. They may be changed in part: throw them away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the event does not follow from the books: {why}")]
pub struct BooksOutOfPlace {
    /// Why.
    pub why: String,
}

impl OperatorBooks {
    /// Applies one event of [`OperatorBooks::admit`], or a change of standing or tariff.
    ///
    /// # Errors
    /// [`BooksOutOfPlace`] when the event was not decided upon these books.
    pub fn apply(&mut self, event: &BooksEvent) -> Result<(), BooksOutOfPlace> {
        match event {
            BooksEvent::ShiftOpened {
                number,
                at,
                received_at,
            } => {
                let BooksShift::Closed { last } = self.shift else {
                    return Err(out_of_place("a shift is open already"));
                };
                if *number <= last {
                    return Err(out_of_place("the shift is not newer than the last"));
                }
                self.shift = BooksShift::Open {
                    number: *number,
                    opened_at: *at,
                    received_at: *received_at,
                };
            }
            BooksEvent::Counted { document, .. } => {
                count_document(&mut self.counters, document)
                    .map_err(|refusal| out_of_place(&refusal.to_string()))?;
                self.remember(document);
            }
            BooksEvent::ShiftClosed { report, document, .. } => {
                self.close_with(report)?;
                if let Some(document) = document {
                    self.remember(document);
                }
            }
            BooksEvent::Annulled(annulled) => self.annul(annulled)?,
            BooksEvent::Reported { .. } | BooksEvent::Informed(_) | BooksEvent::Repeated { .. } => {}
            BooksEvent::StandingChanged(standing) => self.standing = standing.clone(),
            BooksEvent::TariffChanged(tariff) => self.tariff = *tariff,
        }
        Ok(())
    }

    fn annul(&mut self, annulled: &Annulled) -> Result<(), BooksOutOfPlace> {
        let last = self.last_document.as_mut();
        let last = last.filter(|last| last.annullable == Some(*annulled));
        let last = last.ok_or_else(|| out_of_place("no such receipt is the newest document"))?;
        last.annullable = None;
        self.counters
            .annul(annulled)
            .map_err(|error| out_of_place(&error.to_string()))
    }

    fn close_with(&mut self, report: &ShiftReport) -> Result<(), BooksOutOfPlace> {
        let BooksShift::Open { .. } = self.shift else {
            return Err(out_of_place("no shift is open"));
        };
        self.counters = report.counters.clone();
        self.counters.close_shift();
        self.shift = BooksShift::Closed { last: report.shift };
        self.last_z = Some(report.clone());
        Ok(())
    }

    fn remember(&mut self, document: &Document) {
        let shift = match self.shift {
            BooksShift::Open { number, .. } => number,
            BooksShift::Closed { last } => last,
        };
        let issued_at: LocalDateTime = document.head.issued_at;
        self.last_document = Some(LastDocument {
            shift,
            number: document.head.number,
            in_shift: document.head.in_shift,
            issued_at,
            cashier: document.head.cashier.clone(),
            content: document.content(),
            annullable: match &document.body {
                DocumentBody::Receipt(receipt) => Some(Annulled::of(receipt)),
                DocumentBody::Movement { .. } | DocumentBody::ShiftClosing { .. } => None,
            },
        });
        if let Some(key) = AutonomousKey::of(document) {
            if self.autonomous.len() >= AUTONOMOUS_KEYS_MAX {
                self.autonomous.pop_front();
            }
            self.autonomous.push_back(key);
        }
    }
}

impl Document {
    /// Kind and sum, to know a document again: `sell 1160.00`.
    #[must_use]
    pub fn content(&self) -> String {
        match &self.body {
            DocumentBody::Receipt(receipt) => {
                let name = crate::operation_name(receipt.operation());
                format!("{name} {}", receipt.figures().total)
            }
            DocumentBody::Movement { kind, amount } => {
                let name = match kind {
                    crate::CashMovementKind::Deposit => "deposit",
                    crate::CashMovementKind::Withdrawal => "withdrawal",
                };
                format!("{name} {amount}")
            }
            DocumentBody::ShiftClosing { .. } => "shift closing".to_owned(),
        }
    }
}

fn out_of_place(why: &str) -> BooksOutOfPlace {
    BooksOutOfPlace { why: why.to_owned() }
}
