//! One connection: a loop between a stream and its session.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use ofd_ru::session::{Answer, EndReason, IncomingMessage, Refusal, Session, SessionEvent};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::measurement::{self, End, MessageResult};
use crate::place::Place;
use crate::server::told_to_stop;
use crate::{Ingest, WireConfig};

/// Bytes that one read takes; they lie on the stack while they are taken.
const READ_SIZE: usize = 8192;

/// How long a refused peer may go on sending, so that it gets its answer before the connection is reset.
const LINGER: Duration = Duration::from_secs(1);

/// Bytes that a refused peer may go on sending.
const LINGER_SIZE_MAX: u64 = 256 * 1024;

/// What all connections share.
pub(crate) struct Shared {
    pub config: WireConfig,
    pub ingest: Arc<dyn Ingest>,
    pub stop: watch::Receiver<bool>,
}

struct Connection<S> {
    stream: S,
    peer: SocketAddr,
    session: Session,
    shared: Arc<Shared>,
    place: Arc<Place>,
    stop: watch::Receiver<bool>,
    course: Course,
}

/// Whether further messages are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Course {
    On,
    /// The message in flight is the last one.
    Stopping,
}

/// Serves one connection to its end.
pub(crate) async fn serve<S>(stream: S, peer: SocketAddr, shared: Arc<Shared>, place: Arc<Place>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let counted = measurement::Counted::new();
    let mut connection = Connection {
        stream,
        peer,
        session: Session::new(now(), shared.config.timeouts),
        stop: shared.stop.clone(),
        shared,
        place,
        course: Course::On,
    };
    let end = connection.run().await;
    measurement::ended(end);
    tracing::debug!(%peer, reason = ?end, "connection ended");
    drop(counted);
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    async fn run(&mut self) -> End {
        loop {
            match self.drain_events().await {
                Ok(None) => {}
                Ok(Some(end)) | Err(end) => return end,
            }
            if self.course == Course::Stopping && self.session.is_idle() {
                return End::Stopped;
            }
            if let Err(end) = self.wait().await {
                return end;
            }
        }
    }

    /// Answers what the session tells, one message after the other. Tells why the session is over, if it is.
    async fn drain_events(&mut self) -> Result<Option<End>, End> {
        while let Some(event) = self.session.poll_event() {
            match event {
                SessionEvent::Message(message) => self.answer(message).await,
                SessionEvent::Refused(refusal) => self.report(refusal),
                SessionEvent::Ended(reason) => {
                    self.transmit().await?;
                    if matches!(reason, EndReason::Refused | EndReason::Answered) {
                        self.linger().await;
                    }
                    return Ok(Some(end_of(reason)));
                }
            }
            self.transmit().await?;
        }
        Ok(None)
    }

    async fn answer(&mut self, message: IncomingMessage) {
        self.place.busy();
        let began = Instant::now();
        let making = self.shared.ingest.ingest(self.peer, message);
        let answer = tokio::time::timeout(self.shared.config.answer, making).await;
        let (answer, result) = match answer {
            Ok(Answer::Send(bytes)) => (Answer::Send(bytes), MessageResult::Answered),
            Ok(Answer::Refuse) => (Answer::Refuse, MessageResult::Refused),
            Ok(Answer::Close) => (Answer::Close, MessageResult::Closed),
            Err(_) => {
                let answer_ms = self.shared.config.answer.as_millis();
                tracing::error!(peer = %self.peer, answer_ms, "no answer was made in time; the register repeats");
                (Answer::Close, MessageResult::TimedOut)
            }
        };
        measurement::message(result, began.elapsed());
        if let Err(error) = self.session.answer(now(), answer) {
            tracing::error!(peer = %self.peer, %error, "an answer was dropped");
        }
        self.place.answered();
    }

    fn report(&self, refusal: Refusal) {
        let reason = refusal.error.reason();
        measurement::refused(reason);
        tracing::info!(peer = %self.peer, offset = refusal.offset, error = %refusal.error, "a stream was refused");
    }

    /// Sends what the session has to send.
    async fn transmit(&mut self) -> Result<(), End> {
        let mut out = Vec::new();
        if !self.session.poll_transmit(&mut out) {
            return Ok(());
        }
        let sending = async {
            self.stream.write_all(&out).await?;
            self.stream.flush().await
        };
        match tokio::time::timeout(self.shared.config.write, sending).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(End::Broken),
            Err(_) => Err(End::WriteTimeout),
        }
    }

    /// Waits for bytes, for a deadline or for the loss of the place.
    async fn wait(&mut self) -> Result<(), End> {
        let deadline = self.session.poll_timeout().map(Instant::from_std);
        tokio::select! {
            biased;
            () = self.place.evicted() => Err(End::Evicted),
            () = told_to_stop(&mut self.stop), if self.course == Course::On => {
                self.course = Course::Stopping;
                Ok(())
            }
            read = receive(&mut self.stream, &mut self.session) => match read {
                Ok(0) => {
                    self.session.handle_end();
                    Ok(())
                }
                Ok(_) => Ok(()),
                Err(_) => Err(End::Broken),
            },
            () = until(deadline) => {
                self.session.handle_timeout(now());
                Ok(())
            }
        }
    }

    /// Ends the sending side and reads on for a while: closing at once would reset the connection under the answer.
    async fn linger(&mut self) {
        let lingering = async {
            self.stream.shutdown().await?;
            let mut rest = (&mut self.stream).take(LINGER_SIZE_MAX);
            tokio::io::copy(&mut rest, &mut tokio::io::sink()).await
        };
        if let Ok(Err(error)) = tokio::time::timeout(LINGER, lingering).await {
            tracing::debug!(peer = %self.peer, %error, "a refused connection broke");
        }
    }
}

/// Takes bytes from the stream into the session; zero when the peer has ended.
async fn receive<S: AsyncRead + Unpin>(stream: &mut S, session: &mut Session) -> io::Result<usize> {
    poll_fn(|context| {
        let mut space = [const { MaybeUninit::uninit() }; READ_SIZE];
        let capacity = session.capacity().min(READ_SIZE);
        let mut buffer = ReadBuf::uninit(space.get_mut(..capacity).unwrap_or_default());
        ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer))?;
        let taken = session.handle_bytes(now(), buffer.filled());
        debug_assert_eq!(
            taken,
            buffer.filled().len(),
            "no more was read than the session takes"
        );
        Poll::Ready(Ok(taken))
    })
    .await
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

fn now() -> std::time::Instant {
    Instant::now().into_std()
}

const fn end_of(reason: EndReason) -> End {
    match reason {
        EndReason::Closed => End::Closed,
        EndReason::Cut { .. } => End::Cut,
        EndReason::NoFirstByte => End::NoFirstByte,
        EndReason::Idle => End::Idle,
        EndReason::Slow { .. } => End::Slow,
        EndReason::Refused => End::Refused,
        EndReason::Answered => End::Answered,
    }
}
