//! The register's end of the exchange with the operator, sans-IO. Source: RU-OFD/session.
//!
//! One document is on its way at a time. The caller owns socket and timers: it offers a document, does what
//! [`Delivery::poll_event`] asks for, moves bytes, and after every `offer` or `handle_*` drains
//! [`Delivery::poll_event`] and [`Delivery::poll_transmit`] to the end and sets its timer to
//! [`Delivery::poll_timeout`]. An answer is judged by the fiscal storage
//! ([`crate::Command::AcceptConfirmation`]); when it refuses, [`Delivery::reject`] repeats the document.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use ofd_ru::FfdVersion;
use ofd_ru::container::{Container, ContainerError};
use ofd_ru::session::{Decoded, Frame, FrameError, ProtocolVersion, SessionHeader};
use types::FiscalStorageNumber;

use crate::numbering::FiscalDocumentNumber;

/// Longest wait for an answer.
pub const ANSWER_TIMEOUT: Duration = Duration::from_mins(5);
/// Pause between the first repeats.
pub const BURST_PAUSE: Duration = Duration::from_millis(500);
/// Repeats after [`BURST_PAUSE`] each.
pub const BURST_REPEATS: u32 = 10;
/// Shortest pause after the burst; it doubles with each repeat.
pub const SLOW_PAUSE_MIN: Duration = Duration::from_secs(10);
/// Longest pause.
pub const SLOW_PAUSE_MAX: Duration = Duration::from_mins(1);

/// The register's end of the exchange with the operator.
#[derive(Debug)]
pub struct Delivery {
    header: SessionHeader,
    link: Link,
    task: Task,
    /// Failed tries of the present document.
    tries: u32,
    received: Vec<u8>,
    to_send: Option<Vec<u8>>,
    events: VecDeque<DeliveryEvent>,
}

/// What the caller should do or know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryEvent {
    /// Connect to the operator, then call [`Delivery::handle_connected`] or [`Delivery::handle_disconnected`].
    Connect,
    /// Close the connection; nothing is to be called.
    Disconnect,
    /// The container of an answer came: hand it to the storage, then offer the next document or reject.
    Answered {
        /// The document that was sent.
        number: FiscalDocumentNumber,
        /// The answer.
        container: Vec<u8>,
    },
    /// A try failed; the document will be repeated.
    Failed {
        /// The document that was sent.
        number: FiscalDocumentNumber,
        /// Why.
        failure: DeliveryFailure,
        /// Until the next try.
        pause: Duration,
    },
}

