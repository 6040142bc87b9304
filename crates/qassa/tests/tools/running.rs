//! `docs/running.md`, run as it stands there: from nothing to a receipt.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::manual::{examples, shell};
use super::{Outcome, run};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// The platform on the database of a folder, with free ports.
struct Platform {
    process: Child,
    http: String,
}

impl Platform {
    fn start(folder: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_qassa"))
            .arg("serve")
            .current_dir(folder)
            .env("QASSA_HTTP__LISTEN", "127.0.0.1:0")
            .env("QASSA_OFD__LISTEN", "127.0.0.1:0")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let ready = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains("ready"));
        let ready = ready.expect("serve did not come up");
        let http = ready
            .split("http=")
            .nth(1)
            .expect("the address is in the line")
            .trim()
            .to_owned();
        // What it says later is read away, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            http: format!("http://{http}"),
        }
    }

    fn stop(mut self) -> i32 {
        let id = rustix::process::Pid::from_child(&self.process);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        self.process.wait().unwrap().code().unwrap()
    }
}

/// Blocks marked `sh` below this heading.
fn scripts(manual: &str, heading: &str) -> Vec<String> {
    let part = manual.split_once(heading).unwrap().1;
    let part = part.split("\n##").next().unwrap();
    let blocks = part.split("```sh\n").skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap().to_owned())
        .collect()
}

fn sell(script: &str, folder: &Path, http: &str) -> Outcome {
    run(shell(script, folder).env("HTTP", http), b"")
}

#[test]
fn the_manual_leads_to_a_receipt() {
    let root = env!("CARGO_MANIFEST_DIR");
    let manual = std::fs::read_to_string(format!("{root}/../../docs/running.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (before, after) = manual.split_once("### Serve").unwrap();
    for example in examples(before) {
        example.compare(folder);
    }
    let platform = Platform::start(folder);
    let held = run(
        shell("qassa admin user list", folder).env_remove("QASSA_CONFIG"),
        b"",
    );
    assert_eq!(held.status, 1);
    assert!(
        held.stderr.contains("belongs to one process")
            && held.stderr.contains(&platform.process.id().to_string()),
        "{}",
        held.stderr
    );
    let [post, ask] = scripts(&manual, "### Sell").try_into().unwrap();
    let accepted = sell(&post, folder, &platform.http);
    assert!(
        accepted.text().contains("\"id\":1"),
        "{} {}",
        accepted.text(),
        accepted.stderr
    );
    let began = Instant::now();
    loop {
        // The second script goes on in the shell of the first, which is asked to post nothing twice: it repeats.
        let asked = sell(&format!("{post} > /dev/null\n{ask}"), folder, &platform.http);
        if asked.text().contains("\"state\":\"done\"") {
            assert!(asked.text().contains("\"fiscal_data\":{"), "{}", asked.text());
            break;
        }
        assert!(began.elapsed() < PATIENCE, "{} {}", asked.text(), asked.stderr);
    }
    assert_eq!(platform.stop(), 0);
    for example in examples(after) {
        example.compare(folder);
    }
}

#[test]
fn an_answer_for_programs_is_one_object() {
    let folder = tempfile::tempdir().unwrap();
    let json = |command: &str| {
        let outcome = run(&mut shell(command, folder.path()), b"");
        assert_eq!(outcome.status, 0, "{command}: {}", outcome.stderr);
        outcome.json().remove(0)
    };
    let made = json("qassa admin --json user create --login staff --role operator");
    assert_eq!(made["role"], "operator");
    assert!(
        made["password"]
            .as_str()
            .is_some_and(|password| password.len() >= 16),
        "{made}"
    );
    let list = json("qassa admin user list --json");
    assert_eq!(list["rows"][0]["login"], "staff");
    assert!(list["rows"][0].get("password").is_none());
}

#[test]
fn wrong_input_is_refused_with_all_its_faults() {
    let folder = tempfile::tempdir().unwrap();
    let command = "qassa admin organization create --inn 7727000006 --name Example > /dev/null
        qassa admin register create --organization 1 --kind cloud --settlement-address Moscow \
        --settlement-place shop.example --taxation envd --cashier Ira --fiscal-storage 12";
    let outcome = run(&mut shell(command, folder.path()), b"");
    assert_eq!(outcome.status, 1);
    for part in [
        "kind = `cloud`: must be one of: virtual, agent",
        "taxation = `envd`: must be one of: general, ",
    ] {
        assert!(
            outcome.stderr.contains(part),
            "{part} is missing in\n{}",
            outcome.stderr
        );
    }
}
