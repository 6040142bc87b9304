//! Documents that the operator refuses for good: put beside the queue, kept, and sent again when somebody says so.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::{BlockReason, CashRegister, CashRegisterError, Event, InFlight, Purpose, Signature};
use crate::{Answer, AnswerClass, DocumentNumber, Outage};

/// Documents of one register that may be set aside at a time. Source: ours.
pub const SET_ASIDE_MAX: usize = 100;

/// A document that was set aside: it was issued and is counted, but the operator does not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Its through number.
    pub number: DocumentNumber,
    /// When its outage began, which is told when it is sent again.
    pub since: LocalDateTime,
}

impl CashRegister {
    /// Documents that were set aside and that the operator still does not have, oldest first.
    #[must_use]
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// The document that is being sent again.
    #[must_use]
    pub const fn sent_again(&self) -> Option<DocumentNumber> {
        self.sent_again
    }

    pub(super) fn put_aside(
        &self,
        number: DocumentNumber,
        reason: String,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let is_stopped = matches!(
            self.block,
            Some(BlockReason::QueueRefused { .. } | BlockReason::ProtocolFault { .. })
        );
        let first = self.unsent.filter(|_| is_stopped).map(|unsent| unsent.first);
        if first != Some(number) {
            return Err(CashRegisterError::NotRefused { number, first });
        }
        if self.set_aside.len() >= SET_ASIDE_MAX {
            return Err(CashRegisterError::TooManySetAside);
        }
        Ok(vec![Event::DocumentSetAside { number, reason }, Event::Released])
    }

    pub(super) fn send_again(&self, number: DocumentNumber) -> Result<Vec<Event>, CashRegisterError> {
        if !self.set_aside.iter().any(|one| one.number == number) {
            return Err(CashRegisterError::NotSetAside { number });
        }
        match self.sent_again {
            Some(other) if other != number => Err(CashRegisterError::AnswerPending { number: other }),
            Some(_) | None => Ok(vec![Event::SendingAgain { number }]),
        }
    }

    /// A document that is sent again and may have arrived is repeated before anything else: only its repeat may use
    /// the old token.
    pub(super) fn repeats_set_aside(&self) -> Option<Purpose> {
        let InFlight { purpose, .. } = self.link.in_flight?;
        let number = self.sent_again?;
        (purpose == Purpose::Document(number)).then_some(purpose)
    }

    pub(super) fn outage_of(&self, purpose: Purpose, now: LocalDateTime) -> Option<Outage> {
        let again = self
            .set_aside
            .iter()
            .find(|one| self.sent_again == Some(one.number) && purpose == Purpose::Document(one.number));
        let began = again.map(|one| one.since);
        let began = began.or(self.unsent.map(|unsent| unsent.since))?;
        Some(Outage { began, ended: now })
    }

    /// A second refusal stops nothing: the document stays set aside.
    pub(super) fn set_aside_answered(
        number: DocumentNumber,
        answer: &Answer,
        signature: Option<Signature>,
        block: Option<BlockReason>,
    ) -> Vec<Event> {
        match answer.result.class() {
            AnswerClass::Accepted => vec![Event::RequestEnded, Event::SetAsideTaken { number, signature }],
            AnswerClass::RetryLater | AnswerClass::Autonomous => Vec::new(),
            AnswerClass::ShiftExpired | AnswerClass::Correct | AnswerClass::ProtocolFault => vec![
                Event::RequestEnded,
                Event::SetAsideRefused {
                    number,
                    code: answer.result,
                    text: answer.text.clone(),
                },
            ],
            AnswerClass::InvalidToken | AnswerClass::UnknownId | AnswerClass::Blocked => {
                let blocked = block.map(Event::Blocked);
                std::iter::once(Event::RequestEnded).chain(blocked).collect()
            }
        }
    }

    pub(super) fn apply_to_set_aside(&mut self, event: &Event) {
        match event {
            Event::DocumentSetAside { number, .. } => {
                if let Some(unsent) = self.unsent {
                    let since = unsent.since;
                    self.set_aside.push(SetAside {
                        number: *number,
                        since,
                    });
                }
                self.advance(*number);
            }
            Event::SendingAgain { number } => self.sent_again = Some(*number),
            Event::SetAsideTaken { number, signature } => {
                self.set_aside.retain(|one| one.number != *number);
                self.sent_again = None;
                self.sign_last_receipt(*number, signature.as_ref());
                // Its money is in the operator's counters now.
                self.link.informed = false;
            }
            Event::SetAsideRefused { .. } => self.sent_again = None,
            _ => {}
        }
    }

    pub(super) fn sign_last_receipt(&mut self, number: DocumentNumber, signature: Option<&Signature>) {
        if let Some(last) = &mut self.last_receipt
            && last.head.number == Some(number)
        {
            last.signature = signature.cloned();
        }
    }
}
