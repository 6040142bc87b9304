//! The operator's end of one connection.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::frame::{Decoded, Frame, FrameError, MESSAGE_SIZE_MAX};
use crate::header::Header;

/// Bytes that a session holds at most: one message of the largest size and the beginning of the next.
const BUFFER_SIZE_MAX: usize = MESSAGE_SIZE_MAX + 8192;

/// Bytes that an idle session keeps allocated, enough for usual messages.
const BUFFER_SIZE_KEPT: usize = 4096;

/// The operator's end of one connection: bytes and moments in; events, bytes and a deadline out.
///
/// Contract: after any `handle_…` and after [`answer`](Self::answer), drain [`poll_event`](Self::poll_event) and
/// [`poll_transmit`](Self::poll_transmit) to the end and ask [`poll_timeout`](Self::poll_timeout) anew. Messages
/// come one at a time: the next one follows when the last one is answered.
#[derive(Debug)]
pub struct ServerSession {
    timeouts: ServerTimeouts,
    buffer: Vec<u8>,
    phase: Phase,
    input: Input,
    deadline: Option<Instant>,
    events: VecDeque<ServerEvent>,
    outgoing: Vec<u8>,
}

/// How long a session waits for its peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerTimeouts {
    /// From the beginning of the connection to its first byte.
    pub first_byte: Duration,
    /// From an answer to the first byte of the next message.
    pub idle: Duration,
    /// From the first byte of a message to its last.
    pub message: Duration,
}

/// What a session tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerEvent {
    /// A message came; it waits for [`ServerSession::answer`].
    Message(IncomingMessage),
    /// The stream is broken and nothing can be answered; [`ServerEvent::Ended`] follows.
    Refused(Refusal),
    /// The connection is to be closed after all outgoing bytes have been sent.
    Ended(EndReason),
}

/// A message with an intact frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingMessage {
    /// Its header.
    pub header: Header,
    /// A `Request`, not decoded yet.
    pub payload: Vec<u8>,
}

/// A stream that is no message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub error: FrameError,
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
    /// This message goes back; the connection ends.
    SendAndClose(Vec<u8>),
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

impl ServerSession {
    /// A session of a connection that began at `now`.
    #[must_use]
    pub fn new(now: Instant, timeouts: ServerTimeouts) -> Self {
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
                BUFFER_SIZE_MAX.saturating_sub(self.buffer.len())
            }
            Phase::Over => BUFFER_SIZE_MAX,
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
            Answer::SendAndClose(bytes) => {
                self.outgoing.extend_from_slice(&bytes);
                self.end(EndReason::Answered);
            }
            Answer::Close => self.end(EndReason::Answered),
        }
        Ok(())
    }

    /// The next event.
    pub fn poll_event(&mut self) -> Option<ServerEvent> {
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
        match Frame::decode(&self.buffer) {
            Ok(Decoded::Message { frame, rest }) => {
                let header = frame.header;
                let payload = frame.payload.to_vec();
                let size = self.buffer.len() - rest.len();
                self.buffer.drain(..size);
                if self.buffer.is_empty() {
                    self.buffer.shrink_to(BUFFER_SIZE_KEPT);
                }
                let consumed = consumed.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
                self.phase = Phase::Awaiting { consumed };
                self.deadline = None;
                let message = IncomingMessage { header, payload };
                self.events.push_back(ServerEvent::Message(message));
            }
            Ok(Decoded::Incomplete { .. }) if self.input == Input::Ended => {
                let received = self.buffer.len();
                self.end(if received == 0 {
                    EndReason::Closed
                } else {
                    EndReason::Cut { received }
                });
            }
            Ok(Decoded::Incomplete { .. }) => {}
            Err(error) => self.refuse(error, consumed),
        }
    }

    /// Another protocol and a wrong size get no answer.
    fn refuse(&mut self, error: FrameError, consumed: u64) {
        let within = u64::try_from(error.offset()).unwrap_or(u64::MAX);
        let offset = consumed.saturating_add(within);
        self.events
            .push_back(ServerEvent::Refused(Refusal { error, offset }));
        self.end(EndReason::Refused);
    }

    fn end(&mut self, reason: EndReason) {
        self.phase = Phase::Over;
        self.deadline = None;
        self.buffer = Vec::new();
        self.events.push_back(ServerEvent::Ended(reason));
    }
}
