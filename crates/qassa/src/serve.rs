//! `qassa serve` and `qassa migrate`.

use std::sync::Arc;
use std::time::Duration;

use outbound::callback::{CallbackConfig, CallbackTargets, HttpCallbacks, TargetPolicy};
use outbound::enrollment_authority::NoEnrollmentTransport;
use outbound::mail::{Mailer, SmtpMailer};
use outbound::tax_authority::Unconfigured;
use worker::{Healthy, Outside};

use crate::cli::{Configured, Serve};
use crate::config::Config;
use crate::outside::{Forwarder, Messenger};
use crate::platform::{self, Assembly};
use crate::smtp_url;
use crate::system::{SystemClock, SystemRng};

/// Runs the platform until it is told to stop.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn serve(args: Serve) -> Result<(), String> {
    let mut config = load(&args.configured)?;
    crate::observe::start_logs(&config.logs)?;
    let sockets = platform::open_sockets(&config, &args.role).await?;
    let clock = Arc::new(SystemClock);
    let db = platform::open_database(&config, clock.as_ref()).await?;
    let own = |socket: &Option<tokio::net::TcpListener>, otherwise: std::net::SocketAddr| {
        socket
            .as_ref()
            .and_then(|socket| socket.local_addr().ok())
            .unwrap_or(otherwise)
    };
    let http = own(&sockets.http, config.http.listen);
    if config.http.public_urls.is_empty() {
        config.http.public_urls = vec![format!("http://{http}")];
    }
    if config.ofd.deliver_to.is_empty() {
        config.ofd.deliver_to = own(&sockets.ofd, config.ofd.listen).to_string();
    }
    let public_urls = config.http.public_urls.clone();
    let app = platform::app(&config, db, clock, Arc::new(SystemRng), &public_urls[0])?;
    let outside = Outside {
        messages: Arc::new(Messenger {
            app: app.clone(),
            callbacks: Arc::new(callbacks(&config, CallbackTargets::PublicOnly)?),
            mailer: mailer(&config)?,
            mail_from: config.mail.from.clone(),
        }),
        tax_authority: Arc::new(Forwarder {
            tax_authority: Arc::new(Unconfigured),
            kz_tax_authority: Arc::new(Unconfigured),
        }),
        enrollment_authority: Arc::new(NoEnrollmentTransport),
        faults: Arc::new(Healthy),
    };
    tracing::warn!("no tax authority is configured: applications about registers wait until there is one");
    let assembly = Assembly {
        config,
        roles: args.role,
        app,
        sockets,
        outside,
        sandbox: None,
        core: None,
        public_urls,
    };
    platform::run(assembly, || tracing::info!(http = %http, "ready")).await
}

/// Brings the database to the schema of this version.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn migrate(args: Configured) -> Result<(), String> {
    let config = load(&args)?;
    crate::observe::start_logs(&config.logs)?;
    let db = platform::open_database(&config, &SystemClock).await?;
    tracing::info!("the database has the schema of this version");
    db.shutdown().await;
    Ok(())
}

fn load(args: &Configured) -> Result<Config, String> {
    Config::load(args.config.as_deref()).map_err(|error| error.to_string())
}

/// The client for callbacks.
///
/// # Errors
/// A network of the configuration that is none.
pub fn callbacks(config: &Config, targets: CallbackTargets) -> Result<HttpCallbacks, String> {
    let allowed = config
        .callbacks
        .allowed_private_networks
        .iter()
        .map(|text| {
            text.parse()
                .map_err(|error| format!("callbacks.allowed_private_networks: {error}"))
        })
        .collect::<Result<_, String>>()?;
    let client = CallbackConfig {
        policy: TargetPolicy { targets, allowed },
        timeout: Duration::from_millis(config.callbacks.timeout_ms),
        ..CallbackConfig::default()
    };
    HttpCallbacks::new(client).map_err(|error| app::text_of(&error))
}

/// The mail client; `None` when no server is configured.
fn mailer(config: &Config) -> Result<Option<Arc<dyn Mailer>>, String> {
    let url = config.mail.smtp_url.as_str();
    if url.is_empty() {
        return Ok(None);
    }
    let smtp = smtp_url::parse(url).map_err(|error| format!("mail.smtp_url {error}"))?;
    let mailer = SmtpMailer::new(&smtp).map_err(|error| app::text_of(&error))?;
    Ok(Some(Arc::new(mailer)))
}
