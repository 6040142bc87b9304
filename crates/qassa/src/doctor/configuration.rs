//! The configuration file and the environment.

use std::path::Path;

use super::Finding;
use crate::config::Config;

const SUBJECT: &str = "configuration";

/// The configuration as far as it can be read, and what is wrong with it.
pub(super) fn examine(file: Option<&Path>) -> (Config, Vec<Finding>) {
    let (config, wrong) = Config::examine(file);
    let mut findings: Vec<Finding> = wrong
        .into_iter()
        .map(|message| Finding::fail(SUBJECT, message))
        .collect();
    if findings.is_empty() {
        let source = file.map_or_else(
            || "no file: defaults and environment".to_owned(),
            |file| file.display().to_string(),
        );
        findings.push(Finding::ok(SUBJECT, format!("{source}, all keys are right")));
    }
    findings.extend(file.filter(|_| holds_secrets(&config)).and_then(readable_by_all));
    (config, findings)
}

fn holds_secrets(config: &Config) -> bool {
    config.database.url.contains('@') || config.mail.smtp_url.contains('@')
}

#[cfg(unix)]
fn readable_by_all(file: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file).ok()?.permissions().mode();
    let message = format!(
        "{} holds a password and every user of this computer may read it: chmod o-r",
        file.display()
    );
    (mode & 0o004 != 0).then(|| Finding::warn(SUBJECT, message))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &Path) -> Option<Finding> {
    None
}
