//! A document that claims a behaviour names the test that shows it.

use super::Finding;
use super::source::Source;
use crate::workspace::Crate;
use std::collections::BTreeSet;

/// Names of all tests: `crate::function`, and paths of end-to-end suites.
pub struct TestNames {
    known: BTreeSet<String>,
}

impl TestNames {
    pub fn of(sources: &[Source], crates: &[Crate]) -> Self {
        let mut known = BTreeSet::new();
        for source in sources {
            let owner = crates
                .iter()
                .find(|one| source.path.starts_with(&format!("{}/", one.folder)));
            let Some(owner) = owner else { continue };
            for line in source.lines.iter().filter(|line| line.is_test) {
                if let Some(name) = function_name(&line.code) {
                    known.insert(format!("{}::{name}", owner.name));
                }
            }
        }
        Self { known }
    }

    /// Whether there is a test, or an end-to-end suite, of this name.
    pub fn is_known(&self, name: &str, paths: &[(String, String)]) -> bool {
        self.known.contains(name) || paths.iter().any(|(path, _)| path == name)
    }

    /// What is wrong with a cell of a table that should name tests, each in backticks.
    pub fn problem_of(&self, cell: &str, paths: &[(String, String)]) -> Option<String> {
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        if names.is_empty() {
            return Some(format!("`{}` names no test", cell.trim()));
        }
        names
            .into_iter()
            .find(|name| !self.is_known(name, paths))
            .map(|name| format!("there is no test `{name}`"))
    }
}

/// Each row of `docs/limits.md` names in its last cell the test that shows the limit.
pub fn check_limits(texts: &[(String, String)], tests: &TestNames) -> Vec<Finding> {
    const PATH: &str = "docs/limits.md";
    let Some((_, text)) = texts.iter().find(|(path, _)| path == PATH) else {
        return Vec::new();
    };
    rows(text)
        .filter_map(|(line, cells)| {
            let problem = tests.problem_of(cells.last()?, texts)?;
            Some(Finding {
                path: PATH.to_owned(),
                line,
                message: problem,
            })
        })
        .collect()
}

/// Body rows of the tables of a document: line number and cells.
pub fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let mut in_body = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if !line.starts_with('|') {
            in_body = false;
            return None;
        }
        if line.starts_with("|---") || line.starts_with("| ---") {
            in_body = true;
            return None;
        }
        let cells = line.trim_matches('|').split(" | ").map(str::trim).collect();
        in_body.then_some((index + 1, cells))
    })
}

fn function_name(code: &str) -> Option<&str> {
    let after = code.split_once("fn ")?.1;
    after
        .split(|one: char| !(one.is_alphanumeric() || one == '_'))
        .next()
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
pub mod samples {
    use super::*;
    use crate::workspace::Floor;

    /// One crate `a` with the tests `refuses` and `accepts`.
    pub fn tests_of_a() -> TestNames {
        let home = Crate {
            name: "a".to_owned(),
            folder: "crates/a".to_owned(),
            floor: Some(Floor::Product(1)),
            dependencies: Vec::new(),
        };
        let text = "fn ships() {}\n#[cfg(test)]\nmod tests {\n#[test]\nfn refuses() {}\n#[tokio::test]\nasync fn accepts() {}\n}\n";
        TestNames::of(&[Source::parse("crates/a/src/lib.rs", text)], &[home])
    }
}

#[cfg(test)]
mod tests {
    use super::samples::tests_of_a;
    use super::*;

    #[test]
    fn knows_tests_and_nothing_else() {
        let tests = tests_of_a();
        assert_eq!(tests.problem_of("`a::refuses`, `a::accepts`", &[]), None);
        assert_eq!(
            tests.problem_of("`a::ships`", &[]),
            Some("there is no test `a::ships`".to_owned())
        );
        assert_eq!(
            tests.problem_of("by hand", &[]),
            Some("`by hand` names no test".to_owned())
        );
    }

    #[test]
    fn every_limit_has_a_test() {
        let text = "| what | limit | test |\n|---|---|---|\n| body | 1 MiB | `a::refuses` |\n| depth | 9 | `a::gone` |\n";
        let texts = [("docs/limits.md".to_owned(), text.to_owned())];
        let lines: Vec<usize> = check_limits(&texts, &tests_of_a())
            .iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(lines, [4]);
    }
}
