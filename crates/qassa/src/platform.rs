//! Puts the parts of the platform together and runs them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use api::komtet::signature::{HostHeader, PublicAddresses};
use api::platform::{Answers, Platform};
use app::context::{Settings, Unverified};
use app::{App, kz_ofd, ofd};
use axum::Router;
use futures::future::BoxFuture;
use ofd_kz::session as kz;
use ofd_ru::session as ru;
use portal::{ConsumerPages, PortalState, Sandbox};
use store::{Db, DbOptions, StoreError};
use tokio::net::TcpListener;
use types::{Clock, Inn, Rng, UtcOffset};
use wire::{Ingest, Timeouts, WireConfig};
use worker::{Outside, WorkerConfig};

use crate::cli::Role;
use crate::config::{Config, Signatures};
use crate::consumer::Consumers;
use crate::core_command::CorePart;
use crate::descriptors;
use crate::http_server::{self, HttpLimits};
use crate::kazakhstan;
use crate::observe::{self, Health};
use crate::pages::Receipts;
use crate::supervisor::Supervisor;

/// Time that the parts get to finish what they have in hand.
pub const STOP_GRACE: Duration = Duration::from_millis(4500);

/// Time that a peer gets to receive some of its answer.
const HTTP_WRITE: Duration = Duration::from_secs(15);

/// Time that requests in flight get after the signal to stop.
const HTTP_STOP: Duration = Duration::from_secs(3);

/// Sockets that are open before anything runs, so that a taken port is known at once.
pub struct Sockets {
    /// Pages and API.
    pub http: Option<TcpListener>,
    /// The operator.
    pub ofd: Option<TcpListener>,
}

/// Opens the sockets that the roles need.
///
/// # Errors
/// Which address is taken, and what to do.
pub async fn open_sockets(config: &Config, roles: &[Role]) -> Result<Sockets, String> {
    let wants = |role| roles.contains(&role);
    let http = wants(Role::Api) || wants(Role::Portal);
    Ok(Sockets {
        http: if http {
            Some(listen("http.listen", config.http.listen).await?)
        } else {
            None
        },
        ofd: if wants(Role::Ofd) {
            Some(listen("ofd.listen", config.ofd.listen).await?)
        } else {
            None
        },
    })
}

async fn listen(key: &str, address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| {
        format!("{key}: cannot listen on {address}: {error}; choose another address, or port 0")
    })
}

/// Opens the database and brings it to the schema of this version.
///
/// # Errors
/// What is wrong with the database.
pub async fn open_database(config: &Config, clock: &dyn Clock) -> Result<Db, String> {
    open(config, clock).await.map_err(|error| app::text_of(&error))
}

/// As [`open_database`], for those who look at the reason.
///
/// # Errors
/// [`StoreError`].
pub async fn open(config: &Config, clock: &dyn Clock) -> Result<Db, StoreError> {
    let mut options = DbOptions::new(&config.database.url);
    options.readers = config.database.readers;
    options.pool_size = config.database.pool_size;
    options.waiting_units_max = config.database.waiting_units_max;
    options.batch_units_max = config.database.batch_units_max;
    let db = Db::open(options).await?;
    db.migrate(clock.now()).await?;
    Ok(db)
}

/// The use cases over an open database.
///
/// # Errors
/// A setting that does not read, although the configuration was checked.
pub fn app(
    config: &Config,
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    public_url: &str,
) -> Result<App, String> {
    let settings = Settings {
        public_url: public_url.to_owned(),
        ofd_inn: Inn::parse(&config.ofd.inn).map_err(|error| error.to_string())?,
        ofd_name: config.ofd.name.clone(),
        guest_prefix: config.ofd.guest_prefix.clone(),
        unverified: match config.ofd.signatures {
            Signatures::Transparent => Unverified::Taken,
            Signatures::Strict => Unverified::Refused,
        },
        waiting_tasks_max: config.intake.waiting_tasks_max,
        lease_s: config.registers.lease_s,
        attempts_max: config.registers.attempts_max,
        give_up_after_s: config.registers.give_up_after_s,
        shift_close_after_s: config.registers.shift_close_after_s,
        offset: UtcOffset::MOSCOW,
        kz: kazakhstan::settings(config, public_url)?,
    };
    Ok(App::new(db, clock, rng, settings))
}

/// Everything that a process runs.
pub struct Assembly {
    /// The configuration.
    pub config: Config,
    /// Parts that this process runs.
    pub roles: Vec<Role>,
    /// The use cases.
    pub app: App,
    /// Open sockets.
    pub sockets: Sockets,
    /// Hands towards the outside.
    pub outside: Outside,
    /// The sandbox's page, in the demo.
    pub sandbox: Option<Arc<dyn Sandbox>>,
    /// A software register in this process, in the demo.
    pub core: Option<CorePart>,
    /// Base URLs under which clients may sign.
    pub public_urls: Vec<String>,
}

/// Runs the parts until the process is told to stop. `ready` is called when everything listens.
///
/// # Errors
/// The part that failed, and why.
pub async fn run(assembly: Assembly, ready: impl FnOnce()) -> Result<(), String> {
    run_with(assembly, Router::new(), ready).await
}

