//! Russian and Kazakh are for people: they live in the catalogues, not in code.

use super::Finding;
use super::source::Source;

/// Files that are about Cyrillic itself or quote what others fixed.
const QUOTING: &[&str] = &[
    "crates/ofd-ru/src/",
    "crates/ofd-kz/src/",
    "crates/api/src/komtet",
    // The alphabet of CP866.
    "crates/receipt/src/text.rs",
    // Units of measure as tag 1197 has them.
    "crates/translate/src/measure_name.rs",
    // The name of each language in itself.
    "crates/print/src/locale.rs",
    "crates/portal/src/shell.rs",
    // The invented sellers of the demo.
    "crates/app/src/sandbox",
    "crates/qassa/src/demo",
];

/// Strings of shipped code have none; comments only quoted: in brackets, backticks, guillemets or a table.
pub fn check(source: &Source, home: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let quotes = QUOTING.iter().any(|prefix| source.path.starts_with(prefix)) || home == Some("load");
    for (number, line) in source.shipped() {
        let mut find = |message: &str| {
            findings.push(Finding {
                path: source.path.clone(),
                line: number,
                message: message.to_owned(),
            });
        };
        if !quotes && line.strings.chars().any(is_cyrillic) {
            find("Cyrillic in a string: put the text into the catalogues");
        }
        if line.code.chars().any(is_cyrillic) {
            find("Cyrillic in code: names are English");
        }
        if !quotes && speaks_cyrillic(&line.comment) {
            find("a comment in Cyrillic: English, the foreign term in brackets");
        }
    }
    findings
}

fn is_cyrillic(character: char) -> bool {
    ('\u{0400}'..='\u{052F}').contains(&character)
}

fn speaks_cyrillic(comment: &str) -> bool {
    if comment.trim_start().starts_with('|') {
        return false;
    }
    let mut depth = 0_usize;
    let mut in_code = false;
    for character in comment.chars() {
        match character {
            '(' | '«' | '[' | '“' => depth += 1,
            ')' | '»' | ']' | '”' => depth = depth.saturating_sub(1),
            '`' => in_code = !in_code,
            other if is_cyrillic(other) && depth == 0 && !in_code => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_cyrillic_be_quoted_but_not_spoken() {
        let text = "/// Sale (приход), «чек» or `смена`.\n/// Приход.\nlet a = \"чек\";\n/// | 1 | чек |\n\
                    #[cfg(test)]\nmod tests { const A: &str = \"чек\"; }\n";
        let lines = |path| {
            check(&Source::parse(path, text), Some("app"))
                .iter()
                .map(|one| one.line)
                .collect::<Vec<_>>()
        };
        assert_eq!(lines("crates/app/src/a.rs"), [2, 3]);
        assert_eq!(lines("crates/ofd-ru/src/a.rs"), [] as [usize; 0]);
    }
}
