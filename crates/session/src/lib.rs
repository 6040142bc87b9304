//! The operator's end of a connection that carries framed messages: bytes and moments in; events, bytes and a
//! deadline out. No socket and no clock.
//!
//! A protocol says by [`Framing`] how its messages are cut from the stream and what a broken one is answered; the
//! order, the deadlines and the bounds are the same for all.
#![warn(clippy::pedantic, missing_docs)]
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]

use std::collections::VecDeque;
use std::fmt::Debug;
use std::time::{Duration, Instant};

/// Bytes of the next message that are taken while one is read or answered.
const NEXT_SIZE_MAX: usize = 8192;

/// Bytes that an idle session keeps allocated, enough for usual messages.
const BUFFER_SIZE_KEPT: usize = 4096;

/// How one protocol cuts messages from a stream.
pub trait Framing {
    /// Header of a message.
    type Header: Copy + Debug + PartialEq;
    /// Why bytes are no message.
    type Error: Copy + Debug + PartialEq;

    /// Most bytes of a message that are read, header included: a stranger never makes a session hold more.
    const MESSAGE_SIZE_MAX: usize;

    /// The message at the beginning of `bytes`; `None` while bytes of it are missing.
    ///
    /// # Errors
    /// What is wrong, as soon as it can be seen.
    fn decode(bytes: &[u8]) -> Result<Option<Framed<'_, Self::Header>>, Self::Error>;

    /// Where the refused field begins, from the beginning of the message.
    fn offset(error: Self::Error) -> usize;

    /// What a stream gets that begins with these refused bytes; nothing for another protocol.
    fn refusal(bytes: &[u8]) -> Option<Vec<u8>>;
}

/// A message that was cut from the beginning of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framed<'a, H> {
    /// Its header.
    pub header: H,
    /// What follows the header.
    pub body: &'a [u8],
    /// Bytes of the whole message.
    pub size: usize,
}

/// The operator's end of one connection: bytes and moments in; events, bytes and a deadline out.
///
/// Contract: after any `handle_…` and after [`answer`](Self::answer), drain [`poll_event`](Self::poll_event) and
/// [`poll_transmit`](Self::poll_transmit) to the end and ask [`poll_timeout`](Self::poll_timeout) anew. Messages
/// come one at a time: the next one follows when the last one is answered.
#[derive(Debug)]
pub struct Session<F: Framing> {
    timeouts: SessionTimeouts,
    buffer: Vec<u8>,
    phase: Phase,
    input: Input,
    deadline: Option<Instant>,
    events: VecDeque<SessionEvent<F::Header, F::Error>>,
    outgoing: Vec<u8>,
}

/// How long a session waits for its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionTimeouts {
    /// From the beginning of the connection to its first byte.
    pub first_byte: Duration,
    /// From an answer to the first byte of the next message.
    pub idle: Duration,
    /// From the first byte of a message to its last.
    pub message: Duration,
}

/// What a session tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionEvent<H, E> {
    /// A message came; it waits for [`Session::answer`].
    Message(IncomingMessage<H>),
    /// The stream is broken; the answer of the protocol, if it has one, is ready to be sent, and
    /// [`SessionEvent::Ended`] follows.
    Refused(Refusal<E>),
    /// The connection is to be closed after all outgoing bytes have been sent.
    Ended(EndReason),
}

/// A message with an intact frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingMessage<H> {
    /// Its header.
    pub header: H,
    /// What follows the header, not decoded yet.
    pub body: Vec<u8>,
}

/// A stream that is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal<E> {
    /// What is wrong.
    pub error: E,
    /// Where the refused field begins in the whole stream.
    pub offset: u64,
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The peer closed between messages.
    Closed,
    /// The peer closed within a message.
    Cut {
        /// Bytes of the message that came.
        received: usize,
    },
    /// The peer sent nothing at all.
    NoFirstByte,
    /// The peer sent no further message.
    Idle,
    /// A message took too long.
    Slow {
        /// Bytes of the message that came.
        received: usize,
    },
    /// The stream was no message.
    Refused,
    /// The last answer ended the connection.
    Answered,
}

/// What becomes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This message goes back; the connection stays.
    Send(Vec<u8>),
    /// These bytes go back and say that the message is not taken; the connection ends.
    Refuse(Vec<u8>),
    /// Nothing goes back; the connection ends, so that the register repeats the document later.
    Close,
}

/// An answer came although no message waits for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no message waits for an answer")]
pub struct NotAwaited;

#[derive(Debug)]
enum Phase {
    /// Collects a message; `consumed` bytes of the stream came before it.
    Reading { consumed: u64 },
    /// A message is out; the next one waits.
    Awaiting { consumed: u64 },
    /// Nothing is read or told any more.
    Over,
}

#[derive(Debug, PartialEq, Eq)]
enum Input {
    Open,
    Ended,
}

impl<F: Framing> Session<F> {
    /// Bytes that a session holds at most: one message of the largest size and the beginning of the next.
    const BUFFER_SIZE_MAX: usize = F::MESSAGE_SIZE_MAX + NEXT_SIZE_MAX;

