//! Every chore of the workspace as one small program: `cargo xtask COMMAND`.
//!
//! It builds in seconds on purpose: it knows no crate of the product and one dependency.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its streams"
)]

mod commands;
mod debian;
mod step;
mod tidy;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND

  test [STEP…]     everything that must hold before a change is offered: packages, fmt, clippy, tidy,
                   unit, doc, end-to-end; with STEP only the named ones
  tidy             the house rules that compilers do not know
  golden           runs the tests and accepts the goldens as they are now; read the diff
  fuzz [SECONDS]   every fuzz target for SECONDS each (60 when absent)
  drill [KIND …]   what must not be lost when machines, disks and databases fail; without KIND lists the kinds,
                   `all` runs every one; docs/drills.md says what each shows
  bench [KIND …]   measurements against a baseline of the same run; without KIND lists the kinds";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "test" => commands::test(&rest),
        "tidy" => commands::tidy(),
        "golden" => commands::golden(),
        "fuzz" => commands::fuzz(&rest),
        "drill" | "bench" => commands::load(&command, &rest),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        unknown => Err(format!("unknown command `{unknown}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}
