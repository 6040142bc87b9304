//! What the doors ask of the platform: typed commands, typed outcomes, no JSON and no HTTP.
//!
//! The doors know nothing of the platform but these traits, so that tests run them against a small fake.
//! An unknown thing and a thing of somebody else are both `None`: a caller cannot tell them apart.

use std::future::Future;

use receipt::LintContext;
use types::{EmployeeId, OrderId, OutboxId, QueueId, RegisterId, Secret, ShopId, TaskId};

mod account;
mod document;
mod employee;
mod enrollment;
mod order;
mod register;
mod russian;
mod service;
mod setup;
mod shop;
mod task;
mod transaction;

pub use account::{
    BannerDraft, Entry, Message, MessageAttempt, MessageDetail, MessageFilter, MessageKind, MessageState,
    QueueSummary, RegisterSummary, Role, Session, ShopSummary, TaskDetail, TaskFilter, TaskSummary,
    TimelineStep, UserActor,
};
pub use document::{DocumentFilter, DocumentForm, DocumentSummary, RenderedDocument};
pub use employee::{Employee, EmployeeDraft, EmployeeFilter, EmployeeKind, EmployeeOutcome, Permission};
pub(crate) use enrollment::refused;
pub use enrollment::{
    ApiKey, ApplicationForm, Decided, Dictionaries, EnrollmentCloud, EnrollmentRefusal, HandAnswer,
    IssuedToken, RegisterFilter, Signing,
};
pub use order::{
    Coordinate, MarkingScan, Order, OrderBuyer, OrderDraft, OrderFilter, OrderLine, OrderOutcome, OrderState,
    PaymentKind, Settlement,
};
pub use register::{
    Activation, Beat, DeviceReport, HandedOutTask, RegisterActor, RegisterCredentials, ReportedDocument,
    SellerOfRecord, TaskReport, Wanted,
};
pub use russian::RussianCloud;
pub use service::{ServiceCloud, ServiceEntry, ServiceSummary};
pub use setup::{OrganizationSummary, SetupCloud, SetupRefusal, SetupResult, UserSummary};
pub use shop::{Queue, QueueState, ShopActor, ShopCredentials};
pub use task::{
    AcceptManyOutcome, AcceptOutcome, Door, ExternalId, FiscalData, NewTask, Spelling, Task, TaskState,
};

pub use transaction::{ArchiveOutcome, Shifts, TransactionCloud, TransactionForm};

/// Why a call could not be answered at all.
#[derive(Debug, thiserror::Error)]
pub enum CloudError {
    /// Too much is waiting; nothing was done, and the same call may be repeated.
    #[error("too much is waiting, again in {retry_after_s} s")]
    Busy {
        /// When a repetition is sensible.
        retry_after_s: u32,
    },
    /// The platform failed; whether anything was done is found by asking.
    #[error("the platform failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Answer of a call.
pub type CloudResult<T> = Result<T, CloudError>;

/// Rows of a list with a place to go on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// At most as many rows as were asked for.
    pub rows: Vec<T>,
    /// Key of the last row when more follow.
    pub next_after: Option<i64>,
}

/// Rows of a list that is paged by offset, as old clients want it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice<T> {
    /// At most as many rows as were asked for.
    pub rows: Vec<T>,
    /// Rows that the filter matches in all.
    pub total: u64,
}

/// Which rows of a list that is paged by offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Rows to skip.
    pub start: u64,
    /// Rows to return; the door keeps it within its limit.
    pub limit: u32,
}

