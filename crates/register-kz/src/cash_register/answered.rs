//! From the operator's answers, or their absence, to events. Nothing changes here.

use types::LocalDateTime;

use super::{BlockReason, CashRegister, CashRegisterError, Event, InFlight, Purpose, Shift, Signature};
use crate::{
    Answer, AnswerBody, AnswerClass, Difference, DocumentBody, DocumentNumber, ReportKind, ShiftReport,
};

impl CashRegister {
    /// What an answer does. Its token is kept whatever the result. Source: KZ-OFD/token.
    ///
    /// # Errors
    /// [`CashRegisterError::AnswerUnexpected`] for an answer to something else than the newest attempt: a late
    /// answer of an earlier connection changes nothing.
    pub fn answered(
        &self,
        attempt: u32,
        answer: &Answer,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let in_flight = match self.link.in_flight {
            Some(in_flight) if in_flight.attempt == attempt => in_flight,
            _ => return Err(CashRegisterError::AnswerUnexpected { attempt }),
        };
        let mut events = vec![Event::TokenStored(answer.token)];
        match in_flight.purpose {
            Purpose::Document(number) if self.sent_again == Some(number) => {
                let (signature, block) = (signature(answer), block(answer));
                events.extend(Self::set_aside_answered(number, answer, signature, block));
            }
            Purpose::Document(number) if self.pending.is_some() => {
                events.extend(self.pending_answered(in_flight, number, answer, now)?);
            }
            Purpose::Document(number) => events.extend(Self::queue_answered(number, answer)),
            Purpose::Info => {
                events.push(Event::RequestEnded);
                events.extend(self.info_answered(answer, now));
            }
            Purpose::Report => {
                events.push(Event::RequestEnded);
                match (answer.result.class(), &answer.body) {
                    (AnswerClass::Accepted, AnswerBody::Report(report)) => {
                        events.push(Event::ReportCompared(self.x_report(now).difference(report)));
                    }
                    _ => events.extend(block(answer).map(Event::Blocked)),
                }
            }
            Purpose::System => {
                events.push(Event::RequestEnded);
                match answer.result.class() {
                    AnswerClass::Accepted => events.push(Event::Released),
                    _ => events.extend(block(answer).map(Event::Blocked)),
                }
            }
        }
        Ok(events)
    }

    /// No answer came within the transaction time, or no connection. A document that waited is issued without
    /// the operator; its request stays to be repeated, since it may have arrived. Source: KZ-OFD/modes.
    ///
    /// # Errors
    /// [`CashRegisterError::Counter`] when a counter leaves its range, which was looked at before.
    pub fn given_up(&self, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        let mut events = self.autonomously(now)?;
        if let Some(InFlight {
            purpose: Purpose::Info | Purpose::Report | Purpose::System,
            ..
        }) = self.link.in_flight
        {
            events.push(Event::RequestEnded);
        }
        Ok(events)
    }

    fn autonomously(&self, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        let Some(document) = self.pending_as_autonomous()? else {
            return Ok(Vec::new());
        };
        let mut events = vec![Event::DocumentIssued(Box::new(document))];
        events.extend(self.held_after(&events, now)?);
        Ok(events)
    }

    fn pending_answered(
        &self,
        in_flight: InFlight,
        number: DocumentNumber,
        answer: &Answer,
        now: LocalDateTime,
    ) -> Result<Vec<Event>, CashRegisterError> {
        let class = answer.result.class();
        match class {
            AnswerClass::Accepted => return self.pending_accepted(answer, now),
            AnswerClass::RetryLater => return Ok(Vec::new()),
            AnswerClass::Autonomous => return self.autonomously(now),
            // An earlier try may have arrived before the token was changed: only the operator can tell.
            AnswerClass::InvalidToken | AnswerClass::UnknownId if in_flight.tries > 1 => {
                let mut events = vec![Event::RequestEnded];
                if let Some(document) = self.pending_as_autonomous()? {
                    events.push(Event::DocumentIssued(Box::new(document)));
                }
                events.extend(self.held.as_ref().map(|_| Event::HeldReleased));
                events.extend(block(answer).map(Event::Blocked));
                return Ok(events);
            }
            AnswerClass::InvalidToken
            | AnswerClass::UnknownId
            | AnswerClass::Blocked
            | AnswerClass::ProtocolFault
            | AnswerClass::ShiftExpired
            | AnswerClass::Correct => {}
        }
        let mut events = vec![
            Event::RequestEnded,
            Event::PendingRefused {
                number,
                code: answer.result,
                text: answer.text.clone(),
            },
        ];
        events.extend(self.held.as_ref().map(|_| Event::HeldReleased));
        events.extend(block(answer).map(Event::Blocked));
        Ok(events)
    }

