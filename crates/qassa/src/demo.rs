//! `qassa demo`: the whole platform as a sandbox in one process.

mod clock;
mod page;
mod sample;
mod simulator;
mod trace;

use std::path::PathBuf;
use std::sync::Arc;

use app::App;
use app::sandbox::kazakhstan::KzFacts;
use app::sandbox::{Facts, QueueFacts};
use axum::routing::post;
use core_register::{CoreConfig, Installation, OperatorServer, Platform, Timing};
use outbound::callback::CallbackTargets;
use outbound::enrollment_authority::ScriptedEnrollmentAuthority;
use portal::sandbox::{CLOCK_EARLIEST, CLOCK_LATEST, ClockChange};
use serde_json::{Value, json};
use types::Timestamp;
use worker::Outside;

use crate::cli::{Demo, Role};
use crate::config::{Config, LogFormat, Logs};
use crate::core_command::CorePart;
use crate::outside::{Forwarder, Messenger};
use crate::platform::{self, Assembly};
use crate::system::{SystemClock, SystemRng};
use clock::SandboxClock;
use page::SandboxPage;
use simulator::{ArmedFaults, KzTaxAuthorityInDatabase, MailboxInDatabase, TaxAuthorityInDatabase};

/// Storages of the sandbox's guests: registers and load generators that nobody enrolled.
const GUEST_PREFIX: &str = "99990789";

/// Key of the fiscal signs of Kazakh receipts: no secret, since they have no legal force.
const SIGN_KEY: &str = "sandbox: signs without legal force";

/// Time that a register of the sandbox has for its tasks: short, so that faults heal while one watches.
const LEASE_S: u32 = 10;

/// What the simulated tax authority draws its answers from.
const ENROLLMENT_SEED: u64 = 626;

/// Runs the sandbox until it is told to stop.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn run(args: Demo) -> Result<(), String> {
    start_logs()?;
    let folder = Folder::of(args.data)?;
    let mut config = configuration(&args.http, &args.ofd);
    config.database.url = args
        .database
        .unwrap_or_else(|| format!("sqlite:{}", folder.path.join("qassa.db").display()));
    let roles = vec![Role::Api, Role::Portal, Role::Ofd, Role::Worker];
    let sockets = platform::open_sockets(&config, &roles).await?;
    let (http, ofd) = (
        address_of(sockets.http.as_ref()),
        address_of(sockets.ofd.as_ref()),
    );
    config.ofd.deliver_to.clone_from(&ofd);
    let public_url = format!("http://{http}");
    let port = http.rsplit_once(':').map_or("8000", |(_, port)| port);
    // Clients sign the address that they were given; on a loopback address there are two names for it.
    let public_urls = vec![public_url.clone(), format!("http://localhost:{port}")];

    let clock = Arc::new(SandboxClock::new(SystemClock));
    let db = platform::open_database(&config, clock.as_ref()).await?;
    clock.restore(&db).await.map_err(|error| error.to_string())?;
    if let Some(now) = &args.now {
        let moment = Timestamp::parse_rfc3339(now).map_err(|error| format!("--now: {error}"))?;
        let set = clock.change(ClockChange::Set(moment));
        set.map_err(|_| format!("--now: {now} is not between {CLOCK_EARLIEST} and {CLOCK_LATEST}"))?;
    }
    let app = platform::app(&config, db, clock.clone(), Arc::new(SystemRng), &public_url)?;
    let facts = app::sandbox::prepare(&app, args.registers)
        .await
        .map_err(|error| app::text_of(&error))?;
    let kz_facts = app::sandbox::kazakhstan::prepare(&app, args.kz_registers)
        .await
        .map_err(|error| app::text_of(&error))?;
    let faults = Arc::new(ArmedFaults::default());
    let outside = simulators(&app, &config, faults.clone())?;
    let sandbox = SandboxPage {
        app: app.clone(),
        clock: clock.clone(),
        faults,
        shop: sample::SampleShop::new(&facts, &public_url)?,
        organization: facts.organization,
    };
    let core = CorePart::open(
        core_config(&folder, args.core, &ofd, args.core_operators),
        clock.clone(),
        Arc::new(SystemRng),
    )
    .await?;
    let line = ready_line(&facts, &kz_facts, &public_url, &ofd, &core.address()?);
    let assembly = Assembly {
        config,
        roles,
        app,
        sockets,
        outside,
        sandbox: Some(Arc::new(sandbox)),
        core: Some(core),
        public_urls,
    };
    let extra = axum::Router::new().route("/sandbox/shop", post(|| async { "" }));
    let ended = platform::run_with(assembly, extra, || announce(&line)).await;
    drop(folder);
    ended
}

