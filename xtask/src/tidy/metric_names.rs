//! Each number that the platform exports is explained, and each that is explained is exported.

use super::Finding;
use super::source::Source;
use std::collections::BTreeMap;

const PATH: &str = "docs/metrics.md";
const PREFIX: &str = "qassa_";

pub fn check(sources: &[Source], texts: &[(String, String)]) -> Vec<Finding> {
    let Some((_, text)) = texts.iter().find(|(path, _)| path == PATH) else {
        return Vec::new();
    };
    let documented: BTreeMap<&str, usize> = text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((line.strip_prefix("| `")?.split('`').next()?, index + 1)))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect();
    let mut findings = Vec::new();
    let mut exported = BTreeMap::new();
    for source in sources.iter().filter(|source| source.path.starts_with("crates/")) {
        for (number, line) in source.shipped() {
            for name in line.strings.lines().filter(|text| is_metric(text)) {
                exported.insert(name, (source.path.as_str(), number));
            }
        }
    }
    for (name, (path, line)) in &exported {
        if !documented.contains_key(name) {
            let message = format!("`{name}` is not explained in {PATH}");
            findings.push(Finding {
                path: (*path).to_owned(),
                line: *line,
                message,
            });
        }
    }
    for (name, line) in &documented {
        if !exported.contains_key(name) {
            let message = format!("nothing exports `{name}`");
            findings.push(Finding {
                path: PATH.to_owned(),
                line: *line,
                message,
            });
        }
    }
    findings
}

/// By its prefix and the unit at its end.
fn is_metric(text: &str) -> bool {
    let ends = [
        "_total",
        "_seconds",
        "_bytes",
        "_units",
        "_pages",
        "_ratio",
        "_count",
        "_tasks",
        "_documents",
        "_connections",
        "_overdue",
        "_waiting",
    ];
    text.starts_with(PREFIX)
        && ends.iter().any(|end| text.ends_with(end))
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_code_and_document_both_ways() {
        let source = Source::parse(
            "crates/a/src/a.rs",
            "gauge!(\"qassa_a_units\");\ncounter!(\"qassa_b_total\");\n",
        );
        let text = "| metric |\n|---|\n| `qassa_a_units` | x |\n| `qassa_c_seconds` | x |\n".to_owned();
        let said: Vec<String> = check(&[source], &[(PATH.to_owned(), text)])
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            said,
            [
                "crates/a/src/a.rs:2: `qassa_b_total` is not explained in docs/metrics.md",
                "docs/metrics.md:4: nothing exports `qassa_c_seconds`",
            ]
        );
    }
}
