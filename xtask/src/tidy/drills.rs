//! Each row of `docs/drills.md` names tests, suites and drills that there are.

use super::Finding;
use super::test_names::{TestNames, rows};

const DOCUMENT: &str = "docs/drills.md";
const DRILLS: &str = "crates/load/src/drill.rs";
const COMMAND: &str = "cargo xtask drill ";
const FUZZING: &str = "cargo xtask fuzz";

pub fn check(texts: &[(String, String)], tests: &TestNames) -> Vec<Finding> {
    let text_of = |wanted: &str| {
        texts
            .iter()
            .find(|(path, _)| path == wanted)
            .map(|(_, text)| text.as_str())
    };
    let Some(document) = text_of(DOCUMENT) else {
        return Vec::new();
    };
    let kinds = kinds(text_of(DRILLS).unwrap_or_default());
    let finding = |line, message| Finding {
        path: DOCUMENT.to_owned(),
        line,
        message,
    };
    let mut findings = Vec::new();
    let mut named = Vec::new();
    for (line, cells) in rows(document) {
        let cell = cells.last().copied().unwrap_or_default();
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            findings.push(finding(line, format!("`{cell}` names nothing that shows it")));
        }
        for name in names {
            let kind = name.strip_prefix(COMMAND).and_then(|rest| rest.split(' ').next());
            named.extend(kind);
            let known = match kind {
                Some(kind) => kinds.iter().any(|one| one == kind),
                None => name == FUZZING || tests.is_known(name, texts),
            };
            if !known {
                findings.push(finding(line, format!("there is no test or drill `{name}`")));
            }
        }
    }
    let forgotten = kinds
        .iter()
        .filter(|kind| *kind != "all" && !named.contains(&kind.as_str()));
    findings.extend(forgotten.map(|kind| finding(0, format!("no row tells of the drill `{kind}`"))));
    findings
}

/// The drills that the program knows, as they are written on the command line.
fn kinds(source: &str) -> Vec<String> {
    let body = source.split_once("pub enum Kind {").map_or("", |(_, rest)| rest);
    let body = body.split_once("\n}").map_or("", |(body, _)| body);
    body.lines()
        .filter_map(|line| line.trim().strip_suffix(','))
        .filter(|name| name.starts_with(char::is_uppercase))
        .map(kebab)
        .collect()
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::test_names::samples::tests_of_a;
    use super::*;

    #[test]
    fn rows_name_what_there_is_and_every_drill_has_a_row() {
        let source =
            "pub enum Kind {\n    /// Kills,\n    Crash,\n    /// Cuts.\n    PowerCut,\n    All,\n}\n";
        let document = "| T | where |\n|---|---|\n| 1 | `cargo xtask drill crash`, `a::refuses` |\n\
                        | 2 | `cargo xtask drill crush --times 3` |\n| 3 | `a::gone` |\n| 4 | by hand |\n\
                        | 5 | `cargo xtask fuzz` |\n";
        let texts = [
            (DOCUMENT.to_owned(), document.to_owned()),
            (DRILLS.to_owned(), source.to_owned()),
        ];
        let found: Vec<_> = check(&texts, &tests_of_a())
            .into_iter()
            .map(|finding| (finding.line, finding.message))
            .collect();
        let expected = [
            (4, "there is no test or drill `cargo xtask drill crush --times 3`"),
            (5, "there is no test or drill `a::gone`"),
            (6, "`by hand` names nothing that shows it"),
            (0, "no row tells of the drill `power-cut`"),
        ];
        assert_eq!(found, expected.map(|(line, message)| (line, message.to_owned())));
    }
}