/// Everything outside, simulated: what goes out stays in the sandbox's database.
fn simulators(app: &App, config: &Config, faults: Arc<ArmedFaults>) -> Result<Outside, String> {
    Ok(Outside {
        messages: Arc::new(Messenger {
            app: app.clone(),
            callbacks: Arc::new(crate::serve::callbacks(config, CallbackTargets::LoopbackToo)?),
            mailer: Some(Arc::new(MailboxInDatabase(app.clone()))),
            mail_from: "Qassa <receipts@sandbox.example>".to_owned(),
        }),
        tax_authority: Arc::new(Forwarder {
            tax_authority: Arc::new(TaxAuthorityInDatabase(app.clone())),
            kz_tax_authority: Arc::new(KzTaxAuthorityInDatabase(app.clone())),
        }),
        enrollment_authority: Arc::new(ScriptedEnrollmentAuthority::new(ENROLLMENT_SEED)),
        faults,
    })
}

/// Where a socket listens.
fn address_of(socket: Option<&tokio::net::TcpListener>) -> String {
    let address = socket.and_then(|socket| socket.local_addr().ok());
    address.map(|address| address.to_string()).unwrap_or_default()
}

/// Logs to standard error; the one variable that the demo reads.
fn start_logs() -> Result<(), String> {
    let filter = std::env::var_os("QASSA_LOGS__FILTER").and_then(|filter| filter.into_string().ok());
    let filter = filter.unwrap_or_else(|| "warn,qassa=info".to_owned());
    crate::observe::start_logs(&Logs {
        format: LogFormat::Text,
        filter,
    })
}

/// The one line on standard output: scripts wait for it.
fn announce(line: &Value) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    // Nobody reads: then nobody misses it.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

fn configuration(http: &std::net::SocketAddr, ofd: &std::net::SocketAddr) -> Config {
    let mut config = Config::default();
    config.http.listen = *http;
    config.ofd.listen = *ofd;
    GUEST_PREFIX.clone_into(&mut config.ofd.guest_prefix);
    SIGN_KEY.clone_into(&mut config.kazakhstan.sign_key);
    config.registers.lease_s = LEASE_S;
    config
}

/// The sandbox's software register speaks with the sandbox's operator.
fn core_config(
    folder: &Folder,
    listen: std::net::SocketAddr,
    ofd: &str,
    further: Vec<OperatorServer>,
) -> CoreConfig {
    let mut operators = vec![OperatorServer {
        name: "Qassa".to_owned(),
        address: ofd.to_owned(),
        platform: Platform::Test,
    }];
    operators.extend(further);
    CoreConfig {
        data: folder.path.join("core"),
        listen,
        hosts: Vec::new(),
        operators,
        timing: Timing::default(),
        installation: Installation::Sandbox,
    }
}

fn ready_line(facts: &Facts, kz: &KzFacts, http: &str, ofd: &str, core: &str) -> Value {
    let registers = |queue: &QueueFacts| -> Vec<Value> {
        queue
            .registers
            .iter()
            .map(|register| {
                json!({
                    "pos_key": register.pos_key,
                    "pos_secret": register.pos_secret,
                    "serial_number": register.serial_number,
                    "registration_number": register.registration_number,
                    "fiscal_storage": register.fiscal_storage,
                })
            })
            .collect()
    };
    json!({
        "http": http,
        "ofd": ofd,
        "core": core,
        "ru": {
            "organization_inn": facts.organization_inn,
            "shop_id": facts.shop_id,
            "shop_secret": facts.shop_secret,
            "queue_id": facts.queue.id.get(),
            "registers": registers(&facts.queue),
            "external": {"queue_id": facts.external.id.get(), "registers": registers(&facts.external)},
            "user": {"login": facts.owner.login, "password": facts.owner.password},
        },
        "kz": {
            "organization_bin": kz.organization_bin,
            "registers": kz.registers.iter().map(|register| json!({
                "ofd_device_id": register.device_id,
                "token": register.token,
                "registration_number": register.registration_number,
                "serial_number": register.serial_number,
            })).collect::<Vec<_>>(),
            "user": {"login": kz.owner.login, "password": kz.owner.password},
        },
        "operator": {"login": facts.operator.login, "password": facts.operator.password},
        "sandbox": format!("{http}/sandbox"),
    })
}

/// Where the sandbox keeps its data.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn of(named: Option<PathBuf>) -> Result<Self, String> {
        let temporary = named.is_none();
        let path =
            named.unwrap_or_else(|| std::env::temp_dir().join(format!("qassa-demo-{}", std::process::id())));
        std::fs::create_dir_all(&path)
            .map_err(|error| format!("--data: cannot make the folder {}: {error}", path.display()))?;
        Ok(Self { path, temporary })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            tracing::warn!(folder = %self.path.display(), error = %error, "the temporary folder stays");
        }
    }
}
