//! `qassa doctor`: what is wrong with this installation, before the platform finds out.
//!
//! Nothing is changed: no database is made or migrated, no mail is sent.

mod clock;
mod configuration;
mod database;
mod disk;
mod mail;
mod network;

use std::fmt;
use std::process::ExitCode;

use types::Clock;

use crate::cli::Configured;
use crate::config::Config;
use crate::system::SystemClock;
use crate::verdict::{self, Verdict};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    /// As it should be.
    Ok,
    /// The platform works, but not as well as it could, or not for long.
    Warn,
    /// The platform will not work.
    Fail,
}

/// One line of the doctor.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    grade: Grade,
    subject: &'static str,
    message: String,
}

/// Runs the tool.
pub fn run(args: &Configured) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            verdict::complain(&error);
            return Verdict::Misuse.into();
        }
    };
    let (config, mut findings) = configuration::examine(args.config.as_deref());
    findings.extend(runtime.block_on(examine(&config, &SystemClock)));
    let verdict = if findings.iter().any(|finding| finding.grade == Grade::Fail) {
        Verdict::Wrong
    } else {
        Verdict::Right
    };
    verdict::print(report(&findings).as_bytes(), verdict).into()
}

async fn examine(config: &Config, clock: &dyn Clock) -> Vec<Finding> {
    let (mut findings, platform) = network::examine(config).await;
    let (database, schema) = database::examine(config, platform).await;
    findings.extend(database);
    findings.push(clock::examine(clock.now(), schema.as_ref()));
    findings.extend(mail::examine(&config.mail).await);
    findings
}

/// A line for each finding, and how many of them are bad.
fn report(findings: &[Finding]) -> String {
    let count = |grade| findings.iter().filter(|finding| finding.grade == grade).count();
    let mut text = String::new();
    for finding in findings {
        text.push_str(&finding.to_string());
        text.push('\n');
    }
    let (failures, warnings) = (count(Grade::Fail), count(Grade::Warn));
    format!("{text}failures: {failures}, warnings: {warnings}\n")
}

impl Finding {
    fn ok(subject: &'static str, message: impl Into<String>) -> Self {
        Self::new(Grade::Ok, subject, message)
    }

    fn warn(subject: &'static str, message: impl Into<String>) -> Self {
        Self::new(Grade::Warn, subject, message)
    }

    fn fail(subject: &'static str, message: impl Into<String>) -> Self {
        Self::new(Grade::Fail, subject, message)
    }

    fn new(grade: Grade, subject: &'static str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self {
            grade,
            subject,
            message,
        }
    }
}

/// `WARN  mail           mail.smtp_url is empty: …`
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grade = match self.grade {
            Grade::Ok => "OK",
            Grade::Warn => "WARN",
            Grade::Fail => "FAIL",
        };
        write!(f, "{grade:<4}  {:<13}  {}", self.subject, self.message)
    }
}

#[cfg(test)]
mod tests;
