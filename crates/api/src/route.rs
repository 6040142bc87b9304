//! Every route of the doors: the router is built from this list, and a test walks it.

mod endpoint;
mod enrollment;
mod service;
mod transaction;

use axum::http::Method;

pub use endpoint::{AccountEndpoint, Endpoint, RegisterEndpoint, SetupEndpoint, ShopEndpoint};

use crate::limits::{BATCH_BODY_BYTES_MAX, BODY_BYTES_MAX, SMALL_BODY_BYTES_MAX};

pub use enrollment::EnrollmentEndpoint;
pub use service::ServiceEndpoint;
pub use transaction::TransactionEndpoint;

/// One method of one path.
#[derive(Clone, Debug)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with its parameters, as axum writes them.
    pub path: &'static str,
    /// Who may call.
    pub caller: Caller,
    /// Longest body, bytes.
    pub body_bytes_max: usize,
    /// What answers.
    pub endpoint: Endpoint,
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A shop, by its signature.
    Shop,
    /// A register's agent, by its signature.
    Register,
    /// A person, by a bearer token.
    Person,
    /// A person who owns the organization's account, by a bearer token.
    Owner,
    /// An owner's API key that may sign applications.
    Signer,
    /// Staff of the fiscal data operator, by a bearer token.
    Operator,
    /// Everybody.
    Anybody,
}

const fn shop(method: Method, path: &'static str, body_bytes_max: usize, endpoint: ShopEndpoint) -> Route {
    Route {
        method,
        path,
        caller: Caller::Shop,
        body_bytes_max,
        endpoint: Endpoint::Shop(endpoint),
    }
}

const fn register(path: &'static str, endpoint: RegisterEndpoint) -> Route {
    Route {
        method: Method::POST,
        path,
        caller: Caller::Register,
        body_bytes_max: SMALL_BODY_BYTES_MAX,
        endpoint: Endpoint::Register(endpoint),
    }
}

const fn account(method: Method, path: &'static str, caller: Caller, endpoint: AccountEndpoint) -> Route {
    Route {
        method,
        path,
        caller,
        body_bytes_max: SMALL_BODY_BYTES_MAX,
        endpoint: Endpoint::Account(endpoint),
    }
}

const fn setup(method: Method, path: &'static str, caller: Caller, endpoint: SetupEndpoint) -> Route {
    account(method, path, caller, AccountEndpoint::Setup(endpoint))
}

/// Bodies of GET and DELETE: none is read.
const NO_BODY: usize = 0;

/// Every route.
pub fn all() -> impl Iterator<Item = &'static Route> {
    ROUTES
        .iter()
        .chain(&enrollment::ROUTES)
        .chain(&service::ROUTES)
        .chain(&transaction::ROUTES)
}