/// As [`run`], with routes of the caller's own.
///
/// # Errors
/// As [`run`].
pub async fn run_with(assembly: Assembly, extra: Router, ready: impl FnOnce()) -> Result<(), String> {
    let mut supervisor = Supervisor::default();
    let stop = supervisor.stop_signal();
    let (http_max, ofd_max) = places(&assembly.config);
    let db = assembly.app.db().clone();
    let metrics = observe::start_metrics()?;
    let health = Health {
        db: db.clone(),
        metrics,
        stopping: stop.clone(),
    };
    let wants = |role| assembly.roles.contains(&role);
    if let Some(listener) = assembly.sockets.http {
        let mut router = observe::router(health).merge(extra);
        if wants(Role::Api) {
            let answers = match assembly.sandbox {
                Some(_) => Answers::ByHandToo,
                None => Answers::FromTaxAuthority,
            };
            router = router.merge(doors(&assembly.app, &assembly.public_urls, answers)?);
        }
        if wants(Role::Portal) {
            let pages = PortalState {
                consumer: Consumers::of(&assembly.app)
                    .map(|consumers| Arc::new(consumers) as Arc<dyn ConsumerPages>),
                receipts: Arc::new(Receipts(assembly.app.clone())),
                sandbox: assembly.sandbox.clone(),
                base_url: assembly.app.settings().public_url.clone(),
                api_docs: wants(Role::Api).then(|| "/api/v1/openapi.json".to_owned()),
            };
            router = portal::router(pages).merge(router);
        }
        let limits = http_limits(&assembly.config, http_max);
        supervisor.run("http", http_server::serve(listener, router, limits, stop.clone()));
    }
    if let Some(listener) = assembly.sockets.ofd {
        let config = wire_config(&assembly.config, ofd_max);
        let ingest = Arc::new(Operator(assembly.app.clone()));
        supervisor.run("ofd", wire::serve(listener, config, ingest, stop.clone()));
    }
    if wants(Role::Worker) {
        let config = WorkerConfig {
            batch_tasks_max: assembly.config.registers.batch_tasks_max,
            ofd_address: assembly.config.ofd.deliver_to.clone(),
            messages_parallel_max: assembly.config.callbacks.parallel_max,
        };
        let loops = worker::run(assembly.app.clone(), assembly.outside, config, stop.clone());
        supervisor.run("worker", async move {
            loops.await;
            Ok::<_, String>(())
        });
    }
    if wants(Role::Api) && !wants(Role::Worker) {
        let counting = worker::count_waiting(assembly.app.clone(), stop.clone());
        supervisor.run("waiting", async move {
            counting.await;
            Ok::<_, String>(())
        });
    }
    if let Some(part) = assembly.core {
        supervisor.run("core", part.run(stop.clone()));
    }
    drop(assembly.app);
    ready();
    let ended = supervisor.wait(STOP_GRACE).await;
    db.shutdown().await;
    ended
}

fn doors(app: &App, public_urls: &[String], answers: Answers) -> Result<Router, String> {
    let settings = api::Settings {
        // Scripts and clients beside the server may call a loopback address by any of its names.
        addresses: PublicAddresses::new(public_urls.iter().cloned(), HostHeader::Loopback),
        clock: app.clock(),
        offset: app.settings().offset,
    };
    let platform = Platform::new(app.clone(), answers).map_err(|error| error.to_string())?;
    Ok(api::router(platform, settings))
}

/// Connections of the HTTP server and of the operator, by configuration and by what the system allows.
fn places(config: &Config) -> (usize, usize) {
    let descriptors = descriptors::take_all();
    let wanted = (config.http.connections_max, config.ofd.connections_max);
    let given = descriptors::share(descriptors, wanted.0, wanted.1);
    if given != wanted {
        tracing::warn!(
            descriptors,
            http = given.0,
            ofd = given.1,
            "the system allows fewer connections than configured"
        );
    }
    given
}

fn http_limits(config: &Config, connections_max: usize) -> HttpLimits {
    HttpLimits {
        connections_max,
        head: Duration::from_millis(config.http.head_timeout_ms),
        write: HTTP_WRITE,
        stop: HTTP_STOP,
    }
}

fn wire_config(config: &Config, connections_max: usize) -> WireConfig {
    let defaults = WireConfig::default();
    WireConfig {
        connections_max,
        timeouts: Timeouts {
            idle: Duration::from_millis(config.ofd.idle_timeout_ms),
            message: Duration::from_millis(config.ofd.message_timeout_ms),
            ..defaults.timeouts
        },
        stop: Duration::from_secs(3),
        answer_kz: Duration::from_millis(config.kazakhstan.answer_timeout_ms),
        ..defaults
    }
}

/// The operator behind the wire.
struct Operator(App);

impl Ingest for Operator {
    fn ingest_ru(&self, _: SocketAddr, message: ru::IncomingMessage) -> BoxFuture<'_, ru::Answer> {
        Box::pin(ofd::ingest(&self.0, message))
    }

    fn ingest_kz(&self, _: SocketAddr, message: kz::IncomingMessage) -> BoxFuture<'_, kz::Answer> {
        Box::pin(kz_ofd::ingest(&self.0, message))
    }
}
