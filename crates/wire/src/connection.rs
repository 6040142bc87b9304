//! One connection: a loop between a stream and its dialogue.

use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use session::{Answer, NotAwaited};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::dialogue::{Dialogue, Event, Incoming, Refused};
use crate::measurement::{self, Counted, End, MessageResult};
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
    dialogue: Dialogue,
    shared: Arc<Shared>,
    place: Arc<Place>,
    stop: watch::Receiver<bool>,
    course: Course,
    counted: Counted,
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
    let mut connection = Connection {
        stream,
        peer,
        dialogue: Dialogue::new(now(), shared.config.timeouts),
        stop: shared.stop.clone(),
        shared,
        place,
        course: Course::On,
        counted: Counted::new(),
    };
    let end = connection.run().await;
    let protocol = connection.dialogue.protocol();
    measurement::ended(protocol, end);
    tracing::debug!(%peer, protocol = protocol.label(), reason = ?end, "connection ended");
}

impl<S: AsyncRead + AsyncWrite + Unpin> Connection<S> {
    async fn run(&mut self) -> End {
        loop {
            match self.drain_events().await {
                Ok(None) => {}
                Ok(Some(end)) | Err(end) => return end,
            }
            if self.course == Course::Stopping && self.dialogue.is_idle() {
                return End::Stopped;
            }
            if let Err(end) = self.wait().await {
                return end;
            }
        }
    }

    /// Answers what the session tells, one message after the other. Tells why the session is over, if it is.
    async fn drain_events(&mut self) -> Result<Option<End>, End> {
        while let Some(event) = self.dialogue.poll_event() {
            match event {
                Event::Message(message) => self.answer(message).await,
                Event::Refused(refused) => self.report(&refused),
                Event::Ended(end) => {
                    self.transmit().await?;
                    if matches!(end, End::Refused | End::Answered) {
                        self.linger().await;
                    }
                    return Ok(Some(end));
                }
            }
            self.transmit().await?;
        }
        Ok(None)
    }

    async fn answer(&mut self, message: Incoming) {
        self.place.busy();
        let began = Instant::now();
        let patience = match message {
            Incoming::Russia(_) => self.shared.config.answer,
            Incoming::Kazakhstan(_) => self.shared.config.answer_kz,
        };
        let making = make_answer(self.shared.ingest.as_ref(), self.peer, message);
        let made = tokio::time::timeout(patience, making).await;
        let (answer, result) = if let Ok(answer) = made {
            let result = result_of(&answer);
            (answer, result)
        } else {
            let answer_ms = patience.as_millis();
            tracing::error!(peer = %self.peer, answer_ms, "no answer was made in time; the register repeats");
            (Answer::Close, MessageResult::TimedOut)
        };
        measurement::message(self.dialogue.protocol(), result, began.elapsed());
        if let Err(NotAwaited) = self.dialogue.answer(now(), answer) {
            tracing::error!(peer = %self.peer, "an answer was dropped: no message waits for it");
        }
        self.place.answered();
    }

    fn report(&self, refused: &Refused) {
        measurement::refused(self.dialogue.protocol(), refused.reason());
        match refused {
            Refused::Tls => tracing::warn!(peer = %self.peer, error = %refused, "a register speaks TLS"),
            Refused::Foreign { .. } | Refused::Russia(_) | Refused::Kazakhstan(_) => {
                tracing::info!(peer = %self.peer, error = %refused, "a stream was refused");
            }
        }
    }

    /// Sends what the session has to send.
    async fn transmit(&mut self) -> Result<(), End> {
        let mut out = Vec::new();
        if !self.dialogue.poll_transmit(&mut out) {
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
        let deadline = self.dialogue.poll_timeout().map(Instant::from_std);
        tokio::select! {
            biased;
            () = self.place.evicted() => Err(End::Evicted),
            () = told_to_stop(&mut self.stop), if self.course == Course::On => {
                self.course = Course::Stopping;
                Ok(())
            }
            read = receive(&mut self.stream, &mut self.dialogue) => match read {
                Ok(0) => {
                    self.dialogue.handle_end();
                    Ok(())
                }
                Ok(_) => {
                    self.counted.speaks(self.dialogue.protocol());
                    Ok(())
                }
                Err(_) => Err(End::Broken),
            },
            () = until(deadline) => {
                self.dialogue.handle_timeout(now());
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

/// Takes bytes from the stream into the dialogue; zero when the peer has ended.
async fn receive<S: AsyncRead + Unpin>(stream: &mut S, dialogue: &mut Dialogue) -> io::Result<usize> {
    poll_fn(|context| {
        let mut space = [const { MaybeUninit::uninit() }; READ_SIZE];
        let capacity = dialogue.capacity().min(READ_SIZE);
        let mut buffer = ReadBuf::uninit(space.get_mut(..capacity).unwrap_or_default());
        ready!(Pin::new(&mut *stream).poll_read(context, &mut buffer))?;
        let taken = dialogue.handle_bytes(now(), buffer.filled());
        debug_assert_eq!(
            taken,
            buffer.filled().len(),
            "no more was read than the dialogue takes"
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

async fn make_answer(ingest: &dyn Ingest, peer: SocketAddr, message: Incoming) -> Answer {
    match message {
        Incoming::Russia(message) => ingest.ingest_ru(peer, message).await,
        Incoming::Kazakhstan(message) => ingest.ingest_kz(peer, message).await,
    }
}

const fn result_of(answer: &Answer) -> MessageResult {
    match answer {
        Answer::Send(_) => MessageResult::Answered,
        Answer::Refuse(_) => MessageResult::Refused,
        Answer::Close => MessageResult::Closed,
    }
}
