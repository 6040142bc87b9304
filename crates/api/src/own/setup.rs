//! `/api/v1/organizations`, `/users`, and what is created or changed of `/shops`, `/queues`, `/registers`
//!
//! What is right is decided by the use cases; a text that is not there is an empty one to them.

use app::setup::queues::{Change, End};
use app::setup::users::Post;
use app::setup::{Fault, organizations, registers, shops, users};
use types::{OrganizationId, QueueId, RegisterId, Secret, ShopId, UserId};

use super::{key, limit, page, signed_in};
use crate::call::PersonCall;
use crate::cloud::{Cloud, OrganizationSummary, QueueSummary, Role, SetupRefusal, UserSummary};
use crate::field::{Faults, FieldError, FieldErrorKind, Node};
use crate::json::{Value, integer, object, optional_text, read, text};
use crate::limits::SMALL_BOUNDS;
use crate::reply::{Failure, Reply};
use crate::route::SetupEndpoint;
use crate::shop::Answered;

/// Elements of a list in a body: regimes, conditions.
const WORDS_MAX: usize = 32;

pub(super) async fn answer<C: Cloud>(endpoint: SetupEndpoint, call: PersonCall<'_, C>) -> Answered {
    match endpoint {
        SetupEndpoint::ListOrganizations => list_organizations(call).await,
        SetupEndpoint::CreateOrganization => create_organization(call).await,
        SetupEndpoint::CreateOwner => create_owner(call).await,
        SetupEndpoint::ListUsers => list_users(call).await,
        SetupEndpoint::CreateUser => create_user(call).await,
        SetupEndpoint::CreateShop => create_shop(call).await,
        SetupEndpoint::SetCallbackUrls => set_callback_urls(call).await,
        SetupEndpoint::CreateQueue => create_queue(call).await,
        SetupEndpoint::SetQueueState => set_queue_state(call).await,
        SetupEndpoint::AttachShop => change_queue(call, Change::Attach, shop_end).await,
        SetupEndpoint::DetachShop => change_queue(call, Change::Detach, shop_end).await,
        SetupEndpoint::AttachRegister => change_queue(call, Change::Attach, register_end).await,
        SetupEndpoint::DetachRegister => change_queue(call, Change::Detach, register_end).await,
        SetupEndpoint::CreateRegister => create_register(call).await,
    }
}

async fn list_organizations<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", OrganizationId::new), limit(&query));
    query.finish_known()?;
    let found = call.cloud.organizations(after, limit).await?;
    Ok(page(&found, organization))
}

async fn create_organization<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let draft = draft(&call.input.body, &["inn", "kpp", "name"], |body| {
        organizations::Draft {
            inn: written(body, "inn"),
            kpp: body.key("kpp").optional_text(),
            name: written(body, "name"),
        }
    })?;
    let created = done(call.cloud.create_organization(draft).await?)?;
    Ok(Reply::json(&organization(&created)))
}

fn organization(row: &OrganizationSummary) -> Value<'_> {
    object([
        ("id", integer(row.id.get())),
        ("inn", text(&row.inn)),
        ("kpp", optional_text(row.kpp.as_deref())),
        ("name", text(&row.name)),
    ])
}

async fn create_owner<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    signed_in(&call)?;
    let post = Post::Owner(OrganizationId::new(call.input.id("organization")?));
    let (_, draft) = draft(&call.input.body, &["login", "password"], user_draft)?;
    Ok(new_user(&done(call.cloud.create_user(post, draft).await?)?))
}

async fn list_users<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let query = call.input.query();
    let (after, limit) = (key(&query, "after", UserId::new), limit(&query));
    query.finish_known()?;
    let found = call.cloud.users(call.actor, after, limit).await?;
    Ok(page(&found, |row: &UserSummary| {
        object([
            ("id", integer(row.id.get())),
            ("login", text(&row.login)),
            ("role", text(row.role)),
        ])
    }))
}

