//! What the operator can know of documents that a register issued and it never got.
//!
//! It knows two things. A register that sends its own figures tells how many documents of the shift it counted: those
//! that the operator did not count are on their way, or lost. And a register that tells an outage after its newest
//! document has a queue, whose length it does not tell: at least one document. It cannot know what a register issued
//! since it was last heard, nor what a register without figures of its own keeps back. Signs and numbers with gaps prove
//! nothing: signs may be moments in time, and through numbers count reports and copies at some registers.
//!
//! A queue is sent in its order and a new document goes to its end (KZ-OFD/draining), so that any online document which
//! comes after the outage ends the doubt.

use crate::{CashMovementKind, OPERATIONS, Outage, ShiftReport};

use super::OperatorBooks;

/// A register's own figures beside the operator's of the same moment.
#[derive(Clone, Copy, Debug)]
pub struct ComparedReports<'a> {
    /// What the register counted.
    pub own: &'a ShiftReport,
    /// What the operator had counted then.
    pub counted: &'a ShiftReport,
    /// Documents that came afterwards though they were issued before.
    pub arrived_later: u32,
}

impl ComparedReports<'_> {
    /// Documents of the shift that the register counted and the operator did not.
    #[must_use]
    pub fn missing(&self) -> u32 {
        let (own, counted) = (&self.own.counters.shift, &self.counted.counters.shift);
        let receipts = OPERATIONS.into_iter().map(|operation| {
            let own = own.receipts.of(operation).count;
            own.saturating_sub(counted.receipts.of(operation).count)
        });
        let movements = [CashMovementKind::Deposit, CashMovementKind::Withdrawal].map(|kind| {
            let own = own.movements.of(kind).count;
            own.saturating_sub(counted.movements.of(kind).count)
        });
        let missing = receipts.chain(movements).fold(0, u32::saturating_add);
        missing.saturating_sub(self.arrived_later)
    }
}

impl OperatorBooks {
    /// Documents that the operator knows of and did not get, at the least. `outage` is what the newest request told.
    #[must_use]
    pub fn known_unsent(&self, newest: Option<ComparedReports<'_>>, outage: Option<Outage>) -> u32 {
        let missing = newest.map_or(0, |newest| newest.missing());
        let has_queue = outage.is_some_and(|outage| {
            let newest = self.last_document().map(|document| document.issued_at);
            newest.is_none_or(|issued_at| issued_at < outage.began)
        });
        missing.max(u32::from(has_queue))
    }
}

#[cfg(test)]
mod tests {
    use receipt::Operation;
    use types::LocalDateTime;

    use super::*;
    use crate::{LastDocument, ShiftNumber};

    fn at(second: i64) -> LocalDateTime {
        LocalDateTime::from_wall_seconds(1_795_000_000 + second)
    }

    fn report(sales: u32, returns: u32, deposits: u32) -> ShiftReport {
        let mut report = OperatorBooks::new(None).x_report(at(100));
        let shift = &mut report.counters.shift;
        shift.receipts.of_mut(Operation::Sell).count = sales;
        shift.receipts.of_mut(Operation::SellReturn).count = returns;
        shift.movements.of_mut(CashMovementKind::Deposit).count = deposits;
        report
    }

    fn missing(own: &ShiftReport, counted: &ShiftReport, arrived_later: u32) -> u32 {
        let compared = ComparedReports {
            own,
            counted,
            arrived_later,
        };
        compared.missing()
    }

    /// Own figures, the operator's, what came later, and what is still missing.
    #[test]
    fn figures_of_the_register_tell_what_is_missing_until_it_comes() {
        for (own, counted, later, left) in [
            ((3, 0, 1), (3, 0, 1), 0, 0),
            ((3, 1, 2), (1, 1, 1), 0, 3),
            ((3, 1, 2), (1, 1, 1), 2, 1),
            ((3, 1, 2), (1, 1, 1), 9, 0),
            // Too many sales there do not make up for a return that is missing here.
            ((1, 1, 0), (5, 0, 0), 0, 1),
            // A register that states no counts claims nothing.
            ((0, 0, 0), (5, 5, 5), 0, 0),
        ] {
            let report = |(sales, returns, deposits)| report(sales, returns, deposits);
            assert_eq!(
                missing(&report(own), &report(counted), later),
                left,
                "{own:?} {counted:?} {later}"
            );
        }
    }

    #[test]
    fn an_outage_after_the_newest_document_announces_one_at_least() {
        let mut books = OperatorBooks::new(None);
        let outage = |began| {
            Some(Outage {
                began: at(began),
                ended: at(began + 60),
            })
        };
        assert_eq!(books.known_unsent(None, None), 0);
        assert_eq!(books.known_unsent(None, outage(0)), 1, "nothing has come at all");
        books.last_document = Some(LastDocument {
            shift: ShiftNumber::new(1),
            number: None,
            in_shift: None,
            issued_at: at(500),
            cashier: None,
            content: "sell 1.00".to_owned(),
            annullable: None,
        });
        for (began, known) in [(400, 0), (500, 0), (501, 1)] {
            assert_eq!(books.known_unsent(None, outage(began)), known, "{began}");
        }
        let (own, counted) = (report(4, 0, 0), report(1, 0, 0));
        let compared = ComparedReports {
            own: &own,
            counted: &counted,
            arrived_later: 0,
        };
        assert_eq!(
            books.known_unsent(Some(compared), outage(501)),
            3,
            "the same documents are not told twice"
        );
    }
}
