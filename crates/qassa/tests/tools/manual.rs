//! The examples of `docs/tools.md`, run as they stand there.

use std::process::Command;

use super::run;

/// A command and what it prints.
pub(crate) struct Example {
    pub(crate) command: String,
    pub(crate) output: Vec<String>,
}

#[test]
fn the_examples_of_the_manual_work() {
    let root = env!("CARGO_MANIFEST_DIR");
    let manual = std::fs::read_to_string(format!("{root}/../../docs/tools.md")).unwrap();
    let examples = examples(&manual);
    assert!(examples.len() >= 8, "{}", examples.len());
    let folder = format!("{root}/tests/tools/data");
    for example in examples {
        example.compare(std::path::Path::new(&folder));
    }
}

/// A shell that knows the command `qassa`.
pub(crate) fn shell(script: &str, folder: &std::path::Path) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("qassa() {{ \"$TOOL\" \"$@\"; }}\n{script}")])
        .current_dir(folder)
        .env("TOOL", env!("CARGO_BIN_EXE_qassa"));
    shell
}

impl Example {
    /// Runs the command and compares what it prints.
    pub(crate) fn compare(&self, folder: &std::path::Path) {
        let Self { command, output } = self;
        let mut shell = shell(command, folder);
        let outcome = run(&mut shell, b"");
        let printed: Vec<&str> = outcome.text().lines().chain(outcome.stderr.lines()).collect();
        assert!(
            agrees(output, &printed),
            "$ {command}\nprinted\n{}\nbut the manual has\n{}",
            printed.join("\n"),
            output.join("\n")
        );
    }
}

/// Blocks marked `console`: lines that begin with `$ ` are commands, the others what they print.
pub(crate) fn examples(manual: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut inside = false;
    for line in manual.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let (true, Some(command)) = (inside, line.strip_prefix("$ ")) {
            examples.push(Example {
                command: command.to_owned(),
                output: Vec::new(),
            });
        } else if let (true, Some(example)) = (inside, examples.last_mut()) {
            example.output.push(line.to_owned());
        }
    }
    examples
}

/// `…` stands for any part of a line; alone in a line, for any lines.
fn agrees(output: &[String], printed: &[&str]) -> bool {
    let Some((expected, rest)) = output.split_first() else {
        return printed.is_empty();
    };
    if expected == "…" {
        return (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..]));
    }
    let Some((line, others)) = printed.split_first() else {
        return false;
    };
    line_agrees(expected, line) && agrees(rest, others)
}

fn line_agrees(expected: &str, line: &str) -> bool {
    match expected.split_once('…') {
        None => expected == line,
        Some((head, tail)) => line.strip_prefix(head).is_some_and(|line| {
            line.char_indices()
                .map(|(at, _)| at)
                .chain([line.len()])
                .any(|at| line_agrees(tail, &line[at..]))
        }),
    }
}
