//! The commands that are made of other programs.

use crate::debian;
use crate::step::{Outcome, Report, output, run, succeeds};
use crate::tidy;
use crate::workspace::{Workspace, cargo};
use std::path::Path;
use std::process::Command;

/// An end-to-end suite: a program in a folder of its own that starts the platform and asks it from outside.
struct Suite {
    name: &'static str,
    /// Program and arguments, from the root of the workspace.
    command: &'static [&'static str],
}

/// Run after the unit tests, in this order.
const SUITES: &[Suite] = &[
    Suite {
        name: "published Python SDK",
        command: &["bash", "tests/clients/run"],
    },
    Suite {
        name: "faults and kills",
        command: &["python3", "tests/clients/recovery.py"],
    },
    Suite {
        name: "foreign register and buyer",
        command: &["python3", "tests/clients/agent.py"],
    },
    Suite {
        name: "Kazakh registers",
        command: &["python3", "tests/clients/kazakhstan.py"],
    },
    Suite {
        name: "published reader of Kazakh consumer pages",
        command: &["bash", "tests/clients/run", "consumer_page"],
    },
    Suite {
        name: "software register of Kazakhstan",
        command: &["python3", "tests/clients/core.py"],
    },
    Suite {
        name: "enrollment",
        command: &["python3", "tests/clients/enrollment.py"],
    },
    Suite {
        name: "networks, disks and clocks",
        command: &["python3", "tests/clients/faults.py"],
    },
];

/// Binaries that the suites start; built once before the first of them.
const SUITE_BINARIES: &[&str] = &["qassa"];

const STEPS: &[&str] = &["packages", "fmt", "clippy", "tidy", "unit", "doc", "end-to-end"];

/// `cargo xtask test`.
pub fn test(only: &[String]) -> Result<(), String> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.contains(&name.as_str())) {
        return Err(format!(
            "unknown step `{unknown}`; there are {}",
            STEPS.join(", ")
        ));
    }
    let wanted = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    let mut report = Report::default();
    let mut packages = Outcome::Passed;
    if wanted("packages") {
        packages = report.step("packages", debian::ensure);
    }
    if wanted("fmt") {
        report.step("fmt", || run(cargo().args(["fmt", "--all", "--check"])));
    }
    if wanted("clippy") {
        report.step("clippy", || {
            run(cargo().args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--quiet",
                "--",
                "-D",
                "warnings",
            ]))
        });
    }
    if wanted("tidy") {
        report.step("tidy", tidy);
    }
    if packages != Outcome::Passed {
        for name in ["unit", "doc", "end-to-end"] {
            report.skip(name, "packages are missing");
        }
        return report.finish();
    }
    if wanted("unit") {
        report.step(
            "unit",
            || run(unit_tests().args(["--workspace", "--all-targets"])),
        );
    }
    if wanted("doc") {
        report.step("doc", || {
            run(cargo().args(["test", "--workspace", "--doc", "--quiet"]))
        });
    }
    if wanted("end-to-end") && !SUITES.is_empty() {
        report.step("end-to-end", end_to_end);
    }
    report.finish()
}

/// `cargo xtask tidy`.
pub fn tidy() -> Result<(), String> {
    let findings = tidy::run(&Workspace::load()?)?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(format!("{count} findings")),
    }
}

/// `cargo xtask golden`.
pub fn golden() -> Result<(), String> {
    run(unit_tests()
        .arg("--workspace")
        .env("UPDATE_GOLDEN", "1")
        .env("INSTA_UPDATE", "always"))?;
    run(Command::new("git").args(["diff", "--stat"]))
}

/// `cargo xtask fuzz`.
pub fn fuzz(arguments: &[String]) -> Result<(), String> {
    let seconds: u32 = match arguments {
        [] => 60,
        [text] => text
            .parse()
            .map_err(|_| format!("`{text}` is no number of seconds"))?,
        _ => return Err("usage: cargo xtask fuzz [SECONDS]".to_owned()),
    };
    if !succeeds(Command::new("cargo-fuzz").arg("--version")) {
        return Err("cargo-fuzz is missing: cargo install cargo-fuzz".to_owned());
    }
    let root = Workspace::load()?.root;
    let targets = output(
        Command::new("cargo-fuzz")
            .current_dir(root.join("fuzz"))
            .arg("list"),
    )?;
    for target in targets.lines() {
        run(fuzz_target(&root, target).args(["--", &format!("-max_total_time={seconds}")]))?;
    }
    Ok(())
}

