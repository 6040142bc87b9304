//! One request to an operator over a connection of its own.

use std::time::Instant;

use ofd_kz::payload::{self, EncodeError};
use ofd_kz::schema::PayloadError;
use ofd_kz::session::{ClientError, ClientEvent, ClientSession, ClientTimeouts};
use ofd_kz::{Header, Version, messages};
use register_kz::{Answer, OfdToken};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use translate::kz::{Fault, message_to_answer, service::Beside};

use crate::config::Timing;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ExchangeError {
    #[error("no connection: {0}")]
    Connect(std::io::Error),
    #[error("no connection in {} ms", .0.connect.as_millis())]
    ConnectSlow(Timing),
    #[error("the connection broke: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Session(#[from] ClientError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("the answer does not parse: {0}")]
    Payload(#[from] PayloadError),
    #[error("the answer is unusable: {}", told(.0))]
    Content(Vec<Fault>),
}

fn told(faults: &[Fault]) -> String {
    let all: Vec<String> = faults
        .iter()
        .map(|fault| format!("{}: {}", fault.path, fault.message))
        .collect();
    all.join(", ")
}

/// Sends a request and waits for its answer.
pub(crate) async fn exchange(
    server: &str,
    version: Version,
    header: Header,
    request: &messages::Request,
    timing: Timing,
) -> Result<(Answer, Beside), ExchangeError> {
    let bytes = payload::encode_request(&header, request)?;
    let connecting = timeout(timing.connect, TcpStream::connect(server)).await;
    let mut stream = connecting
        .map_err(|_| ExchangeError::ConnectSlow(timing))?
        .map_err(ExchangeError::Connect)?;
    stream.set_nodelay(true)?;
    let mut session = ClientSession::new(ClientTimeouts {
        answer: timing.answer,
    });
    session.begin(instant(), header)?;
    let outcome = timeout(timing.answer, talk(&mut stream, &bytes, &mut session)).await;
    if let Ok(broken) = outcome {
        broken?;
    } else {
        // The session's own deadline may be a hair later than ours.
        session.handle_timeout(instant() + timing.answer);
    }
    match session.poll_event() {
        Some(ClientEvent::Answer { header, payload }) => {
            let response = payload::decode_response(version, &payload)?.message;
            let token = OfdToken::new(header.token);
            message_to_answer(&response, version, token).map_err(ExchangeError::Content)
        }
        Some(ClientEvent::Failed(error)) => Err(error.into()),
        None => Err(ClientError::Cut { received: 0 }.into()),
    }
}

async fn talk(
    stream: &mut TcpStream,
    bytes: &[u8],
    session: &mut ClientSession,
) -> Result<(), std::io::Error> {
    stream.write_all(bytes).await?;
    let mut buffer = [0; 4096];
    while session.poll_timeout().is_some() {
        let count = stream.read(&mut buffer).await?;
        match buffer.get(..count) {
            Some(read) if !read.is_empty() => session.handle_bytes(read),
            Some(_) | None => session.handle_end(),
        }
    }
    Ok(())
}

/// The monotonic clock of timers, which is no source of dates.
fn instant() -> Instant {
    tokio::time::Instant::now().into_std()
}
