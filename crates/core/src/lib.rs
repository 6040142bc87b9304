//! The software cash register of Kazakhstan: a daemon with an HTTP API, a journal of its own and a configurator.
//!
//! Rules are those of [`register_kz`]; this crate persists, sends and shows.
//!
//! - `keeper`: one task a register takes operations one by one and speaks with the operator; `desk` is the state on
//!   disk: what is answered is durable, and what goes out is on disk first.
//! - `api`: one table of routes, from which router, roles and `OpenAPI` are made; `configurator`: the same in a browser.
//! - `person`: PINs, tokens, roles.
//!
//! [`run`] is the whole of it; the demo runs it in process.
//!
//! Architecture invariant: the platform's tables are not linked; handlers hold no rule of registers.
#![warn(clippy::pedantic)]
#![expect(
    clippy::similar_names,
    reason = "a core, a code and a card are different things"
)]

pub mod api;
mod card;
pub mod config;
mod configurator;
mod desk;
mod error;
mod exchange;
mod guard;
mod keeper;
mod notice;
mod person;
mod registry;
mod request_match;
mod response;
mod service;
mod slip;
mod startup;
mod view;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use print::Locale;
use store::core_register::{registers, settings};
use store::{Db, DbOptions, StoreError};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use types::{Clock, Rng};

pub use config::{CoreConfig, Installation, OperatorServer, Platform, REGISTERS_MAX, Timing};
pub use error::{CoreError, FieldFinding};
pub use person::{FIRST_PIN, LOCK_S, PEOPLE_MAX, WRONG_PINS_MAX};
pub use response::{Outcome, ResponseCode};
pub use service::SESSION_S;

use person::People;
use registry::Registry;
use service::{Core, Sessions};

/// Largest body of a request. Source: ours.
pub const BODY_SIZE_MAX: usize = 512 * 1024;
/// Name of the journal in the folder of the core.
pub const JOURNAL: &str = "core.db";

/// Why a core did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The folder or the socket.
    #[error("{what}: {error}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        error: std::io::Error,
    },
    /// The journal.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal is of the other kind.
    #[error("the journal was made for {was}, and is not opened for {wanted}: choose another folder")]
    OtherInstallation {
        /// What it was made for.
        was: String,
        /// What it was opened for.
        wanted: &'static str,
    },
    /// A register of the journal.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// A task.
    #[error("a task of the core failed: {0}")]
    Task(String),
}

/// A core that is ready to serve.
pub struct Prepared {
    core: Arc<Core>,
    db: Db,
    tasks: mpsc::UnboundedReceiver<registry::Task>,
    is_first_start: bool,
    stop: watch::Receiver<bool>,
}

/// Opens the journal and takes its registers up; nothing is served yet.
///
/// # Errors
/// [`RunError`].
pub async fn prepare(
    config: CoreConfig,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    stop: watch::Receiver<bool>,
) -> Result<Prepared, RunError> {
    private_folder(&config.data)?;
    let journal = config.data.join(JOURNAL);
    let db = Db::open(DbOptions::new(format!("sqlite:{}", journal.display()))).await?;
    store::core_register::migrate(&db, clock.now()).await?;
    let mut fresh = [0; 16];
    rng.fill(&mut fresh);
    let fresh = hex::encode(fresh);
    let (guid, is_first_start) = db
        .write("find_guid", move |tx| {
            match settings::find(tx, "instance_guid")? {
                Some(guid) => Ok::<_, StoreError>((guid, false)),
                None => settings::set(tx, "instance_guid", &fresh).map(|()| (fresh.clone(), true)),
            }
        })
        .await?;
    made_for(&db, config.installation).await?;
    let first_name = Locale::default().text("core-role-administrator");
    let people = People::load(db.clone(), Arc::clone(&clock), Arc::clone(&rng), first_name).await?;
    let config = Arc::new(config);
    let (sender, tasks) = mpsc::unbounded_channel();
    let registry = Registry::new(
        db.clone(),
        Arc::clone(&clock),
        Arc::clone(&config),
        sender,
        stop.clone(),
    );
    registry.start().await?;
    let core = Arc::new(Core {
        registry,
        people,
        clock,
        config,
        guid,
        sessions: Sessions::default(),
    });
    Ok(Prepared {
        core,
        db,
        tasks,
        is_first_start,
        stop,
    })
}

