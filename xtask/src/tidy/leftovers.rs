//! What may not stay in a source file.

use super::Finding;
use super::source::Source;

const IN_CODE: &[(&str, &str)] = &[
    (
        "#[allow(",
        "use `#[expect(…, reason = \"…\")]`: it says why and goes when it is no longer needed",
    ),
    (
        "#![allow(",
        "use `#![expect(…, reason = \"…\")]`: it says why and goes when it is no longer needed",
    ),
    ("todo!", "write it or leave it out"),
    ("unimplemented!", "write it or leave it out"),
    ("dbg!", "a trace for its author"),
    (
        "#[ignore",
        "a test that does not run proves nothing: make it a drill or take it out",
    ),
    ("#[should_panic", "ask for the error by name"),
];

const IN_COMMENTS: &[&str] = &["TODO", "FIXME", "XXX", "HACK"];

pub fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, line) in source.numbered() {
        let mut find = |message| {
            findings.push(Finding {
                path: source.path.clone(),
                line: number,
                message,
            })
        };
        for (word, why) in IN_CODE {
            if line.code.contains(word) {
                find(format!("`{word}`: {why}"));
            }
        }
        for mark in IN_COMMENTS {
            if line
                .comment
                .split(|one: char| !one.is_alphanumeric())
                .any(|word| word == *mark)
            {
                find(format!(
                    "`{mark}` in a comment: do it now or say in the docs what is left"
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_leftovers_in_code_and_not_in_strings() {
        let source = Source::parse(
            "a.rs",
            "#[allow(dead_code)]\nfn a() { todo!() }\nlet b = \"todo!\"; // TODO later\n#[expect(x, reason = \"y\")]\n",
        );
        let lines: Vec<usize> = check(&source).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [1, 2, 3]);
    }
}
