//! Applying events: the only place where the state changes.

use super::{
    AcceptedConfirmation, Archive, Effect, Event, FiscalMode, FiscalStorage, LastDocument, OfdLink,
    OpenShift, Phase, PhaseKind, SealedDocument, Sending, Shift, StorageRecord, StorageRegistration,
    Transfer, Unsent, UnsentQueue,
};
use crate::counters::{CounterError, Counters};
use crate::numbering::{ReceiptNumberInShift, ShiftNumber};
use crate::receipt_amounts::ReceiptAmounts;

/// An event that did not come from a decision upon this state. The state may be changed in part: throw it away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EventOutOfPlace {
    /// The event does not belong into the phase.
    #[error("event `{event}` cannot happen in phase `{phase}`")]
    Phase {
        /// Name of the event.
        event: &'static str,
        /// The phase.
        phase: PhaseKind,
    },
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

impl FiscalStorage {
    /// Applies one event of [`FiscalStorage::decide`].
    ///
    /// # Errors
    /// [`EventOutOfPlace`] when the event was not decided upon this state.
    pub fn apply(&mut self, event: &Event) -> Result<(), EventOutOfPlace> {
        match event {
            Event::Prepared => match self.phase {
                Phase::Setup => {
                    self.phase = Phase::Ready;
                    Ok(())
                }
                Phase::Ready | Phase::Fiscal(_) | Phase::PostFiscal(_) | Phase::Archive(_) => {
                    Err(self.out_of_place("Prepared"))
                }
            },
            Event::DocumentSealed(document) => self.apply_document(document),
            Event::ConfirmationAccepted(confirmation) => self.apply_confirmation(confirmation),
            Event::SendingCompleted => match &self.phase {
                Phase::PostFiscal(sending) => {
                    self.phase = Phase::Archive(Box::new(Archive {
                        record: sending.record.clone(),
                    }));
                    Ok(())
                }
                Phase::Setup | Phase::Ready | Phase::Fiscal(_) | Phase::Archive(_) => {
                    Err(self.out_of_place("SendingCompleted"))
                }
            },
        }
    }

    /// [`FiscalStorage::apply`] of [`Event::DocumentSealed`].
    pub(crate) fn apply_document(&mut self, document: &SealedDocument) -> Result<(), EventOutOfPlace> {
        match &mut self.phase {
            Phase::Ready => {
                let Effect::Registered(registration) = &document.effect else {
                    return Err(self.out_of_place("DocumentSealed"));
                };
                self.phase = Phase::Fiscal(Box::new(FiscalMode::begin(registration, document)));
                Ok(())
            }
            Phase::Fiscal(mode) => {
                if let Some(closed) = mode.apply_document(document)? {
                    self.phase = closed;
                }
                Ok(())
            }
            Phase::Setup | Phase::PostFiscal(_) | Phase::Archive(_) => {
                Err(self.out_of_place("DocumentSealed"))
            }
        }
    }

    fn apply_confirmation(&mut self, confirmation: &AcceptedConfirmation) -> Result<(), EventOutOfPlace> {
        match &mut self.phase {
            Phase::Fiscal(mode) => {
                mode.record.ofd = confirmation.link();
                let UnsentQueue::Waiting(unsent) = &mut mode.unsent else {
                    return Err(EventOutOfPlace::State {
                        event: "ConfirmationAccepted",
                    });
                };
                if !unsent.confirm(confirmation)? {
                    mode.unsent = UnsentQueue::Empty;
                }
                Ok(())
            }
            Phase::PostFiscal(sending) => {
                sending.record.ofd = confirmation.link();
                sending.unsent.confirm(confirmation)?;
                Ok(())
            }
            Phase::Setup | Phase::Ready | Phase::Archive(_) => Err(self.out_of_place("ConfirmationAccepted")),
        }
    }

    fn out_of_place(&self, event: &'static str) -> EventOutOfPlace {
        EventOutOfPlace::Phase {
            event,
            phase: self.phase.kind(),
        }
    }
}

impl FiscalMode {
    fn begin(registration: &StorageRegistration, document: &SealedDocument) -> Self {
        let queue = match registration.transfer {
            Transfer::None => UnsentQueue::NotKept,
            Transfer::Ofd => UnsentQueue::Waiting(Box::new(Unsent::from_one(document))),
        };
        Self {
            record: StorageRecord {
                registration: registration.clone(),
                registered_at: document.at,
                last: document.mark(),
                totals: Counters::default(),
                ofd: OfdLink::Silent,
            },
            shift: Shift::NeverOpened,
            unsent: queue,
        }
    }

