//! `qassa admin`: organizations, people, shops, queues and registers of the configured database.
//!
//! It calls the same use cases as the JSON API. Nothing but the answer goes to standard output.

mod answer;

use std::io::{Read, Write};
use std::sync::Arc;

use app::App;
use app::setup::queues::{Change, End};
use app::setup::users::Post;
use app::setup::{Reach, SetupError, organizations, queues, registers, shops, users};
use store::{StoreError, UnavailableReason};
use types::{OrganizationId, QueueId, RegisterId, Secret, ShopId};

use crate::cli::{
    Admin, AdminThing, Ends, OrganizationVerb, QueueVerb, RegisterDraft, RegisterVerb, ShopVerb, UserVerb,
};
use crate::config::{Config, Logs};
use crate::platform;
use crate::system::{SystemClock, SystemRng};
use answer::Answer;

/// Rows that one list has at most; the next ones begin `--after` the last.
const LIST_ROWS_MAX: u32 = 1000;

/// Bytes of standard input that are read for a password.
const PASSWORD_INPUT_MAX: u64 = 4096;

/// Carries one command out and prints its answer.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn run(args: Admin) -> Result<(), String> {
    let config = Config::load(args.configured.config.as_deref()).map_err(|error| error.to_string())?;
    crate::observe::start_logs(&quiet(&config.logs))?;
    let clock = Arc::new(SystemClock);
    let db = match platform::open(&config, clock.as_ref()).await {
        Ok(db) => db,
        Err(error) => return Err(in_words(&error)),
    };
    let public_url = config.http.public_urls.first().cloned();
    let public_url = public_url.unwrap_or_else(|| format!("http://{}", config.http.listen));
    let app = platform::app(&config, db.clone(), clock, Arc::new(SystemRng), &public_url)?;
    let answer = carry_out(&app, args.thing).await;
    drop(app);
    db.shutdown().await;
    let answer = answer.map_err(|error| error.to_string())?;
    let text = if args.json { answer.json() } else { answer.text() };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(|error| error.to_string())
}

/// A command tells what went wrong; what goes well is its answer. Who set a filter gets it.
fn quiet(logs: &Logs) -> Logs {
    let mut logs = logs.clone();
    if logs.filter == Logs::default().filter {
        "warn".clone_into(&mut logs.filter);
    }
    logs
}

/// Why the database does not open, and what to do.
fn in_words(error: &StoreError) -> String {
    let mut text = app::text_of(error);
    if let StoreError::Unavailable {
        reason: UnavailableReason::Locked,
        ..
    } = error
    {
        text.push_str(
            "; an embedded database belongs to one process: stop that one for the moment, or do the same through \
             its API (/api/v1) while it runs",
        );
    }
    text
}

async fn carry_out(app: &App, thing: AdminThing) -> Result<Answer, SetupError> {
    match thing {
        AdminThing::Organization(verb) => organization(app, verb).await,
        AdminThing::User(verb) => user(app, verb).await,
        AdminThing::Shop(verb) => shop(app, verb).await,
        AdminThing::Queue(verb) => queue(app, verb).await,
        AdminThing::Register(verb) => register(app, verb).await,
    }
}

async fn organization(app: &App, verb: OrganizationVerb) -> Result<Answer, SetupError> {
    match verb {
        OrganizationVerb::Create { inn, kpp, name } => {
            let draft = organizations::Draft { inn, kpp, name };
            let row = organizations::create(app, draft).await?;
            Ok(answer::organization(&row))
        }
        OrganizationVerb::List { after } => {
            let after = after.map(OrganizationId::new);
            let rows = organizations::list(app, after, LIST_ROWS_MAX).await?;
            Ok(Answer::list(rows.iter().map(answer::organization)))
        }
    }
}

async fn user(app: &App, verb: UserVerb) -> Result<Answer, SetupError> {
    match verb {
        UserVerb::Create {
            login,
            role,
            organization,
            password_stdin,
        } => {
            let post = Post::of(&role, organization.map(OrganizationId::new))?;
            let password = if password_stdin {
                Some(password_of_stdin()?)
            } else {
                None
            };
            let created = users::create(app, post, users::Draft { login, password }).await?;
            Ok(answer::new_user(&created))
        }
        UserVerb::List { organization, after } => {
            let organization = organization.map(OrganizationId::new);
            let after = after.map(types::UserId::new);
            let rows = users::list(app, organization, after, LIST_ROWS_MAX).await?;
            Ok(Answer::list(rows.iter().map(answer::user)))
        }
    }
}

