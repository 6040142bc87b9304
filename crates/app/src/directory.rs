//! Shops and the queues they may use, kept in memory: every request needs them, they hardly ever change.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use store::queues::{self, QueueRow};
use store::shops::{self, ShopRow};
use store::{Db, StoreError, Tx};
use types::{QueueId, ShopId, Timestamp};

/// Age at which an entry is read anew: the longest time that a change made by another process stays unseen.
const ENTRY_AGE_MAX_US: i64 = 2_000_000;

/// Entries that are kept; beyond it the directory is emptied, so that it cannot fill the memory.
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
    entries: RwLock<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    by_public_id: HashMap<String, Arc<ShopEntry>>,
    by_id: HashMap<ShopId, Arc<ShopEntry>>,
}

impl Directory {
    /// The shop with this public id.
    pub async fn shop(
        &self,
        db: &Db,
        public_id: &str,
        now: Timestamp,
    ) -> Result<Option<Arc<ShopEntry>>, StoreError> {
        let known = self.read(|entries| entries.by_public_id.get(public_id).map(Arc::clone));
        let wanted = public_id.to_owned();
        self.fresh_or_read(db, known, now, move |tx| shops::by_public_id(tx, &wanted))
            .await
    }

    /// The shop with this number.
    pub async fn shop_by_id(
        &self,
        db: &Db,
        id: ShopId,
        now: Timestamp,
    ) -> Result<Option<Arc<ShopEntry>>, StoreError> {
        let known = self.read(|entries| entries.by_id.get(&id).map(Arc::clone));
        self.fresh_or_read(db, known, now, move |tx| shops::by_id(tx, id))
            .await
    }

    /// Forgets everything, after a change made here.
    pub fn forget(&self) {
        *self.entries.write().unwrap_or_else(PoisonError::into_inner) = Entries::default();
    }

    fn read<T>(&self, look: impl FnOnce(&Entries) -> T) -> T {
        look(&self.entries.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn fresh_or_read(
        &self,
        db: &Db,
        known: Option<Arc<ShopEntry>>,
        now: Timestamp,
        find: impl Fn(&mut Tx<'_>) -> Result<Option<ShopRow>, StoreError> + Send + 'static,
    ) -> Result<Option<Arc<ShopEntry>>, StoreError> {
        // A clock that was set back makes an entry old, not eternal.
        let fresh = |entry: &Arc<ShopEntry>| (0..ENTRY_AGE_MAX_US).contains(&now.since_us(entry.read_at));
        if let Some(entry) = known.filter(fresh) {
            return Ok(Some(entry));
        }
        let found = db
            .read("find_shop", move |tx| {
                let Some(shop) = find(tx)? else { return Ok(None) };
                let queues = queues::of_shop(tx, shop.id)?;
                Ok::<_, StoreError>(Some((shop, queues)))
            })
            .await?;
        Ok(found.map(|(shop, queues)| {
            self.keep(ShopEntry {
                shop,
                queues,
                read_at: now,
            })
        }))
    }

    fn keep(&self, entry: ShopEntry) -> Arc<ShopEntry> {
        let entry = Arc::new(entry);
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        if entries.by_id.len() >= ENTRIES_MAX {
            *entries = Entries::default();
        }
        entries.by_id.insert(entry.shop.id, Arc::clone(&entry));
        entries
            .by_public_id
            .insert(entry.shop.public_id.clone(), Arc::clone(&entry));
        entry
    }
}
