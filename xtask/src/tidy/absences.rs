//! What a crate does not know holds the architecture up.

use super::source::Source;
use super::{Finding, product_floor};
use crate::workspace::{Crate, DependencyKind};

/// Crates that bring input and output, time or randomness; floors 0 to 2 have none of them.
const WORLDLY: &[&str] = &[
    "axum",
    "clap",
    "deadpool-postgres",
    "figment",
    "getrandom",
    "hyper",
    "hyper-util",
    "lettre",
    "metrics",
    "rand",
    "reqwest",
    "rusqlite",
    "tokio",
    "tokio-postgres",
    "tower",
    "tower-http",
    "tracing-subscriber",
    "uuid",
];
/// The same in the standard library.
const WORLDLY_PATHS: &[&str] = &[
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "tokio::",
];
/// Drivers of databases; `store` alone has them.
const DRIVERS: &[&str] = &["rusqlite", "tokio-postgres", "deadpool-postgres"];
/// How an SQL text begins.
const SQL: &[&str] = &[
    "select ",
    "insert into ",
    "delete from ",
    "create table ",
    "alter table ",
    "with recursive ",
];
/// Field names of the doors, of which only `api` knows, and `agent`, which knocks at one from outside.
const DOOR_WORDS: &[&str] = &[
    "calculation_method",
    "calculation_subject",
    "nomenclature_code",
    "is_can_assign_order",
];
/// Field names of the tax authority, of which only the wire crates and the translator know.
const WIRE_WORDS: &[&str] = &[
    "fiscalDriveNumber",
    "kktRegId",
    "userInn",
    "fiscalDocumentFormatVer",
];

pub fn check(source: &Source, home: &Crate) -> Vec<Finding> {
    let Some(floor) = product_floor(home) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    if source.path == format!("{}/src/lib.rs", home.folder) {
        findings.extend(dependencies(home, floor));
    }
    let name = home.name.as_str();
    for (number, line) in source.shipped() {
        let mut find = |message| {
            findings.push(Finding {
                path: source.path.clone(),
                line: number,
                message,
            })
        };
        if floor <= 2
            && let Some(found) = WORLDLY_PATHS.iter().find(|one| line.code.contains(**one))
        {
            find(format!(
                "`{found}` on floor {floor}: take what it gives as a parameter"
            ));
        }
        if name != "store" && line.strings.lines().any(is_sql) {
            find("SQL outside `store`: add a query there".to_owned());
        }
        if !matches!(name, "api" | "agent")
            && let Some(found) = DOOR_WORDS.iter().find(|word| has_word(line, word))
            && !(name == "store" && *found == "is_can_assign_order")
        {
            find(format!("`{found}` is a door's field name: only `api` knows it"));
        }
        if !name.starts_with("ofd-")
            && name != "translate"
            && let Some(found) = WIRE_WORDS.iter().find(|word| has_word(line, word))
        {
            find(format!(
                "`{found}` is the wire's field name: only `ofd-*` and `translate` know it"
            ));
        }
    }
    findings
}

fn dependencies(home: &Crate, floor: u64) -> Vec<Finding> {
    let path = format!("{}/Cargo.toml", home.folder);
    let real = home
        .dependencies
        .iter()
        .filter(|one| one.kind == DependencyKind::Real);
    real.filter_map(|dependency| {
        let name = dependency.name.as_str();
        let message = if floor <= 2 && WORLDLY.contains(&name) {
            format!("`{name}` on floor {floor}: it knows the world outside")
        } else if home.name != "store" && DRIVERS.contains(&name) {
            format!("`{name}` outside `store`: only it speaks to a database")
        } else {
            return None;
        };
        Some(Finding {
            path: path.clone(),
            line: 0,
            message,
        })
    })
    .collect()
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    SQL.iter().any(|start| text.starts_with(start)) && !text.ends_with('.')
}

fn has_word(line: &super::source::Line, word: &str) -> bool {
    line.strings.lines().any(|text| text == word)
        || line
            .code
            .split(|one: char| !(one.is_alphanumeric() || one == '_'))
            .any(|one| one == word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Dependency, Floor};

    fn home(name: &str, floor: u64, dependencies: &[&str]) -> Crate {
        Crate {
            name: name.to_owned(),
            folder: format!("crates/{name}"),
            floor: Some(Floor::Product(floor)),
            dependencies: dependencies
                .iter()
                .map(|name| Dependency {
                    name: (*name).to_owned(),
                    kind: DependencyKind::Real,
                })
                .collect(),
        }
    }

    fn said(home: &Crate, text: &str) -> Vec<String> {
        let source = Source::parse(&format!("crates/{}/src/lib.rs", home.name), text);
        check(&source, home).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn low_floors_know_no_world() {
        let text = "use std::env;\nlet t = Instant::now();\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        let found = said(&home("receipt", 1, &["tokio", "serde"]), text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(said(&home("worker", 5, &["tokio"]), text), [] as [String; 0]);
    }

    #[test]
    fn only_the_store_holds_sql() {
        let text = "tx.all(\"select id from shops\");\nlet a = \"select one from the list.\";\n";
        assert_eq!(said(&home("app", 4, &["rusqlite"]), text).len(), 2);
        assert_eq!(said(&home("store", 3, &["rusqlite"]), text), [] as [String; 0]);
    }

    #[test]
    fn names_of_doors_and_wires_stay_at_home() {
        let text = "row[\"calculation_method\"];\nstruct A { userInn: u8 }\n";
        assert_eq!(said(&home("app", 4, &[]), text).len(), 2);
        assert_eq!(said(&home("api", 5, &[]), text).len(), 1);
        assert_eq!(said(&home("translate", 3, &[]), text).len(), 1);
    }
}
