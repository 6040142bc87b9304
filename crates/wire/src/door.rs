//! Where connections come from.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};

/// A source of connections; tests have one of their own.
pub(crate) trait Door: Send {
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next connection. May be dropped and asked again.
    fn accept(&mut self) -> impl Future<Output = io::Result<(Self::Stream, SocketAddr)>> + Send;
}

impl Door for TcpListener {
    type Stream = TcpStream;

    async fn accept(&mut self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = Self::accept(self).await?;
        // Answers are small and a register waits for each, so they must not wait for more bytes.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%peer, %error, "a connection keeps its delay");
        }
        Ok((stream, peer))
    }
}

/// What an error of accepting means for the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AcceptFailure {
    /// The connection died while it waited.
    Connection,
    /// The process or the machine has run out of something that comes back.
    Exhausted,
    /// The listener cannot be used any more.
    Listener,
}

impl AcceptFailure {
    pub(crate) fn of(error: &io::Error) -> Self {
        const ENOMEM: i32 = 12;
        const EBADF: i32 = 9;
        const EINVAL: i32 = 22;
        const ENFILE: i32 = 23;
        const EMFILE: i32 = 24;
        const ENOTSOCK: i32 = 88;
        const ENOBUFS: i32 = 105;
        match error.raw_os_error() {
            Some(EMFILE | ENFILE | ENOBUFS | ENOMEM) => Self::Exhausted,
            Some(EBADF | EINVAL | ENOTSOCK) => Self::Listener,
            // The system hands errors of the network on as errors of accepting.
            Some(_) | None => Self::Connection,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_dead_listener_ends_the_server() {
        let table = [
            (24, AcceptFailure::Exhausted),
            (23, AcceptFailure::Exhausted),
            (103, AcceptFailure::Connection),
            (113, AcceptFailure::Connection),
            (9, AcceptFailure::Listener),
        ];
        for (code, failure) in table {
            assert_eq!(
                AcceptFailure::of(&io::Error::from_raw_os_error(code)),
                failure,
                "{code}"
            );
        }
    }
}
