//! `doctor`.

use std::process::Command;

use super::{Outcome, run};

/// The doctor in a folder of its own, with free ports.
fn doctor(folder: &std::path::Path, settings: &[(&str, &str)]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qassa"));
    command
        .arg("doctor")
        .current_dir(folder)
        .env("QASSA_HTTP__LISTEN", "127.0.0.1:0")
        .env("QASSA_OFD__LISTEN", "127.0.0.1:0")
        .envs(settings.iter().copied());
    run(&mut command, b"")
}

#[test]
fn a_fresh_installation_has_no_failures() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = doctor(folder.path(), &[]);
    assert_eq!(outcome.status, 0, "{}", outcome.text());
    assert!(outcome.text().contains("\nfailures: 0, "), "{}", outcome.text());
}

#[test]
fn the_file_may_be_named_by_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qassa.toml");
    std::fs::write(&file, "[ofd]\nname = \"\"\n").unwrap();
    let file = file.to_str().unwrap();
    let outcome = doctor(
        folder.path(),
        &[("QASSA_CONFIG", file), ("QASSA_COLOUR__RED", "1")],
    );
    assert_eq!(outcome.status, 1);
    for part in [
        "FAIL  configuration  ofd.name = : ",
        "FAIL  configuration  colour.red: ",
        "\nfailures: 2, ",
    ] {
        assert!(
            outcome.text().contains(part),
            "{part} is missing in\n{}",
            outcome.text()
        );
    }
}