/// What a shop may ask.
pub trait ShopCloud: Send + Sync + 'static {
    /// Credentials of a shop by the id that its requests carry; called for every request.
    fn shop_credentials(
        &self,
        public_id: &str,
    ) -> impl Future<Output = CloudResult<Option<ShopCredentials>>> + Send;

    /// A queue that the shop may use.
    fn queue(
        &self,
        actor: ShopActor,
        queue: QueueId,
    ) -> impl Future<Output = CloudResult<Option<Queue>>> + Send;

    /// What is known of the registers of a queue, to check receipts for them; `None` when the shop has no such
    /// queue. Called for every receipt.
    fn lint_context(
        &self,
        actor: ShopActor,
        queue: QueueId,
    ) -> impl Future<Output = CloudResult<Option<LintContext>>> + Send;

    /// Accepts a receipt durably; `None` when the shop has no such queue.
    fn accept_task(
        &self,
        actor: ShopActor,
        queue: QueueId,
        task: NewTask,
    ) -> impl Future<Output = CloudResult<Option<AcceptOutcome>>> + Send;

    /// Accepts all receipts or none; `None` when the shop has no such queue. External ids in it are distinct.
    fn accept_tasks(
        &self,
        actor: ShopActor,
        queue: QueueId,
        tasks: Vec<NewTask>,
    ) -> impl Future<Output = CloudResult<Option<AcceptManyOutcome>>> + Send;

    /// A task of the shop.
    fn task(&self, actor: ShopActor, task: TaskId) -> impl Future<Output = CloudResult<Option<Task>>> + Send;

    /// Orders of the shop, newest last.
    fn orders(
        &self,
        actor: ShopActor,
        filter: OrderFilter,
        window: Window,
    ) -> impl Future<Output = CloudResult<Slice<Order>>> + Send;

    /// An order of the shop.
    fn order(
        &self,
        actor: ShopActor,
        order: OrderId,
    ) -> impl Future<Output = CloudResult<Option<Order>>> + Send;

    /// Creates an order.
    fn create_order(
        &self,
        actor: ShopActor,
        draft: OrderDraft,
    ) -> impl Future<Output = CloudResult<OrderOutcome>> + Send;

    /// Puts a new content in the place of an order; `None` when the shop has no such order.
    fn change_order(
        &self,
        actor: ShopActor,
        order: OrderId,
        draft: OrderDraft,
    ) -> impl Future<Output = CloudResult<Option<OrderOutcome>>> + Send;

    /// Deletes an order; `false` when the shop has no such order.
    fn delete_order(
        &self,
        actor: ShopActor,
        order: OrderId,
    ) -> impl Future<Output = CloudResult<bool>> + Send;

    /// Employees of the shop's organization.
    fn employees(
        &self,
        actor: ShopActor,
        filter: EmployeeFilter,
        window: Window,
    ) -> impl Future<Output = CloudResult<Slice<Employee>>> + Send;

    /// An employee of the shop's organization.
    fn employee(
        &self,
        actor: ShopActor,
        employee: EmployeeId,
    ) -> impl Future<Output = CloudResult<Option<Employee>>> + Send;

    /// Creates an employee.
    fn create_employee(
        &self,
        actor: ShopActor,
        draft: EmployeeDraft,
    ) -> impl Future<Output = CloudResult<EmployeeOutcome>> + Send;

    /// Changes an employee; `None` when the organization has no such employee.
    fn change_employee(
        &self,
        actor: ShopActor,
        employee: EmployeeId,
        draft: EmployeeDraft,
    ) -> impl Future<Output = CloudResult<Option<EmployeeOutcome>>> + Send;

    /// Deletes an employee; `false` when the organization has no such employee.
    fn delete_employee(
        &self,
        actor: ShopActor,
        employee: EmployeeId,
    ) -> impl Future<Output = CloudResult<bool>> + Send;
}

/// What an agent beside a register may ask.
pub trait RegisterCloud: Send + Sync + 'static {
    /// Credentials of a register by its key; called for every request.
    fn register_credentials(
        &self,
        pos_key: &str,
    ) -> impl Future<Output = CloudResult<Option<RegisterCredentials>>> + Send;

    /// Binds the register to the device whose serial number the agent gives.
    fn activate(
        &self,
        actor: RegisterActor,
        serial_number: String,
        rent_station: Option<String>,
    ) -> impl Future<Output = CloudResult<Activation>> + Send;

    /// Takes the register out of its queues until it is activated again.
    fn deactivate(&self, actor: RegisterActor) -> impl Future<Output = CloudResult<()>> + Send;

    /// Takes the report of the last task, then leases the next one. A repeated report changes nothing.
    fn beat(
        &self,
        actor: RegisterActor,
        beat: Beat,
    ) -> impl Future<Output = CloudResult<Option<HandedOutTask>>> + Send;
}

