//! The tag table against the order's lists and against another table of the same facts.

use ofd_ru::tags::{self, Kind, Requirement};
use ofd_ru::{FfdVersion, Tag};
use serde_json::Value as Json;

fn version(text: &str) -> FfdVersion {
    match text {
        "1.05" => FfdVersion::V1_05,
        "1.1" => FfdVersion::V1_1,
        "1.2" => FfdVersion::V1_2,
        other => panic!("{other}"),
    }
}

/// Tags that stand in `parent` with this requirement, in ascending order.
fn listed(version: FfdVersion, parent: Tag, requirement: Requirement) -> Vec<u16> {
    let mut tags: Vec<_> = tags::children(version, parent)
        .iter()
        .filter(|child| child.requirement == requirement)
        .map(|child| child.spec.tag.0)
        .collect();
    tags.sort_unstable();
    tags
}

#[test]
fn mandatory_and_conditional_elements_are_those_of_the_order() {
    let path = format!("{}/tests/data/mandatory_tags.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    for row in rows {
        let fields: Vec<_> = row.split('|').map(str::trim).collect();
        let parent = Tag(fields[0].parse().unwrap());
        for (field, requirement) in [
            (fields[2], Requirement::Mandatory),
            (fields[3], Requirement::Conditional),
        ] {
            let expected: Vec<u16> = field.split_whitespace().map(|tag| tag.parse().unwrap()).collect();
            assert_eq!(listed(version(fields[1]), parent, requirement), expected, "{row}");
        }
    }
}

#[test]
fn every_parent_is_a_form_or_a_structure() {
    for spec in tags::all() {
        for parent in spec.usage.iter().flat_map(|usage| usage.parents) {
            let is_structure = tags::spec(*parent).is_some_and(|spec| matches!(spec.kind, Kind::Stlv(_)));
            assert!(
                is_structure || ofd_ru::Form::from_tag(*parent).is_some(),
                "{parent}"
            );
        }
    }
}

/// The words of the other table for a type.
fn described(kind: Kind) -> (&'static str, Option<u16>) {
    match kind {
        Kind::Text(size) | Kind::FixedText(size) => ("string", Some(size)),
        Kind::Inn => ("string", Some(12)),
        Kind::Byte => ("byte", None),
        Kind::Flag => ("byte_bool", None),
        Kind::U16 => ("uint16", None),
        Kind::U32 => ("uint32", None),
        Kind::Vln(size) => ("vln", Some(size)),
        Kind::Fvln(size) => ("fvln", Some(size)),
        Kind::Time => ("unixtime", None),
        Kind::Bits8 => ("bitmask8", None),
        Kind::Bits32 => ("bitmask32", None),
        Kind::Bytes(size) | Kind::FixedBytes(size) => ("bytes", Some(size)),
        Kind::Stlv(size) => ("stlv", Some(size)),
    }
}

/// That table may not be shipped, so this runs only where it lies beside the checkout.
#[test]
fn agrees_with_another_table_of_the_same_facts() {
    let path = format!(
        "{}/../../../shared/data/ru/ffd_tags.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = std::fs::read_to_string(&path) else {
        skipped(&path);
        return;
    };
    let table: Json = serde_json::from_str(&text).unwrap();
    for row in table["tags"].as_array().unwrap() {
        let number = u16::try_from(row["tag"].as_u64().unwrap()).unwrap();
        let Some(spec) = tags::spec(Tag(number)) else {
            assert!(!(1000..60_000).contains(&number), "{number} is not in the table");
            continue;
        };
        assert_eq!(Some(spec.name), row["name_ru"].as_str(), "{number}");
        if let Some(key) = row["json_name"].as_str() {
            assert_eq!(spec.json.as_str(), key, "{number}");
        }
        let (kind, size) = described(spec.kind);
        let theirs = row["type"].as_str().unwrap();
        assert!(
            theirs == kind || theirs.strip_suffix("_enum") == Some(kind),
            "{number}: {kind}, {theirs}"
        );
        if let Some(expected) = row["max_len"].as_u64().filter(|_| size.is_some()) {
            assert_eq!(size.map(u64::from), Some(expected), "{number}");
        }
        compare_usage(spec, &row["usage"]);
    }
}

fn compare_usage(spec: &tags::TagSpec, usage: &Json) {
    for (name, parents) in usage.as_object().unwrap() {
        for (parent, use_) in parents.as_object().unwrap() {
            let requirement = match use_["req"].as_str().unwrap() {
                // The other table takes the fraction for paper only, but the tax authority shows it in its JSON.
                _ if use_["form"] == "P" && spec.tag != tags::FRACTION => Requirement::Printed,
                "M" => Requirement::Mandatory,
                "C" => Requirement::Conditional,
                "O" => Requirement::Optional,
                other => panic!("{other}"),
            };
            let parent = Tag(parent.parse().unwrap());
            assert_eq!(
                spec.requirement(version(name), parent),
                Some(requirement),
                "{} in {parent}, {name}",
                spec.tag
            );
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "whoever runs the tests should know what did not run"
)]
fn skipped(path: &str) {
    println!("skipped: {path} is not there");
}
