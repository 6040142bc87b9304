//! The register's end of one connection.

use std::time::{Duration, Instant};

use crate::frame::{Decoded, Frame, FrameError, MESSAGE_SIZE_MAX};
use crate::header::Header;

/// How long a register waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientTimeouts {
    /// From a request to the last byte of its answer; at least 5 s by the protocol. Source: KZ-OFD/session.
    pub answer: Duration,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientEvent {
    /// The answer.
    Answer {
        /// Its header; its token is the one of the next request.
        header: Header,
        /// A `Response`, not decoded yet.
        payload: Vec<u8>,
    },
    /// No answer; the same request is repeated later with the same number and token.
    Failed(ClientError),
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// A request is under way already.
    #[error("a request waits for its answer already")]
    Busy,
    /// Nothing whole came in time.
    #[error("no whole answer in time: {received} bytes came")]
    Slow {
        /// Bytes that came.
        received: usize,
    },
    /// The operator closed the connection.
    #[error("the connection ended after {received} bytes of an answer")]
    Cut {
        /// Bytes that came.
        received: usize,
    },
    /// What came is no message.
    #[error(transparent)]
    Frame(#[from] FrameError),
    /// The answer belongs to another request.
    #[error("the answer is for register {device_id}, request {request_number}")]
    Foreign {
        /// Register in the answer.
        device_id: u32,
        /// Request number in the answer.
        request_number: u16,
    },
}

/// The register's end of one connection: one request at a time, and what came of it.
///
/// Bytes behind an answer are dropped: nothing follows it but what means nothing.
#[derive(Debug)]
pub struct ClientSession {
    timeouts: ClientTimeouts,
    waiting: Option<Waiting>,
    event: Option<ClientEvent>,
}

#[derive(Debug)]
struct Waiting {
    request: Header,
    deadline: Option<Instant>,
    buffer: Vec<u8>,
}

impl ClientSession {
    /// A session without a request.
    #[must_use]
    pub const fn new(timeouts: ClientTimeouts) -> Self {
        Self {
            timeouts,
            waiting: None,
            event: None,
        }
    }

    /// The caller sends this request now.
    ///
    /// # Errors
    /// [`ClientError::Busy`] while the last one waits.
    pub fn begin(&mut self, now: Instant, request: Header) -> Result<(), ClientError> {
        if self.waiting.is_some() {
            return Err(ClientError::Busy);
        }
        let deadline = now.checked_add(self.timeouts.answer);
        self.waiting = Some(Waiting {
            request,
            deadline,
            buffer: Vec::new(),
        });
        Ok(())
    }

    /// Takes bytes from the operator; those that no request waits for are dropped.
    pub fn handle_bytes(&mut self, bytes: &[u8]) {
        let Some(waiting) = &mut self.waiting else {
            return;
        };
        let room = MESSAGE_SIZE_MAX.saturating_sub(waiting.buffer.len());
        waiting
            .buffer
            .extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        let event = match Frame::decode(&waiting.buffer) {
            Ok(Decoded::Incomplete { .. }) => return,
            Ok(Decoded::Message { frame, .. }) => judge(&waiting.request, frame),
            Err(error) => ClientEvent::Failed(error.into()),
        };
        self.finish(event);
    }

    /// The operator closed the connection.
    pub fn handle_end(&mut self) {
        if let Some(waiting) = &self.waiting {
            let received = waiting.buffer.len();
            self.finish(ClientEvent::Failed(ClientError::Cut { received }));
        }
    }

    /// A deadline may have passed.
    pub fn handle_timeout(&mut self, now: Instant) {
        if let Some(waiting) = &self.waiting
            && waiting.deadline.is_some_and(|deadline| now >= deadline)
        {
            let received = waiting.buffer.len();
            self.finish(ClientEvent::Failed(ClientError::Slow { received }));
        }
    }

    /// What came of the request.
    pub const fn poll_event(&mut self) -> Option<ClientEvent> {
        self.event.take()
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.waiting.as_ref()?.deadline
    }

    fn finish(&mut self, event: ClientEvent) {
        self.waiting = None;
        self.event = Some(event);
    }
}

fn judge(request: &Header, frame: Frame<'_>) -> ClientEvent {
    let Header {
        device_id,
        request_number,
        ..
    } = frame.header;
    if (device_id, request_number) != (request.device_id, request.request_number) {
        return ClientEvent::Failed(ClientError::Foreign {
            device_id,
            request_number,
        });
    }
    ClientEvent::Answer {
        header: frame.header,
        payload: frame.payload.to_vec(),
    }
}
