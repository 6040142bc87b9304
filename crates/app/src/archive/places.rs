//! How many archives are loaded at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use types::OrganizationId;

/// Archives and summaries that are loaded at the same time in one process. Source: ours.
pub const PLACES_MAX: usize = 8;

/// Of these, those of one organization; the operator's staff count as one. Source: ours.
pub const PLACES_OF_ORGANIZATION_MAX: usize = 2;

/// Places of this process. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Places {
    taken: Arc<Mutex<HashMap<Option<OrganizationId>, usize>>>,
}

/// A place, free again when it is dropped.
#[derive(Debug)]
pub struct Place {
    places: Places,
    organization: Option<OrganizationId>,
}

impl Places {
    /// A place for an organization, or for the operator's staff; `None` when all are taken.
    #[must_use]
    pub fn take(&self, organization: Option<OrganizationId>) -> Option<Place> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.get(&organization).copied().unwrap_or(0);
        if own >= PLACES_OF_ORGANIZATION_MAX || taken.values().sum::<usize>() >= PLACES_MAX {
            return None;
        }
        taken.insert(organization, own + 1);
        Some(Place {
            places: self.clone(),
            organization,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let taken = self.places.taken.lock();
        let mut taken = taken.unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = taken.get_mut(&self.organization) {
            *own -= 1;
            if *own == 0 {
                taken.remove(&self.organization);
            }
        }
    }
}
