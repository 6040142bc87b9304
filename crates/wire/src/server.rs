//! Accepting connections within limits, and stopping.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};

use crate::connection::{self, Shared};
use crate::door::{AcceptFailure, Door};
use crate::measurement;
use crate::place::{Place, evict_one};
use crate::{Ingest, WireConfig};

/// Shortest and longest pause after the process ran out of something.
const PAUSE_MIN: Duration = Duration::from_millis(20);
const PAUSE_MAX: Duration = Duration::from_secs(1);

/// How often a full server looks for a place that may be taken.
const FULL_PAUSE: Duration = Duration::from_millis(50);

/// Serves the operator's wire until `stop` turns true; then no connection is accepted any more, idle ones are closed,
/// and messages in flight are given [`WireConfig::stop`] to be answered.
///
/// # Errors
/// Only when the listener itself cannot be used any more. Running out of file descriptors or memory is waited out.
pub async fn serve(
    listener: TcpListener,
    config: WireConfig,
    ingest: Arc<dyn Ingest>,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    serve_door(listener, config, ingest, stop).await
}

pub(crate) async fn serve_door<D: Door>(
    mut door: D,
    config: WireConfig,
    ingest: Arc<dyn Ingest>,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let stopping = stop.clone();
    let shared = Arc::new(Shared { config, ingest, stop });
    let mut server = Server {
        shared,
        stop: stopping,
        connections: JoinSet::new(),
        places: HashMap::new(),
        pause: PAUSE_MIN,
        room: Room::Free,
    };
    let outcome = server.run(&mut door).await;
    drop(door);
    server.finish().await;
    outcome
}

struct Server {
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
    connections: JoinSet<()>,
    places: HashMap<Id, Arc<Place>>,
    pause: Duration,
    room: Room,
}

/// Whether there are places left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Free,
    Full,
}

impl Server {
    async fn run<D: Door>(&mut self, door: &mut D) -> io::Result<()> {
        loop {
            if self.connections.len() >= self.shared.config.connections_max {
                if self.room == Room::Free {
                    measurement::accept_paused();
                    tracing::warn!(
                        count = self.connections.len(),
                        "all places are taken; newcomers wait"
                    );
                }
                self.room = Room::Full;
                self.make_room();
                if self.rest(FULL_PAUSE).await.is_break() {
                    return Ok(());
                }
                continue;
            }
            self.room = Room::Free;
            tokio::select! {
                () = told_to_stop(&mut self.stop) => return Ok(()),
                Some(ended) = self.connections.join_next_with_id() => self.ended(ended),
                accepted = door.accept() => match accepted {
                    Ok((stream, peer)) => self.admit(stream, peer),
                    Err(error) => match self.failed(error).await {
                        Ok(ControlFlow::Continue(())) => {}
                        Ok(ControlFlow::Break(())) => return Ok(()),
                        Err(error) => return Err(error),
                    },
                }
            }
        }
    }

    fn admit<S>(&mut self, stream: S, peer: SocketAddr)
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    {
        self.pause = PAUSE_MIN;
        let place = Arc::new(Place::new());
        let serving = connection::serve(stream, peer, Arc::clone(&self.shared), Arc::clone(&place));
        let task = self.connections.spawn(serving);
        self.places.insert(task.id(), place);
    }

    async fn failed(&mut self, error: io::Error) -> io::Result<ControlFlow<()>> {
        match AcceptFailure::of(&error) {
            AcceptFailure::Connection => {
                measurement::accept_failed("connection");
                tracing::debug!(%error, "a connection died while it waited to be accepted");
                Ok(ControlFlow::Continue(()))
            }
            AcceptFailure::Exhausted => {
                measurement::accept_failed("exhausted");
                let pause_ms = self.pause.as_millis();
                tracing::warn!(%error, pause_ms, "no connection can be accepted for the moment");
                self.make_room();
                let pause = self.pause;
                self.pause = (pause * 2).min(PAUSE_MAX);
                Ok(self.rest(pause).await)
            }
            AcceptFailure::Listener => {
                measurement::accept_failed("listener");
                Err(error)
            }
        }
    }

    fn make_room(&self) {
        let places = self.places.values().map(AsRef::as_ref);
        evict_one(places, self.shared.config.eviction);
    }

    /// Waits until a connection ends or the pause is over; breaks when the server is to stop.
    async fn rest(&mut self, pause: Duration) -> ControlFlow<()> {
        tokio::select! {
            () = told_to_stop(&mut self.stop) => return ControlFlow::Break(()),
            Some(ended) = self.connections.join_next_with_id() => self.ended(ended),
            () = tokio::time::sleep(pause) => {}
        }
        ControlFlow::Continue(())
    }

    fn ended(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => {
                tracing::error!(%error, "a connection failed");
                error.id()
            }
        };
        self.places.remove(&id);
    }

    async fn finish(&mut self) {
        let all = async {
            while let Some(ended) = self.connections.join_next_with_id().await {
                if let Err(error) = ended {
                    tracing::error!(%error, "a connection failed");
                }
            }
        };
        if tokio::time::timeout(self.shared.config.stop, all).await.is_err() {
            let count = self.connections.len();
            tracing::warn!(
                count,
                "connections were still at work when the time to stop was over"
            );
            self.connections.shutdown().await;
        }
    }
}

/// Comes back when the server is to stop, or when nobody is left to tell it.
pub(crate) async fn told_to_stop(stop: &mut watch::Receiver<bool>) {
    let told = stop.wait_for(|stop| *stop).await;
    drop(told);
}

#[cfg(test)]
mod tests;
