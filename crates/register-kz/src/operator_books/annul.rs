//! Annulling the last receipt, which the law allowed until a day. Law: KZ-626/no-annulment.

use types::{LocalDateTime, Money};

use super::{BooksEvent, BooksPolicy, BooksShift, NotAnnulled, OperatorBooks, Refusal};

impl OperatorBooks {
    /// The last receipt of the running shift, when nothing has followed it. Source: KZ-OFD/annulment.
    pub(super) fn admit_annulment(
        &self,
        policy: &BooksPolicy,
        now: LocalDateTime,
    ) -> Result<Vec<BooksEvent>, Refusal> {
        self.in_service()?;
        if let Some(ended) = policy.annulment_ends.filter(|ended| now >= *ended) {
            return Err(Refusal::NotAnnulled(NotAnnulled::Forbidden { since: ended }));
        }
        let BooksShift::Open { number, .. } = self.shift else {
            return Err(Refusal::NotAnnulled(NotAnnulled::NoReceipt));
        };
        self.within_a_day(None, now)?;
        let last = self.last_document.as_ref().filter(|last| last.shift == number);
        let Some(annulled) = last.and_then(|last| last.annullable) else {
            return Err(Refusal::NotAnnulled(NotAnnulled::NoReceipt));
        };
        let (in_drawer, taken) = (self.counters.cash_in_drawer, annulled.cash_taken());
        if taken > Money::ZERO && taken > in_drawer {
            return Err(Refusal::NotEnoughCash { in_drawer, taken });
        }
        self.counters.clone().annul(&annulled)?;
        Ok(vec![BooksEvent::Annulled(annulled)])
    }
}
