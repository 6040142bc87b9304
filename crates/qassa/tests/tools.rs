//! The tools as scripts see them: standard output, standard error, exit status.

#[path = "tools/codec.rs"]
mod codec;
#[path = "tools/installation.rs"]
mod installation;
#[path = "tools/manual.rs"]
mod manual;
#[path = "tools/numbers.rs"]
mod numbers;
#[path = "tools/running.rs"]
mod running;

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;

/// How a tool ended.
struct Outcome {
    status: i32,
    stdout: Vec<u8>,
    stderr: String,
}

impl Outcome {
    fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).unwrap()
    }

    /// The JSON objects of standard output, one a line.
    fn json(&self) -> Vec<Json> {
        let lines = self.text().lines();
        lines.map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn qassa(arguments: &[&str], input: &[u8]) -> Outcome {
    run(Command::new(env!("CARGO_BIN_EXE_qassa")).args(arguments), input)
}

fn run(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A tool that refuses early does not read to the end.
        let _ = stdin.write_all(&input);
    });
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Outcome {
        status: status.code().unwrap(),
        stdout,
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

fn vector(name: &str) -> String {
    format!("{}/../ofd-ru/tests/data/{name}", env!("CARGO_MANIFEST_DIR"))
}
