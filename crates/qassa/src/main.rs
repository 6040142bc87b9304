//! `qassa`: the only executable.
#![warn(clippy::pedantic)]

mod admin;
mod agent_command;
mod check;
mod cli;
mod config;
mod consumer;
mod core_command;
mod decode;
mod demo;
mod descriptors;
mod doctor;
mod encode;
mod http_server;
mod input;
mod kazakhstan;
mod observe;
mod outside;
mod pages;
mod platform;
mod serve;
mod smtp_url;
mod supervisor;
mod system;
mod verdict;

use std::future::Future;
use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};

/// What is taken in one thread is given back in another all the time: a receipt on its way to the writer, its answer
/// on the way back. It serves `SQLite` too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Demo(args) => block_on(demo::run(args)),
        Command::Serve(args) => block_on(serve::serve(args)),
        Command::Migrate(args) => block_on(serve::migrate(args)),
        Command::Admin(args) => block_on(admin::run(args)),
        Command::Agent(args) => block_on(agent_command::run(args)),
        Command::Doctor(args) => doctor::run(&args),
        Command::Core(args) => block_on(core_command::run(args)),
        Command::Decode(args) => decode::run(&args),
        Command::Encode(args) => encode::run(&args),
        Command::Check(args) => check::run(args),
    }
}

/// Runs a service to its end; what went wrong is told on standard error.
fn block_on(service: impl Future<Output = Result<(), String>>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error.to_string()),
    };
    match runtime.block_on(service) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error),
    }
}

fn complain(error: &str) -> ExitCode {
    use std::io::Write;
    // Without a terminal there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "qassa: {error}");
    ExitCode::FAILURE
}
