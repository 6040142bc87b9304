//! Applying events: the only place where the state changes.

mod counting;

use super::{BlockReason, CashRegister, Event, LinkChange, Pending, Purpose, SettingsChange, Shift, Unsent};
use crate::{
    ByMovement, CashMovementKind, CounterError, Document, DocumentNumber, MovementCounters, ReportKind,
    ShiftReport,
};

/// An event that did not come from a decision upon this state. The state may be changed in part: throw it away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventOutOfPlace {
    /// The event does not follow from the state.
    #[error("event `{event}` does not follow from the state")]
    State {
        /// Name of the event.
        event: &'static str,
    },
    /// A counter left its range.
    #[error("the event overflows a counter")]
    Counter(#[from] CounterError),
}

impl CashRegister {
    /// Applies one event.
    ///
    /// # Errors
    /// [`EventOutOfPlace`] when the event was not decided upon this state.
    pub fn apply(&mut self, event: &Event) -> Result<(), EventOutOfPlace> {
        let due = Some(self.last_number.next());
        let waits = self.pending.as_ref().and_then(|one| one.document.head.number);
        let (event_name, follows) = match event {
            Event::SetUp(_) => ("SetUp", self.setup.is_none()),
            Event::DocumentPending(document) => (
                "DocumentPending",
                waits.is_none() && self.unsent.is_none() && document.head.number == due,
            ),
            Event::DocumentIssued(document) => (
                "DocumentIssued",
                document.head.number == due && waits.is_none_or(|number| Some(number) == due),
            ),
            Event::PendingAccepted { document, .. } => (
                "PendingAccepted",
                document.head.number == due && waits == document.head.number,
            ),
            Event::PendingRefused { number, .. } => ("PendingRefused", waits == Some(*number)),
            Event::QueueAdvanced { number, .. } => {
                let first = self.unsent.map(|unsent| unsent.first);
                ("QueueAdvanced", first == Some(*number))
            }
            Event::DocumentSetAside { number, .. } => {
                let first = self.unsent.map(|unsent| unsent.first);
                ("DocumentSetAside", first == Some(*number))
            }
            Event::SetAsideTaken { number, .. } => ("SetAsideTaken", self.sent_again == Some(*number)),
            _ => ("", true),
        };
        if !follows {
            return Err(EventOutOfPlace::State { event: event_name });
        }
        Ok(self.apply_counted(event)?)
    }

    /// [`CashRegister::apply`] of an event that was just decided upon this state.
    pub(super) fn apply_counted(&mut self, event: &Event) -> Result<(), CounterError> {
        match event {
            Event::SetUp(setup) => {
                self.link.device_id = setup.device_id;
                self.link.token = Some(setup.token);
                self.setup = Some(setup.clone());
            }
            Event::LinkEntered { device_id, token } => {
                if let Some(device_id) = device_id {
                    self.link.device_id = *device_id;
                }
                self.link.token = Some(*token);
                self.link.in_flight = None;
                self.link.informed = false;
                let is_way_out = match self.block {
                    Some(BlockReason::InvalidToken) => true,
                    Some(BlockReason::UnknownId) => device_id.is_some(),
                    _ => false,
                };
                if is_way_out {
                    self.block = None;
                }
            }
            Event::DocumentPending(document) => {
                let document = document.as_ref().clone();
                self.pending = Some(Box::new(Pending { document }));
            }
            Event::PendingAccepted { document, signature } => {
                self.pending = None;
                self.count(document, signature.as_ref())?;
            }
            Event::PendingRefused { .. } => self.pending = None,
            Event::DocumentIssued(document) => {
                self.pending = None;
                self.count(document, None)?;
                self.enqueue(document);
            }
            Event::QueueAdvanced { number, signature } => {
                self.advance(*number);
                self.sign_last_receipt(*number, signature.as_ref());
            }
            Event::DocumentSetAside { .. }
            | Event::SendingAgain { .. }
            | Event::SetAsideTaken { .. }
            | Event::SetAsideRefused { .. } => self.apply_to_set_aside(event),
            Event::SettingsChanged(change) => self.apply_settings(*change),
            Event::ReceiptHeld(held) => self.held = Some(held.clone()),
            Event::HeldReleased => self.held = None,
            Event::Blocked(reason) => self.block = Some(reason.clone()),
            Event::Released => self.block = None,
            Event::CountersAdopted { report, .. } => self.adopt(report)?,
            Event::SessionBegan
            | Event::RequestBegun(_)
            | Event::RequestEnded
            | Event::TokenStored(_)
            | Event::Informed { .. }
            | Event::ReportCompared(_)
            | Event::Reported(_) => self.apply_to_link(event),
            Event::SectionsReported(_)
            | Event::CashiersReported(_)
            | Event::ControlReceiptMade(_)
            | Event::CopyMade(_) => {}
        }
        Ok(())
    }

