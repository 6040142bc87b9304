//! A source that code names must be one that the documents explain.

use super::Finding;
use super::source::Source;
use std::collections::BTreeSet;

/// Every id in comments and shipped strings is defined in `docs/law` or `docs/protocol`.
pub fn check(sources: &[Source], texts: &[(String, String)]) -> Vec<Finding> {
    let defined = defined(texts);
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| !source.path.starts_with("xtask/")) {
        for (number, line) in source.numbered() {
            let strings = if line.is_test { "" } else { line.strings.as_str() };
            for id in ids(&line.comment).into_iter().chain(ids(strings)) {
                if !is_defined(&defined, &id) {
                    let message = format!("`{id}` is explained in no file of docs/law or docs/protocol");
                    findings.push(Finding {
                        path: source.path.clone(),
                        line: number,
                        message,
                    });
                }
            }
        }
    }
    findings
}

/// Ids that stand in backticks in a heading or at the head of a table row.
fn defined(texts: &[(String, String)]) -> BTreeSet<String> {
    let documents = texts
        .iter()
        .filter(|(path, _)| path.starts_with("docs/law/") || path.starts_with("docs/protocol/"));
    documents
        .flat_map(|(_, text)| text.lines())
        .filter(|line| line.starts_with("| `") || line.starts_with('#'))
        .flat_map(|line| {
            line.split('`')
                .skip(1)
                .step_by(2)
                .take(if line.starts_with('|') { 1 } else { 9 })
        })
        .filter(|id| id.starts_with("RU-") || id.starts_with("KZ-"))
        .map(str::to_owned)
        .collect()
}

/// `RU-FFD/<tag>` in a document stands for every number in its place.
fn is_defined(defined: &BTreeSet<String>, id: &str) -> bool {
    if defined.contains(id) {
        return true;
    }
    defined.iter().any(|pattern| {
        let Some((head, rest)) = pattern.split_once('<') else {
            return false;
        };
        let Some((_, tail)) = rest.split_once('>') else {
            return false;
        };
        let number = id.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

/// `RU-…/…` and `KZ-…/…` in a text.
fn ids(text: &str) -> Vec<String> {
    text.split(|one: char| !(one.is_ascii_alphanumeric() || "-./_".contains(one)))
        .map(|word| word.trim_end_matches(['.', '-', '/']))
        .filter(|word| {
            let Some((family, rest)) = word.split_once('/') else {
                return false;
            };
            let Some(name) = family.strip_prefix("RU-").or_else(|| family.strip_prefix("KZ-")) else {
                return false;
            };
            !rest.is_empty()
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_ids_and_drops_punctuation() {
        assert_eq!(
            ids("Source: RU-FFD/1054. Law (KZ-626/3-12), en-RU/x, RU-FFD"),
            ["RU-FFD/1054", "KZ-626/3-12"]
        );
    }

    #[test]
    fn wants_every_cited_id_explained() {
        let documents = vec![
            (
                "docs/protocol/ffd.md".to_owned(),
                "| `RU-FFD/<tag>` | tags |\n## `RU-OFD/container`\n".to_owned(),
            ),
            (
                "docs/other.md".to_owned(),
                "| `RU-OFD/crc` | not here |\n".to_owned(),
            ),
        ];
        let source = Source::parse(
            "crates/a/src/a.rs",
            "/// RU-FFD/1054, RU-FFD/forms\n// RU-OFD/container and RU-OFD/crc\n",
        );
        let said: Vec<String> = check(&[source], &documents)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(
            said,
            [
                "crates/a/src/a.rs:1: `RU-FFD/forms` is explained in no file of docs/law or docs/protocol",
                "crates/a/src/a.rs:2: `RU-OFD/crc` is explained in no file of docs/law or docs/protocol",
            ]
        );
    }
}
