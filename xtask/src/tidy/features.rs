//! The feature matrix is whole, and what it calls done is shown by a test.

use super::Finding;
use super::test_names::{TestNames, rows};
use std::collections::BTreeMap;

const PATH: &str = "docs/features.md";
/// Manual and number of its rows; ids run from 01.
const MANUALS: &[(&str, u32)] = &[("S0", 81), ("S1", 116), ("S2", 153), ("S3", 80), ("S4", 57)];
/// What a row says in place of a test while nothing shows it.
const OPEN: &str = "not yet";

pub fn check(texts: &[(String, String)], tests: &TestNames) -> Vec<Finding> {
    let Some((_, text)) = texts.iter().find(|(path, _)| path == PATH) else {
        return vec![Finding {
            path: PATH.to_owned(),
            line: 0,
            message: "the feature matrix is missing".to_owned(),
        }];
    };
    let mut findings = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (line, cells) in rows(text) {
        let mut find = |message| {
            findings.push(Finding {
                path: PATH.to_owned(),
                line,
                message,
            })
        };
        let [id, what, place, test] = cells.as_slice() else {
            find(format!("{} cells, not 4: id, what, where, test", cells.len()));
            continue;
        };
        if seen.insert(id, line).is_some() {
            find(format!("`{id}` stands twice"));
        }
        if what.is_empty() || place.is_empty() {
            find(format!("`{id}` has an empty cell"));
        }
        if *test != OPEN
            && let Some(problem) = tests.problem_of(test, texts)
        {
            find(format!("`{id}`: {problem}"));
        }
    }
    let expected: Vec<String> = MANUALS
        .iter()
        .flat_map(|(manual, count)| (1..=*count).map(move |n| format!("{manual}-{n:02}")))
        .collect();
    let mut find = |line, message| {
        findings.push(Finding {
            path: PATH.to_owned(),
            line,
            message,
        })
    };
    for id in &expected {
        if !seen.contains_key(id.as_str()) {
            find(0, format!("`{id}` is missing"));
        }
    }
    for (id, line) in &seen {
        if !expected.iter().any(|one| one == id) {
            find(*line, format!("`{id}` is no row of the manuals"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::test_names::samples::tests_of_a;
    use super::*;

    fn matrix(change: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let mut text = "| id | what | where | test |\n|---|---|---|---|\n".to_owned();
        for (manual, count) in MANUALS {
            for number in 1..=*count {
                let id = format!("{manual}-{number:02}");
                let row = change(&id).unwrap_or_else(|| format!("| {id} | what | – | not yet |"));
                text.push_str(&row);
                text.push('\n');
            }
        }
        check(&[(PATH.to_owned(), text)], &tests_of_a())
            .iter()
            .map(|one| one.message.clone())
            .collect()
    }

    #[test]
    fn accepts_a_whole_matrix() {
        assert_eq!(matrix(|_| None), [] as [String; 0]);
        assert_eq!(
            matrix(|id| (id == "S0-02").then(|| format!("| {id} | what | a | `a::refuses` |"))),
            [] as [String; 0]
        );
    }

    #[test]
    fn refuses_gaps_repeats_and_empty_claims() {
        let said = matrix(|id| match id {
            "S0-02" => Some("| S0-01 | what | – | not yet |".to_owned()),
            "S4-57" => Some("| S4-58 | what | – | not yet |".to_owned()),
            "S1-99" => Some("| S1-99 | what | a | `a::gone` |".to_owned()),
            "S2-99" => Some("| S2-99 | what | a | works |".to_owned()),
            _ => None,
        });
        assert_eq!(
            said,
            [
                "`S0-01` stands twice",
                "`S1-99`: there is no test `a::gone`",
                "`S2-99`: `works` names no test",
                "`S0-02` is missing",
                "`S4-57` is missing",
                "`S4-58` is no row of the manuals",
            ]
        );
    }
}
