//! Making documents: numbers, the way to the operator or into the queue.

use receipt::kz::IssueMode;
use types::LocalDateTime;

use super::{CashRegister, CashRegisterError, Command, Event};
use crate::{Actor, Document, DocumentBody, DocumentHead, DrawerAtClosing, Issue};

impl CashRegister {
    /// A document: pending when the operator can be asked, else issued and queued behind the others.
    pub(super) fn issue(
        &self,
        body: DocumentBody,
        actor: &Actor,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let issue = match self.unsent {
            None => Issue::Online,
            Some(_) => self.autonomous(&body),
        };
        let document = Document {
            head: DocumentHead {
                shift: Some(self.current_shift()),
                in_shift: Some(self.last_in_shift.next()),
                number: Some(self.last_number.next()),
                issued_at: now,
                cashier: Some(actor.cashier.clone()),
                issue,
            },
            body,
        };
        let document = Box::new(self.with_report(document)?);
        self.countable(&document)?;
        Ok(vec![match issue {
            Issue::Online => Event::DocumentPending(document),
            Issue::Autonomous { .. } => Event::DocumentIssued(document),
        }])
    }

    /// The pending document as an autonomous one: it keeps number and time.
    pub(super) fn pending_as_autonomous(&self) -> Result<Option<Document>, CashRegisterError> {
        let Some(pending) = &self.pending else {
            return Ok(None);
        };
        let mut document = pending.document.clone();
        document.head.issue = self.autonomous(&document.body);
        self.with_report(document).map(Some)
    }

    /// The receipt that waited for the closing, when it can be issued now; else it is given back.
    pub(super) fn release_held(&self, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        let Some(held) = &self.held else {
            return Ok(Vec::new());
        };
        let (draft, actor) = held.as_ref();
        let mut events = vec![Event::HeldReleased];
        let issued = self
            .after(&events)?
            .decide(Command::IssueReceipt(Box::new(draft.clone())), actor, now);
        // What stands against it now is told by its absence: the shift is closed all the same.
        events.extend(issued.unwrap_or_default());
        Ok(events)
    }

    /// [`CashRegister::release_held`] after these events; without a receipt that waits nothing is to be done.
    pub(super) fn held_after(
        &self,
        events: &[Event],
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        if self.held.is_none() {
            return Ok(Vec::new());
        }
        self.after(events)?.release_held(now)
    }

    /// The register after these events.
    pub(super) fn after(&self, events: &[Event]) -> Result<Self, CashRegisterError> {
        let mut next = self.clone();
        for event in events {
            next.apply_counted(event)?;
        }
        Ok(next)
    }

    fn autonomous(&self, body: &DocumentBody) -> Issue {
        let sign = matches!(body, DocumentBody::Receipt(_)).then_some(self.next_sign);
        Issue::Autonomous { sign }
    }

    fn with_report(&self, mut document: Document) -> Result<Document, CashRegisterError> {
        if let DocumentBody::ShiftClosing { drawer, report } = &mut document.body {
            let mode = document.head.issue.mode();
            *report = Some(Box::new(self.z_report(*drawer, mode, document.head.issued_at)?));
        }
        Ok(document)
    }

    /// Whether the counters can take it, before anybody is told that it exists.
    fn countable(&self, document: &Document) -> Result<(), CashRegisterError> {
        let mut counters = self.counters.clone();
        let mode: IssueMode = document.head.issue.mode();
        match &document.body {
            DocumentBody::Receipt(receipt) => counters.add_receipt(receipt, mode)?,
            DocumentBody::Movement { kind, amount } => counters.add_movement(*kind, *amount, mode)?,
            DocumentBody::ShiftClosing {
                drawer: DrawerAtClosing::Kept | DrawerAtClosing::Withdrawn,
                ..
            } => {}
        }
        Ok(())
    }
}
