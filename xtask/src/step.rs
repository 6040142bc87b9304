//! Steps of a run: each is timed, a failed one does not hide what the later ones would say.

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What came out of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed,
    /// It could not mean anything, because a step that it stands on failed.
    Skipped,
}

/// The steps so far.
#[derive(Default)]
pub struct Report {
    steps: Vec<(&'static str, Outcome, Duration)>,
}

impl Report {
    /// Runs `work`, tells how long it took, and remembers how it ended.
    pub fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<(), String>) -> Outcome {
        println!("── {name}");
        let begun = Instant::now();
        let outcome = match work() {
            Ok(()) => Outcome::Passed,
            Err(reason) => {
                eprintln!("{name}: {reason}");
                Outcome::Failed
            }
        };
        self.steps.push((name, outcome, begun.elapsed()));
        outcome
    }

    /// Remembers a step that was not tried.
    pub fn skip(&mut self, name: &'static str, because: &str) {
        println!("── {name}: skipped, {because}");
        self.steps.push((name, Outcome::Skipped, Duration::ZERO));
    }

    /// One line a step, and the line that a reader of the log counts by.
    pub fn summary(&self) -> String {
        let mut text = String::new();
        for (name, outcome, took) in &self.steps {
            let word = match outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "FAILED",
                Outcome::Skipped => "skipped",
            };
            let _ = writeln!(text, "{name:<12} {word:<8} {:>6.1} s", took.as_secs_f64());
        }
        let of = |wanted| {
            self.steps
                .iter()
                .filter(|(_, outcome, _)| *outcome == wanted)
                .count()
        };
        let (passed, failed, skipped) = (of(Outcome::Passed), of(Outcome::Failed), of(Outcome::Skipped));
        let _ = write!(text, "steps: {passed} passed, {failed} failed, {skipped} skipped");
        text
    }

    /// Prints the summary; an error when a step failed or was skipped.
    pub fn finish(self) -> Result<(), String> {
        println!("\n{}", self.summary());
        match self
            .steps
            .iter()
            .all(|(_, outcome, _)| *outcome == Outcome::Passed)
        {
            true => Ok(()),
            false => Err("not every step passed".to_owned()),
        }
    }
}

/// Runs a command with our streams but no input; an error names the command and how it ended.
pub fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("{}: {status}", shown(command))),
    }
}

/// Runs a command and takes what it printed.
pub fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}", shown(command), output.status));
    }
    String::from_utf8(output.stdout)
        .map_err(|_| format!("{}: printed bytes that are no text", shown(command)))
}

/// Whether a command starts and ends well; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_every_outcome_and_fails_when_one_did() {
        let mut report = Report::default();
        report.step("good", || Ok(()));
        report.step("bad", || Err("because".to_owned()));
        report.skip("later", "bad failed");
        assert!(report.summary().ends_with("steps: 1 passed, 1 failed, 1 skipped"));
        assert!(report.finish().is_err());
    }

    #[test]
    fn names_the_command_that_failed() {
        let refused = run(Command::new("false").arg("--hard")).expect_err("false fails");
        assert!(refused.starts_with("false --hard: "), "{refused}");
    }
}
