//! Programs that the tests stand on and the Debian packages that bring them.

use crate::step::{run, succeeds};
use std::path::Path;
use std::process::Command;

/// One package and the sign that what it brings is there, by whatever way it came.
struct Requirement {
    package: &'static str,
    why: &'static str,
    present: fn() -> bool,
}

const REQUIREMENTS: &[Requirement] = &[
    Requirement {
        package: "postgresql",
        why: "the store's tests run on both engines, each with a server of their own",
        present: postgresql_server,
    },
    Requirement {
        package: "python3-venv",
        why: "the end-to-end tests run published clients from an environment of their own",
        present: python_environments,
    },
    Requirement {
        package: "chromium",
        why: "a published reader opens the page of a receipt in a browser",
        present: || runs("chromium"),
    },
    Requirement {
        package: "chromium-driver",
        why: "the same reader drives the browser with it",
        present: || runs("chromedriver"),
    },
    Requirement {
        package: "libzbar0",
        why: "the same reader loads it to read QR codes",
        present: zbar,
    },
];

/// Installs what is missing when that is allowed; otherwise an error that names it.
pub fn ensure() -> Result<(), String> {
    let missing: Vec<&Requirement> = REQUIREMENTS.iter().filter(|one| !(one.present)()).collect();
    if missing.is_empty() {
        println!("every package is there");
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|one| one.package).collect();
    let Some(prefix) = privilege() else {
        let reasons: Vec<String> = missing
            .iter()
            .map(|one| format!("  {}: {}", one.package, one.why))
            .collect();
        return Err(format!(
            "these Debian packages are missing and this user may not install them:\n{}\n\n  sudo apt-get install {}",
            reasons.join("\n"),
            packages.join(" ")
        ));
    };
    run(apt(prefix).arg("update"))?;
    run(apt(prefix)
        .args(["install", "-y", "--no-install-recommends"])
        .args(&packages))?;
    match missing.iter().find(|one| !(one.present)()) {
        None => Ok(()),
        Some(one) => Err(format!(
            "`{}` is installed, but what it should bring is not found",
            one.package
        )),
    }
}

/// Words before a command that give it the rights to install; `None` when there is no such way.
fn privilege() -> Option<&'static [&'static str]> {
    if !succeeds(Command::new("apt-get").arg("--version")) {
        return None;
    }
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout == b"0\n");
    match is_root {
        true => Some(&[]),
        false => succeeds(Command::new("sudo").args(["-n", "true"])).then_some(&[
            "sudo",
            "-n",
            "env",
            "DEBIAN_FRONTEND=noninteractive",
        ]),
    }
}

fn apt(prefix: &[&str]) -> Command {
    let mut command = match prefix.split_first() {
        None => Command::new("apt-get"),
        Some((program, rest)) => {
            let mut command = Command::new(program);
            command.args(rest).arg("apt-get");
            command
        }
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
    command
}

/// Debian keeps the server's programs off the path, in a folder for each version.
fn postgresql_server() -> bool {
    let in_debian = std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|versions| {
        versions
            .flatten()
            .any(|version| version.path().join("bin/initdb").exists())
    });
    in_debian || Path::new("/usr/bin/initdb").exists()
}

fn runs(program: &str) -> bool {
    succeeds(Command::new(program).arg("--version"))
}

/// The library is in the folder of the processor's architecture.
fn zbar() -> bool {
    std::fs::read_dir("/usr/lib").is_ok_and(|folders| {
        folders
            .flatten()
            .any(|folder| folder.path().join("libzbar.so.0").exists())
    })
}

fn python_environments() -> bool {
    succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}
