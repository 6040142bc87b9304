//! The sessions of both countries behind one face; the first bytes of a connection tell which one it is.

use std::collections::VecDeque;
use std::fmt;
use std::time::Instant;

use ofd_kz::frame::{Detection, Dialect, detect};
use ofd_kz::session::ServerSession;
use ofd_ru::session::Session;
use session::{Answer, EndReason, IncomingMessage, NotAwaited, Refusal, SessionEvent, SessionTimeouts};

use crate::Timeouts;
use crate::measurement::{End, Protocol};

/// Bytes that tell the protocol at most; more are not taken before it is known.
const FIRST_SIZE_MAX: usize = 4;

/// A TLS record with a handshake, and the major version that every TLS has.
const TLS_HANDSHAKE: [u8; 2] = [0x16, 0x03];

/// The operator's end of one connection, in whichever protocol it turns out to be. The contract is that of
/// [`session::Session`].
#[derive(Debug)]
pub(crate) enum Dialogue {
    Untold(Untold),
    Russia(Session),
    Kazakhstan(ServerSession),
}

/// What a dialogue tells.
#[derive(Debug)]
pub(crate) enum Event {
    Message(Incoming),
    Refused(Refused),
    Ended(End),
}

/// A message of one of the protocols.
#[derive(Debug)]
pub(crate) enum Incoming {
    Russia(ofd_ru::session::IncomingMessage),
    Kazakhstan(ofd_kz::session::IncomingMessage),
}

/// A stream that is no message.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Neither protocol begins so.
    Foreign { first: Vec<u8> },
    /// TLS is spoken to a port without it. Source: KZ-OFD/result.
    ///
    /// The protocol has a result for it, but no way to send it: the peer reads nothing but TLS.
    Tls,
    /// A Russian stream.
    Russia(ofd_ru::session::Refusal),
    /// A Kazakh stream.
    Kazakhstan(ofd_kz::session::Refusal),
}

impl Refused {
    /// Stable word for metrics.
    pub(crate) const fn reason(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => "unknown_protocol",
            Self::Tls => "tls",
            Self::Russia(refusal) => refusal.error.reason(),
            Self::Kazakhstan(refusal) => refusal.error.reason(),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign { first } => write!(f, "the stream begins with {first:02X?}"),
            Self::Tls => {
                f.write_str("TLS on a port without it; nothing that the peer would read can be sent")
            }
            Self::Russia(refusal) => write!(f, "{}, at byte {}", refusal.error, refusal.offset),
            Self::Kazakhstan(refusal) => write!(f, "{}, at byte {}", refusal.error, refusal.offset),
        }
    }
}

impl Dialogue {
    pub(crate) fn new(now: Instant, timeouts: Timeouts) -> Self {
        Self::Untold(Untold {
            timeouts,
            first: Vec::new(),
            began: None,
            deadline: now.checked_add(timeouts.first_byte),
            events: VecDeque::new(),
        })
    }

    pub(crate) const fn protocol(&self) -> Protocol {
        match self {
            Self::Untold(_) => Protocol::Unknown,
            Self::Russia(_) => Protocol::Russia,
            Self::Kazakhstan(_) => Protocol::Kazakhstan,
        }
    }

    pub(crate) const fn is_idle(&self) -> bool {
        match self {
            Self::Untold(untold) => untold.first.is_empty(),
            Self::Russia(session) => session.is_idle(),
            Self::Kazakhstan(session) => session.is_idle(),
        }
    }

    pub(crate) const fn capacity(&self) -> usize {
        match self {
            Self::Untold(untold) => FIRST_SIZE_MAX.saturating_sub(untold.first.len()),
            Self::Russia(session) => session.capacity(),
            Self::Kazakhstan(session) => session.capacity(),
        }
    }

