//! One concept, one word: the domain speaks the words of the glossary.

use super::Finding;
use super::source::Source;

/// Foreign words for register, shift and receipt.
const STEMS: &[&str] = &["kkm", "kkt", "kassa", "smena", "cheque", "ticket"];
/// Words before a name that declares a type.
const DECLARES_A_TYPE: &[&str] = &["struct", "enum", "trait", "type", "union"];

/// The crate whose command line has `check` for a verb.
const HAS_A_COMMAND_CHECK: &str = "qassa";

/// `home` is the crate of the file.
pub fn check(source: &Source, home: Option<&str>) -> Vec<Finding> {
    if may_speak_foreign(&source.path, home) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    if let Some(stem) = stem_in(module_name(&source.path)) {
        let message = format!("a module named after `{stem}`: take the glossary's word");
        findings.push(Finding {
            path: source.path.clone(),
            line: 0,
            message,
        });
    }
    for (number, line) in source.shipped() {
        let mut find = |message| {
            findings.push(Finding {
                path: source.path.clone(),
                line: number,
                message,
            })
        };
        let mut previous = "";
        for word in line
            .code
            .split(|one: char| !(one.is_alphanumeric() || one == '_'))
            .filter(|word| !word.is_empty())
        {
            if let Some(stem) = stem_in(word) {
                find(format!(
                    "`{word}`: the glossary's word for `{stem}` is another one"
                ));
            }
            let declares = DECLARES_A_TYPE.contains(&previous) && home != Some(HAS_A_COMMAND_CHECK);
            if declares && parts(word).first().is_some_and(|part| part == "check") {
                find(format!(
                    "`{word}`: a receipt is a `Receipt`, and what is looked for is named by itself"
                ));
            }
            previous = word;
        }
    }
    findings
}

/// Files outside of the wire crates that write or read messages field by field.
const SPEAK_THE_WIRE: &[&str] = &["crates/api/src/komtet", "crates/load/src/kz/message.rs"];

/// The wire crates, the translator between vocabularies, and [`SPEAK_THE_WIRE`] keep the foreign words.
fn may_speak_foreign(path: &str, home: Option<&str>) -> bool {
    home.is_none_or(|name| name.starts_with("ofd-") || matches!(name, "translate" | "xtask"))
        || SPEAK_THE_WIRE.iter().any(|one| path.starts_with(one))
}

fn module_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn stem_in(word: &str) -> Option<&'static str> {
    let parts = parts(word);
    STEMS
        .iter()
        .find(|stem| parts.iter().any(|part| part == *stem))
        .copied()
}

/// `ReceiptNumberInShift` and `receipt_number` alike, in small letters.
fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut after_small = false;
    for character in word.chars() {
        if character == '_' || (character.is_uppercase() && after_small) {
            parts.push(String::new());
        }
        if character != '_'
            && let Some(part) = parts.last_mut()
        {
            part.extend(character.to_lowercase());
        }
        after_small = character.is_lowercase() || character.is_numeric();
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, home: &str, text: &str) -> Vec<usize> {
        check(&Source::parse(path, text), Some(home))
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    #[test]
    fn splits_names_into_words() {
        assert_eq!(parts("KktRegId"), ["kkt", "reg", "id"]);
        assert_eq!(parts("open_shift_2"), ["open", "shift", "2"]);
        assert_eq!(parts("SHIFT_MAX"), ["shift", "max"]);
    }

    #[test]
    fn refuses_foreign_words_outside_their_crates() {
        let text = "struct Check;\nenum CheckKind {}\nlet kkt_number = 1;\nfn checked() { self.check() }\nlet ticketing = 2;\n";
        assert_eq!(said("crates/app/src/a.rs", "app", text), [1, 2, 3]);
        assert_eq!(said("crates/ofd-ru/src/a.rs", "ofd-ru", text), [] as [usize; 0]);
        assert_eq!(
            said("crates/api/src/komtet/check.rs", "api", text),
            [] as [usize; 0]
        );
        assert_eq!(said("crates/app/src/kassa.rs", "app", ""), [0]);
    }
}
