//! `qassa core`: the software cash register of Kazakhstan.

use std::sync::Arc;

use core_register::{CoreConfig, Installation, Timing};
use tokio::net::TcpListener;
use tokio::sync::watch;
use types::{Clock, Rng, Timestamp};

use crate::cli;
use crate::config::{LogFormat, Logs};
use crate::platform::STOP_GRACE;
use crate::supervisor::Supervisor;
use crate::system::{SystemClock, SystemRng};

/// A core on an open socket.
pub struct CorePart {
    config: CoreConfig,
    listener: TcpListener,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
}

impl CorePart {
    /// Opens the socket, so that a taken port is known at once.
    ///
    /// # Errors
    /// Which address is taken, and what to do.
    pub async fn open(config: CoreConfig, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Result<Self, String> {
        let address = config.listen;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| format!("core: cannot listen on {address}: {error}; choose another address"))?;
        Ok(Self {
            config,
            listener,
            clock,
            rng,
        })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// What the system says.
    pub fn address(&self) -> Result<String, String> {
        let address = self.listener.local_addr().map_err(|error| error.to_string())?;
        Ok(format!("http://{address}"))
    }

    /// Serves until the signal to stop; start-up lines go to standard error.
    ///
    /// # Errors
    /// What failed.
    pub async fn run(self, stop: watch::Receiver<bool>) -> Result<(), String> {
        let served = core_register::run(self.config, self.listener, self.clock, self.rng, stop, say);
        served.await.map_err(|error| error.to_string())
    }
}

/// Runs the core until it is told to stop.
///
/// # Errors
/// What is wrong, for the person at the terminal.
pub async fn run(args: cli::Core) -> Result<(), String> {
    let filter = std::env::var_os("QASSA_LOGS__FILTER").and_then(|filter| filter.into_string().ok());
    crate::observe::start_logs(&Logs {
        format: LogFormat::Text,
        filter: filter.unwrap_or_else(|| "warn".to_owned()),
    })?;
    let clock: Arc<dyn Clock> = match &args.now {
        None => Arc::new(SystemClock),
        Some(now) => {
            let now = Timestamp::parse_rfc3339(now).map_err(|error| format!("--now: {error}"))?;
            Arc::new(MovedClock {
                shift_us: now.since_us(SystemClock.now()),
            })
        }
    };
    let config = CoreConfig {
        data: args.data,
        listen: args.listen,
        hosts: args.hosts,
        operators: args.operators,
        timing: Timing::default(),
        installation: if args.sandbox {
            Installation::Sandbox
        } else {
            Installation::Production
        },
    };
    let part = CorePart::open(config, clock, Arc::new(SystemRng)).await?;
    let mut supervisor = Supervisor::default();
    let stop = supervisor.stop_signal();
    supervisor.run("core", part.run(stop));
    supervisor.wait(STOP_GRACE).await
}

fn say(lines: Vec<String>) {
    use std::io::Write;
    let mut out = std::io::stderr().lock();
    for line in lines {
        // Nobody reads: then nobody misses it.
        let _ = writeln!(out, "{line}");
    }
}

/// The computer's clock, so much ahead or behind.
struct MovedClock {
    shift_us: i64,
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(SystemClock.now().micros().saturating_add(self.shift_us))
    }
}
