//! Closing a shift: the operator's figures win, differences are written down.

use types::{LocalDateTime, Money};

use super::admit::Admission;
use super::{BooksEvent, BooksShift, Flag, OperatorBooks, Refusal};
use crate::{
    CashMovementKind, Counters, Document, DocumentBody, DrawerAtClosing, ReportKind, ShiftNumber, ShiftReport,
};

impl OperatorBooks {
    pub(super) fn close(
        &self,
        document: &Document,
        mut admission: Admission,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        let DocumentBody::ShiftClosing { drawer, report: own } = &document.body else {
            return Ok(Vec::new());
        };
        let closed_at = document.head.issued_at;
        let (number, counters) = match self.shift {
            BooksShift::Open { number, .. } => {
                let named = document.head.shift.unwrap_or(number);
                if named != number {
                    let flag = if named < number {
                        Flag::LateForShift { named }
                    } else {
                        Flag::ShiftGap { due: number }
                    };
                    admission.refuse_or_flag(Refusal::WrongShift { named, due: number }, flag)?;
                }
                if named < number {
                    // A late closing of a shift that is closed already must not close the running one.
                    return Ok(Self::noted(document, admission));
                }
                (named, self.counters.clone())
            }
            BooksShift::Closed { last } => {
                admission.refuse_or_flag(Refusal::NothingToClose { last }, Flag::NothingToClose)?;
                let named = document.head.shift.unwrap_or(last);
                if named <= last {
                    return Ok(Self::noted(document, admission));
                }
                admission.events.push(BooksEvent::ShiftOpened {
                    number: named,
                    at: closed_at,
                    received_at: now,
                });
                (named, self.counters.clone())
            }
        };
        let mut counters = counters;
        let withdrawn = withdraw(*drawer, &mut counters, document)?;
        let report = self.z_report(counters, number, closed_at);
        let differences = own
            .as_deref()
            .map(|own| report.difference(own))
            .unwrap_or_default();
        admission.events.push(BooksEvent::ShiftClosed {
            report: Box::new(report),
            withdrawn,
            document: Some(Box::new(document.clone())),
            differences,
            flags: admission.flags,
        });
        Ok(admission.events)
    }

    /// A closing that closes nothing is kept all the same.
    fn noted(document: &Document, admission: Admission) -> Vec<BooksEvent> {
        let mut events = admission.events;
        events.push(BooksEvent::Counted {
            document: Box::new(document.clone()),
            flags: admission.flags,
        });
        events
    }

    pub(super) fn z_report(
        &self,
        counters: Counters,
        shift: ShiftNumber,
        closed_at: LocalDateTime,
    ) -> ShiftReport {
        let opened_at = match self.shift {
            BooksShift::Open { opened_at, .. } => opened_at,
            BooksShift::Closed { .. } => closed_at,
        };
        ShiftReport {
            kind: ReportKind::Z,
            made_at: closed_at,
            shift,
            opened_at: Some(opened_at),
            closed_at: Some(closed_at),
            counters,
            unstated: Vec::new(),
        }
    }
}

/// Empties the drawer as a withdrawal of the shift; an empty drawer needs none.
fn withdraw(
    drawer: DrawerAtClosing,
    counters: &mut Counters,
    document: &Document,
) -> Result<Option<Money>, Refusal> {
    let amount = counters.cash_in_drawer;
    if drawer == DrawerAtClosing::Kept || amount <= Money::ZERO {
        return Ok(None);
    }
    counters.add_movement(CashMovementKind::Withdrawal, amount, document.head.issue.mode())?;
    Ok(Some(amount))
}
