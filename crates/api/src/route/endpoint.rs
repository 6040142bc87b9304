//! What answers a route.

use super::{EnrollmentEndpoint, ServiceEndpoint, TransactionEndpoint};

/// What answers a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The shop's door of the KOMTET dialect.
    Shop(ShopEndpoint),
    /// The register's door of the KOMTET dialect.
    Register(RegisterEndpoint),
    /// Our own API.
    Account(AccountEndpoint),
}

impl Endpoint {
    /// Whether a password is checked or hashed for it.
    #[must_use]
    pub const fn works_on_a_password(self) -> bool {
        matches!(
            self,
            Self::Shop(ShopEndpoint::CreateEmployee | ShopEndpoint::ChangeEmployee)
                | Self::Account(
                    AccountEndpoint::OpenSession
                        | AccountEndpoint::Setup(SetupEndpoint::CreateUser | SetupEndpoint::CreateOwner)
                )
        )
    }
}

/// Calls of the shop's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names are those of the calls in docs/quirks-komtet.md"
)]
pub enum ShopEndpoint {
    ShowQueue,
    PutTask,
    PutTasks,
    ShowTask,
    ListOrders,
    CreateOrder,
    ShowOrder,
    ChangeOrder,
    DeleteOrder,
    ListEmployees,
    CreateEmployee,
    ShowEmployee,
    ChangeEmployee,
    DeleteEmployee,
    ListCouriers,
}

/// Calls of the register's door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names are those of the calls in docs/quirks-komtet.md"
)]
pub enum RegisterEndpoint {
    Activate,
    Deactivate,
    Beat,
}

/// Calls of our own API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is described in the OpenAPI document under its operation id"
)]
pub enum AccountEndpoint {
    OpenApi,
    OpenSession,
    ShowSession,
    CloseSession,
    ListTasks,
    ShowTask,
    CancelTask,
    RetryTask,
    ReleaseTask,
    ListMessages,
    ShowMessage,
    ReplayMessage,
    ListQueues,
    ListShops,
    PutBanner,
    RemoveBanner,
    ListRegisters,
    ListDocuments,
    RenderDocument,
    CheckSignature,
    CheckReceipt,
    Setup(SetupEndpoint),
    Enrollment(EnrollmentEndpoint),
    Transaction(TransactionEndpoint),
    Service(ServiceEndpoint),
}

/// Calls of our own API that set an account up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is described in the OpenAPI document under its operation id"
)]
pub enum SetupEndpoint {
    ListOrganizations,
    CreateOrganization,
    CreateOwner,
    ListUsers,
    CreateUser,
    CreateShop,
    SetCallbackUrls,
    CreateQueue,
    SetQueueState,
    AttachShop,
    DetachShop,
    AttachRegister,
    DetachRegister,
    CreateRegister,
}
