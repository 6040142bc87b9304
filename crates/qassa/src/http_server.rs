//! The HTTP server: everything that a peer may take is bounded, and nobody who works notices who does not.
//!
//! A request's head has a time to arrive, which also ends connections on which nobody asks for anything; bodies have
//! theirs in `api`. A peer that does not read its answer is given up. When all places are taken newcomers wait in the
//! backlog of the listener until a place is free.

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

mod patience;
use patience::WriteDeadline;

/// Bytes of a request's head, and of what is read ahead.
const HEAD_BYTES_MAX: usize = 32 * 1024;

/// Lines of a request's head.
const HEAD_LINES_MAX: usize = 64;

/// Pause after the process ran out of descriptors or memory.
const EXHAUSTED_PAUSE: Duration = Duration::from_millis(100);

/// Limits of the server.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// Connections that are served at once.
    pub connections_max: usize,
    /// Time for a request's head, counted from the end of the request before.
    pub head: Duration,
    /// How long a peer may take to receive some of its answer.
    pub write: Duration,
    /// How long requests in flight may take after the signal to stop.
    pub stop: Duration,
}

/// Serves the routes until `stop` turns true; requests in flight are answered then.
///
/// # Errors
/// Never by what peers do: running out of file descriptors or memory is waited out.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: HttpLimits,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let places = Arc::new(Semaphore::new(limits.connections_max.max(1)));
    let mut connections = JoinSet::new();
    loop {
        let admitted = tokio::select! {
            () = told_to_stop(&mut stop) => break,
            admitted = admit(&listener, &places) => admitted,
            Some(ended) = connections.join_next() => {
                tell(ended);
                continue;
            }
        };
        if let Some((stream, place)) = admitted {
            let (router, stop) = (router.clone(), stop.clone());
            connections.spawn(async move {
                serve_connection(stream, router, limits, stop).await;
                drop(place);
            });
        }
    }
    drop(listener);
    let all = async {
        while let Some(ended) = connections.join_next().await {
            tell(ended);
        }
    };
    if tokio::time::timeout(limits.stop, all).await.is_err() {
        let count = connections.len();
        tracing::warn!(count, "peers were still at work when the time to stop was over");
        connections.shutdown().await;
    }
    Ok(())
}

/// A connection with a place for it.
async fn admit(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    // It is never closed.
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%peer, %error, "a connection keeps its delay");
            }
            Some((stream, place))
        }
        Err(error) => {
            tracing::warn!(%error, "no connection can be accepted for the moment");
            tokio::time::sleep(EXHAUSTED_PAUSE).await;
            None
        }
    }
}

async fn serve_connection(
    stream: TcpStream,
    router: Router,
    limits: HttpLimits,
    mut stop: watch::Receiver<bool>,
) {
    let stream = TokioIo::new(WriteDeadline::new(stream, limits.write));
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEAD_LINES_MAX);
    let connection = builder.serve_connection(stream, TowerToHyperService::new(router));
    let mut connection = std::pin::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = told_to_stop(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "a connection ended");
    }
}

fn tell(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "a connection failed");
    }
}

/// Comes back when the server is to stop, or when nobody is left to tell it.
async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    // An error means that nobody is left to say so: that is a stop as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

#[cfg(test)]
mod tests;
