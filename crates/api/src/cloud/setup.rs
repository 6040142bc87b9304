//! Setting an account up: organizations, people, shops, queues and registers.

use std::future::Future;

use app::setup::users::Post;
use app::setup::{Fault, organizations, queues, registers, shops, users};
use types::{OrganizationId, QueueId, ShopId, UserId};

use super::{CloudResult, Page, QueueSummary, ShopSummary, UserActor};

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetupRefusal {
    /// Fields are wrong: all of them.
    Faults(Vec<Fault>),
    /// There is no such thing, or it is somebody else's.
    Unknown,
}

/// What became of a change.
pub type SetupResult<T> = CloudResult<Result<T, SetupRefusal>>;

/// An organization in the operator's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationSummary {
    /// Its number.
    pub id: OrganizationId,
    /// Taxpayer number.
    pub inn: String,
    /// Code of the reason of enrollment.
    pub kpp: Option<String>,
    /// Its name.
    pub name: String,
}

/// A user of an organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserSummary {
    /// Its number.
    pub id: UserId,
    /// Login.
    pub login: String,
    /// `owner` or `cashier`.
    pub role: &'static str,
}

/// What owners and the operator's staff may set up. An owner reaches the own organization alone.
pub trait SetupCloud: Send + Sync + 'static {
    /// Organizations with numbers above `after`, oldest first.
    fn organizations(
        &self,
        after: Option<OrganizationId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<OrganizationSummary>>> + Send;

    /// Creates an organization.
    fn create_organization(
        &self,
        draft: organizations::Draft,
    ) -> impl Future<Output = SetupResult<OrganizationSummary>> + Send;

    /// Creates a user with this post.
    fn create_user(
        &self,
        post: Post,
        draft: users::Draft,
    ) -> impl Future<Output = SetupResult<users::Created>> + Send;

    /// Users of the organization with numbers above `after`, oldest first.
    fn users(
        &self,
        actor: UserActor,
        after: Option<UserId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<UserSummary>>> + Send;

    /// Creates a shop.
    fn create_shop(
        &self,
        organization: OrganizationId,
        draft: shops::Draft,
    ) -> impl Future<Output = SetupResult<shops::Created>> + Send;

    /// Puts both callback addresses in the place of what the shop had.
    fn set_callback_urls(
        &self,
        organization: OrganizationId,
        shop: ShopId,
        urls: shops::CallbackUrls,
    ) -> impl Future<Output = SetupResult<ShopSummary>> + Send;

    /// Creates an active queue.
    fn create_queue(
        &self,
        organization: OrganizationId,
        name: String,
    ) -> impl Future<Output = SetupResult<QueueSummary>> + Send;

    /// Puts a queue in or out of use.
    fn set_queue_state(
        &self,
        organization: OrganizationId,
        queue: QueueId,
        state: String,
    ) -> impl Future<Output = SetupResult<QueueSummary>> + Send;

    /// Attaches a shop or a register to a queue, or takes it away.
    fn change_queue(
        &self,
        organization: OrganizationId,
        queue: QueueId,
        change: queues::Change,
        end: queues::End,
    ) -> impl Future<Output = SetupResult<QueueSummary>> + Send;

    /// Creates a register.
    fn create_register(
        &self,
        organization: OrganizationId,
        draft: registers::Draft,
    ) -> impl Future<Output = SetupResult<registers::Created>> + Send;
}
