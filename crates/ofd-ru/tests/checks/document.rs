//! The list of rules as people read it.

use std::fmt::Write;

use ofd_ru::checks::rules;

const HEAD: &str = "\
# Format checks of Russian fiscal documents

The same rules look at a receipt before it is sealed and at a document that the operator received. An *error* is
against the format or the law and is told to the register with the confirmation; a *warning* is odd, but tolerated,
or measured by a list that is not certain to be whole. This page is made from the rules themselves.

| rule | severity | demands | source |
|---|---|---|---|
";

/// `UPDATE_GOLDEN=1` writes the file anew.
#[test]
fn the_document_lists_the_rules_as_they_are() {
    let mut page = HEAD.to_owned();
    for rule in rules() {
        writeln!(
            page,
            "| `{}` | {} | {} | `{}` |",
            rule.id, rule.severity, rule.text, rule.source
        )
        .unwrap();
    }
    let path = format!("{}/../../docs/protocol/ru-checks.md", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, page).unwrap();
        return;
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "{path} differs; UPDATE_GOLDEN=1 writes it anew");
}
