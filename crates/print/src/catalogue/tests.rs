use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;

use super::*;

/// Ids of a language with the names of their placeholders.
fn messages(locale: Locale) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    for source in sources(locale) {
        FluentResource::try_new(source.to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{locale:?}: {errors:?}"));
        let mut id = String::new();
        for row in source.lines() {
            if let Some((name, _)) = row.split_once(" =").filter(|_| !row.starts_with([' ', '#'])) {
                name.clone_into(&mut id);
                let doubled = messages.insert(id.clone(), BTreeSet::new());
                assert!(doubled.is_none(), "{locale:?}: {id} stands twice");
            }
            for (at, _) in row.match_indices('$') {
                let name: String = row[at + 1..]
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .collect();
                messages.get_mut(&id).unwrap().insert(name);
            }
        }
    }
    messages
}

/// String literals of the sources of this crate, of the pages and of the operator's answers.
fn literals() -> BTreeSet<String> {
    let mut literals = BTreeSet::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "../portal/src", "../translate/src"] {
        collect(&here.join(folder), &mut literals);
    }
    // Fields of its own API look like ids of other families.
    let mut of_core = BTreeSet::new();
    collect(&here.join("../core/src"), &mut of_core);
    literals.extend(of_core.into_iter().filter(|literal| literal.starts_with("core-")));
    literals
}

fn collect(folder: &Path, literals: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            collect(&path, literals);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            literals.extend(source.split('"').map(str::to_owned));
        }
    }
}

#[test]
fn every_text_exists_in_every_language_with_the_same_placeholders() {
    let russian = messages(Locale::Ru);
    for locale in [Locale::Kk, Locale::En] {
        let other = messages(locale);
        for (id, placeholders) in &russian {
            assert_eq!(other.get(id), Some(placeholders), "{locale:?}: {id}");
        }
        for id in other.keys() {
            assert!(russian.contains_key(id), "{locale:?}: {id} is not in Russian");
        }
    }
}

#[test]
fn every_id_in_the_code_has_a_text() {
    let russian = messages(Locale::Ru);
    let families: BTreeSet<&str> = russian.keys().filter_map(|id| id.split('-').next()).collect();
    let is_id = |literal: &&String| {
        let family = literal.split('-').next().unwrap_or_default();
        let plain = literal
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        plain && literal.contains('-') && !literal.ends_with('-') && families.contains(family)
    };
    for id in literals().iter().filter(is_id) {
        assert!(russian.contains_key(id), "{id} has no text");
    }
}

#[test]
fn no_text_is_left_that_the_code_does_not_use() {
    let literals = literals();
    for id in messages(Locale::Ru).keys() {
        assert!(literals.contains(id), "{id} is not used");
    }
}

#[test]
fn kazakh_and_english_are_not_copies_of_the_russian() {
    let sources = [Locale::Ru, Locale::Kk, Locale::En].map(sources);
    assert!(
        sources[1]
            .iter()
            .all(|source| source.contains(['ә', 'қ', 'ө', 'ү', 'ң', 'і', 'Қ', 'Ү', 'І']))
    );
    // What stands on paper in Cyrillic is quoted as it stands there.
    let printed_marks = ["ФПД", "ФН", "ФД"];
    let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    for source in &sources[2] {
        let source = printed_marks
            .iter()
            .fold((*source).to_owned(), |text, mark| text.replace(mark, ""));
        assert!(!source.chars().any(cyrillic));
    }
}

#[test]
fn a_missing_text_shows_its_id() {
    assert_eq!(Locale::Ru.text("no-such-text"), "no-such-text");
}

#[test]
fn placeholders_are_filled_without_marks_of_direction() {
    let rate = Locale::Ru.text_with("vat-rate", &[("rate", Arg::Text("22%"))]);
    assert_eq!(rate, "НДС 22%");
}
