//! Every query has a name of its own, by which it is found in logs and in the server's statistics.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn no_two_queries_share_a_label() {
    let mut found = BTreeMap::new();
    labels_below(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut found);
    assert!(found.len() > 80, "{}", found.len());
    for (label, places) in found {
        assert_eq!(places.len(), 1, "`{label}` stands in {places:?}");
        let (area, name) = label.split_once('.').unwrap();
        let plain = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(plain(area) && plain(name), "`{label}` of {places:?}");
    }
}

/// Labels of the queries in these sources, without those of doc comments and unit tests.
fn labels_below(folder: &Path, found: &mut BTreeMap<String, Vec<String>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            labels_below(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let Some((_, label)) = line.split_once("\"-- ") else {
                continue;
            };
            let end = label
                .find(|c: char| c == '\\' || c == '"' || c.is_whitespace())
                .unwrap_or(label.len());
            let place = path.file_name().unwrap().to_string_lossy().into_owned();
            if label[..end].contains('.') {
                found.entry(label[..end].to_owned()).or_default().push(place);
            }
        }
    }
}
