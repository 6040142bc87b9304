//! `qassa agent`: sits beside a real register, takes tasks from the cloud, drives the device.
//!
//! [`run`] is the whole agent for a register behind the ATOL web server; [`Agent`] is the same over any
//! [`Driver`].
//!
//! What is promised: a task is sealed at most once. Everything that decides so is in the [`Journal`] before it
//! is acted upon:
//! 1. the task, before anything is asked of the device;
//! 2. the request with its key and the newest document, before the device gets it;
//! 3. the report, before it is sent; it is repeated until the cloud takes it.
//!
//! After a cut at any point the device is asked what became of the key, then its storage is searched for the
//! receipt; only when both say no is the same request sent again, under the same key, and only while the cloud's
//! lease can still hold ([`Rhythm::hold_max_s`]). After that the task is forgotten, but not its key: should the cloud
//! hand it out again, the device is asked for the old request first.
#![deny(clippy::unwrap_used, clippy::indexing_slicing)]
#![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]
#![warn(missing_docs)]

mod atol;
mod cloud;
mod config;
mod driver;
mod fiscalization;
mod heartbeat;
mod http;
mod journal;
mod roubles;
mod task;
mod work;

use std::sync::Arc;

use types::{Clock, Rng};
use uuid::Uuid;

pub use atol::AtolDriver;
pub use cloud::CloudError;
pub use config::{AgentConfig, AtolConfig, CloudConfig, Credentials, MarkingPolicy, Rhythm};
pub use driver::{
    Certainty, DeviceError, DeviceRefusal, DeviceRegistration, DeviceShift, DeviceStatus, Driver,
    ExchangeStatus, Found, Inexpressible, MarkVerdict, SealedReceipt, StorageFlags, StoredDocument,
    StoredKind, StoredReceipt,
};
pub use heartbeat::{Agent, AgentError};
pub use http::HttpConfigError;
pub use journal::{Journal, JournalError};
pub use task::{TaskError, read as read_task};
pub use work::{Attempt, Book, FINISHED_MAX, Held, OutOfOrder, Record, Settled, Work};

/// Runs an agent for a register behind the ATOL web server until `shutdown` resolves.
///
/// Stopping at any moment is safe: what was under way is found in the journal at the next start.
///
/// # Errors
/// [`AgentError`] when the agent cannot or must not work: a wrong configuration, an unusable journal, an
/// activation that the cloud refuses. Troubles of the network and of the device are no errors: they are
/// reported and waited out.
pub async fn run(
    config: AgentConfig,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), AgentError> {
    let driver = AtolDriver::new(config.device.clone(), Arc::clone(&rng)).map_err(AgentError::Http)?;
    Agent::open(config, driver, clock, rng)?.run(shutdown).await
}

/// A random key.
fn random_uuid(rng: &dyn Rng) -> Uuid {
    let mut bytes = [0; 16];
    rng.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