/// Every route but those of enrollment, of service in Kazakhstan and of transactions.
static ROUTES: [Route; 53] = [
    shop(
        Method::GET,
        "/api/shop/{version}/queues/{queue}",
        NO_BODY,
        ShopEndpoint::ShowQueue,
    ),
    shop(
        Method::POST,
        "/api/shop/{version}/queues/{queue}/task",
        BODY_BYTES_MAX,
        ShopEndpoint::PutTask,
    ),
    shop(
        Method::POST,
        "/api/shop/{version}/queues/{queue}/multi-tasks",
        BATCH_BODY_BYTES_MAX,
        ShopEndpoint::PutTasks,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/tasks/{task}",
        NO_BODY,
        ShopEndpoint::ShowTask,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/orders",
        NO_BODY,
        ShopEndpoint::ListOrders,
    ),
    shop(
        Method::POST,
        "/api/shop/{version}/orders",
        BODY_BYTES_MAX,
        ShopEndpoint::CreateOrder,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/orders/{order}",
        NO_BODY,
        ShopEndpoint::ShowOrder,
    ),
    shop(
        Method::PUT,
        "/api/shop/{version}/orders/{order}",
        BODY_BYTES_MAX,
        ShopEndpoint::ChangeOrder,
    ),
    shop(
        Method::DELETE,
        "/api/shop/{version}/orders/{order}",
        NO_BODY,
        ShopEndpoint::DeleteOrder,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/employees",
        NO_BODY,
        ShopEndpoint::ListEmployees,
    ),
    shop(
        Method::POST,
        "/api/shop/{version}/employees",
        SMALL_BODY_BYTES_MAX,
        ShopEndpoint::CreateEmployee,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/employees/{employee}",
        NO_BODY,
        ShopEndpoint::ShowEmployee,
    ),
    shop(
        Method::PUT,
        "/api/shop/{version}/employees/{employee}",
        SMALL_BODY_BYTES_MAX,
        ShopEndpoint::ChangeEmployee,
    ),
    shop(
        Method::DELETE,
        "/api/shop/{version}/employees/{employee}",
        NO_BODY,
        ShopEndpoint::DeleteEmployee,
    ),
    shop(
        Method::GET,
        "/api/shop/{version}/couriers",
        NO_BODY,
        ShopEndpoint::ListCouriers,
    ),
    register("/api/pos/v1/pos/activate", RegisterEndpoint::Activate),
    register("/api/pos/v1/pos/deactivate", RegisterEndpoint::Deactivate),
    register("/api/pos/v1/tasks", RegisterEndpoint::Beat),
    account(
        Method::GET,
        "/api/v1/openapi.json",
        Caller::Anybody,
        AccountEndpoint::OpenApi,
    ),
    account(
        Method::POST,
        "/api/v1/sessions",
        Caller::Anybody,
        AccountEndpoint::OpenSession,
    ),
    account(
        Method::GET,
        "/api/v1/sessions/current",
        Caller::Person,
        AccountEndpoint::ShowSession,
    ),
    account(
        Method::DELETE,
        "/api/v1/sessions/current",
        Caller::Person,
        AccountEndpoint::CloseSession,
    ),
    account(
        Method::GET,
        "/api/v1/tasks",
        Caller::Person,
        AccountEndpoint::ListTasks,
    ),
    account(
        Method::GET,
        "/api/v1/tasks/{task}",
        Caller::Person,
        AccountEndpoint::ShowTask,
    ),
    account(
        Method::POST,
        "/api/v1/tasks/{task}/cancel",
        Caller::Owner,
        AccountEndpoint::CancelTask,
    ),
    account(
        Method::POST,
        "/api/v1/tasks/{task}/retry",
        Caller::Owner,
        AccountEndpoint::RetryTask,
    ),
    account(
        Method::POST,
        "/api/v1/tasks/{task}/release",
        Caller::Owner,
        AccountEndpoint::ReleaseTask,
    ),
    account(
        Method::GET,
        "/api/v1/messages",
        Caller::Person,
        AccountEndpoint::ListMessages,
    ),
    account(
        Method::GET,
        "/api/v1/messages/{message}",
        Caller::Person,
        AccountEndpoint::ShowMessage,
    ),
    account(
        Method::POST,
        "/api/v1/messages/{message}/replay",
        Caller::Owner,
        AccountEndpoint::ReplayMessage,
    ),
    account(
        Method::GET,
        "/api/v1/queues",
        Caller::Person,
        AccountEndpoint::ListQueues,
    ),
    account(
        Method::GET,
        "/api/v1/shops",
        Caller::Person,
        AccountEndpoint::ListShops,
    ),
    Route {
        method: Method::PUT,
        path: "/api/v1/shops/{shop}/banner",
        caller: Caller::Owner,
        body_bytes_max: BODY_BYTES_MAX,
        endpoint: Endpoint::Account(AccountEndpoint::PutBanner),
    },
    account(
        Method::DELETE,
        "/api/v1/shops/{shop}/banner",
        Caller::Owner,
        AccountEndpoint::RemoveBanner,
    ),
    account(
        Method::GET,
        "/api/v1/registers",
        Caller::Person,
        AccountEndpoint::ListRegisters,
    ),
    account(
        Method::GET,
        "/api/v1/documents",
        Caller::Person,
        AccountEndpoint::ListDocuments,
    ),
    account(
        Method::GET,
        "/api/v1/documents/{document}/{form}",
        Caller::Person,
        AccountEndpoint::RenderDocument,
    ),
    account(
        Method::POST,
        "/api/v1/signature-checks",
        Caller::Owner,
        AccountEndpoint::CheckSignature,
    ),
    Route {
        method: Method::POST,
        path: "/api/v1/receipt-checks",
        caller: Caller::Person,
        body_bytes_max: BODY_BYTES_MAX,
        endpoint: Endpoint::Account(AccountEndpoint::CheckReceipt),
    },
    setup(
        Method::GET,
        "/api/v1/organizations",
        Caller::Operator,
        SetupEndpoint::ListOrganizations,
    ),
    setup(
        Method::POST,
        "/api/v1/organizations",
        Caller::Operator,
        SetupEndpoint::CreateOrganization,
    ),
    setup(
        Method::POST,
        "/api/v1/organizations/{organization}/owners",
        Caller::Operator,
        SetupEndpoint::CreateOwner,
    ),
    setup(
        Method::GET,
        "/api/v1/users",
        Caller::Owner,
        SetupEndpoint::ListUsers,
    ),
    setup(
        Method::POST,
        "/api/v1/users",
        Caller::Owner,
        SetupEndpoint::CreateUser,
    ),
    setup(
        Method::POST,
        "/api/v1/shops",
        Caller::Owner,
        SetupEndpoint::CreateShop,
    ),
    setup(
        Method::PUT,
        "/api/v1/shops/{shop}/callback-urls",
        Caller::Owner,
        SetupEndpoint::SetCallbackUrls,
    ),
    setup(
        Method::POST,
        "/api/v1/queues",
        Caller::Owner,
        SetupEndpoint::CreateQueue,
    ),
    setup(
        Method::PUT,
        "/api/v1/queues/{queue}/state",
        Caller::Owner,
        SetupEndpoint::SetQueueState,
    ),
    setup(
        Method::PUT,
        "/api/v1/queues/{queue}/shops/{shop}",
        Caller::Owner,
        SetupEndpoint::AttachShop,
    ),
    setup(
        Method::DELETE,
        "/api/v1/queues/{queue}/shops/{shop}",
        Caller::Owner,
        SetupEndpoint::DetachShop,
    ),
    setup(
        Method::PUT,
        "/api/v1/queues/{queue}/registers/{register}",
        Caller::Owner,
        SetupEndpoint::AttachRegister,
    ),
    setup(
        Method::DELETE,
        "/api/v1/queues/{queue}/registers/{register}",
        Caller::Owner,
        SetupEndpoint::DetachRegister,
    ),
    setup(
        Method::POST,
        "/api/v1/registers",
        Caller::Owner,
        SetupEndpoint::CreateRegister,
    ),
];
