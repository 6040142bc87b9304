use super::*;

#[test]
fn finds_every_row_by_its_number() {
    let mut count = 0;
    for row in all() {
        assert_eq!(spec(row.tag), Some(row), "{}", row.tag.0);
        count += 1;
    }
    assert_eq!(count, 282);
    for unknown in [0, 3, 999, 1139 + 1000, 65535] {
        assert_eq!(spec(Tag(unknown)), None);
    }
}

#[test]
fn rows_of_a_part_ascend() {
    for part in table::PARTS {
        assert!(part.is_sorted_by_key(|row| row.tag));
    }
}

#[test]
fn names_a_field_once_within_a_parent() {
    for version in [FfdVersion::V1_05, FfdVersion::V1_1, FfdVersion::V1_2] {
        for parent in 0..3000 {
            let mut keys: Vec<_> = children(version, Tag(parent))
                .iter()
                .map(|child| child.spec.json.as_str())
                .collect();
            keys.sort_unstable();
            let all = keys.len();
            keys.dedup();
            assert_eq!(keys.len(), all, "{version:?} {parent}");
        }
    }
}

#[test]
fn requirement_depends_on_version_and_parent() {
    let row = spec(SETTLEMENT_ADDRESS).unwrap();
    assert_eq!(
        row.requirement(FfdVersion::V1_05, Tag(3)),
        Some(Requirement::Optional)
    );
    assert_eq!(
        row.requirement(FfdVersion::V1_2, Tag(3)),
        Some(Requirement::Mandatory)
    );
    assert_eq!(row.requirement(FfdVersion::V1_2, Tag(7)), None);
}