/// An owner creates owners and cashiers of the own organization, never with a key: a new owner could sign in and make a
/// key that signs.
async fn create_user<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    signed_in(&call)?;
    let own = own(&call)?;
    let (role, draft) = draft(&call.input.body, &["role", "login", "password"], user_draft)?;
    let post = match role.as_str() {
        "owner" => Post::Owner(own),
        "cashier" => Post::Cashier(own),
        _ => {
            return Err(Failure::field(
                "role",
                FieldErrorKind::NotAllowed(vec!["owner", "cashier"]),
            ));
        }
    };
    Ok(new_user(&done(call.cloud.create_user(post, draft).await?)?))
}

/// The role and the rest. A password is never repeated in an answer.
fn user_draft(body: &Node<'_>) -> (String, users::Draft) {
    let password = body.key("password");
    let given = password.value().map(|value| value.as_text());
    if given == Some(None) {
        password.fault_unshown(FieldErrorKind::WrongType(crate::field::Expected::Text));
    }
    let draft = users::Draft {
        login: written(body, "login"),
        password: given.flatten().map(Secret::new),
    };
    (written(body, "role"), draft)
}

fn new_user(user: &users::Created) -> Reply {
    let mut fields = vec![
        ("id", integer(user.id.get())),
        ("login", text(&user.login)),
        ("role", text(user.role.as_str())),
    ];
    if let Some(password) = &user.password {
        fields.push(("password", text(password.reveal())));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.into(), value));
    Reply::json(&Value::Object(fields.collect()))
}

async fn create_shop<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let own = own(&call)?;
    let known = ["name", "success_url", "failure_url", "sender_email"];
    let draft = draft(&call.input.body, &known, |body| shops::Draft {
        name: written(body, "name"),
        urls: urls(body),
        sender_email: body.key("sender_email").optional_text(),
    })?;
    let shop = done(call.cloud.create_shop(own, draft).await?)?;
    Ok(Reply::json(&object([
        ("id", integer(shop.id.get())),
        ("public_id", text(&shop.public_id)),
        ("secret", text(shop.secret.reveal())),
        ("name", text(&shop.name)),
    ])))
}

async fn set_callback_urls<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let own = own(&call)?;
    let id = ShopId::new(call.input.id("shop")?);
    let urls = draft(&call.input.body, &["success_url", "failure_url"], urls)?;
    let shop = done(call.cloud.set_callback_urls(own, id, urls).await?)?;
    Ok(Reply::json(&super::directory::shop(&shop)))
}

fn urls(body: &Node<'_>) -> shops::CallbackUrls {
    shops::CallbackUrls {
        success: body.key("success_url").optional_text(),
        failure: body.key("failure_url").optional_text(),
    }
}

async fn create_queue<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let own = own(&call)?;
    let name = draft(&call.input.body, &["name"], |body| written(body, "name"))?;
    queue(call.cloud.create_queue(own, name).await?)
}

async fn set_queue_state<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let own = own(&call)?;
    let id = QueueId::new(call.input.id("queue")?);
    let state = draft(&call.input.body, &["state"], |body| written(body, "state"))?;
    queue(call.cloud.set_queue_state(own, id, state).await?)
}

