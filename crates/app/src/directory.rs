//! Shops and the queues they may use, kept in memory: every request needs them, they hardly ever change.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use store::queues::{self, QueueRow};
use store::shops::{self, ShopRow};
use store::{Db, StoreError};
use types::{QueueId, Timestamp};

/// Age at which an entry is read anew: the longest time that a change made by another process stays unseen.
const ENTRY_AGE_MAX_US: i64 = 2_000_000;

/// Entries that are kept; beyond it the directory is emptied, so that strangers' guesses cannot fill the memory.
const ENTRIES_MAX: usize = 10_000;

/// A shop with the queues that it may use.
#[derive(Debug)]
pub struct ShopEntry {
    /// The shop.
    pub shop: ShopRow,
    /// Its queues.
    pub queues: Vec<QueueRow>,
    read_at: Timestamp,
}

impl ShopEntry {
    /// The queue with this number, if the shop may use it.
    #[must_use]
    pub fn queue(&self, id: QueueId) -> Option<&QueueRow> {
        self.queues.iter().find(|queue| queue.id == id)
    }
}

/// The directory. Only shops that exist are kept.
#[derive(Debug, Default)]
pub struct Directory {
    shops: RwLock<HashMap<String, Arc<ShopEntry>>>,
}

impl Directory {
    /// The shop with this public id.
    pub async fn shop(
        &self,
        db: &Db,
        public_id: &str,
        now: Timestamp,
    ) -> Result<Option<Arc<ShopEntry>>, StoreError> {
        if let Some(entry) = self.fresh(public_id, now) {
            return Ok(Some(entry));
        }
        let wanted = public_id.to_owned();
        let found = db
            .read("find_shop", move |tx| {
                let Some(shop) = shops::by_public_id(tx, &wanted)? else {
                    return Ok(None);
                };
                let queues = queues::of_shop(tx, shop.id)?;
                Ok::<_, StoreError>(Some((shop, queues)))
            })
            .await?;
        let Some((shop, queues)) = found else {
            return Ok(None);
        };
        let entry = Arc::new(ShopEntry {
            shop,
            queues,
            read_at: now,
        });
        let mut shops = self.shops.write().unwrap_or_else(PoisonError::into_inner);
        if shops.len() >= ENTRIES_MAX {
            shops.clear();
        }
        shops.insert(public_id.to_owned(), Arc::clone(&entry));
        Ok(Some(entry))
    }

    /// Forgets everything, after a change made here.
    pub fn forget(&self) {
        self.shops.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn fresh(&self, public_id: &str, now: Timestamp) -> Option<Arc<ShopEntry>> {
        let shops = self.shops.read().unwrap_or_else(PoisonError::into_inner);
        let entry = shops.get(public_id)?;
        // A clock that was set back makes an entry old, not eternal.
        let age_us = now.since_us(entry.read_at);
        (0..ENTRY_AGE_MAX_US).contains(&age_us).then(|| Arc::clone(entry))
    }
}