    pub(crate) fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) -> usize {
        match self {
            Self::Untold(untold) => {
                let room = FIRST_SIZE_MAX.saturating_sub(untold.first.len());
                let taken = bytes.get(..room).unwrap_or(bytes);
                let told = untold.hear(now, taken);
                if let Some(told) = told {
                    *self = told;
                }
                taken.len()
            }
            Self::Russia(session) => session.handle_bytes(now, bytes),
            Self::Kazakhstan(session) => session.handle_bytes(now, bytes),
        }
    }

    pub(crate) fn handle_end(&mut self) {
        match self {
            Self::Untold(untold) if untold.first.is_empty() => untold.end(End::Closed),
            Self::Untold(untold) => untold.end(End::Cut),
            Self::Russia(session) => session.handle_end(),
            Self::Kazakhstan(session) => session.handle_end(),
        }
    }

    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        match self {
            Self::Untold(untold) => untold.handle_timeout(now),
            Self::Russia(session) => session.handle_timeout(now),
            Self::Kazakhstan(session) => session.handle_timeout(now),
        }
    }

    /// Answers the message that was told last.
    pub(crate) fn answer(&mut self, now: Instant, answer: Answer) -> Result<(), NotAwaited> {
        match self {
            Self::Untold(_) => Err(NotAwaited),
            Self::Russia(session) => session.answer(now, answer),
            Self::Kazakhstan(session) => session.answer(now, answer),
        }
    }

    pub(crate) fn poll_event(&mut self) -> Option<Event> {
        match self {
            Self::Untold(untold) => untold.events.pop_front(),
            Self::Russia(session) => session
                .poll_event()
                .map(|event| Event::told(event, Incoming::Russia, Refused::Russia)),
            Self::Kazakhstan(session) => session
                .poll_event()
                .map(|event| Event::told(event, Incoming::Kazakhstan, Refused::Kazakhstan)),
        }
    }

    pub(crate) fn poll_transmit(&mut self, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Untold(_) => false,
            Self::Russia(session) => session.poll_transmit(out),
            Self::Kazakhstan(session) => session.poll_transmit(out),
        }
    }

    pub(crate) const fn poll_timeout(&self) -> Option<Instant> {
        match self {
            Self::Untold(untold) => untold.deadline,
            Self::Russia(session) => session.poll_timeout(),
            Self::Kazakhstan(session) => session.poll_timeout(),
        }
    }
}

/// A connection whose protocol is not told yet.
#[derive(Debug)]
pub(crate) struct Untold {
    timeouts: Timeouts,
    first: Vec<u8>,
    /// When the first byte came.
    began: Option<Instant>,
    deadline: Option<Instant>,
    events: VecDeque<Event>,
}

impl Untold {
    /// Takes the first bytes; comes back with the session, once they tell which.
    fn hear(&mut self, now: Instant, bytes: &[u8]) -> Option<Dialogue> {
        if bytes.is_empty() {
            return None;
        }
        // The time of the message counts from its first byte, not from the one that told the protocol.
        let began = *self.began.get_or_insert(now);
        self.deadline = began.checked_add(self.timeouts.message);
        self.first.extend_from_slice(bytes);
        match detect(&self.first) {
            Detection::Is(Dialect::Russia) => {
                let mut session = Session::new(began, self.timeouts.into());
                let _taken = session.handle_bytes(began, &self.first);
                Some(Dialogue::Russia(session))
            }
            Detection::Is(Dialect::Kazakhstan) => {
                let mut session = ServerSession::new(began, self.timeouts.into());
                let _taken = session.handle_bytes(began, &self.first);
                Some(Dialogue::Kazakhstan(session))
            }
            Detection::Undecided => None,
            Detection::Neither => {
                self.judge();
                None
            }
        }
    }

    /// Refuses what no protocol begins with, and tells TLS from the rest as soon as that is possible.
    fn judge(&mut self) {
        let refused = if self.first.starts_with(&TLS_HANDSHAKE) {
            Refused::Tls
        } else if TLS_HANDSHAKE.starts_with(&self.first) {
            return;
        } else {
            let first = self.first.clone();
            Refused::Foreign { first }
        };
        self.events.push_back(Event::Refused(refused));
        self.end(End::Refused);
    }

    fn handle_timeout(&mut self, now: Instant) {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        self.end(match self.began {
            None => End::NoFirstByte,
            Some(_) => End::Slow,
        });
    }

    fn end(&mut self, end: End) {
        self.deadline = None;
        self.events.push_back(Event::Ended(end));
    }
}

impl From<Timeouts> for SessionTimeouts {
    fn from(timeouts: Timeouts) -> Self {
        let Timeouts {
            first_byte,
            idle,
            message,
        } = timeouts;
        Self {
            first_byte,
            idle,
            message,
        }
    }
}

impl Event {
    fn told<H, E>(
        event: SessionEvent<H, E>,
        incoming: fn(IncomingMessage<H>) -> Incoming,
        refused: fn(Refusal<E>) -> Refused,
    ) -> Self {
        match event {
            SessionEvent::Message(message) => Self::Message(incoming(message)),
            SessionEvent::Refused(refusal) => Self::Refused(refused(refusal)),
            SessionEvent::Ended(reason) => Self::Ended(match reason {
                EndReason::Closed => End::Closed,
                EndReason::Cut { .. } => End::Cut,
                EndReason::NoFirstByte => End::NoFirstByte,
                EndReason::Idle => End::Idle,
                EndReason::Slow { .. } => End::Slow,
                EndReason::Refused => End::Refused,
                EndReason::Answered => End::Answered,
            }),
        }
    }
}

#[cfg(test)]
mod tests;