/// Why a try failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryFailure {
    /// No connection, or it broke.
    #[error("there is no connection to the operator")]
    NoConnection,
    /// No answer in time.
    #[error("the operator did not answer within {} s", ANSWER_TIMEOUT.as_secs())]
    NoAnswer,
    /// What came is no message.
    #[error("the operator's answer is no message")]
    BrokenFrame(#[source] FrameError),
    /// The operator answered without a container: it does not take the document.
    #[error("the operator answered without a confirmation")]
    Refused,
    /// The container is broken.
    #[error("the container of the operator's answer is broken")]
    BrokenContainer(#[source] ContainerError),
    /// The answer is about another document.
    #[error("the operator answered about document {got}")]
    OtherDocument {
        /// The document in the answer.
        got: u32,
    },
    /// The storage refused the confirmation.
    #[error("the fiscal storage refused the confirmation")]
    RejectedByStorage,
}

/// A document cannot be offered while another is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// Another document is on its way.
    #[error("document {number} is still on its way")]
    Busy {
        /// That document.
        number: FiscalDocumentNumber,
    },
    /// The document does not fit into a message.
    #[error("a container of {size} bytes does not fit into a message")]
    TooLarge {
        /// Bytes of the container.
        size: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Down,
    Connecting,
    Up,
}

#[derive(Debug)]
enum Task {
    /// Nothing to send.
    Idle,
    /// To be sent as soon as the link is up.
    Ready(Offer),
    /// Sent; the answer is awaited.
    Sent { offer: Offer, until: Instant },
    /// Answered; the storage judges.
    Judged(Offer),
    /// Repeated at the time.
    Paused { offer: Offer, until: Instant },
}

#[derive(Debug)]
struct Offer {
    number: FiscalDocumentNumber,
    message: Vec<u8>,
}

impl Delivery {
    /// For the documents of one storage.
    #[must_use]
    pub fn new(storage: &FiscalStorageNumber, ffd: FfdVersion) -> Self {
        let protocol = match ffd {
            FfdVersion::V1_0 | FfdVersion::V1_05 => ProtocolVersion::V1_05,
            FfdVersion::V1_1 => ProtocolVersion::V1_1,
            FfdVersion::V1_2 => ProtocolVersion::V1_2,
        };
        let mut number = [b' '; 16];
        for (place, digit) in number.iter_mut().zip(storage.as_str().bytes()) {
            *place = digit;
        }
        Self {
            header: SessionHeader::from_register(protocol, number),
            link: Link::Down,
            task: Task::Idle,
            tries: 0,
            received: Vec::new(),
            to_send: None,
            events: VecDeque::new(),
        }
    }

    /// The document on its way; a document can be offered when there is none.
    #[must_use]
    pub fn on_its_way(&self) -> Option<FiscalDocumentNumber> {
        match &self.task {
            Task::Idle | Task::Judged(_) => None,
            Task::Ready(offer) | Task::Sent { offer, .. } | Task::Paused { offer, .. } => Some(offer.number),
        }
    }

    /// Offers the oldest unsent document. After an answer this says that the storage took it.
    ///
    /// # Errors
    /// [`OfferError`]; the document on its way stays.
    pub fn offer(
        &mut self,
        now: Instant,
        number: FiscalDocumentNumber,
        container: &[u8],
    ) -> Result<(), OfferError> {
        if let Some(number) = self.on_its_way() {
            return Err(OfferError::Busy { number });
        }
        let message = self.header.message(container).ok_or(OfferError::TooLarge {
            size: container.len(),
        })?;
        self.tries = 0;
        self.task = Task::Ready(Offer { number, message });
        self.proceed(now);
        Ok(())
    }

    /// The storage refused the answer: the document is repeated after a pause.
    pub fn reject(&mut self, now: Instant) {
        self.fail(now, DeliveryFailure::RejectedByStorage);
    }

    /// Nothing more to send: closes the connection after the last answer.
    pub fn finish(&mut self) {
        if self.on_its_way().is_none() {
            self.task = Task::Idle;
            self.disconnect();
        }
    }

    /// The connection is there.
    pub fn handle_connected(&mut self, now: Instant) {
        self.link = Link::Up;
        self.received.clear();
        self.proceed(now);
    }

    /// The connection broke or could not be made.
    pub fn handle_disconnected(&mut self, now: Instant) {
        self.link = Link::Down;
        self.to_send = None;
        match self.task {
            Task::Ready(_) | Task::Sent { .. } => self.fail(now, DeliveryFailure::NoConnection),
            Task::Idle | Task::Judged(_) | Task::Paused { .. } => {}
        }
    }

    /// Bytes came.
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) {
        match self.task {
            Task::Sent { .. } => self.received.extend_from_slice(bytes),
            // Nothing was asked: the bytes belong to no document.
            Task::Idle | Task::Ready(_) | Task::Judged(_) | Task::Paused { .. } => return,
        }
        match self.read_answer() {
            Ok(None) => {}
            Ok(Some(container)) => self.answered(container),
            Err(failure) => self.fail(now, failure),
        }
    }

    /// A timer ran out.
    pub fn handle_timeout(&mut self, now: Instant) {
        match &self.task {
            Task::Sent { until, .. } if now >= *until => self.fail(now, DeliveryFailure::NoAnswer),
            Task::Paused { until, .. } if now >= *until => self.repeat(now),
            Task::Idle | Task::Ready(_) | Task::Sent { .. } | Task::Judged(_) | Task::Paused { .. } => {}
        }
    }

    /// When [`Delivery::handle_timeout`] is due.
    #[must_use]
    pub const fn poll_timeout(&self) -> Option<Instant> {
        match &self.task {
            Task::Sent { until, .. } | Task::Paused { until, .. } => Some(*until),
            Task::Idle | Task::Ready(_) | Task::Judged(_) => None,
        }
    }

    /// The bytes to send now.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.to_send.take()
    }

    /// The next thing to do or to know.
    pub fn poll_event(&mut self) -> Option<DeliveryEvent> {
        self.events.pop_front()
    }

    /// Sends what is ready, or asks for a connection.
    fn proceed(&mut self, now: Instant) {
        self.task = match (std::mem::replace(&mut self.task, Task::Idle), self.link) {
            (Task::Ready(offer), Link::Up) => {
                self.to_send = Some(offer.message.clone());
                self.received.clear();
                Task::Sent {
                    offer,
                    until: now + ANSWER_TIMEOUT,
                }
            }
            (task @ Task::Ready(_), Link::Down) => {
                self.link = Link::Connecting;
                self.events.push_back(DeliveryEvent::Connect);
                task
            }
            (task, Link::Up | Link::Down | Link::Connecting) => task,
        };
    }

    fn repeat(&mut self, now: Instant) {
        self.task = match std::mem::replace(&mut self.task, Task::Idle) {
            Task::Paused { offer, .. } => Task::Ready(offer),
            task @ (Task::Idle | Task::Ready(_) | Task::Sent { .. } | Task::Judged(_)) => task,
        };
        self.proceed(now);
    }

    /// Reads the answer as soon as it is whole.
    fn read_answer(&self) -> Result<Option<Vec<u8>>, DeliveryFailure> {
        match Frame::decode(&self.received).map_err(DeliveryFailure::BrokenFrame)? {
            Decoded::Incomplete { .. } => Ok(None),
            Decoded::Message { frame, .. } if frame.body.is_empty() => Err(DeliveryFailure::Refused),
            Decoded::Message { frame, .. } => {
                let container = Container::decode(frame.body).map_err(DeliveryFailure::BrokenContainer)?;
                let got = container.document_number;
                if self.on_its_way().is_none_or(|number| number.get() != got) {
                    return Err(DeliveryFailure::OtherDocument { got });
                }
                Ok(Some(frame.body.to_vec()))
            }
        }
    }

    fn answered(&mut self, container: Vec<u8>) {
        self.received.clear();
        self.task = match std::mem::replace(&mut self.task, Task::Idle) {
            Task::Sent { offer, .. } => {
                self.events.push_back(DeliveryEvent::Answered {
                    number: offer.number,
                    container,
                });
                Task::Judged(offer)
            }
            task @ (Task::Idle | Task::Ready(_) | Task::Judged(_) | Task::Paused { .. }) => task,
        };
    }

    /// Pauses the document and drops a connection that can no longer be trusted.
    fn fail(&mut self, now: Instant, failure: DeliveryFailure) {
        let offer = match std::mem::replace(&mut self.task, Task::Idle) {
            Task::Ready(offer) | Task::Sent { offer, .. } | Task::Judged(offer) => offer,
            task @ (Task::Idle | Task::Paused { .. }) => {
                self.task = task;
                return;
            }
        };
        let pause = self.next_pause();
        self.events.push_back(DeliveryEvent::Failed {
            number: offer.number,
            failure,
            pause,
        });
        self.task = Task::Paused {
            offer,
            until: now + pause,
        };
        self.disconnect();
    }

    fn next_pause(&mut self) -> Duration {
        self.tries = self.tries.saturating_add(1);
        match self.tries.checked_sub(BURST_REPEATS + 1) {
            None => BURST_PAUSE,
            Some(slow) => (SLOW_PAUSE_MIN * 2_u32.saturating_pow(slow.min(8))).min(SLOW_PAUSE_MAX),
        }
    }

    fn disconnect(&mut self) {
        self.to_send = None;
        self.received.clear();
        match std::mem::replace(&mut self.link, Link::Down) {
            Link::Up | Link::Connecting => self.events.push_back(DeliveryEvent::Disconnect),
            Link::Down => {}
        }
    }
}