/// What a person with an account may ask.
pub trait AccountCloud: Send + Sync + 'static {
    /// Opens a session; `None` for a wrong login or password, in the same time.
    fn open_session(
        &self,
        login: String,
        password: Secret,
    ) -> impl Future<Output = CloudResult<Option<Session>>> + Send;

    /// Who holds this bearer token; `None` when it is unknown or has expired.
    fn session(&self, token: &Secret) -> impl Future<Output = CloudResult<Option<UserActor>>> + Send;

    /// Ends the session of this token.
    fn close_session(&self, token: &Secret) -> impl Future<Output = CloudResult<()>> + Send;

    /// Tasks of the organization, newest first.
    fn find_tasks(
        &self,
        actor: UserActor,
        filter: TaskFilter,
    ) -> impl Future<Output = CloudResult<Page<TaskSummary>>> + Send;

    /// A task with its timeline and messages.
    fn task_detail(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> impl Future<Output = CloudResult<Option<TaskDetail>>> + Send;

    /// Cancels a task that no register has taken; `Err` with its state when that is too late.
    fn cancel_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> impl Future<Output = CloudResult<Option<Result<TaskDetail, TaskState>>>> + Send;

    /// Puts a failed task back into its queue; `Err` with its state when it has not failed.
    fn retry_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> impl Future<Output = CloudResult<Option<Result<TaskDetail, TaskState>>>> + Send;

    /// Takes a task from a register that never reported and puts it back into its queue; `Err` with its state when no
    /// register keeps it so.
    fn release_task(
        &self,
        actor: UserActor,
        task: TaskId,
    ) -> impl Future<Output = CloudResult<Option<Result<TaskDetail, TaskState>>>> + Send;

    /// Callbacks and mails of the organization, newest first.
    fn messages(
        &self,
        actor: UserActor,
        filter: MessageFilter,
    ) -> impl Future<Output = CloudResult<Page<Message>>> + Send;

    /// A message with every try to deliver it.
    fn message(
        &self,
        actor: UserActor,
        message: OutboxId,
    ) -> impl Future<Output = CloudResult<Option<MessageDetail>>> + Send;

    /// Sends a delivered or dead message once more.
    fn replay_message(
        &self,
        actor: UserActor,
        message: OutboxId,
    ) -> impl Future<Output = CloudResult<Option<Message>>> + Send;

    /// Receipt queues of the organization with numbers above `after`, oldest first.
    fn queues(
        &self,
        actor: UserActor,
        after: Option<QueueId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<QueueSummary>>> + Send;

    /// Shops of the organization with numbers above `after`, oldest first; secrets are not in it.
    fn shops(
        &self,
        actor: UserActor,
        after: Option<ShopId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<ShopSummary>>> + Send;

    /// One shop of the organization; `None` when it has no such shop.
    fn shop(
        &self,
        actor: UserActor,
        shop: ShopId,
    ) -> impl Future<Output = CloudResult<Option<ShopSummary>>> + Send;

    /// Puts a banner in the place of what the shop had, or takes it away; `None` when the organization has no
    /// such shop.
    fn set_banner(
        &self,
        actor: UserActor,
        shop: ShopId,
        banner: Option<BannerDraft>,
    ) -> impl Future<Output = CloudResult<Option<ShopSummary>>> + Send;

    /// Registers of the organization with numbers above `after`, oldest first; secrets are not in it.
    fn registers(
        &self,
        actor: UserActor,
        after: Option<RegisterId>,
        limit: u32,
    ) -> impl Future<Output = CloudResult<Page<RegisterSummary>>> + Send;

    /// Documents that the operator holds, newest first: those of the organization, all for the operator's staff.
    fn documents(
        &self,
        actor: UserActor,
        filter: DocumentFilter,
    ) -> impl Future<Output = CloudResult<Page<DocumentSummary>>> + Send;

    /// A document in one of its forms.
    fn document(
        &self,
        actor: UserActor,
        document: types::DocumentId,
        form: DocumentForm,
    ) -> impl Future<Output = CloudResult<Option<RenderedDocument>>> + Send;
}

/// The whole platform as the doors see it.
pub trait Cloud:
    ShopCloud
    + RegisterCloud
    + AccountCloud
    + EnrollmentCloud
    + RussianCloud
    + SetupCloud
    + ServiceCloud
    + TransactionCloud
{
}

impl<T> Cloud for T where
    T: ShopCloud
        + RegisterCloud
        + AccountCloud
        + EnrollmentCloud
        + RussianCloud
        + SetupCloud
        + ServiceCloud
        + TransactionCloud
{
}
