//! Load, drills and measurements against the platform, from outside.
//!
//! `cargo xtask drill NAME` and `cargo xtask bench NAME` build the platform and this program for release and run it.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its streams"
)]

mod baseline;
mod bench;
mod books;
mod disk;
mod drill;
mod http;
mod intake;
mod kz;
mod latency;
mod ledger;
mod machine;
#[cfg(test)]
mod mock;
mod operator;
mod postgres;
mod server;
mod shop;
mod till;
mod verify;

use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// The platform's: baselines get what it gets.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "load", about = "Load, drills and measurements against qassa")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Does damage and judges what is left.
    Drill {
        kind: drill::Kind,
        #[command(flatten)]
        settings: drill::Settings,
    },
    /// Measures against a baseline of the same run.
    Bench {
        kind: bench::Kind,
        #[command(flatten)]
        settings: bench::Settings,
    },
    /// Puts receipts into a queue of a running server and writes down what it acknowledges.
    Intake {
        #[command(flatten)]
        shop: ShopArguments,
        /// File that gets the ledger.
        #[arg(long)]
        ledger: PathBuf,
        /// Receipts a second.
        #[arg(long, default_value_t = 100.0)]
        rate: f64,
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        #[arg(long, default_value_t = 32)]
        connections: usize,
        /// Beginning of all external ids.
        #[arg(long, default_value = "load")]
        run: String,
    },
    /// Asks a running server for everything in a ledger.
    Verify {
        #[command(flatten)]
        shop: ShopArguments,
        /// The ledger.
        #[arg(long)]
        ledger: PathBuf,
        /// Time for tasks to end.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
    },
    /// Sends as the Kazakh registers of a running demo, judges every answer and looks every receipt up.
    Kazakhstan {
        /// File with the line of JSON that the demo printed; its tokens must not have been used.
        #[arg(long)]
        facts: PathBuf,
        /// Requests a second; without it as fast as they are answered.
        #[arg(long)]
        rate: Option<f64>,
        #[arg(long, default_value_t = 10)]
        seconds: u64,
    },
    /// The bare server that the intake is compared with.
    Baseline {
        #[arg(long)]
        listen: SocketAddr,
        /// Its log.
        #[arg(long)]
        log: PathBuf,
        #[arg(long, value_enum, default_value = "yes")]
        sync: baseline::Sync,
    },
}

#[derive(clap::Args)]
struct ShopArguments {
    /// Base URL as it is signed; a loopback address.
    #[arg(long, default_value = "http://127.0.0.1:8000")]
    http: String,
    #[arg(long)]
    shop: String,
    #[arg(long)]
    secret: String,
    #[arg(long, default_value_t = 1)]
    queue: i64,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("FAILED: {error}");
            let mut source = error.source();
            while let Some(cause) = source {
                eprintln!("  because: {cause}");
                source = cause.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Drill { kind, settings } => {
            drill::run(kind, &settings)?;
            println!("passed");
        }
        Command::Bench { kind, settings } => bench::run(kind, &settings)?,
        Command::Intake {
            shop,
            ledger,
            rate,
            seconds,
            connections,
            run,
        } => {
            let plan = intake::Plan {
                run,
                pace: intake::Pace::PerSecond(rate),
                duration: Duration::from_secs(seconds),
                connections,
                patience: Duration::from_secs(30),
                repeat_percent: 5,
                overdue: intake::Overdue::Sent,
            };
            let book = Arc::new(ledger::Ledger::default());
            let outcome = tokio::runtime::Runtime::new()?.block_on(intake::run(&shop.parse()?, &plan, &book));
            println!("{outcome}");
            book.write_to(&ledger)?;
        }
        Command::Verify {
            shop,
            ledger,
            seconds,
        } => {
            let book = ledger::Ledger::read_from(&ledger)?;
            let patience = Duration::from_secs(seconds);
            let verdict =
                tokio::runtime::Runtime::new()?.block_on(verify::ledger(&shop.parse()?, &book, patience));
            println!("{verdict}");
            if !verdict.is_clean() {
                return Err("what was acknowledged is not what is there".into());
            }
        }
        Command::Kazakhstan { facts, rate, seconds } => {
            let facts = serde_json::from_str(&std::fs::read_to_string(facts)?)?;
            let plan = kz::lane::Plan {
                pace: rate.map_or(intake::Pace::Saturating, intake::Pace::PerSecond),
                duration: Duration::from_secs(seconds),
                patience: Duration::from_secs(30),
                losses: kz::lane::Losses::Some,
            };
            kz::load(&tokio::runtime::Runtime::new()?, &facts, plan)?;
        }
        Command::Baseline { listen, log, sync } => {
            tokio::runtime::Runtime::new()?.block_on(baseline::serve(listen, &log, sync))?;
        }
    }
    Ok(())
}

impl ShopArguments {
    /// Load goes to this machine alone.
    fn parse(self) -> Result<shop::Shop, String> {
        let shop = shop::Shop {
            base: self.http,
            id: self.shop,
            secret: self.secret,
            queue: self.queue,
        };
        let host = shop
            .address()
            .rsplit_once(':')
            .map_or(shop.address(), |(host, _)| host);
        match host == "localhost" || host.starts_with("127.") || host == "[::1]" {
            true => Ok(shop),
            false => Err(format!("`{host}` is no loopback address")),
        }
    }
}
