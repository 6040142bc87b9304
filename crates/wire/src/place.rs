//! Who holds a place on the server, and who loses it when places run out.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

/// The place of one connection.
#[derive(Debug)]
pub(crate) struct Place {
    posture: Mutex<Posture>,
    evicted: Notify,
}

/// What a connection does.
#[derive(Clone, Copy, Debug)]
enum Posture {
    /// A message is being answered.
    Busy,
    /// It waits for the peer.
    Waiting { since: Instant, served: Served },
}

/// Whether a connection ever brought a whole message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Served {
    Never,
    Before,
}

impl Place {
    pub(crate) fn new() -> Self {
        let (since, served) = (Instant::now(), Served::Never);
        Self {
            posture: Mutex::new(Posture::Waiting { since, served }),
            evicted: Notify::new(),
        }
    }

    pub(crate) fn busy(&self) {
        self.put(Posture::Busy);
    }

    pub(crate) fn answered(&self) {
        let (since, served) = (Instant::now(), Served::Before);
        self.put(Posture::Waiting { since, served });
    }

    /// Comes back when the place is lost.
    pub(crate) async fn evicted(&self) {
        self.evicted.notified().await;
    }

    fn put(&self, posture: Posture) {
        *self.posture.lock().unwrap_or_else(PoisonError::into_inner) = posture;
    }

    fn waiting(&self) -> Option<(Served, Instant)> {
        match *self.posture.lock().unwrap_or_else(PoisonError::into_inner) {
            Posture::Busy => None,
            Posture::Waiting { since, served } => Some((served, since)),
        }
    }
}

/// Takes the place of the connection that never brought a message and waits longest, else of the one that waits
/// longest, if it has waited for at least `patience`.
pub(crate) fn evict_one<'a>(places: impl Iterator<Item = &'a Place>, patience: Duration) {
    let now = Instant::now();
    let longest = places
        .filter_map(|place| place.waiting().map(|waiting| (waiting, place)))
        .filter(|((_, since), _)| now.duration_since(*since) >= patience)
        .min_by_key(|(waiting, _)| *waiting);
    if let Some((_, place)) = longest {
        place.evicted.notify_one();
        // Until it is gone, it must not be chosen again.
        place.busy();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_secs(2);

    async fn is_evicted(place: &Place) -> bool {
        tokio::time::timeout(Duration::ZERO, place.evicted())
            .await
            .is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn who_never_sent_a_message_goes_first_and_who_is_served_stays() {
        let (served, fresh, busy) = (Place::new(), Place::new(), Place::new());
        served.answered();
        busy.busy();
        tokio::time::advance(PATIENCE).await;
        let late = Place::new();
        let all = [&served, &late, &fresh, &busy];
        evict_one(all.into_iter(), PATIENCE);
        assert!(is_evicted(&fresh).await);
        evict_one(all.into_iter(), PATIENCE);
        assert!(is_evicted(&served).await);
        evict_one(all.into_iter(), PATIENCE);
        assert!(!is_evicted(&late).await && !is_evicted(&busy).await);
    }
}
