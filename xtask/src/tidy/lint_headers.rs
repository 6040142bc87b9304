//! The lower a floor, the stricter the lints that its `lib.rs` turns on.

use super::source::Source;
use super::{Finding, product_floor};
use crate::workspace::Crate;

/// Lint, how it must be set, highest floor that needs it.
const REQUIRED: &[(&str, &str, u64)] = &[
    ("missing_docs", "warn", 2),
    ("clippy::pedantic", "warn", 3),
    ("clippy::unwrap_used", "deny", 3),
    ("clippy::indexing_slicing", "deny", 3),
    ("clippy::as_conversions", "deny", 3),
    ("clippy::float_arithmetic", "deny", 3),
];

pub fn check(source: &Source, home: &Crate) -> Vec<Finding> {
    let Some(floor) = product_floor(home) else {
        return Vec::new();
    };
    if source.path != format!("{}/src/lib.rs", home.folder) {
        return Vec::new();
    }
    let code: String = source.lines.iter().map(|line| line.code.as_str()).collect();
    let attributes: Vec<&str> = code
        .split("#![")
        .skip(1)
        .map(|part| part.split(']').next().unwrap_or(part))
        .collect();
    REQUIRED
        .iter()
        .filter(|(_, _, highest)| floor <= *highest)
        .filter(|(lint, level, _)| {
            !attributes
                .iter()
                .any(|one| one.contains(level) && one.contains(lint))
        })
        .map(|(lint, level, _)| Finding {
            path: source.path.clone(),
            line: 0,
            message: format!("floor {floor} needs `#![{level}({lint})]`"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Floor;

    #[test]
    fn asks_more_of_lower_floors() {
        let home = |floor| Crate {
            name: "a".to_owned(),
            folder: "crates/a".to_owned(),
            floor: Some(Floor::Product(floor)),
            dependencies: Vec::new(),
        };
        let text = "#![warn(clippy::pedantic)]\n#![deny(clippy::unwrap_used, clippy::indexing_slicing)]\n\
                    #![cfg_attr(not(test), deny(clippy::as_conversions, clippy::float_arithmetic))]\n";
        let source = Source::parse("crates/a/src/lib.rs", text);
        assert_eq!(check(&source, &home(3)), []);
        let said: Vec<String> = check(&source, &home(2)).iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["crates/a/src/lib.rs: floor 2 needs `#![warn(missing_docs)]`"]
        );
        assert_eq!(check(&Source::parse("crates/a/src/lib.rs", ""), &home(5)), []);
    }
}