/// The first line of standard input.
fn password_of_stdin() -> Result<Secret, SetupError> {
    let mut text = String::new();
    let read = std::io::stdin()
        .take(PASSWORD_INPUT_MAX)
        .read_to_string(&mut text);
    match read {
        Ok(_) => Ok(Secret::new(text.lines().next().unwrap_or_default())),
        Err(error) => Err(SetupError::Faults(vec![app::setup::Fault {
            field: "password",
            value: None,
            right: format!("cannot be read from standard input: {error}"),
        }])),
    }
}

async fn shop(app: &App, verb: ShopVerb) -> Result<Answer, SetupError> {
    match verb {
        ShopVerb::Create {
            organization,
            name,
            urls,
            sender_email,
        } => {
            let draft = shops::Draft {
                name,
                urls: urls.into(),
                sender_email,
            };
            let created = shops::create(app, OrganizationId::new(organization), draft).await?;
            Ok(answer::new_shop(&created))
        }
        ShopVerb::Urls { shop, urls } => {
            let id = ShopId::new(shop);
            let row = shops::set_callback_urls(app, Reach::Everything, id, urls.into()).await?;
            Ok(answer::shop(&row))
        }
        ShopVerb::List { organization, after } => {
            let organization = OrganizationId::new(organization);
            let rows = shops::list(app, organization, after.map(ShopId::new), LIST_ROWS_MAX).await?;
            Ok(Answer::list(rows.iter().map(answer::shop)))
        }
    }
}

async fn queue(app: &App, verb: QueueVerb) -> Result<Answer, SetupError> {
    let row = match verb {
        QueueVerb::Create { organization, name } => {
            queues::create(app, OrganizationId::new(organization), &name).await?
        }
        QueueVerb::Attach { queue, ends } => connect(app, queue, Change::Attach, &ends).await?,
        QueueVerb::Detach { queue, ends } => connect(app, queue, Change::Detach, &ends).await?,
        QueueVerb::State { queue, state } => {
            queues::set_state(app, Reach::Everything, QueueId::new(queue), &state).await?
        }
        QueueVerb::List { organization, after } => {
            let organization = OrganizationId::new(organization);
            let rows = queues::list(app, organization, after.map(QueueId::new), LIST_ROWS_MAX).await?;
            return Ok(Answer::list(rows.iter().map(answer::queue)));
        }
    };
    Ok(answer::queue(&row))
}

async fn connect(app: &App, queue: i64, change: Change, ends: &Ends) -> Result<queues::Attached, SetupError> {
    let shops = ends.shop.iter().map(|id| End::Shop(ShopId::new(*id)));
    let registers = ends.register.iter().map(|id| End::Register(RegisterId::new(*id)));
    let ends = shops.chain(registers).collect();
    queues::change(app, Reach::Everything, QueueId::new(queue), change, ends).await
}

async fn register(app: &App, verb: RegisterVerb) -> Result<Answer, SetupError> {
    match verb {
        RegisterVerb::Create(draft) => {
            let organization = OrganizationId::new(draft.organization);
            let created = registers::create(app, organization, (*draft).into()).await?;
            Ok(answer::new_register(&created))
        }
        RegisterVerb::List { organization, after } => {
            let organization = OrganizationId::new(organization);
            let after = after.map(RegisterId::new);
            let rows = registers::list(app, organization, after, LIST_ROWS_MAX).await?;
            Ok(Answer::list(rows.iter().map(answer::register)))
        }
    }
}

impl From<RegisterDraft> for registers::Draft {
    fn from(draft: RegisterDraft) -> Self {
        Self {
            kind: draft.kind,
            name: draft.name,
            serial_number: draft.serial_number,
            registration_number: draft.registration_number,
            fiscal_storage: draft.fiscal_storage,
            ffd: draft.ffd,
            user_name: draft.user_name,
            settlement_address: draft.settlement_address,
            settlement_place: draft.settlement_place,
            taxation: draft.taxation,
            conditions: draft.conditions,
            machine_number: draft.machine_number,
            cashier: draft.cashier,
            cashier_inn: draft.cashier_inn,
            sender_email: draft.sender_email,
            ofd_inn: draft.ofd_inn,
            ofd_name: draft.ofd_name,
        }
    }
}

impl From<crate::cli::Urls> for shops::CallbackUrls {
    fn from(urls: crate::cli::Urls) -> Self {
        Self {
            success: urls.success_url,
            failure: urls.failure_url,
        }
    }
}