    fn pending_accepted(&self, answer: &Answer, now: LocalDateTime) -> Result<Vec<Event>, CashRegisterError> {
        let Some(pending) = &self.pending else {
            return Ok(Vec::new());
        };
        let mut events = vec![
            Event::RequestEnded,
            Event::PendingAccepted {
                document: Box::new(pending.document.clone()),
                signature: signature(answer),
            },
        ];
        // The operator's Z wins over the register's.
        if let (
            DocumentBody::ShiftClosing {
                report: Some(own), ..
            },
            AnswerBody::Report(theirs),
        ) = (&pending.document.body, &answer.body)
            && theirs.kind == ReportKind::Z
            && theirs.shift == own.shift
        {
            events.extend(adopt(own.difference(theirs), theirs));
        }
        events.extend(self.held_after(&events, now)?);
        Ok(events)
    }

    /// While the queue is sent, anything but 0, 254 and 255 stops the register. Source: KZ-OFD/draining.
    fn queue_answered(number: DocumentNumber, answer: &Answer) -> Vec<Event> {
        let advanced = Event::QueueAdvanced {
            number,
            signature: signature(answer),
        };
        match answer.result.class() {
            AnswerClass::Accepted => vec![Event::RequestEnded, advanced],
            AnswerClass::RetryLater | AnswerClass::Autonomous => Vec::new(),
            AnswerClass::ShiftExpired | AnswerClass::Correct => {
                let reason = BlockReason::QueueRefused {
                    code: answer.result,
                    number,
                    text: answer.text.clone(),
                };
                vec![Event::RequestEnded, Event::Blocked(reason)]
            }
            AnswerClass::InvalidToken
            | AnswerClass::UnknownId
            | AnswerClass::Blocked
            | AnswerClass::ProtocolFault => {
                let blocked = block(answer).map(Event::Blocked);
                std::iter::once(Event::RequestEnded).chain(blocked).collect()
            }
        }
    }

    /// Nothing is queued when INFO is asked, so that the operator's counters win. Source: KZ-OFD/info.
    fn info_answered(&self, answer: &Answer, now: LocalDateTime) -> Vec<Event> {
        if answer.result.class() != AnswerClass::Accepted {
            return block(answer).map(Event::Blocked).into_iter().collect();
        }
        let AnswerBody::Info {
            report,
            last_document,
        } = &answer.body
        else {
            return vec![Event::Informed {
                report: None,
                last_document: None,
            }];
        };
        let mut events = vec![Event::Informed {
            report: report.clone(),
            last_document: *last_document,
        }];
        if let Some(report) = report.as_deref().filter(|report| !report.is_empty()) {
            events.extend(adopt(self.differs_from(report, now), report));
        }
        events
    }

    /// What differs from the operator's X of an open shift, or Z of the last one.
    fn differs_from(&self, report: &ShiftReport, now: LocalDateTime) -> Vec<Difference> {
        let own = match (report.kind, self.shift) {
            (ReportKind::Z, Shift::Closed { last }) if last == report.shift => {
                self.last_z.as_deref().cloned()
            }
            _ => None,
        };
        let own = own.unwrap_or_else(|| self.x_report(now));
        own.difference(report)
    }
}

fn adopt(differences: Vec<Difference>, report: &ShiftReport) -> Option<Event> {
    (!differences.is_empty()).then(|| Event::CountersAdopted {
        report: Box::new(report.clone()),
        differences,
    })
}

fn signature(answer: &Answer) -> Option<Signature> {
    match &answer.body {
        AnswerBody::Receipt { sign, link } => Some(Signature {
            sign: sign.clone(),
            link: link.clone(),
        }),
        AnswerBody::Empty | AnswerBody::Report(_) | AnswerBody::Info { .. } => None,
    }
}

/// The block that a result brings, whatever was asked.
fn block(answer: &Answer) -> Option<BlockReason> {
    match answer.result.class() {
        AnswerClass::InvalidToken => Some(BlockReason::InvalidToken),
        AnswerClass::UnknownId => Some(BlockReason::UnknownId),
        AnswerClass::Blocked => Some(BlockReason::Operator {
            text: answer.text.clone(),
        }),
        AnswerClass::ProtocolFault => Some(BlockReason::ProtocolFault {
            code: answer.result,
            text: answer.text.clone(),
        }),
        AnswerClass::Accepted
        | AnswerClass::RetryLater
        | AnswerClass::Autonomous
        | AnswerClass::ShiftExpired
        | AnswerClass::Correct => None,
    }
}