async fn change_queue<C: Cloud>(
    call: PersonCall<'_, C>,
    change: Change,
    end: fn(&PersonCall<'_, C>) -> Result<End, Failure>,
) -> Answered {
    let own = own(&call)?;
    let id = QueueId::new(call.input.id("queue")?);
    let end = end(&call)?;
    queue(call.cloud.change_queue(own, id, change, end).await?)
}

fn shop_end<C>(call: &PersonCall<'_, C>) -> Result<End, Failure> {
    call.input.id("shop").map(|id| End::Shop(ShopId::new(id)))
}

fn register_end<C>(call: &PersonCall<'_, C>) -> Result<End, Failure> {
    let id = call.input.id("register");
    id.map(|id| End::Register(RegisterId::new(id)))
}

/// The queue as the list has it.
fn queue(changed: Result<QueueSummary, SetupRefusal>) -> Answered {
    Ok(Reply::json(&super::directory::queue(&done(changed)?)))
}

async fn create_register<C: Cloud>(call: PersonCall<'_, C>) -> Answered {
    let own = own(&call)?;
    let draft = draft(&call.input.body, &REGISTER_FIELDS, register_draft)?;
    let register = done(call.cloud.create_register(own, draft).await?)?;
    Ok(Reply::json(&object([
        ("id", integer(register.id.get())),
        ("kind", text(register.kind.as_str())),
        ("state", text(register.state.as_str())),
        ("name", text(&register.name)),
        ("serial_number", text(&register.serial_number)),
        ("registration_number", text(&register.registration_number)),
        ("fiscal_storage", text(&register.fiscal_storage)),
        ("pos_key", text(&register.pos_key)),
        ("pos_secret", text(register.pos_secret.reveal())),
    ])))
}

/// Fields of a register.
const REGISTER_FIELDS: [&str; 17] = [
    "kind",
    "name",
    "serial_number",
    "registration_number",
    "fiscal_storage",
    "ffd",
    "user_name",
    "settlement_address",
    "settlement_place",
    "taxation",
    "conditions",
    "machine_number",
    "cashier",
    "cashier_inn",
    "sender_email",
    "ofd_inn",
    "ofd_name",
];

fn register_draft(body: &Node<'_>) -> registers::Draft {
    let optional = |key: &str| body.key(key).optional_text();
    let words = |key: &str| {
        let list = body.key(key);
        let words = list.optional_items(WORDS_MAX);
        words
            .iter()
            .filter_map(|word| word.text().map(str::to_owned))
            .collect()
    };
    registers::Draft {
        kind: written(body, "kind"),
        name: optional("name"),
        serial_number: optional("serial_number"),
        registration_number: optional("registration_number"),
        fiscal_storage: optional("fiscal_storage"),
        ffd: optional("ffd"),
        user_name: optional("user_name"),
        settlement_address: written(body, "settlement_address"),
        settlement_place: written(body, "settlement_place"),
        taxation: words("taxation"),
        conditions: words("conditions"),
        machine_number: optional("machine_number"),
        cashier: written(body, "cashier"),
        cashier_inn: optional("cashier_inn"),
        sender_email: optional("sender_email"),
        ofd_inn: optional("ofd_inn"),
        ofd_name: optional("ofd_name"),
    }
}

/// The organization of the owner who calls.
fn own<C>(call: &PersonCall<'_, C>) -> Result<OrganizationId, Failure> {
    match call.actor.role {
        Role::Owner(organization) => Ok(organization),
        Role::Cashier(_) | Role::Operator => Err(Failure::Forbidden),
    }
}

/// A text, or an empty one, which the use case refuses in its own words.
fn written(body: &Node<'_>, key: &str) -> String {
    body.key(key).optional_text().unwrap_or_default()
}

/// Reads a body that has these fields and no others.
fn draft<T>(body: &[u8], known: &[&str], of: impl FnOnce(&Node<'_>) -> T) -> Result<T, Failure> {
    let value = read(body, SMALL_BOUNDS).map_err(Failure::Json)?;
    let faults = Faults::default();
    let body = Node::root(&value, &faults);
    let draft = of(&body);
    body.only(known);
    if faults.is_empty() {
        return Ok(draft);
    }
    Err(Failure::Fields(faults.into_list()))
}

fn done<T>(outcome: Result<T, SetupRefusal>) -> Result<T, Failure> {
    outcome.map_err(|refusal| match refusal {
        SetupRefusal::Unknown => Failure::NotFound,
        SetupRefusal::Faults(faults) => Failure::Fields(faults.into_iter().map(field).collect()),
    })
}

fn field(fault: Fault) -> FieldError {
    let value = fault.value.map(|value| crate::field::shown(&text(&value)));
    FieldError {
        path: fault.field.to_owned(),
        value,
        kind: FieldErrorKind::Refused { message: fault.right },
    }
}