/// Kinds of drills, as `load` names them.
const DRILLS: &[(&str, &str)] = &[
    ("crash", "kill -9 of the platform at random moments under load"),
    ("power-cut", "the power of the disk is cut under load; needs root"),
    (
        "disk-full",
        "the disk fills up under load, then grows; needs root",
    ),
    (
        "read-only",
        "the platform starts on a disk that takes no writes; needs root",
    ),
    ("pg-crash", "kill -9 of PostgreSQL under load"),
    (
        "core-crash",
        "kill -9 of the software register under load of its tills",
    ),
    (
        "core-power-cut",
        "the power of the software register's disk is cut under load; needs root",
    ),
    ("slow-peers", "thousands of peers that send next to nothing"),
    ("back-pressure", "three times as much as the platform can take"),
    (
        "timing",
        "whether the time of a check tells how much of a signature is right",
    ),
    (
        "all",
        "all of them, on the engines that they are promised for; needs root",
    ),
];

/// Kinds of measurements, as `load` names them.
const BENCHES: &[(&str, &str)] = &[
    (
        "codec",
        "receipts decoded, checked and written as JSON on one core",
    ),
    ("intake", "tasks accepted durably, against a bare server"),
    (
        "operator",
        "documents received, stored and confirmed, against the store's own limit",
    ),
    (
        "kz-operator",
        "Kazakh receipts counted, stored and answered, against the store's own limit",
    ),
    (
        "core",
        "sales of the software register, durable while its operator is away",
    ),
    ("end-to-end", "receipts from acceptance to done"),
    ("idle", "start and memory of the idle demo"),
];

/// What there is to run: a line a kind.
fn kinds(command: &str) -> String {
    let kinds = if command == "drill" { DRILLS } else { BENCHES };
    let mut text = format!("cargo xtask {command} KIND [OPTION…], where KIND is\n");
    for (kind, what) in kinds {
        text.push_str(&format!("\n  {kind:<12} {what}"));
    }
    text.push_str("\n\n`--help` behind a KIND lists its options.");
    text
}

/// `cargo xtask drill` and `cargo xtask bench`: both programs are built for release, then `load` takes over.
pub fn load(command: &str, arguments: &[String]) -> Result<(), String> {
    if arguments.is_empty() {
        println!("{}", kinds(command));
        return Ok(());
    }
    run(cargo().args([
        "build",
        "--release",
        "--quiet",
        "--package",
        "qassa",
        "--package",
        "load",
    ]))?;
    let programs = Workspace::load()?.target.join("release");
    let mut program = Command::new(programs.join("load"));
    run(program
        .arg(command)
        .args(arguments)
        .arg("--qassa")
        .arg(programs.join("qassa")))
}

/// libFuzzer needs compiler flags of the nightly; the stable compiler takes them when told so.
fn fuzz_target(root: &Path, target: &str) -> Command {
    let mut command = Command::new("cargo-fuzz");
    command
        .current_dir(root.join("fuzz"))
        .args(["run", "--features", "libfuzzer", target])
        .env("RUSTC_BOOTSTRAP", "1");
    command
}

/// cargo-nextest when it is there: one process a test, and a hung test is named.
fn unit_tests() -> Command {
    let mut command = cargo();
    match succeeds(Command::new("cargo-nextest").args(["nextest", "--version"])) {
        true => command.args(["nextest", "run", "--no-fail-fast"]),
        false => command.args(["test", "--no-fail-fast", "--quiet"]),
    };
    command
}

fn end_to_end() -> Result<(), String> {
    for binary in SUITE_BINARIES {
        run(cargo().args(["build", "--quiet", "--bin", binary]))?;
    }
    let programs = Workspace::load()?.target.join("debug");
    let mut failed = Vec::new();
    for suite in SUITES {
        println!("── end-to-end: {}", suite.name);
        let Some((program, arguments)) = suite.command.split_first() else {
            continue;
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .env("QASSA_BINARY", programs.join("qassa"));
        if let Err(reason) = run(&mut command) {
            eprintln!("{reason}");
            failed.push(suite.name);
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(format!("failed: {}", failed.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds in the declaration of an enum of `load`, as its command line spells them.
    fn declared(source: &str) -> Vec<String> {
        let body = source.split_once("pub enum Kind {").unwrap().1;
        let body = body.split_once('}').unwrap().0;
        let variants = body.lines().map(str::trim).filter(|line| line.ends_with(','));
        let kebab = |variant: &str| {
            let mut text = String::new();
            for one in variant.trim_end_matches(',').chars() {
                if one.is_uppercase() && !text.is_empty() {
                    text.push('-');
                }
                text.extend(one.to_lowercase());
            }
            text
        };
        variants.map(kebab).collect()
    }

    #[test]
    fn without_a_kind_all_kinds_are_listed() {
        for (command, source) in [
            ("drill", include_str!("../../crates/load/src/drill.rs")),
            ("bench", include_str!("../../crates/load/src/bench.rs")),
        ] {
            let text = kinds(command);
            let listed: Vec<&str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("  "))
                .filter_map(|line| line.split_whitespace().next())
                .collect();
            assert_eq!(listed, declared(source), "{command}");
            assert_eq!(load(command, &[]), Ok(()));
        }
    }
}
