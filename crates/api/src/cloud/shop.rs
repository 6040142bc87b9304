//! Shops and their queues.

use types::{OrganizationId, QueueId, Secret, ShopId};

/// A shop whose signature was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShopActor {
    /// The shop.
    pub shop: ShopId,
    /// Its organization.
    pub organization: OrganizationId,
}

/// What the signature of a shop's request is checked with.
#[derive(Clone, Debug)]
pub struct ShopCredentials {
    /// Who acts when the signature is right.
    pub actor: ShopActor,
    /// Key of the signature.
    pub secret: Secret,
}

/// A receipt queue as a shop sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    /// Its id.
    pub id: QueueId,
    /// Its name in the portal.
    pub name: String,
    /// Whether it takes tasks.
    pub state: QueueState,
}

/// Whether a queue works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueState {
    /// Takes tasks and hands them out.
    Active,
    /// Takes none and hands none out.
    Passive,
}