    /// A session of a connection that began at `now`.
    #[must_use]
    pub fn new(now: Instant, timeouts: SessionTimeouts) -> Self {
        Self {
            timeouts,
            buffer: Vec::new(),
            phase: Phase::Reading { consumed: 0 },
            input: Input::Open,
            deadline: now.checked_add(timeouts.first_byte),
            events: VecDeque::new(),
            outgoing: Vec::new(),
        }
    }

    /// `true` between messages: nothing has come of the next one, and none waits for its answer.
    #[must_use]
    pub const fn is_idle(&self) -> bool {
        matches!(self.phase, Phase::Reading { .. }) && self.buffer.is_empty()
    }

    /// How many bytes may be handed in; zero while a long message waits for its answer.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        match self.phase {
            Phase::Reading { .. } | Phase::Awaiting { .. } => {
                Self::BUFFER_SIZE_MAX.saturating_sub(self.buffer.len())
            }
            Phase::Over => Self::BUFFER_SIZE_MAX,
        }
    }

    /// Takes bytes from the peer: those that fit [`capacity`](Self::capacity). Tells how many it took.
    ///
    /// A session that is over takes all and forgets them.
    #[must_use]
    pub fn handle_bytes(&mut self, now: Instant, bytes: &[u8]) -> usize {
        if matches!(self.phase, Phase::Over) {
            return bytes.len();
        }
        let taken = bytes.get(..self.capacity()).unwrap_or(bytes);
        if let Phase::Reading { .. } = self.phase
            && self.buffer.is_empty()
            && !taken.is_empty()
        {
            self.deadline = now.checked_add(self.timeouts.message);
        }
        self.buffer.extend_from_slice(taken);
        self.advance();
        taken.len()
    }

    /// The peer will send no more; it may still read.
    pub fn handle_end(&mut self) {
        self.input = Input::Ended;
        self.advance();
    }

    /// A deadline may have passed.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.phase {
            Phase::Reading { .. } if !self.buffer.is_empty() => {
                let received = self.buffer.len();
                self.end(EndReason::Slow { received });
            }
            Phase::Reading { consumed: 0 } => self.end(EndReason::NoFirstByte),
            Phase::Reading { .. } => self.end(EndReason::Idle),
            Phase::Awaiting { .. } | Phase::Over => self.deadline = None,
        }
    }

    /// Answers the message that was told last.
    ///
    /// # Errors
    /// [`NotAwaited`] when no message waits, for instance after the session ended; the answer is dropped.
    pub fn answer(&mut self, now: Instant, answer: Answer) -> Result<(), NotAwaited> {
        let Phase::Awaiting { consumed } = self.phase else {
            return Err(NotAwaited);
        };
        match answer {
            Answer::Send(bytes) => {
                self.outgoing.extend_from_slice(&bytes);
                self.phase = Phase::Reading { consumed };
                let wait = if self.buffer.is_empty() {
                    self.timeouts.idle
                } else {
                    self.timeouts.message
                };
                self.deadline = now.checked_add(wait);
                self.advance();
            }
            Answer::Refuse(bytes) => {
                self.outgoing.extend_from_slice(&bytes);
                self.end(EndReason::Answered);
            }
            Answer::Close => self.end(EndReason::Answered),
        }
        Ok(())
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<SessionEvent<F::Header, F::Error>> {
        self.events.pop_front()
    }

    /// Appends the bytes that are to be sent; `false` when there are none.
    pub fn poll_transmit(&mut self, out: &mut Vec<u8>) -> bool {
        let some = !self.outgoing.is_empty();
        out.append(&mut self.outgoing);
        some
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called.
    #[must_use]
    pub const fn poll_timeout(&self) -> Option<Instant> {
        self.deadline
    }

    /// Tells at most one message; the rest of the buffer waits for its answer.
    fn advance(&mut self) {
        let Phase::Reading { consumed } = self.phase else {
            return;
        };
        match F::decode(&self.buffer) {
            Ok(Some(Framed { header, body, size })) => {
                let body = body.to_vec();
                self.buffer.drain(..size.min(self.buffer.len()));
                if self.buffer.is_empty() {
                    self.buffer.shrink_to(BUFFER_SIZE_KEPT);
                }
                let consumed = consumed.saturating_add(wide(size));
                self.phase = Phase::Awaiting { consumed };
                self.deadline = None;
                let message = IncomingMessage { header, body };
                self.events.push_back(SessionEvent::Message(message));
            }
            Ok(None) if self.input == Input::Ended => {
                let received = self.buffer.len();
                self.end(if received == 0 {
                    EndReason::Closed
                } else {
                    EndReason::Cut { received }
                });
            }
            Ok(None) => {}
            Err(error) => self.refuse(error, consumed),
        }
    }

    fn refuse(&mut self, error: F::Error, consumed: u64) {
        if let Some(bytes) = F::refusal(&self.buffer) {
            self.outgoing.extend_from_slice(&bytes);
        }
        let offset = consumed.saturating_add(wide(F::offset(error)));
        self.events
            .push_back(SessionEvent::Refused(Refusal { error, offset }));
        self.end(EndReason::Refused);
    }

    fn end(&mut self, reason: EndReason) {
        self.phase = Phase::Over;
        self.deadline = None;
        self.buffer = Vec::new();
        self.events.push_back(SessionEvent::Ended(reason));
    }
}

fn wide(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
