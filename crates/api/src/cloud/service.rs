//! Whether a register of Kazakhstan may work, in the hands of the operator's staff.

use std::future::Future;

use app::kz_ofd::staff::StaffAct;
use types::Timestamp;

use super::{CloudResult, UserActor};

/// Where a register stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSummary {
    /// Its number at the operator.
    pub device: u32,
    /// Its number at the tax authority.
    pub registration_number: String,
    /// `active`, `blocked` or `deregistered`.
    pub state: &'static str,
    /// What its cashier reads.
    pub reason: Option<String>,
    /// `staff`, `tariff` or `staff_and_tariff`.
    pub blocked_by: Option<&'static str>,
    /// Since when it may not work.
    pub since: Option<Timestamp>,
    /// When anything last came from it.
    pub last_seen_at: Option<Timestamp>,
    /// Programs that it told, as name and version.
    pub programs: Vec<(String, String)>,
    /// Operating system that it told.
    pub system: Option<String>,
    /// Hardware that it told.
    pub hardware: Option<String>,
    /// What was noted about it, newest first.
    pub history: Vec<ServiceEntry>,
}

/// Something that was noted about a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceEntry {
    /// When.
    pub at: Timestamp,
    /// What, in one word: `blocked`, `unblocked`, `deregistered`, `flagged`, `counters_differ`.
    pub kind: String,
    /// More about it: of an act, who and why.
    pub detail: String,
}

/// What the doors ask about registers of Kazakhstan for the operator's staff.
pub trait ServiceCloud: Send + Sync + 'static {
    /// Where a register stands; `None` when there is none.
    fn service(&self, device: u32) -> impl Future<Output = CloudResult<Option<ServiceSummary>>> + Send;

    /// Does something to it, and tells where it stands then.
    fn act_on_service(
        &self,
        actor: UserActor,
        device: u32,
        act: StaffAct,
    ) -> impl Future<Output = CloudResult<Option<ServiceSummary>>> + Send;
}
