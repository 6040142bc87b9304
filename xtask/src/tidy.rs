//! The house rules that the compiler and clippy do not know. A rule without a check is no rule.
//!
//! Each rule is a function from what was read to findings, with tests of its own beside it.

mod absences;
mod citations;
mod drills;
mod features;
mod floors;
mod leftovers;
mod lint_headers;
mod metric_names;
mod migrations;
mod names;
mod script;
mod size;
mod source;
mod test_names;
mod words;

use crate::workspace::{Crate, Floor, Workspace};
use source::Source;
use std::fmt;

/// One breach of one rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Relative to the root of the workspace.
    pub path: String,
    /// From 1; 0 when the finding is about the whole file.
    pub line: usize,
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.path, self.message),
            line => write!(formatter, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Applies every rule to the workspace as it lies on disk.
pub fn run(workspace: &Workspace) -> Result<Vec<Finding>, String> {
    let texts = Texts::read(workspace)?;
    let mut findings = floors::check(&workspace.crates);
    for source in &texts.sources {
        let home = workspace.crate_of(&source.path);
        findings.extend(size::check(source));
        findings.extend(leftovers::check(source));
        findings.extend(names::check(source, home.map(|one| one.name.as_str())));
        findings.extend(script::check(source, home.map(|one| one.name.as_str())));
        if let Some(home) = home {
            findings.extend(absences::check(source, home));
            findings.extend(lint_headers::check(source, home));
        }
    }
    for (path, text) in &texts.all {
        let source = texts.sources.iter().find(|source| source.path == *path);
        findings.extend(words::check(path, text, source));
        if path.contains("/migrations/") {
            findings.extend(migrations::check(path, text));
        }
    }
    findings.extend(citations::check(&texts.sources, &texts.all));
    findings.extend(metric_names::check(&texts.sources, &texts.all));
    let tests = test_names::TestNames::of(&texts.sources, &workspace.crates);
    findings.extend(features::check(&texts.all, &tests));
    findings.extend(test_names::check_limits(&texts.all, &tests));
    findings.extend(drills::check(&texts.all, &tests));
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// What was read from disk.
struct Texts {
    sources: Vec<Source>,
    /// Every file that is text and no golden or test datum, path and content.
    all: Vec<(String, String)>,
}

impl Texts {
    fn read(workspace: &Workspace) -> Result<Self, String> {
        let mut texts = Self {
            sources: Vec::new(),
            all: Vec::new(),
        };
        for path in &workspace.files {
            if is_datum(path) || path == "Cargo.lock" {
                continue;
            }
            let bytes =
                std::fs::read(workspace.root.join(path)).map_err(|error| format!("{path}: {error}"))?;
            let Ok(text) = String::from_utf8(bytes) else {
                continue;
            };
            if path.ends_with(".rs") {
                texts.sources.push(Source::parse(path, &text));
            }
            texts.all.push((path.clone(), text));
        }
        let modules: Vec<String> = texts.sources.iter().flat_map(Source::test_modules).collect();
        for source in &mut texts.sources {
            let name = source.path.trim_end_matches(".rs");
            if modules
                .iter()
                .any(|module| name == module || name.starts_with(&format!("{module}/")))
            {
                source.mark_all();
            }
        }
        Ok(texts)
    }
}

/// Test data and goldens are quoted, not written by us.
fn is_datum(path: &str) -> bool {
    [
        "tests/data/",
        "/goldens/",
        "/golden/",
        "/snapshots/",
        "/assets/",
        "fuzz/seeds/",
    ]
    .iter()
    .any(|part| path.contains(part))
        || path.ends_with(".snap")
}

fn product_floor(home: &Crate) -> Option<u64> {
    match home.floor {
        Some(Floor::Product(floor)) => Some(floor),
        Some(Floor::Dev | Floor::Tool) | None => None,
    }
}