impl Prepared {
    /// What answers requests.
    pub fn router(&self) -> Router {
        let core = &self.core;
        Router::new()
            .merge(api::router(core))
            .merge(configurator::router())
            .fallback(unknown_address)
            .method_not_allowed_fallback(wrong_method)
            .layer(DefaultBodyLimit::max(BODY_SIZE_MAX))
            .layer(from_fn_with_state(Arc::clone(core), guard::guard))
            .with_state(Arc::clone(core))
    }

    /// What is said at the start, for the address at which it is served.
    #[must_use]
    pub fn startup_lines(&self, address: std::net::SocketAddr) -> Vec<String> {
        let now = self.core.clock.now();
        let lines = startup::lines(&self.core, self.is_first_start, address);
        lines.iter().map(|text| startup::line(now, text)).collect()
    }

    /// Keeps the registers until the signal to stop; then the journal is closed.
    ///
    /// # Errors
    /// [`RunError::Task`].
    pub async fn keep(mut self) -> Result<(), RunError> {
        let mut running = JoinSet::new();
        let mut failure = None;
        let mut stop = self.stop.clone();
        loop {
            tokio::select! {
                task = self.tasks.recv() => match task {
                    Some(task) => drop(running.spawn(task)),
                    None => break,
                },
                Some(ended) = running.join_next() => {
                    if let Err(error) = ended {
                        failure = Some(RunError::Task(error.to_string()));
                        break;
                    }
                }
                () = keeper::stopped(&mut stop) => break,
            }
        }
        while let Some(ended) = running.join_next().await {
            if let Err(error) = ended {
                failure.get_or_insert(RunError::Task(error.to_string()));
            }
            if failure.is_some() {
                running.abort_all();
            }
        }
        drop(self.core);
        self.db.shutdown().await;
        failure.map_or(Ok(()), Err)
    }
}

/// Serves a core on a socket until the signal to stop; `say` gets the start-up lines.
///
/// # Errors
/// [`RunError`].
pub async fn run(
    config: CoreConfig,
    listener: TcpListener,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    stop: watch::Receiver<bool>,
    say: impl FnOnce(Vec<String>),
) -> Result<(), RunError> {
    let prepared = prepare(config, clock, rng, stop.clone()).await?;
    let address = listener.local_addr().map_err(|error| RunError::Io {
        what: "the listening socket".to_owned(),
        error,
    })?;
    let router = prepared.router();
    say(prepared.startup_lines(address));
    let mut stopping = stop.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        keeper::stopped(&mut stopping).await;
    });
    let keeping = prepared.keep();
    let (served, kept) = tokio::join!(serving, keeping);
    kept?;
    served.map_err(|error| RunError::Io {
        what: "serving".to_owned(),
        error,
    })
}

/// A journal is of a sandbox or not from its first start on: a moved clock never gets at a register that counts. One
/// that has registers and does not say what it is for counts.
async fn made_for(db: &Db, installation: Installation) -> Result<(), RunError> {
    const NAME: &str = "installation";
    let wanted = installation.as_str();
    let was = db.write("find_installation", move |tx| {
        if let Some(was) = settings::find(tx, NAME)? {
            return Ok(Some(was));
        }
        let is_new = registers::all(tx)?.is_empty();
        let is = if is_new {
            wanted
        } else {
            Installation::Production.as_str()
        };
        settings::set(tx, NAME, is)?;
        Ok::<_, StoreError>(Some(is.to_owned()))
    });
    match was.await? {
        Some(was) if was != wanted => Err(RunError::OtherInstallation { was, wanted }),
        _ => Ok(()),
    }
}

/// The journal holds tokens: nobody else on the machine reads it.
fn private_folder(folder: &Path) -> Result<(), RunError> {
    let wrong = |error| RunError::Io {
        what: format!("the folder {}", folder.display()),
        error,
    };
    std::fs::create_dir_all(folder).map_err(wrong)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).map_err(wrong)?;
    }
    Ok(())
}

async fn unknown_address(headers: axum::http::HeaderMap) -> Response {
    refusal(&headers, ResponseCode::AddressUnknown)
}

async fn wrong_method(headers: axum::http::HeaderMap) -> Response {
    refusal(&headers, ResponseCode::WrongMethod)
}

fn refusal(headers: &axum::http::HeaderMap, code: ResponseCode) -> Response {
    CoreError::Code(code)
        .outcome(api::locale_of(headers))
        .into_response()
}
