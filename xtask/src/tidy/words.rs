//! Text speaks of the product: not of the machine it was written on, nor of how it came about.

use super::Finding;
use super::source::Source;

/// Spelled in parts, so that this file does not find itself.
const MACHINE_PATHS: &[&str] = &[concat!("/wo", "rk/"), concat!("/tm", "p/"), concat!("/ro", "ot/")];

/// A reader of today has no use for what was before or what was asked for.
const HISTORY: &[&str] = &[
    concat!("as ", "requested"),
    concat!("as ", "discussed"),
    concat!("per the ", "brief"),
    concat!("for ", "now,"),
    concat!("quick ", "hack"),
    concat!("refactored ", "from"),
    concat!("no longer ", "uses"),
    concat!("(see ", "issue"),
    concat!("issue ", "#"),
];

/// `source` is the file as code, when it is code: what tests quote is theirs.
pub fn check(path: &str, text: &str, source: Option<&Source>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if source
            .and_then(|source| source.lines.get(index))
            .is_some_and(|line| line.is_test)
        {
            continue;
        }
        let mut find = |message| {
            findings.push(Finding {
                path: path.to_owned(),
                line: index + 1,
                message,
            })
        };
        if let Some(found) = MACHINE_PATHS.iter().find(|one| line.contains(**one)) {
            find(format!(
                "`{found}` is a path of one machine: take it as a parameter"
            ));
        }
        let lower = line.to_lowercase();
        if let Some(found) = HISTORY.iter().find(|one| lower.contains(**one)) {
            find(format!("`{found}`: say what holds, the history is in git"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_machine_paths_and_history() {
        let text = format!("cd /wo{}rk/main\nAs {}requested\nfine\n", "", "");
        let lines: Vec<usize> = check("a.md", &text, None)
            .iter()
            .map(|finding| finding.line)
            .collect();
        assert_eq!(lines, [1, 2]);
    }
}