    fn apply_settings(&mut self, change: SettingsChange) {
        if let Some(setup) = &mut self.setup {
            setup.rollover = change.rollover;
            setup.returns_name_parents = change.returns_name_parents;
        }
        let is_over = match (change.link, &self.block) {
            (LinkChange::Kept, _) | (_, None) => false,
            // What the server before said of the register holds no longer.
            (LinkChange::Server, Some(_)) => true,
            // The same server: a block that it laid upon the register is its own to lift.
            (LinkChange::Version, Some(reason)) => matches!(
                reason,
                BlockReason::QueueRefused { .. } | BlockReason::ProtocolFault { .. }
            ),
        };
        if is_over {
            self.block = None;
        }
        if change.link != LinkChange::Kept {
            self.link.informed = false;
            if self.repeats_document().is_none() {
                self.link.in_flight = None;
            }
        }
    }

    /// A document that may have arrived is repeated with its number and token whatever else changes.
    fn repeats_document(&self) -> Option<Purpose> {
        let purpose = self.link.in_flight?.purpose;
        matches!(purpose, Purpose::Document(_)).then_some(purpose)
    }

    fn apply_to_link(&mut self, event: &Event) {
        match event {
            Event::SessionBegan => {
                self.link.informed = false;
                self.link.report_wanted = false;
                if let Some(in_flight) = self.link.in_flight
                    && !matches!(in_flight.purpose, Purpose::Document(_))
                {
                    self.link.in_flight = None;
                }
            }
            Event::RequestBegun(in_flight) => {
                self.link.last_request = in_flight.request_number;
                self.link.last_attempt = in_flight.attempt;
                self.link.in_flight = Some(*in_flight);
            }
            Event::RequestEnded => {
                if let Some(in_flight) = self.link.in_flight.take()
                    && in_flight.purpose == Purpose::Report
                {
                    self.link.report_wanted = false;
                }
            }
            Event::TokenStored(token) => self.link.token = Some(*token),
            Event::Informed {
                report,
                last_document,
            } => {
                self.link.informed = true;
                let times = report
                    .as_deref()
                    .and_then(|report| report.closed_at.max(report.opened_at));
                self.operator_time = self.operator_time.max(times);
                let number = last_document.and_then(|last| last.number);
                self.last_number = self.last_number.max(number.unwrap_or_default());
            }
            Event::Reported(_) => self.link.report_wanted = self.unsent.is_none() && self.block.is_none(),
            Event::ReportCompared(_) => self.link.report_wanted = false,
            _ => {}
        }
    }

    fn enqueue(&mut self, document: &Document) {
        let number = self.last_number;
        let unsent = self.unsent.get_or_insert(Unsent {
            first: number,
            count: 0,
            since: document.head.issued_at,
        });
        unsent.count = unsent.count.saturating_add(1);
    }

    pub(super) fn advance(&mut self, number: DocumentNumber) {
        let Some(unsent) = &mut self.unsent else { return };
        unsent.first = number.next();
        unsent.count = unsent.count.saturating_sub(1);
        if unsent.count == 0 {
            self.unsent = None;
            // After an outage the counters are looked at again.
            self.link.informed = false;
        }
    }

    /// The operator's counters win. Money that was moved after the Z that it tells is not in it, and stays.
    fn adopt(&mut self, report: &ShiftReport) -> Result<(), CounterError> {
        let after_z = match self.shift {
            Shift::Closed { last } if report.kind == ReportKind::Z && last == report.shift => {
                self.counters.shift.movements
            }
            Shift::Closed { .. } | Shift::Open { .. } => ByMovement::default(),
        };
        self.counters = report.counters.clone();
        match report.kind {
            ReportKind::X => {
                let own = match self.shift {
                    Shift::Open { opened_at, .. } => opened_at,
                    Shift::Closed { .. } => report.made_at,
                };
                self.shift = Shift::Open {
                    number: report.shift,
                    opened_at: report.opened_at.unwrap_or(own),
                };
            }
            ReportKind::Z => {
                self.counters.close_shift();
                self.readd(&after_z)?;
                self.shift = Shift::Closed { last: report.shift };
                self.last_z = Some(Box::new(report.clone()));
                self.cashiers.clear();
            }
        }
        Ok(())
    }

    fn readd(&mut self, movements: &ByMovement<MovementCounters>) -> Result<(), CounterError> {
        let error = |counter| CounterError { counter };
        self.counters.shift.movements = *movements;
        for kind in [CashMovementKind::Deposit, CashMovementKind::Withdrawal] {
            let moved = movements.of(kind);
            let ever = self.counters.movements_ever.of_mut(kind);
            *ever = ever.checked_add(moved.count).ok_or(error("movements_ever"))?;
            let drawer = self.counters.cash_in_drawer;
            self.counters.cash_in_drawer = match kind {
                CashMovementKind::Deposit => drawer.checked_add(moved.sum),
                CashMovementKind::Withdrawal => drawer.checked_sub(moved.sum),
            }
            .ok_or(error("cash_in_drawer"))?;
        }
        Ok(())
    }
}