    /// Returns the next phase when the document ends the fiscal mode.
    fn apply_document(&mut self, document: &SealedDocument) -> Result<Option<Phase>, EventOutOfPlace> {
        if document.number != self.record.last.number.next() {
            return Err(EventOutOfPlace::State {
                event: "DocumentSealed",
            });
        }
        self.record.last = document.mark();
        match &document.effect {
            Effect::Registered(_) => return Err(EventOutOfPlace::State { event: "Registered" }),
            Effect::ReRegistered(registration) => self.re_register(registration),
            Effect::ShiftOpened { shift } => self.shift = Shift::begin(*shift, document),
            Effect::ReceiptCounted { receipt, amounts, .. } => self.count(*receipt, amounts)?,
            Effect::ShiftClosed { .. } => self.close_shift(document)?,
            Effect::StatusReported { .. } | Effect::ArchiveClosed { .. } => self.count_report(),
        }
        self.unsent.push(document)?;
        let Effect::ArchiveClosed { .. } = document.effect else {
            return Ok(None);
        };
        let record = self.record.clone();
        Ok(Some(match &self.unsent {
            UnsentQueue::Waiting(unsent) => Phase::PostFiscal(Box::new(Sending {
                record,
                unsent: Unsent::clone(unsent),
            })),
            UnsentQueue::NotKept | UnsentQueue::Empty => Phase::Archive(Box::new(Archive { record })),
        }))
    }

    fn re_register(&mut self, registration: &StorageRegistration) {
        match (registration.transfer, &self.unsent) {
            (Transfer::None, _) => self.unsent = UnsentQueue::NotKept,
            (Transfer::Ofd, UnsentQueue::NotKept) => self.unsent = UnsentQueue::Empty,
            (Transfer::Ofd, UnsentQueue::Empty | UnsentQueue::Waiting(_)) => {}
        }
        self.record.registration = registration.clone();
    }

    fn count(
        &mut self,
        receipt: ReceiptNumberInShift,
        amounts: &ReceiptAmounts,
    ) -> Result<(), EventOutOfPlace> {
        let Shift::Open(open) = &mut self.shift else {
            return Err(EventOutOfPlace::State {
                event: "ReceiptCounted",
            });
        };
        open.counters.add(amounts)?;
        open.documents = open.documents.saturating_add(1);
        open.last_receipt = receipt;
        self.record.totals.add(amounts)?;
        Ok(())
    }

    fn count_report(&mut self) {
        if let Shift::Open(open) = &mut self.shift {
            open.documents = open.documents.saturating_add(1);
        }
    }

    fn close_shift(&mut self, document: &SealedDocument) -> Result<(), EventOutOfPlace> {
        let Shift::Open(open) = &self.shift else {
            return Err(EventOutOfPlace::State { event: "ShiftClosed" });
        };
        self.shift = Shift::Closed {
            number: open.number,
            opened_at: open.opened_at,
            closed_at: document.at,
        };
        Ok(())
    }
}

impl Shift {
    fn begin(number: ShiftNumber, document: &SealedDocument) -> Self {
        Self::Open(Box::new(OpenShift {
            number,
            opened_at: document.at,
            documents: 1,
            last_receipt: ReceiptNumberInShift::new(0),
            counters: Counters::default(),
        }))
    }
}

impl UnsentQueue {
    fn push(&mut self, document: &SealedDocument) -> Result<(), EventOutOfPlace> {
        match self {
            Self::NotKept => {}
            Self::Empty => *self = Self::Waiting(Box::new(Unsent::from_one(document))),
            Self::Waiting(unsent) => {
                unsent.count = unsent.count.saturating_add(1);
                if let Some(amounts) = document.amounts() {
                    unsent.counters.add(amounts)?;
                }
            }
        }
        Ok(())
    }
}

impl Unsent {
    fn from_one(document: &SealedDocument) -> Self {
        let mut counters = Counters::default();
        if let Some(amounts) = document.amounts() {
            // One receipt always fits: its sums were read into the same range.
            let _fits = counters.add(amounts);
        }
        Self {
            first: document.number,
            first_at: document.at,
            count: 1,
            counters,
        }
    }

    /// Returns `false` when nothing waits any more.
    fn confirm(&mut self, confirmation: &AcceptedConfirmation) -> Result<bool, EventOutOfPlace> {
        if confirmation.number != self.first {
            return Err(EventOutOfPlace::State {
                event: "ConfirmationAccepted",
            });
        }
        if let Some(amounts) = &confirmation.amounts {
            self.counters.take(amounts)?;
        }
        self.first = self.first.next();
        self.count = self.count.saturating_sub(1);
        match confirmation.following_at {
            Some(at) => {
                self.first_at = at;
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

impl AcceptedConfirmation {
    const fn link(&self) -> OfdLink {
        OfdLink::Confirmed {
            number: self.number,
            at: self.at,
            message: self.message,
        }
    }
}

impl SealedDocument {
    const fn mark(&self) -> LastDocument {
        LastDocument {
            number: self.number,
            sign: self.sign,
            at: self.at,
        }
    }
}
