//! The HTTP server: places for connections, time and size of a request's header, and an orderly end.
//!
//! What a request may bring behind its header is the business of the doors and pages.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

/// Bytes of a request line with its header, and of what is read ahead.
pub const HEADER_BYTES_MAX: usize = 32 * 1024;

/// Lines of a header.
pub const HEADER_LINES_MAX: usize = 64;

/// Time that requests in hand get when the process stops.
pub const STOP_PATIENCE: Duration = Duration::from_secs(3);

/// Pause after the system could not accept a connection, for want of file descriptors for example.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What the server allows.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// Open connections; beyond it new ones wait in the system's backlog.
    pub connections_max: usize,
    /// Time for a request's header, from the end of the request before or from the connection's beginning: so it
    /// is also the time for which a connection may lie idle.
    pub header_timeout: Duration,
    /// Time that requests in hand get when the process stops.
    pub stop_patience: Duration,
}

/// Serves until `stop` turns true. Then requests in hand are answered, and what is not done in time is cut: a
/// client that got no answer repeats its request.
///
/// # Errors
/// None at present; a failure to accept is waited out.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: HttpLimits,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        let (socket, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = stopped(&mut stop) => break,
        };
        let service = TowerToHyperService::new(router.clone());
        connections.spawn(connection(socket, place, service, limits, stop.clone()));
    }
    drop(listener);
    let answered = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(limits.stop_patience, answered)
        .await
        .is_err()
    {
        let cut = connections.len();
        tracing::warn!(
            cut,
            "connections were cut at the stop: their requests or answers were not complete"
        );
        connections.shutdown().await;
    }
    Ok(())
}

/// The next connection, when there is a place for it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, OwnedSemaphorePermit) {
    let place = match Arc::clone(places).acquire_owned().await {
        Ok(place) => place,
        // Nobody closes the places.
        Err(_) => std::future::pending().await,
    };
    loop {
        match listener.accept().await {
            Ok((socket, _)) => return (socket, place),
            Err(error) if is_of_the_peer(&error) => {}
            Err(error) => {
                tracing::error!(error = %error, "cannot accept an HTTP connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_the_peer(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

async fn connection(
    socket: TcpStream,
    place: OwnedSemaphorePermit,
    service: TowerToHyperService<Router>,
    limits: HttpLimits,
    mut stop: watch::Receiver<bool>,
) {
    let _ = socket.set_nodelay(true);
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_timeout)
        .max_buf_size(HEADER_BYTES_MAX)
        .max_headers(HEADER_LINES_MAX);
    let connection = server.serve_connection(TokioIo::new(socket), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stopped(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "an HTTP connection ended early");
    }
    drop(place);
}

/// Ends when the process must stop.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say so: that is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests;
