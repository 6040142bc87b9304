//! The register's side of the exchange: which request goes next, with which number and token.

use serde::{Deserialize, Serialize};
use types::LocalDateTime;

use super::{BlockReason, CashRegister, Event, Mode};
use crate::{Document, DocumentNumber, OfdDeviceId, OfdToken, Outage, RequestNumber};

/// Numbers and tokens of the exchange. Source: KZ-OFD/request-number, KZ-OFD/token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLink {
    pub(super) device_id: OfdDeviceId,
    pub(super) token: Option<OfdToken>,
    pub(super) last_request: RequestNumber,
    pub(super) last_attempt: u32,
    pub(super) in_flight: Option<InFlight>,
    pub(super) informed: bool,
    pub(super) report_wanted: bool,
}

/// A request that waits for its answer. It survives a restart: only it may use the old token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InFlight {
    /// What for.
    pub purpose: Purpose,
    /// Its number; the same on a repeat.
    pub request_number: RequestNumber,
    /// Its token; the same on a repeat.
    pub token: OfdToken,
    /// Tells the answers of repeats apart; it is not on the wire.
    pub attempt: u32,
    /// How often it was sent.
    pub tries: u32,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A document, by its through number.
    Document(DocumentNumber),
    /// An X report.
    Report,
    /// Counters and data of the registration.
    Info,
    /// A poll of a blocked register.
    System,
}

/// A request to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// For [`CashRegister::answered`].
    pub attempt: u32,
    /// The register's id at the operator.
    pub device_id: OfdDeviceId,
    /// The token.
    pub token: OfdToken,
    /// The number of the request.
    pub request_number: RequestNumber,
    /// The outage that the document belongs to; `None` when it is not of the queue.
    pub outage: Option<Outage>,
    /// What to send.
    pub body: OutgoingBody,
}

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutgoingBody {
    /// A document that waits for its answer.
    Pending(Box<Document>),
    /// A document of the queue: the caller has it.
    Queued(DocumentNumber),
    /// An X report.
    Report,
    /// INFO.
    Info,
    /// SYSTEM.
    System,
}

impl ClientLink {
    /// The register's id at the operator.
    #[must_use]
    pub const fn device_id(&self) -> OfdDeviceId {
        self.device_id
    }

    /// The token to speak with.
    #[must_use]
    pub const fn token(&self) -> Option<OfdToken> {
        self.token
    }

    /// The request that waits for its answer.
    #[must_use]
    pub const fn in_flight(&self) -> Option<&InFlight> {
        self.in_flight.as_ref()
    }

    /// Number of the newest request.
    #[must_use]
    pub const fn last_request(&self) -> RequestNumber {
        self.last_request
    }
}

impl CashRegister {
    /// What should be sent next; `None` when there is nothing, or nothing may be.
    ///
    /// A document that waits goes first, then the queue in its order, INFO at the start and after an outage, a
    /// document that was set aside and is sent again, and an X report that somebody asked for. A register that the operator blocked polls.
    #[must_use]
    pub fn wants_to_send(&self, now: LocalDateTime) -> Option<Purpose> {
        let repeat = self.repeats_set_aside();
        match self.mode(now) {
            Mode::Blocked {
                reason: BlockReason::Operator { .. },
            } => Some(Purpose::System),
            Mode::Autonomous { .. }
            | Mode::Blocked {
                reason: BlockReason::AutonomousTooLong { .. },
            } => repeat.or(self.unsent.map(|unsent| Purpose::Document(unsent.first))),
            Mode::Setup | Mode::Blocked { .. } => None,
            Mode::Online if repeat.is_some() => repeat,
            Mode::Online => {
                if self.pending.is_some() {
                    return Some(Purpose::Document(self.last_number.next()));
                }
                if !self.link.informed {
                    return Some(Purpose::Info);
                }
                let again = self.sent_again.map(Purpose::Document);
                again.or(self.link.report_wanted.then_some(Purpose::Report))
            }
        }
    }

    /// The next request with its number and token. The event is applied and kept before the request goes out.
    ///
    /// A document without an answer is repeated with the same number and token, which is what lets the operator
    /// know the repeat; any other request takes the next number.
    #[must_use]
    pub fn begin_request(&self, now: LocalDateTime) -> Option<(Event, Outgoing)> {
        let purpose = self.wants_to_send(now)?;
        let attempt = self.link.last_attempt.wrapping_add(1);
        let in_flight = match self.link.in_flight {
            Some(before) if before.purpose == purpose && matches!(purpose, Purpose::Document(_)) => {
                InFlight {
                    attempt,
                    tries: before.tries.saturating_add(1),
                    ..before
                }
            }
            _ => InFlight {
                purpose,
                request_number: self.link.last_request.next(),
                token: self.link.token?,
                attempt,
                tries: 1,
            },
        };
        let outgoing = Outgoing {
            attempt,
            device_id: self.link.device_id,
            token: in_flight.token,
            request_number: in_flight.request_number,
            outage: self.outage_of(purpose, now),
            body: match (purpose, &self.pending) {
                (Purpose::Document(number), Some(pending))
                    if pending.document.head.number == Some(number) =>
                {
                    OutgoingBody::Pending(Box::new(pending.document.clone()))
                }
                (Purpose::Document(number), _) => OutgoingBody::Queued(number),
                (Purpose::Report, _) => OutgoingBody::Report,
                (Purpose::Info, _) => OutgoingBody::Info,
                (Purpose::System, _) => OutgoingBody::System,
            },
        };
        Some((Event::RequestBegun(in_flight), outgoing))
    }
}
